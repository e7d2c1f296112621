"""SMPP v5.0 section 4.1.2: enquire_link, which asks whether the other side is still there. Either side may ask."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import CongestionTlv


@pdu(CommandId.enquire_link)
class EnquireLink(RequestFor["EnquireLinkResp"]):
    """The sender wants to know whether the link and the application behind it live."""


@pdu(CommandId.enquire_link_resp)
class EnquireLinkResp(CongestionTlv, Response):
    """The link lives."""
