"""pdu.sms.tp: the six TPDUs, octet by octet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.sms.pid import replaces
from pdu.sms.status import TpSt, completed, still_trying
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import (
    Direction,
    SmsCommand,
    SmsDeliver,
    SmsDeliverReport,
    SmsStatusReport,
    SmsSubmit,
    SmsSubmitReport,
    Tpdu,
    decode,
)
from pdu.sms.validity import Vpf
from tests.pdu.laws import damaged, every_truncation_is_refused_or_round_trips, is_malformed_or_round_trips
from tests.pdu.sms.samples import decode_as, tpdus
from tests.pdu.sms.tpdus import NOON, PHONE, SAMPLES

IDS = [f"{tpdu.words[0]} {octets[:8]}" for tpdu, octets in SAMPLES]


@pytest.mark.parametrize(("tpdu", "octets"), SAMPLES, ids=IDS)
def test_a_tpdu_is_laid_out_as_its_table(tpdu: Tpdu, octets: str) -> None:
    assert tpdu.encode().hex() == bytes.fromhex(octets).hex()
    assert decode_as(tpdu, bytes.fromhex(octets)) == tpdu


@pytest.mark.parametrize(("tpdu", "octets"), SAMPLES, ids=IDS)
def test_a_tpdu_that_breaks_off_is_refused_or_another(tpdu: Tpdu, octets: str) -> None:
    every_truncation_is_refused_or_round_trips(lambda cut: decode_as(tpdu, cut), bytes.fromhex(octets))


@given(tpdus(st.none() | st.integers(0, 255)))
def test_every_tpdu_comes_back(tpdu: Tpdu) -> None:
    assert decode_as(tpdu, tpdu.encode()) == tpdu


@given(tpdus(st.none() | st.integers(128, 255)))
def test_without_rp_the_highest_bit_tells_a_failure_cause(tpdu: Tpdu) -> None:
    if not (isinstance(tpdu, SmsDeliverReport | SmsSubmitReport) and tpdu.tp_fcs is None and (tpdu.tp_pi or 0) > 127):
        assert decode(tpdu.encode(), tpdu.direction) == tpdu


OCTETS = tpdus(st.none() | st.integers(0, 255)).map(lambda tpdu: tpdu.encode())


@given(st.binary(max_size=170) | damaged(OCTETS), st.sampled_from(Direction), st.none() | st.booleans())
def test_any_octets_are_refused_or_come_back(octets: bytes, direction: Direction, rp_error: bool | None) -> None:
    is_malformed_or_round_trips(lambda octets: decode(octets, direction, rp_error), octets)


def test_a_parameter_indicator_may_go_on_for_as_long_as_there_is_room() -> None:
    octets = bytes.fromhex("00 81" + "80" * 20 + "00 7f ab cd")
    report = decode(octets, Direction.MS_TO_SC, rp_error=False)
    assert report == SmsDeliverReport(tp_pi=int.from_bytes(octets[1:23], "big"), tp_pid=0x7F, rest=b"\xab\xcd")
    assert report.encode() == octets


DELIVER = "04 0c 91 447700091032 00 00 42501021000040"
DELIVER_UDHI = "44 0c 91 447700091032 00 00 42501021000040"
DELIVER_8BIT = "04 0c 91 447700091032 00 04 42501021000040"

MALFORMED: list[tuple[Direction, str, str]] = [
    (Direction.SC_TO_MS, "", "tp_mti at octet 0: expected an octet"),
    (Direction.SC_TO_MS, "03 00", "tp_mti at octet 0: expected 0, 1 or 2, found 3"),
    (Direction.MS_TO_SC, "03 00", "tp_mti at octet 0: expected 0, 1 or 2, found 3"),
    (Direction.SC_TO_MS, "04", "tp_oa at octet 1"),
    (Direction.SC_TO_MS, DELIVER, "tp_udl at octet 18: expected an octet"),
    (Direction.SC_TO_MS, DELIVER + "02 c8", "tp_ud at octet 19: expected 2 octets, found 1"),
    (Direction.SC_TO_MS, DELIVER + "01 48 00", "message at octet 20: expected its end, found 1 octets more"),
    (Direction.SC_TO_MS, DELIVER + "a1" + "00" * 141, "tp_udl at octet 18: expected 140 octets at most, found 141"),
    (
        Direction.SC_TO_MS,
        DELIVER_8BIT + "8d" + "00" * 141,
        "tp_udl at octet 18: expected 140 octets at most, found 141",
    ),
    (Direction.SC_TO_MS, DELIVER_8BIT + "ff" + "00" * 255, "tpdu at octet 0: expected 164 octets at most"),
    (Direction.SC_TO_MS, DELIVER_UDHI + "00", "tp_udh at octet 19: expected a header within 0 octets, found 1"),
    (Direction.SC_TO_MS, DELIVER_UDHI + "02 0500", "tp_udh at octet 19: expected a header within 2 octets, found 6"),
    (Direction.SC_TO_MS, DELIVER_UDHI + "06 0500032a0201", "tp_udh at octet 19: expected a header within 6 septets"),
    (Direction.MS_TO_SC, "01 07 0c 91 447700091032 00", "tp_pid at octet 10: expected 2 octets, found 1"),
    (Direction.MS_TO_SC, "11 07 0c 91 447700091032 00 00", "tp_vp at octet 12: expected an octet"),
    (Direction.MS_TO_SC, "09 07 0c 91 447700091032 00 00 42", "tp_vp at octet 12: expected 7 octets, found 1"),
    (Direction.MS_TO_SC, "00", "tp_pi at octet 1: expected an octet"),
    (Direction.MS_TO_SC, "00 d3", "tp_pi at octet 2: expected an octet"),
    (Direction.MS_TO_SC, "00 01", "tp_pid at octet 2"),
    (Direction.MS_TO_SC, "00 00 00", "message at octet 2: expected its end"),
    (Direction.MS_TO_SC, "40 00", "tp_udhi at octet 0: expected 0"),
    (Direction.SC_TO_MS, "01 00 42501021", "tp_scts at octet 2: expected 7 octets, found 4"),
    (Direction.SC_TO_MS, "06 07 0c 91 447700091032 42501021000040 42501002035100", "tp_st at octet 24"),
    (Direction.MS_TO_SC, "22 08 00 02 07 0c 91 447700091032 02 61", "tp_cd at octet 14: expected 2 octets"),
]


@pytest.mark.parametrize(("direction", "octets", "complaint"), MALFORMED)
def test_what_leaves_the_table_is_refused_with_its_place(direction: Direction, octets: str, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        decode(bytes.fromhex(octets), direction)


UNFIT: list[tuple[Tpdu, str]] = [
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_pid=256), "tp_pid: expected an integer of 0 to 255, found 256"),
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_dcs=-1), "tp_dcs: expected an integer of 0 to 255, found -1"),
    (SmsDeliver(tp_oa=PHONE, tp_scts=Timestamp(b"")), "tp_scts: expected 7 octets"),
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, unused=0x08), "unused: expected bits within 0x10"),
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_ud=bytes(161)), "tp_ud: expected 160 septets at most, found 161"),
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_ud=b"\x80"), "tp_ud: expected septets"),
    (
        SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_dcs=8, tp_ud=bytes(141)),
        "tp_ud: expected 140 octets at most, found 141",
    ),
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_udh=b"\x05\x00"), "tp_udh: expected UDHL 1, found 5"),
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_ud=b"H", fill=2), "fill: expected 1 bits, found 0x2"),
    (SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_dcs=4, tp_ud=b"H", fill=1), "fill: expected no fill bits around octets"),
    (SmsSubmit(tp_da=PHONE, tp_mr=256), "tp_mr: expected an integer"),
    (SmsSubmit(tp_da=PHONE, tp_vp=256), "tp_vp: expected an integer of 0 to 255"),
    (SmsSubmit(tp_da=Address("x" * 12, 5)), "tp_da: expected 20 digits or 11 septets at most"),
    (SmsDeliverReport(tp_fcs=256), "tp_fcs: expected an integer"),
    (SmsDeliverReport(tp_udh=b"\x00"), "tp_ud: expected user data for the header"),
    (SmsDeliverReport(tp_pi=1), "tp_pi: expected 0b000 below"),
    (SmsDeliverReport(tp_pi=0x80), "tp_pi: expected 0b000 below, and an end"),
    (SmsDeliverReport(tp_pi=-1), "tp_pi: expected an integer"),
    (SmsDeliverReport(rest=b"x"), "rest: expected nothing"),
    (SmsDeliverReport(tp_dcs=4, tp_ud=bytes(161)), "tpdu: expected 164 octets at most, found 165"),
    (SmsStatusReport(tp_ra=PHONE, tp_scts=NOON, tp_dt=NOON, tp_st=256), "tp_st: expected an integer"),
    (SmsCommand(tp_da=PHONE, tp_ct=2, tp_cd=bytes(151)), "tpdu: expected 164 octets at most, found 165"),
]


@pytest.mark.parametrize(("tpdu", "complaint"), UNFIT)
def test_what_does_not_fit_is_not_sent(tpdu: Tpdu, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        tpdu.encode()


def test_a_class_reads_only_its_own_message_type() -> None:
    with pytest.raises(Malformed, match="tp_mti at octet 0: expected 1, found 0"):
        SmsSubmit.decode(bytes.fromhex(DELIVER + "00"))


def test_the_kind_of_validity_is_the_format() -> None:
    assert SmsSubmit(tp_da=PHONE).tp_vpf is Vpf.NOT_PRESENT
    assert SmsSubmit(tp_da=PHONE, tp_vp=0).tp_vpf is Vpf.RELATIVE


def test_seven_types_of_messages_replace_and_so_do_return_call_messages() -> None:
    assert [pid for pid in range(256) if replaces(pid)] == [0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x5F]


def test_a_status_is_completed_or_pending_or_final() -> None:
    assert [status.name for status in TpSt if completed(status)] == [
        "RECEIVED_BY_THE_SME",
        "FORWARDED_BUT_UNCONFIRMED",
        "REPLACED_BY_THE_SC",
    ]
    assert all(status.name.startswith("TRYING_") is still_trying(status) for status in TpSt)
