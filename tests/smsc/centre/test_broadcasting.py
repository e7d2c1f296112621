"""broadcast_sm reaches whoever camps in its cells, again and again; query and cancel tell the truth about it."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.gsm.cbs import CbsPage, Scope
from pdu.gsm.cbsp import MessageStatusQuery, MessageStatusQueryComplete, WriteReplace
from pdu.header import Request
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSm
from pdu.operations.query_broadcast_sm import QueryBroadcastSm
from pdu.values import MessageState
from smsc.centre import broadcast_queries, broadcasting
from smsc.network.acts import MovesTo, SwitchesOff, SwitchesOn
from smsc.network.hop import Send
from smsc.network.operators import Restarts
from smsc.network.troubles import GoesDown
from tests.smsc.centre.broadcaster import CELL1, CELL3, EVERYWHERE, WEATHER, Talk

S = CommandStatus


def test_every_handset_in_the_cell_shows_it_once() -> None:
    talk = Talk()
    assert talk.broadcasts().command_status == S.ESME_ROK
    talk.run(600)
    assert sorted(talk.shown) == [("ms1", "Storm"), ("ms2", "Storm")]


def test_all_is_every_cell() -> None:
    talk = Talk()
    talk.broadcasts(b"Storm", EVERYWHERE)
    assert sorted(ms for ms, _ in talk.shown) == ["ms1", "ms2", "ms3", "ms4", "ms5"]
    assert len([one for one in talk.trace if isinstance(one, WriteReplace)]) == 2


def test_who_goes_to_another_cell_where_it_is_broadcast_too_is_not_shown_it_again() -> None:
    talk = Talk()
    talk.broadcasts(b"Storm", EVERYWHERE)
    talk.world.network.act("ms1", MovesTo("cell2"))
    talk.world.network.act("ms2", MovesTo("cell3"))
    talk.run(600)
    assert sorted(ms for ms, _ in talk.shown) == ["ms1", "ms2", "ms3", "ms4", "ms5"]
    assert {one.scope for one in talk.trace if isinstance(one, CbsPage)} == {Scope.PLMN_WIDE}


def test_who_comes_later_or_was_off_hears_a_repetition() -> None:
    talk = Talk()
    talk.world.network.act("ms2", SwitchesOff())
    talk.run(30)
    talk.broadcasts()
    assert talk.shown == [("ms1", "Storm")]
    talk.world.network.act("ms4", MovesTo("cell1"))
    talk.world.network.act("ms2", SwitchesOn())
    talk.run(130)
    assert sorted(talk.shown) == [("ms1", "Storm"), ("ms2", "Storm"), ("ms4", "Storm")]


@pytest.mark.parametrize("interval", [b"\x08\0\x78", b"\x09\0\2"])
def test_its_interval_is_so_many_of_a_unit(interval: bytes) -> None:
    talk = Talk()
    talk.broadcasts(broadcast_frequency_interval=interval)
    for ms, wait in (("ms4", 110), ("ms5", 20), ("ms3", 130)):
        talk.world.network.act(ms, MovesTo("cell1"))
        talk.run(wait)
    assert sorted(ms for ms, _ in talk.shown) == ["ms1", "ms2", "ms3", "ms4", "ms5"]
    [order] = [one for one in talk.trace if isinstance(one, WriteReplace)]
    assert order.repetition_period == 120


@pytest.mark.parametrize(
    ("parameters", "scheme"),
    [
        ({}, 0x0F),  # the default alphabet, of no language
        ({"data_coding": 8, "message_payload": "Storm".encode("utf-16-be")}, 0x48),  # as its ESME wrote it
        ({"broadcast_message_class": 0}, 0x0F),
        ({"broadcast_message_class": 3}, 0x53),
        ({"broadcast_channel_indicator": 1}, 0x0F),
    ],
)
def test_a_page_says_its_alphabet_and_its_class(parameters: dict[str, Any], scheme: int) -> None:
    talk = Talk()
    assert talk.broadcasts(**parameters).command_status == S.ESME_ROK
    [order] = [one for one in talk.trace if isinstance(one, WriteReplace)]
    assert order.data_coding_scheme == scheme


def test_it_ends_after_its_repetitions() -> None:
    talk = Talk()
    talk.broadcasts()
    talk.run(130)
    talk.world.network.act("ms4", MovesTo("cell1"))
    talk.run(600)
    assert sorted(ms for ms, _ in talk.shown) == ["ms1", "ms2"]


def test_a_long_text_comes_in_pages_and_ucs_2_if_it_must() -> None:
    talk = Talk()
    talk.broadcasts(b"x" * 300)
    talk.broadcasts("буря".encode("utf-16-be"), data_coding=8)
    assert [text for ms, text in talk.shown if ms == "ms1"] == ["x" * 300, "буря"]


def test_a_scheduled_broadcast_waits() -> None:
    talk = Talk()
    resp = talk.broadcasts(schedule_delivery_time="000000010000000R")
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.SCHEDULED, (0,))
    assert not [one for one in talk.trace if isinstance(one, MessageStatusQuery)]  # no BSS has heard of it
    talk.run(3500)
    assert talk.shown == []
    talk.run(200)
    assert len(talk.shown) == 2


def test_a_broadcast_without_end_ends_with_its_validity() -> None:
    talk = Talk()
    resp = talk.broadcasts(broadcast_rep_num=0, validity_period="000000001000000R")
    talk.run(540)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.ENROUTE, (100,))
    talk.run(60)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.EXPIRED, (100,))
    talk.world.network.act("ms4", MovesTo("cell1"))
    talk.run(600)
    assert sorted(ms for ms, _ in talk.shown) == ["ms1", "ms2"]


def test_without_a_validity_the_repetitions_say_how_long_it_takes() -> None:
    talk = Talk()
    resp = talk.broadcasts(broadcast_rep_num=100, broadcast_frequency_interval=b"\x0a\0\1")
    talk.run(98.5 * 3600)
    assert talk.asks(QueryBroadcastSm(resp.message_id)).message_state == MessageState.ENROUTE
    talk.run(3600)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.EXPIRED, (100,))


def test_without_a_validity_and_a_number_of_repetitions_it_goes_on_until_it_is_cancelled() -> None:
    talk = Talk()
    resp = talk.broadcasts(broadcast_rep_num=0, broadcast_frequency_interval=b"\x0b\0\1")
    talk.run(5 * 86400)
    again = talk.restarts(86400)
    again.run(86400)
    told = again.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.ENROUTE, (100,))
    assert again.asks(CancelBroadcastSm(message_id=resp.message_id)).command_status == S.ESME_ROK


@pytest.mark.parametrize("broadcast_rep_num", [None, 3])
def test_an_immediate_broadcast_is_made_once_whatever_number_it_has(broadcast_rep_num: int | None) -> None:
    talk = Talk()
    resp = talk.broadcasts(priority_flag=1, broadcast_rep_num=broadcast_rep_num)
    assert resp.command_status == S.ESME_ROK
    talk.run(300)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.EXPIRED, (100,))
    [order] = [one for one in talk.trace if isinstance(one, WriteReplace)]
    assert order.number_of_broadcasts_requested == 1


def test_one_that_has_not_been_repeated_often_enough_by_then_has_expired() -> None:
    talk = Talk()
    resp = talk.broadcasts(broadcast_rep_num=100, validity_period="000000001000000R")
    talk.run(700)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert told.message_state == MessageState.EXPIRED
    assert told.broadcast_end_time == "260101001001000+"


# Areas


def test_an_area_that_is_not_known_is_told_beside_the_others() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"Storm", CELL1, b"\0atlantis", b"\1\0")
    assert resp.command_status == S.ESME_ROK
    assert resp.broadcast_area_identifier == (b"\0atlantis", b"\1\0")
    assert resp.broadcast_error_status == (S.ESME_RINVBCASTALIAS_NAME, S.ESME_RINVBCASTAREAFMT)
    assert len(talk.shown) == 2


def test_a_query_tells_of_every_area_that_was_asked_for_however_often_and_known_or_not() -> None:
    talk = Talk()
    areas = (CELL1, b"\0atlantis", CELL1, CELL3)
    resp = talk.broadcasts(b"Storm", *areas)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert told.broadcast_area_identifier == areas
    assert told.broadcast_area_success == (100, broadcast_queries.NOT_KNOWN, 100, 100)


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"broadcast_area_identifier": (b"\0atlantis",)}, S.ESME_RINVBCASTALIAS_NAME),
        ({"broadcast_area_identifier": (b"\2\0",)}, S.ESME_RINVBCASTAREAFMT),
        ({"broadcast_content_type": b"\x09\0\1"}, S.ESME_RINVBCASTCNTTYPE),
        ({"broadcast_frequency_interval": b"\x07\0\1"}, S.ESME_RINVBCASTFREQINT),
        ({"broadcast_frequency_interval": b"\x08\0\0"}, S.ESME_RINVBCASTFREQINT),
        ({"broadcast_message_class": 4}, S.ESME_RINVBCASTMSGCLASS),
        ({"broadcast_channel_indicator": 2}, S.ESME_RINVBCASTCHANIND),
        ({"broadcast_rep_num": None}, S.ESME_RMISSINGTLV),
        ({"priority_flag": 3}, S.ESME_RINVPRTFLG),
        ({"priority_flag": 5}, S.ESME_RINVPRTFLG),
        ({"schedule_delivery_time": "251231235859000+"}, S.ESME_RINVSCHED),
        ({"validity_period": "251231235959000+"}, S.ESME_RINVEXPIRY),
        ({"sm_default_msg_id": 1}, S.ESME_RINVDFTMSGID),
        ({"message_payload": b"x" * 1396}, S.ESME_RINVMSGLEN),
        ({"message_payload": b"\x80"}, S.ESME_RINVDCS),
        ({"source_addr": "x" * 20}, S.ESME_RINVSRCADR),
        ({"message_id": "NONSUCH", "replace_if_present_flag": 1}, S.ESME_RINVMSGID),
        ({"user_message_reference": 4711, "replace_if_present_flag": 1}, S.ESME_RBCASTFAIL),
        ({"replace_if_present_flag": 1}, S.ESME_RBCASTFAIL),
        ({"replace_if_present_flag": 2}, S.ESME_RINVREPFLAG),
    ],
)
def test_a_broadcast_that_can_not_be_is_refused(parameters: dict[str, Any], status: int) -> None:
    talk = Talk()
    assert talk.broadcasts(**parameters).command_status == status
    assert talk.shown == []


# Query


def test_a_query_tells_how_much_of_each_area_was_reached() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"Storm", CELL1, CELL3, user_message_reference=4711)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.message_id) == (MessageState.ENROUTE, resp.message_id)
    assert told.broadcast_area_identifier == (CELL1, CELL3)
    assert told.broadcast_area_success == (100, 100)
    assert (told.user_message_reference, told.broadcast_end_time) == (4711, None)
    talk.run(600)
    told = talk.asks(QueryBroadcastSm(user_message_reference=4711))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.EXPIRED, (100, 100))


def test_of_a_bss_that_says_nothing_nothing_is_known() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"Storm", CELL1, CELL3)
    talk.world.network.act("bss1", GoesDown())
    pdu = QueryBroadcastSm(resp.message_id)
    talk.bank.say(pdu)
    talk.run(broadcast_queries.PATIENCE + 1)
    told: Any = talk.bank.heard[-1]
    assert told.broadcast_area_success == (broadcast_queries.NOT_KNOWN, 100)


def test_while_a_bss_keeps_us_waiting_the_areas_of_the_others_do_not_fall_behind() -> None:
    talk = Talk()
    often: dict[str, Any] = {"broadcast_rep_num": 100, "broadcast_frequency_interval": b"\x08\0\2"}  # every two seconds
    resp = talk.broadcasts(b"Storm", CELL1, CELL3, **often)
    talk.world.network.act("bss1", GoesDown())
    talk.run(10)
    talk.bank.say(QueryBroadcastSm(resp.message_id))
    talk.run(broadcast_queries.PATIENCE + 1)
    told: Any = talk.bank.heard[-1]
    assert told.broadcast_area_success == (broadcast_queries.NOT_KNOWN, 100)


def test_a_bss_that_answers_too_late_changes_nothing() -> None:
    talk = Talk()
    resp = talk.broadcasts()
    talk.world.network.act("bss1", GoesDown())
    talk.bank.say(QueryBroadcastSm(resp.message_id))
    talk.run(broadcast_queries.PATIENCE + 1)
    heard = len(talk.bank.heard)
    late = MessageStatusQueryComplete(0x32, 0, (), ())
    talk.world.network.send(talk.world.bsss["bss1"], [Send("sc", late, next(talk.world.network.conversations))])
    talk.run(1)
    assert len(talk.bank.heard) == heard


def test_a_reference_is_that_of_one_broadcast() -> None:
    talk = Talk()
    first, second = [talk.broadcasts(user_message_reference=number) for number in (4711, 4712)]
    assert talk.asks(QueryBroadcastSm(user_message_reference=4711)).message_id == first.message_id
    assert talk.asks(QueryBroadcastSm(user_message_reference=4712)).message_id == second.message_id
    nobody = QueryBroadcastSm("NONSUCH", user_message_reference=4711)
    assert talk.asks(nobody).command_status == S.ESME_RINVMSGID


@pytest.mark.parametrize(
    ("pdu", "by", "status"),
    [
        (QueryBroadcastSm("NONSUCH"), "bank", S.ESME_RINVMSGID),
        (QueryBroadcastSm("00000001"), "shop", S.ESME_RINVMSGID),
        (QueryBroadcastSm("00000001", source_addr="7001"), "bank", S.ESME_RBCASTQUERYFAIL),
        (CancelBroadcastSm(message_id="NONSUCH"), "bank", S.ESME_RINVMSGID),
        (CancelBroadcastSm(message_id="00000001", source_addr="7001"), "bank", S.ESME_RBCASTCANCELFAIL),
        (CancelBroadcastSm(service_type="CBS"), "bank", S.ESME_RBCASTCANCELFAIL),
    ],
)
def test_a_broadcast_is_found_by_those_alone_whose_it_is(pdu: Request, by: str, status: int) -> None:
    talk = Talk()
    talk.broadcasts()
    assert talk.asks(pdu, by).command_status == status


# Cancel


@pytest.mark.parametrize(
    "pdu",
    [
        CancelBroadcastSm(message_id="00000001"),
        CancelBroadcastSm(user_message_reference=4711),
        CancelBroadcastSm(),
        CancelBroadcastSm(broadcast_content_type=WEATHER),
    ],
)
def test_a_broadcast_that_is_cancelled_is_heard_no_more(pdu: CancelBroadcastSm) -> None:
    talk = Talk()
    resp = talk.broadcasts(user_message_reference=4711)
    assert talk.asks(pdu).command_status == S.ESME_ROK
    talk.world.network.act("ms4", MovesTo("cell1"))
    talk.run(600)
    assert sorted(ms for ms, _ in talk.shown) == ["ms1", "ms2"]
    assert talk.asks(QueryBroadcastSm(resp.message_id)).message_state == MessageState.DELETED
    again = CancelBroadcastSm(message_id=resp.message_id)
    assert talk.asks(again).command_status == S.ESME_RBCASTCANCELFAIL


def test_one_that_was_to_come_never_does() -> None:
    talk = Talk()
    resp = talk.broadcasts(schedule_delivery_time="000000010000000R")
    talk.asks(CancelBroadcastSm(message_id=resp.message_id))
    talk.run(7200)
    assert talk.shown == []


def test_a_broadcast_in_the_place_of_another_is_shown_as_new() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"old")
    again = talk.broadcasts(b"new", message_id=resp.message_id, replace_if_present_flag=1)
    assert again.message_id == resp.message_id
    talk.run(600)
    assert [text for ms, text in talk.shown if ms == "ms1"] == ["old", "new"]
    old, new = [one for one in talk.trace if isinstance(one, WriteReplace)]
    assert new.new_serial_number == old.new_serial_number + 1  # an update of the same message


def test_the_reference_of_its_esme_says_which_broadcast_is_replaced() -> None:
    talk = Talk()
    talk.broadcasts(b"another's", user_message_reference=4711, by="shop")
    resp = talk.broadcasts(b"old", user_message_reference=4711)
    again = talk.broadcasts(b"new", user_message_reference=4711, replace_if_present_flag=1)
    assert again.message_id == resp.message_id
    assert [text for ms, text in talk.shown if ms == "ms1"] == ["another's", "old", "new"]
    newer = talk.broadcasts(b"newer", message_id=resp.message_id, replace_if_present_flag=1)
    told = talk.asks(QueryBroadcastSm(user_message_reference=4711))  # it keeps the reference by which it is known
    assert (told.message_id, told.message_state) == (newer.message_id, MessageState.ENROUTE)


def test_a_broadcast_that_can_not_be_replaced_is_not_submitted_either() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"old", user_message_reference=4711)
    both: dict[str, Any] = {"message_id": resp.message_id, "user_message_reference": 4711}
    refused = talk.broadcasts(b"new", replace_if_present_flag=1, **both)
    assert refused.command_status == S.ESME_RTLVNOTALLWD
    talk.asks(CancelBroadcastSm(message_id=resp.message_id))
    for which in ({"message_id": resp.message_id}, {"user_message_reference": 4711}):
        refused = talk.broadcasts(b"new", replace_if_present_flag=1, **which)
        assert refused.command_status == S.ESME_RBCASTFAIL
    assert {text for _, text in talk.shown} == {"old"}


def test_a_message_id_alone_replaces_nothing() -> None:
    talk = Talk()
    first = talk.broadcasts(b"one")
    other = talk.broadcasts(b"other", message_id=first.message_id)
    assert (other.command_status, other.message_id != first.message_id) == (S.ESME_ROK, True)
    assert talk.asks(QueryBroadcastSm(first.message_id)).message_state == MessageState.ENROUTE


def test_many_broadcasts_do_not_stay_in_memory_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasting, "MOST", 3)
    talk = Talk()
    first = talk.broadcasts(broadcast_rep_num=1)
    for _ in range(3):
        talk.broadcasts(broadcast_rep_num=1)
    assert talk.asks(QueryBroadcastSm(first.message_id)).command_status == S.ESME_RINVMSGID


# A restart


def test_a_bss_that_restarts_is_given_what_is_left() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"Storm", CELL1, CELL3, broadcast_rep_num=4)
    talk.run(60)  # it has been broadcast twice
    talk.world.network.act("bss1", Restarts())
    talk.world.network.act("ms3", MovesTo("cell1"))
    talk.run(600)
    assert sorted(ms for ms, _ in talk.shown) == ["ms1", "ms2", "ms3", "ms4", "ms5"]
    first, _, again = [one for one in talk.trace if isinstance(one, WriteReplace)]
    assert (again.cell_list, again.number_of_broadcasts_requested) == (first.cell_list, 2)
    told = talk.asks(QueryBroadcastSm(resp.message_id))
    assert told.broadcast_area_success == (50, 100)  # bss1 can't tell what it did before


@pytest.mark.parametrize("wait", [130, 300])
def test_a_bss_that_restarts_is_given_nothing_that_is_over(wait: float) -> None:
    talk = Talk()
    resp = talk.broadcasts()
    if wait < 180:
        talk.asks(CancelBroadcastSm(message_id=resp.message_id))
    talk.run(wait)
    talk.world.network.act("bss1", Restarts())
    talk.run(600)
    assert len([one for one in talk.trace if isinstance(one, WriteReplace)]) == 1


def test_a_broadcast_without_an_end_goes_on_after_a_restart_of_its_bss_until_it_is_cancelled() -> None:
    talk = Talk()
    resp = talk.broadcasts(broadcast_rep_num=0, validity_period="000001000000000R")
    talk.run(300)
    talk.world.network.act("bss1", Restarts())
    talk.run(300)
    _, again = [one for one in talk.trace if isinstance(one, WriteReplace)]
    assert again.number_of_broadcasts_requested == 0
    talk.asks(CancelBroadcastSm(message_id=resp.message_id))
    pages = len([one for one in talk.trace if isinstance(one, CbsPage)])
    talk.run(300)
    assert len([one for one in talk.trace if isinstance(one, CbsPage)]) == pages


def test_after_a_restart_what_is_left_is_broadcast() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"Storm", CELL1, CELL3, broadcast_rep_num=4)
    talk.run(60)  # it has been broadcast twice
    again = talk.restarts(after=10)
    assert again.shown == []
    again.run(60)
    assert sorted(again.shown) == [(ms, "Storm") for ms in ("ms1", "ms2", "ms4", "ms5")]
    [order] = [one for one in again.trace if isinstance(one, WriteReplace) and one.cell_list[0].ci == 101]
    assert order.number_of_broadcasts_requested == 2
    told = again.asks(QueryBroadcastSm(resp.message_id))
    assert (told.message_state, told.broadcast_area_success) == (MessageState.ENROUTE, (100, 100))
    again.run(120)
    assert again.asks(QueryBroadcastSm(resp.message_id)).message_state == MessageState.EXPIRED


def test_after_a_restart_one_that_was_to_come_comes_in_time() -> None:
    talk = Talk()
    talk.broadcasts(schedule_delivery_time="000000010000000R")
    again = talk.restarts(after=1800)
    assert again.shown == []
    again.run(1830)
    assert {ms for ms, _ in again.shown} == {"ms1", "ms2"}


@pytest.mark.parametrize("parameters", [{}, {"broadcast_rep_num": 100, "validity_period": "000000003000000R"}])
def test_one_whose_time_is_over_is_not_broadcast_again(parameters: dict[str, Any]) -> None:
    talk = Talk()
    resp = talk.broadcasts(**parameters)
    again = talk.restarts(3600)
    again.run(600)
    assert again.shown == []
    assert again.asks(QueryBroadcastSm(resp.message_id)).message_state == MessageState.EXPIRED


def test_one_that_an_earlier_store_has_as_delivered_is_over() -> None:
    talk = Talk()
    talk.broadcasts()
    talk.run(600)
    [(key, text)] = talk.world.store.notes("broadcast")
    talk.world.store.note("broadcast", key, text.replace('"state": 3', '"state": 2'))
    again = talk.restarts()
    again.run(600)
    assert again.shown == []


def test_one_that_was_cancelled_stays_so() -> None:
    talk = Talk()
    resp = talk.broadcasts()
    talk.asks(CancelBroadcastSm(message_id=resp.message_id))
    again = talk.restarts()
    again.run(600)
    assert again.shown == []
    assert again.asks(QueryBroadcastSm(resp.message_id)).message_state == MessageState.DELETED


def test_a_new_broadcast_is_told_apart_from_those_that_go_on() -> None:
    talk = Talk()
    talk.broadcasts(b"old")
    talk.broadcasts(b"older")
    again = talk.restarts()
    again.broadcasts(b"new")
    again.run(120)
    assert sorted(text for ms, text in again.shown if ms == "ms1") == ["new", "old", "older"]


def test_in_an_area_that_the_world_no_longer_has_nothing_is_broadcast() -> None:
    talk = Talk()
    resp = talk.broadcasts(b"Storm", CELL1, CELL3)
    [(key, text)] = talk.world.store.notes("broadcast")
    talk.world.store.note("broadcast", key, text.replace(CELL3.hex(), b"\0attic".hex()))
    again = talk.restarts()
    again.run(120)
    assert {ms for ms, _ in again.shown} == {"ms1", "ms2"}
    told = again.asks(QueryBroadcastSm(resp.message_id))
    assert told.broadcast_area_identifier == (CELL1, b"\0attic")
    assert told.broadcast_area_success == (100, broadcast_queries.NOT_KNOWN)
