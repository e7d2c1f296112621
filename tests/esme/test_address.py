"""SMPP v5.0 sections 4.7.1 and 4.7.2: addresses as people write them, and as parameters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esme import Address, Malformed, address
from pdu import CommandStatus, Npi, Ton


@pytest.mark.parametrize(
    ("to", "value", "ton"),
    [
        ("+447700900123", "447700900123", Ton.INTERNATIONAL),
        ("07700900123", "07700900123", Ton.UNKNOWN),
        ("60300", "60300", Ton.UNKNOWN),
        ("*100#", "*100#", Ton.UNKNOWN),
    ],
)
def test_a_destination_is_a_number(to: str, value: str, ton: Ton) -> None:
    assert address.destination(to) == Address(value, ton, Npi.ISDN)


@pytest.mark.parametrize("to", ["", "+", "Bank", "+44 7700 900123", "\u0660\u0667\u0667", "12\n"])
def test_what_is_no_number_is_no_destination(to: str) -> None:
    with pytest.raises(Malformed) as malformed:
        address.destination(to)
    assert malformed.value.field == "destination_addr"
    assert malformed.value.command_status == CommandStatus.ESME_RINVDSTADR
    assert repr(to) in str(malformed.value)


@pytest.mark.parametrize(
    ("sender", "value", "ton", "npi"),
    [
        ("", "", Ton.UNKNOWN, Npi.UNKNOWN),
        ("+447700900123", "447700900123", Ton.INTERNATIONAL, Npi.ISDN),
        ("60300", "60300", Ton.UNKNOWN, Npi.ISDN),
        ("Bank", "Bank", Ton.ALPHANUMERIC, Npi.UNKNOWN),
        ("24/7 Bank", "24/7 Bank", Ton.ALPHANUMERIC, Npi.UNKNOWN),
    ],
)
def test_a_source_is_a_number_or_a_name_or_nothing(sender: str, value: str, ton: Ton, npi: Npi) -> None:
    assert address.source(sender) == Address(value, ton, npi)


def test_a_source_with_a_plus_is_a_number() -> None:
    with pytest.raises(Malformed, match="source_addr: expected digits after the"):
        address.source("+44 Bank")


def test_who_knows_better_gives_ton_and_npi() -> None:
    national = Address("07700900123", Ton.NATIONAL, Npi.ISDN)
    assert address.destination(national) is address.source(national) is national


@given(st.from_regex(r"\A\+?[0-9]{1,20}\Z"))
def test_a_number_is_written_as_it_was_read(number: str) -> None:
    read = address.destination(number)
    assert address.written(read.value, read.ton) == number


def test_a_name_is_written_as_it_is() -> None:
    assert address.written("Bank", Ton.ALPHANUMERIC) == "Bank"
    assert address.written("", Ton.INTERNATIONAL) == ""
