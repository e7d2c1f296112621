"""SMPP v5.0 sections 2.9, 3.2 and 4.2: how a client copes with the answers to its messages."""

import asyncio
from typing import Final

from pdu.command_status import CommandStatus as S
from pdu.operations.generic_nack import GenericNack
from pdu.verdict import Departs, NotJudged
from smsc.probe import manners
from smsc.probe.check import BOTH, SUBMITS, Conversation, Family
from smsc.probe.receipts import receipt
from smsc.probe.talk import Talk

SUBMISSIONS: Final = Family("submissions")

_LONGEST_ID: Final = "0123456789abcdef" * 4  # 64 characters


@SUBMISSIONS.check("No more of its requests are unanswered at a time than was agreed (--window)", "2.9", needs=SUBMITS)
async def window(talk: Talk) -> str:
    held = await talk.submissions()
    for pdu in held:
        await talk.line.takes(pdu)
    if len(held) > talk.terms.window:
        raise Departs(f"{len(held)} were, and --window is {talk.terms.window}")
    return f"{len(held)} at the most"


@SUBMISSIONS.check("A response that comes behind other PDUs is still the response", "3.2", needs=SUBMITS)
async def late(talk: Talk) -> None:
    pdu = await talk.submission()
    for _ in range(3):
        await talk.goes_on()
    await talk.line.takes(pdu)
    await talk.goes_on()


@SUBMISSIONS.check("Responses that come in another order than the requests are told apart", "3.2", needs=SUBMITS)
async def swapped(talk: Talk) -> None:
    first = await talk.submission()
    second = await talk.line.submission(talk.terms.pause)
    if second is None:
        await talk.line.takes(first)
        raise NotJudged("the client has no two requests unanswered at a time")
    await talk.line.takes(second)
    await talk.line.takes(first)
    await talk.goes_on()


@SUBMISSIONS.check("A response that comes twice is passed over the second time", "3.2", needs=SUBMITS)
async def twice(talk: Talk) -> None:
    await talk.line.takes(await talk.submission(), twice=True)
    await talk.goes_on()


@SUBMISSIONS.check("A response that comes octet by octet is one response", "3.2", needs=SUBMITS)
async def response_octet_by_octet(talk: Talk) -> None:
    pdu = await talk.submission()
    await talk.line.says(manners.taken(pdu, "1"), how="octet by octet", pieces=1)
    await talk.goes_on()


@SUBMISSIONS.check("A message_id of 64 characters is taken", "4.7.14", needs=SUBMITS)
async def longest_id(talk: Talk) -> None:
    await talk.line.says(manners.taken(await talk.submission(), _LONGEST_ID))
    await talk.goes_on()


@SUBMISSIONS.check("A receipt that comes before submit_sm_resp is acknowledged", needs=BOTH)
async def receipt_before_response(talk: Talk) -> None:
    pdu = await talk.submission()
    await talk.delivers(receipt(message_id="7A"))
    await talk.line.says(manners.taken(pdu, "7A"))
    await talk.goes_on()


# Refusals


def _bears(status: S) -> Conversation:
    async def conversation(talk: Talk) -> None:
        pdu = await talk.submission()
        response = manners.refused(pdu, status)
        response.body = b""
        await talk.line.says(response, how="without a body")
        await talk.goes_on()

    return conversation


for _status in (S.ESME_RINVDSTADR, S.ESME_RSYSERR, S.ESME_RSUBMITFAIL):
    _rule = f"A message that is refused with {_status.name}, without a body, ends no session"
    SUBMISSIONS.add(f"refused_{_status.name}", _rule, "3.2", _bears(_status), needs=SUBMITS)


@SUBMISSIONS.check(
    "A message that is refused with a status of the vendor's (0x400) ends no session", "4.7.6", needs=SUBMITS
)
async def refused_by_vendor(talk: Talk) -> None:
    await talk.line.says(manners.refused(await talk.submission(), 0x400))
    await talk.goes_on()


@SUBMISSIONS.check("A message that is refused by generic_nack ends no session", "4.1.4", needs=SUBMITS)
async def refused_by_nack(talk: Talk) -> None:
    pdu = await talk.submission()
    nack = GenericNack(command_status=S.ESME_RSYSERR, sequence_number=pdu.sequence_number)
    await talk.line.says(nack)
    await talk.goes_on()


def _slows_down(status: S) -> Conversation:
    async def conversation(talk: Talk) -> str:
        held = await talk.submissions()  # all that is on its way before the client can know
        await talk.line.says(*(manners.refused(pdu, status) for pdu in held))
        begun = asyncio.get_running_loop().time()
        more = await talk.line.submission(talk.terms.pause)
        if more is None:
            await talk.goes_on()
            return f"it was silent for {talk.terms.pause:g} s"
        waited = asyncio.get_running_loop().time() - begun
        await talk.line.takes(more)
        raise Departs(f"{more.words[0]} came {waited:.3f} s after that, expected none for {talk.terms.pause:g} s")

    return conversation


for _name, _status in (("throttled", S.ESME_RTHROTTLED), ("queue_full", S.ESME_RMSGQFUL)):
    _rule = f"A client that is told {_status.name} submits nothing for a while (--pause)"
    SUBMISSIONS.add(_name, _rule, "", _slows_down(_status), needs=SUBMITS)
