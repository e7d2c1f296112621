"""TS 23.040 clause 9.2.3.24: the header elements of a TPDU that come from TLVs of a submission: ports, and sar_*."""

from pdu import values
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.text import udh
from smsc.centre.message import Message


def elements(pdu: SubmitSm, user_data: bytes) -> tuple[udh.InformationElement, ...]:
    """Give the elements that every TPDU of a submission is to have in its header; raises Malformed.

    The 16 bits of sar_msg_ref_num are cut to the 8 of the header that a sender leaves room for: two messages could only
    be confused if both were under way between the same two ends at once, with numbers a multiple of 256 apart.
    """
    if not pdu.tlvs:
        return ()
    found: list[udh.InformationElement] = []
    if pdu.source_port is not None or pdu.dest_port is not None:
        found.append(udh.ApplicationPort16(pdu.dest_port or 0, pdu.source_port or 0))
    place = _place(pdu)
    if place is not None:
        if pdu.esm_class & values.EsmClass.UDHI and _has_place(user_data):
            raise _refused("no sar_ TLVs beside a header that says the same", "both", CommandStatus.ESME_RTLVNOTALLWD)
        found.append(place)
    return tuple(found)


def elements_kept(message: Message, user_data: bytes) -> tuple[udh.InformationElement, ...]:
    """Give the header elements a message keeps when its user data are replaced: ports, and its place among segments."""
    ports = elements(SubmitSm(tlvs=message.tlvs), user_data)
    only, *others = message.parts
    if others or message.esm_class & values.EsmClass.UDHI or not only.tp_udh:
        return ports
    return (*ports, *(one for one in udh.decode(only.tp_udh) if isinstance(one, udh.Concatenation8)))


def _place(pdu: SubmitSm) -> udh.Concatenation8 | None:
    reference, total, sequence = pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum
    if reference is None or total is None or sequence is None:
        return None  # v3.4: each "shall be ignored" without the other two
    if not 1 <= sequence <= total:
        raise _refused(f"a segment of 1 to {total}", str(sequence), CommandStatus.ESME_RINVTLVVAL)
    return udh.Concatenation8(reference & 0xFF, total, sequence) if total > 1 else None


def _has_place(user_data: bytes) -> bool:
    try:
        header = udh.decode(udh.split(user_data)[0])
    except Malformed:
        return False  # whether that header is valid is checked elsewhere
    return any(isinstance(element, udh.Concatenation8 | udh.Concatenation16) for element in header)


def _refused(expected: str, found: str, command_status: CommandStatus) -> Malformed:
    return Malformed("sar_msg_ref_num", None, expected, found, command_status)
