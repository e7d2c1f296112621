"""Handsets that answer by themselves: what they answer to whom, when, and what ends it."""

import pytest

from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm
from scenarios.comparison import START
from smsc.config import ConfigError, parse
from smsc.network.acts import SendsText
from smsc.world.acts import read
from smsc.world.world import World
from tests.smsc.worlds import DEFAULT, Watched, bound, shown, submits


def world(answers: str) -> Watched:
    return Watched(parse(DEFAULT + answers, "world"), START)


def answered(world: Watched) -> list[tuple[str, str, float]]:
    """What handsets have sent, to whom, and how many seconds after the beginning."""
    return [
        (record.destination, f"{record.message.text} to {record.message.to.value}", round(record.at - START, 2))
        for record in world.records
        if isinstance(record.message, SendsText)
    ]


def test_a_handset_answers_what_an_esme_writes() -> None:
    answering = world('[[answer]]\nreply = "YES"\ndelay = 5\n')
    line = bound(answering)
    submits(answering, line, "447700900123", b"Reply YES to confirm")
    [(phone, reply, at)] = answered(answering)
    assert (phone, reply) == ("ms1", "YES to 7000")
    [came] = [pdu for pdu in line.heard if isinstance(pdu, DeliverSm) and not pdu.esm_class]
    assert (came.source_addr, came.destination_addr, came.short_message) == ("447700900123", "7000", b"YES")
    [displayed] = [record.at - START for record in answering.records if record.origin == "ms1" and record.person]
    assert at == pytest.approx(displayed + 5, abs=0.01)


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        ('text = "(?i)confirm"', [("ms1", "YES to 7000")]),
        ('text = "^confirm"', []),
        ('destination = "447700900124"', []),
        ('destination = "^4477"', [("ms1", "YES to 7000")]),
        ('source = "7001"', []),
        ('source = "7000"', [("ms1", "YES to 7000")]),
    ],
)
def test_it_answers_what_its_keys_say(keys: str, answers: list[tuple[str, str]]) -> None:
    answering = world(f'[[answer]]\nreply = "YES"\n{keys}\n')
    submits(answering, bound(answering), "447700900123", b"Please CONFIRM")
    assert [said[:2] for said in answered(answering)] == answers


def test_the_first_answer_that_fits_is_sent_and_may_repeat_the_text() -> None:
    answering = world('[[answer]]\nreply = "STOP"\ntext = "offer"\n[[answer]]\nreply = "I read: {text} {0}"\n')
    line = bound(answering)
    submits(answering, line, "447700900123", b"An offer")
    submits(answering, line, "447700900123", b"50% off")
    assert [reply for _, reply, _ in answered(answering)] == ["STOP to 7000", "I read: 50% off {0} to 7000"]


def test_two_handsets_do_not_answer_each_other() -> None:
    answering = world('[[answer]]\nreply = "I am driving"\n')
    answering.act(*read('ms2 sends text text="Where are you?" to=447700900123'))
    answering.network.run_until(START + 600)
    assert shown(answering) == [("ms1", "Where are you?")]
    assert [reply for _, reply, _ in answered(answering)] == ["Where are you? to 447700900123"]


def test_a_name_can_not_be_answered() -> None:
    answering = world('[[answer]]\nreply = "YES"\n')
    line = bound(answering)
    line.say(SubmitSm(source_addr_ton=5, source_addr="7000", destination_addr="447700900123", short_message=b"Hello"))
    answering.network.run_until(START + 60)
    assert shown(answering) == [("ms1", "Hello")]
    assert not answered(answering)


def test_each_of_two_texts_is_answered_to_its_own_sender() -> None:
    answering = world('[[answer]]\nreply = "Re: {text}"\ndelay = 60\n')
    line = bound(answering)
    for source, text in (("7000", b"one"), ("7001", b"two")):
        line.say(SubmitSm(source_addr=source, destination_addr="447700900123", short_message=text))
    answering.network.run_until(START + 120)
    assert [reply for _, reply, _ in answered(answering)] == ["Re: one to 7000", "Re: two to 7001"]


def test_what_is_still_to_be_answered_is_forgotten_when_all_begins_anew() -> None:
    answering = world('[[answer]]\nreply = "YES"\ndelay = 600\n')
    line = bound(answering)
    submits(answering, line, "447700900123")
    answering.let_go()
    answering.network.run_until(START + 3600)
    assert not answered(answering)
    submits(answering, line, "447700900123")
    answering.network.run_until(START + 7200)
    assert [reply for _, reply, _ in answered(answering)] == ["YES to 7000"]


def test_a_handset_that_is_off_when_its_owner_answers_sends_it_later() -> None:
    answering = world('[[answer]]\nreply = "YES"\ndelay = 10\n')
    line = bound(answering)
    answering.network.run_until(START)
    line.say(SubmitSm(source_addr="7000", destination_addr="447700900123", short_message=b"Hello"))
    answering.act("ms1", read("ms1 switches off")[1], after=5)
    answering.act("ms1", read("ms1 switches on")[1], after=300)
    answering.network.run_until(START + 200)
    assert not [pdu for pdu in line.heard if isinstance(pdu, DeliverSm)]
    answering.network.run_until(START + 400)
    assert [pdu.short_message for pdu in line.heard if isinstance(pdu, DeliverSm)] == [b"YES"]


def test_without_observers_it_answers_as_well() -> None:
    unseen = World(parse(DEFAULT + '[[answer]]\nreply = "YES"\n', "world"), START)
    line = bound(unseen)
    assert not unseen.network.observers
    submits(unseen, line, "447700900123")
    assert [pdu.short_message for pdu in line.heard if isinstance(pdu, DeliverSm) and not pdu.esm_class] == [b"YES"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ('reply = ""', "answer[0].reply: expected at least 1 characters, found ''"),
        ('text = "x"', "answer[0].reply: expected, but is missing"),
        ('reply = "YES"\ntext = "("', "answer[0].text: expected a regular expression"),
        ('reply = "YES"\nsource = "("', "answer[0].source: expected"),
        ('reply = "YES"\ndelay = -1', "answer[0].delay: expected"),
        ('reply = "YES"\nto = "ms1"', "answer[0].to"),
    ],
)
def test_a_mistake_is_one_sentence(written: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(f"[[answer]]\n{written}\n", "world.toml")
    assert str(wrong.value).startswith(f"world.toml: {sentence}")
