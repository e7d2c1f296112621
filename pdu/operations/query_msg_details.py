"""SMPP v3.3: query_msg_details, by which an ESME asks for all that is known of a message. v3.4 dropped it.

query_last_msgs says what the layout relies on.
"""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.parameters import (
    DataCoding,
    DestAddresses,
    ErrorCode,
    FinalDate,
    MessageId,
    MessageState,
    PriorityFlag,
    ProtocolId,
    RegisteredDelivery,
    ScheduleDeliveryTime,
    ServiceType,
    ShortMessage,
    SmLength,
    SourceAddr,
    SourceAddrNpi,
    SourceAddrTon,
    ValidityPeriod,
)
from pdu.values import Npi, Ton


@pdu(CommandId.query_msg_details)
class QueryMsgDetails(RequestFor["QueryMsgDetailsResp"]):
    """An ESME asks for a message; the source address must be the one it was submitted with."""

    message_id: MessageId = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    sm_length: SmLength = 0


@pdu(CommandId.query_msg_details_resp)
class QueryMsgDetailsResp(Response):
    """The message as it was submitted, as much of its text as was asked for, and what has become of it."""

    error_has_body = False  # a body would have to name a destination

    service_type: ServiceType = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    dest_address: DestAddresses = ()
    protocol_id: ProtocolId = 0
    priority_flag: PriorityFlag = 0
    schedule_delivery_time: ScheduleDeliveryTime = ""
    validity_period: ValidityPeriod = ""
    registered_delivery: RegisteredDelivery = 0
    data_coding: DataCoding = 0
    short_message: ShortMessage = b""
    message_id: MessageId = ""
    final_date: FinalDate = ""
    message_state: MessageState = 0
    error_code: ErrorCode = 0
