"""pdu.sms.tp against tshark: every value of every parameter that it shows, in one batch.

Only what a comment names is left out, because tshark 4.0.17 gets it wrong.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest

from pdu.sms import validity
from pdu.sms.address import Address
from pdu.sms.failure_cause import TpFcs
from pdu.sms.status import TpSt
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import (
    Direction,
    SmsCommand,
    SmsDeliver,
    SmsDeliverReport,
    SmsStatusReport,
    SmsSubmit,
    SmsSubmitReport,
    TpCt,
    Tpdu,
)
from pdu.sms.validity import EnhancedValidity, Validity
from pdu.text import gsm7, udh
from tests.oracle import Dissection, Field, pdml
from tests.pdu.sms.tpdus import SAMPLES

SMS = Address("447700900123")
NOON = Timestamp.of(datetime(2024, 5, 1, 12, 0, 0, tzinfo=timezone(timedelta(hours=-5))))
NIGHT = Timestamp.of(datetime(2031, 12, 31, 23, 59, 58, tzinfo=UTC))
FOX = "The quick brown fox jumps over the lazy dog. " * 4
HEADERS = [
    b"",
    udh.encode([udh.Concatenation8(1, 2, 1)]),
    udh.encode([udh.Concatenation16(1, 2, 1)]),
    udh.encode([udh.ApplicationPort8(240, 241)]),
    udh.encode([udh.SpecialSmsMessageIndication(0x80, 3)]),
    udh.encode([udh.UnknownElement(0x70, b"")]),
    udh.encode([udh.UnknownElement(0x70, b"abcdef")]),
]


def deliver(tp_ud: bytes = b"", tp_dcs: int = 0, tp_udh: bytes = b"") -> SmsDeliver:
    return SmsDeliver(tp_oa=SMS, tp_scts=NOON, tp_dcs=tp_dcs, tp_udh=tp_udh, tp_ud=tp_ud)


def batch() -> Iterator[Tpdu]:
    yield from (tpdu for tpdu, _ in SAMPLES)
    for octet in range(256):
        yield deliver("Hi".encode("utf-16-be"), octet)
        yield SmsSubmit(tp_da=SMS, tp_mr=octet, tp_pid=octet, tp_vp=octet)
        yield SmsStatusReport(tp_ra=SMS, tp_scts=NOON, tp_dt=NIGHT, tp_mr=octet, tp_st=octet)
    for octet in range(128, 256):
        yield SmsDeliverReport(tp_fcs=octet)
    for octet in range(1, 256, 7):
        yield SmsCommand(tp_da=SMS, tp_ct=octet, tp_mn=octet, tp_cd=bytes(octet % 100))
        yield SmsSubmit(tp_da=SMS, tp_vp=EnhancedValidity.in_seconds(octet, single_shot=bool(octet & 1)))
    # EnhancedValidity.relative() is left out: tshark 4.0.17 goes on after its one octet, not after all seven
    for seconds in (0, 59, 3600, 45_296, 359_999):
        yield SmsSubmit(tp_da=SMS, tp_vp=EnhancedValidity.hours_minutes_seconds(seconds))
    for tp_pid, tp_dcs, tp_ud in product((None, 5), (None, 4), (None, b"Hi")):
        yield SmsDeliverReport(tp_pid=tp_pid, tp_dcs=tp_dcs, tp_ud=tp_ud)
        yield SmsSubmitReport(tp_pid=tp_pid, tp_dcs=tp_dcs, tp_ud=tp_ud, tp_scts=NIGHT, tp_fcs=0xC0)
        yield SmsStatusReport(tp_pid=tp_pid, tp_dcs=tp_dcs, tp_ud=tp_ud, tp_ra=SMS, tp_scts=NOON, tp_dt=NIGHT)
    for size in range(161):
        yield deliver(gsm7.encode(FOX[:size]))
        yield deliver(bytes(range(size))[:140], 4)
        yield deliver(FOX[: size // 2 % 70].encode("utf-16-be"), 8)
    for header, size in product(HEADERS, range(20)):
        yield deliver(gsm7.encode(FOX[:size]), 0, header)
        yield deliver(b"Hi", 4, header)
    for size, npi in product(range(12), (0, 1, 9)):
        yield SmsDeliver(tp_oa=Address("Ab1 defGhi-"[:size], 5, npi), tp_scts=NOON)
    for size, ton in product(range(21), (0, 1, 2, 3, 4, 6)):
        yield SmsSubmit(tp_da=Address("01234567890123456789"[:size], ton, ton))
    for quarters in range(-79, 80):
        zone = timezone(timedelta(minutes=15 * quarters))
        when = datetime(2024, 1 + quarters % 12, 1 + quarters % 28, quarters % 24, quarters % 60, tzinfo=zone)
        yield SmsSubmit(tp_da=SMS, tp_vp=Timestamp.of(when))
    for a, b, c, d in product((False, True), repeat=4):
        yield SmsDeliver(tp_mms=a, tp_lp=b, tp_rp=c, tp_sri=d, tp_oa=SMS, tp_scts=NOON)
        yield SmsSubmit(tp_rd=a, tp_rp=b, tp_srr=c, tp_da=SMS)
        yield SmsStatusReport(tp_mms=a, tp_lp=b, tp_srq=c, tp_ra=SMS, tp_scts=NOON, tp_dt=NIGHT)
        yield SmsCommand(tp_srr=a, tp_ct=TpCt.DELETE, tp_da=SMS)


TPDUS = list(batch())


@pytest.fixture(scope="module")
def read() -> list[tuple[Tpdu, Dissection]]:
    packets = [("gsm_sms", tpdu.encode(), tpdu.direction is Direction.MS_TO_SC) for tpdu in TPDUS]
    return list(zip(TPDUS, pdml(*packets, options=("-o", "gsm_sms.reassemble:FALSE")), strict=True))


Read = list[tuple[Tpdu, Dissection]]

FLAGS = ("tp_mms", "tp_rd", "tp_lp", "tp_rp", "tp_udhi", "tp_sri", "tp_srr", "tp_srq")
NUMBERS = {
    **{name: f"gsm_sms.{name.replace('_', '-')}" for name in FLAGS},
    "tp_mr": "gsm_sms.tp-mr",
    "tp_vpf": "gsm_sms.tp-vpf",
    "tp_pid": "gsm_sms.tp-pid",
    "tp_dcs": "gsm_sms.tp-dcs",
    "tp_udl": "gsm_sms.tp.user_data_length",
    "tp_fcs": "gsm_sms.tp-fcs",
    "tp_ct": "gsm_sms.tp.command_type",
    "tp_mn": "gsm_sms.tp.message_number",
    "tp_cdl": "gsm_sms.tp.command_data_length",
}


def test_tshark_can_read_every_tpdu_and_finds_its_type(read: Read) -> None:
    for tpdu, found in read:
        assert not found.malformed
        assert found.one("gsm_sms.tp-mti").label.split(": ")[1].startswith(tpdu.words[0].replace("-REPORT", " REPORT"))


@pytest.mark.parametrize("parameter", NUMBERS)
def test_tshark_reads_the_same_number(read: Read, parameter: str) -> None:
    for tpdu, found in read:
        assert found.number(NUMBERS[parameter]) == getattr(tpdu, parameter, None)


def test_tshark_reads_the_same_address(read: Read) -> None:
    for tpdu, found in read:
        for parameter in ("tp_oa", "tp_da", "tp_ra"):
            address = getattr(tpdu, parameter, None)
            assert (found.shown(f"gsm_sms.{parameter.replace('_', '-')}") or "") == (address.value if address else "")
            if address:
                assert found.one("gsm_sms.dis_field_addr.num_type").number == address.ton
                assert found.one("gsm_sms.dis_field_addr.num_plan").number == address.npi
                assert found.one("gsm_sms.dis_field_addr.extension").number == 1


CLOCK = ("year", "month", "day", "hour", "minutes", "seconds")


def test_tshark_reads_the_same_clock(read: Read) -> None:
    for tpdu, found in read:
        stamps = [getattr(tpdu, name, None) for name in ("tp_scts", "tp_dt", "tp_vp")]
        moments = [stamp.when for stamp in stamps if isinstance(stamp, Timestamp)]
        columns = [[int(field.show) for field in _of_clock(found, tpdu, name)] for name in CLOCK]
        assert list(zip(*columns, strict=True)) == [
            (when.year - 2000, when.month, when.day, when.hour, when.minute, when.second) for when in moments if when
        ]
        # what the field shows has no sign; the label has
        zones = [field.label for field in _of_clock(found, tpdu, "timezone")]
        assert [_zone(label) for label in zones] == [when.utcoffset() for when in moments if when]


def _of_clock(found: Dissection, tpdu: Tpdu, name: str) -> list[Field]:
    """Find the fields of every moment: Wireshark 4.0 calls them all the SC's time stamp, 4.6 has a name for each."""
    of = ["scts", "discharge_time"]
    if isinstance(getattr(tpdu, "tp_vp", None), Timestamp):  # otherwise it is a period
        of.append("vp.validity_period")
    return [field for one in of for field in found.all(f"gsm_sms.{one}.{name}")]


def _zone(label: str) -> timedelta:
    match = re.fullmatch(r"Timezone: GMT ([+-]) (\d+) hours (\d+) minutes", label)
    assert match is not None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return offset if match[1] == "+" else -offset


def test_tshark_reads_the_same_period(read: Read) -> None:
    for tpdu, found in read:
        tp_vp: Validity = getattr(tpdu, "tp_vp", None)
        periods = [field.label for field in found.all("gsm_sms.vp.validity_period")]
        if isinstance(tp_vp, int):
            assert [_seconds(label) for label in periods] == [validity.relative_seconds(tp_vp)]
        elif isinstance(tp_vp, EnhancedValidity):
            assert bool(found.one("gsm_sms.vp.single_shot_sm").number) is tp_vp.single_shot
            parts = [found.number(f"gsm_sms.vp.validity_period.{name}") for name in ("hour", "minutes", "seconds")]
            if periods:
                assert [_seconds(label) for label in periods] == [tp_vp.seconds]
            else:
                hours, minutes, seconds = (part or 0 for part in parts)
                assert hours * validity.HOUR + minutes * validity.MINUTE + seconds == tp_vp.seconds
        else:
            assert not periods


UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def _seconds(label: str) -> int:
    return sum(int(count) * UNITS[unit] for count, unit in re.findall(r"(\d+) (second|minute|hour|day|week)", label))


def test_tshark_reads_the_same_user_data(read: Read) -> None:
    for tpdu, found in read:
        tp_ud, tp_udh = getattr(tpdu, "tp_ud", None), getattr(tpdu, "tp_udh", b"")
        if not tp_ud and not tp_udh:
            continue
        assert not isinstance(tpdu, SmsCommand)
        header = found.number("gsm_sms.dis_field_udh.user_data_header_length")
        assert (len(tp_udh) - 1 if tp_udh else None) == header
        elements = [int(field.show, 0) for field in found.all("gsm_sms.ie_identifier")]
        assert elements == [element.identifier for element in tpdu.user_data_header]
        if _octets_to_tshark(tpdu.tp_dcs):
            assert found.one("gsm_sms.sms_body").offset == len(tpdu.encode()) - len(found.one("gsm_sms.sms_body").value)
        elif tpdu.text is None:
            bodies = found.all("gsm_sms.sms_body") + found.all("gsm_sms.compressed_data")
            assert b"".join(field.value for field in bodies) == tp_ud
        else:
            assert (found.shown("gsm_sms.sms_text") or "") == tpdu.text


def _octets_to_tshark(tp_dcs: int | None) -> bool:
    # Reserved codings are to be read as the default alphabet (TS 23.038), and so is an absent TP-DCS (TS 23.040,
    # 9.2.3.27): there tshark 4.0.17 takes TP-UDL for octets.
    return tp_dcs is None or 0x80 <= tp_dcs <= 0xBF or (tp_dcs < 0x80 and tp_dcs & 0x2C == 0x0C)


def test_tshark_finds_the_parameters_that_tp_pi_announces(read: Read) -> None:
    for tpdu, found in read:
        indicator = found.number("gsm_sms.tp.parameter_indicator")
        if isinstance(tpdu, SmsDeliverReport | SmsSubmitReport | SmsStatusReport):
            optional = (tpdu.tp_pid, tpdu.tp_dcs, tpdu.tp_ud)
            assert (indicator or 0) & 7 == sum(1 << bit for bit, value in enumerate(optional) if value is not None)
        else:
            assert indicator is None


def test_tshark_knows_the_failure_causes_by_the_same_names(read: Read) -> None:
    for tpdu, found in read:
        if isinstance(tpdu, SmsDeliverReport) and tpdu.tp_fcs is not None:
            label = found.one("gsm_sms.tp-fcs").label.split("(TP-FCS): ")[1]
            assert _name(label) == (TpFcs(tpdu.tp_fcs).name if tpdu.tp_fcs in list(TpFcs) else None)


def test_tshark_knows_the_statuses_by_the_same_names(read: Read) -> None:
    groups = ["", "TRYING_", "PERMANENT_", "TEMPORARY_"]
    for tpdu, found in read:
        if isinstance(tpdu, SmsStatusReport) and tpdu.tp_st in list(TpSt):
            group = found.one("gsm_sms.dis_field.st_error").number
            name = _name(found.one("gsm_sms.dis.field_st_reason").label.split("Reason: ")[1])
            assert group is not None
            assert name is not None
            if group == 0:  # its names are whole sentences
                assert TpSt(tpdu.tp_st).name.split("_")[0] == name.removeprefix("SHORT_MESSAGE_").split("_")[0]
            else:
                assert TpSt(tpdu.tp_st).name == groups[group] + name


def _name(label: str) -> str | None:
    words = label.replace("(alphabet) ", "").replace("(U)", "U").replace("-", " ").split(" (")[0]
    name = words.upper().replace(" ", "_")
    return None if name in ("RESERVED", "VALUE_SPECIFIC_TO_AN_APPLICATION") else name
