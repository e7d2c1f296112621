"""Hostile peers: streams that can't be trusted, bodies that can't be read, and connections that end anywhere.

A message centre must refuse each as the specification says, or end the session, and go on serving everybody else.
Nothing of this is meant to be delivered.
"""

from typing import Final

from esme.probe.check import Conversation, Family
from esme.probe.expect import refused, supported, taken
from esme.probe.line import Closed
from esme.probe.talk import TEXT, Talk
from pdu.command_status import CommandStatus as S
from pdu.header import HEADER, HEADER_LENGTH, Unknown
from pdu.operations.bind import BindTransmitter
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.submit_sm import SubmitSm
from pdu.verdict import nacked

HOSTILE: Final = Family("hostile", hostile=True)

_FLOOD: Final = 1000
_LONG: Final = b"1" * 40  # an address may have 20 characters, and a password 8

# Streams that can't be trusted


def _distrusted(octets: bytes) -> Conversation:
    async def conversation(talk: Talk) -> str:
        await talk.binds(BindTransmitter)
        talk.bound = False
        await talk.says(octets)
        try:
            told = nacked(await talk.reply(), S.ESME_RINVCMDLEN, S.ESME_RINVCMDID)
        except Closed:
            told = "the connection was closed"
        await talk.others_are_served()
        return told

    return conversation


def _header(command_length: int) -> bytes:
    return HEADER.pack(command_length, SubmitSm.command_id, 0, 7)


_DISTRUST: Final = "is answered by generic_nack ESME_RINVCMDLEN, or by the end of the session; others are served"
for _name, _what, _octets in (
    ("length_0", "A command_length of 0", _header(0) + b"what follows"),
    ("length_15", "A command_length of 15, which is less than a header,", _header(15) + b"what follows"),
    ("length_2_gib", "A command_length of 0x7FFFFFFF", _header(0x7FFFFFFF)),
    ("http", "A request of HTTP", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ("zeros", "A thousand octets 0x00", bytes(1000)),
    ("ones", "A thousand octets 0xFF", b"\xff" * 1000),
):
    HOSTILE.add(_name, f"{_what} {_DISTRUST}", "3.2", _distrusted(_octets))

# Bodies that can't be read


def _unreadable(cut: slice, more: bytes = b"") -> Conversation:
    """Make a conversation about a submit_sm that is cut short, or has more octets after its end."""

    async def conversation(talk: Talk) -> str:
        await talk.binds(BindTransmitter)
        body = talk.message().encode()[HEADER_LENGTH:]
        request = Unknown(command_id=SubmitSm.command_id, body=body[cut] + more)
        told = refused(request, await talk.asks(request))
        await talk.goes_on()
        return told

    return conversation


_REFUSED: Final = "is refused, and the session goes on"
for _name, _what, _clause, _cut, _more in (
    ("text_cut", "submit_sm with fewer octets of short_message than sm_length says", "4.7.28", slice(-3), b""),
    ("field_cut", "submit_sm that ends within its mandatory parameters", "3.2", slice(5), b""),
    ("no_nul", "submit_sm whose service_type has no end", "4.7.25", slice(0), b"A" * 60),
    ("tlv_cut", "submit_sm that ends within the header of a TLV", "4.8", slice(None), b"\x02\x04\x00"),
    (
        "tlv_overrun",
        "submit_sm with a TLV that is longer than the PDU",
        "4.8",
        slice(None),
        b"\x02\x04\xff\xff\x00\x01",
    ),
    (
        "tlv_length",
        "submit_sm with a user_message_reference of three octets",
        "4.8.4.62",
        slice(None),
        b"\x02\x04\x00\x03\x00\x00\x01",
    ),
):
    HOSTILE.add(_name, f"{_what} {_REFUSED}", _clause, _unreadable(_cut, _more))


@HOSTILE.check("A destination_addr of more than 20 characters is refused with ESME_RINVDSTADR", "4.7.8")
async def long_destination(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    body = b"\0" + b"\0\0\0" + b"\1\1" + _LONG + b"\0" + bytes(9) + bytes((len(TEXT),)) + TEXT
    request = Unknown(command_id=SubmitSm.command_id, body=body)
    told = refused(request, await talk.asks(request), S.ESME_RINVDSTADR, S.ESME_RINVCMDLEN, S.ESME_RINVPARLEN)
    await talk.goes_on()
    return told


@HOSTILE.check("A bind with a password of more than 8 characters is refused", "4.7.18")
async def long_password(talk: Talk) -> str:
    system_id = talk.target.system_id.encode("latin-1", "replace")
    request = Unknown(command_id=BindTransmitter.command_id, body=system_id + b"\0" + _LONG + b"\0" + b"\0\x34\0\0\0")
    told = refused(request, await talk.asks(request))
    await talk.others_are_served()
    return told


@HOSTILE.check("A bind that ends within its system_id is refused", "4.1.1")
async def bind_cut(talk: Talk) -> str:
    request = Unknown(command_id=BindTransmitter.command_id, body=b"half a n")
    told = refused(request, await talk.asks(request))
    await talk.others_are_served()
    return told


# Connections


@HOSTILE.check("Who is gone within a PDU harms nobody else", "2.3")
async def gone_within_pdu(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    await talk.says(talk.message(sequence_number=talk.number()).encode()[:20], how="and is gone")
    talk.hangs_up()
    await talk.others_are_served()


@HOSTILE.check("A thousand enquire_link in one write are each answered, as they are read")
async def flood(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    requests = [EnquireLink(sequence_number=talk.number()) for _ in range(_FLOOD)]
    await talk.says(*map(talk.asked, requests), how=f"{_FLOOD} in one write")
    for request in requests:
        taken(request, await talk.answer(request), EnquireLinkResp)


@HOSTILE.check("A bind with garbage behind it in one read is answered before the session ends")
async def bind_and_garbage(talk: Talk) -> None:
    bind = talk.as_us(BindTransmitter(sequence_number=talk.number()))
    await talk.says(talk.asked(bind), bytes(20), how="in one write")
    supported(bind, await talk.answer(bind))
    await talk.others_are_served()
