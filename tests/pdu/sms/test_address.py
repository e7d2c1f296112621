"""pdu.sms.address: numbers and names, in TPDUs and elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms.address import Address
from tests.pdu.sms.samples import GSM7, addresses, numbers

NUMBERS = [
    (Address("447700900123"), "0c 91 447700091032"),
    (Address("44770090012"), "0b 91 4477000910f2"),
    (Address("12345", 0, 0), "05 80 2143f5"),
    (Address("07700900123", 2, 1), "0b a1 7007900021f3"),
    (Address("", 0, 0), "00 80"),
    (Address("*#abc", 0, 1), "05 81 badcfe"),
    (Address("*#abc0", 0, 1), "06 81 badc0e"),
    (Address("98765432109876543210"), "14 91 8967452301 8967452301"),
]

# 7 bits each, in useful semi-octets rounded up
NAMES = [
    ("", "00 d0"),
    ("A", "02 d0 41"),
    ("AB", "04 d0 4121"),
    ("ABC", "06 d0 41e110"),
    ("ABCD", "07 d0 41e19008"),  # 28 bits are 7 semi-octets, not the 8 of four octets
    ("ABCDE", "09 d0 41e1905804"),
    ("ABCDEF", "0b d0 41e190583402"),
    ("ABCDEFG", "0d d0 41e19058341e01"),  # 49 bits: no CR fills up the seventh octet
    ("ABCDEFGH", "0e d0 41e19058341e91"),
    ("ABCDEFG@", "0e d0 41e19058341e01"),  # the same octets as ABCDEFG: only the length tells
    ("ABCDEFGHI", "10 d0 41e19058341e9149"),
    ("ABCDEFGHIJ", "12 d0 41e19058341e914925"),
    ("ABCDEFGHIJK", "14 d0 41e19058341e9149e512"),
    ("€", "04 d0 9b32"),  # two septets, 1B 65
    ("\x1b", "02 d0 1b"),  # an escape with nothing behind it
    ("\x1b\x1b", "04 d0 9b0d"),
]


@pytest.mark.parametrize(("address", "octets"), NUMBERS, ids=str)
def test_a_tpdu_counts_the_digits_of_a_number(address: Address, octets: str) -> None:
    assert address.encode_tp("tp_oa") == bytes.fromhex(octets)
    assert Address.decode_tp("tp_oa", bytes.fromhex(octets), 0) == (address, len(bytes.fromhex(octets)))


@pytest.mark.parametrize(("name", "octets"), NAMES)
def test_a_tpdu_counts_the_useful_semi_octets_of_a_name(name: str, octets: str) -> None:
    address = Address(name, 5, 0)
    assert address.encode_tp("tp_oa") == bytes.fromhex(octets)
    assert Address.decode_tp("tp_oa", bytes.fromhex(octets), 0) == (address, len(bytes.fromhex(octets)))


@given(addresses, st.binary(max_size=3), st.binary(max_size=3))
def test_an_address_comes_back_from_the_midst_of_a_tpdu(address: Address, before: bytes, behind: bytes) -> None:
    field = address.encode_tp("tp_da")
    end = len(before) + len(field)
    assert Address.decode_tp("tp_da", before + field + behind, len(before)) == (address, end)


@given(numbers)
def test_a_number_comes_back_from_rp_and_map(address: Address) -> None:
    assert Address.decode_rp("rp_da", address.encode_rp("rp_da")) == address


def test_rp_and_map_have_no_names_but_digits_of_any_type() -> None:
    octets = bytes.fromhex("d1 2143")
    assert Address("1234", 5, 1).encode_rp("rp_da") == octets
    assert Address.decode_rp("rp_da", octets) == Address("1234", 5, 1)
    with pytest.raises(Malformed, match="rp_da: expected digits"):
        Address("ACME", 5, 0).encode_rp("rp_da")


@given(addresses, addresses)
def test_two_addresses_have_the_same_octets_only_when_they_are_equal(one: Address, other: Address) -> None:
    assert (one == other) is (one.encode_tp("tp_oa") == other.encode_tp("tp_oa"))


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (Address("447700900123"), "447700900123"),
        (Address("*#abc"), "*#abc"),
        (Address("ACME", 5, 0), "ACME"),
        (Address("Acme Ltd.", 5, 0), "Acme Ltd."),
        (Address("ACME", 5, 1), "5.1:ACME"),
        (Address("1234", 5, 0), "5.0:1234"),  # a name that looks like a number
        (Address("abc", 5, 0), "5.0:abc"),
        (Address("1.1:x", 5, 0), "5.0:1.1:x"),
        (Address("07700900123", 2, 1), "2.1:07700900123"),
        (Address("60123", 3, 0), "3.0:60123"),
        (Address("", 0, 0), "0.0:"),
        (Address(""), "1.1:"),
    ],
)
def test_a_ladder_line_shows_the_kind_only_where_the_value_does_not(address: Address, line: str) -> None:
    assert str(address) == line
    assert Address.parse(line) == address


@given(st.builds(Address, st.text(GSM7 + "\x1b"), st.integers(0, 7), st.integers(0, 15)))
def test_every_address_comes_back_from_its_line(address: Address) -> None:
    assert Address.parse(str(address)) == address


def test_nothing_is_no_address() -> None:
    with pytest.raises(Malformed, match="address: expected a number"):
        Address.parse("")


@pytest.mark.parametrize(
    ("octets", "complaint"),
    [
        ("", "tp_oa at octet 0: expected an octet"),
        ("04", "tp_oa at octet 1: expected a type of address"),
        ("04 91 21", "tp_oa at octet 2: expected 2 octets, found 1"),
        ("15 91 2143658709214365870921", "20 semi-octets at most, found 21"),
        ("04 11 2143", "bit 7 of the type of address set"),
        ("04 91 f143", "tp_oa at octet 2: expected a filler"),
        ("04 91 21f3", "expected 4 digits, found 3"),
        ("03 91 2143", "expected 3 digits, found 4"),
        ("08 d0 41e19008", "semi-octets of whole septets, found 8"),
        ("07 d0 41e19018", "expected zeros behind the last septet"),
    ],
)
def test_what_is_no_address_is_refused(octets: str, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        Address.decode_tp("tp_oa", bytes.fromhex(octets), 0)


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        (Address("1" * 21), "20 digits or 11 septets at most"),
        (Address("ABCDEFGHIJKL", 5, 0), "20 digits or 11 septets at most"),
        (Address("ABCDEFGHIJ€", 5, 0), "20 digits or 11 septets at most"),
        (Address("+4477"), "digits 0-9"),
        (Address("4477d"), "digits 0-9"),
        (Address("४४"), "digits 0-9"),
        (Address("ķ", 5, 0), "GSM 7 bit default alphabet"),
        (Address("1", 8, 0), "tp_oa ton: expected an integer of 0 to 7"),
        (Address("1", 0, 16), "tp_oa npi: expected an integer of 0 to 15"),
    ],
)
def test_what_does_not_fit_is_not_sent(address: Address, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint) as refusal:
        address.encode_tp("tp_oa")
    assert refusal.value.field.startswith("tp_oa")


def test_an_rp_address_needs_its_type() -> None:
    with pytest.raises(Malformed, match="rp_oa at octet 7: expected a type of address"):
        Address.decode_rp("rp_oa", b"", 7)
