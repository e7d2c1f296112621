"""SMPP v5.0 section 4.3.1: deliver_sm, by which the message centre hands a message or a receipt to an ESME."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import MessageDeliveryRequestTlvs, MessageDeliveryResponseTlvs
from pdu.parameters import (
    DataCoding,
    DestAddrNpi,
    DestAddrTon,
    DestinationAddr,
    EsmClass,
    MessageId,
    PriorityFlag,
    ProtocolId,
    RegisteredDelivery,
    ReplaceIfPresentFlag,
    ScheduleDeliveryTime,
    ServiceType,
    ShortMessage,
    SmDefaultMsgId,
    SourceAddr,
    SourceAddrNpi,
    SourceAddrTon,
    ValidityPeriod,
)
from pdu.values import Npi, Ton


@pdu(CommandId.deliver_sm)
class DeliverSm(MessageDeliveryRequestTlvs, RequestFor["DeliverSmResp"]):
    """The message centre delivers a short message, a delivery receipt or a notification (see esm_class)."""

    service_type: ServiceType = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    dest_addr_ton: DestAddrTon = Ton.UNKNOWN
    dest_addr_npi: DestAddrNpi = Npi.UNKNOWN
    destination_addr: DestinationAddr = ""
    esm_class: EsmClass = 0
    protocol_id: ProtocolId = 0
    priority_flag: PriorityFlag = 0
    schedule_delivery_time: ScheduleDeliveryTime = ""
    validity_period: ValidityPeriod = ""
    registered_delivery: RegisteredDelivery = 0
    replace_if_present_flag: ReplaceIfPresentFlag = 0
    data_coding: DataCoding = 0
    sm_default_msg_id: SmDefaultMsgId = 0
    short_message: ShortMessage = b""


@pdu(CommandId.deliver_sm_resp)
class DeliverSmResp(MessageDeliveryResponseTlvs, Response):
    """The ESME has taken the message, or says why not; message_id is unused and empty."""

    message_id: MessageId = ""
