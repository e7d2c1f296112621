"""SMPP v5.0 chapter 4: the operations, one file each, request and response together; ``pdu`` imports them all."""
