"""SMPP v5.0 sections 4.3.1 and 4.3.2: a message as the deliver_sm, or the data_sm, by which an ESME is handed it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.text import udh
from pdu.values import MESSAGE_TYPE, EsmClass, RegisteredDelivery
from smsc.centre.alike import alike
from smsc.centre.message import Message, UserData
from smsc.centre.user_data import short_message
from smsc.centre.wishes import DeliverWith, LongMessages, Wishes

_DELIVER_SM: Final = DeliverWith.DELIVER_SM
_MESSAGE_PAYLOAD: Final = 0x0424

# What an ESME that receives a message is asked to acknowledge itself. A handset can't be asked: TS 23.040 has nothing
# for these two bits, so they end here for a handset's message.
_OF_SME: Final = RegisteredDelivery.SME_DELIVERY_ACKNOWLEDGEMENT | RegisteredDelivery.SME_MANUAL_ACKNOWLEDGEMENT


def deliver_sms(message: Message, wishes: Wishes | None = None) -> Iterator[DeliverSm]:
    """Make the deliver_sm of a message: one for each of its parts, or one for all if that is wished and can be.

    What could not be cut into parts is one whatever is wished.
    """
    if message.uncut:
        pdu = _deliver_sm(message, message.esm_class & EsmClass.UDHI, message.data_coding, b"")
        pdu.message_payload = b"".join(part.tp_ud for part in message.parts)
        yield pdu
        return
    if wishes is not None and wishes.long_messages is LongMessages.JOINED and len(message.parts) > 1:
        others = _beside_places(message.parts)
        uniform = len({part.tp_dcs for part in message.parts}) == 1  # one PDU has one data_coding
        if uniform and all(isinstance(element, udh.ApplicationPort16) for element in others):
            yield _joined(message, others)
            return
    told_apart = _TOLD_APART.get(wishes.long_messages) if wishes is not None else None
    for part in message.parts:
        yield _part(message, part) if told_apart is None else told_apart(message, part)


def _part(message: Message, part: UserData) -> DeliverSm:
    esm_class, data_coding, octets = short_message(part)
    return _deliver_sm(message, esm_class, data_coding, octets)


def _part_16(message: Message, part: UserData) -> DeliverSm:
    """Tell which part it is with a reference of 16 bits."""
    place, others = _place(part)
    if place is None:
        return _part(message, part)
    wide = udh.Concatenation16(place.reference, place.maximum, place.sequence)
    return _part(message, replace(part, tp_udh=udh.encode((wide, *others))))


def _part_sar(message: Message, part: UserData) -> DeliverSm:
    """Tell which part it is by TLVs."""
    place, others = _place(part)
    if place is None:
        return _part(message, part)
    pdu = _part(message, replace(part, tp_udh=udh.encode(others) if others else b""))
    pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum = place.reference, place.maximum, place.sequence
    return pdu


_TOLD_APART: Final = {LongMessages.PARTS_16: _part_16, LongMessages.SAR: _part_sar}


def _place(part: UserData) -> tuple[udh.Concatenation | None, tuple[udh.InformationElement, ...]]:
    """Which part of a long message this is, and what its header says beside."""
    try:
        elements = udh.decode(part.tp_udh) if part.tp_udh else ()
    except Malformed:  # as an ESME has written it
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
    """Put all parts into message_payload, without the headers that said which part each is."""
    _, data_coding, _ = short_message(message.parts[0])
    pdu = _deliver_sm(message, 0, data_coding, b"")
    pdu.message_payload = b"".join(part.tp_ud for part in message.parts)
    for ports in others:
        if isinstance(ports, udh.ApplicationPort16):
            pdu.source_port, pdu.dest_port = ports.originator_port, ports.destination_port
    return pdu


def _beside_places(parts: tuple[UserData, ...]) -> tuple[udh.InformationElement, ...]:
    """What headers say beside which part it is: ports have TLVs, everything else needs its header."""
    elements = (element for part in parts if part.tp_udh for element in udh.decode(part.tp_udh))
    return tuple(one for one in elements if not isinstance(one, udh.Concatenation8 | udh.Concatenation16))


def delivery(pdu: Pdu, wishes: Wishes) -> Pdu:
    """Give a deliver_sm the form that an account wants it in; data_sm has no protocol_id and no priority_flag."""
    if wishes.deliver_with is _DELIVER_SM or not isinstance(pdu, DeliverSm):
        return pdu
    payload = () if pdu.message_payload is not None else ((_MESSAGE_PAYLOAD, pdu.short_message),)
    return alike(DataSm, pdu, (*payload, *pdu.tlvs))
