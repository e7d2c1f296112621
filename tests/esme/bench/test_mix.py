"""What is submitted: kinds, shares, addresses, receipts."""

from collections import Counter

import pytest

from esme.bench.mix import DEFAULT, Kind, Shape, kinds, plan
from pdu import Malformed, SubmitSm, decode
from pdu.text.segmentation import Carriage
from pdu.values import EsmClass


def pdus(messages: list[list[Shape]]) -> list[SubmitSm]:
    found = [decode(shape.head + b"\0\0\0\1" + shape.tail) for message in messages for shape in message]
    return [pdu for pdu in found if isinstance(pdu, SubmitSm)]


def test_a_shape_is_a_submit_sm_around_its_sequence_number() -> None:
    one = pdus(plan(DEFAULT, destinations=["+447700900123"], source="Bank"))[0]
    assert (one.source_addr, one.destination_addr, one.dest_addr_ton, one.registered_delivery) == (
        *("Bank", "447700900123", 1, 0),
    )
    assert len(one.short_message) == 65


def test_a_mix_is_read_with_its_shares() -> None:
    mix = kinds("gsm:20*3, ucs2:10 octets:5,gsm:200/payload")
    assert [(len(kind.content), kind.share, kind.carriage) for kind in mix] == [
        (20, 3, Carriage.UDH_8),
        (10, 1, Carriage.UDH_8),
        (5, 1, Carriage.UDH_8),
        (200, 1, Carriage.MESSAGE_PAYLOAD),
    ]
    found = pdus(plan(mix, destinations=["60300"]))
    assert Counter((pdu.data_coding, len(pdu.short_message), len(pdu.message_payload or b"")) for pdu in found) == {
        (0, 20, 0): 500,
        (8, 20, 0): 167,
        (4, 5, 0): 167,
        (0, 0, 200): 166,
    }


@pytest.mark.parametrize("mix", ["", "gsm", "gsm:0", "gsm:70*0", "latin:70", "gsm:70;ucs2:5", "octets:9999999"])
def test_what_is_no_mix_is_told_with_the_word_that_is_wrong(mix: str) -> None:
    with pytest.raises(Malformed, match="--mix: expected kinds such as gsm:70"):
        kinds(mix)


def test_a_long_text_goes_in_parts_and_each_message_has_a_reference_of_its_own() -> None:
    messages = plan(kinds("gsm:400"), destinations=["60300"])
    assert {len(message) for message in messages} == {3}
    parts = pdus(messages)
    assert all(part.esm_class == EsmClass.UDHI for part in parts)
    references = [part.short_message[3] for part in parts]
    assert references[:7] == [0, 0, 0, 1, 1, 1, 2]
    assert set(references) == set(range(256))


@pytest.mark.parametrize(("receipts", "asked"), [(0.0, 0), (0.25, 250), (0.001, 1), (1.0, 1000)])
def test_so_many_of_the_messages_ask_for_a_receipt(receipts: float, asked: int) -> None:
    messages = plan(DEFAULT, destinations=["60300"], receipts=receipts)
    assert sum(shape.receipt for message in messages for shape in message) == asked
    assert sum(pdu.registered_delivery for pdu in pdus(messages)) == asked


@pytest.mark.parametrize(
    ("part_receipts", "expected"),
    [("each", [True, True, True]), ("first", [True, False, False]), ("last", [False, False, True])],
)
def test_receipts_are_expected_for_the_parts_that_have_them(part_receipts: str, expected: list[bool]) -> None:
    [parts, *_] = plan(kinds("gsm:400"), destinations=["60300"], receipts=1, part_receipts=part_receipts)
    assert [part.receipt for part in parts] == expected
    assert [one.registered_delivery for one in pdus([parts])] == [1, 1, 1]


def test_every_destination_gets_as_much_as_any_other_and_every_kind() -> None:
    mix = [Kind("short"), Kind("text")]
    found = Counter((pdu.destination_addr, pdu.short_message) for pdu in pdus(plan(mix, destinations=["1", "2", "3"])))
    assert len(found) == 6
    assert sum(found.values()) == 1002
    assert max(found.values()) - min(found.values()) <= 1


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(Malformed, match="destination_addr"):
        plan(DEFAULT, destinations=["Bank"])
