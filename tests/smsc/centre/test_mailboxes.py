"""What is handed to ESMEs: when, over which session, in which order, and what their answers lead to."""

import pytest

from pdu.command_status import CommandStatus
from pdu.header import Response
from pdu.operations.bind import BindReceiver, BindTransceiver, BindTransmitter
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.unbind import Unbind
from pdu.session import Timers
from pdu.sms.address import Address
from pdu.values import MessageState
from scenarios.esme import Answer, taken
from smsc.centre.mailboxes import WINDOW
from smsc.centre.wishes import Wishes
from tests.smsc.centre.conversation import HOUR, MINUTE, Conversation
from tests.smsc.centre.notebook import Notebook

SHORT_CODE = Address("7000", 0, 1)


def refusing(status: int, *texts: str) -> Answer:
    """An ESME that refuses some texts, or all."""

    def answer(pdu: DeliverSm | DataSm) -> Response:
        refused = not texts or text(pdu) in texts
        return DeliverSmResp(command_status=status if refused else CommandStatus.ESME_ROK)

    return answer


def silent(_: DeliverSm | DataSm) -> Response | None:
    return None


def text(pdu: DeliverSm | DataSm) -> str:
    assert isinstance(pdu, DeliverSm)
    return pdu.short_message.decode("ascii")


def texts(talk: Conversation, line: str = "bank") -> list[str]:
    return [text(pdu) for pdu in talk.deliver_sms(line)]


# Who is bound


def test_a_handsets_message_is_handed_to_the_esme_that_serves_the_number() -> None:
    talk = Conversation("bank", "shop")
    talk.dials(SHORT_CODE, "BALANCE")
    talk.dials(Address("7001", 0, 1), "ORDER")
    assert texts(talk, "bank") == ["BALANCE"]
    assert texts(talk, "shop") == ["ORDER"]


def test_a_message_waits_until_a_receiver_is_bound() -> None:
    talk = Conversation("shop")
    for word in ("one", "two", "three"):
        talk.dials(SHORT_CODE, word)
    talk.run(MINUTE)
    talk.bind("bank", BindReceiver)
    assert texts(talk) == ["one", "two", "three"]
    assert len(talk.centre.mailboxes) == 0


def test_a_transmitter_is_handed_nothing_and_a_receipt_waits_for_a_receiver() -> None:
    talk = Conversation("shop")
    talk.bind("bank", BindTransmitter, line="tx")
    talk.submits(by="tx")
    assert talk.deliver_sms("tx") == []
    talk.bind("bank", BindReceiver, line="rx")
    assert talk.told("rx") == ["DELIVRD 000"]


def test_who_never_binds_a_receiver_loses_receipts_that_are_too_old_when_new_ones_come() -> None:
    store = Notebook()
    talk = Conversation("shop", store=store, patience=HOUR)
    talk.bind("bank", BindTransmitter, line="tx")
    old = [talk.submits(by="tx") for _ in range(3)]
    talk.run(HOUR)
    assert [talk.message(message_id).owes_receipt for message_id in old] == [True, True, True]
    new = [talk.submits(by="tx")]
    assert [talk.message(message_id).owes_receipt for message_id in old] == [False, False, True]
    new += [talk.submits(by="tx") for _ in range(2)]
    talk.run(HOUR - 1)
    assert len(talk.centre.mailboxes) == 3
    talk.bind("bank", BindReceiver, line="rx")
    assert [receipt.id for receipt in talk.receipts("rx")] == new
    assert store.missed() == []


def test_a_bound_receiver_loses_no_receipt_however_slow_it_is() -> None:
    talk = Conversation("shop", patience=HOUR)
    talk.bind("bank", answer=silent)
    for _ in range(WINDOW + 2):
        talk.submits()
    talk.run(2 * HOUR)
    talk.submits()
    assert len(talk.centre.mailboxes) == WINDOW + 3


def test_what_comes_after_the_last_receiver_has_unbound_waits_for_the_next() -> None:
    talk = Conversation()
    talk.bank.say(Unbind())
    talk.run()
    talk.dials(SHORT_CODE, "one")
    talk.dials(SHORT_CODE, "two")
    assert texts(talk) == []
    talk.bind("bank", line="again")
    assert texts(talk, "again") == ["one", "two"]


def test_several_sessions_share_the_messages() -> None:
    talk = Conversation("shop")
    talk.bind("bank", line="a", answer=silent)
    talk.bind("bank", line="b", answer=silent)
    for word in ("one", "two", "three", "four"):
        talk.dials(SHORT_CODE, word)
    assert texts(talk, "a") == ["one", "three"]
    assert texts(talk, "b") == ["two", "four"]


def test_how_many_parts_an_esme_has_taken_is_kept_with_each() -> None:
    store = Notebook()
    answers = iter((DeliverSmResp(), None, None))
    talk = Conversation(store=store)
    talk.bind("shop", answer=lambda _: next(answers))
    message_id = talk.submits("x" * 400, to="7001")
    assert talk.message(message_id).next_part == 1
    assert store.missed() == []


# The window


def test_no_more_than_ten_are_on_their_way_to_a_session() -> None:
    talk = Conversation("shop")
    talk.bind("bank", answer=silent)
    for number in range(WINDOW + 3):
        talk.dials(SHORT_CODE, str(number))
    assert texts(talk) == [str(number) for number in range(WINDOW)]
    assert WINDOW == 10


def test_each_session_that_receives_has_a_window_for_as_long_as_it_lasts() -> None:
    talk = Conversation("shop")
    for line in "ab":
        talk.bind("bank", line=line, answer=silent)
    for number in range(2 * WINDOW + 3):
        talk.dials(SHORT_CODE, str(number))
    assert [len(texts(talk, line)) for line in "ab"] == [WINDOW, WINDOW]
    talk.lines["b"].close("the connection is gone")
    talk.run()
    assert len(texts(talk, "a")) == WINDOW
    talk.bind("bank", line="c")
    assert len(texts(talk, "c")) == WINDOW + 3


def test_a_session_that_ends_with_nothing_unanswered_takes_its_window_with_it() -> None:
    talk = Conversation("shop")
    for line in "ab":
        talk.bind("bank", line=line, answer=silent)
    talk.lines["b"].close("the connection is gone")
    for number in range(WINDOW + 3):
        talk.dials(SHORT_CODE, str(number))
    assert len(texts(talk, "a")) == WINDOW


def test_an_answer_makes_room_for_the_next() -> None:
    talk = Conversation("shop")
    talk.bind("bank", answer=lambda pdu: DeliverSmResp() if text(pdu) == "0" else None)
    for number in range(WINDOW + 3):
        talk.dials(SHORT_CODE, str(number))
    assert texts(talk) == [str(number) for number in range(WINDOW + 1)]


# No answer


def test_what_a_lost_session_had_not_answered_is_handed_to_the_next_in_its_order() -> None:
    talk = Conversation("shop")
    talk.bind("bank", line="a", answer=silent)
    for number in range(WINDOW + 2):
        talk.dials(SHORT_CODE, str(number))
    talk.lines["a"].close("the connection is gone")
    talk.run()
    talk.bind("bank", line="b")
    assert texts(talk, "b") == [str(number) for number in range(WINDOW + 2)]


def test_what_a_lost_session_had_not_answered_goes_at_once_to_another_that_is_bound() -> None:
    talk = Conversation("shop")
    talk.bind("bank", line="a", answer=silent)
    talk.dials(SHORT_CODE, "one")
    talk.bind("bank", line="b")
    talk.lines["a"].close("the connection is gone")
    talk.run()
    assert texts(talk, "b") == ["one"]
    assert talk.clock == 0


def test_what_nobody_answers_within_the_response_timer_is_handed_out_again() -> None:
    talk = Conversation("shop")
    line = talk.opens("bank", answer=silent, timers=Timers(response_timer=30, enquire_link_timer=9999))
    line.say(BindTransceiver("bank", "secret"))
    talk.run()
    talk.dials(SHORT_CODE, "one")
    line.answer = taken
    talk.run(30)
    line.run_timers()
    talk.run()
    assert texts(talk) == ["one", "one"]
    assert len(talk.centre.mailboxes) == 0


def test_each_message_that_is_not_answered_goes_to_another_session_at_its_own_time() -> None:
    talk = Conversation("shop")
    line = talk.opens("a", answer=silent, timers=Timers(response_timer=30, enquire_link_timer=9999))
    line.say(BindTransceiver("bank", "secret"))
    talk.run()
    talk.dials(SHORT_CODE, "one")
    talk.run(10)
    talk.dials(SHORT_CODE, "two")
    talk.bind("bank", line="b")
    talk.run(20)
    assert texts(talk, "b") == ["one"]
    talk.run(10)
    assert texts(talk, "b") == ["one", "two"]
    assert len(talk.centre.mailboxes) == 0


# Refusals


@pytest.mark.parametrize("status", [CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_RSYSERR])
def test_a_message_that_is_refused_for_now_is_set_aside_and_the_others_go_on(status: CommandStatus) -> None:
    talk = Conversation("shop")
    line = talk.bind("bank", answer=refusing(status, "two"))
    for word in ("one", "two", "three"):
        talk.dials(SHORT_CODE, word)
    assert texts(talk) == ["one", "two", "three"]
    talk.run(5)
    assert texts(talk)[3:] == ["two"]
    line.answer = taken
    talk.run(14)
    assert texts(talk)[4:] == []
    talk.run(1)
    assert texts(talk)[4:] == ["two"]
    talk.run(60 * MINUTE)
    assert texts(talk)[5:] == []


def test_a_message_that_several_sessions_have_refused_for_now_comes_again_when_the_last_refusal_says() -> None:
    talk = Conversation("shop")
    talk.bind("bank", line="a", answer=refusing(CommandStatus.ESME_RX_T_APPN))
    talk.dials(SHORT_CODE, "one")
    talk.run(2)
    talk.bind("bank", line="b", answer=refusing(CommandStatus.ESME_RX_T_APPN))
    assert len(texts(talk, "a") + texts(talk, "b")) == 2
    talk.run(14)
    assert len(texts(talk, "a") + texts(talk, "b")) == 2
    talk.run(1)
    assert len(texts(talk, "a") + texts(talk, "b")) == 3


@pytest.mark.parametrize("status", [CommandStatus.ESME_RTHROTTLED, CommandStatus.ESME_RMSGQFUL])
def test_an_esme_without_room_is_left_in_peace_with_everything(status: CommandStatus) -> None:
    talk = Conversation("shop")
    line = talk.bind("bank", answer=refusing(status))
    talk.dials(SHORT_CODE, "one")
    talk.dials(SHORT_CODE, "two")
    assert texts(talk) == ["one"]
    talk.run(5)
    assert texts(talk)[1:] == ["one", "two"]
    line.answer = taken
    talk.run(14)
    assert texts(talk)[3:] == []
    talk.run(1)
    assert texts(talk)[3:] == ["one", "two"]


def test_an_esme_that_has_taken_something_is_left_in_peace_no_longer_than_at_first() -> None:
    talk = Conversation("shop")
    answers = iter((CommandStatus.ESME_RTHROTTLED, CommandStatus.ESME_ROK, CommandStatus.ESME_RTHROTTLED))
    talk.bind("bank", answer=lambda _: DeliverSmResp(command_status=next(answers, CommandStatus.ESME_ROK)))
    for word in ("one", "two"):
        talk.dials(SHORT_CODE, word)
        talk.run(5)
    assert texts(talk) == ["one", "one", "two", "two"]


def test_an_esme_that_has_come_is_called_as_soon_as_at_first_the_next_time() -> None:
    talk = Conversation("shop", wishes={"bank": Wishes(outbind=True)})
    calls: list[float] = []
    talk.face.outbind = lambda _: calls.append(talk.clock)
    talk.dials(SHORT_CODE)
    talk.run(30)
    line = talk.bind("bank")
    line.say(Unbind())
    talk.run(70)
    talk.dials(SHORT_CODE)
    talk.run(10)
    assert calls == [0, 5, 20, 100, 105]


def test_an_esme_that_has_come_is_called_at_once_the_next_time_however_often_it_was_called_in_vain() -> None:
    talk = Conversation("shop", wishes={"bank": Wishes(outbind=True)})
    calls: list[float] = []
    talk.face.outbind = lambda _: calls.append(talk.clock)
    talk.dials(SHORT_CODE)
    talk.run(30)
    talk.bind("bank").say(Unbind())
    talk.run(10)
    talk.dials(SHORT_CODE)
    talk.run(10)
    assert calls == [0, 5, 20, 40, 45]


def test_what_several_were_refused_for_lack_of_room_comes_again_in_order() -> None:
    talk = Conversation()
    talk.bank.say(Unbind())
    talk.run()
    for number in range(4):
        talk.dials(SHORT_CODE, str(number))
    line = talk.bind("bank", line="again", answer=refusing(CommandStatus.ESME_RTHROTTLED))
    assert texts(talk, "again") == ["0", "1", "2", "3"]
    line.answer = taken
    talk.run(5)
    assert texts(talk, "again")[4:] == ["0", "1", "2", "3"]


def test_an_esme_that_binds_anew_is_not_made_to_wait_for_the_end_of_a_rest() -> None:
    talk = Conversation("shop")
    talk.bind("bank", line="a", answer=refusing(CommandStatus.ESME_RTHROTTLED))
    talk.dials(SHORT_CODE, "one")
    talk.bind("bank", line="b")
    assert sorted(texts(talk, "a") + texts(talk, "b"))[:1] == ["one"]
    assert len(texts(talk, "a") + texts(talk, "b")) == 2
    assert talk.clock == 0


@pytest.mark.parametrize(
    "status", [CommandStatus.ESME_RX_P_APPN, CommandStatus.ESME_RX_R_APPN, CommandStatus.ESME_RINVDSTADR]
)
def test_a_message_that_is_refused_for_good_ends_rejected(status: CommandStatus) -> None:
    talk = Conversation("bank")
    talk.bind("shop", answer=refusing(status))
    message_id = talk.submits("Hello", "7001")
    talk.run(60 * MINUTE)
    assert texts(talk, "shop") == ["Hello"]
    assert talk.message(message_id).state is MessageState.REJECTED
    assert talk.told() == ["REJECTD 000"]


def test_generic_nack_is_a_refusal() -> None:
    talk = Conversation("bank")
    talk.bind("shop", answer=lambda _: GenericNack(command_status=CommandStatus.ESME_RINVCMDID))
    talk.submits("Hello", "7001")
    assert talk.told() == ["REJECTD 000"]


def test_a_receipt_that_is_refused_for_good_is_not_offered_again() -> None:
    talk = Conversation("shop")
    talk.bind("bank", answer=refusing(CommandStatus.ESME_RX_P_APPN))
    message_id = talk.submits()
    talk.run(60 * MINUTE)
    assert talk.told() == ["DELIVRD 000"]
    assert talk.message(message_id).state is MessageState.DELIVERED
    assert talk.message(message_id).receipted


# From ESME to ESME


def test_a_message_from_one_esme_to_another_is_delivered_when_that_has_taken_it() -> None:
    talk = Conversation("bank", "shop")
    talk.submits("Hello", "7001")
    talk.agrees("""
        bank -> sc    submit_sm source_addr=7000 destination_addr=7001 short_message="Hello"
        sc   -> bank  submit_sm_resp ESME_ROK message_id=00000001
        sc   -> shop  deliver_sm source_addr=7000 destination_addr=7001 short_message="Hello"
        shop -> sc    deliver_sm_resp ESME_ROK
        sc   -> bank  deliver_sm source_addr=7001 destination_addr=7000 message_state=DELIVERED
        bank -> sc    deliver_sm_resp ESME_ROK
    """)


def test_a_long_message_to_an_esme_is_delivered_with_the_last_of_its_parts() -> None:
    talk = Conversation("bank")
    talk.bind("shop", answer=lambda pdu: None if text(pdu).endswith("c") else DeliverSmResp())
    message_id = talk.submits("a" * 153 + "b" * 153 + "c", "7001")
    assert len(talk.deliver_sms("shop")) == 3
    assert talk.message(message_id).state is MessageState.ENROUTE
    assert talk.told() == []


def test_every_time_that_an_esme_is_handed_a_message_is_an_attempt() -> None:
    talk = Conversation("bank")
    answers = iter((CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_RMSGQFUL))
    talk.bind("shop", answer=lambda _: DeliverSmResp(command_status=next(answers, CommandStatus.ESME_ROK)))
    message = talk.message(talk.submits("Hello", "7001"))
    assert message.attempts == 1
    talk.run(MINUTE)
    assert (message.state, message.attempts) == (MessageState.DELIVERED, 3)


def test_the_parts_of_a_long_message_are_one_attempt_together() -> None:
    talk = Conversation("bank", "shop")
    assert talk.message(talk.submits("a" * 400, "7001")).attempts == 1


def test_a_long_message_of_which_one_part_is_refused_for_good_is_rejected_once() -> None:
    talk = Conversation("bank")
    talk.bind("shop", answer=refusing(CommandStatus.ESME_RX_P_APPN))
    talk.submits("a" * 153 + "b" * 153 + "c", "7001")
    talk.run(60 * MINUTE)
    assert talk.told() == ["REJECTD 000"]
    assert len(talk.centre.mailboxes) == 0


def test_of_a_long_message_that_is_refused_for_good_the_parts_that_wait_for_the_window_are_not_handed_out() -> None:
    talk = Conversation("bank")
    talk.bind("shop", answer=refusing(CommandStatus.ESME_RX_P_APPN))
    message_id = talk.submits("x" * 153 * (WINDOW + 2), to="7001")
    assert len(talk.deliver_sms("shop")) == WINDOW
    assert talk.message(message_id).state == MessageState.REJECTED


def test_a_message_for_an_esme_that_does_not_come_expires() -> None:
    talk = Conversation("bank")
    talk.submits("Hello", "7001", validity_period="000000000100000R")
    talk.submits("Hello again", "7001", validity_period="000000000200000R")
    talk.run(MINUTE - 1)
    assert talk.told() == []
    talk.run(1)
    assert talk.told() == ["EXPIRED 000"]
    talk.run(MINUTE)
    assert talk.told() == ["EXPIRED 000"] * 2
    assert len(talk.centre.mailboxes) == 0
    talk.bind("shop")
    assert texts(talk, "shop") == []


def test_a_message_that_nobody_has_answered_in_its_time_is_not_handed_out_again() -> None:
    talk = Conversation("shop")
    line = talk.opens("bank", answer=silent, timers=Timers(response_timer=30, enquire_link_timer=9999))
    line.say(BindTransceiver("bank", "secret"))
    message_id = talk.submits("Hello", "7000", by="shop", source_addr="7001", validity_period="000000000040000R")
    talk.run(59)
    assert texts(talk) == ["Hello"] * 2
    talk.run(1)
    assert texts(talk) == ["Hello"] * 2
    assert (talk.message(message_id).state, talk.told("shop")) == (MessageState.EXPIRED, ["EXPIRED 000"])
    talk.run(MINUTE)
    assert len(talk.centre.mailboxes) == 0


def test_of_a_long_message_whose_time_is_over_no_part_is_handed_out_any_more() -> None:
    talk = Conversation("shop")
    line = talk.opens("bank", answer=silent, timers=Timers(response_timer=30, enquire_link_timer=9999))
    line.say(BindTransceiver("bank", "secret"))
    talk.submits(
        "All the world's a stage, " * 12, "7000", by="shop", source_addr="7001", validity_period="000000000020000R"
    )
    assert len(talk.deliver_sms()) == 2
    talk.run(MINUTE)
    assert (len(talk.deliver_sms()), talk.told("shop")) == (2, ["EXPIRED 000"])
    assert len(talk.centre.mailboxes) == 0


def test_a_message_that_is_set_aside_expires_too() -> None:
    talk = Conversation("bank")
    talk.bind("shop", answer=refusing(CommandStatus.ESME_RX_T_APPN))
    talk.submits("Hello", "7001", validity_period="000000000100000R")
    talk.run(MINUTE)
    assert talk.told() == ["EXPIRED 000"]
    handed = len(texts(talk, "shop"))
    talk.run(60 * MINUTE)
    assert len(texts(talk, "shop")) == handed


def test_a_receipt_is_kept_for_as_long_as_it_takes() -> None:
    talk = Conversation("shop")
    talk.bind("bank", BindTransmitter, line="tx")
    talk.submits(by="tx", validity_period="000000000100000R")
    talk.run(72 * 60 * MINUTE)
    talk.bind("bank", BindReceiver, line="rx")
    assert talk.told("rx") == ["DELIVRD 000"]


@pytest.mark.parametrize("sessions", [1, 2])
def test_nothing_is_left_behind_when_everything_was_answered(sessions: int) -> None:
    talk = Conversation("shop")
    for number in range(sessions):
        talk.bind("bank", line=str(number))
    for number in range(50):
        talk.dials(SHORT_CODE, str(number))
    assert len(talk.centre.mailboxes) == 0
    assert sum(len(texts(talk, str(number))) for number in range(sessions)) == 50
