"""SMPP v5.0 section 4.1.1.8: unbind, which ends a session. Either side may ask."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import CongestionTlv


@pdu(CommandId.unbind)
class Unbind(RequestFor["UnbindResp"]):
    """The sender wants to end the session."""


@pdu(CommandId.unbind_resp)
class UnbindResp(CongestionTlv, Response):
    """The session has ended."""
