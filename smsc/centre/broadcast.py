"""SMPP v5.0 section 4.4.1: from broadcast_sm to a message for cells, or to the command_status that refuses it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final, NamedTuple

from pdu.command_status import CommandStatus
from pdu.gsm import cbs
from pdu.gsm.cbsp import PERIOD
from pdu.gsm.location import CellGlobalIdentification
from pdu.malformed import Malformed
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.sms.address import Address
from pdu.text import data_coding as codings
from pdu.text import dcs, gsm7
from pdu.text.data_coding import DataCoding
from pdu.text.dcs import Alphabet
from pdu.values import BroadcastAreaFormat, BroadcastFrequencyUnit, MessageState
from smsc.centre.submission import check_default, times

EVERYWHERE: Final = "all"
_MINUTE: Final = 60
_UNITS: Final = {
    BroadcastFrequencyUnit.SECONDS: 1,
    BroadcastFrequencyUnit.MINUTES: _MINUTE,
    BroadcastFrequencyUnit.HOURS: 60 * _MINUTE,
    BroadcastFrequencyUnit.DAYS: 24 * 60 * _MINUTE,
    BroadcastFrequencyUnit.WEEKS: 7 * 24 * 60 * _MINUTE,
    BroadcastFrequencyUnit.MONTHS: 30 * 24 * 60 * _MINUTE,
    BroadcastFrequencyUnit.YEARS: 365 * 24 * 60 * _MINUTE,
}
_PRIORITIES: Final = (0, 1, 2, 4)  # of cell broadcast: normal, immediate, high, background
_IMMEDIATE: Final = 1
_NETWORK_TYPES: Final = range(4)  # of broadcast_content_type: generic, GSM, TDMA, CDMA
_MOST_CLASS: Final = 3

_S = CommandStatus


class Cell(NamedTuple):
    """A cell that can broadcast: its BSS, and the identification by which the BSS knows it."""

    bss: str
    cgi: CellGlobalIdentification


class Area(NamedTuple):
    """An area as the ESME wrote it (broadcast_area_identifier), and its cells: none if it is not known."""

    identifier: bytes
    cells: tuple[Cell, ...] = ()


@dataclass(slots=True, eq=False, kw_only=True)
class Broadcast:
    """A message for cells, with its progress. ``areas`` are all that the ESME wrote, in their order."""

    message_id: str
    account: str
    source: Address
    service_type: str
    content_type: bytes
    user_message_reference: int | None
    areas: tuple[Area, ...]
    message_identifier: int
    serial_number: int
    data_coding_scheme: int
    contents: tuple[bytes, ...]
    repetitions: int  # 0: until it expires
    interval: float
    starts: float
    expires: float
    state: MessageState = MessageState.SCHEDULED
    done: float | None = None
    started: bool = False

    @property
    def bss(self) -> dict[str, tuple[Cell, ...]]:
        """The cells by BSS, each once."""
        cells = dict.fromkeys(cell for area in self.areas for cell in area.cells)
        return {name: tuple(cell for cell in cells if cell.bss == name) for name in dict.fromkeys(c.bss for c in cells)}

    def due(self, now: float) -> int:
        """Give how often it should have been broadcast by now, or by its end."""
        if not self.started:
            return 0
        times = int((min(now, self.done or now) - self.starts) / self.interval + 1e-9) + 1
        return min(times, self.repetitions) if self.repetitions else times


def broadcast_of(
    pdu: BroadcastSm,
    account: str,
    source: Address,
    areas: Iterable[Area],
    message_id: str,
    serial_number: int,
    now: float,
) -> Broadcast:
    """Check a broadcast_sm and make the message for these areas; raises Malformed."""
    content_type = pdu.broadcast_content_type or b""
    if len(content_type) != 3 or content_type[0] not in _NETWORK_TYPES:
        raise _refused("broadcast_content_type", "a network type of 0 to 3", content_type, _S.ESME_RINVBCASTCNTTYPE)
    if pdu.broadcast_message_class is not None and pdu.broadcast_message_class > _MOST_CLASS:
        found = pdu.broadcast_message_class
        raise _refused("broadcast_message_class", f"0 to {_MOST_CLASS}", found, _S.ESME_RINVBCASTMSGCLASS)
    if pdu.broadcast_channel_indicator is not None and pdu.broadcast_channel_indicator > 1:
        found = pdu.broadcast_channel_indicator
        raise _refused("broadcast_channel_indicator", "0 or 1", found, _S.ESME_RINVBCASTCHANIND)
    if pdu.priority_flag not in _PRIORITIES:
        expected = ", ".join(map(str, _PRIORITIES))
        raise _refused("priority_flag", f"one of {expected}", pdu.priority_flag, _S.ESME_RINVPRTFLG)
    check_default(pdu.sm_default_msg_id)
    starts, expires = times(pdu, now, now, inf)  # unless it says more, its repetitions say when it ends
    scheme, contents = _pages(pdu)
    return Broadcast(
        message_id=message_id,
        account=account,
        source=source,
        service_type=pdu.service_type,
        content_type=content_type,
        user_message_reference=pdu.user_message_reference,
        areas=tuple(areas),
        message_identifier=int.from_bytes(content_type[1:], "big"),
        serial_number=serial_number,
        data_coding_scheme=scheme,
        contents=contents,
        repetitions=_repetitions(pdu),
        interval=_interval(pdu.broadcast_frequency_interval or b""),
        starts=starts,
        expires=expires,
    )


def area_of(identifier: bytes, cells: Mapping[str, Cell]) -> tuple[Cell, ...]:
    """Find the cells of an area, whose alias is the name of a cell, or ``all``; raises Malformed."""
    if not identifier or identifier[0] != BroadcastAreaFormat.ALIAS:
        raise _refused("broadcast_area_identifier", "an area of format ALIAS", identifier, _S.ESME_RINVBCASTAREAFMT)
    alias = identifier[1:].rstrip(b"\0").decode("latin-1")
    if alias == EVERYWHERE:
        return tuple(cells.values())
    if alias not in cells:
        expected = f"{EVERYWHERE}, or one of {', '.join(cells)}"
        raise _refused("broadcast_area_identifier", expected, alias, _S.ESME_RINVBCASTALIAS_NAME)
    return (cells[alias],)


def _repetitions(pdu: BroadcastSm) -> int:
    """Give how often to broadcast, 0 for no end; an immediate broadcast is made once (4.8.4.13). Raises Malformed."""
    if pdu.priority_flag == _IMMEDIATE:
        return 1
    if pdu.broadcast_rep_num is None:
        expected = "a number, unless priority_flag is 1 (immediate)"
        raise _refused("broadcast_rep_num", expected, None, _S.ESME_RMISSINGTLV)
    return pdu.broadcast_rep_num


def _interval(octets: bytes) -> float:
    """Read the seconds from one broadcast to the next, at least one period of the radio; raises Malformed."""
    unit, value = octets[0] if octets else 0, int.from_bytes(octets[1:], "big")
    if unit == BroadcastFrequencyUnit.AS_FREQUENTLY_AS_POSSIBLE:
        return PERIOD
    if unit not in _UNITS or not value:
        raise _refused("broadcast_frequency_interval", "a unit and a number", octets, _S.ESME_RINVBCASTFREQINT)
    return max(PERIOD, float(_UNITS[BroadcastFrequencyUnit(unit)] * value))


def _pages(pdu: BroadcastSm) -> tuple[int, tuple[bytes, ...]]:
    """Divide the message into pages, in the best alphabet that its data_coding allows; raises Malformed."""
    octets, data_coding = pdu.message_payload or b"", pdu.data_coding
    alphabet = Alphabet.OCTETS
    try:
        if codings.is_text(data_coding):
            text = codings.decode(octets, data_coding)
            wide = data_coding == DataCoding.UCS2 or not all(map(gsm7.holds, text))
            if codings.is_tp_dcs(data_coding):
                wide = dcs.decode(data_coding).alphabet is Alphabet.UCS2
            alphabet = Alphabet.UCS2 if wide else Alphabet.GSM7
            octets = text.encode("utf-16-be") if wide else gsm7.encode(text)
    except Malformed as wrong:
        raise _refused("message_payload", wrong.expected, wrong.found, _S.ESME_RINVDCS) from wrong
    try:
        contents = cbs.contents(octets, alphabet)
    except Malformed as wrong:
        raise _refused("message_payload", wrong.expected, wrong.found, _S.ESME_RINVMSGLEN) from wrong
    return cbs.data_coding_scheme(alphabet, pdu.broadcast_message_class or None), contents


def _refused(field: str, expected: str, found: object, command_status: CommandStatus) -> Malformed:
    return Malformed(field, None, expected, repr(found), command_status)
