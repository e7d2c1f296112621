"""What a message costs on its whole way through the network, on the virtual clock and with nobody looking.

submit_sm comes as a hop from an ESME that is an element of the network, and so does its receipt: for every message the
HLR is asked, the MSC gets it and pages, CP and RP carry it, and it is acknowledged and reported. SMPP's octets are no
part of this; ``smsc`` measures those. Worlds of more and more subscribers, all registered, are measured in turn, in
CPU time. The absolute figures depend on the machine: beside them, ``total += number`` in a loop is measured.
"""

import gc
import os
import time
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.submit_sm import SubmitSm
from smsc import collector
from smsc.centre.interface import Directed, ReceiverBound
from smsc.config import load
from smsc.network.hop import Hop, Send
from smsc.network.network import Network
from smsc.sections import CellConfig, Phones
from smsc.world.world import World
from tests.bench.options import Options

SUBSCRIBERS: Final = (1_000, 10_000, 100_000, 1_000_000)
MESSAGES: Final = 20_000
AT_ONCE: Final = 200
LOOPS: Final = 10_000
CELLS: Final = 16  # with 56 channels each, so that none is crowded
FIRST: Final = "447911000000"

out = Console(highlight=False, width=120)


class Figures(NamedTuple):
    """One measurement: CPU microseconds per message and per round of the loop; octets per subscriber."""

    message: float
    loop: float
    octets: float


class Bank:
    """An ESME without SMPP: it submits, and takes every receipt."""

    name = "bank"
    kind = "esme"

    def __init__(self) -> None:
        self.receipts = 0

    def receive(self, hop: Hop) -> Iterable[Send]:
        message = hop.message.pdu if isinstance(hop.message, Directed) else hop.message
        if not isinstance(message, DeliverSm):
            return ()
        self.receipts += 1
        return (Send("sc", DeliverSmResp(), hop.conversation),)


class Path:
    """A world of ``subscribers``, with a bank that writes to them."""

    def __init__(self, subscribers: int) -> None:
        cells = tuple(
            CellConfig(name=f"cell{n}", bss=f"bss{n % 2 + 1}", cgi=f"234-15-{n % 2 + 1}-{n}") for n in range(CELLS)
        )
        phones = Phones(
            name="p",
            count=subscribers,
            msisdn=FIRST,
            imsi="234151000000000",
            cells=tuple(cell.name for cell in cells),
        )
        config = load().model_copy(update={"cell": cells, "phone": (), "phones": (phones,)})
        self.world = World(config, 1_767_225_600.0)
        self.bank = Bank()
        self.subscribers = subscribers
        self.sent = 0
        self._next = 0
        self._numbers = int(FIRST)
        network = self.network
        network.replace(self.bank)
        network.send(self.bank, (Send("sc", ReceiverBound()),))
        network.run_until(network.now)

    @property
    def network(self) -> Network:
        return self.world.network

    def meet(self) -> None:
        """Make everybody known, as if each had been written to before."""
        for hlr in self.world.hlrs.values():
            for number in range(self.subscribers):
                hlr.register.meet(str(self._numbers + number), "")

    def send(self, messages: int) -> None:
        """Send so many messages, some at once, each to a subscriber far from the last, and wait for the receipts."""
        network, centre, bank = self.network, self.world.centre.name, self.bank
        self.sent += messages
        step = 7919 if self.subscribers % 7919 else 7907  # not one neighbour in memory after the other
        for start in range(0, messages, AT_ONCE):
            sends = []
            for _ in range(min(AT_ONCE, messages - start)):
                self._next = (self._next + step) % self.subscribers
                number = str(self._numbers + self._next)
                pdu = SubmitSm(destination_addr=number, short_message=b"Hello", registered_delivery=1)
                sends.append(Send(centre, pdu, 1))
            network.send(bank, sends)
            network.run_until(network.now + 10)


def measure(sizes: Sequence[int], messages: int) -> list[Figures]:
    """Measure worlds of these sizes, in turn: a few messages in each, until all have had theirs."""
    paths, octets = [], []
    for size in sizes:
        path = Path(size)
        gc.collect()
        before = resident()
        path.meet()
        gc.collect()
        octets.append((resident() - before) / size)
        paths.append(path)
    collector.spare()  # as smsc run does
    spent = [0.0] * len(sizes)
    loop = 0.0
    turns = max(1, messages // AT_ONCE)
    for turn in range(-turns, turns):  # the first half does not count: PyPy compiles what runs often
        for place, path in enumerate(paths):
            first = time.process_time()
            path.send(AT_ONCE)
            spent[place] += (time.process_time() - first) * (turn >= 0)
        loop += _loop() * (turn >= 0)
    for path in paths:
        assert path.bank.receipts == path.sent, "a receipt has not come"
    each = 1e6 / (turns * AT_ONCE)
    loops = loop / (turns * LOOPS) * 1e6
    return [Figures(seconds * each, loops, weight) for seconds, weight in zip(spent, octets, strict=True)]


def _loop() -> float:
    """Return how many seconds a well-known piece of plain Python takes on this machine now."""
    first = time.process_time()
    total = 0
    for number in range(LOOPS):
        total += number
    return time.process_time() - first


def resident() -> int:
    """Return the memory of this process in octets."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - it is no file
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main(options: Options) -> None:
    """Measure, and print a table."""
    sizes = SUBSCRIBERS[:2] if options.quick else SUBSCRIBERS
    found = measure(sizes, AT_ONCE if options.quick else MESSAGES)
    table = Table(title="From submit_sm to the receipt, through the whole network", title_justify="left")
    for column in ("subscribers", "messages/s", "CPU us", "in rounds of a loop", "octets of a subscriber"):
        table.add_column(column, justify="right")
    for size, one in zip(sizes, found, strict=True):
        row = f"{1e6 / one.message:,.0f}", f"{one.message:.1f}", f"{one.message / one.loop:,.0f}", f"{one.octets:,.0f}"
        table.add_row(f"{size:,}", *row)
    out.print(table)
    first, last = found[0].message, found[-1].message
    out.print(f"A message to one of {sizes[-1]:,} costs {last / first:.2f} of one to one of {sizes[0]:,}.")
