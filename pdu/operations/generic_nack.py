"""SMPP v5.0 section 4.1.4: generic_nack, the answer to a PDU that can be answered in no other way."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import Response


@pdu(CommandId.generic_nack)
class GenericNack(Response):
    """The PDU with this sequence_number had a header that can't be used; command_status says why."""
