"""SMPP v5.0 sections 4.1.1.8, 4.1.2 and 4.1.4: the session itself, and answers to what nobody asked."""

from typing import Final

from esme.probe.check import Conversation, Family
from esme.probe.expect import taken
from esme.probe.line import Closed
from esme.probe.talk import Talk
from pdu.command_status import CommandStatus as S
from pdu.header import Unknown
from pdu.operations.bind import Bind, BindReceiver, BindTransceiver, BindTransmitter
from pdu.operations.enquire_link import EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.submit_sm import SubmitSmResp
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.verdict import Departs, brief, nacked

LINK: Final = Family("link")

_UNUSED: Final = 0x000000FF  # a command_id that no version has
_NOT_ASKED: Final = 77  # a sequence_number that the message centre has not used, since it has sent no requests yet


def _answers_enquire_link(cls: type[Bind]) -> Conversation:
    async def conversation(talk: Talk) -> None:
        await talk.binds(cls)
        await talk.goes_on()

    return conversation


for _cls in (BindTransmitter, BindReceiver, BindTransceiver):
    _state = _cls.words[0].removeprefix("bind_")
    _rule = f"enquire_link of a {_state} is answered by enquire_link_resp ESME_ROK under its sequence_number"
    LINK.add(f"enquire_link_{_state}", _rule, "4.1.2", _answers_enquire_link(_cls))


@LINK.check("unbind is answered by unbind_resp ESME_ROK", "4.1.1.8")
async def unbind(talk: Talk) -> None:
    await talk.binds()
    request = Unbind()
    taken(request, await talk.asks(request), UnbindResp)
    talk.bound = False


@LINK.check("After unbind_resp nothing is submitted any more", "2.4")
async def submit_after_unbind(talk: Talk) -> str:
    await talk.binds()
    await talk.asks(Unbind())
    talk.bound = False
    request = talk.message()
    try:
        answer = await talk.asks(request)
    except Closed:
        return "the connection was closed"
    if not answer.command_status:
        raise Departs(f"submit_sm was answered by {brief(answer)}")
    return f"refused with {brief(answer)}"


@LINK.check("An unknown command_id is answered by generic_nack ESME_RINVCMDID, and the session goes on", "4.1.4")
async def unknown_command(talk: Talk) -> None:
    await talk.binds()
    nacked(await talk.asks(Unknown(command_id=_UNUSED, body=b"whatever it is")), S.ESME_RINVCMDID)
    await talk.goes_on()


@LINK.check("An unknown command_id before a bind is answered by generic_nack as well", "4.1.4")
async def unknown_command_unbound(talk: Talk) -> str:
    return nacked(await talk.asks(Unknown(command_id=_UNUSED)), S.ESME_RINVCMDID, S.ESME_RINVBNDSTS)


@LINK.check("A response to nothing that was asked is passed over")
async def stray_response(talk: Talk) -> None:
    await talk.binds()
    await talk.says(SubmitSmResp(sequence_number=_NOT_ASKED), EnquireLinkResp(sequence_number=_NOT_ASKED))
    await talk.goes_on()


@LINK.check("A generic_nack to nothing that was asked is passed over", "4.1.4")
async def stray_nack(talk: Talk) -> None:
    await talk.binds()
    await talk.says(GenericNack(command_status=S.ESME_RINVCMDID, sequence_number=_NOT_ASKED))
    await talk.goes_on()
