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
from pdu.lists import DistributionList, SmeAddress, UnsuccessSme
from pdu.malformed import Malformed
from pdu.operations.alert_notification import AlertNotification
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
from pdu.operations.broadcast_sm import BroadcastSm, BroadcastSmResp
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSm, CancelBroadcastSmResp
from pdu.operations.cancel_sm import CancelSm, CancelSmResp
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.outbind import Outbind
from pdu.operations.param_retrieve import ParamRetrieve, ParamRetrieveResp
from pdu.operations.query_broadcast_sm import QueryBroadcastSm, QueryBroadcastSmResp
from pdu.operations.query_last_msgs import QueryLastMsgs, QueryLastMsgsResp
from pdu.operations.query_msg_details import QueryMsgDetails, QueryMsgDetailsResp
from pdu.operations.query_sm import QuerySm, QuerySmResp
from pdu.operations.replace_sm import ReplaceSm, ReplaceSmResp
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.values import EsmClass, InterfaceVersion, MessageState, Npi, RegisteredDelivery, Ton

__all__ = [
    "AlertNotification",
    "Bind",
    "BindReceiver",
    "BindReceiverResp",
    "BindResp",
    "BindTransceiver",
    "BindTransceiverResp",
    "BindTransmitter",
    "BindTransmitterResp",
    "BroadcastSm",
    "BroadcastSmResp",
    "CancelBroadcastSm",
    "CancelBroadcastSmResp",
    "CancelSm",
    "CancelSmResp",
    "CommandId",
    "CommandStatus",
    "DataSm",
    "DataSmResp",
    "DeliverSm",
    "DeliverSmResp",
    "DistributionList",
    "EnquireLink",
    "EnquireLinkResp",
    "EsmClass",
    "GenericNack",
    "InterfaceVersion",
    "Malformed",
    "MessageState",
    "Npi",
    "Outbind",
    "ParamRetrieve",
    "ParamRetrieveResp",
    "Pdu",
    "QueryBroadcastSm",
    "QueryBroadcastSmResp",
    "QueryLastMsgs",
    "QueryLastMsgsResp",
    "QueryMsgDetails",
    "QueryMsgDetailsResp",
    "QuerySm",
    "QuerySmResp",
    "RegisteredDelivery",
    "ReplaceSm",
    "ReplaceSmResp",
    "Request",
    "Response",
    "SmeAddress",
    "SubmitMulti",
    "SubmitMultiResp",
    "SubmitSm",
    "SubmitSmResp",
    "Ton",
    "Unbind",
    "UnbindResp",
    "Unknown",
    "UnsuccessSme",
    "decode",
]
