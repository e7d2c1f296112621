"""The load of these benchmarks: that of ``esme bench``, from an account and to handsets that their servers know."""

from collections.abc import Sequence

from esme.bench import load as generator
from esme.bench.load import Task
from esme.bench.mix import DEFAULT, plan
from esme.bench.outcome import Outcome
from esme.bind import connect

SYSTEM_ID = "bench"
PASSWORD = "secret"
PATIENCE = 60.0  # seconds for what is still on its way at the end


async def load(
    host: str, port: int, task: Task, *, destinations: Sequence[str] = ("447700900001",), receipts: bool = False
) -> Outcome:
    """Load a message centre; raises AssertionError if something was lost, or came twice."""
    messages = plan(
        DEFAULT, destinations=[f"+{number}" for number in destinations], source="BENCH", receipts=float(receipts)
    )
    opening = connect(host, port, system_id=SYSTEM_ID, password=PASSWORD)
    outcome = await generator.load(opening, messages, task)
    assert outcome.sound, outcome.as_json()
    return outcome
