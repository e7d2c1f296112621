"""SMPP v5.0 section 4.5.2: query_sm, by which an ESME asks what has become of a message."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import CongestionTlv
from pdu.parameters import ErrorCode, FinalDate, MessageId, MessageState, SourceAddr, SourceAddrNpi, SourceAddrTon
from pdu.values import MessageState as State
from pdu.values import Npi, Ton


@pdu(CommandId.query_sm)
class QuerySm(RequestFor["QuerySmResp"]):
    """An ESME asks for the state of a message; the source address must be the one it was submitted with."""

    message_id: MessageId = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""


@pdu(CommandId.query_sm_resp)
class QuerySmResp(CongestionTlv, Response):
    """The state of the message; even a response with nothing to tell has a body, of four octets."""

    message_id: MessageId = ""
    final_date: FinalDate = ""
    message_state: MessageState = State.UNKNOWN
    error_code: ErrorCode = 0
