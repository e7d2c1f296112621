"""SMPP v5.0 sections 2.2, 2.4 and 4.1.1: who may bind, as what, in which version, and what may be sent before."""

from typing import Final

from esme.probe.check import Conversation, Family
from esme.probe.expect import in_words_of, refused, taken
from esme.probe.talk import Talk
from pdu.command_status import CommandStatus as S
from pdu.operations.bind import Bind, BindReceiver, BindResp, BindTransceiver, BindTransmitter
from pdu.values import InterfaceVersion
from pdu.verdict import Departs, NotSupported

BINDS: Final = Family("binds")

_V3_3, _V3_4, _V5_0 = InterfaceVersion
_STRANGER: Final = (S.ESME_RINVPASWD, S.ESME_RINVSYSID, S.ESME_RBINDFAIL)
_NO_MORE: Final = (S.ESME_RALYBND, S.ESME_RBINDFAIL)


def _lets_in(cls: type[Bind]) -> Conversation:
    async def conversation(talk: Talk) -> str:
        bind = talk.as_us(cls())
        response = taken(bind, await talk.tries(bind), BindResp)
        return f"system_id={response.system_id!r}"

    return conversation


for _cls, _clause in ((BindTransmitter, "4.1.1.1"), (BindReceiver, "4.1.1.3"), (BindTransceiver, "4.1.1.5")):
    _name = _cls.words[0]
    BINDS.add(_name, f"{_name} is answered by {_name}_resp ESME_ROK under its sequence_number", _clause, _lets_in(_cls))


@BINDS.check("A session of v3.3 can be had, and its bind_resp has no TLV, which v3.3 does not know", "2.11")
async def v3_3(talk: Talk) -> None:
    in_words_of(_V3_3, await _in_version(talk, _V3_3))


@BINDS.check("A session of v3.4 can be had, and its bind_resp has no TLV of v5.0", "2.11")
async def v3_4(talk: Talk) -> str:
    response = await _in_version(talk, _V3_4)
    in_words_of(_V3_4, response)
    return _speaks(response)


@BINDS.check("A session of v5.0 can be had: sc_interface_version says that the message centre speaks it", "2.11")
async def v5_0(talk: Talk) -> str:
    response = await _in_version(talk, _V5_0)
    if response.sc_interface_version is None or response.sc_interface_version < _V5_0:
        raise NotSupported(_speaks(response))
    return _speaks(response)


@BINDS.check("sc_interface_version names a version that there is", "4.8.4.51")
async def sc_interface_version(talk: Talk) -> str:
    response = await talk.binds(BindTransmitter)
    version = response.sc_interface_version
    if version is None:
        raise NotSupported(_speaks(response))
    if version > _V3_4 and version != _V5_0:
        raise Departs(f"sc_interface_version is 0x{version:02X}: expected 0x00 to 0x34, or 0x50")
    return _speaks(response)


@BINDS.check("A bind with a wrong password is refused", "4.1.1")
async def wrong_password(talk: Talk) -> str:
    bind = talk.as_us(BindTransmitter())
    bind.password = "x" if bind.password.startswith("y") else "y"
    return refused(bind, await talk.asks(bind), *_STRANGER)


@BINDS.check("A bind with a system_id that nobody has is refused", "4.1.1")
async def unknown_system_id(talk: Talk) -> str:
    bind = talk.as_us(BindTransmitter())
    bind.system_id, bind.password = "nobodys-own-id", "y"  # our own password is not for everybody to see
    return refused(bind, await talk.asks(bind), *_STRANGER)


@BINDS.check("A second bind in a session is refused with ESME_RALYBND, and the session goes on", "2.4")
async def second_bind(talk: Talk) -> str:
    await talk.binds()
    bind = talk.as_us(BindTransmitter())
    told = refused(bind, await talk.asks(bind), S.ESME_RALYBND)
    await talk.goes_on()
    return told


@BINDS.check("submit_sm before a bind is refused with ESME_RINVBNDSTS", "2.4")
async def submit_before_bind(talk: Talk) -> str:
    request = talk.message()
    return refused(request, await talk.asks(request), S.ESME_RINVBNDSTS)


@BINDS.check("submit_sm of a receiver is refused with ESME_RINVBNDSTS, and the session goes on", "2.4")
async def receiver_submits(talk: Talk) -> str:
    await talk.binds(BindReceiver)
    request = talk.message()
    told = refused(request, await talk.asks(request), S.ESME_RINVBNDSTS)
    await talk.goes_on()
    return told


@BINDS.check("A transmitter and a receiver of one account can be bound at a time", "2.2")
async def two_sessions(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    async with talk.another() as other:
        bind = other.as_us(BindReceiver())
        taken(bind, await other.tries(bind), BindResp, lacking=_NO_MORE)
        await other.goes_on()
    await talk.goes_on()


async def _in_version(talk: Talk, version: InterfaceVersion) -> BindResp:
    bind = talk.as_us(BindTransmitter(interface_version=version))
    return taken(bind, await talk.tries(bind), BindResp, lacking=(S.ESME_RBINDFAIL, S.ESME_RSYSERR))


def _speaks(response: BindResp) -> str:
    version = response.sc_interface_version
    return "it does not say which version it speaks" if version is None else f"sc_interface_version=0x{version:02X}"
