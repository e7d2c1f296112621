"""SMPP v5.0 chapter 4: the operations, one file each, request and response together."""

from pdu.operations import bind, data_sm, deliver_sm, enquire_link, generic_nack, outbind, submit_sm, unbind

__all__ = ["bind", "data_sm", "deliver_sm", "enquire_link", "generic_nack", "outbind", "submit_sm", "unbind"]
