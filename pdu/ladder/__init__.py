"""The other face of a message: one line of text, the rung of a ladder. Logs, tests, scenarios and pages all show it.

    submit_sm destination_addr=447700900123 registered_delivery=1 short_message="Hello"
    submit_sm_resp ESME_ROK message_id=0A1B2C3D

Bare words come first: the message's name as its specification prints it, the names of what it carries, a response's
status. Then ``key=value`` for all that is not at its default, in the order of the table. ``0x...`` is octets,
quotes hold what is no bare word, a name stands for its number. For SMPP both faces round-trip: ``parse_pdu`` of a
``line`` gives an equal PDU, except for the sequence_number, which is written only when asked for.
"""

from pdu.ladder.notation import Line, Unreadable, parse, quoted, unquoted
from pdu.ladder.reading import parse_pdu, to_pdu
from pdu.ladder.writing import line

__all__ = ["Line", "Unreadable", "line", "parse", "parse_pdu", "quoted", "to_pdu", "unquoted"]
