"""SMPP v5.0 section 4.1.1.7: outbind, by which the message centre asks an ESME to bind. It has no response."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import Request
from pdu.parameters import Password, SystemId


@pdu(CommandId.outbind)
class Outbind(Request):
    """The message centre asks an ESME to bind as a receiver; system_id is the message centre's."""

    system_id: SystemId = ""
    password: Password = ""
