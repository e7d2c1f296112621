"""The six TPDUs, each parameter set at least once, and their octets."""

from datetime import UTC, datetime, timedelta, timezone

from pdu.sms.address import Address
from pdu.sms.failure_cause import TpFcs
from pdu.sms.pid import TpPid
from pdu.sms.status import TpSt
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import (
    SmsCommand,
    SmsDeliver,
    SmsDeliverReport,
    SmsStatusReport,
    SmsSubmit,
    SmsSubmitReport,
    TpCt,
    Tpdu,
)
from pdu.sms.validity import EnhancedValidity
from pdu.text import gsm7

PHONE = Address("447700900123")
BANK = Address("BANK", 5, 0)
NOON = Timestamp.of(datetime(2024, 5, 1, 12, 0, 0, tzinfo=timezone(timedelta(hours=1))))
EVENING = Timestamp.of(datetime(2024, 5, 1, 20, 30, 15, tzinfo=UTC))
SAMPLES: list[tuple[Tpdu, str]] = [
    (
        SmsDeliver(tp_oa=BANK, tp_scts=NOON, tp_ud=gsm7.encode("Hello12")),
        (
            "04"  # MTI DELIVER, MMS
            "07 d0 c2a07309"  # OA: 7 useful semi-octets, alphanumeric, 4 septets
            "00 00"  # PID, DCS
            "42501021000040"  # SCTS: 2024-05-01 12:00:00, 4 quarters of an hour
            "07 c8329bfd8ec900"  # UDL: 7 septets (and no CR), UD
        ),
    ),
    (
        SmsDeliver(
            tp_mms=False,
            tp_lp=True,
            tp_rp=True,
            tp_sri=True,
            tp_oa=PHONE,
            tp_pid=TpPid.REPLACE_SHORT_MESSAGE_TYPE_1,
            tp_dcs=0x08,
            tp_scts=NOON,
            tp_ud="Ω€".encode("utf-16-be"),
        ),
        (
            "a8"  # RP, SRI, LP
            "0c 91 447700091032"  # OA
            "41 08"
            "42501021000040"
            "04 03a9 20ac"
        ),
    ),
    (
        SmsDeliver(tp_oa=PHONE, tp_scts=NOON, tp_udh=bytes.fromhex("05 00 03 2a 02 01"), tp_ud=gsm7.encode("Hello12")),
        (
            "44"  # UDHI, MMS
            "0c 91 447700091032"
            "00 00"
            "42501021000040"
            "0e"  # UDL: 7 septets of header and fill bit, 7 of text
            "05 00 03 2a 02 01"  # UDH: part 1 of 2
            "90 65 36 fb 1d 93 01"  # a fill bit, 49 bits of text
        ),
    ),
    (
        SmsDeliver(
            tp_oa=PHONE, tp_dcs=0xF5, tp_scts=NOON, tp_udh=bytes.fromhex("06 05 04 3e80 3e81"), tp_ud=b"\x01\x06"
        ),
        (
            "44 0c 91 447700091032 00"
            "f5"  # DCS: 8 bit data, class 1
            "42501021000040"
            "09 06 05 04 3e80 3e81 0106"  # ports 16000 and 16001
        ),
    ),
    (
        SmsSubmit(tp_mr=7, tp_da=PHONE, tp_ud=gsm7.encode("Hi")),
        "01 07 0c 91 447700091032 00 00 02 c834",
    ),
    (
        SmsSubmit(tp_rd=True, tp_rp=True, tp_srr=True, tp_mr=7, tp_da=PHONE, tp_vp=167, tp_ud=gsm7.encode("Hi")),
        (
            "b5"  # RP, SRR, VPF relative, RD
            "07 0c 91 447700091032 00 00"
            "a7"  # VP: one day
            "02 c834"
        ),
    ),
    (
        SmsSubmit(tp_da=PHONE, tp_dcs=4, tp_vp=EVENING, tp_ud=b"\xff"),
        (
            "19 00 0c 91 447700091032 00 04"
            "42501002035100"  # VP absolute
            "01 ff"
        ),
    ),
    (
        SmsSubmit(tp_da=PHONE, tp_vp=EnhancedValidity.in_seconds(90, single_shot=True)),
        (
            "09 00 0c 91 447700091032 00 00"
            "42 5a 0000000000"  # VP enhanced: seconds, single shot
            "00"
        ),
    ),
    (SmsDeliverReport(), "00 00"),
    (SmsDeliverReport(tp_fcs=TpFcs.MEMORY_CAPACITY_EXCEEDED), "00 d3 00"),
    (
        SmsDeliverReport(tp_pid=0x7F, tp_dcs=0xF6, tp_udh=bytes.fromhex("02 70 00"), tp_ud=b"\x01\x02"),
        (
            "40"  # UDHI
            "07"  # PI: UDL, DCS, PID
            "7f f6 05 02 70 00 0102"
        ),
    ),
    (
        SmsDeliverReport(tp_pi=0b0000_1100, tp_ud=gsm7.encode("Hi"), rest=b"\xab\xcd"),
        (
            "00"
            "0c"  # PI: UDL, and something which follows it in a later edition
            "02 c834"
            "abcd"
        ),
    ),
    (SmsSubmitReport(tp_scts=NOON), "01 00 42501021000040"),
    (
        SmsSubmitReport(tp_fcs=TpFcs.SC_BUSY, tp_scts=NOON, tp_dcs=0, tp_ud=gsm7.encode("Hi")),
        "01 c0 06 42501021000040 00 02 c834",
    ),
    (
        SmsStatusReport(tp_mr=7, tp_ra=PHONE, tp_scts=NOON, tp_dt=EVENING, tp_st=TpSt.RECEIVED_BY_THE_SME),
        (
            "06"  # MMS, MTI STATUS-REPORT
            "07"
            "0c 91 447700091032"
            "42501021000040"  # SCTS
            "42501002035100"  # DT
            "00"  # ST; and no TP-PI
        ),
    ),
    (
        SmsStatusReport(tp_ra=PHONE, tp_scts=NOON, tp_dt=EVENING, tp_pi=0),
        "06 00 0c 91 447700091032 42501021000040 42501002035100 00 00",
    ),
    (
        SmsStatusReport(
            tp_mms=False,
            tp_srq=True,
            tp_ra=PHONE,
            tp_scts=NOON,
            tp_dt=EVENING,
            tp_st=TpSt.PERMANENT_SM_VALIDITY_PERIOD_EXPIRED,
            tp_pid=0,
        ),
        "22 00 0c 91 447700091032 42501021000040 42501002035100 46 01 00",
    ),
    (
        SmsCommand(tp_srr=True, tp_mr=8, tp_ct=TpCt.DELETE, tp_mn=7, tp_da=PHONE),
        (
            "22"  # SRR
            "08 00 02 07"  # MR, PID, CT, MN
            "0c 91 447700091032"
            "00"  # CDL
        ),
    ),
    (
        SmsCommand(tp_udhi=True, tp_ct=0xE0, tp_da=PHONE, tp_cd=b"\x00ab"),
        "42 00 00 e0 00 0c 91 447700091032 03 006162",
    ),
]
