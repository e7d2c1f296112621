"""The sessions of ESMEs, each by itself, and the lines by which they are reached."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, Protocol

from pdu import ladder
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.session import Session
from pdu.values import MESSAGE_TYPE, InterfaceVersion
from smsc.log import get_logger
from smsc.smpp.accounts import Peer
from smsc.smpp.address_range import AddressRange

if TYPE_CHECKING:
    from smsc.smpp.esme import Esme

log = get_logger(__name__)

# Traced when a session ends without unbind: the ESME goes, or we end it
LOSES_CONNECTION: Final = ladder.Line(("loses", "connection"), ())
IS_DISCONNECTED: Final = ladder.Line(("is", "disconnected"), ())


class Line(Protocol):
    """What a session is reached through: a connection, or whatever stands in for one."""

    session: Session

    def send(self, pdu: Pdu) -> int: ...

    def respond(self, responses: Iterable[Response]) -> None: ...

    def flush(self) -> None: ...

    def close(self, reason: str = ...) -> None: ...

    def stop_reading(self) -> None: ...


class Visit:
    """One session, from its first octet to its last: its line, its number and, once bound, its ESME."""

    __slots__ = (
        "answered",
        "delivering",
        "esme",
        "injected",
        "line",
        "log",
        "name",
        "number",
        "peer",
        "range",
        "refused",
        "silent",
        "unanswered",
        "version",
    )

    def __init__(self, line: Line, number: int, peer: Peer) -> None:
        self.line = line
        self.number = number
        self.peer = peer
        self.name = peer.name
        self.log = log.bind(session=number, peer=peer.name)
        self.esme: Esme | None = None
        self.range: AddressRange | None = None  # None: all addresses of the account
        self.delivering: dict[int, int] = {}  # sequence_number of an unanswered request of ours to its conversation
        self.injected: dict[int, Callable[[Pdu | None], None]] = {}  # likewise, to the callback of what injected it
        self.silent = 0  # how many in a row it left unanswered: sessions that answer are preferred
        self.unanswered: dict[int, int] = {}  # sequence_number of a request of theirs to its number of messages
        self.answered: Callable[[], object] | None = None  # called once nothing is unanswered any more
        self.refused: int = CommandStatus.ESME_ROK  # how the last request was judged
        self.version = InterfaceVersion.V5_0  # what the peer speaks, known once bound

    def serves(self, pdu: Pdu) -> bool:
        """Whether its address_range includes a message's destination; it gets receipts in any case.

        The digits decide, although v3.4 appendix A counts addr_ton and addr_npi to the routing criteria: ESMEs write
        there what their carrier asks for, whatever the numbers they serve are, and most message centres ignore them.
        """
        if self.range is None or not isinstance(pdu, DeliverSm | DataSm) or pdu.esm_class & MESSAGE_TYPE:
            return True
        return pdu.destination_addr in self.range
