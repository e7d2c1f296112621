"""SMPP v5.0 sections 3.2 and 4.7.24: PDUs in a stream that is cut anywhere, and sequence numbers."""

from typing import Final

from esme.probe.check import Family
from esme.probe.expect import taken
from esme.probe.talk import Talk
from pdu.header import HEADER_LENGTH
from pdu.operations.bind import BindResp, BindTransmitter
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.submit_sm import SubmitSmResp
from pdu.outstanding import SEQUENCE_NUMBERS

FRAMING: Final = Family("framing")

_IN_THE_HEADER: Final = 6  # octets: after command_length, within command_id
_WINDOW: Final = 10


@FRAMING.check("A PDU that comes octet by octet is one PDU", "3.2")
async def octet_by_octet(talk: Talk) -> None:
    bind = talk.as_us(BindTransmitter())
    taken(bind, await talk.asks(bind, how="octet by octet", pieces=1), BindResp)
    talk.bound = True
    await talk.goes_on()


@FRAMING.check("A PDU that is cut within its header is one PDU", "3.2")
async def cut_in_header(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    request = EnquireLink()
    taken(request, await talk.asks(request, how="cut within the header", pieces=_IN_THE_HEADER), EnquireLinkResp)


@FRAMING.check("A PDU that is cut behind its header is one PDU", "3.2")
async def cut_in_body(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    request = talk.message()
    taken(request, await talk.asks(request, how="cut behind the header", pieces=HEADER_LENGTH), SubmitSmResp)


@FRAMING.check("PDUs that come in one read are each answered", "3.2")
async def glued(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    await _all_answered(talk, [EnquireLink(sequence_number=talk.number()) for _ in range(3)], how="in one write")


@FRAMING.check("A PDU that begins in the read of another is one PDU", "3.2")
async def glued_and_cut(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    requests = [EnquireLink(sequence_number=talk.number()) for _ in range(3)]
    await _all_answered(
        talk, requests, how="in writes of one PDU and a half", pieces=HEADER_LENGTH + HEADER_LENGTH // 2
    )


@FRAMING.check("Ten requests that are on their way at a time are each answered, each once", "2.9")
async def window(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    requests = [EnquireLink(sequence_number=talk.number()) for _ in range(_WINDOW)]
    await _all_answered(talk, requests)
    await talk.goes_on()


@FRAMING.check("The answer to the highest sequence_number, 0x7FFFFFFF, has it", "4.7.24")
async def highest_number(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    await _all_answered(
        talk, [EnquireLink(sequence_number=SEQUENCE_NUMBERS), EnquireLink(sequence_number=talk.number())]
    )


@FRAMING.check("Answers have the numbers of their requests, whatever the order of these", "4.7.24")
async def numbers_in_any_order(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    await _all_answered(talk, [EnquireLink(sequence_number=number) for number in (500, 7, 0x12345678)])


@FRAMING.check("A number can be used again once its request is answered", "4.7.24")
async def number_again(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    for _ in range(2):
        await _all_answered(talk, [EnquireLink(sequence_number=500)])


async def _all_answered(talk: Talk, requests: list[EnquireLink], how: str = "", pieces: int = 0) -> None:
    await talk.says(*map(talk.asked, requests), how=how, pieces=pieces)
    for request in requests:
        taken(request, await talk.answer(request), EnquireLinkResp)
