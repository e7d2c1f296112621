"""A message centre that is hostile or broken: a client may end the session, but not hang."""

from typing import Final

from pdu.command_status import CommandStatus as S
from pdu.header import HEADER
from pdu.operations.deliver_sm import DeliverSm
from pdu.verdict import nacked
from smsc.probe.check import Conversation, Family
from smsc.probe.line import Closed
from smsc.probe.talk import Talk

HOSTILE: Final = Family("hostile", hostile=True)


def _distrusted(octets: bytes) -> Conversation:
    async def conversation(talk: Talk) -> str:
        await talk.line.says(octets)
        try:
            told = nacked(await talk.line.reply(), S.ESME_RINVCMDLEN, S.ESME_RINVCMDID)
        except Closed:
            return "it closed the connection"
        finally:
            talk.line.hangs_up()
        return told

    return conversation


def _header(command_length: int) -> bytes:
    return HEADER.pack(command_length, DeliverSm.command_id, 0, 0x7000)


_DISTRUST: Final = "is answered by generic_nack ESME_RINVCMDLEN, or by the end of the session"
for _name, _what, _octets in (
    ("length_0", "A command_length of 0", _header(0) + b"what follows"),
    ("length_15", "A command_length of 15, which is less than a header,", _header(15) + b"what follows"),
    ("length_2_gib", "A command_length of 0x7FFFFFFF", _header(0x7FFFFFFF)),
    ("http", "An answer of HTTP", b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
    ("zeros", "A thousand octets 0x00", bytes(1000)),
    ("ones", "A thousand octets 0xFF", b"\xff" * 1000),
):
    HOSTILE.add(_name, f"{_what} {_DISTRUST}", "3.2", _distrusted(_octets))
