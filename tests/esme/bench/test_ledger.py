"""Receipts matched to messages."""

import pytest

from esme.bench.ledger import Ledger, settled
from pdu import DeliverSm
from pdu.dialects import MESSAGE_IDS
from pdu.values import EsmClass, MessageState
from tests.esme.message_centre import message, receipt


def test_a_receipt_settles_its_message_whichever_comes_first() -> None:
    ledger = Ledger()
    ledger.taken("1", 10.0)
    ledger.receipt("1", 12.0)
    ledger.receipt("2", 13.0)
    ledger.taken("2", 12.5)
    assert list(ledger.latencies) == [2.0, 0.5]
    assert (ledger.missing, ledger.duplicates, ledger.strangers) == (0, 0, 0)


def test_a_receipt_that_comes_again_is_counted_as_that() -> None:
    ledger = Ledger()
    ledger.receipt("1", 1.0)
    ledger.receipt("1", 1.0)
    ledger.taken("1", 0.5)
    ledger.receipt("1", 1.0)
    assert (len(ledger.latencies), ledger.duplicates) == (1, 2)


def test_what_does_not_come_is_missing_and_what_nobody_waits_for_is_a_stranger() -> None:
    ledger = Ledger()
    ledger.taken("1", 1.0)
    ledger.receipt("7", 1.0)
    assert (ledger.missing, ledger.strangers) == (1, 1)


def test_an_id_that_two_messages_have_is_counted() -> None:
    ledger = Ledger()
    for _ in range(3):
        ledger.taken("1", 1.0)
    ledger.receipt("1", 2.0)
    ledger.taken("1", 3.0)
    assert ledger.same_ids == 3


def test_ids_are_compared_as_the_library_does() -> None:
    ledger = Ledger("decimal")
    ledger.taken("0A1B2C3D", 1.0)
    ledger.receipt("0169552957", 2.0)
    assert len(ledger.latencies) == 1
    plain = Ledger()
    plain.taken("0A1B2C3D", 1.0)
    plain.receipt("a1b2c3d", 2.0)
    assert len(plain.latencies) == 1


@pytest.mark.parametrize(
    ("deliver_sm", "told"),
    [
        (receipt("7"), ("7", "DELIVERED")),
        (receipt("7", "UNDELIV", MessageState.UNDELIVERABLE), ("7", "UNDELIVERABLE")),
        (receipt("7", "ENROUTE", MessageState.ENROUTE), None),
        (message("Hello"), None),
        (DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=b"id:7 stat:EXPIRED"), ("7", "EXPIRED")),
        (DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=b"id:7 stat:odd"), ("7", "odd")),
        (DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=b"nonsense"), None),
        (
            DeliverSm(
                esm_class=EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION,
                receipted_message_id="7",
                message_state=MessageState.DELIVERED,
            ),
            None,
        ),
    ],
)
def test_a_final_receipt_tells_of_a_message_and_nothing_else_does(
    deliver_sm: DeliverSm, told: tuple[str, str] | None
) -> None:
    assert settled(deliver_sm) == told


def test_an_id_that_the_text_alone_spells_in_another_way_is_taken_from_the_text() -> None:
    told = receipt("22")
    told.receipted_message_id = "16"
    assert settled(told, MESSAGE_IDS["decimal"]) == ("22", "DELIVERED")
    assert settled(receipt("16"), MESSAGE_IDS["decimal"]) == ("16", "DELIVERED")
