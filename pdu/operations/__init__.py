"""SMPP v5.0 chapter 4: the operations, one file each, request and response together, in the order of the chapter."""
# ruff: noqa: I001 - the order is the chapter's

from pdu.operations import bind, outbind, unbind, enquire_link, alert_notification, generic_nack
from pdu.operations import submit_sm, data_sm, submit_multi, deliver_sm, broadcast_sm
from pdu.operations import cancel_sm, query_sm, replace_sm, query_broadcast_sm, cancel_broadcast_sm
from pdu.operations import query_last_msgs, query_msg_details, param_retrieve  # v3.3

__all__ = [
    "alert_notification",
    "bind",
    "broadcast_sm",
    "cancel_broadcast_sm",
    "cancel_sm",
    "data_sm",
    "deliver_sm",
    "enquire_link",
    "generic_nack",
    "outbind",
    "param_retrieve",
    "query_broadcast_sm",
    "query_last_msgs",
    "query_msg_details",
    "query_sm",
    "replace_sm",
    "submit_multi",
    "submit_sm",
    "unbind",
]
