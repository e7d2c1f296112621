"""How much of what an account may send, and what it is told about the rest."""

from copy import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.lists import SmeAddress, UnsuccessSme
from pdu.operations.bind import BindTransceiver, BindTransmitter
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.data_sm import DataSm
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.query_sm import QuerySm
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.values import EsmClass
from smsc.network.acts import SwitchesOff
from smsc.smpp.limits import Bucket
from tests.smsc.conftest import Reported
from tests.smsc.smpp.centre import PHONE, Centre, Raw, said, to_phone

OTHER = "447700900124"


@pytest.mark.parametrize(
    ("terms", "values", "status"),
    [
        ({"source_addr": ["^4477", "^BANK$"]}, {"source_addr": "447700900999"}, "ESME_ROK"),
        ({"source_addr": ["^4477", "^BANK$"]}, {"source_addr": "+447700900999"}, "ESME_ROK"),
        ({"source_addr": ["^4477", "^BANK$"]}, {"source_addr": "BANK", "source_addr_ton": 5}, "ESME_ROK"),
        ({"source_addr": ["^4477", "^BANK$"]}, {"source_addr": "BANKER", "source_addr_ton": 5}, "ESME_RINVSRCADR"),
        ({"source_addr": ["^4477"]}, {"source_addr": ""}, "ESME_ROK"),  # the account's own
        ({"source_addr_ton": [5]}, {"source_addr": "BANK", "source_addr_ton": 5}, "ESME_ROK"),
        ({"source_addr_ton": [5]}, {"source_addr": "7000", "source_addr_ton": 3}, "ESME_RINVSRCTON"),
        ({"source_addr_ton": [5], "source_addr_npi": [1]}, {"source_addr": ""}, "ESME_ROK"),
        ({"source_addr_npi": [1]}, {"source_addr": "7000", "source_addr_npi": 8}, "ESME_RINVSRCNPI"),
        ({"destination_addr": ["^44"]}, {}, "ESME_ROK"),
        ({"destination_addr": ["^1"]}, {}, "ESME_RINVDSTADR"),
        ({"dest_addr_ton": [1]}, {"dest_addr_ton": 1}, "ESME_ROK"),
        ({"dest_addr_ton": [1]}, {"dest_addr_ton": 2}, "ESME_RINVDSTTON"),
        ({"dest_addr_npi": [1]}, {"dest_addr_npi": 3}, "ESME_RINVDSTNPI"),
    ],
)
def test_an_address_that_is_not_allowed_is_refused_with_its_own_status(
    terms: dict[str, Any], values: dict[str, Any], status: str
) -> None:
    centre = Centre(**terms)
    assert said(centre, centre.bound(), to_phone(**values)) == [status]


@pytest.mark.parametrize(
    ("terms", "pdus", "why"),
    [
        ({"source_addr": ["^4477", "^BANK$"]}, [to_phone(source_addr="7000")], "source_addr is to be ^4477 or ^BANK$"),
        ({"dest_addr_ton": [1, 2]}, [to_phone()], "dest_addr_ton is to be 1 or 2"),
        ({"window": 2}, [to_phone()] * 3, "more than 2 requests are unanswered (window)"),
        ({"queue": 2}, [to_phone()] * 3, "more than 2 messages would wait (queue)"),
        ({"messages_per_second": 0.5}, [to_phone()] * 2, "more than 0.5 messages a second (messages_per_second)"),
    ],
)
def test_the_log_says_which_term_refuses_a_request_and_what_it_allows(
    terms: dict[str, Any], pdus: list[SubmitSm], why: str, reported: Reported
) -> None:
    centre = Centre(**terms)
    line = centre.bound()
    for pdu in pdus:
        line.put(copy(pdu))
    line.say(EnquireLink())
    [refused] = [entry for entry in reported if entry["event"] == "refused"]
    assert (refused["pdu"], refused["why"]) == ("submit_sm", why)
    assert (refused.get("source_addr", ""), refused["destination_addr"]) == (pdus[0].source_addr, PHONE)


def test_the_same_holds_for_every_operation_that_submits() -> None:
    centre = Centre(destination_addr=["^44"], source_addr=["^70"])
    line = centre.bound()
    assert said(centre, line, DataSm(destination_addr="12025550123")) == ["ESME_RINVDSTADR"]
    assert said(centre, line, DataSm(source_addr="8000", destination_addr=PHONE)) == ["ESME_RINVSRCADR"]
    to_phone_too = (SmeAddress(1, 1, PHONE),)
    assert said(centre, line, SubmitMulti(source_addr="8000", dest_address=to_phone_too)) == ["ESME_RINVSRCADR"]


def test_a_destination_of_submit_multi_that_is_not_allowed_fails_alone() -> None:
    centre = Centre(destination_addr=["^44"], dest_addr_npi=[1])
    line = centre.bound()
    smes = (SmeAddress(1, 1, PHONE), SmeAddress(1, 1, "12025550123"), SmeAddress(1, 3, PHONE))
    assert said(centre, line, SubmitMulti(dest_address=smes)) == ["ESME_ROK"]
    assert line.heard[-1] == SubmitMultiResp(
        message_id="00000001",
        unsuccess_sme=(
            UnsuccessSme(1, 1, "12025550123", CommandStatus.ESME_RINVDSTADR),
            UnsuccessSme(1, 3, PHONE, CommandStatus.ESME_RINVDSTNPI),
        ),
        sequence_number=2,
    )
    assert said(centre, line, SubmitMulti(dest_address=smes[1:])) == ["ESME_RSUBMITFAIL"]


def test_a_session_that_exceeds_its_window_is_throttled() -> None:
    centre = Centre(window=3)
    line = centre.bound()
    statuses = said(centre, line, *(to_phone() for _ in range(5)))
    assert sorted(statuses) == ["ESME_ROK"] * 3 + ["ESME_RTHROTTLED"] * 2
    assert said(centre, line, *(to_phone() for _ in range(3))) == ["ESME_ROK"] * 3


def test_a_window_is_of_one_session_and_of_every_request() -> None:
    centre = Centre(window=1, window_exceeded="ESME_RMSGQFUL")
    first, second = centre.bound(), centre.bound()
    assert sorted(said(centre, first, to_phone(), QuerySm("1"))) == ["ESME_RMSGQFUL", "ESME_ROK"]
    assert said(centre, second, to_phone()) == ["ESME_ROK"]


def test_who_keeps_within_the_window_is_never_refused_and_enquire_link_is_no_part_of_it() -> None:
    centre = Centre(window=2)
    line = centre.bound()
    for _ in range(20):
        assert said(centre, line, to_phone(), EnquireLink(), to_phone()).count("ESME_ROK") == 3


def test_messages_per_second_are_those_of_all_sessions_together() -> None:
    centre = Centre(messages_per_second=4)
    lines = [centre.bound(), centre.bound()]
    assert [said(centre, line, to_phone()) for line in lines * 3] == [["ESME_ROK"]] * 4 + [["ESME_RTHROTTLED"]] * 2
    centre.wait(0.25)
    assert [said(centre, line, to_phone()) for line in lines] == [["ESME_ROK"], ["ESME_RTHROTTLED"]]


def test_a_burst_may_be_larger_than_what_a_second_brings() -> None:
    centre = Centre(messages_per_second=1, burst=5, rate_exceeded="ESME_RMSGQFUL")
    line = centre.bound()
    assert said(centre, line, *(to_phone() for _ in range(6))).count("ESME_ROK") == 5
    centre.wait(3)
    assert said(centre, line, *(to_phone() for _ in range(6))).count("ESME_RMSGQFUL") == 3


def test_every_destination_of_submit_multi_is_a_message() -> None:
    centre = Centre(messages_per_second=1, burst=5)
    line = centre.bound()
    said(centre, line, SubmitMulti(dest_address=(SmeAddress(1, 1, PHONE),) * 4))
    assert said(centre, line, to_phone(), to_phone())[::-1].count("ESME_RTHROTTLED") == 1


def test_what_is_refused_for_its_address_costs_nothing() -> None:
    centre = Centre(messages_per_second=1, destination_addr=["^44"])
    line = centre.bound()
    assert said(centre, line, to_phone("12025550123")) == ["ESME_RINVDSTADR"]
    assert said(centre, line, to_phone()) == ["ESME_ROK"]


def test_a_full_queue_takes_no_more_until_messages_reach_their_end() -> None:
    centre = Centre(queue=3)
    line = centre.bound()
    centre.world.network.act("ms1", SwitchesOff())
    centre.rest()
    assert said(centre, line, *(to_phone() for _ in range(5))).count("ESME_RMSGQFUL") == 2  # all in one read
    assert said(centre, line, to_phone()) == ["ESME_RMSGQFUL"]
    centre.wait(49 * 3600)  # longer than their validity
    assert said(centre, line, to_phone()) == ["ESME_ROK"]


def test_a_submit_multi_that_has_no_room_in_the_queue_is_refused_as_a_whole() -> None:
    centre = Centre(queue=3)
    line = centre.bound()
    for ms in ("ms1", "ms2"):
        centre.world.network.act(ms, SwitchesOff())
    centre.rest()
    to_two = [SubmitMulti(dest_address=(SmeAddress(1, 1, PHONE), SmeAddress(1, 1, OTHER))) for _ in range(2)]
    assert said(centre, line, *to_two) == ["ESME_ROK", "ESME_RMSGQFUL"]  # in one read
    assert said(centre, line, to_two[1]) == ["ESME_RMSGQFUL"]
    assert said(centre, line, to_phone()) == ["ESME_ROK"]


def test_what_is_delivered_waits_no_more() -> None:
    centre = Centre(queue=1)
    line = centre.bound()
    for _ in range(3):
        assert said(centre, line, to_phone()) == ["ESME_ROK"]
        assert said(centre, line, to_phone()) == ["ESME_RMSGQFUL"]
        centre.rest()
    assert centre.world.centre.waiting["bank"] == 0


def congestion(pdus: list[Pdu]) -> list[int | None]:
    return [pdu["congestion_state"] for pdu in pdus]


def test_a_v5_0_session_is_told_how_full_the_queue_is() -> None:
    centre = Centre(queue=4)
    centre.world.network.act("ms1", SwitchesOff())
    line = centre.bound(BindTransceiver("bank", "secret", interface_version=0x50))
    for _ in range(5):
        said(centre, line, to_phone())
    assert congestion(line.heard) == [0, 25, 50, 75, 100, 100]
    assert [pdu.command_status for pdu in line.heard][-2:] == [0, 0x14]


@pytest.mark.parametrize("version", [0x33, 0x34])
def test_an_earlier_session_is_not(version: int) -> None:
    centre = Centre(queue=1)
    line = centre.line()
    said(centre, line, BindTransmitter("bank", "secret", interface_version=version))
    said(centre, line, to_phone(), to_phone())
    assert congestion(line.heard) == [None] * len(line.heard)


def test_the_messages_of_a_session_that_ended_are_not_asked_for_ever() -> None:
    centre = Centre(queue=2)
    line = centre.bound()
    line.put(to_phone(esm_class=EsmClass.FORWARD))  # its response waits for the handset
    line.say(to_phone(esm_class=EsmClass.FORWARD))
    line.close()
    centre.wait(60)
    assert said(centre, centre.bound(), to_phone(), to_phone()) == ["ESME_ROK"] * 2


def test_a_sequence_number_that_is_used_twice_at_a_time_counts_nothing_for_ever() -> None:
    centre = Centre(queue=4)
    peer = Raw(centre)
    peer.says(BindTransmitter("bank", "secret", sequence_number=1).encode())
    for _ in range(2):
        peer.says(to_phone(esm_class=EsmClass.FORWARD, sequence_number=2).encode())
    centre.wait(60)
    assert [pdu.command_status for pdu in peer.hears()] == [CommandStatus.ESME_ROK] * 2
    assert said(centre, centre.bound(), *(to_phone() for _ in range(4))) == ["ESME_ROK"] * 4


@given(st.floats(0.1, 1000), st.floats(1, 1000), st.lists(st.tuples(st.floats(0, 5), st.integers(1, 20)), max_size=50))
def test_a_bucket_never_gives_more_than_ran_in(rate: float, size: float, takes: list[tuple[float, int]]) -> None:
    bucket, now, taken = Bucket(rate, size, 0.0), 0.0, 0.0
    for pause, count in takes:
        now += pause
        taken += min(count, size) if bucket.take(count, now) else 0
        assert taken <= size + rate * now + 1e-6


def test_more_than_a_bucket_holds_is_as_much_as_it_holds() -> None:
    bucket = Bucket(1, 2, 0.0)
    assert [bucket.take(5, 0.0), bucket.take(5, 1.0), bucket.take(5, 2.0)] == [True, False, True]


def test_a_bucket_that_time_goes_back_for_stays_as_it_is() -> None:
    bucket = Bucket(1, 2, 100.0)
    assert [bucket.take(1, 100.0), bucket.take(1, 50.0), bucket.take(1, 99.0)] == [True, True, False]


def test_whatever_becomes_of_messages_none_is_counted_for_ever() -> None:
    centre = Centre(queue=100)
    line = centre.bound()
    centre.world.network.act("ms1", SwitchesOff())
    centre.rest()
    both = (SmeAddress(1, 1, PHONE), SmeAddress(1, 1, "447700900124"))
    said(centre, line, SubmitMulti(dest_address=both, short_message=b"x"), to_phone(), to_phone("7000"), to_phone())
    said(centre, line, to_phone(source_addr="7000", source_addr_npi=1, replace_if_present_flag=1))
    said(centre, line, to_phone(schedule_delivery_time="000001000000000R"))
    centre.rest()
    assert centre.world.centre.waiting["bank"] == 4  # those for the handset that is off, and the one for tomorrow
    last = line.heard[-1]
    assert isinstance(last, SubmitSmResp)
    cancel = CancelSm(message_id=last.message_id, source_addr_npi=1, source_addr="7000", destination_addr=PHONE)
    assert said(centre, line, cancel) == ["ESME_ROK"]
    assert centre.world.centre.waiting["bank"] == 3
    centre.wait(50 * 3600)
    assert centre.world.centre.waiting["bank"] == 0
