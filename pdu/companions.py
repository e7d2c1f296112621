"""SMPP v5.0 sections 4.8.4 and 4.7.12: the TLVs of a message that may not come without others, or beside a header."""

from typing import Final

from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.tlv import Tlv, name_of, tag_of
from pdu.values import EsmClass
from pdu.versions import has_tlv

_CALLBACK_NUM: Final = tag_of("callback_num")
_NP_RESOLUTION: Final = tag_of("dest_addr_np_resolution")
_PORTED: Final = b"\x02"  # a dest_addr_np_resolution with this value needs what says where to

_NEEDS: Final[dict[int, tuple[int, ...]]] = {
    tag_of("callback_num_pres_ind"): (_CALLBACK_NUM,),
    _NP_RESOLUTION: (tag_of("dest_addr_np_information"), tag_of("dest_addr_np_country")),
    tag_of("dest_network_id"): (tag_of("dest_node_id"),),
    tag_of("source_network_id"): (tag_of("source_node_id"),),
}
_ONE_EACH: Final = (tag_of("callback_num_atag"), tag_of("callback_num_pres_ind"))
"""If several callback_nums come, each needs its own of these, if any of them comes."""

_IN_A_HEADER: Final = tuple(
    map(tag_of, ("source_port", "dest_port", "sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum"))
)
"""A user data header says the same, so none of these goes with one."""

_WATCHED: Final = frozenset({*_NEEDS, *_ONE_EACH})


def check_companions(pdu: Pdu, version: int) -> None:
    """Raise Malformed if a TLV that a version has comes without another that it needs, or not as often as that."""
    tlvs = pdu.tlvs
    for tag, _ in tlvs:  # most messages have none of these
        if tag in _WATCHED:
            break
    else:
        return
    for tag, octets in tlvs:
        if tag == _NP_RESOLUTION and octets != _PORTED:
            continue
        for needed in _NEEDS.get(tag, ()) if has_tlv(tag, version) else ():
            if not _count(tlvs, needed):
                raise _lacks(needed, f"one beside {name_of(tag)}", 0)
    many = _count(tlvs, _CALLBACK_NUM)
    for tag in _ONE_EACH if many > 1 else ():
        count = _count(tlvs, tag)
        if count not in (0, many):
            raise _lacks(tag, f"none, or {many}: one for each callback_num", count)


def beside_header(pdu: Pdu) -> str:
    """Name a TLV of a message that may not come beside its user data header; empty if there is none."""
    if not getattr(pdu, "esm_class", 0) & EsmClass.UDHI:
        return ""
    return next((name_of(tag) for tag, _ in pdu.tlvs if tag in _IN_A_HEADER), "")


def _count(tlvs: tuple[Tlv, ...], tag: int) -> int:
    return sum(one == tag for one, _ in tlvs)


def _lacks(tag: int, expected: str, found: int) -> Malformed:
    return Malformed(name_of(tag), None, expected, f"{found}", CommandStatus.ESME_RMISSINGTLV)
