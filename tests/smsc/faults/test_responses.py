"""Faults at stage smpp, after a request was carried out: its response is lost, comes twice, or comes after the next."""

from pdu.operations.bind import BindTransceiver
from smsc.faults.session import PATIENCE
from smsc.world.acts import read
from tests.smsc.faults.story import goes_wrong, heard, shown, submit
from tests.smsc.smpp.centre import Centre, said, to_phone

OK = "ESME_ROK"


def test_a_message_is_taken_and_its_response_gets_lost_so_that_it_comes_again() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "smpp", loss=True, pdu="submit_sm", times=1)
    assert said(centre, line, to_phone()) == []
    assert said(centre, line, to_phone()) == [OK]
    centre.rest()
    assert texts == ["Hello", "Hello"]


def test_a_lost_response_takes_no_place_in_the_window_of_the_service_centre() -> None:
    centre = Centre(window=1)
    line = centre.bound()
    goes_wrong(centre, "smpp", loss=True, times=1)
    assert said(centre, line, to_phone()) == []
    assert said(centre, line, to_phone()) == [OK]


def test_a_response_comes_twice() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", duplicate=True, every=2)
    assert said(centre, line, to_phone(), to_phone(), to_phone()) == [OK] * 4
    assert heard(line) == [f"{number} {OK}" for number in (2, 3, 3, 4)]
    assert len(list(centre.world.store.messages())) == 3


def test_a_response_comes_behind_the_next_one() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", swap=True, times=1)
    said(centre, line, to_phone(), to_phone(), to_phone())
    assert heard(line) == [f"{number} {OK}" for number in (3, 2, 4)]


def test_a_response_that_is_swapped_does_not_follow_a_request() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", swap=True, times=1)
    submit(line)
    centre.world.act(*read("ms1 sends text text=Hi to=7000"))
    centre.wait(PATIENCE - 1)
    assert "Hi" in heard(line)
    assert "2 ESME_ROK" not in heard(line)
    submit(line)
    assert heard(line)[-2:] == ["3 ESME_ROK", "2 ESME_ROK"]


def test_a_session_that_a_fault_has_struck_ends_with_its_connection_as_any_other() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", duplicate=True, times=1)
    submit(line)
    line.hang_up()
    assert line.session.closed


def test_of_responses_that_are_all_swapped_each_two_change_places() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", swap=True)
    said(centre, line, *(to_phone() for _ in range(4)))
    assert heard(line) == [f"{number} {OK}" for number in (3, 2, 5, 4)]


def test_a_response_that_is_to_be_swapped_and_has_no_other_to_wait_for_comes_a_while_later() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", swap=True)
    assert said(centre, line, to_phone()) == []
    centre.wait(4)
    assert heard(line) == []
    centre.wait(2)
    assert heard(line) == [f"2 {OK}"]


def test_a_response_to_a_bind_may_come_twice_and_the_session_is_bound() -> None:
    centre = Centre()
    goes_wrong(centre, "smpp", duplicate=True, pdu="bind_transceiver")
    line = centre.line()
    assert said(centre, line, BindTransceiver("bank", "secret")) == [OK, OK]
    assert said(centre, line, to_phone()) == [OK]


def test_a_refusal_is_struck_as_any_other_response() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", duplicate=True)
    assert said(centre, line, to_phone("")) == ["ESME_RINVDSTADR"] * 2


def test_a_session_that_ends_takes_what_waits_there_with_it() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "smpp", swap=True)
    submit(line)
    line.close("the ESME is gone")
    centre.wait(60)
    assert heard(line) == []
    again = centre.bound()
    assert said(centre, again, to_phone(), to_phone()) == [OK, OK]


def test_a_fault_for_all_requests_does_not_strike_a_bind() -> None:
    centre = Centre()
    for values in ({"delay": 1}, {"disconnect": "before"}, {"command_status": "ESME_RTHROTTLED"}):
        goes_wrong(centre, "smpp", **values, times=1)
    line = centre.bound()
    assert not line.session.closed
    assert [fault.seen for fault in centre.world.faults] == [0, 0, 0]
