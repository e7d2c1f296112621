"""What the SMS tests share: strategies for values."""

from typing import Any

from hypothesis import strategies as st

from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.rp import RpAck, RpData, RpError, RpMessage, RpSmma
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import (
    SmsCommand,
    SmsDeliver,
    SmsDeliverReport,
    SmsStatusReport,
    SmsSubmit,
    SmsSubmitReport,
    Tpdu,
    decode,
)
from pdu.sms.tp.user_data import SEPTETS
from pdu.sms.validity import EnhancedValidity
from pdu.text import gsm7, udh

GSM7 = gsm7.decode(bytes(septet for septet in range(128) if septet != gsm7.ESCAPE))

octet = st.integers(0, 255)
digits = st.text("0123456789*#abc", max_size=20)
ton = st.integers(0, 7)
npi = st.integers(0, 15)
numbers = st.builds(Address, digits, ton.filter(lambda ton: ton != 5), npi)
names = st.builds(Address, st.text(GSM7, max_size=11), st.just(5), npi)
addresses = numbers | names
seven_octets = st.binary(min_size=7, max_size=7)
timestamps = st.builds(Timestamp, seven_octets)
validities = st.none() | octet | timestamps | st.builds(EnhancedValidity, seven_octets)


@st.composite
def user_data(draw: st.DrawFn, tp_dcs: int, largest: int = 140) -> dict[str, Any]:
    """Draw tp_udh, tp_ud and fill that fit each other, the coding and ``largest`` octets."""
    tp_udh = draw(st.just(b"") | st.binary(max_size=20).map(lambda header: bytes((len(header),)) + header))
    header = len(tp_udh)
    if not SEPTETS[tp_dcs]:
        return {"tp_udh": tp_udh, "tp_ud": draw(st.binary(max_size=largest - header))}
    septets = st.lists(st.integers(0, 127), max_size=largest * 8 // 7 - udh.septets(header)).map(bytes)
    tp_ud = draw(septets)
    bits = (udh.septets(header) + len(tp_ud)) * 7
    fill_bits = udh.fill_bits(header) + -bits % 8
    # a header that ends where the user data end is followed by no bits at all
    fill = draw(st.just(0) | st.integers(0, (1 << fill_bits) - 1)) if (bits + 7) // 8 > header else 0
    return {"tp_udh": tp_udh, "tp_ud": tp_ud, "fill": fill}


@st.composite
def optional_parameters(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what may follow TP-PI, and a TP-PI with bits and octets of a later edition."""
    tp_pid, tp_dcs = draw(st.none() | octet), draw(st.none() | octet)
    found: dict[str, Any] = {"tp_pid": tp_pid, "tp_dcs": tp_dcs}
    if draw(st.booleans()):
        found |= draw(user_data(tp_dcs or 0, largest=100))
    present = (tp_pid is not None) | (tp_dcs is not None) << 1 | ("tp_ud" in found) << 2
    match draw(st.sampled_from(("as present", "reserved", "extended"))):
        case "reserved":
            found["tp_pi"] = present | draw(st.integers(1, 15)) << 3
            found["rest"] = draw(st.binary(max_size=5))
        case "extended":
            found["tp_pi"] = (present | 0x80) << 8 | draw(st.integers(0, 127))
            found["rest"] = draw(st.binary(max_size=5))
    return found


def _flags(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict.fromkeys(names, st.booleans()))


def _bits(mask: int) -> st.SearchStrategy[int]:
    return st.just(0) | octet.map(lambda value: value & mask)


@st.composite
def delivers(draw: st.DrawFn) -> SmsDeliver:
    flags: dict[str, Any] = draw(_flags("tp_mms", "tp_lp", "tp_rp", "tp_sri"))
    tp_dcs = draw(octet)
    return SmsDeliver(
        **flags,
        tp_oa=draw(addresses),
        tp_pid=draw(octet),
        tp_dcs=tp_dcs,
        tp_scts=draw(timestamps),
        **draw(user_data(tp_dcs)),
        unused=draw(_bits(0x10)),
    )


@st.composite
def submits(draw: st.DrawFn) -> SmsSubmit:
    flags: dict[str, Any] = draw(_flags("tp_rd", "tp_rp", "tp_srr"))
    tp_dcs = draw(octet)
    return SmsSubmit(
        **flags,
        tp_mr=draw(octet),
        tp_da=draw(addresses),
        tp_pid=draw(octet),
        tp_dcs=tp_dcs,
        tp_vp=draw(validities),
        **draw(user_data(tp_dcs)),
    )


@st.composite
def deliver_reports(draw: st.DrawFn, tp_fcs: st.SearchStrategy[int | None]) -> SmsDeliverReport:
    return SmsDeliverReport(tp_fcs=draw(tp_fcs), unused=draw(_bits(0xBC)), **draw(optional_parameters()))


@st.composite
def submit_reports(draw: st.DrawFn, tp_fcs: st.SearchStrategy[int | None]) -> SmsSubmitReport:
    optional = draw(optional_parameters())
    return SmsSubmitReport(tp_fcs=draw(tp_fcs), tp_scts=draw(timestamps), unused=draw(_bits(0xBC)), **optional)


@st.composite
def status_reports(draw: st.DrawFn) -> SmsStatusReport:
    flags: dict[str, Any] = draw(_flags("tp_mms", "tp_lp", "tp_srq"))
    optional: dict[str, Any] = draw(optional_parameters() | st.just({"tp_pi": 0}))
    return SmsStatusReport(
        **flags,
        tp_mr=draw(octet),
        tp_ra=draw(addresses),
        tp_scts=draw(timestamps),
        tp_dt=draw(timestamps),
        tp_st=draw(octet),
        unused=draw(_bits(0x90)),
        **optional,
    )


@st.composite
def commands(draw: st.DrawFn) -> SmsCommand:
    return SmsCommand(
        tp_udhi=draw(st.booleans()),
        tp_srr=draw(st.booleans()),
        tp_mr=draw(octet),
        tp_pid=draw(octet),
        tp_ct=draw(octet),
        tp_mn=draw(octet),
        tp_da=draw(addresses),
        tp_cd=draw(st.binary(max_size=146)),
        unused=draw(_bits(0x9C)),
    )


def tpdus(tp_fcs: st.SearchStrategy[int | None]) -> st.SearchStrategy[Tpdu]:
    """Draw any TPDU, with everything it may hold; reports with this TP-FCS."""
    reports = deliver_reports(tp_fcs) | submit_reports(tp_fcs)
    return delivers() | submits() | status_reports() | commands() | reports


def decode_as(tpdu: Tpdu, octets: bytes) -> Tpdu:
    """Decode octets in the direction of ``tpdu``, from an RP-ERROR when it has TP-FCS."""
    return decode(octets, tpdu.direction, rp_error=getattr(tpdu, "tp_fcs", None) is not None)


@st.composite
def rp_messages(draw: st.DrawFn) -> RpMessage:
    """Draw any RP message, with or without a TPDU in it."""
    rp_mr, rest, octets = draw(octet), draw(st.just(b"") | st.just(b"\x55\x00")), draw(st.binary(max_size=232))
    tpdu = draw(tpdus(st.none()))
    match draw(st.sampled_from(("data", "ack", "error", "smma", "octets"))):
        case "data":
            number = draw(numbers)
            to_ms = tpdu.direction is Direction.SC_TO_MS
            return RpData(rp_mr, number if to_ms else None, None if to_ms else number, tpdu, rest)
        case "ack":
            return RpAck(rp_mr, tpdu, rest)
        case "error":
            tp_fcs = draw(tpdus(octet))
            return RpError(rp_mr, draw(octet), tp_fcs, draw(st.none() | octet), rest)
        case "smma":
            return RpSmma(rp_mr, rest)
    direction = draw(st.sampled_from(Direction))
    return RpError(rp_mr, draw(octet), draw(st.none() | st.just(octets)), None, rest, direction=direction)
