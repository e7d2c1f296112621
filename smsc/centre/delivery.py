"""SMPP v5.0 sections 4.3.1 and 4.3.2: a message as the deliver_sm, or the data_sm, that delivers it to an ESME."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.text import udh
from pdu.tlv import MESSAGE_PAYLOAD, tag_of
from pdu.values import MESSAGE_TYPE, EsmClass, RegisteredDelivery
from smsc.centre.alike import alike
from smsc.centre.message import Message, UserData
from smsc.centre.user_data import short_message
from smsc.centre.wishes import DeliverWith, LongMessages, Wishes

_DELIVER_SM: Final = DeliverWith.DELIVER_SM
_PORTS: Final = frozenset({tag_of("source_port"), tag_of("dest_port")})

# The acknowledgements that the receiving ESME is asked to send itself. A handset can't be asked: TS 23.040 has nothing
# for these two bits, so for a handset they end here.
_OF_SME: Final = RegisteredDelivery.SME_DELIVERY_ACKNOWLEDGEMENT | RegisteredDelivery.SME_MANUAL_ACKNOWLEDGEMENT


def deliver_sms(message: Message, wishes: Wishes | None = None) -> Iterator[DeliverSm]:
    """Make the deliver_sms of a message: one for each part, or a single one if that is wished and possible.

    User data that could not be cut into parts go in a single one, whatever is wished.
    """
    if message.uncut:
        pdu = _deliver_sm(message, message.esm_class & EsmClass.UDHI, message.data_coding, b"")
        pdu.message_payload = b"".join(part.tp_ud for part in message.parts)
        yield pdu
        return
    if wishes is not None and wishes.long_messages is LongMessages.JOINED and len(message.parts) > 1:
        others = _beside_places(message.parts)
        uniform = len({part.tp_dcs for part in message.parts}) == 1  # one PDU has one data_coding
        if uniform and _are_ports(others):
            yield _joined(message, others)
            return
    told_apart = _TOLD_APART.get(wishes.long_messages) if wishes is not None else None
    for part in message.parts:
        yield _part(message, part) if told_apart is None else told_apart(message, part)


def _part(message: Message, part: UserData) -> DeliverSm:
    """Give its ports, which an ESME wrote into TLVs, in TLVs or in its header, but not in both (v5.0 4.7.12)."""
    in_tlvs = bool(part.tp_udh and message.tlvs) and not _PORTS.isdisjoint([tag for tag, _ in message.tlvs])
    if in_tlvs and _are_ports(udh.decode(part.tp_udh)):
        part, in_tlvs = replace(part, tp_udh=b""), False
    esm_class, data_coding, octets = short_message(part)
    pdu = _deliver_sm(message, esm_class, data_coding, octets)
    if in_tlvs:
        pdu.tlvs = tuple(tlv for tlv in pdu.tlvs if tlv[0] not in _PORTS)
    return pdu


def _part_16(message: Message, part: UserData) -> DeliverSm:
    """Number the part in its header, with a 16-bit reference."""
    place, others = _place(part)
    if place is None:
        return _part(message, part)
    wide = udh.Concatenation16(place.reference, place.maximum, place.sequence)
    return _part(message, replace(part, tp_udh=udh.encode((wide, *others))))


def _part_sar(message: Message, part: UserData) -> DeliverSm:
    """Number the part by TLVs, unless it has a header in any case: the two do not go together (v5.0 4.7.12)."""
    place, others = _place(part)
    if place is None or not _are_ports(others):
        return _part(message, part)
    pdu = _with_ports(_part(message, replace(part, tp_udh=b"")), others)
    pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum = place.reference, place.maximum, place.sequence
    return pdu


_TOLD_APART: Final = {LongMessages.PARTS_16: _part_16, LongMessages.SAR: _part_sar}


def _place(part: UserData) -> tuple[udh.Concatenation | None, tuple[udh.InformationElement, ...]]:
    """Give the place of a part in its long message, and the other elements of its header."""
    try:
        elements = udh.decode(part.tp_udh) if part.tp_udh else ()
    except Malformed:  # an ESME has written it so
        return None, ()
    return udh.concatenation(elements), _beside_places((part,))


def _deliver_sm(message: Message, esm_class: int, data_coding: int, octets: bytes) -> DeliverSm:
    source, destination = message.source, message.destination
    return DeliverSm(
        service_type=message.service_type,
        source_addr_ton=source.ton,
        source_addr_npi=source.npi,
        source_addr=source.value,
        dest_addr_ton=destination.ton,
        dest_addr_npi=destination.npi,
        destination_addr=destination.value,
        esm_class=esm_class | message.esm_class & (MESSAGE_TYPE | EsmClass.REPLY_PATH),
        protocol_id=message.protocol_id,
        priority_flag=message.priority,
        registered_delivery=message.registered_delivery & _OF_SME,
        data_coding=data_coding,
        short_message=octets,
        tlvs=message.tlvs,
    )


def _joined(message: Message, others: tuple[udh.InformationElement, ...]) -> DeliverSm:
    """Put all parts into message_payload, without the headers that numbered them."""
    _, data_coding, _ = short_message(message.parts[0])
    pdu = _deliver_sm(message, 0, data_coding, b"")
    pdu.message_payload = b"".join(part.tp_ud for part in message.parts)
    return _with_ports(pdu, others)


def _with_ports(pdu: DeliverSm, elements: tuple[udh.InformationElement, ...]) -> DeliverSm:
    """Put the ports of a header into TLVs, unless an ESME wrote them there itself."""
    for ports in elements if _PORTS.isdisjoint([tag for tag, _ in pdu.tlvs]) else ():
        if isinstance(ports, udh.ApplicationPort16):
            pdu.source_port, pdu.dest_port = ports.originator_port, ports.destination_port
    return pdu


def _are_ports(elements: tuple[udh.InformationElement, ...]) -> bool:
    return all(isinstance(element, udh.ApplicationPort16) for element in elements)


def _beside_places(parts: tuple[UserData, ...]) -> tuple[udh.InformationElement, ...]:
    """Give the header elements other than concatenation; those other than ports, which have TLVs, need a header."""
    elements = (element for part in parts if part.tp_udh for element in udh.decode(part.tp_udh))
    return tuple(one for one in elements if not isinstance(one, udh.Concatenation8 | udh.Concatenation16))


def delivery(pdu: Pdu, wishes: Wishes) -> Pdu:
    """Give a deliver_sm the form an account wants; a data_sm loses protocol_id and priority_flag, which it lacks."""
    if wishes.deliver_with is _DELIVER_SM or not isinstance(pdu, DeliverSm):
        return pdu
    payload = () if pdu.message_payload is not None else ((MESSAGE_PAYLOAD, pdu.short_message),)
    return alike(DataSm, pdu, (*payload, *pdu.tlvs))
