"""TS 23.041 clause 9.2: the cell broadcasts of a BSS, each repeated in its cells with its own period."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pdu.gsm.cbs import CbsPage
from pdu.gsm.cbsp import (
    Kill,
    KillComplete,
    MessageStatusQuery,
    MessageStatusQueryComplete,
    Restart,
    WriteReplace,
    WriteReplaceComplete,
)
from pdu.gsm.location import CellGlobalIdentification
from smsc.network.appointments import Appointments
from smsc.network.hop import Hop, Send, Services

MOST: Final = 1000  # broadcasts that are kept; above that, the oldest that is over goes

Campers = Callable[[CellGlobalIdentification], Iterable[str]]


@dataclass(slots=True, eq=False)
class Broadcast:
    """One message: what was ordered, and how often it has been broadcast."""

    order: WriteReplace
    done: int = 0
    killed: bool = False

    @property
    def over(self) -> bool:
        return self.killed or self.done == self.order.number_of_broadcasts_requested

    def pages(self) -> Iterator[CbsPage]:
        """Give the pages as they are broadcast."""
        order, total = self.order, len(self.order.message_content)
        for page, content in enumerate(order.message_content, 1):
            yield CbsPage(
                order.new_serial_number, order.message_identifier, order.data_coding_scheme, page << 4 | total, content
            )


class Broadcasts:
    """All broadcasts of a BSS; ``campers`` gives the handsets in a cell."""

    def __init__(self, name: str, campers: Campers) -> None:
        self._campers = campers
        self._timer = Appointments(name, self._broadcast)
        self._broadcasts: dict[tuple[int, int], Broadcast] = {}  # by message identifier and serial number
        self._centres: dict[str, None] = {}  # cell broadcast centres, which a BSS never forgets
        self.services: Services = {
            WriteReplace: self.write_replace,
            MessageStatusQuery: self.message_status_query,
            Kill: self.kill,
            Appointments: Appointments.ring,
        }

    def write_replace(self, order: WriteReplace, hop: Hop) -> Iterator[Send]:
        """Begin a broadcast at once."""
        broadcast = Broadcast(order)
        if len(self._broadcasts) >= MOST:
            oldest = next((numbers for numbers, one in self._broadcasts.items() if one.over), None)
            if oldest is not None:
                del self._broadcasts[oldest]
        self._broadcasts[order.message_identifier, order.new_serial_number] = broadcast
        self._centres[hop.origin] = None
        complete = WriteReplaceComplete(order.message_identifier, order.new_serial_number, order.cell_list)
        yield Send(hop.origin, complete, hop.conversation)
        yield from self._broadcast(broadcast, hop.at)

    def message_status_query(self, query: MessageStatusQuery, hop: Hop) -> Iterable[Send]:
        broadcast = self._broadcasts.get((query.message_identifier, query.old_serial_number))
        cells = broadcast.order.cell_list if broadcast is not None else ()
        done = tuple(broadcast.done for _ in cells) if broadcast is not None else ()
        numbers = (query.message_identifier, query.old_serial_number)
        return (Send(hop.origin, MessageStatusQueryComplete(*numbers, cells, done), hop.conversation),)

    def kill(self, kill: Kill, hop: Hop) -> Iterable[Send]:
        """End a broadcast; how often it was done is still known."""
        broadcast = self._broadcasts.get((kill.message_identifier, kill.old_serial_number))
        if broadcast is not None:
            self._end(broadcast)
        return (Send(hop.origin, KillComplete(kill.message_identifier, kill.old_serial_number), hop.conversation),)

    def restart(self) -> Iterable[Send]:
        """Forget all broadcasts; the centres that ordered any are told, and may order anew (TS 23.041 clause 9.2)."""
        for broadcast in self._broadcasts.values():
            self._end(broadcast)
        self._broadcasts.clear()
        return [Send(centre, Restart()) for centre in self._centres]

    def _broadcast(self, broadcast: Broadcast, now: float) -> Iterator[Send]:
        order = broadcast.order
        broadcast.done += 1
        for cell in order.cell_list:
            for ms in self._campers(cell):
                for page in broadcast.pages():
                    yield Send(ms, page)
        if not broadcast.over:
            yield from self._timer.make(broadcast, now + order.repetition_period, now)

    def _end(self, broadcast: Broadcast) -> None:
        broadcast.killed = True
        self._timer.call_off(broadcast)
