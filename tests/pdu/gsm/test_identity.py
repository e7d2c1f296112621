"""pdu.gsm.identity and pdu.gsm.location: identities of stations and of places."""

import pytest
from hypothesis import given

from pdu.gsm.identity import IMEI, IMEISV, MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.malformed import Malformed
from tests.pdu.gsm.samples import ABROAD, CELL, HERE, MS, OTHER, areas, cells, identities


@pytest.mark.parametrize(
    ("identity", "octets"),
    [
        (MS, "29 43510000000010"),
        (MobileIdentity("23415000000001"), "21 435100000000f1"),  # an even number of digits
        (MobileIdentity("490154203237518", IMEI), "4a 09 51 24 30 32 57 81"),
        (MobileIdentity("4901542032375101", IMEISV), "43 09 51 24 30 32 57 01 f1"),
        (OTHER, "f4 1a2b3c4d"),
        (MobileIdentity("f0", 0), "f0"),  # no identity
    ],
)
def test_an_identity_is_its_digits(identity: MobileIdentity, octets: str) -> None:
    assert identity.encode().hex() == bytes.fromhex(octets).hex()
    assert MobileIdentity.decode("mobile_identity", bytes.fromhex(octets)) == identity


@given(identities)
def test_every_identity_comes_back(identity: MobileIdentity) -> None:
    assert MobileIdentity.decode("mobile_identity", identity.encode()) == identity


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        ("", "an identity"),
        ("f41a2b3c", "0xF4 and four octets of TMSI"),
        ("041a2b3c4d", "0xF4 and four octets of TMSI"),
        ("2143", "an odd number of digits, or 1111 at the end"),
        ("29a3", "decimal digits"),
        ("21ff", "decimal digits"),
    ],
)
def test_octets_that_are_no_identity_are_refused(octets: str, expected: str) -> None:
    with pytest.raises(Malformed) as error:
        MobileIdentity.decode("mobile_identity", bytes.fromhex(octets))
    assert (error.value.offset, error.value.expected, error.value.found) == (0, expected, octets or "nothing")


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (MobileIdentity("12a"), "decimal digits"),
        (MobileIdentity("٣"), "decimal digits"),
        (MobileIdentity("1A2B3C4D", 4), "lower case hexadecimal digits, two to an octet"),
        (MobileIdentity("1a2b3c", 4), "the digits of an identity of type 4"),
        (MobileIdentity("f1", 0), "the digits of an identity of type 0"),
        (MobileIdentity("", 5), "the digits of an identity of type 5"),
        (MobileIdentity("x", 6), "lower case hexadecimal digits, two to an octet"),
    ],
)
def test_digits_that_are_no_identity_are_refused(identity: MobileIdentity, expected: str) -> None:
    with pytest.raises(Malformed) as error:
        identity.encode()
    assert (error.value.field, error.value.expected) == ("mobile_identity", expected)


def test_an_identity_is_said_in_one_word() -> None:
    assert (str(MS), str(OTHER)) == ("234150000000001", "4:1a2b3c4d")


@pytest.mark.parametrize(("area", "octets"), [(HERE, "32f4510102"), (ABROAD, "130014fffe")])
def test_an_area_has_two_or_three_digits_of_network(area: LocationAreaIdentification, octets: str) -> None:
    assert area.encode("lai").hex() == octets
    assert LocationAreaIdentification.decode("lai", bytes.fromhex(octets), 0) == area


@given(areas)
def test_every_area_comes_back(area: LocationAreaIdentification) -> None:
    assert LocationAreaIdentification.decode("lai", area.encode("lai"), 0) == area


@given(cells)
def test_every_cell_comes_back(cell: CellGlobalIdentification) -> None:
    assert CellGlobalIdentification.decode("cgi", b"\x00" + cell.encode("cgi"), 1) == cell


@pytest.mark.parametrize("area", [HERE._replace(mcc="23"), HERE._replace(mnc="1"), HERE._replace(mnc="12f")])
def test_an_area_of_other_digits_is_refused(area: LocationAreaIdentification) -> None:
    with pytest.raises(
        Malformed, match=f"^lai: expected MCC of 3 digits, MNC of 2 or 3, found '{area.mcc}', '{area.mnc}'$"
    ):
        area.encode("lai")


def test_a_place_is_said_in_one_word() -> None:
    assert (str(HERE), str(CELL)) == ("234-15-258", "234-15-258-772")
