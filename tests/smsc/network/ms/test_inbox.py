"""smsc.network.ms.inbox: what a handset keeps, where, and what it refuses."""

from dataclasses import replace

import pytest

from pdu.sms.address import Address
from pdu.sms.failure_cause import TpFcs
from pdu.sms.pid import TpPid
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsSubmit
from pdu.text.dcs import MessageClass
from smsc.network.acts import Holds, PassesOn, Shows
from smsc.network.hop import Sight
from smsc.network.ms.inbox import TIME_LIMIT, Inbox
from tests.smsc.network.ms.written import FRIEND, LONG, parts_of
from tests.smsc.network.world import BANK, SC, SCTS

LATER = Timestamp(bytes.fromhex("62101000000100"))
OTHER_SC = Address("447700900901")
FLASH, FOR_THE_ME, FOR_THE_SIM, FOR_THE_TE = 0x10, 0xF1, 0x12, 0x13  # TP-DCS


def delivered(part: SmsSubmit, sender: Address = BANK, tp_dcs: int = 0) -> SmsDeliver:
    tp_dcs = part.tp_dcs or tp_dcs
    return SmsDeliver(tp_oa=sender, tp_scts=SCTS, tp_dcs=tp_dcs, tp_udh=part.tp_udh, tp_ud=part.tp_ud)


def deliver(text: str, *, sender: Address = BANK, tp_dcs: int = 0, tp_pid: int = 0) -> SmsDeliver:
    return SmsDeliver(tp_oa=sender, tp_scts=SCTS, tp_dcs=tp_dcs, tp_pid=tp_pid, tp_ud=text.encode("ascii"))


def shown(seen: Sight | int | None) -> object:
    assert isinstance(seen, Sight)
    return seen.make()


# Texts


def test_a_message_is_shown_at_once() -> None:
    inbox = Inbox()
    [part] = parts_of("Hello")
    assert shown(inbox.add(delivered(part), SC, 0.0)) == Shows("Hello", BANK)


def test_a_long_message_is_shown_when_all_parts_are_there_in_whatever_order() -> None:
    for text in (LONG, "Привет, мир! " * 12, "😀" * 80):
        inbox = Inbox()
        last, *others = [delivered(part) for part in parts_of(text)]
        for part in reversed(others):
            assert inbox.add(part, SC, 0.0) is None
        assert shown(inbox.add(last, SC, 1.0)) == Shows(text, BANK)
        assert [message.text for message in inbox.messages] == [text]
        assert inbox.messages[0].parts == (last, *others)


def test_the_parts_of_two_senders_are_not_mixed() -> None:
    inbox = Inbox()
    first, second, last = parts_of(LONG)
    for part, sender in ((first, BANK), (second, BANK), (last, FRIEND)):
        assert inbox.add(delivered(part, sender), SC, 0.0) is None
    assert shown(inbox.add(delivered(last), SC, 0.0)) == Shows(LONG, BANK)


def test_parts_do_not_wait_for_ever() -> None:
    inbox = Inbox()
    first, *others = [delivered(part) for part in parts_of(LONG)]
    inbox.add(first, SC, 0.0)
    for part in others:
        assert inbox.add(part, SC, TIME_LIMIT) is None
    assert inbox.messages == []


def test_a_part_that_comes_again_is_the_same_though_more_messages_wait_by_now_or_it_was_submitted_again() -> None:
    inbox = Inbox()
    first, second, *others = [delivered(part) for part in parts_of(LONG)]
    for part in (first, second, replace(second, tp_mms=False), replace(second, tp_scts=LATER)):
        assert inbox.add(part, SC, 0.0) is None
    *_, last = [inbox.add(part, SC, 1.0) for part in others]
    assert shown(last) == Shows(LONG, BANK)
    assert inbox.taken == len((first, second, *others))


def test_what_is_no_text_is_shown_in_hexadecimal() -> None:
    inbox = Inbox()
    data = SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_dcs=0x04, tp_ud=b"\x00\xff")
    wrong = SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_dcs=0x00, tp_ud=b"\xff")
    assert shown(inbox.add(data, SC, 0.0)) == Shows("00ff", BANK)
    assert shown(inbox.add(wrong, SC, 0.0)) == Shows("ff", BANK)


def test_a_header_that_cannot_be_read_does_not_hide_the_text() -> None:
    message = SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_udh=b"\x01\x00", tp_ud=b"Hello")
    assert shown(Inbox().add(message, SC, 0.0)) == Shows("Hello", BANK)


# Classes


@pytest.mark.parametrize(
    ("tp_dcs", "message_class", "on_the_handset", "on_the_sim"),
    [
        (0x00, None, 1, 0),
        (FLASH, MessageClass.IMMEDIATE_DISPLAY, 0, 0),
        (0xF0, MessageClass.IMMEDIATE_DISPLAY, 0, 0),
        (FOR_THE_ME, MessageClass.ME_SPECIFIC, 1, 0),
        (FOR_THE_SIM, MessageClass.SIM_SPECIFIC, 0, 1),
        (FOR_THE_TE, MessageClass.TE_SPECIFIC, 1, 0),
        (0xC8, None, 0, 0),  # a message waits, and this one may be discarded
        (0xD8, None, 1, 0),  # likewise, but it is to be stored
    ],
)
def test_the_class_says_where_a_message_is_kept(
    tp_dcs: int, message_class: MessageClass | None, on_the_handset: int, on_the_sim: int
) -> None:
    inbox = Inbox()
    assert shown(inbox.add(deliver("Hello", tp_dcs=tp_dcs), SC, 0.0)) == Shows("Hello", BANK, message_class)
    assert (len(inbox.messages), len(inbox.sim.messages)) == (on_the_handset, on_the_sim)


def test_a_message_of_type_0_is_neither_shown_nor_kept_nor_refused() -> None:
    inbox = Inbox(memory=0, sim_memory=0)
    assert inbox.add(deliver("silent", tp_pid=0x40), SC, 0.0) is None
    assert (inbox.messages, inbox.latest) == ([], None)


# Memory


def test_a_full_memory_refuses_what_it_would_have_to_keep() -> None:
    inbox = Inbox(memory=1, sim_memory=0)
    inbox.add(deliver("one"), SC, 0.0)
    assert inbox.add(deliver("two"), SC, 0.0) == TpFcs.MEMORY_CAPACITY_EXCEEDED
    assert inbox.add(deliver("two", tp_dcs=FOR_THE_SIM), SC, 0.0) == TpFcs.USIM_SMS_STORAGE_FULL
    assert shown(inbox.add(deliver("flash", tp_dcs=FLASH), SC, 0.0))
    assert [message.text for message in inbox.messages] == ["one"]


def test_every_part_takes_a_place_and_a_part_that_comes_twice_takes_one() -> None:
    inbox = Inbox(memory=3)
    first, *others = [delivered(part) for part in parts_of(LONG)]
    inbox.add(first, SC, 0.0)
    inbox.add(first, SC, 0.0)
    assert inbox.taken == 1
    for part in others:
        inbox.add(part, SC, 0.0)
    assert inbox.taken == 3
    assert inbox.full


def test_a_full_memory_refuses_no_part_that_it_has_already() -> None:
    inbox = Inbox(memory=2)
    first, second, third = [delivered(part) for part in parts_of(LONG)]
    inbox.add(first, SC, 0.0)
    inbox.add(second, SC, 0.0)
    assert inbox.add(replace(second, tp_scts=LATER), SC, 1.0) is None
    assert inbox.add(third, SC, 1.0) == TpFcs.MEMORY_CAPACITY_EXCEEDED
    assert inbox.add(replace(second, tp_ud=b"another text"), SC, 1.0) == TpFcs.MEMORY_CAPACITY_EXCEEDED
    assert inbox.add(deliver("one"), SC, 1.0) == TpFcs.MEMORY_CAPACITY_EXCEEDED
    assert inbox.taken == 2


def test_parts_that_are_given_up_take_no_place_any_more() -> None:
    inbox = Inbox(memory=2)
    for part in parts_of(LONG)[:2]:
        inbox.add(delivered(part), SC, 0.0)
    refused = inbox.add(deliver("one", sender=FRIEND), SC, TIME_LIMIT - 1)
    assert refused == TpFcs.MEMORY_CAPACITY_EXCEEDED
    assert shown(inbox.add(deliver("two", sender=FRIEND), SC, TIME_LIMIT)) == Shows("two", FRIEND)
    assert inbox.taken == 1


def test_parts_of_which_others_contradict_them_take_no_place_any_more() -> None:
    inbox = Inbox(memory=4)
    for part in parts_of(LONG)[:2]:
        inbox.add(delivered(part), SC, 0.0)
    inbox.add(replace(delivered(parts_of(LONG)[0]), tp_ud=b"another text"), SC, 1.0)
    assert inbox.taken == 1


def test_where_there_is_always_room_the_latest_are_kept_and_not_all_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.network.ms.inbox.LATEST", 3)
    inbox = Inbox()
    for number in range(20):
        assert shown(inbox.add(deliver(str(number)), SC, 0.0)) == Shows(str(number), BANK)
        assert [int(message.text) for message in inbox.messages[-3:]] == [*range(max(0, number - 2), number + 1)]
        assert len(inbox.messages) < 6


def test_whoever_deletes_has_room() -> None:
    inbox = Inbox(memory=2, sim_memory=1)
    inbox.add(deliver("one"), SC, 0.0)
    inbox.add(delivered(parts_of(LONG)[0]), SC, 0.0)
    inbox.add(deliver("sim", tp_dcs=FOR_THE_SIM), SC, 0.0)
    inbox.delete()
    assert (inbox.taken, inbox.sim.taken, list(inbox.read())) == (0, 0, [])


def test_parts_that_were_deleted_complete_no_message() -> None:
    inbox = Inbox(memory=3)
    first, *others = [delivered(part) for part in parts_of(LONG)]
    inbox.add(first, SC, 0.0)
    inbox.delete()
    assert [inbox.add(part, SC, 1.0) for part in others] == [None, None]
    assert inbox.taken == 2


def test_a_memory_that_is_filled_with_something_else_has_no_room_however_large() -> None:
    inbox = Inbox()
    inbox.filled = True
    assert inbox.add(deliver("one"), SC, 0.0) == TpFcs.MEMORY_CAPACITY_EXCEEDED
    assert shown(inbox.add(deliver("two", tp_dcs=FOR_THE_SIM), SC, 0.0))


def test_what_is_kept_can_be_read() -> None:
    inbox = Inbox()
    inbox.add(deliver("on the SIM", tp_dcs=FOR_THE_SIM), SC, 0.0)
    inbox.add(deliver("on the handset"), SC, 0.0)
    assert [send.message for send in inbox.read()] == [
        Holds("on the handset", BANK),
        Holds("on the SIM", BANK, MessageClass.SIM_SPECIFIC),
    ]


# Replace types


@pytest.mark.parametrize("tp_pid", [TpPid.REPLACE_SHORT_MESSAGE_TYPE_1, TpPid.RETURN_CALL_MESSAGE])
def test_a_message_of_a_replace_type_takes_the_place_of_the_former_one(tp_pid: int) -> None:
    inbox = Inbox(memory=2)
    inbox.add(deliver("Gate 12", tp_pid=tp_pid), SC, 0.0)
    inbox.add(deliver("Hello"), SC, 0.0)
    assert shown(inbox.add(deliver("Gate 34", tp_pid=tp_pid), SC, 0.0)) == Shows("Gate 34", BANK, replaces="Gate 12")
    assert [message.text for message in inbox.messages] == ["Gate 34", "Hello"]
    assert inbox.taken == 2


@pytest.mark.parametrize(
    ("second", "service_centre"),
    [
        (deliver("two", tp_pid=0x42), SC),
        (deliver("two", tp_pid=0x41, sender=FRIEND), SC),
        (deliver("two", tp_pid=0x41), OTHER_SC),
        (deliver("two", tp_pid=0x41, tp_dcs=FOR_THE_SIM), SC),
    ],
    ids=["another type", "another sender", "another service centre", "another memory"],
)
def test_another_type_sender_centre_or_memory_replaces_nothing(second: SmsDeliver, service_centre: Address) -> None:
    inbox = Inbox()
    inbox.add(deliver("one", tp_pid=0x41), SC, 0.0)
    inbox.add(second, service_centre, 0.0)
    assert [message.text for message in (*inbox.messages, *inbox.sim.messages)] == ["one", "two"]


def test_a_message_of_a_type_that_replaces_nothing_leaves_the_former_one() -> None:
    inbox = Inbox()
    for text in ("one", "two"):
        inbox.add(deliver(text, tp_pid=TpPid.INTERNET_ELECTRONIC_MAIL), SC, 0.0)
    assert [message.text for message in inbox.messages] == ["one", "two"]


def test_class_3_is_passed_on_to_the_terminal_that_is_connected_and_takes_no_room() -> None:
    inbox = Inbox(memory=1)
    inbox.terminal = True
    for text in ("one", "two"):
        seen = inbox.add(deliver(text, tp_dcs=FOR_THE_TE), SC, 0.0)
        assert shown(seen) == PassesOn(text, BANK, MessageClass.TE_SPECIFIC)
    three = deliver("three", tp_dcs=FOR_THE_ME)
    assert shown(inbox.add(three, SC, 0.0)) == Shows("three", BANK, MessageClass.ME_SPECIFIC)
    assert [message.text for message in inbox.messages] == ["three"]
    assert inbox.add(deliver("four"), SC, 0.0) == TpFcs.MEMORY_CAPACITY_EXCEEDED
    inbox.terminal = False
    assert inbox.add(deliver("five", tp_dcs=FOR_THE_TE), SC, 0.0) == TpFcs.MEMORY_CAPACITY_EXCEEDED


@pytest.mark.parametrize("connected", [True, False])
def test_a_long_message_of_class_3_takes_its_room_where_its_last_part_goes(connected: bool) -> None:
    inbox = Inbox(memory=4)
    *others, last = [delivered(part, tp_dcs=FOR_THE_TE) for part in parts_of(LONG)]
    inbox.terminal = not connected
    for part in others:
        inbox.add(part, SC, 0.0)
    inbox.terminal = connected
    inbox.add(last, SC, 0.0)
    assert inbox.taken == (0 if connected else 3)


def test_parts_for_a_terminal_that_is_connected_meanwhile_take_no_place_once_they_are_given_up() -> None:
    inbox = Inbox(memory=1)
    inbox.add(delivered(parts_of(LONG)[0], tp_dcs=FOR_THE_TE), SC, 0.0)
    inbox.terminal = True
    assert shown(inbox.add(deliver("one"), SC, TIME_LIMIT)) == Shows("one", BANK)
