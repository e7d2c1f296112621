"""A catalogue of hostile peers: whatever they send, each request gets one answer, and the neighbour notices nothing.

They are in memory, so that there can be many; ``test_hostile_peers`` and ``test_strangers`` test what needs sockets.
"""

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.header import HEADER, Pdu, response_id
from pdu.matrix import BINDS, SessionState
from pdu.operations.bind import BindReceiver, BindTransceiver, BindTransmitter
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.submit_sm import SubmitSmResp
from pdu.table import CLASSES
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from tests.pdu.pdus import PDUS, RESPONSES, full, minimal, name
from tests.smsc.smpp.centre import Centre, Raw, said, to_phone

REQUESTS = [cls for cls in PDUS if cls not in RESPONSES]
STATES = {
    SessionState.OPEN: None,
    SessionState.BOUND_TX: BindTransmitter("bank", "secret", sequence_number=1),
    SessionState.BOUND_RX: BindReceiver("bank", "secret", sequence_number=1),
    SessionState.BOUND_TRX: BindTransceiver("bank", "secret", sequence_number=1, interface_version=0x50),
}
in_every_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)


@contextmanager
def neighbourhood() -> Iterator[Centre]:
    """Run a service centre with a neighbour who, at the end, submits a message and gets the receipt."""
    centre = Centre()
    neighbour = centre.bound(BindTransceiver("shop", "opensesa"))
    yield centre
    before = len(neighbour.heard)
    assert said(centre, neighbour, to_phone("447700900124", registered_delivery=1)) == ["ESME_ROK"]
    centre.wait(60)
    receipts = [pdu for pdu in neighbour.heard[before:] if isinstance(pdu, DeliverSm)]
    assert [b"stat:DELIVRD" in receipt.short_message for receipt in receipts] == [True]


def peer(centre: Centre, state: SessionState) -> Raw:
    """Make a peer in this state: a stranger, or an ESME that the service centre trusts too much."""
    raw, bind = Raw(centre), STATES[state]
    if bind is not None:
        assert [pdu.command_status for pdu in raw.says(bind.encode())] == [0]
    assert raw.session.state is state
    return raw


def whole(octets: bytes, command_length: int, sequence_number: int) -> bytes:
    """Return the first octets of a PDU, with a header that says so."""
    _, command_id, command_status, _ = HEADER.unpack_from(octets)
    return HEADER.pack(command_length, command_id, command_status, sequence_number) + octets[16:command_length]


def answers(pdus: list[Pdu]) -> list[tuple[int, int]]:
    return [(pdu.command_id, pdu.sequence_number) for pdu in pdus if pdu.command_id & RESPONSE]


@in_every_state
@pytest.mark.parametrize("cls", REQUESTS, ids=name)
def test_every_truncation_of_a_request_has_one_answer(cls: type[Pdu], state: SessionState) -> None:
    own, nack = response_id(cls.command_id), int(CommandId.generic_nack)
    own = own if own in CLASSES else nack
    with neighbourhood() as centre:
        raw = peer(centre, state)
        for octets in (minimal(cls).encode(), full(cls).encode()):
            for length in range(16, len(octets) + 1):
                if raw.session.closed:  # it has unbound, or sent what v3.3 does not have
                    raw = peer(centre, state)
                heard = raw.says(whole(octets, length, length))
                wrong = f"{length} of {len(octets)} octets: nothing, or too much, answers a {name(cls)}"
                assert answers(heard) in ([(own, length)], [(nack, length)]), wrong


@in_every_state
@pytest.mark.parametrize("cls", RESPONSES, ids=name)
def test_no_truncation_of_a_response_that_nobody_asked_for_has_an_answer(cls: type[Pdu], state: SessionState) -> None:
    with neighbourhood() as centre:
        raw = peer(centre, state)
        for octets in (minimal(cls).encode(), full(cls).encode()):
            for length in range(16, len(octets) + 1):
                assert raw.says(whole(octets, length, length % 5)) == []
        assert raw.session.state is state


@in_every_state
@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_a_length_that_is_wrong_ends_in_an_answer_or_in_waiting(cls: type[Pdu], state: SessionState) -> None:
    """What follows is then read from the wrong octet, and may be anything."""
    octets = full(cls).encode()
    with neighbourhood() as centre:
        for length in (*range(16), len(octets) - 1, len(octets) + 1, len(octets) + 100, 0x11001, 0xFFFFFFFF):
            raw = peer(centre, state)
            heard = raw.says(HEADER.pack(length, *HEADER.unpack_from(octets)[1:]) + octets[16:] + octets)
            if not 16 <= length <= 0x11000:
                assert [(pdu.words[0], pdu.command_status) for pdu in heard] == [
                    ("generic_nack", CommandStatus.ESME_RINVCMDLEN)
                ]
                assert raw.session.closed
            raw.close()


@settings(deadline=None, max_examples=150)
@given(st.lists(st.binary(max_size=60), max_size=8), st.sampled_from(list(STATES)))
def test_garbage_never_raises(pieces: list[bytes], state: SessionState) -> None:
    with neighbourhood() as centre:
        raw = peer(centre, state)
        for piece in pieces:
            raw.says(piece)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(REQUESTS), st.data())
def test_a_request_with_some_octets_changed_has_one_answer(cls: type[Pdu], data: st.DataObject) -> None:
    octets = bytearray(full(cls).encode())
    changes = st.tuples(st.integers(16, max(16, len(octets) - 1)), st.integers(0, 255))
    for at, octet in data.draw(st.lists(changes, max_size=4)):
        octets[at : at + 1] = bytes([octet]) if at < len(octets) else b""
    with neighbourhood() as centre:
        raw = peer(centre, SessionState.BOUND_TRX)
        assert len(answers(raw.says(whole(bytes(octets), len(octets), 7)))) == 1


def test_of_a_flood_of_binds_one_is_let_in() -> None:
    bind = BindTransceiver("bank", "secret")
    flood = b"".join(whole(bind.encode(), len(bind.encode()), number) for number in range(1, 1_001))
    with neighbourhood() as centre:
        raw = Raw(centre)
        statuses = [pdu.command_status for pdu in raw.says(flood)]
        assert sorted(statuses) == [CommandStatus.ESME_ROK] + [CommandStatus.ESME_RALYBND] * 999


def test_of_a_flood_of_guesses_few_are_looked_at() -> None:
    guess = BindTransceiver("bank", "guess", sequence_number=1).encode()
    with neighbourhood() as centre:
        raw = Raw(centre, "192.0.2.7")
        statuses = [raw.says(guess)[0].command_status for _ in range(1_000)]
        assert statuses == [CommandStatus.ESME_RINVPASWD] * 60 + [CommandStatus.ESME_RBINDFAIL] * 940
        right = BindTransceiver("bank", "secret", sequence_number=1).encode()
        assert [pdu.command_status for pdu in raw.says(right)] == [CommandStatus.ESME_RBINDFAIL]


def test_the_answer_to_something_else_is_no_answer_to_a_deliver_sm() -> None:
    with neighbourhood() as centre:
        raw = peer(centre, SessionState.BOUND_RX)
        centre.world.network.act("ms1", SendsText("Hello", dialled("7000")))
        centre.rest()
        [asked] = [pdu for pdu in raw.hears() if isinstance(pdu, DeliverSm)]
        mailboxes = centre.world.centre.mailboxes
        for nonsense in (
            SubmitSmResp("1", sequence_number=asked.sequence_number),
            DeliverSmResp(sequence_number=asked.sequence_number + 1),
        ):
            assert raw.says(nonsense.encode()) == []
            assert len(mailboxes) == 1
        assert raw.says(DeliverSmResp(sequence_number=asked.sequence_number).encode() * 3) == []
        assert len(mailboxes) == 0


def test_a_hundred_thousand_enquire_links_are_answered() -> None:
    with neighbourhood() as centre:
        raw = peer(centre, SessionState.BOUND_TRX)
        heard = raw.says(EnquireLink(sequence_number=7).encode() * 100_000)
        assert len(heard) == 100_000
        assert set(answers(heard)) == {(CommandId.enquire_link_resp, 7)}


@pytest.mark.parametrize(
    "nuisance",
    [
        EnquireLink(sequence_number=7),
        SubmitSmResp("1", sequence_number=7),
        BindTransceiver("bank", "secret", sequence_number=7),
        to_phone("x" * 20, sequence_number=7),
        full(CLASSES[CommandId.broadcast_sm]),
    ],
    ids=lambda pdu: pdu.words[0],
)
def test_what_is_said_again_and_again_takes_no_more_memory(nuisance: Pdu) -> None:
    times, reference = 300, 8
    with neighbourhood() as centre:
        raw = peer(centre, SessionState.BOUND_TRX)
        raw.says(nuisance.encode() * times)  # once and for all, some memory is taken
        tracemalloc.start()
        try:
            sizes = []
            for _ in range(4):
                raw.says(nuisance.encode() * times)
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
        assert sizes[-1] - sizes[0] < 3 * times * reference, sizes  # of none of them, even a reference is kept


def test_every_bind_is_in_the_catalogue() -> None:
    assert {cls.command_id for cls in REQUESTS} >= {*BINDS, CommandId.outbind, CommandId.alert_notification}
