"""SMPP v5.0 section 4.5.3: replace_sm, by which an ESME changes a message that is not delivered yet."""

from pdu import optional_parameters as o
from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import CongestionTlv
from pdu.parameters import (
    MessageId,
    RegisteredDelivery,
    ScheduleDeliveryTime,
    ShortMessage,
    SmDefaultMsgId,
    SourceAddr,
    SourceAddrNpi,
    SourceAddrTon,
    ValidityPeriod,
)
from pdu.values import Npi, Ton


@pdu(CommandId.replace_sm)
class ReplaceSm(RequestFor["ReplaceSmResp"]):
    """New text and times for a message. It has no data_coding: the submission's still applies."""

    message_id: MessageId = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    schedule_delivery_time: ScheduleDeliveryTime = ""
    validity_period: ValidityPeriod = ""
    registered_delivery: RegisteredDelivery = 0
    sm_default_msg_id: SmDefaultMsgId = 0
    short_message: ShortMessage = b""

    message_payload: o.MessagePayload = None


@pdu(CommandId.replace_sm_resp)
class ReplaceSmResp(CongestionTlv, Response):
    """The message is changed, or command_status says why not."""
