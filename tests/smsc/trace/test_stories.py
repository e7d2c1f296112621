"""Which message each record is about."""

from collections.abc import Callable
from typing import Any

import pytest

from pdu.header import SECRETS
from pdu.lists import SmeAddress
from pdu.operations.deliver_sm import DeliverSmResp
from pdu.operations.query_sm import QuerySm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.sms.address import Address
from pdu.sms.cp import CpData
from pdu.sms.rp import RpData
from pdu.sms.tp import SmsDeliver
from pdu.ss7.map import SubscriberBusyForMTSMS
from pdu.text.segmentation import segments
from smsc.config import load, parse
from smsc.faults.rule import Rule
from smsc.network.acts import ConnectsTerminal, LosesPower, Replies, SendsText, SwitchesOff, SwitchesOn
from smsc.network.operators import Asks
from smsc.network.troubles import ComesUp, GoesDown
from smsc.numbering import dialled
from smsc.trace.ladders import Ladders
from smsc.trace.stories import Stories
from smsc.trace.trace import Record
from smsc.world.every_centre import EveryCentre
from tests.smsc.network.country import ROUTER, Country
from tests.smsc.told import MS1, MS2, Told

LONG = ((0x0424, b"x" * 20_000),)


def to(number: str, text: bytes = b"Hello", **more: Any) -> SubmitSm:
    return SubmitSm(destination_addr=number, dest_addr_ton=1, short_message=text, **more)


def test_every_hop_of_a_message_and_of_its_receipt_is_of_its_story() -> None:
    told = Told()
    told.says(to(MS1, registered_delivery=1))
    assert told.others() == {"bind_transceiver", "bind_transceiver_resp"}
    assert len(told.of("00000001")) == len(told.told) - 2
    assert told.of("00000001")[:2] == ["bank>sc submit_sm", "sc>bank submit_sm_resp"]
    assert {"bss1>ms1 CHANNEL RELEASE", "bank>sc deliver_sm_resp"} <= set(told.of("00000001"))


def test_messages_that_are_under_way_at_once_are_told_apart() -> None:
    told = Told()
    told.says(*(to(number, registered_delivery=1) for number in (MS1, MS2, MS1)))
    assert told.of("00000001").count("ms1> shows") == 1
    assert told.of("00000003").count("ms1> shows") == 1
    assert told.of("00000002").count("ms2> shows") == 1
    for message_id in ("00000001", "00000002", "00000003"):
        assert told.of(message_id).count("sc>bank deliver_sm") == 1
        assert told.of(message_id).count("bank>sc deliver_sm_resp") == 1
    assert told.others() == {"bind_transceiver", "bind_transceiver_resp"}


def followed(country: Country) -> Stories:
    """Tell the stories of a country from now on."""
    stories = EveryCentre(country.world).stories()
    country.world.trace.follow(Ladders(stories, lambda *_: None, SECRETS).add)
    return stories


def handed_in(stories: Stories, message_id: str) -> list[str | None]:
    """Return the texts that ms1 is handed in a story."""
    said = [record.message for record in stories[message_id].records if record.destination == "ms1"]
    relayed = [message.cp_user_data for message in said if isinstance(message, CpData)]
    tpdus = [data.rp_user_data for data in relayed if isinstance(data, RpData)]
    return [tpdu.text for tpdu in tpdus if isinstance(tpdu, SmsDeliver)]


def test_a_message_that_is_refused_since_another_one_is_on_its_way_does_not_take_its_story() -> None:
    country = Country()
    country.world.network.set_latency(("bss", "ms"), 1.0)
    stories = followed(country)
    country.submit("bank", MS1, "first")
    country.submit("shop", MS1, "second")
    country.run(10)
    assert handed_in(stories, "00000001") == ["first"]
    assert stories["00000002"].records[-1].message == SubscriberBusyForMTSMS()
    country.run(60)
    assert handed_in(stories, "00000002") == ["second"]


def test_the_way_of_a_message_goes_on_behind_a_router() -> None:
    country = Country(ROUTER)
    stories = followed(country)
    country.submit("club", MS1)
    country.run(10)
    hops = [f"{record.origin}>{record.destination}" for record in stories["00000001"].records]
    assert {"router>hlr", "hlr>router", "router>msc1", "msc1>bss1", "bss1>ms1", "msc1>router"} <= set(hops)
    assert handed_in(stories, "00000001") == ["Hello"]


def test_an_absence_and_the_alert_are_of_the_story_of_the_message_that_waits() -> None:
    told = Told()
    told.does("ms1", SwitchesOff())
    told.says(to(MS1))
    told.does("ms1", SwitchesOn())
    story = told.of("00000001")
    assert "sc>hlr reportSM-DeliveryStatus" in story
    assert "hlr>sc alertServiceCentre" in story
    assert story.count("ms1> shows") == 1


def test_who_asks_for_a_number_meanwhile_does_not_take_the_alert_from_the_message_that_waits() -> None:
    told = Told(parse('[[stranger]]\nname = "mallory"\nnumber = "99900000001"', "world"))
    told.does("ms1", SwitchesOff())
    told.says(to(MS1))
    told.does("mallory", Asks(Address(MS1)))
    told.does("ms1", SwitchesOn())
    assert {"hlr>sc alertServiceCentre", "sc>hlr alertServiceCentre"} <= set(told.of("00000001"))
    assert "mallory>hlr sendRoutingInfoForSM" not in told.of("00000001")


def test_a_receipt_that_is_lost_before_any_session_has_it_is_of_the_story_of_its_message() -> None:
    told = Told()
    told.world.faults.add(Rule(stage="receipt", loss=True))
    told.says(to(MS1, registered_delivery=1))
    last = told.stories["00000001"].records[-1]
    assert (last.lost, last.message.words) == (True, ("deliver_sm",))  # type: ignore[attr-defined]  # all have words


def test_a_message_of_a_handset_goes_on_under_the_id_that_the_service_centre_gives_it() -> None:
    told = Told()
    told.does("ms1", SendsText("Hello", dialled(MS2)))
    told.does("ms2", SendsText("Hello", dialled("7000")))
    first, second = told.of("00000001"), told.of("00000002")
    assert (first[0], first.count("ms2> shows"), first.count("msc1>sc mo-ForwardSM")) == (">ms1 sends text", 1, 1)
    assert second[0] == ">ms2 sends text"
    assert "sc>bank deliver_sm" in second
    assert "bank>sc deliver_sm_resp" in second


def test_a_status_report_is_a_story_to_where_it_is_shown() -> None:
    told = Told()
    told.does("ms1", SendsText("Hello", dialled(f"+{MS2}"), report=True))
    assert [line for line in told.of("00000001") if "shows" in line] == ["ms2> shows"]
    assert [line for line in told.of("00000002") if "shows" in line] == ["ms1> shows report"]


def test_a_message_that_is_passed_on_to_a_terminal_has_that_in_its_story() -> None:
    told = Told()
    told.does("ms1", ConnectsTerminal())
    told.says(to(MS1, data_coding=0xF3))
    assert [line for line in told.of("00000001") if "ms1>" in line and "bss1" not in line] == ["ms1> passes on"]


def test_a_text_of_a_handset_in_parts_is_one_story() -> None:
    told = Told()
    told.does("ms1", SendsText("x" * 400, dialled(MS2)))
    told.rest(60)
    story = told.stories["00000001"]
    assert story.message_ids == ["00000001", "00000002", "00000003"]
    assert told.of("00000003").count("ms2> shows") == 1
    assert told.others() == {"bind_transceiver", "bind_transceiver_resp"}


def test_a_text_that_is_given_up_is_not_taken_for_the_next_one() -> None:
    told = Told()
    told.does("sc", GoesDown())
    for text in ("First", "Second", "Third"):
        told.world.network.act("ms1", SendsText(text, dialled("7000")))
    told.rest(60)
    told.does("sc", ComesUp())
    told.rest(60)
    assert {
        text for record, _ in told.told for text in ("First", "Second") if f"cannot send text={text}" in str(record)
    }
    assert told.texts() == {1: {"First"}, 2: {"Second"}, 3: {"Third"}}
    assert "cannot" not in told.others()


def test_the_next_text_of_a_handset_asks_for_a_channel_in_its_own_story() -> None:
    told = Told()
    for text in ("First", "Second"):
        told.does("ms1", SendsText(text, dialled("7000")))
    for message_id in ("00000001", "00000002"):
        assert told.of(message_id).count("ms1>bss1 CHANNEL REQUEST") == 1


def test_a_text_that_is_said_again_is_not_taken_for_the_next_one() -> None:
    told = Told()
    for text in ("First", "Second", "Third"):
        told.world.network.act("ms1", SendsText(text, dialled("7000")))
    told.rest(0.9)  # the service centre has it, and the handset does not hear of that
    told.does("ms1", LosesPower())
    told.does("ms1", SwitchesOn())
    told.rest(60)
    assert [text for _, text in told.submitted()] == ["First", "First", "Second", "Third"]
    assert told.texts() == {1: {"First"}, 2: {"Second"}, 3: {"Third"}}


@pytest.mark.parametrize("length", [1, 2])
def test_texts_that_a_handset_has_forgotten_are_not_taken_for_the_next_one(length: int) -> None:
    told = Told()
    told.does("ms1", SwitchesOff())
    told.does("ms1", SendsText("First", dialled("7000")))
    told.world.phones["ms1"].forget()
    told.does("ms1", SwitchesOn())
    text = "Second" + "x" * 155 * (length - 1)
    told.does("ms1", SendsText(text, dialled("7000")))
    told.does("ms1", SendsText("Third", dialled("7000")))
    told.rest(60)
    assert [story and story.number for story, _ in told.submitted()] == [*[2] * length, 3]
    spoken = [story for record, story in told.told if isinstance(record.message, CpData) and record.origin == "ms1"]
    assert {story and story.number for story in spoken} == {2, 3}


def test_a_reply_begins_a_story_as_a_text_does() -> None:
    told = Told()
    told.says(to(MS1, source_addr="7000"))
    told.does("ms1", Replies("Thanks"))
    assert told.of("00000002")[0] == ">ms1 replies"
    assert "ms1>bss1 CHANNEL REQUEST" in told.of("00000002")


def test_all_segments_of_a_text_are_found_when_it_is_shown() -> None:
    told = Told()
    parts = segments("x" * 400, reference=7).parts
    told.says(*(to(MS1, part.short_message(), esm_class=0x40) for part in parts))
    [shown] = [record for record, _ in told.told if record.message.words == ("shows",)]  # type: ignore[attr-defined]
    assert [story.message_ids for story in told.stories.shown(shown)] == [["00000001"], ["00000002"], ["00000003"]]
    told.says(*(to(MS1, part.short_message(), esm_class=0x40) for part in parts))
    shown = [record for record, _ in told.told if record.message.words == ("shows",)][1]  # type: ignore[attr-defined]
    assert [story.message_ids for story in told.stories.shown(shown)] == [["00000004"], ["00000005"], ["00000006"]]


def test_all_messages_of_a_submit_multi_are_one_story() -> None:
    told = Told()
    addresses = (SmeAddress(1, 1, MS1), SmeAddress(1, 1, MS2))
    told.says(SubmitMulti(dest_address=addresses, short_message=b"Hello", registered_delivery=1))
    story = told.of("00000001")
    assert story.count("ms1> shows") == story.count("ms2> shows") == 1
    assert story.count("sc>bank deliver_sm") == 2


def test_who_asks_for_a_message_joins_its_story() -> None:
    told = Told()
    told.says(to(MS1))
    told.says(QuerySm("00000001"), QuerySm("no such"))
    assert told.of("00000001")[-2:] == ["bank>sc query_sm", "sc>bank query_sm_resp"]
    assert told.stories["00000001"].message_ids == ["00000001"]
    assert told.others() == {"bind_transceiver", "bind_transceiver_resp", "query_sm", "query_sm_resp"}


def test_a_submission_that_takes_the_place_of_a_message_goes_into_its_story() -> None:
    told = Told()
    told.does("ms1", SwitchesOff())
    told.says(to(MS1))
    told.says(SubmitSm(destination_addr=MS1, short_message=b"Instead", replace_if_present_flag=1))
    assert told.of("00000001")[-2:] == ["bank>sc submit_sm", "sc>bank submit_sm_resp"]


def test_a_submission_whose_response_comes_late_begins_the_story_all_the_same() -> None:
    told = Told()
    told.world.faults.add(Rule(stage="receipt", before_response=True))
    told.says(to(MS1, registered_delivery=1))
    story = told.of("00000001")
    assert story[0] == "bank>sc submit_sm"
    assert story.index("sc>bank deliver_sm") < story.index("sc>bank submit_sm_resp")


def test_a_submission_that_is_refused_has_a_story_without_an_id() -> None:
    told = Told()
    told.says(to("everybody"))
    [(_, story), (_, same)] = told.told[-2:]
    assert story is same
    assert story is not None
    assert (story.message_ids, len(story.records)) == ([], 2)
    assert repr(story) == "<story 1 of a message without an id>"


def test_a_message_that_was_there_before_anybody_looked_has_a_story_from_then_on() -> None:
    told = Told()
    told.line.answer = lambda _: None
    world = told.world
    looks = Stories("sc", world.centre.subject)
    told.does("ms1", SwitchesOff())
    told.says(to(MS1))
    told.does("ms2", SendsText("Hi", dialled(MS1)))

    def look(record: Record) -> None:
        looks.add(record)

    world.trace.follow(look)
    told.does("ms1", SwitchesOn())
    assert [record.message.words[-1] for record in looks["00000001"].records][:2] == [  # type: ignore[attr-defined]
        "sendRoutingInfoForSM",
        "sendRoutingInfoForSM",
    ]
    assert "ms1           shows text=Hi" in " ".join(str(record) for record in looks["00000002"].records)
    with pytest.raises(KeyError):
        looks["00000003"]
    assert looks.get("00000003") is None


def test_the_oldest_story_is_forgotten() -> None:
    told = Told(size=2)
    for _ in range(3):
        told.says(to(MS1))
    assert [told.stories.get(f"0000000{number}") is None for number in (1, 2, 3)] == [True, False, False]


def test_the_oldest_stories_are_forgotten_if_their_pdus_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.trace.stories.OCTETS", 50_000)
    told = Told()
    for _ in range(4):
        told.says(SubmitSm(destination_addr="7001", tlvs=LONG))
    left = [told.stories.get(f"0000000{number}") is not None for number in (1, 2, 3, 4)]
    assert left == [False, False, True, True]
    first = next(story for record, story in told.told if isinstance(record.message, SubmitSm))
    assert first is not None
    assert not first.records
    told.says(to(MS1), to(MS1))
    assert told.stories.get("00000003") is not None


def test_as_many_of_the_oldest_stories_are_forgotten_as_a_long_pdu_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.trace.stories.OCTETS", 50_000)
    told = Told()
    told.world.faults.add(Rule(stage="smpp", silence=True, times=4))  # those without an answer count as well
    for size in (15_000, 15_000, 15_000, 49_000):
        told.says(SubmitSm(destination_addr="7001", tlvs=((0x0424, bytes(size)),)))
    stories = [story for record, story in told.told if isinstance(record.message, SubmitSm)]
    assert [bool(story and story.records) for story in stories] == [False, False, False, True]


def test_a_story_whose_response_comes_when_it_was_forgotten_is_remembered_no_longer_than_others() -> None:
    told = Told(size=2)
    told.world.faults.add(Rule(stage="smpp", delay=100.0, times=1))
    told.says(*(to(MS1) for _ in range(3)))
    told.rest()
    assert [told.stories.get(f"0000000{number}") is None for number in (1, 2, 3)] == [True, False, False]
    told.says(to(MS1), to(MS1))
    assert told.stories.get("00000003") is None


def test_a_story_whose_response_comes_when_it_was_forgotten_counts_with_its_long_pdu_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsc.trace.stories.OCTETS", 50_000)
    told = Told()
    told.world.faults.add(Rule(stage="smpp", delay=100.0, times=4))
    told.says(*(SubmitSm(destination_addr="7001", tlvs=LONG) for _ in range(4)))
    told.rest()
    left = [told.stories.get(f"0000000{number}") is not None for number in (1, 2, 3, 4)]
    assert left == [False, False, True, True]


def test_of_one_message_of_which_very_much_is_said_in_long_pdus_the_latest_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsc.trace.stories.OCTETS", 50_000)
    told = Told()
    told.says(to(MS1))
    for number in range(10):
        told.says(QuerySm("00000001", sequence_number=100 + number, tlvs=LONG))
    story = told.stories["00000001"]
    assert sum(record.held for record in story.records) == story.octets <= 50_000
    asked = [record for record in story.records if isinstance(record.message, QuerySm)]
    assert 1 < len(asked) < 10
    told.says(to(MS1))
    assert told.stories.get("00000002") is not None


def test_pdus_that_all_else_that_is_said_has_displaced_no_longer_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.trace.stories.RECORDS", 9)
    told = Told()
    told.says(to(MS1, tlvs=((0x1500, bytes(20_000)),)))
    story = told.stories["00000001"]
    assert (len(story.records), story.octets, told.stories._octets) == (9, 0, 0)


def test_a_message_in_whose_place_long_ones_come_again_and_again_is_remembered_by_the_latest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsc.trace.stories.OCTETS", 150_000)
    monkeypatch.setattr("smsc.trace.stories.RECORDS", 9)
    told = Told()
    told.does("ms1", SwitchesOff())
    told.says(to(MS1))
    for _ in range(20):
        told.says(SubmitSm(destination_addr=MS1, replace_if_present_flag=1, tlvs=LONG))
    assert told.of("00000001")[-2:] == ["bank>sc submit_sm", "sc>bank submit_sm_resp"]
    story = told.stories["00000001"]
    assert len(story.records) == 9
    assert story.octets == told.stories._octets == sum(record.held for record in story.records) > 0
    while told.stories._stories:
        told.stories._forget_oldest()
    assert told.stories._octets == 0


def test_a_message_longer_than_there_is_memory_for_is_remembered_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.trace.stories.OCTETS", 10_000)
    told = Told()
    told.says(to(MS1))
    told.says(SubmitSm(destination_addr="7001", tlvs=LONG))
    assert told.stories.get("00000001") is None
    assert told.of("00000002")[0] == "bank>sc submit_sm"


def test_a_long_response_to_a_message_that_was_forgotten_makes_nothing_else_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsc.trace.stories.OCTETS", 10_000)
    told = Told(size=2)
    told.world.faults.add(Rule(stage="smpp", silence=True, times=1))
    told.says(*(to(MS1) for _ in range(3)))
    asked, pdu = next((record, record.message) for record, _ in told.told if isinstance(record.message, SubmitSm))
    response = SubmitSmResp(command_status=8, sequence_number=pdu.sequence_number, tlvs=LONG)
    assert told.stories.add(asked._replace(origin="sc", destination="bank", message=response)) is not None
    assert told.stories.get("00000001") is not None


def test_a_long_text_is_forgotten_between_its_parts_and_behind_them() -> None:
    told = Told(size=1)
    told.world.network.act("ms1", SendsText("Hello " * 100, dialled("7000")))
    for _ in range(60):
        told.line.say(to(MS2))
        told.rest(0.5)
    told.says(to(MS2))
    texts = [story for story, _ in told.submitted() if story is not None]
    assert len(texts[0].message_ids) > 1
    assert told.stories.get(texts[0].message_ids[0]) is None
    assert len(told.stories._by_message_id) == 1


def test_answers_find_back_whatever_their_order() -> None:
    told = Told()
    answer: Callable[[object], DeliverSmResp | None] = lambda _: None  # noqa: E731 - no name would say more
    told.line.answer = answer
    told.says(to(MS1, registered_delivery=1), to(MS2, registered_delivery=1))
    receipts = [pdu for pdu in told.line.heard if pdu.words[0] == "deliver_sm"]
    told.says(*(DeliverSmResp(sequence_number=pdu.sequence_number) for pdu in reversed(receipts)))
    for message_id in ("00000001", "00000002"):
        assert told.of(message_id)[-1] == "bank>sc deliver_sm_resp"


def test_a_text_of_a_handset_that_has_a_tmsi_and_was_never_called_by_it_is_followed() -> None:
    config = load()
    told = Told(config.model_copy(update={"msc": tuple(msc.model_copy(update={"tmsi": True}) for msc in config.msc)}))
    told.does("ms1", SwitchesOff())
    told.does("ms1", SwitchesOn())
    told.told.clear()
    told.does("ms1", SendsText("Hi", dialled("7000")))
    assert "ms1>bss1 CHANNEL REQUEST" in told.of("00000001")
    assert told.others() == set()


def test_a_handset_that_is_called_by_a_tmsi_is_told_apart_as_well() -> None:
    config = load()
    mscs = tuple(msc.model_copy(update={"tmsi": True}) for msc in config.msc)
    told = Told(config.model_copy(update={"msc": mscs}))
    for name in ("ms1", "ms2"):
        told.does(name, SwitchesOff())
        told.does(name, SwitchesOn())
    told.told.clear()
    told.says(to(MS1, registered_delivery=1), to(MS2, registered_delivery=1))
    assert told.others() == set()
    for message_id, name in (("00000001", "ms1"), ("00000002", "ms2")):
        assert told.of(message_id).count(f"{name}> shows") == 1
        assert f"bss1>{name} PAGING REQUEST" in told.of(message_id)
    told.does("ms1", SendsText("Hi", dialled("7000")))
    assert told.others() == set()


def test_who_follows_only_now_learns_a_tmsi_from_the_call_by_it() -> None:
    config = load()
    told = Told(config.model_copy(update={"msc": tuple(msc.model_copy(update={"tmsi": True}) for msc in config.msc)}))
    told.does("ms1", SwitchesOff())
    told.does("ms1", SwitchesOn())  # and is given one
    told.stories = Stories("sc", told.world.centre.subject)
    told.says(to(MS1))
    assert "bss1>ms1 PAGING REQUEST" in told.of("00000001")
    assert "ms1> shows" in told.of("00000001")
