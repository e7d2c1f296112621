"""Numbers and names as ESMEs write them and people dial them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.values import Npi
from smsc.numbering import address, dialled

UNKNOWN, INTERNATIONAL, NATIONAL, ALPHANUMERIC = 0, 1, 2, 5


@pytest.mark.parametrize(
    ("value", "ton", "npi", "read"),
    [
        ("447700900123", UNKNOWN, 0, Address("447700900123")),
        ("+447700900123", UNKNOWN, 0, Address("447700900123")),
        ("+447700900123", NATIONAL, 1, Address("447700900123")),
        ("447700900123", INTERNATIONAL, 0, Address("447700900123")),
        ("07700900123", NATIONAL, 1, Address("07700900123", NATIONAL, 1)),
        ("7000", UNKNOWN, 1, Address("7000", UNKNOWN, 1)),
        ("123456", UNKNOWN, 0, Address("123456", UNKNOWN, 0)),
        ("1234567", UNKNOWN, 0, Address("1234567")),
        ("ACME", UNKNOWN, 0, Address("ACME", ALPHANUMERIC, 0)),
        ("Café [x]", ALPHANUMERIC, 0, Address("Café [x]", ALPHANUMERIC, 0)),
        ("7000", ALPHANUMERIC, 0, Address("7000", ALPHANUMERIC, 0)),
        ("447700900123", 17, 1, Address("447700900123")),  # a TON that is reserved
        ("7000", 255, 1, Address("7000", UNKNOWN, 1)),
        ("ACME", 7, 0, Address("ACME", ALPHANUMERIC, 0)),
        ("7000", UNKNOWN, Npi.WAP_CLIENT_ID, Address("7000", UNKNOWN, 0)),
        ("1234567890123456", UNKNOWN, 0, None),
        ("ACME", INTERNATIONAL, 1, None),
        ("ABCDEFGHIJKL", ALPHANUMERIC, 0, None),
        ("ABCDEFGHIJ[", ALPHANUMERIC, 0, None),
        ("Привет", ALPHANUMERIC, 0, None),
        ("", UNKNOWN, 0, None),
        ("٤٤٧٧٠٠", INTERNATIONAL, 1, None),
    ],
)
def test_an_address_is_read_as_the_network_knows_it(value: str, ton: int, npi: int, read: Address | None) -> None:
    assert address(value, ton, npi) == read


@given(st.text(max_size=21) | st.text("0123456789", max_size=15), st.integers(0, 255), st.integers(0, 255))
def test_what_is_taken_for_an_address_fits_into_a_tpdu(value: str, ton: int, npi: int) -> None:
    read = address(value, ton, npi)
    assert read is None or read.encode_tp("tp_oa")


@pytest.mark.parametrize("text", ["", "+", "ACME", "12a", "1234567890123456"])
def test_what_can_not_be_dialled_says_so(text: str) -> None:
    with pytest.raises(Malformed, match="up to 15 digits"):
        dialled(text)
