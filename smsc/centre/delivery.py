"""SMPP v5.0 sections 4.3.1 and 4.3.2: a message as the deliver_sm, or the data_sm, by which an ESME is handed it."""

from collections.abc import Iterator
from typing import Final

from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.values import MESSAGE_TYPE, EsmClass, RegisteredDelivery
from smsc.centre.message import Message
from smsc.centre.user_data import short_message
from smsc.centre.wishes import DeliverWith, Wishes

Delivery = DeliverSm | DataSm

# What an ESME that receives a message is asked to acknowledge itself. A handset can't be asked: TS 23.040 has nothing
# for these two bits, so they end here for a handset's message.
_OF_SME: Final = RegisteredDelivery.SME_DELIVERY_ACKNOWLEDGEMENT | RegisteredDelivery.SME_MANUAL_ACKNOWLEDGEMENT


def deliver_sms(message: Message) -> Iterator[DeliverSm]:
    """Make the deliver_sm of a message, one for each of its parts."""
    source, destination = message.source, message.destination
    passed_on = message.esm_class & (MESSAGE_TYPE | EsmClass.REPLY_PATH)
    for part in message.parts:
        esm_class, data_coding, octets = short_message(part)
        yield DeliverSm(
            service_type=message.service_type,
            source_addr_ton=source.ton,
            source_addr_npi=source.npi,
            source_addr=source.value,
            dest_addr_ton=destination.ton,
            dest_addr_npi=destination.npi,
            destination_addr=destination.value,
            esm_class=esm_class | passed_on,
            protocol_id=message.protocol_id,
            priority_flag=message.priority,
            registered_delivery=message.registered_delivery & _OF_SME,
            data_coding=data_coding,
            short_message=octets,
            tlvs=message.tlvs,
        )


def delivery(pdu: DeliverSm, wishes: Wishes) -> Delivery:
    """Give a deliver_sm the form that an account wants it in."""
    if wishes.deliver_with is DeliverWith.DELIVER_SM:
        return pdu
    return data_sm(pdu)


def data_sm(pdu: DeliverSm) -> DataSm:
    """Make the data_sm that says what a deliver_sm says; it has no protocol_id and no priority_flag."""
    payload = () if pdu.message_payload is not None else ((_MESSAGE_PAYLOAD, pdu.short_message),)
    return DataSm(
        service_type=pdu.service_type,
        source_addr_ton=pdu.source_addr_ton,
        source_addr_npi=pdu.source_addr_npi,
        source_addr=pdu.source_addr,
        dest_addr_ton=pdu.dest_addr_ton,
        dest_addr_npi=pdu.dest_addr_npi,
        destination_addr=pdu.destination_addr,
        esm_class=pdu.esm_class,
        registered_delivery=pdu.registered_delivery,
        data_coding=pdu.data_coding,
        tlvs=(*payload, *pdu.tlvs),
    )


_MESSAGE_PAYLOAD: Final = 0x0424
