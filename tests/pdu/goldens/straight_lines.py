"""Written by pdu.ahead_of_time: for every PDU its constructors, comparison, encoder and decoder."""
# fmt: off
# ruff: noqa: S110 - the slow way says what is wrong

from typing import Any

from pdu.header import HEADER
from pdu.lists import DistributionList, SmeAddress, UnsuccessSme
from pdu.operations.alert_notification import AlertNotification
from pdu.operations.bind import (
    BindReceiver,
    BindReceiverResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
)
from pdu.operations.broadcast_sm import BroadcastSm, BroadcastSmResp
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSm, CancelBroadcastSmResp
from pdu.operations.cancel_sm import CancelSm, CancelSmResp
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.outbind import Outbind
from pdu.operations.param_retrieve import ParamRetrieve, ParamRetrieveResp
from pdu.operations.query_broadcast_sm import QueryBroadcastSm, QueryBroadcastSmResp
from pdu.operations.query_last_msgs import QueryLastMsgs, QueryLastMsgsResp
from pdu.operations.query_msg_details import QueryMsgDetails, QueryMsgDetailsResp
from pdu.operations.query_sm import QuerySm, QuerySmResp
from pdu.operations.replace_sm import ReplaceSm, ReplaceSmResp
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.table import parameter, set_named
from pdu.tlv import Tlv
from pdu.tlv import decode as decode_tlvs
from pdu.tlv import encode as encode_tlvs
from pdu.walk import decode as decode_slowly
from pdu.walk import decode_error, encode_error
from pdu.walk import encode as encode_slowly

new = object.__new__
pack = HEADER.pack
submit_multi_dest_address = parameter(SubmitMulti, "dest_address")
submit_multi_resp_unsuccess_sme = parameter(SubmitMultiResp, "unsuccess_sme")
query_last_msgs_resp_message_id = parameter(QueryLastMsgsResp, "message_id")
query_msg_details_resp_dest_address = parameter(QueryMsgDetailsResp, "dest_address")


def init_bind_receiver(
    self: BindReceiver,
    system_id: str = "",
    password: str = "",
    system_type: str = "",
    interface_version: int = 52,
    addr_ton: int = 0,
    addr_npi: int = 0,
    address_range: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.system_id = system_id
    self.password = password
    self.system_type = system_type
    self.interface_version = interface_version
    self.addr_ton = addr_ton
    self.addr_npi = addr_npi
    self.address_range = address_range
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_bind_receiver(
    system_id: str = "",
    password: str = "",
    system_type: str = "",
    interface_version: int = 52,
    addr_ton: int = 0,
    addr_npi: int = 0,
    address_range: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> BindReceiver:
    p = new(BindReceiver)
    p.system_id = system_id
    p.password = password
    p.system_type = system_type
    p.interface_version = interface_version
    p.addr_ton = addr_ton
    p.addr_npi = addr_npi
    p.address_range = address_range
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_bind_receiver(self: BindReceiver, other: object) -> Any:
    if not isinstance(other, BindReceiver):
        return NotImplemented
    return (
        self.system_id == other.system_id
        and self.password == other.password
        and self.system_type == other.system_type
        and self.interface_version == other.interface_version
        and self.addr_ton == other.addr_ton
        and self.addr_npi == other.addr_npi
        and self.address_range == other.address_range
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_bind_receiver(p: BindReceiver) -> bytes:
    try:
        system_id = p.system_id
        password = p.password
        system_type = p.system_type
        address_range = p.address_range
        if (
            len(system_id) > 15
            or len(password) > 8
            or (system_type != ""
                and (len(system_type) > 12 or "\0" in "" + system_type))
            or (address_range != ""
                and (len(address_range) > 40 or "\0" in "" + address_range))
            or "\0" in system_id + password
        ):
            raise ValueError
        text = (
            f"{system_id}\0"
            f"{password}\0"
            f"{system_type}\0"
            f"{chr(p.interface_version)}"
            f"{chr(p.addr_ton)}"
            f"{chr(p.addr_npi)}"
            f"{address_range}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000001, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_bind_receiver(octets: bytes, command_status: int, sequence_number: int) -> BindReceiver:
    try:
        p = new(BindReceiver)
        text, nul, _ = octets[16 : 32].partition(b"\0")
        if not nul:
            raise ValueError
        p.system_id = text.decode("latin-1")
        at = 17 + len(text)
        text, nul, _ = octets[at : at + 9].partition(b"\0")
        if not nul:
            raise ValueError
        p.password = text.decode("latin-1")
        at = at + 1 + len(text)
        if octets[at]:
            text, nul, _ = octets[at : at + 13].partition(b"\0")
            if not nul:
                raise ValueError
            p.system_type = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.system_type = ""
            at = at + 1
        p.interface_version = octets[at]
        p.addr_ton = octets[at + 1]
        p.addr_npi = octets[at + 2]
        if octets[at + 3]:
            text, nul, _ = octets[at + 3 : at + 44].partition(b"\0")
            if not nul:
                raise ValueError
            p.address_range = text.decode("latin-1")
            at = at + 4 + len(text)
        else:
            p.address_range = ""
            at = at + 4
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(BindReceiver, octets, command_status, sequence_number)


def init_bind_transmitter(
    self: BindTransmitter,
    system_id: str = "",
    password: str = "",
    system_type: str = "",
    interface_version: int = 52,
    addr_ton: int = 0,
    addr_npi: int = 0,
    address_range: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.system_id = system_id
    self.password = password
    self.system_type = system_type
    self.interface_version = interface_version
    self.addr_ton = addr_ton
    self.addr_npi = addr_npi
    self.address_range = address_range
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_bind_transmitter(
    system_id: str = "",
    password: str = "",
    system_type: str = "",
    interface_version: int = 52,
    addr_ton: int = 0,
    addr_npi: int = 0,
    address_range: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> BindTransmitter:
    p = new(BindTransmitter)
    p.system_id = system_id
    p.password = password
    p.system_type = system_type
    p.interface_version = interface_version
    p.addr_ton = addr_ton
    p.addr_npi = addr_npi
    p.address_range = address_range
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_bind_transmitter(self: BindTransmitter, other: object) -> Any:
    if not isinstance(other, BindTransmitter):
        return NotImplemented
    return (
        self.system_id == other.system_id
        and self.password == other.password
        and self.system_type == other.system_type
        and self.interface_version == other.interface_version
        and self.addr_ton == other.addr_ton
        and self.addr_npi == other.addr_npi
        and self.address_range == other.address_range
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_bind_transmitter(p: BindTransmitter) -> bytes:
    try:
        system_id = p.system_id
        password = p.password
        system_type = p.system_type
        address_range = p.address_range
        if (
            len(system_id) > 15
            or len(password) > 8
            or (system_type != ""
                and (len(system_type) > 12 or "\0" in "" + system_type))
            or (address_range != ""
                and (len(address_range) > 40 or "\0" in "" + address_range))
            or "\0" in system_id + password
        ):
            raise ValueError
        text = (
            f"{system_id}\0"
            f"{password}\0"
            f"{system_type}\0"
            f"{chr(p.interface_version)}"
            f"{chr(p.addr_ton)}"
            f"{chr(p.addr_npi)}"
            f"{address_range}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000002, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_bind_transmitter(octets: bytes, command_status: int, sequence_number: int) -> BindTransmitter:
    try:
        p = new(BindTransmitter)
        text, nul, _ = octets[16 : 32].partition(b"\0")
        if not nul:
            raise ValueError
        p.system_id = text.decode("latin-1")
        at = 17 + len(text)
        text, nul, _ = octets[at : at + 9].partition(b"\0")
        if not nul:
            raise ValueError
        p.password = text.decode("latin-1")
        at = at + 1 + len(text)
        if octets[at]:
            text, nul, _ = octets[at : at + 13].partition(b"\0")
            if not nul:
                raise ValueError
            p.system_type = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.system_type = ""
            at = at + 1
        p.interface_version = octets[at]
        p.addr_ton = octets[at + 1]
        p.addr_npi = octets[at + 2]
        if octets[at + 3]:
            text, nul, _ = octets[at + 3 : at + 44].partition(b"\0")
            if not nul:
                raise ValueError
            p.address_range = text.decode("latin-1")
            at = at + 4 + len(text)
        else:
            p.address_range = ""
            at = at + 4
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(BindTransmitter, octets, command_status, sequence_number)


def init_query_sm(
    self: QuerySm,
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.message_id = message_id
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_query_sm(
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> QuerySm:
    p = new(QuerySm)
    p.message_id = message_id
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_query_sm(self: QuerySm, other: object) -> Any:
    if not isinstance(other, QuerySm):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_query_sm(p: QuerySm) -> bytes:
    try:
        message_id = p.message_id
        source_addr = p.source_addr
        if (
            len(message_id) > 64
            or len(source_addr) > 20
            or "\0" in message_id + source_addr
        ):
            raise ValueError
        text = (
            f"{message_id}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000003, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_sm(octets: bytes, command_status: int, sequence_number: int) -> QuerySm:
    try:
        p = new(QuerySm)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(QuerySm, octets, command_status, sequence_number)


def init_submit_sm(
    self: SubmitSm,
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    esm_class: int = 0,
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.service_type = service_type
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.dest_addr_ton = dest_addr_ton
    self.dest_addr_npi = dest_addr_npi
    self.destination_addr = destination_addr
    self.esm_class = esm_class
    self.protocol_id = protocol_id
    self.priority_flag = priority_flag
    self.schedule_delivery_time = schedule_delivery_time
    self.validity_period = validity_period
    self.registered_delivery = registered_delivery
    self.replace_if_present_flag = replace_if_present_flag
    self.data_coding = data_coding
    self.sm_default_msg_id = sm_default_msg_id
    self.short_message = short_message
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_submit_sm(
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    esm_class: int = 0,
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> SubmitSm:
    p = new(SubmitSm)
    p.service_type = service_type
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.dest_addr_ton = dest_addr_ton
    p.dest_addr_npi = dest_addr_npi
    p.destination_addr = destination_addr
    p.esm_class = esm_class
    p.protocol_id = protocol_id
    p.priority_flag = priority_flag
    p.schedule_delivery_time = schedule_delivery_time
    p.validity_period = validity_period
    p.registered_delivery = registered_delivery
    p.replace_if_present_flag = replace_if_present_flag
    p.data_coding = data_coding
    p.sm_default_msg_id = sm_default_msg_id
    p.short_message = short_message
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_submit_sm(self: SubmitSm, other: object) -> Any:
    if not isinstance(other, SubmitSm):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.dest_addr_ton == other.dest_addr_ton
        and self.dest_addr_npi == other.dest_addr_npi
        and self.destination_addr == other.destination_addr
        and self.esm_class == other.esm_class
        and self.protocol_id == other.protocol_id
        and self.priority_flag == other.priority_flag
        and self.schedule_delivery_time == other.schedule_delivery_time
        and self.validity_period == other.validity_period
        and self.registered_delivery == other.registered_delivery
        and self.replace_if_present_flag == other.replace_if_present_flag
        and self.data_coding == other.data_coding
        and self.sm_default_msg_id == other.sm_default_msg_id
        and self.short_message == other.short_message
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_submit_sm(p: SubmitSm) -> bytes:
    try:
        service_type = p.service_type
        source_addr = p.source_addr
        destination_addr = p.destination_addr
        schedule_delivery_time = p.schedule_delivery_time
        validity_period = p.validity_period
        short_message = p.short_message
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(source_addr) > 20
            or len(destination_addr) > 20
            or (schedule_delivery_time != ""
                and (len(schedule_delivery_time) != 16 or "\0" in "" + schedule_delivery_time))
            or (validity_period != ""
                and (len(validity_period) != 16 or "\0" in "" + validity_period))
            or short_message.__class__ is not bytes
            or "\0" in source_addr + destination_addr
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{chr(p.dest_addr_ton)}"
            f"{chr(p.dest_addr_npi)}"
            f"{destination_addr}\0"
            f"{chr(p.esm_class)}"
            f"{chr(p.protocol_id)}"
            f"{chr(p.priority_flag)}"
            f"{schedule_delivery_time}\0"
            f"{validity_period}\0"
            f"{chr(p.registered_delivery)}"
            f"{chr(p.replace_if_present_flag)}"
            f"{chr(p.data_coding)}"
            f"{chr(p.sm_default_msg_id)}"
            f"{chr(len(short_message))}"
        )
        body = text.encode("latin-1") + short_message
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000004, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_submit_sm(octets: bytes, command_status: int, sequence_number: int) -> SubmitSm:
    try:
        p = new(SubmitSm)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.dest_addr_ton = octets[at]
        p.dest_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.destination_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.esm_class = octets[at]
        p.protocol_id = octets[at + 1]
        p.priority_flag = octets[at + 2]
        if octets[at + 3]:
            text, nul, _ = octets[at + 3 : at + 20].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.schedule_delivery_time = text.decode("latin-1")
            at = at + 4 + len(text)
        else:
            p.schedule_delivery_time = ""
            at = at + 4
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.validity_period = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.validity_period = ""
            at = at + 1
        p.registered_delivery = octets[at]
        p.replace_if_present_flag = octets[at + 1]
        p.data_coding = octets[at + 2]
        p.sm_default_msg_id = octets[at + 3]
        start = at + 5
        at = start + octets[at + 4]
        p.short_message = octets[start:at]
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(SubmitSm, octets, command_status, sequence_number)


def init_deliver_sm(
    self: DeliverSm,
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    esm_class: int = 0,
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.service_type = service_type
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.dest_addr_ton = dest_addr_ton
    self.dest_addr_npi = dest_addr_npi
    self.destination_addr = destination_addr
    self.esm_class = esm_class
    self.protocol_id = protocol_id
    self.priority_flag = priority_flag
    self.schedule_delivery_time = schedule_delivery_time
    self.validity_period = validity_period
    self.registered_delivery = registered_delivery
    self.replace_if_present_flag = replace_if_present_flag
    self.data_coding = data_coding
    self.sm_default_msg_id = sm_default_msg_id
    self.short_message = short_message
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_deliver_sm(
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    esm_class: int = 0,
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> DeliverSm:
    p = new(DeliverSm)
    p.service_type = service_type
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.dest_addr_ton = dest_addr_ton
    p.dest_addr_npi = dest_addr_npi
    p.destination_addr = destination_addr
    p.esm_class = esm_class
    p.protocol_id = protocol_id
    p.priority_flag = priority_flag
    p.schedule_delivery_time = schedule_delivery_time
    p.validity_period = validity_period
    p.registered_delivery = registered_delivery
    p.replace_if_present_flag = replace_if_present_flag
    p.data_coding = data_coding
    p.sm_default_msg_id = sm_default_msg_id
    p.short_message = short_message
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_deliver_sm(self: DeliverSm, other: object) -> Any:
    if not isinstance(other, DeliverSm):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.dest_addr_ton == other.dest_addr_ton
        and self.dest_addr_npi == other.dest_addr_npi
        and self.destination_addr == other.destination_addr
        and self.esm_class == other.esm_class
        and self.protocol_id == other.protocol_id
        and self.priority_flag == other.priority_flag
        and self.schedule_delivery_time == other.schedule_delivery_time
        and self.validity_period == other.validity_period
        and self.registered_delivery == other.registered_delivery
        and self.replace_if_present_flag == other.replace_if_present_flag
        and self.data_coding == other.data_coding
        and self.sm_default_msg_id == other.sm_default_msg_id
        and self.short_message == other.short_message
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_deliver_sm(p: DeliverSm) -> bytes:
    try:
        service_type = p.service_type
        source_addr = p.source_addr
        destination_addr = p.destination_addr
        schedule_delivery_time = p.schedule_delivery_time
        validity_period = p.validity_period
        short_message = p.short_message
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(source_addr) > 20
            or len(destination_addr) > 20
            or (schedule_delivery_time != ""
                and (len(schedule_delivery_time) != 16 or "\0" in "" + schedule_delivery_time))
            or (validity_period != ""
                and (len(validity_period) != 16 or "\0" in "" + validity_period))
            or short_message.__class__ is not bytes
            or "\0" in source_addr + destination_addr
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{chr(p.dest_addr_ton)}"
            f"{chr(p.dest_addr_npi)}"
            f"{destination_addr}\0"
            f"{chr(p.esm_class)}"
            f"{chr(p.protocol_id)}"
            f"{chr(p.priority_flag)}"
            f"{schedule_delivery_time}\0"
            f"{validity_period}\0"
            f"{chr(p.registered_delivery)}"
            f"{chr(p.replace_if_present_flag)}"
            f"{chr(p.data_coding)}"
            f"{chr(p.sm_default_msg_id)}"
            f"{chr(len(short_message))}"
        )
        body = text.encode("latin-1") + short_message
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000005, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_deliver_sm(octets: bytes, command_status: int, sequence_number: int) -> DeliverSm:
    try:
        p = new(DeliverSm)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.dest_addr_ton = octets[at]
        p.dest_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.destination_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.esm_class = octets[at]
        p.protocol_id = octets[at + 1]
        p.priority_flag = octets[at + 2]
        if octets[at + 3]:
            text, nul, _ = octets[at + 3 : at + 20].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.schedule_delivery_time = text.decode("latin-1")
            at = at + 4 + len(text)
        else:
            p.schedule_delivery_time = ""
            at = at + 4
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.validity_period = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.validity_period = ""
            at = at + 1
        p.registered_delivery = octets[at]
        p.replace_if_present_flag = octets[at + 1]
        p.data_coding = octets[at + 2]
        p.sm_default_msg_id = octets[at + 3]
        start = at + 5
        at = start + octets[at + 4]
        p.short_message = octets[start:at]
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(DeliverSm, octets, command_status, sequence_number)


def init_unbind(
    self: Unbind,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_unbind(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> Unbind:
    p = new(Unbind)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_unbind(self: Unbind, other: object) -> Any:
    if not isinstance(other, Unbind):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_unbind(p: Unbind) -> bytes:
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000006, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_unbind(octets: bytes, command_status: int, sequence_number: int) -> Unbind:
    try:
        p = new(Unbind)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(Unbind, octets, command_status, sequence_number)


def init_replace_sm(
    self: ReplaceSm,
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.message_id = message_id
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.schedule_delivery_time = schedule_delivery_time
    self.validity_period = validity_period
    self.registered_delivery = registered_delivery
    self.sm_default_msg_id = sm_default_msg_id
    self.short_message = short_message
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_replace_sm(
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> ReplaceSm:
    p = new(ReplaceSm)
    p.message_id = message_id
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.schedule_delivery_time = schedule_delivery_time
    p.validity_period = validity_period
    p.registered_delivery = registered_delivery
    p.sm_default_msg_id = sm_default_msg_id
    p.short_message = short_message
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_replace_sm(self: ReplaceSm, other: object) -> Any:
    if not isinstance(other, ReplaceSm):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.schedule_delivery_time == other.schedule_delivery_time
        and self.validity_period == other.validity_period
        and self.registered_delivery == other.registered_delivery
        and self.sm_default_msg_id == other.sm_default_msg_id
        and self.short_message == other.short_message
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_replace_sm(p: ReplaceSm) -> bytes:
    try:
        message_id = p.message_id
        source_addr = p.source_addr
        schedule_delivery_time = p.schedule_delivery_time
        validity_period = p.validity_period
        short_message = p.short_message
        if (
            len(message_id) > 64
            or len(source_addr) > 20
            or (schedule_delivery_time != ""
                and (len(schedule_delivery_time) != 16 or "\0" in "" + schedule_delivery_time))
            or (validity_period != ""
                and (len(validity_period) != 16 or "\0" in "" + validity_period))
            or short_message.__class__ is not bytes
            or "\0" in message_id + source_addr
        ):
            raise ValueError
        text = (
            f"{message_id}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{schedule_delivery_time}\0"
            f"{validity_period}\0"
            f"{chr(p.registered_delivery)}"
            f"{chr(p.sm_default_msg_id)}"
            f"{chr(len(short_message))}"
        )
        body = text.encode("latin-1") + short_message
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000007, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_replace_sm(octets: bytes, command_status: int, sequence_number: int) -> ReplaceSm:
    try:
        p = new(ReplaceSm)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.schedule_delivery_time = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.schedule_delivery_time = ""
            at = at + 1
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.validity_period = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.validity_period = ""
            at = at + 1
        p.registered_delivery = octets[at]
        p.sm_default_msg_id = octets[at + 1]
        start = at + 3
        at = start + octets[at + 2]
        p.short_message = octets[start:at]
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(ReplaceSm, octets, command_status, sequence_number)


def init_cancel_sm(
    self: CancelSm,
    service_type: str = "",
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.service_type = service_type
    self.message_id = message_id
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.dest_addr_ton = dest_addr_ton
    self.dest_addr_npi = dest_addr_npi
    self.destination_addr = destination_addr
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_cancel_sm(
    service_type: str = "",
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> CancelSm:
    p = new(CancelSm)
    p.service_type = service_type
    p.message_id = message_id
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.dest_addr_ton = dest_addr_ton
    p.dest_addr_npi = dest_addr_npi
    p.destination_addr = destination_addr
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_cancel_sm(self: CancelSm, other: object) -> Any:
    if not isinstance(other, CancelSm):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.message_id == other.message_id
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.dest_addr_ton == other.dest_addr_ton
        and self.dest_addr_npi == other.dest_addr_npi
        and self.destination_addr == other.destination_addr
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_cancel_sm(p: CancelSm) -> bytes:
    try:
        service_type = p.service_type
        message_id = p.message_id
        source_addr = p.source_addr
        destination_addr = p.destination_addr
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(message_id) > 64
            or len(source_addr) > 20
            or len(destination_addr) > 20
            or "\0" in message_id + source_addr + destination_addr
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{message_id}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{chr(p.dest_addr_ton)}"
            f"{chr(p.dest_addr_npi)}"
            f"{destination_addr}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000008, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_cancel_sm(octets: bytes, command_status: int, sequence_number: int) -> CancelSm:
    try:
        p = new(CancelSm)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        text, nul, _ = octets[at : at + 65].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = at + 1 + len(text)
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.dest_addr_ton = octets[at]
        p.dest_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.destination_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(CancelSm, octets, command_status, sequence_number)


def init_bind_transceiver(
    self: BindTransceiver,
    system_id: str = "",
    password: str = "",
    system_type: str = "",
    interface_version: int = 52,
    addr_ton: int = 0,
    addr_npi: int = 0,
    address_range: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.system_id = system_id
    self.password = password
    self.system_type = system_type
    self.interface_version = interface_version
    self.addr_ton = addr_ton
    self.addr_npi = addr_npi
    self.address_range = address_range
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_bind_transceiver(
    system_id: str = "",
    password: str = "",
    system_type: str = "",
    interface_version: int = 52,
    addr_ton: int = 0,
    addr_npi: int = 0,
    address_range: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> BindTransceiver:
    p = new(BindTransceiver)
    p.system_id = system_id
    p.password = password
    p.system_type = system_type
    p.interface_version = interface_version
    p.addr_ton = addr_ton
    p.addr_npi = addr_npi
    p.address_range = address_range
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_bind_transceiver(self: BindTransceiver, other: object) -> Any:
    if not isinstance(other, BindTransceiver):
        return NotImplemented
    return (
        self.system_id == other.system_id
        and self.password == other.password
        and self.system_type == other.system_type
        and self.interface_version == other.interface_version
        and self.addr_ton == other.addr_ton
        and self.addr_npi == other.addr_npi
        and self.address_range == other.address_range
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_bind_transceiver(p: BindTransceiver) -> bytes:
    try:
        system_id = p.system_id
        password = p.password
        system_type = p.system_type
        address_range = p.address_range
        if (
            len(system_id) > 15
            or len(password) > 8
            or (system_type != ""
                and (len(system_type) > 12 or "\0" in "" + system_type))
            or (address_range != ""
                and (len(address_range) > 40 or "\0" in "" + address_range))
            or "\0" in system_id + password
        ):
            raise ValueError
        text = (
            f"{system_id}\0"
            f"{password}\0"
            f"{system_type}\0"
            f"{chr(p.interface_version)}"
            f"{chr(p.addr_ton)}"
            f"{chr(p.addr_npi)}"
            f"{address_range}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000009, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_bind_transceiver(octets: bytes, command_status: int, sequence_number: int) -> BindTransceiver:
    try:
        p = new(BindTransceiver)
        text, nul, _ = octets[16 : 32].partition(b"\0")
        if not nul:
            raise ValueError
        p.system_id = text.decode("latin-1")
        at = 17 + len(text)
        text, nul, _ = octets[at : at + 9].partition(b"\0")
        if not nul:
            raise ValueError
        p.password = text.decode("latin-1")
        at = at + 1 + len(text)
        if octets[at]:
            text, nul, _ = octets[at : at + 13].partition(b"\0")
            if not nul:
                raise ValueError
            p.system_type = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.system_type = ""
            at = at + 1
        p.interface_version = octets[at]
        p.addr_ton = octets[at + 1]
        p.addr_npi = octets[at + 2]
        if octets[at + 3]:
            text, nul, _ = octets[at + 3 : at + 44].partition(b"\0")
            if not nul:
                raise ValueError
            p.address_range = text.decode("latin-1")
            at = at + 4 + len(text)
        else:
            p.address_range = ""
            at = at + 4
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(BindTransceiver, octets, command_status, sequence_number)


def init_outbind(
    self: Outbind,
    system_id: str = "",
    password: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.system_id = system_id
    self.password = password
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_outbind(
    system_id: str = "",
    password: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> Outbind:
    p = new(Outbind)
    p.system_id = system_id
    p.password = password
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_outbind(self: Outbind, other: object) -> Any:
    if not isinstance(other, Outbind):
        return NotImplemented
    return (
        self.system_id == other.system_id
        and self.password == other.password
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_outbind(p: Outbind) -> bytes:
    try:
        system_id = p.system_id
        password = p.password
        if (
            len(system_id) > 15
            or len(password) > 8
            or "\0" in system_id + password
        ):
            raise ValueError
        text = (
            f"{system_id}\0"
            f"{password}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x0000000B, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_outbind(octets: bytes, command_status: int, sequence_number: int) -> Outbind:
    try:
        p = new(Outbind)
        text, nul, _ = octets[16 : 32].partition(b"\0")
        if not nul:
            raise ValueError
        p.system_id = text.decode("latin-1")
        at = 17 + len(text)
        text, nul, _ = octets[at : at + 9].partition(b"\0")
        if not nul:
            raise ValueError
        p.password = text.decode("latin-1")
        at = at + 1 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(Outbind, octets, command_status, sequence_number)


def init_enquire_link(
    self: EnquireLink,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_enquire_link(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> EnquireLink:
    p = new(EnquireLink)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_enquire_link(self: EnquireLink, other: object) -> Any:
    if not isinstance(other, EnquireLink):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_enquire_link(p: EnquireLink) -> bytes:
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000015, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_enquire_link(octets: bytes, command_status: int, sequence_number: int) -> EnquireLink:
    try:
        p = new(EnquireLink)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(EnquireLink, octets, command_status, sequence_number)


def init_submit_multi(
    self: SubmitMulti,
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_address: tuple[SmeAddress | DistributionList, ...] = (),
    esm_class: int = 0,
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.service_type = service_type
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.dest_address = dest_address
    self.esm_class = esm_class
    self.protocol_id = protocol_id
    self.priority_flag = priority_flag
    self.schedule_delivery_time = schedule_delivery_time
    self.validity_period = validity_period
    self.registered_delivery = registered_delivery
    self.replace_if_present_flag = replace_if_present_flag
    self.data_coding = data_coding
    self.sm_default_msg_id = sm_default_msg_id
    self.short_message = short_message
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_submit_multi(
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_address: tuple[SmeAddress | DistributionList, ...] = (),
    esm_class: int = 0,
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    short_message: bytes = b"",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> SubmitMulti:
    p = new(SubmitMulti)
    p.service_type = service_type
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.dest_address = dest_address
    p.esm_class = esm_class
    p.protocol_id = protocol_id
    p.priority_flag = priority_flag
    p.schedule_delivery_time = schedule_delivery_time
    p.validity_period = validity_period
    p.registered_delivery = registered_delivery
    p.replace_if_present_flag = replace_if_present_flag
    p.data_coding = data_coding
    p.sm_default_msg_id = sm_default_msg_id
    p.short_message = short_message
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_submit_multi(self: SubmitMulti, other: object) -> Any:
    if not isinstance(other, SubmitMulti):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.dest_address == other.dest_address
        and self.esm_class == other.esm_class
        and self.protocol_id == other.protocol_id
        and self.priority_flag == other.priority_flag
        and self.schedule_delivery_time == other.schedule_delivery_time
        and self.validity_period == other.validity_period
        and self.registered_delivery == other.registered_delivery
        and self.replace_if_present_flag == other.replace_if_present_flag
        and self.data_coding == other.data_coding
        and self.sm_default_msg_id == other.sm_default_msg_id
        and self.short_message == other.short_message
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_submit_multi(p: SubmitMulti) -> bytes:
    try:
        service_type = p.service_type
        source_addr = p.source_addr
        dest_address = submit_multi_dest_address.encode(p.dest_address)
        schedule_delivery_time = p.schedule_delivery_time
        validity_period = p.validity_period
        short_message = p.short_message
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(source_addr) > 20
            or (schedule_delivery_time != ""
                and (len(schedule_delivery_time) != 16 or "\0" in "" + schedule_delivery_time))
            or (validity_period != ""
                and (len(validity_period) != 16 or "\0" in "" + validity_period))
            or short_message.__class__ is not bytes
            or "\0" in "" + source_addr
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
        )
        text_2 = (
            f"{chr(p.esm_class)}"
            f"{chr(p.protocol_id)}"
            f"{chr(p.priority_flag)}"
            f"{schedule_delivery_time}\0"
            f"{validity_period}\0"
            f"{chr(p.registered_delivery)}"
            f"{chr(p.replace_if_present_flag)}"
            f"{chr(p.data_coding)}"
            f"{chr(p.sm_default_msg_id)}"
            f"{chr(len(short_message))}"
        )
        body = (
            text.encode("latin-1")
            + dest_address
            + text_2.encode("latin-1")
            + short_message
        )
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000021, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_submit_multi(octets: bytes, command_status: int, sequence_number: int) -> SubmitMulti:
    try:
        p = new(SubmitMulti)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.dest_address, at = submit_multi_dest_address.decode(octets, at)
        p.esm_class = octets[at]
        p.protocol_id = octets[at + 1]
        p.priority_flag = octets[at + 2]
        if octets[at + 3]:
            text, nul, _ = octets[at + 3 : at + 20].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.schedule_delivery_time = text.decode("latin-1")
            at = at + 4 + len(text)
        else:
            p.schedule_delivery_time = ""
            at = at + 4
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.validity_period = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.validity_period = ""
            at = at + 1
        p.registered_delivery = octets[at]
        p.replace_if_present_flag = octets[at + 1]
        p.data_coding = octets[at + 2]
        p.sm_default_msg_id = octets[at + 3]
        start = at + 5
        at = start + octets[at + 4]
        p.short_message = octets[start:at]
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(SubmitMulti, octets, command_status, sequence_number)


def init_param_retrieve(
    self: ParamRetrieve,
    param_name: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.param_name = param_name
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_param_retrieve(
    param_name: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> ParamRetrieve:
    p = new(ParamRetrieve)
    p.param_name = param_name
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_param_retrieve(self: ParamRetrieve, other: object) -> Any:
    if not isinstance(other, ParamRetrieve):
        return NotImplemented
    return (
        self.param_name == other.param_name
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_param_retrieve(p: ParamRetrieve) -> bytes:
    try:
        param_name = p.param_name
        if (
            len(param_name) > 31
            or "\0" in param_name
        ):
            raise ValueError
        body = param_name.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000022, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_param_retrieve(octets: bytes, command_status: int, sequence_number: int) -> ParamRetrieve:
    try:
        p = new(ParamRetrieve)
        text, nul, _ = octets[16 : 48].partition(b"\0")
        if not nul:
            raise ValueError
        p.param_name = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(ParamRetrieve, octets, command_status, sequence_number)


def init_query_last_msgs(
    self: QueryLastMsgs,
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    number_of_msgs: int = 1,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.number_of_msgs = number_of_msgs
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_query_last_msgs(
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    number_of_msgs: int = 1,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> QueryLastMsgs:
    p = new(QueryLastMsgs)
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.number_of_msgs = number_of_msgs
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_query_last_msgs(self: QueryLastMsgs, other: object) -> Any:
    if not isinstance(other, QueryLastMsgs):
        return NotImplemented
    return (
        self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.number_of_msgs == other.number_of_msgs
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_query_last_msgs(p: QueryLastMsgs) -> bytes:
    try:
        source_addr = p.source_addr
        if (
            len(source_addr) > 20
            or "\0" in "" + source_addr
        ):
            raise ValueError
        text = (
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{chr(p.number_of_msgs)}"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000023, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_last_msgs(octets: bytes, command_status: int, sequence_number: int) -> QueryLastMsgs:
    try:
        p = new(QueryLastMsgs)
        p.source_addr_ton = octets[16]
        p.source_addr_npi = octets[17]
        text, nul, _ = octets[18 : 39].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = 19 + len(text)
        p.number_of_msgs = octets[at]
        at = at + 1
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(QueryLastMsgs, octets, command_status, sequence_number)


def init_query_msg_details(
    self: QueryMsgDetails,
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    sm_length: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.message_id = message_id
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.sm_length = sm_length
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_query_msg_details(
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    sm_length: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> QueryMsgDetails:
    p = new(QueryMsgDetails)
    p.message_id = message_id
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.sm_length = sm_length
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_query_msg_details(self: QueryMsgDetails, other: object) -> Any:
    if not isinstance(other, QueryMsgDetails):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.sm_length == other.sm_length
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_query_msg_details(p: QueryMsgDetails) -> bytes:
    try:
        message_id = p.message_id
        source_addr = p.source_addr
        if (
            len(message_id) > 64
            or len(source_addr) > 20
            or "\0" in message_id + source_addr
        ):
            raise ValueError
        text = (
            f"{message_id}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{chr(p.sm_length)}"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000024, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_msg_details(octets: bytes, command_status: int, sequence_number: int) -> QueryMsgDetails:
    try:
        p = new(QueryMsgDetails)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.sm_length = octets[at]
        at = at + 1
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(QueryMsgDetails, octets, command_status, sequence_number)


def init_alert_notification(
    self: AlertNotification,
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    esme_addr_ton: int = 0,
    esme_addr_npi: int = 0,
    esme_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.esme_addr_ton = esme_addr_ton
    self.esme_addr_npi = esme_addr_npi
    self.esme_addr = esme_addr
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_alert_notification(
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    esme_addr_ton: int = 0,
    esme_addr_npi: int = 0,
    esme_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> AlertNotification:
    p = new(AlertNotification)
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.esme_addr_ton = esme_addr_ton
    p.esme_addr_npi = esme_addr_npi
    p.esme_addr = esme_addr
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_alert_notification(self: AlertNotification, other: object) -> Any:
    if not isinstance(other, AlertNotification):
        return NotImplemented
    return (
        self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.esme_addr_ton == other.esme_addr_ton
        and self.esme_addr_npi == other.esme_addr_npi
        and self.esme_addr == other.esme_addr
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_alert_notification(p: AlertNotification) -> bytes:
    try:
        source_addr = p.source_addr
        esme_addr = p.esme_addr
        if (
            len(source_addr) > 64
            or len(esme_addr) > 64
            or "\0" in source_addr + esme_addr
        ):
            raise ValueError
        text = (
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{chr(p.esme_addr_ton)}"
            f"{chr(p.esme_addr_npi)}"
            f"{esme_addr}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000102, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_alert_notification(octets: bytes, command_status: int, sequence_number: int) -> AlertNotification:
    try:
        p = new(AlertNotification)
        p.source_addr_ton = octets[16]
        p.source_addr_npi = octets[17]
        text, nul, _ = octets[18 : 83].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = 19 + len(text)
        p.esme_addr_ton = octets[at]
        p.esme_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 67].partition(b"\0")
        if not nul:
            raise ValueError
        p.esme_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(AlertNotification, octets, command_status, sequence_number)


def init_data_sm(
    self: DataSm,
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    esm_class: int = 0,
    registered_delivery: int = 0,
    data_coding: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.service_type = service_type
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.dest_addr_ton = dest_addr_ton
    self.dest_addr_npi = dest_addr_npi
    self.destination_addr = destination_addr
    self.esm_class = esm_class
    self.registered_delivery = registered_delivery
    self.data_coding = data_coding
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_data_sm(
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_addr_ton: int = 0,
    dest_addr_npi: int = 0,
    destination_addr: str = "",
    esm_class: int = 0,
    registered_delivery: int = 0,
    data_coding: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> DataSm:
    p = new(DataSm)
    p.service_type = service_type
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.dest_addr_ton = dest_addr_ton
    p.dest_addr_npi = dest_addr_npi
    p.destination_addr = destination_addr
    p.esm_class = esm_class
    p.registered_delivery = registered_delivery
    p.data_coding = data_coding
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_data_sm(self: DataSm, other: object) -> Any:
    if not isinstance(other, DataSm):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.dest_addr_ton == other.dest_addr_ton
        and self.dest_addr_npi == other.dest_addr_npi
        and self.destination_addr == other.destination_addr
        and self.esm_class == other.esm_class
        and self.registered_delivery == other.registered_delivery
        and self.data_coding == other.data_coding
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_data_sm(p: DataSm) -> bytes:
    try:
        service_type = p.service_type
        source_addr = p.source_addr
        destination_addr = p.destination_addr
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(source_addr) > 64
            or len(destination_addr) > 64
            or "\0" in source_addr + destination_addr
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{chr(p.dest_addr_ton)}"
            f"{chr(p.dest_addr_npi)}"
            f"{destination_addr}\0"
            f"{chr(p.esm_class)}"
            f"{chr(p.registered_delivery)}"
            f"{chr(p.data_coding)}"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000103, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_data_sm(octets: bytes, command_status: int, sequence_number: int) -> DataSm:
    try:
        p = new(DataSm)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 67].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.dest_addr_ton = octets[at]
        p.dest_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 67].partition(b"\0")
        if not nul:
            raise ValueError
        p.destination_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.esm_class = octets[at]
        p.registered_delivery = octets[at + 1]
        p.data_coding = octets[at + 2]
        at = at + 3
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(DataSm, octets, command_status, sequence_number)


def init_broadcast_sm(
    self: BroadcastSm,
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    message_id: str = "",
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.service_type = service_type
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.message_id = message_id
    self.priority_flag = priority_flag
    self.schedule_delivery_time = schedule_delivery_time
    self.validity_period = validity_period
    self.replace_if_present_flag = replace_if_present_flag
    self.data_coding = data_coding
    self.sm_default_msg_id = sm_default_msg_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_broadcast_sm(
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    message_id: str = "",
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    replace_if_present_flag: int = 0,
    data_coding: int = 0,
    sm_default_msg_id: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> BroadcastSm:
    p = new(BroadcastSm)
    p.service_type = service_type
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.message_id = message_id
    p.priority_flag = priority_flag
    p.schedule_delivery_time = schedule_delivery_time
    p.validity_period = validity_period
    p.replace_if_present_flag = replace_if_present_flag
    p.data_coding = data_coding
    p.sm_default_msg_id = sm_default_msg_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_broadcast_sm(self: BroadcastSm, other: object) -> Any:
    if not isinstance(other, BroadcastSm):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.message_id == other.message_id
        and self.priority_flag == other.priority_flag
        and self.schedule_delivery_time == other.schedule_delivery_time
        and self.validity_period == other.validity_period
        and self.replace_if_present_flag == other.replace_if_present_flag
        and self.data_coding == other.data_coding
        and self.sm_default_msg_id == other.sm_default_msg_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_broadcast_sm(p: BroadcastSm) -> bytes:
    try:
        service_type = p.service_type
        source_addr = p.source_addr
        message_id = p.message_id
        schedule_delivery_time = p.schedule_delivery_time
        validity_period = p.validity_period
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(source_addr) > 20
            or len(message_id) > 64
            or (schedule_delivery_time != ""
                and (len(schedule_delivery_time) != 16 or "\0" in "" + schedule_delivery_time))
            or (validity_period != ""
                and (len(validity_period) != 16 or "\0" in "" + validity_period))
            or "\0" in source_addr + message_id
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
            f"{message_id}\0"
            f"{chr(p.priority_flag)}"
            f"{schedule_delivery_time}\0"
            f"{validity_period}\0"
            f"{chr(p.replace_if_present_flag)}"
            f"{chr(p.data_coding)}"
            f"{chr(p.sm_default_msg_id)}"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        if not {0x0606, 0x0601, 0x0605} <= {tag for tag, _ in p.tlvs}:
            raise ValueError
        return pack(16 + len(body), 0x00000111, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_broadcast_sm(octets: bytes, command_status: int, sequence_number: int) -> BroadcastSm:
    try:
        p = new(BroadcastSm)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        text, nul, _ = octets[at : at + 65].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = at + 1 + len(text)
        p.priority_flag = octets[at]
        if octets[at + 1]:
            text, nul, _ = octets[at + 1 : at + 18].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.schedule_delivery_time = text.decode("latin-1")
            at = at + 2 + len(text)
        else:
            p.schedule_delivery_time = ""
            at = at + 2
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.validity_period = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.validity_period = ""
            at = at + 1
        p.replace_if_present_flag = octets[at]
        p.data_coding = octets[at + 1]
        p.sm_default_msg_id = octets[at + 2]
        at = at + 3
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        if not {0x0606, 0x0601, 0x0605} <= {tag for tag, _ in p.tlvs}:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(BroadcastSm, octets, command_status, sequence_number)


def init_query_broadcast_sm(
    self: QueryBroadcastSm,
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.message_id = message_id
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_query_broadcast_sm(
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> QueryBroadcastSm:
    p = new(QueryBroadcastSm)
    p.message_id = message_id
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_query_broadcast_sm(self: QueryBroadcastSm, other: object) -> Any:
    if not isinstance(other, QueryBroadcastSm):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_query_broadcast_sm(p: QueryBroadcastSm) -> bytes:
    try:
        message_id = p.message_id
        source_addr = p.source_addr
        if (
            len(message_id) > 64
            or len(source_addr) > 20
            or "\0" in message_id + source_addr
        ):
            raise ValueError
        text = (
            f"{message_id}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000112, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_broadcast_sm(octets: bytes, command_status: int, sequence_number: int) -> QueryBroadcastSm:
    try:
        p = new(QueryBroadcastSm)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(QueryBroadcastSm, octets, command_status, sequence_number)


def init_cancel_broadcast_sm(
    self: CancelBroadcastSm,
    service_type: str = "",
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> None:
    self.service_type = service_type
    self.message_id = message_id
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    if named:
        set_named(self, named)


def make_cancel_broadcast_sm(
    service_type: str = "",
    message_id: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    **named: Any,
) -> CancelBroadcastSm:
    p = new(CancelBroadcastSm)
    p.service_type = service_type
    p.message_id = message_id
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    if named:
        set_named(p, named)
    return p


def eq_cancel_broadcast_sm(self: CancelBroadcastSm, other: object) -> Any:
    if not isinstance(other, CancelBroadcastSm):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.message_id == other.message_id
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
    )


def encode_cancel_broadcast_sm(p: CancelBroadcastSm) -> bytes:
    try:
        service_type = p.service_type
        message_id = p.message_id
        source_addr = p.source_addr
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(message_id) > 64
            or len(source_addr) > 20
            or "\0" in message_id + source_addr
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{message_id}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x00000113, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_cancel_broadcast_sm(octets: bytes, command_status: int, sequence_number: int) -> CancelBroadcastSm:
    try:
        p = new(CancelBroadcastSm)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        text, nul, _ = octets[at : at + 65].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = at + 1 + len(text)
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        return p
    except Exception:
        pass
    return decode_slowly(CancelBroadcastSm, octets, command_status, sequence_number)


def init_generic_nack(
    self: GenericNack,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_generic_nack(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> GenericNack:
    p = new(GenericNack)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_generic_nack(self: GenericNack, other: object) -> Any:
    if not isinstance(other, GenericNack):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_generic_nack(p: GenericNack) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000000, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_generic_nack(octets: bytes, command_status: int, sequence_number: int) -> GenericNack:
    if command_status:
        return decode_error(GenericNack, octets, command_status, sequence_number)
    try:
        p = new(GenericNack)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(GenericNack, octets, command_status, sequence_number)


def init_bind_receiver_resp(
    self: BindReceiverResp,
    system_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.system_id = system_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_bind_receiver_resp(
    system_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> BindReceiverResp:
    p = new(BindReceiverResp)
    p.system_id = system_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_bind_receiver_resp(self: BindReceiverResp, other: object) -> Any:
    if not isinstance(other, BindReceiverResp):
        return NotImplemented
    return (
        self.system_id == other.system_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_bind_receiver_resp(p: BindReceiverResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        system_id = p.system_id
        if (
            len(system_id) > 15
            or "\0" in system_id
        ):
            raise ValueError
        body = system_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000001, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_bind_receiver_resp(octets: bytes, command_status: int, sequence_number: int) -> BindReceiverResp:
    if command_status:
        return decode_error(BindReceiverResp, octets, command_status, sequence_number)
    try:
        p = new(BindReceiverResp)
        text, nul, _ = octets[16 : 32].partition(b"\0")
        if not nul:
            raise ValueError
        p.system_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(BindReceiverResp, octets, command_status, sequence_number)


def init_bind_transmitter_resp(
    self: BindTransmitterResp,
    system_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.system_id = system_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_bind_transmitter_resp(
    system_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> BindTransmitterResp:
    p = new(BindTransmitterResp)
    p.system_id = system_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_bind_transmitter_resp(self: BindTransmitterResp, other: object) -> Any:
    if not isinstance(other, BindTransmitterResp):
        return NotImplemented
    return (
        self.system_id == other.system_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_bind_transmitter_resp(p: BindTransmitterResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        system_id = p.system_id
        if (
            len(system_id) > 15
            or "\0" in system_id
        ):
            raise ValueError
        body = system_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000002, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_bind_transmitter_resp(octets: bytes, command_status: int, sequence_number: int) -> BindTransmitterResp:
    if command_status:
        return decode_error(BindTransmitterResp, octets, command_status, sequence_number)
    try:
        p = new(BindTransmitterResp)
        text, nul, _ = octets[16 : 32].partition(b"\0")
        if not nul:
            raise ValueError
        p.system_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(BindTransmitterResp, octets, command_status, sequence_number)


def init_query_sm_resp(
    self: QuerySmResp,
    message_id: str = "",
    final_date: str = "",
    message_state: int = 7,
    error_code: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.final_date = final_date
    self.message_state = message_state
    self.error_code = error_code
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_query_sm_resp(
    message_id: str = "",
    final_date: str = "",
    message_state: int = 7,
    error_code: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> QuerySmResp:
    p = new(QuerySmResp)
    p.message_id = message_id
    p.final_date = final_date
    p.message_state = message_state
    p.error_code = error_code
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_query_sm_resp(self: QuerySmResp, other: object) -> Any:
    if not isinstance(other, QuerySmResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.final_date == other.final_date
        and self.message_state == other.message_state
        and self.error_code == other.error_code
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_query_sm_resp(p: QuerySmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = p.message_id
        final_date = p.final_date
        if (
            len(message_id) > 64
            or (final_date != ""
                and (len(final_date) != 16 or "\0" in "" + final_date))
            or "\0" in "" + message_id
        ):
            raise ValueError
        text = (
            f"{message_id}\0"
            f"{final_date}\0"
            f"{chr(p.message_state)}"
            f"{chr(p.error_code)}"
        )
        body = text.encode("latin-1")
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000003, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> QuerySmResp:
    if command_status:
        return decode_error(QuerySmResp, octets, command_status, sequence_number)
    try:
        p = new(QuerySmResp)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.final_date = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.final_date = ""
            at = at + 1
        p.message_state = octets[at]
        p.error_code = octets[at + 1]
        at = at + 2
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(QuerySmResp, octets, command_status, sequence_number)


def init_submit_sm_resp(
    self: SubmitSmResp,
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_submit_sm_resp(
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> SubmitSmResp:
    p = new(SubmitSmResp)
    p.message_id = message_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_submit_sm_resp(self: SubmitSmResp, other: object) -> Any:
    if not isinstance(other, SubmitSmResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_submit_sm_resp(p: SubmitSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = p.message_id
        if (
            len(message_id) > 64
            or "\0" in message_id
        ):
            raise ValueError
        body = message_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000004, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_submit_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> SubmitSmResp:
    if command_status:
        return decode_error(SubmitSmResp, octets, command_status, sequence_number)
    try:
        p = new(SubmitSmResp)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(SubmitSmResp, octets, command_status, sequence_number)


def init_deliver_sm_resp(
    self: DeliverSmResp,
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_deliver_sm_resp(
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> DeliverSmResp:
    p = new(DeliverSmResp)
    p.message_id = message_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_deliver_sm_resp(self: DeliverSmResp, other: object) -> Any:
    if not isinstance(other, DeliverSmResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_deliver_sm_resp(p: DeliverSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = p.message_id
        if (
            len(message_id) > 64
            or "\0" in message_id
        ):
            raise ValueError
        body = message_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000005, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_deliver_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> DeliverSmResp:
    if command_status:
        return decode_error(DeliverSmResp, octets, command_status, sequence_number)
    try:
        p = new(DeliverSmResp)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(DeliverSmResp, octets, command_status, sequence_number)


def init_unbind_resp(
    self: UnbindResp,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_unbind_resp(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> UnbindResp:
    p = new(UnbindResp)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_unbind_resp(self: UnbindResp, other: object) -> Any:
    if not isinstance(other, UnbindResp):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_unbind_resp(p: UnbindResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000006, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_unbind_resp(octets: bytes, command_status: int, sequence_number: int) -> UnbindResp:
    if command_status:
        return decode_error(UnbindResp, octets, command_status, sequence_number)
    try:
        p = new(UnbindResp)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(UnbindResp, octets, command_status, sequence_number)


def init_replace_sm_resp(
    self: ReplaceSmResp,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_replace_sm_resp(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> ReplaceSmResp:
    p = new(ReplaceSmResp)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_replace_sm_resp(self: ReplaceSmResp, other: object) -> Any:
    if not isinstance(other, ReplaceSmResp):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_replace_sm_resp(p: ReplaceSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000007, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_replace_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> ReplaceSmResp:
    if command_status:
        return decode_error(ReplaceSmResp, octets, command_status, sequence_number)
    try:
        p = new(ReplaceSmResp)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(ReplaceSmResp, octets, command_status, sequence_number)


def init_cancel_sm_resp(
    self: CancelSmResp,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_cancel_sm_resp(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> CancelSmResp:
    p = new(CancelSmResp)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_cancel_sm_resp(self: CancelSmResp, other: object) -> Any:
    if not isinstance(other, CancelSmResp):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_cancel_sm_resp(p: CancelSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000008, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_cancel_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> CancelSmResp:
    if command_status:
        return decode_error(CancelSmResp, octets, command_status, sequence_number)
    try:
        p = new(CancelSmResp)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(CancelSmResp, octets, command_status, sequence_number)


def init_bind_transceiver_resp(
    self: BindTransceiverResp,
    system_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.system_id = system_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_bind_transceiver_resp(
    system_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> BindTransceiverResp:
    p = new(BindTransceiverResp)
    p.system_id = system_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_bind_transceiver_resp(self: BindTransceiverResp, other: object) -> Any:
    if not isinstance(other, BindTransceiverResp):
        return NotImplemented
    return (
        self.system_id == other.system_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_bind_transceiver_resp(p: BindTransceiverResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        system_id = p.system_id
        if (
            len(system_id) > 15
            or "\0" in system_id
        ):
            raise ValueError
        body = system_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000009, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_bind_transceiver_resp(octets: bytes, command_status: int, sequence_number: int) -> BindTransceiverResp:
    if command_status:
        return decode_error(BindTransceiverResp, octets, command_status, sequence_number)
    try:
        p = new(BindTransceiverResp)
        text, nul, _ = octets[16 : 32].partition(b"\0")
        if not nul:
            raise ValueError
        p.system_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(BindTransceiverResp, octets, command_status, sequence_number)


def init_enquire_link_resp(
    self: EnquireLinkResp,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_enquire_link_resp(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> EnquireLinkResp:
    p = new(EnquireLinkResp)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_enquire_link_resp(self: EnquireLinkResp, other: object) -> Any:
    if not isinstance(other, EnquireLinkResp):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_enquire_link_resp(p: EnquireLinkResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000015, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_enquire_link_resp(octets: bytes, command_status: int, sequence_number: int) -> EnquireLinkResp:
    if command_status:
        return decode_error(EnquireLinkResp, octets, command_status, sequence_number)
    try:
        p = new(EnquireLinkResp)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(EnquireLinkResp, octets, command_status, sequence_number)


def init_submit_multi_resp(
    self: SubmitMultiResp,
    message_id: str = "",
    unsuccess_sme: tuple[UnsuccessSme, ...] = (),
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.unsuccess_sme = unsuccess_sme
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_submit_multi_resp(
    message_id: str = "",
    unsuccess_sme: tuple[UnsuccessSme, ...] = (),
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> SubmitMultiResp:
    p = new(SubmitMultiResp)
    p.message_id = message_id
    p.unsuccess_sme = unsuccess_sme
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_submit_multi_resp(self: SubmitMultiResp, other: object) -> Any:
    if not isinstance(other, SubmitMultiResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.unsuccess_sme == other.unsuccess_sme
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_submit_multi_resp(p: SubmitMultiResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = p.message_id
        unsuccess_sme = submit_multi_resp_unsuccess_sme.encode(p.unsuccess_sme)
        if (
            len(message_id) > 64
            or "\0" in "" + message_id
        ):
            raise ValueError
        text = (
            f"{message_id}\0"
        )
        body = text.encode("latin-1") + unsuccess_sme
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000021, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_submit_multi_resp(octets: bytes, command_status: int, sequence_number: int) -> SubmitMultiResp:
    if command_status:
        return decode_error(SubmitMultiResp, octets, command_status, sequence_number)
    try:
        p = new(SubmitMultiResp)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        p.unsuccess_sme, at = submit_multi_resp_unsuccess_sme.decode(octets, at)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(SubmitMultiResp, octets, command_status, sequence_number)


def init_param_retrieve_resp(
    self: ParamRetrieveResp,
    param_value: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.param_value = param_value
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_param_retrieve_resp(
    param_value: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> ParamRetrieveResp:
    p = new(ParamRetrieveResp)
    p.param_value = param_value
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_param_retrieve_resp(self: ParamRetrieveResp, other: object) -> Any:
    if not isinstance(other, ParamRetrieveResp):
        return NotImplemented
    return (
        self.param_value == other.param_value
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_param_retrieve_resp(p: ParamRetrieveResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        param_value = p.param_value
        if (
            len(param_value) > 100
            or "\0" in param_value
        ):
            raise ValueError
        body = param_value.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000022, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_param_retrieve_resp(octets: bytes, command_status: int, sequence_number: int) -> ParamRetrieveResp:
    if command_status:
        return decode_error(ParamRetrieveResp, octets, command_status, sequence_number)
    try:
        p = new(ParamRetrieveResp)
        text, nul, _ = octets[16 : 117].partition(b"\0")
        if not nul:
            raise ValueError
        p.param_value = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(ParamRetrieveResp, octets, command_status, sequence_number)


def init_query_last_msgs_resp(
    self: QueryLastMsgsResp,
    message_id: tuple[str, ...] = (),
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_query_last_msgs_resp(
    message_id: tuple[str, ...] = (),
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> QueryLastMsgsResp:
    p = new(QueryLastMsgsResp)
    p.message_id = message_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_query_last_msgs_resp(self: QueryLastMsgsResp, other: object) -> Any:
    if not isinstance(other, QueryLastMsgsResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_query_last_msgs_resp(p: QueryLastMsgsResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = query_last_msgs_resp_message_id.encode(p.message_id)
        body = message_id
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000023, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_last_msgs_resp(octets: bytes, command_status: int, sequence_number: int) -> QueryLastMsgsResp:
    if command_status:
        return decode_error(QueryLastMsgsResp, octets, command_status, sequence_number)
    try:
        p = new(QueryLastMsgsResp)
        p.message_id, at = query_last_msgs_resp_message_id.decode(octets, 16)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(QueryLastMsgsResp, octets, command_status, sequence_number)


def init_query_msg_details_resp(
    self: QueryMsgDetailsResp,
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_address: tuple[SmeAddress | DistributionList, ...] = (),
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    data_coding: int = 0,
    short_message: bytes = b"",
    message_id: str = "",
    final_date: str = "",
    message_state: int = 0,
    error_code: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.service_type = service_type
    self.source_addr_ton = source_addr_ton
    self.source_addr_npi = source_addr_npi
    self.source_addr = source_addr
    self.dest_address = dest_address
    self.protocol_id = protocol_id
    self.priority_flag = priority_flag
    self.schedule_delivery_time = schedule_delivery_time
    self.validity_period = validity_period
    self.registered_delivery = registered_delivery
    self.data_coding = data_coding
    self.short_message = short_message
    self.message_id = message_id
    self.final_date = final_date
    self.message_state = message_state
    self.error_code = error_code
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_query_msg_details_resp(
    service_type: str = "",
    source_addr_ton: int = 0,
    source_addr_npi: int = 0,
    source_addr: str = "",
    dest_address: tuple[SmeAddress | DistributionList, ...] = (),
    protocol_id: int = 0,
    priority_flag: int = 0,
    schedule_delivery_time: str = "",
    validity_period: str = "",
    registered_delivery: int = 0,
    data_coding: int = 0,
    short_message: bytes = b"",
    message_id: str = "",
    final_date: str = "",
    message_state: int = 0,
    error_code: int = 0,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> QueryMsgDetailsResp:
    p = new(QueryMsgDetailsResp)
    p.service_type = service_type
    p.source_addr_ton = source_addr_ton
    p.source_addr_npi = source_addr_npi
    p.source_addr = source_addr
    p.dest_address = dest_address
    p.protocol_id = protocol_id
    p.priority_flag = priority_flag
    p.schedule_delivery_time = schedule_delivery_time
    p.validity_period = validity_period
    p.registered_delivery = registered_delivery
    p.data_coding = data_coding
    p.short_message = short_message
    p.message_id = message_id
    p.final_date = final_date
    p.message_state = message_state
    p.error_code = error_code
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_query_msg_details_resp(self: QueryMsgDetailsResp, other: object) -> Any:
    if not isinstance(other, QueryMsgDetailsResp):
        return NotImplemented
    return (
        self.service_type == other.service_type
        and self.source_addr_ton == other.source_addr_ton
        and self.source_addr_npi == other.source_addr_npi
        and self.source_addr == other.source_addr
        and self.dest_address == other.dest_address
        and self.protocol_id == other.protocol_id
        and self.priority_flag == other.priority_flag
        and self.schedule_delivery_time == other.schedule_delivery_time
        and self.validity_period == other.validity_period
        and self.registered_delivery == other.registered_delivery
        and self.data_coding == other.data_coding
        and self.short_message == other.short_message
        and self.message_id == other.message_id
        and self.final_date == other.final_date
        and self.message_state == other.message_state
        and self.error_code == other.error_code
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_query_msg_details_resp(p: QueryMsgDetailsResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        service_type = p.service_type
        source_addr = p.source_addr
        dest_address = query_msg_details_resp_dest_address.encode(p.dest_address)
        schedule_delivery_time = p.schedule_delivery_time
        validity_period = p.validity_period
        short_message = p.short_message
        message_id = p.message_id
        final_date = p.final_date
        if (
            (service_type != ""
                and (len(service_type) > 5 or "\0" in "" + service_type))
            or len(source_addr) > 20
            or (schedule_delivery_time != ""
                and (len(schedule_delivery_time) != 16 or "\0" in "" + schedule_delivery_time))
            or (validity_period != ""
                and (len(validity_period) != 16 or "\0" in "" + validity_period))
            or short_message.__class__ is not bytes
            or len(message_id) > 64
            or (final_date != ""
                and (len(final_date) != 16 or "\0" in "" + final_date))
            or "\0" in source_addr + message_id
        ):
            raise ValueError
        text = (
            f"{service_type}\0"
            f"{chr(p.source_addr_ton)}"
            f"{chr(p.source_addr_npi)}"
            f"{source_addr}\0"
        )
        text_2 = (
            f"{chr(p.protocol_id)}"
            f"{chr(p.priority_flag)}"
            f"{schedule_delivery_time}\0"
            f"{validity_period}\0"
            f"{chr(p.registered_delivery)}"
            f"{chr(p.data_coding)}"
            f"{chr(len(short_message))}"
        )
        text_3 = (
            f"{message_id}\0"
            f"{final_date}\0"
            f"{chr(p.message_state)}"
            f"{chr(p.error_code)}"
        )
        body = (
            text.encode("latin-1")
            + dest_address
            + text_2.encode("latin-1")
            + short_message
            + text_3.encode("latin-1")
        )
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000024, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_msg_details_resp(octets: bytes, command_status: int, sequence_number: int) -> QueryMsgDetailsResp:
    if command_status:
        return decode_error(QueryMsgDetailsResp, octets, command_status, sequence_number)
    try:
        p = new(QueryMsgDetailsResp)
        if octets[16]:
            text, nul, _ = octets[16 : 22].partition(b"\0")
            if not nul:
                raise ValueError
            p.service_type = text.decode("latin-1")
            at = 17 + len(text)
        else:
            p.service_type = ""
            at = 17
        p.source_addr_ton = octets[at]
        p.source_addr_npi = octets[at + 1]
        text, nul, _ = octets[at + 2 : at + 23].partition(b"\0")
        if not nul:
            raise ValueError
        p.source_addr = text.decode("latin-1")
        at = at + 3 + len(text)
        p.dest_address, at = query_msg_details_resp_dest_address.decode(octets, at)
        p.protocol_id = octets[at]
        p.priority_flag = octets[at + 1]
        if octets[at + 2]:
            text, nul, _ = octets[at + 2 : at + 19].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.schedule_delivery_time = text.decode("latin-1")
            at = at + 3 + len(text)
        else:
            p.schedule_delivery_time = ""
            at = at + 3
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.validity_period = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.validity_period = ""
            at = at + 1
        p.registered_delivery = octets[at]
        p.data_coding = octets[at + 1]
        start = at + 3
        at = start + octets[at + 2]
        p.short_message = octets[start:at]
        text, nul, _ = octets[at : at + 65].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = at + 1 + len(text)
        if octets[at]:
            text, nul, _ = octets[at : at + 17].partition(b"\0")
            if not nul or len(text) != 16:
                raise ValueError
            p.final_date = text.decode("latin-1")
            at = at + 1 + len(text)
        else:
            p.final_date = ""
            at = at + 1
        p.message_state = octets[at]
        p.error_code = octets[at + 1]
        at = at + 2
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(QueryMsgDetailsResp, octets, command_status, sequence_number)


def init_data_sm_resp(
    self: DataSmResp,
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_data_sm_resp(
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> DataSmResp:
    p = new(DataSmResp)
    p.message_id = message_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_data_sm_resp(self: DataSmResp, other: object) -> Any:
    if not isinstance(other, DataSmResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_data_sm_resp(p: DataSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = p.message_id
        if (
            len(message_id) > 64
            or "\0" in message_id
        ):
            raise ValueError
        body = message_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000103, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_data_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> DataSmResp:
    if command_status:
        return decode_error(DataSmResp, octets, command_status, sequence_number)
    try:
        p = new(DataSmResp)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(DataSmResp, octets, command_status, sequence_number)


def init_broadcast_sm_resp(
    self: BroadcastSmResp,
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_broadcast_sm_resp(
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> BroadcastSmResp:
    p = new(BroadcastSmResp)
    p.message_id = message_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_broadcast_sm_resp(self: BroadcastSmResp, other: object) -> Any:
    if not isinstance(other, BroadcastSmResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_broadcast_sm_resp(p: BroadcastSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = p.message_id
        if (
            len(message_id) > 64
            or "\0" in message_id
        ):
            raise ValueError
        body = message_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000111, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_broadcast_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> BroadcastSmResp:
    if command_status:
        return decode_error(BroadcastSmResp, octets, command_status, sequence_number)
    try:
        p = new(BroadcastSmResp)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(BroadcastSmResp, octets, command_status, sequence_number)


def init_query_broadcast_sm_resp(
    self: QueryBroadcastSmResp,
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.message_id = message_id
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_query_broadcast_sm_resp(
    message_id: str = "",
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> QueryBroadcastSmResp:
    p = new(QueryBroadcastSmResp)
    p.message_id = message_id
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_query_broadcast_sm_resp(self: QueryBroadcastSmResp, other: object) -> Any:
    if not isinstance(other, QueryBroadcastSmResp):
        return NotImplemented
    return (
        self.message_id == other.message_id
        and self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_query_broadcast_sm_resp(p: QueryBroadcastSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        message_id = p.message_id
        if (
            len(message_id) > 64
            or "\0" in message_id
        ):
            raise ValueError
        body = message_id.encode("latin-1") + b"\0"
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        if not {0x0427, 0x0606, 0x0608} <= {tag for tag, _ in p.tlvs}:
            raise ValueError
        return pack(16 + len(body), 0x80000112, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_query_broadcast_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> QueryBroadcastSmResp:
    if command_status:
        return decode_error(QueryBroadcastSmResp, octets, command_status, sequence_number)
    try:
        p = new(QueryBroadcastSmResp)
        text, nul, _ = octets[16 : 81].partition(b"\0")
        if not nul:
            raise ValueError
        p.message_id = text.decode("latin-1")
        at = 17 + len(text)
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        if not {0x0427, 0x0606, 0x0608} <= {tag for tag, _ in p.tlvs}:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(QueryBroadcastSmResp, octets, command_status, sequence_number)


def init_cancel_broadcast_sm_resp(
    self: CancelBroadcastSmResp,
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> None:
    self.command_status = command_status
    self.sequence_number = sequence_number
    self.tlvs = tlvs
    self.body = body
    if named:
        set_named(self, named)


def make_cancel_broadcast_sm_resp(
    *,
    command_status: int = 0,
    sequence_number: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    body: bytes | None = None,
    **named: Any,
) -> CancelBroadcastSmResp:
    p = new(CancelBroadcastSmResp)
    p.command_status = command_status
    p.sequence_number = sequence_number
    p.tlvs = tlvs
    p.body = body
    if named:
        set_named(p, named)
    return p


def eq_cancel_broadcast_sm_resp(self: CancelBroadcastSmResp, other: object) -> Any:
    if not isinstance(other, CancelBroadcastSmResp):
        return NotImplemented
    return (
        self.command_status == other.command_status
        and self.sequence_number == other.sequence_number
        and self.tlvs == other.tlvs
        and self.body == other.body
    )


def encode_cancel_broadcast_sm_resp(p: CancelBroadcastSmResp) -> bytes:
    if p.command_status or p.body is not None:
        return encode_error(p)
    try:
        body = b""
        if p.tlvs:
            body += encode_tlvs(p.tlvs)
        return pack(16 + len(body), 0x80000113, p.command_status, p.sequence_number) + body
    except Exception:
        pass
    return encode_slowly(p)


def decode_cancel_broadcast_sm_resp(octets: bytes, command_status: int, sequence_number: int) -> CancelBroadcastSmResp:
    if command_status:
        return decode_error(CancelBroadcastSmResp, octets, command_status, sequence_number)
    try:
        p = new(CancelBroadcastSmResp)
        at = 16
        if at == len(octets):
            p.tlvs = ()
        elif at < len(octets):
            p.tlvs = decode_tlvs(octets, at)
        else:
            raise ValueError
        p.command_status = command_status
        p.sequence_number = sequence_number
        p.body = None
        return p
    except Exception:
        pass
    return decode_slowly(CancelBroadcastSmResp, octets, command_status, sequence_number)
