"""pdu/accepted.py: many submit_sm_resps at a time, as PDUs and as octets."""

import pytest

from pdu.accepted import Accepted
from pdu.header import Pdu
from pdu.operations.bind import BindTransceiver, BindTransceiverResp
from pdu.operations.submit_sm import SubmitSmResp
from pdu.session import FOREVER, LocalProtocolError, Session, Side, Timers

ANSWERS = [(1, "00000001"), (7, "A"), (7, "00000003"), (0x7FFFFFFF, "f" * 64)]
RESPONSES = [SubmitSmResp(message_id, sequence_number=number) for number, message_id in ANSWERS]


def bound() -> Session:
    """Make a message centre's session with nothing left to send."""
    session = Session(Side.MC, now=0.0)
    session.receive_data(BindTransceiver(system_id="bank", password="secret", sequence_number=1).encode(), now=0.0)
    session.send(BindTransceiverResp("smsc", sequence_number=1), now=0.0)
    session.data_to_send()
    return session


def test_they_are_pdus_to_whoever_goes_through_them() -> None:
    accepted = Accepted(ANSWERS)
    assert list(accepted) == RESPONSES
    assert accepted.sequence_numbers == [1, 7, 7, 0x7FFFFFFF]


def test_they_are_laid_out_as_each_of_them_is() -> None:
    assert Accepted(ANSWERS).encode() == [response.encode() for response in RESPONSES]


def test_a_session_says_them_in_their_order() -> None:
    session = bound()
    session.respond(Accepted(ANSWERS), now=0.0)
    assert session.data_to_send() == b"".join(response.encode() for response in RESPONSES)


def test_a_session_says_them_one_by_one_to_a_witness() -> None:
    session, seen = bound(), list[Pdu]()
    session.witness = lambda _, pdu: seen.append(pdu)
    session.respond(Accepted(ANSWERS), now=0.0)
    assert seen == RESPONSES
    assert session.data_to_send() == b"".join(response.encode() for response in RESPONSES)


def test_a_session_that_is_over_says_none() -> None:
    session = bound()
    session.close()
    with pytest.raises(LocalProtocolError, match="too late"):
        session.respond(Accepted(ANSWERS), now=0.0)


def test_to_say_them_is_to_be_active() -> None:
    session = bound()
    session.timers = Timers(FOREVER, FOREVER, inactivity_timer=120, response_timer=FOREVER)
    session.respond(Accepted(ANSWERS), now=100.0)
    assert session.next_timer() == 220.0
