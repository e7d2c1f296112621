"""SMPP v5.0 section 4.6.2: cancel_broadcast_sm, by which an ESME takes back a broadcast. v5.0 only."""

from pdu import optional_parameters as o
from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import CongestionTlv
from pdu.parameters import MessageId, ServiceType, SourceAddr, SourceAddrNpi, SourceAddrTon
from pdu.values import Npi, Ton


@pdu(CommandId.cancel_broadcast_sm)
class CancelBroadcastSm(RequestFor["CancelBroadcastSmResp"]):
    """Takes back one broadcast by its message_id or user_message_reference, or a group of them."""

    service_type: ServiceType = ""
    message_id: MessageId = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""

    broadcast_content_type: o.BroadcastContentType = None
    user_message_reference: o.UserMessageReference = None


@pdu(CommandId.cancel_broadcast_sm_resp)
class CancelBroadcastSmResp(CongestionTlv, Response):
    """The broadcast is taken back, or command_status says why not."""
