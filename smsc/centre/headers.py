"""TS 23.040 clause 9.2.3.24: the header elements of a TPDU that come from TLVs of a submission: ports, and sar_*."""

from pdu import values
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.text import udh
from smsc.centre.message import Message


def elements(pdu: SubmitSm) -> tuple[udh.InformationElement, ...]:
    """Give the elements that every TPDU of a submission is to have in its header; raises Malformed.

    Beside a header of the ESME's own (UDHI), neither ports nor sar_* TLVs are allowed (v3.4 5.2.12, v5.0 4.7.12).

    The 16 bits of sar_msg_ref_num are cut to the 8 of the header that a sender leaves room for: two messages could only
    be confused if both were under way between the same two ends at once, with numbers a multiple of 256 apart.
    """
    if not pdu.tlvs:
        return ()
    found: list[udh.InformationElement] = []
    if pdu.source_port is not None or pdu.dest_port is not None:
        _needs_no_header("dest_port" if pdu.dest_port is not None else "source_port", pdu)
        found.append(udh.ApplicationPort16(pdu.dest_port or 0, pdu.source_port or 0))
    place = _place(pdu)
    if place is not None:
        _needs_no_header("sar_msg_ref_num", pdu)
        found.append(place)
    return tuple(found)


def elements_kept(message: Message) -> tuple[udh.InformationElement, ...]:
    """Give the header elements a message keeps when its user data are replaced: ports, and its place among segments."""
    ports = elements(SubmitSm(tlvs=message.tlvs))
    only, *others = message.parts
    if others or message.esm_class & values.EsmClass.UDHI or not only.tp_udh:
        return ports
    return (*ports, *(one for one in udh.decode(only.tp_udh) if isinstance(one, udh.Concatenation8)))


def _place(pdu: SubmitSm) -> udh.Concatenation8 | None:
    reference, total, sequence = pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum
    if reference is None or total is None or sequence is None:
        return None  # v3.4: each "shall be ignored" without the other two
    if not 1 <= sequence <= total:
        expected, found = f"a segment of 1 to {total}", str(sequence)
        raise Malformed("sar_segment_seqnum", None, expected, found, CommandStatus.ESME_RINVTLVVAL)
    return udh.Concatenation8(reference & 0xFF, total, sequence) if total > 1 else None


def _needs_no_header(tlv: str, pdu: SubmitSm) -> None:
    """Refuse a TLV beside a header of the ESME's own."""
    if pdu.esm_class & values.EsmClass.UDHI:
        expected = "no UDHI in esm_class, as the header may say it instead"
        raise Malformed(tlv, None, expected, f"0x{pdu.esm_class:02X}", CommandStatus.ESME_RTLVNOTALLWD)
