"""SMPP v5.0 section 4.6.1: query_broadcast_sm, by which an ESME asks what has become of a broadcast. v5.0 only."""

from typing import Annotated

from pdu import optional_parameters as o
from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import CongestionTlv
from pdu.parameters import MessageId, SourceAddr, SourceAddrNpi, SourceAddrTon
from pdu.table import REQUIRED
from pdu.values import Npi, Ton


@pdu(CommandId.query_broadcast_sm)
class QueryBroadcastSm(RequestFor["QueryBroadcastSmResp"]):
    """An ESME asks for the state of a broadcast, by its message_id or by its user_message_reference."""

    message_id: MessageId = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""

    user_message_reference: o.UserMessageReference = None


@pdu(CommandId.query_broadcast_sm_resp)
class QueryBroadcastSmResp(CongestionTlv, Response):
    """The state of the broadcast, and for each area how much of it was reached."""

    message_id: MessageId = ""

    message_state: Annotated[o.MessageState, REQUIRED] = None
    broadcast_area_identifier: Annotated[o.BroadcastAreaIdentifier, REQUIRED] = None
    broadcast_area_success: Annotated[o.BroadcastAreaSuccess, REQUIRED] = None
    broadcast_end_time: o.BroadcastEndTime = None
    user_message_reference: o.UserMessageReference = None
