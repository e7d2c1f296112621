"""SMPP v5.0 sections 4.2 and 4.5: messages are submitted, asked for, cancelled and replaced."""

from typing import Final

from esme.message import ON_THE_WAY
from esme.probe.check import Family
from esme.probe.expect import beside_the_rule, refused, same, taken
from esme.probe.talk import TEXT, TOMORROW, Talk
from pdu.command_status import CommandStatus as S
from pdu.header import Unknown
from pdu.lists import SmeAddress
from pdu.operations.bind import BindTransmitter
from pdu.operations.cancel_sm import CancelSm, CancelSmResp
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.query_sm import QuerySm, QuerySmResp
from pdu.operations.replace_sm import ReplaceSm, ReplaceSmResp
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSmResp
from pdu.text.data_coding import DataCoding
from pdu.values import EsmClass, MessageState
from pdu.verdict import Departs

OPERATIONS: Final = Family("operations")

_NOBODYS: Final = "no-such-message"
_CONCATENATED: Final = bytes.fromhex("050003A70101")  # UDH: part 1 of 1


@OPERATIONS.check("submit_sm is answered by submit_sm_resp ESME_ROK with a message_id", "4.2.1")
async def submit_sm(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.message()
    return _named(taken(request, await talk.asks(request), SubmitSmResp))


@OPERATIONS.check("Every message has a message_id of its own", "4.7.14")
async def message_ids_differ(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    first, second = await talk.submits(), await talk.submits()
    if first == second:
        raise Departs(f"two messages have the message_id {first!r}")
    return f"{first!r} and {second!r}"


@OPERATIONS.check("A text in UCS-2 (data_coding 8) is taken", "4.7.7")
async def ucs2(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    request = talk.message(data_coding=DataCoding.UCS2, short_message="Привет".encode("utf-16-be"))
    taken(request, await talk.asks(request), SubmitSmResp, lacking=(S.ESME_RINVDCS,))


@OPERATIONS.check("A text behind a user data header (esm_class UDHI) is taken", "4.7.12")
async def user_data_header(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    request = talk.message(esm_class=EsmClass.UDHI, short_message=_CONCATENATED + TEXT)
    taken(request, await talk.asks(request), SubmitSmResp, lacking=(S.ESME_RINVESMCLASS,))


@OPERATIONS.check("A message without a destination is refused with ESME_RINVDSTADR", "4.7.8")
async def no_destination(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.message()
    request.destination_addr = ""
    return refused(request, await talk.asks(request), S.ESME_RINVDSTADR)


@OPERATIONS.check("A schedule_delivery_time that is no time is refused with ESME_RINVSCHED", "4.7.23.1")
async def schedule_refused(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.message(schedule_delivery_time="999999999999999+")
    return refused(request, await talk.asks(request), S.ESME_RINVSCHED)


@OPERATIONS.check("A validity_period that is no time is refused with ESME_RINVEXPIRY", "4.7.23.2")
async def validity_refused(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.message(validity_period="999999999999999+")
    return refused(request, await talk.asks(request), S.ESME_RINVEXPIRY)


@OPERATIONS.check("data_sm is answered by data_sm_resp ESME_ROK with a message_id", "4.2.2")
async def data_sm(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.addressed(DataSm(message_payload=TEXT))
    return _named(taken(request, await talk.asks(request), DataSmResp))


@OPERATIONS.check("submit_multi is answered by submit_multi_resp ESME_ROK with a message_id", "4.2.3")
async def submit_multi(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.addressed(SubmitMulti(dest_address=(_destination(talk),), short_message=TEXT))
    response = taken(request, await talk.asks(request), SubmitMultiResp)
    same("unsuccess_sme", response.unsuccess_sme, ())
    return _named(response)


@OPERATIONS.check("submit_multi to nobody is refused with ESME_RINVNUMDESTS", "4.7.17")
async def submit_multi_to_nobody(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    source = talk.target.source
    sender = bytes((source.ton, source.npi)) + source.value.encode("latin-1") + b"\0"
    nobody = b"\0"  # number_of_dests
    request = Unknown(
        command_id=SubmitMulti.command_id, body=b"\0" + sender + nobody + bytes(9) + bytes((len(TEXT),)) + TEXT
    )
    return refused(request, await talk.asks(request), S.ESME_RINVNUMDESTS)


@OPERATIONS.check("query_sm of a message is answered with its message_id and a state that there is", "4.5.2")
async def query_sm(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    return f"message_state={(await _state(talk, await talk.submits())).name}"


@OPERATIONS.check("A message that is for tomorrow is not delivered yet", "4.7.23.1")
async def scheduled(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    message_id = await talk.submits(schedule_delivery_time=TOMORROW)
    with beside_the_rule():
        state = await _state(talk, message_id)
    await talk.asks(_cancelling(talk, message_id))
    if state not in ON_THE_WAY:
        raise Departs(f"its message_state is {state.name}, expected SCHEDULED, ENROUTE or ACCEPTED")
    return f"message_state={state.name}"


@OPERATIONS.check("query_sm of a message that there is not is refused", "4.5.2")
async def query_unknown(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.addressed(QuerySm(_NOBODYS))
    return refused(request, await talk.asks(request), S.ESME_RQUERYFAIL, S.ESME_RINVMSGID)


@OPERATIONS.check("cancel_sm of a message that is for tomorrow is answered by cancel_sm_resp ESME_ROK", "4.5.1")
async def cancel_sm(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    request = _cancelling(talk, await talk.submits(schedule_delivery_time=TOMORROW))
    taken(request, await talk.asks(request), CancelSmResp)


@OPERATIONS.check("A message that is cancelled has the state DELETED", "4.7.15")
async def cancelled(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    message_id = await talk.submits(schedule_delivery_time=TOMORROW)
    request = _cancelling(talk, message_id)
    with beside_the_rule():
        taken(request, await talk.asks(request), CancelSmResp)
        state = await _state(talk, message_id)
    same("message_state", state.name, MessageState.DELETED.name)


@OPERATIONS.check("cancel_sm of a message that there is not is refused", "4.5.1")
async def cancel_unknown(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = _cancelling(talk, _NOBODYS)
    return refused(request, await talk.asks(request), S.ESME_RCANCELFAIL, S.ESME_RINVMSGID)


@OPERATIONS.check("replace_sm of a message that is for tomorrow is answered by replace_sm_resp ESME_ROK", "4.5.3")
async def replace_sm(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    message_id = await talk.submits(schedule_delivery_time=TOMORROW)
    request = talk.addressed(ReplaceSm(message_id, short_message=b"Replaced by esme probe"))
    answer = await talk.asks(request)
    await talk.asks(_cancelling(talk, message_id))
    taken(request, answer, ReplaceSmResp)


@OPERATIONS.check("replace_sm of a message that there is not is refused", "4.5.3")
async def replace_unknown(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.addressed(ReplaceSm(_NOBODYS, short_message=TEXT))
    return refused(request, await talk.asks(request), S.ESME_RREPLACEFAIL, S.ESME_RINVMSGID)


@OPERATIONS.check("deliver_sm, which only a message centre sends, is refused, and the session goes on", "2.4")
async def deliver_sm_from_esme(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.addressed(DeliverSm(short_message=TEXT))
    told = refused(request, await talk.asks(request), S.ESME_RINVBNDSTS, S.ESME_RINVCMDID)
    await talk.goes_on()
    return told


def _named(response: SubmitSmResp | DataSmResp | SubmitMultiResp) -> str:
    if not response.message_id:
        raise Departs(f"{response.words[0]} has no message_id")
    return f"message_id={response.message_id!r}"


def _destination(talk: Talk) -> SmeAddress:
    to = talk.target.to
    return SmeAddress(to.ton, to.npi, to.value)


def _cancelling(talk: Talk, message_id: str) -> CancelSm:
    request = talk.addressed(CancelSm(message_id=message_id))
    request.dest_addr_ton = request.dest_addr_npi = 0  # a message_id alone: then there is no destination
    request.destination_addr = ""
    return request


async def _state(talk: Talk, message_id: str) -> MessageState:
    """Ask for the state of a message."""
    request = talk.addressed(QuerySm(message_id))
    response = taken(request, await talk.asks(request), QuerySmResp)
    same("the message_id of query_sm_resp", response.message_id, message_id)
    try:
        return MessageState(response.message_state)
    except ValueError:
        raise Departs(f"message_state {response.message_state} is none: expected 0 to 9") from None
