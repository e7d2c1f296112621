"""SMPP v5.0 section 4.2.3: submit_multi, by which an ESME submits one message to many destinations."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import MessageSubmissionRequestTlvs, MessageSubmissionResponseTlvs
from pdu.parameters import (
    DataCoding,
    DestAddresses,
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
    UnsuccessSmes,
    ValidityPeriod,
)
from pdu.values import Npi, Ton


@pdu(CommandId.submit_multi)
class SubmitMulti(MessageSubmissionRequestTlvs, RequestFor["SubmitMultiResp"]):
    """An ESME submits a short message to several SMEs and distribution lists at once."""

    service_type: ServiceType = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    dest_address: DestAddresses = ()
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


@pdu(CommandId.submit_multi_resp)
class SubmitMultiResp(MessageSubmissionResponseTlvs, Response):
    """The message centre has taken the message, but for the destinations in unsuccess_sme."""

    message_id: MessageId = ""
    unsuccess_sme: UnsuccessSmes = ()
