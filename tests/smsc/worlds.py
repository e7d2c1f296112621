"""Worlds: the file of the built-in one, handsets that may be added to it, and a world whose records are kept."""

from importlib.resources import files

from pdu.operations.submit_sm import SubmitSm
from scenarios.esme import MemoryLine
from smsc.config import WorldConfig
from smsc.network.acts import Shows
from smsc.world.world import World

DEFAULT = files("smsc").joinpath("default_world.toml").read_text("utf-8")
PHONES = """
[[phones]]
name = "m"
count = 1000000
msisdn = "447911000000"
imsi = "234151000000000"
cells = ["cell1", "cell3"]
"""


class Watched(World):
    """A world that keeps its records."""

    def __init__(self, config: WorldConfig, now: float) -> None:
        super().__init__(config, now)
        self.records = self.trace.keep()


def bound(world: World) -> MemoryLine:
    line = MemoryLine(world.network, world.face, "bank")
    line.bind("bank", "secret")
    return line


def submits(world: World, line: MemoryLine, number: str, text: bytes = b"Hello") -> None:
    line.say(SubmitSm(destination_addr=number, short_message=text, source_addr="7000", registered_delivery=1))
    world.network.run_until(world.network.now + 60)


def shown(world: Watched) -> list[tuple[str, str]]:
    return [(record.origin, record.message.text) for record in world.records if isinstance(record.message, Shows)]
