"""A simulator for as long as a ``with`` or an ``async with`` lasts."""

from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Final

from smsc.config import WorldConfig
from smsc.lab.blocking import RUNNING, Centre
from smsc.lab.centre import AsyncCentre, started

_NOT_RUNNING: Final = "no simulator of this smsc.running() runs: none has begun, or all have ended already"


class running:  # noqa: N801 - read as a verb: with smsc.running() as centre
    """Run a simulator: ``with running() as centre`` in a thread, ``async with running() as centre`` in this event loop.

    ``config`` is a world (``smsc.config.load(path)``), by default the built-in one without latencies. SMPP is on ports
    that the system chooses, messages are kept in memory, and all is gone at the end. What the world says of ``[api]``,
    ``[mqtt]``, ``[[webhook]]`` and ``[store]`` is for ``smsc run``. It may be used again, and also nested.
    """

    def __init__(self, config: WorldConfig | None = None) -> None:
        self._config = config
        self._centres: list[Centre] = []
        self._started: list[AbstractAsyncContextManager[AsyncCentre]] = []

    def __enter__(self) -> Centre:
        centre = Centre(self._config).__enter__()
        self._centres.append(centre)
        return centre

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._centres:
            raise RuntimeError(_NOT_RUNNING)
        centre = self._centres[-1]
        try:
            centre.__exit__(exc_type, exc, traceback)
        finally:
            if centre not in RUNNING:  # else it goes on: a coroutine may not wait for its end
                self._centres.remove(centre)

    async def __aenter__(self) -> AsyncCentre:
        begun = started(self._config)
        centre = await begun.__aenter__()
        self._started.append(begun)
        return centre

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._started:
            raise RuntimeError(_NOT_RUNNING)
        await self._started.pop().__aexit__(exc_type, exc, traceback)
