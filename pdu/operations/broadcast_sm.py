"""SMPP v5.0 section 4.4.1: broadcast_sm, by which an ESME has a message broadcast to cells. v5.0 only."""

from pdu import optional_parameters as o
from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import BroadcastRequestTlvs, CongestionTlv
from pdu.parameters import (
    DataCoding,
    MessageId,
    PriorityFlag,
    ReplaceIfPresentFlag,
    ScheduleDeliveryTime,
    ServiceType,
    SmDefaultMsgId,
    SourceAddr,
    SourceAddrNpi,
    SourceAddrTon,
    ValidityPeriod,
)
from pdu.values import Npi, Ton


@pdu(CommandId.broadcast_sm)
class BroadcastSm(BroadcastRequestTlvs, RequestFor["BroadcastSmResp"]):
    """An ESME submits a message, in message_payload, for broadcast to areas; message_id names one to replace."""

    service_type: ServiceType = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    message_id: MessageId = ""
    priority_flag: PriorityFlag = 0
    schedule_delivery_time: ScheduleDeliveryTime = ""
    validity_period: ValidityPeriod = ""
    replace_if_present_flag: ReplaceIfPresentFlag = 0
    data_coding: DataCoding = 0
    sm_default_msg_id: SmDefaultMsgId = 0


@pdu(CommandId.broadcast_sm_resp)
class BroadcastSmResp(CongestionTlv, Response):
    """The message centre has taken the message; broadcast_area_identifier names the areas that failed."""

    message_id: MessageId = ""

    broadcast_error_status: o.BroadcastErrorStatus = None
    broadcast_area_identifier: o.BroadcastAreaIdentifier = None
