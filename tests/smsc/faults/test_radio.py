"""Faults in the network: answers that get lost after a delivery, calls, channels, and handsets."""

import pytest

from pdu import ladder
from pdu.operations.submit_sm import SubmitSm
from smsc.faults.rule import Rule
from smsc.network.timers import TC1N
from smsc.sections import Phones
from smsc.trace.trace import Record
from smsc.world.acts import read
from smsc.world.world import World
from tests.smsc.faults.story import LONG, goes_wrong, heard, shown, submit
from tests.smsc.network.country import ROUTER, Country
from tests.smsc.smpp.centre import PHONE, Centre

OK = "ESME_ROK"
DELIVERED = "stat:DELIVRD err:000"


def words(centre: Centre, *names: str) -> list[str]:
    """Follow the messages with these names from now on: the sender, and the name."""
    seen: list[str] = []

    def see(record: Record) -> None:
        said = " ".join(ladder.line(record.message).words)
        if said in names:
            seen.append(f"{record.origin} {said}")

    centre.world.trace.follow(see)
    return seen


# Answers that get lost


def test_a_handset_shows_a_text_twice_where_the_answer_of_its_msc_got_lost() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "msc", loss=True, times=1, destination=PHONE)
    submit(line)
    centre.wait(LONG)
    assert texts == ["Hello", "Hello"]
    assert heard(line) == [f"2 {OK}", DELIVERED]


def test_an_answer_of_the_hlr_gets_lost_and_it_is_asked_again() -> None:
    centre = Centre()
    line, asked = centre.bound(), words(centre, "sendRoutingInfoForSM", "returnResultLast sendRoutingInfoForSM")
    goes_wrong(centre, "hlr", loss=True, times=1)
    submit(line)
    centre.wait(LONG)
    assert asked == ["sc sendRoutingInfoForSM", "hlr returnResultLast sendRoutingInfoForSM"] * 2
    assert heard(line) == [f"2 {OK}", DELIVERED]


def test_a_question_that_an_sms_router_asks_for_another_operator_is_struck_once() -> None:
    country = Country(ROUTER)
    fault = country.world.faults.add(Rule(stage="hlr", error="teleserviceNotProvisioned", every=2))
    for text in ("one", "two", "three", "four"):
        country.submit("club", PHONE, text)
        country.run(60)
    assert (fault.seen, fault.struck) == (4, 2)
    assert country.shown() == [("ms1", "one"), ("ms1", "three")]


def test_a_fault_for_a_number_strikes_all_parts_of_what_is_sent_there() -> None:
    centre = Centre()
    line, refused, texts = centre.bound(), words(centre, "returnError systemFailure"), shown(centre)
    goes_wrong(centre, "msc", error="systemFailure", destination=PHONE, every=2, times=1)  # the second part
    line.say(SubmitSm(destination_addr=PHONE, message_payload=b"Hello " * 40))
    centre.wait(LONG)
    assert refused == ["msc1 returnError systemFailure"]
    assert texts == ["Hello " * 40]


# The BSS


def test_a_call_gets_lost_and_is_repeated() -> None:
    centre = Centre()
    line, called = centre.bound(), words(centre, "PAGING", "PAGING REQUEST")
    goes_wrong(centre, "bss", loss=True, pdu="PAGING", destination=PHONE, times=1)
    submit(line)
    centre.wait(LONG)
    assert called == ["msc1 PAGING", "bss1 PAGING REQUEST"] * 2
    assert heard(line) == [f"2 {OK}", DELIVERED]


def test_a_handset_whose_calls_all_get_lost_is_absent() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "bss", loss=True, pdu="PAGING")
    submit(line)
    centre.wait(LONG)
    assert heard(line) == [f"2 {OK}", "stat:EXPIRED err:006"]


@pytest.mark.parametrize("text", ["Hello", "As long as a short message may be, " * 4], ids=["short", "long"])
def test_a_message_that_gets_lost_once_on_its_channel_is_delivered_by_the_same_call(text: str) -> None:
    centre = Centre()
    line, called = centre.bound(), words(centre, "PAGING")
    goes_wrong(centre, "bss", loss=True, pdu="CP-DATA", times=1)
    line.say(SubmitSm(destination_addr=PHONE, short_message=text.encode("ascii"), registered_delivery=1))
    centre.rest()
    assert called == ["msc1 PAGING"]
    assert heard(line) == [f"2 {OK}", DELIVERED]


def test_a_message_that_gets_lost_on_its_channel_is_sent_again_until_it_is_given_up() -> None:
    centre = Centre()
    line, sent = centre.bound(), words(centre, "CP-DATA RP-DATA SMS-DELIVER")
    goes_wrong(centre, "bss", loss=True, pdu="CP-DATA", text="Hello", destination=PHONE)
    submit(line)
    centre.wait(LONG)
    assert sent == ["msc1 CP-DATA RP-DATA SMS-DELIVER", "bss1 CP-DATA RP-DATA SMS-DELIVER"] * 3
    assert heard(line) == [f"2 {OK}", "stat:UNDELIV err:032"]


@pytest.mark.parametrize(
    ("error", "says"), [("radioInterfaceFailure", "CLEAR REQUEST"), ("sapiNReject", "SAPI N REJECT")]
)
def test_the_bss_can_not_deliver_and_the_receipt_tells(error: str, says: str) -> None:
    centre = Centre()
    line, said = centre.bound(), words(centre, says, "CLEAR COMMAND")
    goes_wrong(centre, "bss", error=error)
    submit(line)
    centre.wait(LONG)
    assert said == [f"bss1 {says}", "msc1 CLEAR COMMAND"]
    assert heard(line) == [f"2 {OK}", "stat:UNDELIV err:032"]


def test_a_call_comes_late() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "bss", delay=3, pdu="PAGING", times=1)
    submit(line)
    centre.wait(3)
    assert heard(line) == [f"2 {OK}"]
    centre.wait(10)
    assert heard(line) == [f"2 {OK}", DELIVERED]


# The handset


@pytest.mark.parametrize(
    ("error", "stat"),
    [
        ("MEMORY_CAPACITY_EXCEEDED", "stat:EXPIRED err:032"),
        ("USIM_SMS_STORAGE_FULL", "stat:EXPIRED err:032"),
        ("ERROR_IN_MS", "stat:UNDELIV err:032"),
        ("UNSPECIFIED_TP_DCS_ERROR", "stat:UNDELIV err:032"),
    ],
)
def test_a_handset_refuses_a_message_for_the_reason_that_is_chosen(error: str, stat: str) -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "ms", error=error, destination=PHONE)
    submit(line)
    centre.wait(LONG)
    assert heard(line) == [f"2 {OK}", stat]
    assert texts == []


def test_a_handset_that_has_refused_takes_the_next_message() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "ms", error="ERROR_IN_MS", times=1)
    submit(line)
    submit(line)
    centre.wait(LONG)
    assert texts == ["Hello"]
    assert heard(line)[2:] == ["stat:UNDELIV err:032", DELIVERED]


def test_a_handset_has_a_message_and_its_report_gets_lost() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "ms", loss=True, times=1)
    submit(line)
    centre.wait(LONG)
    assert texts == ["Hello"]
    assert heard(line) == [f"2 {OK}", "stat:UNDELIV err:032"]


def test_a_handset_does_not_hear_a_message() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "ms", silence=True)
    submit(line)
    centre.wait(LONG)
    assert texts == []
    assert heard(line) == [f"2 {OK}", "stat:UNDELIV err:032"]


def test_a_handset_reports_late() -> None:
    centre = Centre()
    line, sent = centre.bound(), words(centre, "CP-DATA RP-DATA SMS-DELIVER")
    goes_wrong(centre, "ms", delay=TC1N - 2, times=1)
    submit(line)
    centre.wait(TC1N)
    assert heard(line) == [f"2 {OK}"]
    centre.wait(TC1N)
    assert heard(line) == [f"2 {OK}", DELIVERED]
    assert len(sent) == 2  # by the MSC, and by the BSS


def test_a_handset_that_is_met_after_the_fault_is_struck_as_well() -> None:
    centre = Centre()
    many = Phones(name="p", count=1000, msisdn="447700910000", imsi="234150000910000", cells=("cell1",))
    config = centre.world.config.model_copy(update={"phones": (many,)})
    centre.world = World(config, centre.world.network.now)
    line = centre.bound()
    fault = goes_wrong(centre, "ms", error="ERROR_IN_MS", destination="447700910007")
    for number in ("447700910006", "447700910007"):
        submit(line, number=number)
    centre.wait(LONG)
    assert sorted(heard(line)[2:]) == [DELIVERED, "stat:UNDELIV err:032"]
    assert (fault.seen, fault.struck) == (1, 1)


@pytest.mark.parametrize(
    ("stage", "error"), [("msc", "illegalSubscriber"), ("bss", "radioInterfaceFailure"), ("ms", "ERROR_IN_MS")]
)
def test_the_network_can_be_wrong_about_texts_of_one_sender_or_with_some_words(stage: str, error: str) -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, stage, error=error, source="447700900124")
    goes_wrong(centre, stage, error=error, text="^BAD$")
    centre.world.act(*read(f"ms2 sends text text=Hi to={PHONE}"))
    submit(line, short_message=b"BAD")
    centre.wait(300)
    assert texts == []
    submit(line)
    submit(line, short_message=b"BAD", data_coding=4)  # no text
    centre.wait(300)
    assert texts[0] == "Hello"
    assert heard(line)[-1] == DELIVERED


def test_a_bss_that_can_not_deliver_transmits_what_handsets_send() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "bss", pdu="CP-DATA", error="radioInterfaceFailure")
    centre.world.act(*read("ms1 sends text text=Hi to=7000"))
    centre.wait(60)
    assert heard(line) == ["Hi"]


def test_a_status_report_is_struck_at_the_msc_as_what_it_is_carried_in() -> None:
    centre = Centre()
    line = centre.bound()
    fault = goes_wrong(centre, "msc", error="illegalSubscriber", destination=PHONE)
    late = goes_wrong(centre, "sc", delay=10)  # at this stage, it is no message
    centre.world.act(*read("ms1 sends text text=Hi to=7000 report=1"))
    centre.wait(60)
    assert heard(line) == ["Hi"]
    assert (fault.struck, late.struck) == (1, 1)


def test_a_handset_registers_while_the_answer_to_a_message_for_another_is_still_to_be_lost() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "msc", loss=True, times=1, destination=PHONE)
    centre.world.act(*read("ms1 switches off"))
    centre.rest()
    centre.world.act(*read("ms1 switches on"))
    centre.rest()
    submit(line)
    centre.world.act(*read("ms2 switches off"))
    centre.world.act(*read("ms2 switches on"))
    centre.wait(5)
    submit(line, number="447700900124", short_message=b"To the other")
    centre.wait(5)
    assert texts == ["Hello", "To the other"]


def test_a_fault_at_the_bss_finds_the_number_of_a_handset_that_a_fault_stands_before() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "ms", loss=True, text="^never$")
    fault = goes_wrong(centre, "bss", error="radioInterfaceFailure", destination=PHONE)
    submit(line)
    submit(line, number="447700900124")
    centre.wait(60)
    assert sorted(heard(line)[2:]) == [DELIVERED, "stat:UNDELIV err:032"]
    assert fault.struck == 1
