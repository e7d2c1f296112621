"""The parts of a long message, put together: in any order, when some are missing, and when they come again."""

import asyncio
from itertools import permutations

import pytest

import esme
from esme.message import Delivered, user_octets
from esme.parts import Parts
from pdu import CommandStatus, DataSm, DeliverSm, DeliverSmResp, EsmClass, Pdu
from pdu.text.reassembly import Place
from pdu.text.segmentation import Carriage
from pdu.text.udh import Concatenation8
from tests.esme.conversation import SOON, bank_has_nothing_to_say, conversation
from tests.esme.long_message import LONG, cut
from tests.esme.message_centre import message


def kept(time_limit: float = 300.0, most: int = 10) -> Parts:
    return Parts(time_limit, most, esme.DefaultAlphabet.GSM7_UNPACKED)


def take(parts: Parts, pdu: Delivered, now: float = 0.0) -> list[esme.Message]:
    place = parts.place(pdu)
    assert place is not None
    return parts.take(pdu, place, now)


# What makes one message of many


@pytest.mark.parametrize("carriage", [Carriage.UDH_8, Carriage.UDH_16, Carriage.SAR])
@pytest.mark.parametrize("text", [LONG, "Привет, мир! " * 20], ids=["GSM 7 bit", "UCS-2"])
def test_parts_are_one_message_in_whatever_order_they_come(carriage: Carriage, text: str) -> None:
    pdus = cut(text, carriage)
    assert len(pdus) >= 3
    for order in permutations(pdus):
        parts = kept()
        *earlier, [whole] = [take(parts, pdu) for pdu in order]
        assert earlier == [[]] * (len(pdus) - 1)
        assert (whole.text, whole.missing, whole.pdus) == (text, (), tuple(pdus))
        assert whole.pdu is pdus[0]
        assert parts.next_timer() is None


def test_a_message_payload_is_whole_as_it_is() -> None:
    [pdu] = cut(LONG, Carriage.MESSAGE_PAYLOAD)
    assert kept().place(pdu) is None
    assert esme.Message(pdu).text == LONG


def test_the_parts_of_a_data_sm_are_in_its_message_payload() -> None:
    pdus = [DataSm(esm_class=EsmClass.UDHI, message_payload=pdu.short_message) for pdu in cut(LONG)]
    parts = kept()
    assert [one.text for pdu in pdus for one in take(parts, pdu)] == [LONG]


def test_an_emoji_that_was_cut_in_two_is_whole_again() -> None:
    first, second = cut("x" * 69 + "y" * 40 + "\u20ac\u0416")
    half = "🙂".encode("utf-16-be")
    first.short_message, second.short_message = (
        first.short_message[:6] + half[:2],
        second.short_message[:6] + half[2:],
    )
    parts = kept()
    assert [one.text for pdu in (first, second) for one in take(parts, pdu)] == ["🙂"]


def test_parts_in_different_alphabets_are_read_each_in_its_own() -> None:
    first, second, third = cut(LONG)
    second.data_coding, second.short_message = 0x08, second.short_message[:6] + "Жж".encode("utf-16-be")
    parts = kept()
    [whole] = [one for pdu in (first, second, third) for one in take(parts, pdu)]
    assert whole.text == LONG[:153] + "Жж" + LONG[306:]


def test_octets_that_are_no_text_are_joined_without_their_headers() -> None:
    pdus = cut(LONG)
    for pdu in pdus:
        pdu.data_coding = 0x04
    parts = kept()
    [whole] = [one for pdu in pdus for one in take(parts, pdu)]
    assert whole.octets == b"".join(user_octets(pdu)[6:] for pdu in pdus)


@pytest.mark.parametrize(
    "pdu",
    [
        DeliverSm(short_message=b"\x05\x00\x03\x2a\x02\x01 no header is announced"),
        DeliverSm(esm_class=EsmClass.UDHI, short_message=b"\x05\x00\x03\x2a\x02\x03 the third of two"),
        DeliverSm(esm_class=EsmClass.UDHI, short_message=b"\x05\x00\x03\x2a\x01\x01 the only one"),
        DeliverSm(esm_class=EsmClass.UDHI, short_message=b"\xffno end"),
        DeliverSm(esm_class=EsmClass.UDHI, short_message=b""),
        DeliverSm(sar_msg_ref_num=1, sar_total_segments=2),
        DeliverSm(sar_msg_ref_num=1, sar_segment_seqnum=1),
        DeliverSm(sar_total_segments=2, sar_segment_seqnum=1),
        DeliverSm(sar_msg_ref_num=1, sar_total_segments=2, sar_segment_seqnum=0),
        DeliverSm(sar_msg_ref_num=1, sar_total_segments=1, sar_segment_seqnum=1),
    ],
)
def test_what_is_no_part_is_a_message_of_its_own(pdu: DeliverSm) -> None:
    assert kept().place(pdu) is None


def test_senders_and_references_are_told_apart() -> None:
    parts = kept()
    other = cut(LONG)
    for pdu in other:
        pdu.source_addr = "447700900124"
    again = cut(LONG, reference=0x2B)
    for pdu in (*cut(LONG)[:2], *other[:2], *again[:2]):
        assert take(parts, pdu) == []
    assert [one.source for one in take(parts, other[2])] == ["+447700900124"]


# Parts that do not come


def test_what_does_not_come_in_time_is_said_to_be_missing() -> None:
    parts = kept(time_limit=300.0)
    for pdu in (cut(LONG)[0], cut(LONG)[2]):
        assert take(parts, pdu, now=10.0) == []
    assert parts.next_timer() == 310.0
    assert parts.overdue(309.9) == []
    [incomplete] = parts.overdue(310.0)
    assert incomplete.missing == (2,)
    assert incomplete.text == LONG[:153] + "…" + LONG[306:]
    assert len(incomplete.pdus) == 2


def test_of_more_than_there_is_room_for_the_oldest_is_given_up() -> None:
    parts = kept(most=2)
    assert take(parts, cut(LONG, reference=1)[0]) == []
    assert take(parts, cut(LONG, reference=2)[0]) == []
    [oldest] = take(parts, cut(LONG, reference=3)[0])
    assert oldest.missing == (2, 3)
    assert oldest.pdu == cut(LONG, reference=1)[0]


def test_the_oldest_is_given_up_if_the_parts_of_all_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.parts.ROOM", 1_500)
    parts = kept()
    long = [
        DeliverSm(sar_msg_ref_num=number, sar_total_segments=3, sar_segment_seqnum=1, message_payload=b"x" * 500)
        for number in (1, 2)
    ]
    assert take(parts, long[0]) == []
    [oldest] = take(parts, long[1])
    assert (oldest.pdu, oldest.missing) == (long[0], (2, 3))


def test_a_part_that_is_delivered_again_is_there_already() -> None:
    parts = kept()
    first, second, third = cut(LONG)
    again = cut(LONG)[0]
    again.sequence_number = 99
    assert take(parts, first) == take(parts, again) == take(parts, second) == []
    assert [one.text for one in take(parts, third)] == [LONG]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sequence_number", 99),
        ("short_message", b"\x05\x00\x03\x2a\x03\x03 other words"),
        ("data_coding", 0x04),
        ("source_addr", "447700900124"),
        ("destination_addr", "60301"),
    ],
)
def test_a_part_comes_again_if_nothing_but_its_sequence_number_differs(name: str, value: int | str | bytes) -> None:
    *_, before = cut(LONG)
    *_, last = cut(LONG)
    setattr(last, name, value)
    parts = kept()
    place = parts.place(last)
    assert place is not None
    assert parts.again(last, place, before) is (name == "sequence_number")


# In a session


async def test_a_long_message_is_one_message_and_each_of_its_parts_is_acknowledged() -> None:
    async with conversation(inbox=1) as (bank, sc):
        sc.says(*cut(LONG))
        assert (await anext(bank)).text == LONG
        answers = [await sc.hears("deliver_sm_resp") for _ in range(3)]
        assert [a.command_status for a in answers] == [CommandStatus.ESME_ROK] * 3


async def test_parts_are_left_as_they_come_if_that_is_wanted() -> None:
    async with conversation(reassembly_timer=0) as (bank, sc):
        sc.says(*cut(LONG))
        assert [(await anext(bank)).text for _ in range(3)] == [LONG[:153], LONG[153:306], LONG[306:]]


async def test_parts_that_wait_too_long_come_out_of_the_session_by_themselves() -> None:
    async with conversation(reassembly_timer=0.02) as (bank, sc):
        sc.says(cut(LONG)[1])
        incomplete = await asyncio.wait_for(anext(bank), 5)
        assert (incomplete.text, incomplete.missing) == ("…" + LONG[153:306] + "…", (1, 3))


async def test_parts_that_come_later_wait_as_long_and_come_out_by_themselves_too() -> None:
    async with conversation(reassembly_timer=0.02) as (bank, sc):
        for reference in (1, 2):
            sc.says(cut(LONG, reference=reference)[1])
            incomplete = await asyncio.wait_for(anext(bank), 5)
            assert (user_octets(incomplete.parts[0])[3], incomplete.missing) == (reference, (1, 3))


async def test_parts_that_wait_when_the_session_ends_can_still_be_read() -> None:
    async with conversation() as (bank, sc):
        sc.says(cut(LONG)[0], message("Hello"))
        await bank_has_nothing_to_say(sc)
    assert [(one.text, one.missing) async for one in bank] == [("Hello", ()), (LONG[:153] + "…", (2, 3))]


async def test_the_last_part_is_acknowledged_when_the_handler_of_the_whole_returns() -> None:
    begun, read = asyncio.Event(), asyncio.Event()

    async def handler(one: esme.Message) -> None:
        assert one.text == LONG
        begun.set()
        await read.wait()

    async with conversation(handler=handler) as (_, sc):
        sc.says(*cut(LONG))
        await begun.wait()
        await bank_has_nothing_to_say(sc)
        assert sc.said()["deliver_sm_resp"] == 2
        read.set()
        answers = [await sc.hears("deliver_sm_resp") for _ in range(3)]
        assert [a.sequence_number for a in answers] == [1, 2, 3]


def refuses_once(status: int, told: list[esme.Message]) -> esme.Handler:
    async def handler(one: esme.Message) -> int:
        told.append(one)
        return status if len(told) == 1 else CommandStatus.ESME_ROK

    return handler


async def test_a_long_message_that_a_handler_refuses_is_whole_when_its_last_part_comes_again() -> None:
    told: list[esme.Message] = []
    handler = refuses_once(CommandStatus.ESME_RX_T_APPN, told)
    async with conversation(handler=handler) as (_, sc):
        sc.says(*cut(LONG))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(3)]
        assert [a.command_status for a in answers] == [0, 0, CommandStatus.ESME_RX_T_APPN]
        sc.says(cut(LONG)[2])
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_ROK
    assert [one.text for one in told] == [LONG, LONG]


async def test_a_long_message_that_a_handler_refuses_for_good_is_done_with() -> None:
    told: list[esme.Message] = []
    handler = refuses_once(CommandStatus.ESME_RX_R_APPN, told)
    async with conversation(handler=handler) as (_, sc):
        sc.says(*cut(LONG))
        for _ in range(3):
            await sc.hears("deliver_sm_resp")
    assert [one.text for one in told] == [LONG]


@pytest.mark.parametrize("handled", [False, True])
@pytest.mark.parametrize("soon", [False, True])
async def test_a_long_message_whose_session_is_lost_is_whole_when_its_last_part_comes_again(
    handled: bool, soon: bool
) -> None:
    told: list[esme.Message] = []
    begun, done = asyncio.Event(), asyncio.Event()

    async def handler(one: esme.Message) -> None:
        told.append(one)
        begun.set()
        await done.wait()

    async with conversation(handler=handler, rebind=SOON) as (bank, sc):
        sc.says(*([] if handled else [message("Hello")]), *cut(LONG))
        await begun.wait()
        await bank_has_nothing_to_say(sc)
        sc.hang_up()
        for _ in range(2):  # the first is that of the lost session
            await sc.hears("bind_transceiver")
        await asyncio.wait_for(bank.bound(), 5)
        if not soon:
            done.set()
        sc.says(cut(LONG)[2])
        if soon:
            await bank_has_nothing_to_say(sc)
            assert sc.said()["deliver_sm_resp"] == 2  # not for the last part, until the handler has taken it
            done.set()
        for _ in range(3):
            await sc.hears("deliver_sm_resp")
    again = [] if handled and soon else [LONG]  # while the handler has it, its last part is only answered
    assert [one.text for one in told] == [LONG if handled else "Hello", *again]


async def test_a_last_part_that_comes_again_over_the_same_session_is_answered_as_often_as_it_came() -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    async def handler(_: esme.Message) -> int:
        begun.set()
        await done.wait()
        return CommandStatus.ESME_RX_R_APPN

    *_, last = cut(LONG)
    async with conversation(handler=handler) as (_, sc):
        sc.says(*cut(LONG))
        await begun.wait()
        sc.says(last)
        await bank_has_nothing_to_say(sc)
        done.set()
        answers = [await sc.hears("deliver_sm_resp") for _ in range(4)]
        refused = CommandStatus.ESME_RX_R_APPN
        assert [a.command_status for a in answers] == [0, 0, refused, refused]
        assert len({a.sequence_number for a in answers}) == 4


async def test_a_last_part_that_comes_again_for_ever_takes_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.inbox.REPEATED", 3)
    begun, done = asyncio.Event(), asyncio.Event()

    async def handler(_: esme.Message) -> None:
        begun.set()
        await done.wait()

    *_, last = cut(LONG)
    last.tlvs = ((0x1400, b"x" * 60_000),)
    async with conversation(handler=handler) as (_, sc):
        sc.says(*cut(LONG))
        await begun.wait()
        for _ in range(10):
            sc.says(last)
        await bank_has_nothing_to_say(sc)
        done.set()
        answers = [await sc.hears("deliver_sm_resp") for _ in range(6)]
        assert [a.sequence_number for a in answers] == [1, 2, 13, 10, 11, 12]


@pytest.mark.parametrize("handled", [False, True])
@pytest.mark.parametrize("lost", [0, 1])
async def test_a_last_part_that_came_over_two_sessions_of_which_one_is_lost_is_answered_in_the_other(
    handled: bool, lost: int
) -> None:
    told: list[esme.Message] = []
    begun, done = asyncio.Event(), asyncio.Event()

    async def handler(one: esme.Message) -> int:
        told.append(one)
        begun.set()
        await done.wait()
        return CommandStatus.ESME_RX_T_APPN if [other.text for other in told].count(LONG) == 1 else 0

    *_, last = cut(LONG)
    async with conversation(handler=handler, rebind=SOON, bind=["transceiver"] * 2) as (_, sc):
        sc.says(*([] if handled else [message("Hello")]), *cut(LONG), session=0)
        await begun.wait()
        await bank_has_nothing_to_say(sc, session=0)
        sc.says(last, session=1)
        await bank_has_nothing_to_say(sc)
        assert sc.said()["deliver_sm_resp"] == 2
        sc.hang_up(session=lost)
        for _ in range(3):  # the first two are those at the beginning
            await sc.hears("bind_transceiver")
        done.set()
        hello = [0] if lost and not handled else []  # its session is left
        for status in [0, 0, *hello, CommandStatus.ESME_RX_T_APPN]:
            assert (await sc.hears("deliver_sm_resp")).command_status == status
        sc.says(cut(LONG)[2], session=1 - lost)
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_ROK
    assert [one.text for one in told] == [*([] if handled else ["Hello"]), LONG, LONG]


@pytest.mark.parametrize("again", [False, True])
async def test_a_message_that_a_handler_takes_is_not_incomplete_as_the_later_of_its_two_sessions_is_lost(
    again: bool,
) -> None:
    told: list[esme.Message] = []
    begun, done = asyncio.Event(), asyncio.Event()

    async def handler(one: esme.Message) -> None:
        told.append(one)
        begun.set()
        await done.wait()

    *_, last = cut(LONG)
    async with conversation(handler=handler, rebind=SOON, bind=["transceiver"] * 2) as (_, sc):
        sc.says(*cut(LONG), session=0)
        await begun.wait()
        sc.says(last, session=1)
        await bank_has_nothing_to_say(sc)
        sc.hang_up(session=1)
        for _ in range(3):  # the first two are those at the beginning
            await sc.hears("bind_transceiver")
        done.set()
        for _ in range(3):
            assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_ROK
        if again:  # by a message centre that no longer waited for an answer in the first session
            sc.says(cut(LONG)[2], session=0)
            assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_ROK
    assert [one.text for one in told] == [LONG] * (1 + again)


@pytest.mark.parametrize("taken", [True, False])
async def test_a_message_whose_answer_can_not_be_sent_is_incomplete_afterwards_only_if_the_handler_refused_it(
    taken: bool,
) -> None:
    told: list[esme.Message] = []
    begun, done = asyncio.Event(), asyncio.Event()

    async def handler(one: esme.Message) -> int:
        told.append(one)
        begun.set()
        await done.wait()
        return CommandStatus.ESME_ROK if taken else CommandStatus.ESME_RX_T_APPN

    async with conversation(handler=handler, rebind=SOON) as (bank, sc):
        sc.says(*cut(LONG))
        await begun.wait()
        await bank_has_nothing_to_say(sc)
        sc.hang_up()
        for _ in range(2):  # the first is that of the lost session
            await sc.hears("bind_transceiver")
        await asyncio.wait_for(bank.bound(), 5)
        done.set()
        await bank_has_nothing_to_say(sc)
    assert [one.missing for one in told] == [(), *([] if taken else [(3,)])]


async def test_a_message_whose_answer_a_witness_has_not_let_out_is_whole_when_its_last_part_comes_again() -> None:
    told: list[esme.Message] = []
    reported: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["message"]))

    def witness(_: bool, said: Pdu) -> None:
        if isinstance(said, DeliverSmResp) and told and not reported:
            raise ZeroDivisionError

    async def handler(one: esme.Message) -> None:
        told.append(one)

    async with conversation(handler=handler, witness=witness, rebind=SOON) as (bank, sc):
        sc.says(*cut(LONG))
        for _ in range(2):  # the first is that of the lost session
            await sc.hears("bind_transceiver")
        await asyncio.wait_for(bank.bound(), 5)
        sc.says(cut(LONG)[2])
        for _ in range(3):
            await sc.hears("deliver_sm_resp")
    assert [one.text for one in told] == [LONG, LONG]
    assert reported == ["a witness raised"]


async def test_a_part_of_which_others_have_come_is_not_looked_for_among_all_messages_that_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_for: list[Place] = []
    again = Parts.again

    def counted(self: Parts, pdu: Delivered, place: Place, before: Delivered) -> bool:
        looked_for.append(place)
        return again(self, pdu, place, before)

    async def handler(_: esme.Message) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Parts, "again", counted)
    async with conversation(handler=handler) as (_, sc):
        for reference in range(3):
            sc.says(*cut(LONG, reference=reference))
        await bank_has_nothing_to_say(sc)
    assert looked_for == [Concatenation8(1, 3, 1), Concatenation8(2, 3, 1), Concatenation8(2, 3, 1)]


async def test_of_a_long_message_that_waits_when_the_session_ends_a_handler_gets_what_is_acknowledged() -> None:
    told: list[esme.Message] = []
    begun = asyncio.Event()

    async def handler(one: esme.Message) -> None:
        told.append(one)
        if one.text == "Hello":
            begun.set()
            await asyncio.Event().wait()

    async with conversation(handler=handler) as (_, sc):
        sc.says(message("Hello"), *cut(LONG))
        await begun.wait()
        await bank_has_nothing_to_say(sc)
    assert [(one.text, one.missing) for one in told] == [("Hello", ()), (LONG[:306] + "…", (3,))]


@pytest.mark.parametrize("busy", [False, True])
async def test_a_handler_gets_what_is_incomplete_when_the_session_ends(busy: bool) -> None:
    told: list[esme.Message] = []
    handling = asyncio.Event()

    async def handler(one: esme.Message) -> None:
        if one.missing:
            told.append(one)
        else:
            handling.set()
            await asyncio.Event().wait()

    async with conversation(handler=handler) as (_, sc):
        sc.says(*cut(LONG)[:2])
        await bank_has_nothing_to_say(sc)
        if busy:
            sc.says(message("Hello"))
            await handling.wait()
    assert [one.missing for one in told] == [(3,)]
