"""The submit_sms of one read are handled together, and nobody can tell: each is answered as if it had come alone."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import permutations
from typing import Any, Final

import pytest

from pdu.command_status import CommandStatus
from pdu.events import Event
from pdu.header import Request, Response
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.query_sm import QuerySm
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import Unbind
from pdu.values import EsmClass
from scenarios.comparison import START
from scenarios.esme import MemoryLine
from smsc.network.troubles import Breaks, GoesDown
from smsc.trace.trace import Record
from smsc.world.world import World
from tests.smsc.centre.conversation import NUMBER, Conversation
from tests.smsc.centre.slow_store import SlowStore
from tests.smsc.smpp.centre import config

OTHER: Final = "447700900124"


def submit(to: str = NUMBER, **parameters: Any) -> SubmitSm:
    return SubmitSm(**{"source_addr": "7000", "destination_addr": to, "short_message": b"Hello", **parameters})


SUBMISSIONS: Final[dict[str, Callable[[], SubmitSm]]] = {
    "plain": submit,
    "to another ESME": lambda: submit("7001"),
    "refused": lambda: submit("no number at all"),
    "scheduled": lambda: submit(OTHER, schedule_delivery_time="000000010000000R"),
    "in place of another": lambda: submit(OTHER, replace_if_present_flag=1, short_message=b"new"),
    "in transaction mode": lambda: submit(OTHER, esm_class=EsmClass.FORWARD),
    "of two parts": lambda: submit(data_coding=8, short_message=bytes(200)),
}


def all_at_once(talk: Conversation, pdus: list[SubmitSm]) -> None:
    for pdu in pdus:
        talk.bank.put(pdu)
    talk.bank.flush()


def one_by_one(talk: Conversation, pdus: list[SubmitSm]) -> None:
    for pdu in pdus:
        talk.bank.say(pdu)


def outcome(said: Callable[[Conversation, list[SubmitSm]], None], names: tuple[str, ...]) -> tuple[object, ...]:
    """Return the answers to all submissions, and what has become of all messages after two hours."""
    talk = Conversation("bank", "shop")
    said(talk, [SUBMISSIONS[name]() for name in names])
    talk.run(7200)
    answered = {pdu.sequence_number: pdu for pdu in talk.bank.heard if isinstance(pdu, Response)}
    kept = [(asdict(message), message.parts, message.text) for message in talk.store.messages()]
    return answered, kept, talk.deliver_sms("shop"), talk.delivered()


@pytest.mark.parametrize("names", [*permutations(SUBMISSIONS, 3)], ids=", ".join)
def test_what_comes_together_is_dealt_with_as_if_it_had_come_one_by_one(names: tuple[str, ...]) -> None:
    assert outcome(all_at_once, names) == outcome(one_by_one, names)


def test_responses_come_in_the_order_of_the_requests_whatever_stands_between_them() -> None:
    talk = Conversation()
    talk.bank.heard.clear()
    requests: list[Request] = [
        submit(),
        submit(""),
        QuerySm("00000001", source_addr="7000"),
        submit(OTHER),
        submit(OTHER),
    ]
    for pdu in requests:
        talk.bank.put(pdu)
    talk.bank.flush()
    answered = [(pdu.sequence_number, pdu.command_status) for pdu in talk.bank.heard[:5]]
    statuses = [CommandStatus.ESME_ROK, CommandStatus.ESME_RINVDSTADR, *[CommandStatus.ESME_ROK] * 3]
    assert answered == [(pdu.sequence_number, status) for pdu, status in zip(requests, statuses, strict=True)]


@pytest.mark.parametrize(
    ("why", "statuses"),
    [
        ("", [CommandStatus.ESME_ROK, CommandStatus.ESME_RINVDSTADR, CommandStatus.ESME_ROK]),
        ("the disk is full", [CommandStatus.ESME_RSYSERR, CommandStatus.ESME_RINVDSTADR, CommandStatus.ESME_RSYSERR]),
    ],
)
def test_they_are_answered_together_once_the_store_has_been_to_the_disk(why: str, statuses: list[int]) -> None:
    store = SlowStore()
    talk = Conversation(store=store)
    store.safe = False
    talk.bank.heard.clear()
    all_at_once(talk, [submit(), submit(""), submit(OTHER)])
    talk.run(1)
    [visit] = talk.face.visits
    assert (talk.bank.heard, len(visit.unanswered)) == ([], 3)
    talk.network.act("sc", store.tells(why))
    talk.run(1)
    answered = [pdu for pdu in talk.bank.heard if isinstance(pdu, SubmitSmResp)]
    assert ([pdu.command_status for pdu in answered], len(visit.unanswered)) == (statuses, 0)


def test_an_esme_that_leaves_meanwhile_is_not_answered_and_its_messages_are_kept() -> None:
    store = SlowStore()
    talk = Conversation(store=store)
    store.safe = False
    all_at_once(talk, [submit(), submit(OTHER)])
    talk.bank.say(Unbind())
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert not [pdu for pdu in talk.bank.heard if isinstance(pdu, SubmitSmResp)]
    assert len(list(store.messages())) == 2


def test_responses_that_the_link_loses_are_lost_together_and_have_no_place_in_the_window() -> None:
    store = SlowStore()
    world = World(config(), START, stores={"sc": store})
    lost: list[Record] = []
    world.trace.follow(lambda record: lost.append(record) if record.lost else None)
    line = MemoryLine(world.network, world.face, "1")
    line.bind("bank", "secret")
    line.heard.clear()
    store.safe = False
    for pdu in (submit(), submit(OTHER)):
        line.put(pdu)
    line.flush()
    world.network.act("sc-bank", Breaks())
    world.network.act("sc", store.tells())
    world.network.run_until(world.network.now + 1)
    [visit] = world.face.visits
    assert (line.heard, len(visit.unanswered)) == ([], 0)
    responses = [record.message for record in lost if isinstance(record.message, SubmitSmResp)]
    assert [response.message_id for response in responses] == [message.message_id for message in store.messages()]


def test_responses_that_a_service_centre_would_give_while_it_is_down_have_no_place_in_the_window() -> None:
    store = SlowStore()
    world = World(config(), START, stores={"sc": store})
    line = MemoryLine(world.network, world.face, "1")
    line.bind("bank", "secret")
    store.safe = False
    for pdu in (submit(), submit(OTHER)):
        line.put(pdu)
    line.flush()
    world.network.act("sc", GoesDown())
    world.network.act("sc", store.tells())
    world.network.run_until(world.network.now + 1)
    [visit] = world.face.visits
    assert len(visit.unanswered) == 0


class Counted(list[Event]):
    """Events that count how often one of them is looked at."""

    looked = 0

    def __iter__(self) -> Iterator[Event]:
        for event in super().__iter__():
            self.looked += 1
            yield event

    def __getitem__(self, at: Any) -> Any:
        self.looked += 1
        return super().__getitem__(at)


def test_requests_that_do_not_go_together_are_looked_at_once_and_not_for_all_that_come_behind_them() -> None:
    talk = Conversation()
    events = Counted(talk.bank.session.receive_data(EnquireLink(sequence_number=7).encode() * 200, talk.network.now))
    assert len(events) == 200
    talk.face.events(talk.bank, events)
    assert events.looked <= 2 * len(events)
