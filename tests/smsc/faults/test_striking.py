"""Faults at work, stage by stage: what the ESME sees, and what its receipt says."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.lists import SmeAddress
from pdu.malformed import Malformed
from pdu.operations.bind import BindTransceiver
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.query_sm import QuerySm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSmResp
from pdu.session import Closed, Timers
from pdu.ss7.map import AlertServiceCentre as Alert
from pdu.values import EsmClass, MessageState
from scenarios.esme import MemoryLine
from smsc.faults.rule import Rule
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.world.acts import read
from tests.smsc.faults.story import shown
from tests.smsc.smpp.centre import PHONE, Centre, said, to_phone

OK, THROTTLED = "ESME_ROK", "ESME_RTHROTTLED"


def struck(centre: Centre, stage: str, **values: Any) -> None:
    centre.world.faults.add(Rule.model_validate({"stage": stage, **values}))


def receipt(centre: Centre, line: MemoryLine) -> tuple[str, int, bytes]:
    """Submit a message, wait for days, and return the receipt's text from stat on, its state and network_error_code."""
    line.say(to_phone(registered_delivery=1))
    centre.wait(3 * 24 * 3600)
    [pdu] = [pdu for pdu in line.heard if isinstance(pdu, DeliverSm)]
    text = pdu.short_message.decode("ascii")
    return text[text.index("stat:") :].split(" text")[0], pdu.message_state or 0, pdu.network_error_code or b""


# Requests of ESMEs


def test_a_request_is_refused_with_the_status_that_is_chosen() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", command_status=THROTTLED, destination=PHONE, every=2)
    assert said(centre, line, *(to_phone() for _ in range(4))) == [OK, THROTTLED, OK, THROTTLED]
    assert len(list(centre.world.store.messages())) == 2
    centre.world.faults.reset()
    assert said(centre, line, to_phone(), to_phone()) == [OK, OK]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"short_message": b"Hi \x11"}, THROTTLED),  # in the default alphabet
        ({"short_message": "Hi _".encode("utf-16-be"), "data_coding": 8}, THROTTLED),
        ({"short_message": b"", "message_payload": b"Hi \x11"}, THROTTLED),
        ({"short_message": b"\5\0\3\7\2\1Hi \x11", "esm_class": EsmClass.UDHI}, THROTTLED),
        ({"short_message": b"Hi \x11", "data_coding": 4}, OK),  # no text
        ({}, OK),
    ],
)
def test_a_request_is_struck_for_its_text_however_that_is_carried(values: dict[str, Any], status: str) -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", command_status=THROTTLED, text="^Hi _$")
    assert said(centre, line, to_phone(**values)) == [status]


def test_a_number_is_that_of_a_rule_with_a_plus_as_without() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", command_status=THROTTLED, source="7000", destination=PHONE)
    assert said(centre, line, to_phone(f"+{PHONE}", source_addr="+7000")) == [THROTTLED]
    assert said(centre, line, to_phone("447700900124", source_addr="7000")) == [OK]


@pytest.mark.parametrize("bound_before", [True, False])
def test_an_enquire_link_stays_unanswered_if_it_is_named_and_no_message_need_go_before(bound_before: bool) -> None:
    centre = Centre()
    struck(centre, "smpp", silence=True, pdu="query_sm")
    line = centre.bound() if bound_before else None
    struck(centre, "smpp", silence=True, pdu="enquire_link", account="bank", times=1)
    line = line or centre.bound()
    assert said(centre, line, EnquireLink(), to_phone()) == [OK]
    assert line.heard[-1].command_id == SubmitSmResp.command_id
    assert said(centre, line, EnquireLink()) == [OK]
    struck(centre, "smpp", silence=True)  # of messages
    assert said(centre, line, EnquireLink(), to_phone()) == [OK]
    struck(centre, "smpp", silence=True, pdu="enquire_link")
    assert said(centre, line, EnquireLink()) == []
    centre.world.faults.reset()
    assert said(centre, line, EnquireLink()) == [OK]


def test_only_the_account_and_the_operation_that_are_meant_are_struck() -> None:
    centre = Centre()
    struck(centre, "smpp", command_status=THROTTLED, account="bank", pdu="query_sm")
    line = centre.bound()
    assert said(centre, line, to_phone(), QuerySm("00000001")) == [OK, THROTTLED]
    shop = centre.bound(BindTransceiver("shop", "opensesa"))
    assert said(centre, shop, QuerySm("00000001")) == ["ESME_RINVMSGID"]


def test_a_submit_multi_is_struck_for_each_of_its_destinations() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", command_status="ESME_RSYSERR", destination=PHONE)

    def to(*numbers: str) -> SubmitMulti:
        return SubmitMulti(dest_address=tuple(SmeAddress(1, 1, number) for number in numbers), short_message=b"Hello")

    assert said(centre, line, to("447700900124", f"+{PHONE}")) == ["ESME_RSYSERR"]
    assert said(centre, line, to("447700900124", "447700900125")) == [OK]


def test_a_bind_is_refused_left_unanswered_or_cut_off() -> None:
    centre = Centre()
    struck(centre, "smpp", command_status="ESME_RSYSERR", pdu="bind_transceiver", account="bank", times=1)
    assert said(centre, centre.line(), BindTransceiver("bank", "secret")) == ["ESME_RSYSERR"]
    struck(centre, "smpp", silence=True, pdu="bind_transceiver", times=1)
    line = centre.line()
    assert said(centre, line, BindTransceiver("bank", "secret")) == []
    assert not line.session.closed
    struck(centre, "smpp", disconnect="before", pdu="bind_transceiver", times=1)
    line = centre.line()
    assert said(centre, line, BindTransceiver("bank", "secret")) == []
    assert line.session.closed
    assert said(centre, centre.line(), BindTransceiver("bank", "secret")) == [OK]


@pytest.mark.parametrize("written", [0x401, "0x401", "1025"])
def test_a_request_is_refused_with_a_vendors_status(written: object) -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", command_status=written, times=1)
    [fault] = centre.world.faults
    assert str(fault.rule) == "stage=smpp times=1 command_status=0x00000401"
    assert said(centre, line, to_phone()) == ["0x00000401"]


def test_a_refusal_has_a_body_all_the_same() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", command_status="ESME_RINVDSTADR", message_id="0A000000A3D323A1")
    requests = to_phone(), QuerySm("00000001"), CancelSm(message_id="00000001")
    assert said(centre, line, *requests) == ["ESME_RINVDSTADR"] * 3
    [refused] = [pdu for pdu in line.heard if isinstance(pdu, SubmitSmResp)]
    assert refused.message_id == "0A000000A3D323A1"


def test_a_half_open_line_stays_and_nothing_goes_over_it_until_our_timers_run_out() -> None:
    centre = Centre(max_binds=1)
    line = centre.bound()
    struck(centre, "smpp", disconnect="half-open", times=1)
    assert said(centre, line, to_phone(), EnquireLink(), to_phone()) == []
    assert list(centre.world.store.messages()) == []
    line.hang_up()
    assert said(centre, centre.line(), BindTransceiver("bank", "secret")) == ["ESME_RALYBND"]
    line.session.timers = Timers(enquire_link_timer=60, response_timer=30)
    now = centre.world.network.now
    assert line.session.handle_timer(now + 60) == []
    assert line.session.data_to_send() == b""
    assert isinstance(line.session.handle_timer(now + 90)[-1], Closed)


def test_a_line_goes_half_open_instead_of_carrying_a_receipt() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "receipt", disconnect="half-open", times=1)
    line.say(to_phone(registered_delivery=1))
    centre.rest()
    assert [type(pdu) for pdu in line.heard[1:]] == [SubmitSmResp]
    assert said(centre, line, EnquireLink()) == []
    assert not line.session.closed


def test_a_response_comes_late_and_others_do_not_wait_for_it() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", delay=20, times=1)
    line.say(to_phone())
    line.say(to_phone())
    centre.wait(10)
    assert [pdu.sequence_number for pdu in line.heard if isinstance(pdu, SubmitSmResp)] == [3]
    centre.wait(15)
    assert [pdu.sequence_number for pdu in line.heard if isinstance(pdu, SubmitSmResp)] == [3, 2]


def test_a_response_never_comes_and_its_place_in_the_window_stays_taken() -> None:
    centre = Centre(window=2)
    line = centre.bound()
    struck(centre, "smpp", silence=True, times=2)
    assert said(centre, line, to_phone(), to_phone()) == []
    assert said(centre, line, to_phone()) == [THROTTLED]
    assert list(centre.world.store.messages()) == []


def test_the_line_is_cut_before_a_message_is_taken_or_behind_its_response() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "smpp", disconnect="before", times=1)
    assert said(centre, line, to_phone(), to_phone()) == []
    assert line.session.closed
    assert list(centre.world.store.messages()) == []
    line = centre.bound()
    struck(centre, "smpp", disconnect="after", times=1)
    assert said(centre, line, to_phone()) == [OK]
    assert line.session.closed
    assert len(list(centre.world.store.messages())) == 1
    assert len(centre.world.face) == 0


# The network


@pytest.mark.parametrize(
    ("stage", "error", "stat", "state", "code"),
    [
        ("hlr", "unknownSubscriber", "stat:UNDELIV err:001", MessageState.UNDELIVERABLE, 1),
        ("hlr", "callBarred", "stat:UNDELIV err:013", MessageState.UNDELIVERABLE, 13),
        ("hlr", "absentSubscriberSM", "stat:EXPIRED err:006", MessageState.EXPIRED, 6),
        ("hlr", "teleserviceNotProvisioned", "stat:UNDELIV err:011", MessageState.UNDELIVERABLE, 11),
        ("msc", "illegalSubscriber", "stat:UNDELIV err:009", MessageState.UNDELIVERABLE, 9),
        ("msc", "subscriberBusyForMT-SMS", "stat:EXPIRED err:031", MessageState.EXPIRED, 31),
        ("msc", "memoryCapacityExceeded", "stat:EXPIRED err:032", MessageState.EXPIRED, 32),
        ("msc", "equipmentProtocolError", "stat:UNDELIV err:032", MessageState.UNDELIVERABLE, 32),
        ("msc", "systemFailure", "stat:EXPIRED err:034", MessageState.EXPIRED, 34),
    ],
)
def test_the_receipt_tells_of_the_error_that_is_chosen(
    stage: str, error: str, stat: str, state: MessageState, code: int
) -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, stage, error=error, destination=PHONE)
    assert receipt(centre, line) == (stat, state, bytes((3, 0, code)))


def test_a_message_that_fails_once_is_delivered_by_the_next_attempt() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "msc", error="systemFailure", text="Hello", times=1)
    assert receipt(centre, line) == ("stat:DELIVRD err:000", MessageState.DELIVERED, b"")


@pytest.mark.parametrize("stage", ["hlr", "msc"])
def test_who_stays_absent_for_some_minutes_gets_his_messages_when_the_hlr_alerts(stage: str) -> None:
    centre = Centre()
    line = centre.bound()
    texts = shown(centre)
    told = list[float]()
    centre.world.trace.follow(lambda record: told.append(record.at) if type(record.message) is Alert else None)
    struck(centre, stage, error="absentSubscriberSM", absence=180, jitter=420, destination=PHONE, times=1)
    begun = centre.world.network.now
    line.say(to_phone())
    centre.wait(120)
    line.say(to_phone(priority_flag=1))  # at once, and in vain: he stays absent, though the fault strikes but once
    centre.wait(50)
    assert texts == []
    centre.wait(440)
    assert texts == ["Hello", "Hello"]
    [alert] = told
    assert 180 <= alert - begun <= 600


def test_an_absence_ends_with_its_fault() -> None:
    centre = Centre()
    line = centre.bound()
    texts = shown(centre)
    struck(centre, "msc", error="absentSubscriberSM", absence=3600, times=1)
    line.say(to_phone(priority_flag=1))
    centre.rest()
    assert texts == []
    centre.world.act("ms1", SendsText("I am here", dialled("447700900124")))
    centre.rest()
    assert texts == ["I am here"]
    centre.world.faults.reset()
    centre.wait(1800)  # the service centre's own next attempt
    assert texts == ["I am here", "Hello"]


@pytest.mark.parametrize("stage", ["hlr", "msc"])
def test_an_absence_lasts_though_that_of_a_fault_removed_before_is_over(stage: str) -> None:
    centre = Centre()
    line = centre.bound()
    texts = shown(centre)
    told = list[float]()
    centre.world.trace.follow(lambda record: told.append(record.at) if type(record.message) is Alert else None)
    begun = centre.world.network.now
    for priority, absence in enumerate((100, 1_000)):  # the second is tried at once
        centre.world.faults.reset()
        struck(centre, stage, error="absentSubscriberSM", absence=absence, times=1)
        line.say(to_phone(priority_flag=priority))
        centre.wait(10)
    centre.wait(900)
    assert (texts, told) == ([], [])
    centre.wait(200)
    assert texts == ["Hello", "Hello"]
    assert [round(at - begun) for at in told] == [1_010]


@pytest.mark.parametrize(
    ("stage", "act"),
    [("msc", "ms1 switches off"), ("hlr", f"hlr withdraws msisdn={PHONE}")],
    ids=["he is off", "his number is withdrawn"],
)
def test_who_can_not_be_reached_when_an_absence_is_over_is_not_told_to_be_back(stage: str, act: str) -> None:
    centre = Centre()
    line = centre.bound()
    told = list[object]()
    centre.world.trace.follow(lambda record: told.append(record) if type(record.message) is Alert else None)
    struck(centre, stage, error="absentSubscriberSM", absence=60, times=1)
    line.say(to_phone())
    centre.rest()
    centre.world.act(*read(act))
    centre.wait(300)
    assert told == []


def test_an_hlr_may_say_of_a_number_that_is_nobodys_that_he_is_absent() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "hlr", error="absentSubscriberSM", absence=60, times=1)
    line.say(to_phone(number="447700900999", registered_delivery=1))
    centre.wait(60)
    assert not any(isinstance(pdu, DeliverSm) for pdu in line.heard)
    centre.wait(3600)
    [told] = [pdu for pdu in line.heard if isinstance(pdu, DeliverSm)]
    assert told.message_state == MessageState.UNDELIVERABLE


def test_an_msc_may_say_of_who_is_no_visitor_any_more_that_he_is_absent() -> None:
    centre = Centre()
    line = centre.bound()
    texts = shown(centre)
    struck(centre, "msc", error="absentSubscriberSM", absence=60, times=1)
    centre.world.act(*read("msc1 restarts"))
    centre.rest()
    line.say(to_phone())
    centre.wait(120)
    assert texts == []
    centre.world.act(*read("ms1 switches off"))
    centre.rest()
    centre.world.act(*read("ms1 switches on"))
    centre.wait(5)
    assert texts == ["Hello"]


def test_who_is_said_to_be_absent_gets_his_message_once_he_is_heard_of() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "msc", error="absentSubscriberSM", times=1)
    line.say(to_phone(registered_delivery=1))
    centre.wait(60)
    assert not any(isinstance(pdu, DeliverSm) for pdu in line.heard)
    centre.world.act("ms1", SendsText("Hello", dialled("447700900124")))
    centre.wait(60)
    [told] = [pdu for pdu in line.heard if isinstance(pdu, DeliverSm)]
    assert told.message_state == MessageState.DELIVERED


def test_messages_to_others_are_not_struck() -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, "msc", error="illegalSubscriber", destination="447700900124")
    struck(centre, "msc", error="illegalSubscriber", text="bye")
    struck(centre, "msc", error="illegalSubscriber", source="7001")
    struck(centre, "hlr", error="unknownSubscriber", destination="447700900124")
    assert receipt(centre, line) == ("stat:DELIVRD err:000", MessageState.DELIVERED, b"")


@pytest.mark.parametrize("stage", ["hlr", "msc"])
def test_an_answer_of_the_network_may_come_late_or_not_at_all(stage: str) -> None:
    centre = Centre()
    line = centre.bound()
    struck(centre, stage, delay=10, times=1)
    line.say(to_phone(registered_delivery=1))
    centre.wait(8)
    assert not any(isinstance(pdu, DeliverSm) for pdu in line.heard)
    centre.wait(10)
    assert any(isinstance(pdu, DeliverSm) for pdu in line.heard)
    centre = Centre()
    line = centre.bound()
    struck(centre, stage, silence=True, times=1)
    assert receipt(centre, line)[:2] == ("stat:DELIVRD err:000", MessageState.DELIVERED)


def test_without_faults_nothing_stands_before_anything() -> None:
    centre = Centre()
    world = centre.world
    assert world.face.faults is None
    assert world.network["hlr"] is world.hlr
    assert "faults" not in world.network
    struck(centre, "hlr", error="callBarred")
    assert world.face.faults is None
    assert world.network["hlr"] is not world.hlr
    assert world.network["msc1"] is world.mscs["bss1"]


def test_a_status_is_one_of_the_specification() -> None:
    for name in ("ESME_RTHROTTLED", "ESME_RMSGQFUL", "ESME_RSYSERR"):
        assert Rule.model_validate({"stage": "smpp", "command_status": name}).command_status == CommandStatus[name].name


def test_an_operator_s_mistake_is_told_where_a_fault_stands_before_the_hlr_as_well() -> None:
    centre = Centre()
    struck(centre, "hlr", error="callBarred")
    with pytest.raises(Malformed, match="msisdn: expected a number of hlr, found 447700900999"):
        centre.world.act(*read("hlr bars msisdn=447700900999 by=operator"))
    centre.world.act(*read(f"hlr bars msisdn={PHONE} by=operator"))
