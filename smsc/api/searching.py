"""Searching for a regular expression that a user has written, without holding anybody up.

Python's search may take for ever (``(a+)+$``), and nothing within its process can stop it. So a search that is bound to
be quick happens here, and any other in a process of its own, which is ended if it takes too long.
"""

import asyncio
import json
import re
import sys
from contextlib import suppress
from typing import Final, Self

from smsc.expression import compiled

QUICK: Final = 1_000_000  # steps that a search here may take: a fraction of a second
PATIENCE: Final = 10.0  # seconds for a search elsewhere

_REPEATED: Final = re.compile(r"[*+{]")
_OPTIONAL: Final = re.compile(r"[?|]")
_REPEATED_GROUP: Final = re.compile(r"\)[*+{]")
_PROGRAM: Final = """
import json, re, signal, sys
sought = re.compile(json.loads(sys.stdin.readline()))
ends_after = getattr(signal, "alarm", lambda seconds: None)  # by itself, if nobody is left to end it
for row in sys.stdin:
    ends_after(60)
    print(int(sought.search(json.loads(row)) is not None), flush=True)
    ends_after(0)
"""


class TooSlow(Exception):
    """A search did not end in time."""


class Search:
    """One expression, as an async context: inside it, texts are searched. Raises ValueError if it is invalid."""

    def __init__(self, pattern: str) -> None:
        self._compiled = compiled(pattern)
        self._pattern = pattern
        self.process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()

    async def finds(self, text: str) -> bool:
        """Whether the expression is found in a text; raises TooSlow."""
        if self.steps(text) <= QUICK:
            return self._compiled.search(text) is not None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._elsewhere(text)
        except TimeoutError:
            raise TooSlow(f"expected a regular expression that a text is searched for within {PATIENCE:g} s") from None

    def steps(self, text: str) -> float:
        """Return an upper bound for the steps of a search: whatever looks like a repetition counts as one."""
        if _REPEATED_GROUP.search(self._pattern):
            return float("inf")
        repeated, optional = (len(one.findall(self._pattern)) for one in (_REPEATED, _OPTIONAL))
        return (len(text) + 1.0) ** (min(repeated, 20) + 1) * 2.0 ** min(optional, 100)

    async def _elsewhere(self, text: str) -> bool:
        pipe = asyncio.subprocess.PIPE
        if self.process is None:
            command = (sys.executable, "-I", "-S", "-c", _PROGRAM)
            quiet = asyncio.subprocess.DEVNULL  # Ctrl-C reaches it as well
            self.process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=quiet)
            self._say(self._pattern)
        self._say(text)
        stdout = self.process.stdout
        assert stdout is not None  # noqa: S101 - it is a pipe
        found = await stdout.readline()
        if not found:
            raise TimeoutError  # it has been ended by somebody else
        return found == b"1\n"

    def _say(self, text: str) -> None:
        """Hand something over to the process; it is small enough for a pipe."""
        assert self.process is not None  # noqa: S101 - it has been started
        assert self.process.stdin is not None  # noqa: S101 - it is a pipe
        self.process.stdin.write(json.dumps(text).encode() + b"\n")
