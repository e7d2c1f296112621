"""A world of two operators for tests: alpha with two service centres and number portability, beta abroad, a stranger.

Messages take no time, unless a test says otherwise.
"""

from datetime import UTC, datetime

from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm
from scenarios.esme import MemoryLine
from smsc.config import WorldConfig, parse
from smsc.trace.trace import Record
from smsc.world.acts import read
from smsc.world.world import World

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()

TWO_OPERATORS = """
[[operator]]
name = "alpha"
plmn = ["234-15"]
numbers = ["4477009001"]
srf = "srf"
ROUTER

[[operator]]
name = "beta"
plmn = ["208-01"]
numbers = ["336"]

[[sc]]
name = "sc"
number = "447700900900"

[[sc]]
name = "sc2"
number = "447700900901"

[[sc]]
name = "sc3"
number = "33600900900"
operator = "beta"

[[hlr]]
name = "hlr"
number = "447700900910"

[[hlr]]
name = "hlr3"
number = "33600900910"
operator = "beta"

[[msc]]
name = "msc1"
number = "447700900921"
bss = "bss1"

[[msc]]
name = "msc3"
number = "33600900921"
bss = "bss3"
operator = "beta"

[[cell]]
name = "cell1"
bss = "bss1"
cgi = "234-15-1-101"

[[cell]]
name = "cell3"
bss = "bss3"
cgi = "208-01-1-301"

[[phone]]
name = "ms1"
msisdn = "447700900123"
imsi = "234150000000001"
cell = "cell1"

[[phone]]
name = "ms2"
msisdn = "447700900124"
imsi = "234150000000002"
cell = "cell1"
sc = "sc2"

[[phone]]
name = "ms3"
msisdn = "33612345678"
imsi = "208010000000003"
cell = "cell3"

[[phone]]
name = "ms8"
imsi = "234150000000008"
cell = "cell1"

[[phone]]
name = "ms9"
imsi = "208010000000009"
cell = "cell3"

[[stranger]]
name = "mallory"
number = "99900000001"

[[account]]
system_id = "bank"
password = "secret"
addresses = ["7000"]

[[account]]
system_id = "shop"
password = "opensesa"
addresses = ["7001", "447700900180"]
sc = "sc2"

[[account]]
system_id = "club"
password = "letmein"
addresses = ["33699999999"]
sc = "sc3"
"""
ROUTER = 'router = {name = "router", number = "447700900930"}'


def config(*of_alpha: str) -> WorldConfig:
    """Parse the world's file, with these lines added to operator alpha."""
    return parse(TWO_OPERATORS.replace("ROUTER", "\n".join(of_alpha)), "country.toml")


class Country:
    """The world with all ESMEs bound, and everything that happens in it."""

    def __init__(self, *of_alpha: str) -> None:
        self.world = World(config(*of_alpha), START)
        self.lines: dict[str, MemoryLine] = {}
        for account in self.world.config.account:
            name = account.system_id
            line = self.lines[name] = MemoryLine(self.world.network, self.world.face_of(name), name)
            line.bind(name, account.password.get_secret_value())
        self.records: list[Record] = []
        self.run(0)
        self.world.trace.follow(self.records.append)

    def does(self, *acts: str) -> None:
        """Let these things happen one after the other, each until nothing moves any more."""
        for act in acts:
            self.world.act(*read(act))
            self.run(0)

    def run(self, seconds: float) -> None:
        """Let time pass."""
        self.world.network.run_until(self.world.network.now + seconds)

    def submit(self, account: str, to: str, text: str = "Hello") -> None:
        """Let an ESME submit a message, with a receipt, and wait until nothing moves any more."""
        pdu = SubmitSm(destination_addr=to, short_message=text.encode(), registered_delivery=1)
        self.lines[account].say(pdu)
        self.run(0)

    def heard(self, account: str) -> list[tuple[str, bytes]]:
        """Return the messages, but not receipts, that an ESME has been handed: from whom, and what."""
        told = self.lines[account].heard
        return [
            (pdu.source_addr, pdu.short_message) for pdu in told if isinstance(pdu, DeliverSm) and not pdu.esm_class
        ]

    def shown(self) -> list[tuple[str, str]]:
        """Return what handsets, or strangers, have shown: who, and what."""
        shows = [record for record in self.records if getattr(record.message, "words", ())[:1] == ("shows",)]
        return [(record.origin, getattr(record.message, "text", "")) for record in shows]

    def ladder(self, *kinds: str) -> str:
        """Return what elements of these kinds have said to each other since the last time, and the acts."""
        records, self.records[:] = self.records[:], []
        network = self.world.network
        told = []
        for record in records:
            ends = [name for name in (record.origin, record.destination) if name]
            if all(name in network and network[name].kind in kinds for name in ends):
                words = " ".join(getattr(record.message, "words", ()))
                arrow = f"{record.origin} -> {record.destination}" if len(ends) == 2 else ends[0]
                told.append(f"{arrow:<16} {words}")
        return "\n".join(told)
