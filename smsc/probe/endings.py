"""SMPP v5.0 sections 2.3 and 4.1.1: how a session ends, and what a client does then."""

import asyncio
from typing import Final

from pdu.command_status import CommandStatus as S
from pdu.header import HEADER_LENGTH
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.verdict import Departs, NotSupported
from smsc.probe import manners
from smsc.probe.check import UNBOUND, Family
from smsc.probe.deliveries import message
from smsc.probe.line import Closed, Left, Silent
from smsc.probe.talk import Talk, taken

ENDINGS: Final = Family("endings")


@ENDINGS.check("unbind is answered by unbind_resp ESME_ROK, and after that nothing is asked", "4.1.1.8")
async def unbind(talk: Talk) -> str:
    request = Unbind()
    await talk.line.says(talk.line.asked(request))
    talk.line.over = True
    taken(request, await talk.line.answer(request, serving=False), UnbindResp)
    try:
        pdu = await talk.line.submission(talk.terms.pause)
    except Closed:
        return "it closed the connection"
    if pdu is not None:
        raise Departs(f"{pdu.words[0]} came after it")
    return f"the connection was left open for {talk.terms.pause:g} s"


@ENDINGS.check("A client whose connection is dropped within a PDU opens another session")
async def dropped(talk: Talk) -> str:
    await talk.line.says(message(sequence_number=talk.line.number()).encode()[: HEADER_LENGTH + 4], how="and is gone")
    talk.line.hangs_up()
    after = await talk.comes_back(talk.terms.wait)
    if after is None:
        raise NotSupported(f"it did not come back within {talk.terms.wait:g} s")
    return f"it came back after {after:.3f} s"


@ENDINGS.check(
    "A client whose bind is refused asks for nothing else, and for a while not even that", "2.4", needs=UNBOUND
)
async def bind_refused(talk: Talk) -> str:
    try:
        bind = await talk.opens()
    except (Closed, Silent) as gone:
        raise Left(gone.why) from None  # a client that wants no session
    await talk.line.says(manners.refused(bind, S.ESME_RBINDFAIL))
    back = asyncio.ensure_future(talk.comes_back(talk.terms.pause))
    try:
        async with asyncio.timeout(talk.terms.pause):
            pdu = await talk.line.hears()
    except (Closed, TimeoutError):
        pdu = None
    except asyncio.CancelledError:
        back.cancel()
        raise
    finally:
        after = await back
    if pdu is not None:
        raise Departs(f"{pdu.words[0]} came behind it")
    if after is not None:
        raise Departs(f"another bind came after {after:.3f} s, expected none for {talk.terms.pause:g} s")
    return f"it was silent for {talk.terms.pause:g} s"
