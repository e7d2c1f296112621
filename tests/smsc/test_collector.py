"""smsc/collector.py: in a process of its own, since it can't be undone."""

import subprocess
import sys

TOLD = """
import gc
from smsc import collector
class Cycle: pass
before = Cycle()
before.itself = before
collector.spare()
del before
after = Cycle()
after.itself = after
del after
print(gc.get_freeze_count() > 0, gc.get_threshold()[0] > 10_000, gc.collect() > 0)
"""
RUN = """
import asyncio, gc, signal
from rich.console import Console
from smsc.commands import run
from smsc.config import load
class Starting(run.Simulator):
    async def __aenter__(self):
        print(gc.get_threshold()[0] > 10_000)
        return await super().__aenter__()
class Came: pass
came = []
class Out(Console):
    def print(self, *said, **style):
        if not came:
            asyncio.get_running_loop().call_soon(self.end)
    def end(self):
        came.append(Came())
        signal.raise_signal(signal.SIGTERM)
run.Simulator = Starting
asyncio.run(run.run(load().on_port(0).with_api(enabled=False).kept_in("memory"), Out(), quiet=True))
print(any(issubclass(type(one), Came) for one in gc.get_objects()))
"""


def test_what_there_was_is_looked_through_never_again_and_what_came_later_is() -> None:
    told = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, check=True)
    assert told.stdout == "True True True\n"


def test_it_looks_rarely_while_a_store_is_read_and_at_the_end_not_at_what_came() -> None:
    told = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=True)
    assert told.stdout == "True\nFalse\n"
