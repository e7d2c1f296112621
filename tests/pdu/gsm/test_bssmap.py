"""pdu.gsm.bssmap and pdu.gsm.bssap: each message as its table has it, and its frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.gsm import bssap, bssmap
from pdu.gsm.bssap import SAPI_3, Dtap
from pdu.gsm.bssmap import BssmapMessage, ClearCommand, ClearComplete, ClearRequest, OtherCells, Paging, SapiNReject
from pdu.malformed import Malformed
from tests.pdu.gsm.samples import BSSMAP, MS, bssmap_messages
from tests.pdu.laws import damaged, every_truncation_is_refused_or_round_trips, is_malformed_or_round_trips


@pytest.mark.parametrize(("message", "octets"), BSSMAP)
def test_a_message_is_laid_out_as_its_table(message: BssmapMessage, octets: str) -> None:
    assert message.encode().hex() == bytes.fromhex(octets).hex()
    assert bssmap.decode(bytes.fromhex(octets)) == message


@given(bssmap_messages)
def test_every_message_comes_back(message: BssmapMessage) -> None:
    assert bssmap.decode(message.encode()) == message


@pytest.mark.parametrize("octets", [octets for _, octets in BSSMAP])
def test_a_message_that_breaks_off_is_refused_or_another(octets: str) -> None:
    every_truncation_is_refused_or_round_trips(bssmap.decode, bytes.fromhex(octets))


@given(st.binary(max_size=30) | damaged(bssmap_messages.map(lambda message: message.encode())))
def test_any_octets_are_refused_or_come_back(octets: bytes) -> None:
    is_malformed_or_round_trips(bssmap.decode, octets)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (Paging("12a", OtherCells(6, b"")), "imsi"),
        (Paging(MS.digits, ()), "cell_identifier_list"),
        (Paging(MS.digits, OtherCells(256, b"")), "discriminator"),
        (ClearRequest(0x80), "cause"),
        (ClearRequest(0x7FFF), "cause"),
        (ClearCommand(-1), "cause"),
        (SapiNReject(256, 0), "dlci"),
    ],
)
def test_a_value_that_does_not_fit_is_named(message: BssmapMessage, field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        message.encode()
    assert malformed.value.field == field


@pytest.mark.parametrize(
    ("octets", "field"),
    [
        ("", "message_type"),
        ("01", "message_type"),  # ASSIGNMENT REQUEST: not in the table
        ("52 1a0106", "imsi"),
        ("52 0805 f41a2b3c4d 1a01 06", "imsi"),  # a TMSI where an IMSI belongs
        ("52 0808 2943510000000010 1a04 04 32f451", "cell_identifier_list"),  # no whole LAI
        ("52 0808 2943510000000010 1a01 04", "cell_identifier_list"),
        ("57 0506 04 32f4510102 1702 0521", "cell_identifier"),  # an area is no cell
        ("22 0402 0101", "cause"),
        ("22 0400", "cause"),
        ("25 0401 01", "dlci"),
    ],
)
def test_octets_that_leave_the_table_are_refused(octets: str, field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        bssmap.decode(bytes.fromhex(octets))
    assert malformed.value.field == field


def test_cells_that_are_named_otherwise_are_said_in_one_word() -> None:
    assert str(OtherCells(5, b"\x01\x02")) == "05:0102"


@pytest.mark.parametrize(
    ("message", "octets"),
    [
        (ClearComplete(), "00 01 21"),
        (Dtap(SAPI_3, b"\x89\x04"), "01 03 02 8904"),
    ],
)
def test_a_message_is_framed(message: BssmapMessage | Dtap, octets: str) -> None:
    assert bssap.encode(message).hex() == bytes.fromhex(octets).hex()
    assert bssap.decode(bytes.fromhex(octets)) == message


@given(bssmap_messages | st.builds(Dtap, st.integers(0, 255), st.binary(max_size=255)))
def test_every_frame_comes_back(message: BssmapMessage | Dtap) -> None:
    assert bssap.decode(bssap.encode(message)) == message


@pytest.mark.parametrize(
    ("octets", "field"),
    [
        ("", "discrimination"),
        ("02 01 21", "discrimination"),
        ("00 02 21", "bssmap"),
        ("00 01 21 00", "message"),
        ("01 00 02 05", "dtap"),
    ],
)
def test_octets_that_leave_the_frame_are_refused(octets: str, field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        bssap.decode(bytes.fromhex(octets))
    assert malformed.value.field == field


def test_an_element_without_its_value_is_told_at_its_place() -> None:
    told = {
        "22 0400": "cause at octet 3",
        "57 0500": "cell_identifier at octet 3",
        "52 0808 2943510000000010 1a00": "cell_identifier_list at octet 13",
    }
    for octets, place in told.items():
        with pytest.raises(Malformed, match=f"^{place}: expected .*, found no octet$"):
            bssmap.decode(bytes.fromhex(octets))


def test_a_message_longer_than_its_length_can_say_is_refused() -> None:
    with pytest.raises(Malformed, match="length of dtap"):
        bssap.encode(Dtap(0, bytes(256)))
