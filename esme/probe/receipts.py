"""SMPP v5.0 sections 4.3.1 and 4.7.21, and v3.4 appendix B: delivery receipts, and their format."""

from dataclasses import dataclass
from typing import Final

from esme.message import ON_THE_WAY, Delivered, user_octets
from esme.probe.check import Family
from esme.probe.expect import in_words_of, same
from esme.probe.talk import Talk
from pdu import receipt as receipts
from pdu.dialects import MESSAGE_IDS
from pdu.operations.bind import BindReceiver, BindTransmitter
from pdu.operations.query_sm import QuerySm, QuerySmResp
from pdu.receipt import Receipt, candidates
from pdu.values import MESSAGE_TYPE, EsmClass, InterfaceVersion, MessageState, RegisteredDelivery
from pdu.verdict import Departs, NotJudged, NotSupported, brief

RECEIPTS: Final = Family("receipts")

_ONLY_IF_IT_FAILS: Final = RegisteredDelivery.MC_DELIVERY_RECEIPT_ON_FAILURE


@dataclass(frozen=True, slots=True)
class Came:
    """A receipt that came, and the message_id that submit_sm_resp gave."""

    pdu: Delivered
    message_id: str

    @property
    def octets(self) -> bytes:
        """Its text as it came."""
        return user_octets(self.pdu)

    @property
    def text(self) -> Receipt | None:
        """What its text says; None if it is not the text of a receipt."""
        return receipts.decode(self.octets.decode("latin-1"))

    @property
    def ids(self) -> list[str]:
        """The message_ids in its TLV and its text."""
        text = self.text
        return [one for one in (self.pdu.receipted_message_id, text.id if text is not None else None) if one]

    @property
    def state(self) -> MessageState | None:
        """The state that it reports, in its TLV or else its text."""
        if self.pdu.message_state in list(MessageState):
            return MessageState(self.pdu.message_state)
        return self.text.message_state if self.text is not None else None


@RECEIPTS.check("A message that asks for a receipt has one, marked as such in esm_class", "4.7.21")
async def receipt(talk: Talk) -> str:
    await talk.binds()
    came = await _receipt(talk)
    same("message type in esm_class", came.pdu.esm_class & MESSAGE_TYPE, int(EsmClass.MC_DELIVERY_RECEIPT))
    return f"{came.pdu.words[0]}, {came.state.name if came.state is not None else 'of no state'}"


@RECEIPTS.check("A receipt names the message by the message_id that submit_sm_resp gave", "4.7.14")
async def receipt_id(talk: Talk) -> str:
    await talk.binds()
    came = await _receipt(talk)
    if not came.ids:
        raise Departs("neither receipted_message_id nor a text says which message it is about")
    return ", ".join(f"{one!r} ({_written(one, came.message_id)})" for one in dict.fromkeys(came.ids))


@RECEIPTS.check("receipted_message_id is the message_id, octet for octet, and message_state is beside it", "4.8.4.47")
async def receipt_tlvs(talk: Talk) -> str:
    await talk.binds()
    came = await _receipt(talk)
    named, state = came.pdu.receipted_message_id, came.pdu.message_state
    if named is None and state is None:
        raise NotSupported("it has neither receipted_message_id nor message_state")
    same("receipted_message_id", named, came.message_id)
    if state is None:
        raise Departs("it has no message_state beside its receipted_message_id")
    if state not in list(MessageState):
        raise Departs(f"message_state {state} is none: expected 0 to 9")
    return f"message_state={MessageState(state).name}"


@RECEIPTS.check("The text of a receipt can be read: id and stat at the least", "v3.4 appendix B")
async def receipt_text(talk: Talk) -> str:
    await talk.binds()
    came = await _receipt(talk)
    octets = came.octets
    if not octets:
        raise NotSupported("it has no text")
    if came.text is None:
        raise Departs(f"neither id nor stat is to be found in {octets!r}")
    if came.text.message_state is None:
        raise Departs(f"stat:{came.text.stat} is no state: expected one of {', '.join(receipts.STATES)}")
    return repr(octets.decode("latin-1"))


@RECEIPTS.check("The text of a receipt and its TLVs say the same")
async def receipt_agrees(talk: Talk) -> None:
    await talk.binds()
    came = await _receipt(talk)
    if came.text is None or came.pdu.message_state is None:
        raise NotSupported("it has only one of the two")
    same("message_state, beside the stat of the text", came.pdu.message_state, came.text.message_state)


@RECEIPTS.check("A receipt comes from where the message went")
async def receipt_source(talk: Talk) -> None:
    await talk.binds()
    came = await _receipt(talk)
    same("source_addr", came.pdu.source_addr.removeprefix("+").removeprefix("00"), talk.target.to.value)


@RECEIPTS.check("A receipt does not ask for a receipt")
async def receipt_of_receipt(talk: Talk) -> None:
    await talk.binds()
    same("registered_delivery of the receipt", (await _receipt(talk)).pdu.registered_delivery, 0)


@RECEIPTS.check("A message that asks for no receipt has none", "4.7.21")
async def none_unasked(talk: Talk) -> str:
    await talk.binds()
    return await _only_the_second(talk, await talk.submits())


@RECEIPTS.check("A message that asks for a receipt only if it fails has none if it is delivered", "4.7.21")
async def none_on_success(talk: Talk) -> str:
    await talk.binds()
    return await _only_the_second(talk, await talk.submits(registered_delivery=_ONLY_IF_IT_FAILS))


@RECEIPTS.check("A receipt that is acknowledged does not come again")
async def receipt_once(talk: Talk) -> None:
    await talk.binds()
    first = await _receipt(talk)
    await _receipt(talk)
    again = [pdu for pdu in talk.delivered if _about(pdu, first.message_id)]
    same("receipts for the message", len(again), 1)


@RECEIPTS.check("The receipt for a message of a transmitter goes to the receiver of the account", "2.4")
async def receipt_to_receiver(talk: Talk) -> None:
    await talk.binds(BindTransmitter)
    async with talk.another() as receiver:
        await receiver.binds(BindReceiver)
        message_id = await talk.submits(registered_delivery=RegisteredDelivery.MC_DELIVERY_RECEIPT)
        came = await receiver.delivery(lambda pdu: _about(pdu, message_id))
    await talk.goes_on()
    if talk.delivered:
        raise Departs(f"a transmitter was sent {talk.delivered[0].words[0]}")
    if came is None:
        raise await _absent(talk, message_id)


@RECEIPTS.check("A receipt for a session of v3.3 has no TLVs: its text says all", "2.11")
async def receipt_of_v3_3(talk: Talk) -> None:
    async with talk.another() as receiver:
        await receiver.binds(BindReceiver, InterfaceVersion.V3_3)
        await talk.binds(BindTransmitter, InterfaceVersion.V3_3)
        message_id = await talk.submits(registered_delivery=RegisteredDelivery.MC_DELIVERY_RECEIPT)
        came = await receiver.delivery(lambda pdu: _about(pdu, message_id))
        if came is None:
            raise await _absent(talk, message_id)
        in_words_of(InterfaceVersion.V3_3, came)


async def _receipt(talk: Talk) -> Came:
    """Submit a message and wait for its receipt; if none comes in time, return one for another message, if any."""
    message_id = await talk.submits(registered_delivery=RegisteredDelivery.MC_DELIVERY_RECEIPT)
    pdu = await talk.delivery(lambda pdu: _about(pdu, message_id))
    strange = [one for one in talk.delivered if _is_receipt(one)]
    if pdu is None and not strange:
        raise await _absent(talk, message_id)
    return Came(pdu or strange[-1], message_id)


async def _absent(talk: Talk, message_id: str) -> Departs | NotJudged:
    """Say what it means that no receipt comes: nothing, while the message is still on its way."""
    response = await talk.asks(talk.addressed(QuerySm(message_id)))
    late = f"no receipt came within {talk.target.receipts_within:g} s"
    if not isinstance(response, QuerySmResp) or response.command_status:
        return NotJudged(f"{late}, and what has become of the message is not to be had: {brief(response)}")
    state = MessageState(response.message_state).name if response.message_state in list(MessageState) else "unknown"
    told = f"{late}; query_sm says that the message is {state}"
    return NotJudged(told) if response.message_state in ON_THE_WAY else Departs(told)


async def _only_the_second(talk: Talk, first: str) -> str:
    """See that a message gets the receipt it asks for, and that the ``first`` message has got none by then."""
    await _receipt(talk)
    unasked = [pdu for pdu in talk.delivered if _about(pdu, first)]
    if not unasked:
        return ""
    came = Came(unasked[0], first)
    if came.state is not MessageState.DELIVERED:
        raise NotJudged(f"it was not delivered, says {unasked[0].words[0]}")
    raise Departs(f"{unasked[0].words[0]} came, a receipt for it")


def _is_receipt(pdu: Delivered) -> bool:
    return pdu.esm_class & MESSAGE_TYPE == EsmClass.MC_DELIVERY_RECEIPT


def _about(pdu: Delivered, message_id: str) -> bool:
    """Whether a receipt, marked as such or not, names this message, however it writes the message_id."""
    came = Came(pdu, message_id)
    return any(one in candidates(message_id) or message_id in candidates(one) for one in came.ids)


def _written(written: str, message_id: str) -> str:
    """Say how a receipt writes a message_id; raises Departs if in no known way."""
    for way, spelled in MESSAGE_IDS.items():
        if spelled(message_id) == written:
            return way
    if written in candidates(message_id):
        return "in another way"
    raise Departs(f"it is about {written!r}, and not about {message_id!r}, in whatever way that is written")
