"""pdu.sms.rp: the relay layer's messages, and TPDUs within them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms import rp
from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.rp import RpAck, RpCause, RpData, RpError, RpMessage, RpSmma
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsDeliverReport, SmsSubmit, SmsSubmitReport
from tests.oracle import pdml
from tests.pdu.laws import damaged, every_truncation_is_refused_or_round_trips, is_malformed_or_round_trips
from tests.pdu.sms.samples import rp_messages

SC = Address("447700900001")
PHONE = Address("447700900123")
NOW = Timestamp(bytes.fromhex("42501021000040"))
DELIVER = SmsDeliver(tp_oa=PHONE, tp_scts=NOW, tp_ud=b"Hi")
SUBMIT = SmsSubmit(tp_da=PHONE, tp_ud=b"Hi")
DELIVER_OCTETS = "04 0c 91 447700091032 00 00 42501021000040 02 c834"
SUBMIT_OCTETS = "01 00 0c 91 447700091032 00 00 02 c834"

SAMPLES: list[tuple[RpMessage, Direction, str]] = [
    (
        RpData(5, SC, None, DELIVER),
        Direction.SC_TO_MS,
        "01 05"  # RP-DATA to the MS, message reference
        "07 91 447700090010"  # originator: 7 octets, international
        "00"  # no destination
        "15" + DELIVER_OCTETS,
    ),
    (
        RpData(5, None, SC, SUBMIT),
        Direction.MS_TO_SC,
        "00 05"
        "00"  # no originator
        "07 91 447700090010" + "0f" + SUBMIT_OCTETS,
    ),
    (RpData(5, None, SC, b"\x03"), Direction.MS_TO_SC, "00 05 00 07 91 447700090010 01 03"),  # user data: no TPDU
    (RpData(5, None, SC, b""), Direction.MS_TO_SC, "00 05 00 07 91 447700090010 00"),
    (RpAck(5, SmsDeliverReport()), Direction.MS_TO_SC, "02 05 41 02 0000"),
    (RpAck(5, SmsSubmitReport(tp_scts=NOW)), Direction.SC_TO_MS, "03 05 41 09 01 00 42501021000040"),
    (RpAck(5, direction=Direction.SC_TO_MS), Direction.SC_TO_MS, "03 05"),
    (RpAck(5, b"", direction=Direction.MS_TO_SC), Direction.MS_TO_SC, "02 05 41 00"),
    (RpAck(5, rest=b"\x55\x01\x00", direction=Direction.MS_TO_SC), Direction.MS_TO_SC, "02 05 55 01 00"),
    (
        RpError(5, RpCause.MEMORY_CAPACITY_EXCEEDED, SmsDeliverReport(tp_fcs=0xD3)),
        Direction.MS_TO_SC,
        (
            "04 05 01 16"  # cause: one octet
            "41 03 00 d3 00"
        ),
    ),
    (
        RpError(5, RpCause.PROTOCOL_ERROR_UNSPECIFIED, diagnostic=0x22, direction=Direction.SC_TO_MS),
        Direction.SC_TO_MS,
        "05 05 02 6f 22",
    ),
    (
        RpError(5, 0x80, SmsSubmitReport(tp_fcs=0x00, tp_scts=NOW)),  # a reserved TP-FCS is one in an RP-ERROR
        Direction.SC_TO_MS,
        "05 05 01 80 41 0a 01 00 00 42501021000040",
    ),
    (RpSmma(5), Direction.MS_TO_SC, "06 05"),
]


@pytest.mark.parametrize(("message", "direction", "octets"), SAMPLES)
def test_a_message_is_laid_out_as_its_table(message: RpMessage, direction: Direction, octets: str) -> None:
    assert message.encode().hex() == bytes.fromhex(octets).hex()
    decoded = rp.decode(bytes.fromhex(octets))
    assert decoded == message
    assert decoded.direction is direction


@pytest.mark.parametrize("octets", [octets for _, _, octets in SAMPLES])
def test_a_message_that_breaks_off_is_refused_or_another(octets: str) -> None:
    every_truncation_is_refused_or_round_trips(rp.decode, bytes.fromhex(octets))


@given(rp_messages())
def test_every_message_comes_back(message: RpMessage) -> None:
    octets = message.encode()
    decoded = rp.decode(octets)
    assert decoded.encode() == octets
    if not isinstance(getattr(message, "rp_user_data", None), bytes):  # octets may happen to be a TPDU
        assert decoded == message


@given(st.binary(max_size=250) | damaged(rp_messages().map(lambda message: message.encode())))
def test_any_octets_are_refused_or_come_back(octets: bytes) -> None:
    is_malformed_or_round_trips(rp.decode, octets)


@pytest.mark.parametrize(
    ("octets", "complaint"),
    [
        ("", "rp_mti at octet 0: expected an octet"),
        ("02", "rp_mr at octet 1: expected an octet"),
        ("07 05", "rp_mti at octet 0: expected 0 to 6, found 7"),
        ("0a 05", "rp_mti at octet 0: expected 0 to 6, found 10"),
        ("01 05 07 91 4477", "rp_oa at octet 3: expected 7 octets, found 3"),
        ("01 05 0c 91 4477000900104477000910 00 00", "rp_oa at octet 2: expected 11 octets at most, found 12"),
        ("01 05 02 11 44 00 00", "rp_oa at octet 3: expected bit 7 of the type of address set"),
        ("01 05 00 00 02 00", "rp_user_data at octet 5: expected 2 octets, found 1"),
        ("01 05 00 00 ea" + "00" * 234, "rp_user_data at octet 4: expected 233 octets at most, found 234"),
        ("02 05 41", "rp_user_data at octet 3: expected an octet"),
        ("02 05 41 e9" + "00" * 233, "rp_user_data at octet 3: expected 232 octets at most, found 233"),
        ("04 05", "rp_cause at octet 2: expected an octet"),
        ("04 05 00", "rp_cause at octet 2: expected 1 or 2 octets, found 0"),
        ("04 05 03 16 00 00", "rp_cause at octet 2: expected 1 or 2 octets, found 3"),
        ("04 05 02 16", "rp_cause at octet 3: expected 2 octets, found 1"),
    ],
)
def test_what_leaves_the_table_is_refused_with_its_place(octets: str, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        rp.decode(bytes.fromhex(octets))


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (RpAck(5), "direction: expected MS_TO_SC or SC_TO_MS, as nothing else tells it"),
        (RpData(5, None, None, b""), "direction: expected MS_TO_SC or SC_TO_MS"),
        (RpData(5, SC, SC, b""), "direction: expected MS_TO_SC or SC_TO_MS"),
        (RpData(5, SC, None, SUBMIT), "rp_user_data: expected a TPDU from SC to MS, found SMS-SUBMIT"),
        (RpAck(5, SmsDeliverReport(tp_fcs=0xD3)), "tp_fcs: expected TP-FCS in RP-ERROR, and nowhere else, found 211"),
        (RpError(5, 22, SmsDeliverReport()), "tp_fcs: expected TP-FCS in RP-ERROR, and nowhere else, found None"),
        (RpData(256, SC, None, DELIVER), "rp_mr: expected an integer of 0 to 255"),
        (RpData(5, Address("1" * 21), None, DELIVER), "rp_oa: expected 20 digits at most"),
        (RpData(5, Address("ACME", 5), None, DELIVER), "rp_oa: expected digits"),
        (RpData(5, SC, None, bytes(234)), "rp_user_data: expected 233 octets at most"),
        (RpAck(5, bytes(233), direction=Direction.MS_TO_SC), "rp_user_data: expected 232 octets at most"),
        (RpError(5, 256, direction=Direction.MS_TO_SC), "rp_cause: expected an integer"),
        (RpError(5, 1, diagnostic=256, direction=Direction.MS_TO_SC), "diagnostic: expected an integer"),
        (RpSmma(-1), "rp_mr: expected an integer"),
    ],
)
def test_what_does_not_fit_is_not_sent(message: RpMessage, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        message.encode()


def test_tshark_reads_the_same() -> None:
    dissections = pdml(*(("gsm_a_rp", bytes.fromhex(octets)) for _, _, octets in SAMPLES))
    for (message, direction, _), found in zip(SAMPLES, dissections, strict=True):
        to_ms = "Network to MS" if direction is Direction.SC_TO_MS else "MS to Network"
        assert found.one("gsm_a.rp.msg_type").label == f"Message Type {message.words[0]} ({to_ms})"
        assert found.number("gsm_a.rp.rp_message_reference") == message.rp_mr
        parties = "cld", "clg"  # Wireshark 4.0 calls an originator the called party; 4.6 does not
        numbers_found = [field.show for party in parties for field in found.all(f"gsm_a.dtap.{party}_party_bcd_num")]
        types = [int(field.show, 0) for field in found.all("gsm_a.dtap.type_of_number")]
        if isinstance(message, RpData):
            address = message.rp_oa or message.rp_da
            assert address is not None
            assert (numbers_found, types) == ([address.value], [address.ton])
        if isinstance(message, RpError):
            assert found.one("gsm_a.rp.cause").number == message.rp_cause & 0x7F
            shown = found.shown("gsm_a.rp.diagnostic_field")
            assert (shown and int(shown, 16)) == message.diagnostic
        user_data = getattr(message, "rp_user_data", None)
        assert (found.all("gsm_a.rp.tpdu") != []) is bool(user_data)
        if user_data and not isinstance(user_data, bytes):
            assert found.one("gsm_a.rp.tpdu").value == user_data.encode()
            assert _name(found.one("gsm_sms.tp-mti").label) == user_data.words[0]


def _name(label: str) -> str:
    return label.split(": ")[1].rsplit(" ", 1)[0].replace(" REPORT", "-REPORT")


def test_tshark_knows_the_causes_by_the_same_names() -> None:
    errors = [RpError(0, cause, direction=Direction.MS_TO_SC) for cause in RpCause]
    for error, found in zip(errors, pdml(*(("gsm_a_rp", error.encode()) for error in errors)), strict=True):
        label = found.one("gsm_a.rp.cause").label.split("Cause: ")[1]
        words = label.replace("(unallocated) ", "").replace(",", "").replace("-", " ").split(" (")[0]
        assert words.upper().replace(" ", "_") == RpCause(error.rp_cause).name
