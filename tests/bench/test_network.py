"""The benchmark of the network runs, and a subscriber fits into 1,000 octets."""

import gc
import tracemalloc

from tests.bench.network import Path


def test_every_message_arrives_and_its_receipt_comes_back() -> None:
    path = Path(50)
    path.send(40)
    assert path.bank.receipts == 40


def test_a_registered_subscriber_takes_less_than_1000_octets() -> None:
    path = Path(2_000)
    gc.collect()
    tracemalloc.start()
    try:
        path.meet()
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 200 < size / 2_000 < 1_000
