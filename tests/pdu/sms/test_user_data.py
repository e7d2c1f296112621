"""pdu.sms.tp.user_data: the text of a TPDU, and its length."""

import pytest

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import Direction, SmsDeliver, SmsDeliverReport, decode
from pdu.sms.tp.user_data import SEPTETS
from pdu.text import dcs, gsm7, udh

ANY = Address("447700900123")
NOW = Timestamp(bytes(7))

SPANISH_SINGLE = udh.encode([udh.NationalLanguageSingleShift(2)])
TURKISH_LOCKING = udh.encode([udh.NationalLanguageLockingShift(1)])
UNASSIGNED = udh.encode([udh.NationalLanguageSingleShift(200), udh.NationalLanguageLockingShift(200)])
PART_1_OF_2 = udh.encode([udh.Concatenation8(42, 2, 1)])


def deliver(tp_ud: bytes = b"", tp_dcs: int = 0, tp_udh: bytes = b"") -> SmsDeliver:
    return SmsDeliver(tp_oa=ANY, tp_scts=NOW, tp_dcs=tp_dcs, tp_udh=tp_udh, tp_ud=tp_ud)


@pytest.mark.parametrize(
    ("tpdu", "text"),
    [
        (deliver(gsm7.encode("Hello {€}")), "Hello {€}"),
        (deliver(), ""),
        (deliver(gsm7.encode("part"), tp_udh=PART_1_OF_2), "part"),
        (deliver(gsm7.encode("piñata Á", 0, 2), tp_udh=SPANISH_SINGLE), "piñata Á"),
        (deliver(gsm7.encode("yağmur", 1, 0), tp_udh=TURKISH_LOCKING), "yağmur"),
        (deliver(b"Hi", tp_udh=UNASSIGNED), "Hi"),  # an unassigned table: the default alphabet
        (deliver(b"Hi", tp_udh=b"\x02\x24\x05"), "Hi"),  # a header that can't be read
        (deliver("Ω 😀".encode("utf-16-be"), tp_dcs=8), "Ω 😀"),
        (deliver("Ω".encode("utf-16-be"), tp_dcs=8, tp_udh=PART_1_OF_2), "Ω"),
        (deliver(b"\xd8\x3d", tp_dcs=8), "\ud83d"),  # half of a character that a segment cut through
        (deliver(b"\x00H\x00", tp_dcs=8), None),
        (deliver(b"Hi", tp_dcs=4), None),
        (deliver(b"\x01\x02", tp_dcs=0x20), None),  # compressed
        (SmsDeliverReport(), None),
        (SmsDeliverReport(tp_ud=b"Hi"), "Hi"),  # without TP-DCS: 7 bit
    ],
)
def test_the_coding_says_whether_there_is_text(tpdu: SmsDeliver | SmsDeliverReport, text: str | None) -> None:
    assert tpdu.text == text


@pytest.mark.parametrize(
    ("tpdu", "tp_udl", "octets"),
    [
        (deliver(), 0, 0),
        (deliver(bytes(7)), 7, 7),
        (deliver(bytes(8)), 8, 7),
        (deliver(bytes(160)), 160, 140),
        (deliver(bytes(153), tp_udh=PART_1_OF_2), 160, 140),  # 7 septets of header
        (deliver(b"", tp_udh=PART_1_OF_2), 7, 7),
        (deliver(bytes(152), tp_udh=udh.encode([udh.Concatenation16(42, 2, 1)])), 160, 140),  # 8 septets, no fill
        (deliver(bytes(134), tp_dcs=8, tp_udh=PART_1_OF_2), 140, 140),
        (deliver(bytes(140), tp_dcs=0x20), 140, 140),  # compressed: octets
        (deliver(bytes(0), tp_udh=b"\x00"), 2, 2),  # a header of nothing but UDHL
    ],
)
def test_the_length_counts_septets_or_octets_with_the_header(tpdu: SmsDeliver, tp_udl: int, octets: int) -> None:
    before = len(deliver().encode())
    encoded = tpdu.encode()
    assert tpdu.tp_udl == encoded[before - 1] == tp_udl
    assert len(encoded) - before == octets
    assert decode(encoded, Direction.SC_TO_MS) == tpdu


def test_no_user_data_have_no_length_and_no_header() -> None:
    report = SmsDeliverReport()
    assert report.tp_udl is None
    assert report.tp_udhi is False
    assert report.user_data_header == ()


def test_the_header_is_read_on_demand() -> None:
    assert deliver(tp_udh=PART_1_OF_2).user_data_header == (udh.Concatenation8(42, 2, 1),)
    assert deliver(tp_udh=PART_1_OF_2).tp_udhi is True
    with pytest.raises(Malformed, match=r"^information element at octet 2: expected 5 octets, found 0 octets$"):
        _ = deliver(tp_udh=b"\x02\x24\x05").user_data_header


def test_bits_around_the_septets_are_kept() -> None:
    octets = deliver(b"", tp_udh=PART_1_OF_2).encode()
    assert octets[-1:] == b"\x00"
    assert decode(octets[:-1] + b"\x81", Direction.SC_TO_MS).encode() == octets[:-1] + b"\x81"


def test_septets_are_counted_only_in_the_default_alphabet() -> None:
    for octet in range(256):
        coding = dcs.decode(octet)
        assert SEPTETS[octet] is (coding.alphabet is dcs.Alphabet.GSM7 and not coding.compressed)
