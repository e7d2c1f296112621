"""The SMPP document as Python: octets to values and back. Nothing but the standard library.

>>> import pdu
>>> octets = pdu.SubmitSm(destination_addr="447700900123", short_message=b"Hello", sequence_number=1).encode()
>>> pdu.decode(octets).destination_addr
'447700900123'
"""

from pdu.codec import decode
from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Request, Response, Unknown
from pdu.malformed import Malformed
from pdu.operations.bind import (
    Bind,
    BindReceiver,
    BindReceiverResp,
    BindResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
)
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.outbind import Outbind
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.values import EsmClass, InterfaceVersion, MessageState, Npi, RegisteredDelivery, Ton

__all__ = [
    "Bind",
    "BindReceiver",
    "BindReceiverResp",
    "BindResp",
    "BindTransceiver",
    "BindTransceiverResp",
    "BindTransmitter",
    "BindTransmitterResp",
    "CommandId",
    "CommandStatus",
    "DataSm",
    "DataSmResp",
    "DeliverSm",
    "DeliverSmResp",
    "EnquireLink",
    "EnquireLinkResp",
    "EsmClass",
    "GenericNack",
    "InterfaceVersion",
    "Malformed",
    "MessageState",
    "Npi",
    "Outbind",
    "Pdu",
    "RegisteredDelivery",
    "Request",
    "Response",
    "SubmitSm",
    "SubmitSmResp",
    "Ton",
    "Unbind",
    "UnbindResp",
    "Unknown",
    "decode",
]
