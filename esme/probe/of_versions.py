"""What v5.0 alone has (SMPP v5.0 sections 4.4 and 4.6, cell broadcast), and what v3.3 alone had."""

from typing import Any, Final

from esme.probe.check import Family
from esme.probe.expect import beside_the_rule, in_words_of, same, taken
from esme.probe.talk import TEXT, Talk
from pdu.command_status import CommandStatus as S
from pdu.operations.bind import BindTransmitter
from pdu.operations.broadcast_sm import BroadcastSm, BroadcastSmResp
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSm, CancelBroadcastSmResp
from pdu.operations.param_retrieve import ParamRetrieve, ParamRetrieveResp
from pdu.operations.query_broadcast_sm import QueryBroadcastSm, QueryBroadcastSmResp
from pdu.operations.query_last_msgs import QueryLastMsgs, QueryLastMsgsResp
from pdu.operations.query_msg_details import QueryMsgDetails, QueryMsgDetailsResp
from pdu.operations.query_sm import QuerySm
from pdu.operations.submit_sm import SubmitSmResp
from pdu.values import InterfaceVersion
from pdu.verdict import Departs, NotSupported

OF_VERSIONS: Final = Family("versions")

_V3_3, _V3_4, _V5_0 = InterfaceVersion
_WHERE: Final[dict[str, Any]] = {
    "broadcast_area_identifier": (b"\0all",),  # the alias of an area
    "broadcast_content_type": b"\1\0\0",  # GSM, index
    "broadcast_rep_num": 2,
    "broadcast_frequency_interval": b"\x0b\0\1",  # one day between the two: time enough to cancel
}


@OF_VERSIONS.check("broadcast_sm is answered by broadcast_sm_resp ESME_ROK with a message_id", "4.4.1")
async def broadcast_sm(talk: Talk) -> str:
    await _v5_0(talk)
    message_id = await _broadcast(talk)
    await talk.asks(_cancelling(talk, message_id))
    return f"message_id={message_id!r}"


@OF_VERSIONS.check("query_broadcast_sm is answered with its message_id", "4.6.1")
async def query_broadcast_sm(talk: Talk) -> None:
    await _v5_0(talk)
    with beside_the_rule():
        message_id = await _broadcast(talk)
    request = talk.addressed(QueryBroadcastSm(message_id))
    answer = await talk.asks(request)
    await talk.asks(_cancelling(talk, message_id))
    response = taken(request, answer, QueryBroadcastSmResp)
    same("message_id", response.message_id, message_id)


@OF_VERSIONS.check("cancel_broadcast_sm is answered by cancel_broadcast_sm_resp ESME_ROK", "4.6.2")
async def cancel_broadcast_sm(talk: Talk) -> None:
    await _v5_0(talk)
    with beside_the_rule():
        request = _cancelling(talk, await _broadcast(talk))
    taken(request, await talk.asks(request), CancelBroadcastSmResp)


@OF_VERSIONS.check("What goes to a session of v3.3 has no TLVs", "2.11")
async def v3_3_without_tlvs(talk: Talk) -> None:
    await talk.binds(BindTransmitter, _V3_3)
    await _answers_without_tlvs(talk, _V3_3)


@OF_VERSIONS.check("What goes to a session of v3.4 has no TLVs of v5.0", "2.11")
async def v3_4_without_tlvs_of_v5_0(talk: Talk) -> None:
    await talk.binds(BindTransmitter, _V3_4)
    await _answers_without_tlvs(talk, _V3_4)


@OF_VERSIONS.check("v3.3: query_last_msgs is answered with the message_ids of the latest messages")
async def query_last_msgs(talk: Talk) -> None:
    await talk.binds(BindTransmitter, _V3_3)
    message_id = await talk.submits()
    request = talk.addressed(QueryLastMsgs(number_of_msgs=1))
    response = taken(request, await talk.asks(request), QueryLastMsgsResp)
    same("message_id", response.message_id, (message_id,))


@OF_VERSIONS.check("v3.3: query_msg_details is answered with the message")
async def query_msg_details(talk: Talk) -> None:
    await talk.binds(BindTransmitter, _V3_3)
    message_id = await talk.submits()
    request = talk.addressed(QueryMsgDetails(message_id, sm_length=len(TEXT)))
    response = taken(request, await talk.asks(request), QueryMsgDetailsResp)
    same("message_id", response.message_id, message_id)
    same("short_message", response.short_message, TEXT)


@OF_VERSIONS.check("v3.3: param_retrieve is answered by param_retrieve_resp")
async def param_retrieve(talk: Talk) -> None:
    await talk.binds(BindTransmitter, _V3_3)
    request = ParamRetrieve("system_id")
    lacking = (S.ESME_RPARAMRETFAIL, S.ESME_RINVPARAM)
    taken(request, await talk.asks(request), ParamRetrieveResp, lacking=lacking)


async def _v5_0(talk: Talk) -> None:
    response = await talk.binds(BindTransmitter, _V5_0)
    if (response.sc_interface_version or 0) < _V5_0:
        raise NotSupported("no session of v5.0 is to be had")


async def _broadcast(talk: Talk) -> str:
    request = talk.addressed(BroadcastSm(message_payload=TEXT, **_WHERE))
    response = taken(request, await talk.asks(request), BroadcastSmResp, lacking=(S.ESME_RBCASTFAIL,))
    if not response.message_id:
        raise Departs("broadcast_sm_resp has no message_id")
    return response.message_id


def _cancelling(talk: Talk, message_id: str) -> CancelBroadcastSm:
    return talk.addressed(CancelBroadcastSm(message_id=message_id))


async def _answers_without_tlvs(talk: Talk, version: InterfaceVersion) -> None:
    request = talk.message()
    in_words_of(version, taken(request, await talk.asks(request), SubmitSmResp))
    query = talk.addressed(QuerySm("no-such-message"))
    in_words_of(version, await talk.asks(query))
