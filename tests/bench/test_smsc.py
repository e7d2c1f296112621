"""The benchmark of the service centre runs: it loads what it starts, and counts what it should."""

import asyncio
from functools import partial

import pytest

from esme.bench.load import Task
from tests.bench.load import load
from tests.bench.options import Peer, peer
from tests.bench.server import HANDSETS, mini_smsc, running
from tests.bench.smsc import measure


def test_a_server_under_load_is_measured() -> None:
    task = Task(window=10, sessions=2, seconds=0.05)
    figures = measure(partial(mini_smsc, "memory", on=False), task)
    assert figures.submits > 0
    assert figures.refused == 0
    assert 0 < figures.p50 <= figures.p99


def test_the_load_takes_less_cpu_than_the_server_does() -> None:
    task = Task(window=100, count=40_000)  # with fewer, starting up would be a large part of it
    without = measure(partial(mini_smsc, "memory", on=False), task)
    assert 0 < without.load < without.cpu
    receipts = measure(partial(mini_smsc, "memory", on=True), Task(window=100, count=1000), receipts=True)
    assert 0 < receipts.load < receipts.cpu


def test_every_message_is_counted_with_its_response_and_its_receipt() -> None:
    with mini_smsc("memory", on=True) as server:
        task = Task(window=10, sessions=3, count=100)
        outcome = asyncio.run(load(server.host, server.port, task, destinations=HANDSETS, receipts=True))
        with running(Peer("the same", server.host, server.port)) as found:
            assert found == server
    assert (outcome.submitted, outcome.refused, outcome.receipts, len(outcome.latencies)) == (100, {}, 100, 100)


def test_a_peer_is_said_by_name_and_address() -> None:
    assert peer("smscsim=127.0.0.1:2776") == Peer("smscsim", "127.0.0.1", 2776)
    assert peer("six=::1:2775") == Peer("six", "::1", 2775)
    with pytest.raises(ValueError, match="NAME=HOST:PORT"):
        peer("127.0.0.1:2776")
