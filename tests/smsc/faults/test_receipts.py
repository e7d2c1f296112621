"""Faults at stage receipt: what an ESME is told about its message, when, how often, and over which session."""

import re

import pytest

from pdu.matrix import SessionState
from pdu.operations.bind import BindTransceiver, BindTransmitter
from pdu.operations.deliver_sm import DeliverSm
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.user_data import unpacked
from pdu.values import MessageState
from scenarios.esme import MemoryLine
from smsc.account_section import AccountConfig
from smsc.smpp.face import Face
from tests.smsc.faults.story import LONG, goes_wrong, heard, receiver, submit
from tests.smsc.faults.writes import Writes
from tests.smsc.smpp.centre import Centre, to_phone

OK = "ESME_ROK"
DELIVERED = "stat:DELIVRD err:000"


def receipts(line: MemoryLine) -> int:
    return sum(isinstance(pdu, DeliverSm) for pdu in line.heard)


def test_a_receipt_tells_of_another_state_than_that_of_its_message() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", message_state="UNDELIVERABLE", times=1)
    submit(line)
    submit(line)
    centre.wait(LONG)
    assert heard(line)[2:] == ["stat:UNDELIV err:000", DELIVERED]
    assert {message.state.name for message in centre.world.store.messages()} == {"DELIVERED"}


def test_a_receipt_may_say_what_no_message_ends_in() -> None:
    centre = Centre()
    line = centre.bound()
    for state in ("ACCEPTED", "ENROUTE", "UNKNOWN"):
        goes_wrong(centre, "receipt", message_state=state, times=1)
        submit(line)
    centre.wait(LONG)
    assert heard(line)[3:] == ["stat:ACCEPTD err:000", "stat:ENROUTE err:000", "stat:UNKNOWN err:000"]
    assert {message.state.name for message in centre.world.store.messages()} == {"DELIVERED"}


@pytest.mark.parametrize("alphabet", DefaultAlphabet)
@pytest.mark.parametrize("dialect", ["appendix-b", "no-stat-key", "tlvs-only"])
def test_a_receipt_may_have_a_word_of_its_own_for_a_state(alphabet: DefaultAlphabet, dialect: str) -> None:
    centre = Centre(default_alphabet=alphabet.value, receipt_dialect=dialect)
    line = centre.bound()
    goes_wrong(centre, "receipt", stat="BUFFRED", times=1)
    submit(line)
    submit(line)
    centre.wait(LONG)
    told = [pdu for pdu in line.heard if isinstance(pdu, DeliverSm)]
    packed = alphabet is DefaultAlphabet.GSM7_PACKED
    texts = [unpacked(pdu.short_message, udhi=False) if packed else pdu.short_message for pdu in told]
    words = [re.findall(b"BUFFRED|DELIVRD", text) for text in texts]
    assert words == ([[], []] if dialect == "tlvs-only" else [[b"BUFFRED"], [b"DELIVRD"]])
    assert [pdu.message_state for pdu in told] == [MessageState.DELIVERED] * 2


def test_the_word_for_a_state_is_another_only_where_the_state_is() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", stat="FAILED")
    submit(line, short_message=b"DELIVRD")
    centre.wait(LONG)
    [text] = [pdu.short_message for pdu in line.heard if isinstance(pdu, DeliverSm)]
    assert text.endswith(b"stat:FAILED err:000 text:DELIVRD")


def test_a_receipt_of_a_message_that_failed_says_that_it_arrived() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "hlr", error="unknownSubscriber")
    goes_wrong(centre, "receipt", message_state="DELIVERED")
    submit(line)
    centre.wait(LONG)
    assert heard(line) == [f"2 {OK}", DELIVERED]


def test_a_receipt_comes_late_twice_or_never() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", delay=600, jitter=60, times=1)
    submit(line)
    centre.wait(590)
    assert receipts(line) == 0
    centre.wait(100)
    assert receipts(line) == 1
    goes_wrong(centre, "receipt", duplicate=True, times=1)
    submit(line)
    centre.wait(LONG)
    assert receipts(line) == 3
    goes_wrong(centre, "receipt", loss=True, times=1)
    submit(line)
    centre.wait(LONG)
    assert receipts(line) == 3
    assert len(centre.world.centre.mailboxes) == 0


def test_only_receipts_of_the_messages_that_are_meant_are_struck() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", loss=True, text="secret")
    goes_wrong(centre, "receipt", loss=True, destination="447700900124")
    goes_wrong(centre, "receipt", loss=True, tlv="user_message_reference=8")
    goes_wrong(centre, "receipt", loss=True, account="shop")
    submit(line, tlvs=to_phone(user_message_reference=7).tlvs)
    centre.wait(LONG)
    assert receipts(line) == 1
    submit(line, tlvs=to_phone(user_message_reference=8).tlvs)
    centre.wait(LONG)
    assert receipts(line) == 1


# Before the response


def test_a_receipt_comes_before_the_response_to_its_submission() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", before_response=True, times=1)
    submit(line)
    centre.wait(LONG)
    submit(line)
    centre.wait(LONG)
    assert heard(line) == [DELIVERED, f"2 {OK}", f"3 {OK}", DELIVERED]


def test_a_receipt_says_that_a_message_is_accepted_before_one_says_that_it_is_delivered() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", duplicate=True, message_state="ACCEPTED", times=1)
    submit(line)
    centre.rest()
    assert heard(line) == [f"2 {OK}", "stat:ACCEPTD err:000", DELIVERED]


def test_a_response_waits_on_a_transmitter_for_the_receipt_that_a_receiver_is_handed() -> None:
    centre = Centre()
    line, other = centre.bound(BindTransmitter("bank", "secret")), receiver(centre)
    goes_wrong(centre, "receipt", before_response=True)
    line.say(to_phone(registered_delivery=1))
    centre.wait(1)
    assert (heard(line), heard(other)) == ([], [])
    centre.wait(10)
    assert (heard(line), heard(other)) == ([f"2 {OK}"], [DELIVERED])


def test_a_response_does_not_wait_longer_than_its_esme_would() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", before_response=True)
    goes_wrong(centre, "hlr", error="absentSubscriberSM")
    submit(line)
    centre.wait(15)
    assert heard(line) == []
    centre.wait(10)
    assert heard(line) == [f"2 {OK}"]


def test_a_response_waits_for_no_receipt_that_nobody_asked_for() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", before_response=True)
    line.say(to_phone())
    centre.wait(0)
    assert heard(line) == [f"2 {OK}"]


def test_of_a_fault_for_the_response_and_one_for_the_receipt_the_first_strikes() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", before_response=True, times=1)
    goes_wrong(centre, "smpp", duplicate=True, times=1)
    for _ in range(2):
        submit(line)
        centre.wait(LONG)
    assert heard(line) == [DELIVERED, f"2 {OK}", f"3 {OK}", f"3 {OK}", DELIVERED]


# On another session


def test_a_receipt_goes_by_another_session_than_its_message_came_by() -> None:
    centre = Centre()
    goes_wrong(centre, "receipt", another_bind=True)
    one, other = centre.bound(), centre.bound()
    submit(one)
    centre.wait(LONG)
    assert (receipts(one), receipts(other)) == (0, 1)
    submit(other)
    centre.wait(LONG)
    assert (receipts(one), receipts(other)) == (1, 1)


def test_a_receipt_for_which_there_is_no_other_session_goes_by_the_only_one() -> None:
    centre = Centre()
    goes_wrong(centre, "receipt", another_bind=True)
    one = centre.bound()
    submit(one)
    centre.wait(LONG)
    assert receipts(one) == 1


def test_the_receipts_of_an_account_that_is_opened_later_are_struck_as_well() -> None:
    centre = Centre()
    goes_wrong(centre, "receipt", another_bind=True)
    centre.world.add_account(AccountConfig.model_validate({"system_id": "post", "password": "secret"}))
    one, other = (centre.bound(BindTransceiver("post", "secret")) for _ in range(2))
    submit(one, source_addr="7500")
    centre.wait(LONG)
    assert (receipts(one), receipts(other)) == (0, 1)


def test_where_no_fault_strikes_them_an_account_that_is_opened_has_nothing_to_do_with_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    centre = Centre()
    monkeypatch.delattr(Face, "esmes")
    centre.world.add_account(AccountConfig.model_validate({"system_id": "post", "password": "secret"}))
    assert centre.bound(BindTransceiver("post", "secret")).session.state is SessionState.BOUND_TRX


# Lost connections, and octets


def test_a_line_that_is_cut_before_a_receipt_brings_it_once_and_behind_it_twice() -> None:
    for how, count in (("before", 0), ("after", 1)):
        centre = Centre()
        line = centre.bound()
        goes_wrong(centre, "receipt", disconnect=how, times=1)
        submit(line)
        centre.wait(60)
        assert line.session.closed
        assert receipts(line) == count
        again = centre.bound()
        centre.wait(LONG)
        assert receipts(again) == 1
        assert len(centre.world.centre.mailboxes) == 0


def test_a_receipt_is_split_and_the_response_that_follows_waits_for_its_rest() -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "receipt", split=20)
    peer.asks(to_phone(registered_delivery=1))
    for _ in range(100):
        peer.waits(0.25)
    response, first, rest = peer.writes
    assert len(response) == 25
    assert len(first) == 20
    assert int.from_bytes(first[:4]) == len(first + rest)


def test_a_malformed_receipt_is_refused_for_good_by_an_esme_that_can_not_read_it() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "receipt", malformed="tlv_past_end", times=1)
    submit(line)
    centre.wait(LONG)
    assert heard(line) == [f"2 {OK}"]
    assert [message.receipted for message in centre.world.store.messages()] == [True]
