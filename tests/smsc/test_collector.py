"""smsc/collector.py: in a process of its own, as it can't be undone."""

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


def test_what_there_was_is_looked_through_never_again_and_what_came_later_is() -> None:
    told = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, check=True)
    assert told.stdout == "True True True\n"
