"""SMPP v5.0 section 4.2.1: submit_sm, by which an ESME hands a short message to the message centre."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import MessageSubmissionRequestTlvs, MessageSubmissionResponseTlvs
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


@pdu(CommandId.submit_sm)
class SubmitSm(MessageSubmissionRequestTlvs, RequestFor["SubmitSmResp"]):
    """An ESME submits a short message for onward transmission to one destination."""

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


@pdu(CommandId.submit_sm_resp)
class SubmitSmResp(MessageSubmissionResponseTlvs, Response):
    """The message centre has taken the message, under this message_id, or says why not."""

    error_has_body = False

    message_id: MessageId = ""
