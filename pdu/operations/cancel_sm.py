"""SMPP v5.0 section 4.5.1: cancel_sm, by which an ESME takes back messages that are not delivered yet."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import CongestionTlv
from pdu.parameters import (
    DestAddrNpi,
    DestAddrTon,
    DestinationAddr,
    MessageId,
    ServiceType,
    SourceAddr,
    SourceAddrNpi,
    SourceAddrTon,
)
from pdu.values import Npi, Ton


@pdu(CommandId.cancel_sm)
class CancelSm(RequestFor["CancelSmResp"]):
    """Takes back one message by its message_id, or, without one, all between two addresses (of a service_type)."""

    service_type: ServiceType = ""
    message_id: MessageId = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    dest_addr_ton: DestAddrTon = Ton.UNKNOWN
    dest_addr_npi: DestAddrNpi = Npi.UNKNOWN
    destination_addr: DestinationAddr = ""


@pdu(CommandId.cancel_sm_resp)
class CancelSmResp(CongestionTlv, Response):
    """The messages are taken back, or command_status says why not."""
