"""Octets in words: nothing is left out, and every field says what and where it is."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import (
    DataSm,
    DeliverSm,
    EnquireLink,
    GenericNack,
    SubmitMulti,
    SubmitSm,
    SubmitSmResp,
)
from pdu.command_id import CommandId
from pdu.explain import Explanation, Item, explain, layers, tpdu
from pdu.explain.clauses import SMPP, TLVS
from pdu.lists import DistributionList, SmeAddress
from pdu.sms.address import Address
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.sms.direction import Direction
from pdu.sms.rp import RpAck, RpData, RpError, RpSmma
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import (
    SmsCommand,
    SmsDeliver,
    SmsDeliverReport,
    SmsStatusReport,
    SmsSubmit,
    SmsSubmitReport,
)
from pdu.sms.validity import EnhancedValidity
from pdu.table import CLASSES, parameters
from pdu.text import gsm7, udh
from pdu.text.data_coding import DefaultAlphabet
from pdu.tlv import TLVS as DEFINITIONS
from tests.pdu.laws import damaged


def every(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from every(item.parts)


def named(explained: Explanation, name: str) -> Item:
    return next(item for item in every(explained.items) if item.name == name)


def told(explained: Explanation) -> dict[str, str]:
    return {item.name: item.meaning for item in every(explained.items)}


# SMPP


def test_every_field_says_offset_octets_value_meaning_and_clause() -> None:
    octets = bytes.fromhex(
        "0000002F 00000002 00000000 00000001"  # command_length, bind_transmitter, ESME_ROK, sequence_number
        "534D50503354455354 00"  # system_id: SMPP3TEST
        "7365637265743038 00"  # password: secret08
        "5355424D495431 00"  # system_type: SUBMIT1
        "50 01 01 00"  # interface_version, addr_ton, addr_npi, address_range
    )
    found = [(i.offset, i.octets.hex(), i.name, i.value, i.clause) for i in explain(octets).items]
    assert found == [
        (0, "0000002f", "command_length", "47", "v5.0 4.7.4"),
        (4, "00000002", "command_id", "0x00000002", "v5.0 4.7.5"),
        (8, "00000000", "command_status", "0x00000000", "v5.0 4.7.6"),
        (12, "00000001", "sequence_number", "1", "v5.0 4.7.24"),
        (16, "534d5050335445535400", "system_id", "SMPP3TEST", "v5.0 4.7.30"),
        (26, "736563726574303800", "password", "secret08", "v5.0 4.7.18"),
        (35, "5355424d49543100", "system_type", "SUBMIT1", "v5.0 4.7.31"),
        (43, "50", "interface_version", "80", "v5.0 4.7.13"),
        (44, "01", "addr_ton", "1", "v5.0 4.7.1"),
        (45, "01", "addr_npi", "1", "v5.0 4.7.2"),
        (46, "00", "address_range", '""', "v5.0 4.7.3"),
    ]


@pytest.mark.parametrize(
    ("fields", "name", "meaning"),
    [
        ({"source_addr_ton": 5}, "source_addr_ton", "ALPHANUMERIC: "),
        ({"source_addr_ton": 99}, "source_addr_ton", "reserved: "),
        ({"esm_class": 0x43}, "esm_class", "STORE_AND_FORWARD, UDHI: "),
        ({"esm_class": 0}, "esm_class", "DEFAULT: "),
        ({"registered_delivery": 0x11}, "registered_delivery", "MC_DELIVERY_RECEIPT, INTERMEDIATE_NOTIFICATION: "),
        ({"registered_delivery": 3}, "registered_delivery", "MC_DELIVERY_RECEIPT_ON_SUCCESS: "),
        ({"registered_delivery": 0}, "registered_delivery", "NONE: "),
        ({"data_coding": 8}, "data_coding", "UCS2 (ISO/IEC-10646)"),
        ({"data_coding": 0x0B}, "data_coding", "reserved: "),
        (
            {"validity_period": "020610233429000R"},
            "validity_period",
            "2 years, 6 months, 10 days, 23 hours, 34 minutes",
        ),
        ({"validity_period": "000001000000000R"}, "validity_period", "1 day from now: "),
        ({"validity_period": "000000000000000R"}, "validity_period", "no time from now: "),
        ({"schedule_delivery_time": "260321063145904+"}, "schedule_delivery_time", "2026-03-21 06:31:45.9 UTC+01:00: "),
        ({"schedule_delivery_time": "26032106314590++"}, "schedule_delivery_time", "no time: expected YYMMDDhhmmsstnn"),
        ({"command_status": 0x58}, "command_status", "ESME_RTHROTTLED: Throttling error"),
        ({"command_status": 0x401}, "command_status", "0x00000401: Vendor-specific error"),
        ({"sequence_number": 0}, "sequence_number", "outside 1 to 0x7FFFFFFF"),
        ({"message_state": 2}, "message_state", "TLV 0x0427, DELIVERED"),
        ({"network_error_code": b"\3\0\x1b"}, "network_error_code", "TLV 0x0423, GSM, error 27"),
        ({"tlvs": ((0x1401, b"ab"),)}, "tlv_0x1401", "TLV 0x1401, of a vendor's, not registered here"),
        ({"tlvs": ((0x3FFF, b"ab"),)}, "tlv_0x3FFF", "TLV 0x3FFF, of a vendor's, not registered here"),
        (
            {"tlvs": ((0x0381, b"\1\1\x01447700900123"),)},
            "callback_num",
            "TLV 0x0381, INTERNATIONAL, ISDN, 447700900123",
        ),
        ({"tlvs": ((0x0381, b"\0\0\1\x21\x43"),)}, "callback_num", "TLV 0x0381, UNKNOWN, ISDN, 2143"),
        ({"receipted_message_id": "0A1B2C"}, "receipted_message_id", "TLV 0x001E, the message_id"),
    ],
)
def test_values_mean_something(fields: dict[str, Any], name: str, meaning: str) -> None:
    assert named(explain(DeliverSm(**fields).encode()), name).meaning.startswith(meaning)


def test_every_parameter_tlv_and_pdu_of_the_specification_has_its_clause() -> None:
    # v5.0 gives error_code no clause of its own, and the operations of v3.3 are not in it.
    rows = {row.name for cls in CLASSES.values() for row in parameters(cls)}
    wired = {row.name for cls in CLASSES.values() if cls.words[0] in SMPP for row in parameters(cls)}
    assert rows >= wired
    assert {name for name in wired if name not in SMPP} <= {"error_code", "dest_address", "unsuccess_sme"}
    v3_3 = {"query_last_msgs", "query_msg_details", "param_retrieve"}
    pdus = {c.name for c in CommandId if c.name.removesuffix("_resp") not in v3_3}
    assert sorted(pdus - SMPP.keys()) == [], "clauses.py lacks the clauses of these PDUs"
    assert [f"0x{tag:04X}" for tag in TLVS if tag not in DEFINITIONS] == [], "and of these TLVs"


def test_a_list_is_explained_item_by_item() -> None:
    to = (SmeAddress(1, 1, "447700900123"), DistributionList("friends"))
    destinations = named(explain(SubmitMulti(dest_address=to).encode()), "dest_address")
    assert [(part.name, part.value) for part in destinations.parts] == [
        ("number_of_dests", "2"),
        ("dest_address", "1:1:447700900123"),
        ("dest_address", "dl:friends"),
    ]
    assert covered(destinations.parts) == destinations.octets


def test_user_data_are_explained_with_their_header_and_in_other_alphabets() -> None:
    header = bytes.fromhex("0500032a0201")
    pdu = SubmitSm(esm_class=0x40, data_coding=8, short_message=header + "Hé".encode("utf-16-be"))
    explained = explain(pdu.encode())
    message = named(explained, "short_message")
    [part] = named(explained, "UDH").parts
    text = named(explained, "text")
    assert message.offset is not None
    assert (part.name, part.offset, part.octets.hex()) == ("Concatenation8", message.offset + 1, "00032a0201")
    assert part.meaning == "part 1 of 2 of the message with 8-bit reference 42"
    assert (text.offset, text.octets.hex(), text.value) == (message.offset + 6, "004800e9", '"Hé"')
    assert named(explained, "sm_length").octets == bytes((len(message.octets),))


@pytest.mark.parametrize(
    ("element", "meaning"),
    [
        (udh.Concatenation16(300, 3, 2), "part 2 of 3 of the message with 16-bit reference 300"),
        (udh.Concatenation8(1, 2, 3), "to be ignored: the sequence is not within 1 and the maximum"),
        (udh.ApplicationPort16(2948, 9200), "from port 9200 to port 2948"),
        (udh.NationalLanguageSingleShift(1), "Turkish"),
        (udh.SpecialSmsMessageIndication(0x80, 5), "VOICEMAIL: 5 waiting; the message is stored"),
        (udh.SpecialSmsMessageIndication(0x02, 0), "ELECTRONIC_MAIL: none waiting; the message is discarded"),
        (udh.SpecialSmsMessageIndication(0x07, 255), "video: 255 or more waiting; the message is discarded"),
        (udh.SpecialSmsMessageIndication(0x0C, 1), "reserved: 1 waiting; the message is discarded"),
        (udh.UnknownElement(0x22, b"\1"), "reply address element"),
        (udh.UnknownElement(0x7F, b"\1"), "(U)SIM toolkit security header"),
        (udh.UnknownElement(0xC0, b"\1"), "of the SC's own"),
        (udh.UnknownElement(0x26, b"\1"), ""),
        (udh.UnknownElement(0x00, b"\1"), ""),
    ],
)
def test_the_elements_of_a_header_mean_something(element: udh.InformationElement, meaning: str) -> None:
    pdu = SubmitSm(esm_class=0x40, short_message=udh.encode((element,)) + b"Hello")
    [part] = named(explain(pdu.encode()), "UDH").parts
    assert part.meaning == meaning


def test_an_element_that_is_not_known_stays_octets() -> None:
    header = udh.encode((udh.UnknownElement(0x70, b"\1\2"),))
    [part] = named(explain(SubmitSm(esm_class=0x40, short_message=header).encode()), "UDH").parts
    assert (part.name, part.value) == ("element 0x70", "0x0102")


def test_a_header_that_cannot_be_is_told() -> None:
    explained = explain(SubmitSm(esm_class=0x40, short_message=b"\x20Hello").encode())
    assert "UDHL at octet 0" in named(explained, "UDH").meaning
    explained = explain(SubmitSm(esm_class=0x40, short_message=b"\x02\0\x05Hello").encode())
    assert "information element" in named(explained, "UDH").meaning


def test_text_that_is_not_what_data_coding_says_is_told_and_read_otherwise() -> None:
    explained = explain(SubmitSm(data_coding=8, short_message=b"Hello").encode())
    assert named(explained, "octets").meaning.startswith("not UCS2 (ISO/IEC-10646)")
    others = {item.meaning: item.value for item in every(explained.items) if item.name == "or else"}
    assert others["data_coding 0, GSM 7 bit default alphabet"] == '"Hello"'


def test_each_other_reading_is_told_once_and_only_if_it_could_have_been_written() -> None:
    explained = explain(SubmitSm(short_message=b"Hi!").encode())
    assert [item for item in every(explained.items) if item.name == "or else"] == []
    explained = explain(SubmitSm(data_coding=4, short_message=b"Hi!").encode())
    assert [item.value for item in every(explained.items) if item.name == "or else"] == ['"Hi!"']


def test_data_coding_0_is_read_as_the_message_centre_means_it() -> None:
    octets = SubmitSm(short_message=b"\xe9t\xe9").encode()
    explained = explain(octets, DefaultAlphabet.LATIN_1)
    assert explained.line == 'submit_sm short_message="été" default_alphabet=latin-1'
    assert named(explained, "text").value == '"été"'
    packed = SubmitSm(short_message=gsm7.pack(gsm7.encode("Hello"))).encode()
    assert named(explain(packed, DefaultAlphabet.GSM7_PACKED), "text").value == '"Hello"'


def test_binary_user_data_stay_octets() -> None:
    explained = explain(SubmitSm(data_coding=4, short_message=b"\0\1\2").encode())
    assert named(explained, "octets").meaning == "Octet unspecified (8-bit binary)"


def test_a_receipt_is_taken_apart() -> None:
    text = b"id:0A1B2C3D sub:001 dlvrd:000 submit date:2411210930 done date:2411210931 stat:UNDELIV err:027 text:Hi"
    explained = explain(DeliverSm(esm_class=4, short_message=text).encode())
    [receipt] = [item for item in every(explained.items) if item.name == "receipt"]
    assert "octets" not in receipt.as_json()  # they are the text's
    found = {part.name: (part.value, part.meaning) for part in receipt.parts}
    assert found["stat"] == ("UNDELIV", "UNDELIVERABLE")
    assert found["err"] == ("027", "number 27")
    assert found["submit_date"] == ("2024-11-21 09:30:00", "when it was submitted")
    assert found["id"] == ("0A1B2C3D", "the message_id, or one of 0a1b2c3d, A1B2C3D, a1b2c3d ...")


def test_only_a_receipt_is_read_as_a_receipt() -> None:
    explained = explain(DeliverSm(short_message=b"id:1 stat:DELIVRD").encode())
    assert "receipt" not in told(explained)


def test_tlvs_stand_one_behind_the_other() -> None:
    octets = DeliverSm(receipted_message_id="0A1B", message_state=2).encode()
    explained = explain(octets)
    assert [(item.name, item.octets.hex(" ", 2)) for item in explained.items if item.meaning.startswith("TLV")] == [
        ("receipted_message_id", "00 1e00 0530 4131 4200"),
        ("message_state", "04 2700 0102"),
    ]
    assert covered(explained.items) == octets


def test_a_message_payload_is_user_data_too() -> None:
    octets = DataSm(data_coding=8, message_payload="ж".encode("utf-16-be")).encode()
    text = named(explain(octets), "text")
    assert (text.value, text.offset) == ('"ж"', len(octets) - 2)


def test_an_error_without_a_body_has_no_more_fields() -> None:
    explained = explain(SubmitSmResp(command_status=0x58).encode())
    assert [item.name for item in explained.items] == [
        "command_length",
        "command_id",
        "command_status",
        "sequence_number",
    ]
    assert explained.problem == ""


def test_a_bad_body_of_an_error_is_no_problem() -> None:
    explained = explain(SubmitSmResp(command_status=8, body=b"ab").encode())
    assert explained.problem == ""
    assert explained.line == "submit_sm_resp ESME_RSYSERR body=0x6162"
    assert named(explained, "?").octets == b"ab"


def test_an_unknown_pdu_is_a_header_and_octets() -> None:
    explained = explain(bytes.fromhex("00000012 0000000A 00000000 00000005 AABB"))
    assert explained.line == "unknown command_id=0x0000000A body=0xaabb"
    assert named(explained, "command_id").meaning == "in no version of the specification"
    assert (named(explained, "body").octets, named(explained, "body").value) == (b"\xaa\xbb", "0xaabb")


def test_what_can_be_read_of_a_malformed_pdu_is_explained_and_the_rest_told() -> None:
    octets = bytearray(SubmitSm(source_addr="bank", source_port=1).encode())
    octets[-3] = 9  # the length of source_port
    explained = explain(bytes(octets))
    assert explained.problem.startswith("source_port at octet")
    assert named(explained, "source_addr").value == "bank"
    assert named(explained, "?").octets.hex() == "020a00090001"


def test_a_pdu_that_is_cut_off_says_how_much_of_it_there_is() -> None:
    explained = explain(SubmitSm(source_addr="bank").encode()[:22])
    assert explained.problem == "the octets end inside the PDU, after 22 of 37"
    assert explain(b"\0\0").problem == "the octets end inside a header, after 2 of 16"


def test_an_explanation_is_json() -> None:
    found = explain(EnquireLink(sequence_number=1).encode()).as_json()
    assert found["line"] == "enquire_link"
    assert found["clause"] == "v5.0 4.1.2.1"
    assert found["octets"] == "00000010000000150000000000000001"
    fields: Any = found["fields"]
    assert fields[0] == {
        "name": "command_length",
        "offset": 0,
        "octets": "00000010",
        "value": "16",
        "meaning": "octets of the whole PDU",
        "clause": "v5.0 4.7.4",
    }
    assert "problem" in explain(GenericNack().encode()[:15]).as_json()


def covered(items: list[Item]) -> bytes:
    return b"".join(item.octets for item in items)


@settings(max_examples=300)
@given(st.data())
def test_the_fields_hold_every_octet_of_any_pdu_in_order(data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from(sorted(CLASSES.values(), key=lambda cls: cls.command_id)))
    octets = data.draw(st.binary(max_size=80))
    if data.draw(st.booleans()):
        octets = b"".join(row.encode(row.default) for row in parameters(cls) if row.default != ()) + octets
    status = data.draw(st.sampled_from([0, 8]))
    whole = b"".join(part.to_bytes(4, "big") for part in (16 + len(octets), cls.command_id, status, 1)) + octets
    explained = explain(whole)
    assert covered(explained.items) == whole
    at = 0
    for item in explained.items:
        assert item.offset == at
        at += len(item.octets)


@given(st.binary(max_size=60))
def test_any_octets_are_explained_somehow(octets: bytes) -> None:
    explain(octets)


# The layers below

SCTS = Timestamp.of(datetime(2026, 1, 12, 13, 0, tzinfo=UTC))
TPDUS: dict[str, Any] = {
    "tpdu-deliver": SmsDeliver(tp_oa=Address("447700900001"), tp_scts=SCTS, tp_ud=gsm7.encode("Hello")),
    "tpdu-deliver-report": SmsDeliverReport(tp_fcs=0xD3, tp_pid=0),
    "tpdu-submit": SmsSubmit(tp_da=Address("ACME", 5, 0), tp_vp=167, tp_dcs=8, tp_ud="ж".encode("utf-16-be")),
    "tpdu-submit-report": SmsSubmitReport(tp_scts=SCTS, tp_ud=gsm7.encode("Hello")),
    "tpdu-status-report": SmsStatusReport(tp_mr=7, tp_ra=Address("447700900001"), tp_scts=SCTS, tp_dt=SCTS, tp_st=0x46),
    "tpdu-command": SmsCommand(tp_ct=2, tp_da=Address("447700900001"), tp_cd=b"\1\2"),
}


@pytest.mark.parametrize("kind", TPDUS)
def test_a_bare_tpdu_is_explained_to_its_last_octet(kind: str) -> None:
    octets = TPDUS[kind].encode()
    explained = tpdu.explain(octets, kind)
    assert explained.problem == ""
    assert covered(explained.items) == octets
    assert all(item.octets for item in explained.items)
    assert named(explained, "tp_mti").meaning == TPDUS[kind].words[0]


@pytest.mark.parametrize(
    ("kind", "name", "value", "meaning", "clause"),
    [
        ("tpdu-deliver", "tp_oa", "447700900001", "INTERNATIONAL, ISDN", "TS 23.040 9.2.3.7"),
        ("tpdu-deliver", "tp_mms", "1", "no more messages wait", "TS 23.040 9.2.3.2"),
        ("tpdu-deliver", "tp_pid", "0", "SME_TO_SME", "TS 23.040 9.2.3.9"),
        ("tpdu-deliver", "tp_udl", "5", "septets", "TS 23.040 9.2.3.16"),
        ("tpdu-deliver", "text", '"Hello"', "GSM 7 bit default alphabet", ""),
        ("tpdu-deliver-report", "tp_fcs", "211", "MEMORY_CAPACITY_EXCEEDED", "TS 23.040 9.2.3.22"),
        ("tpdu-deliver-report", "tp_pi", "1", "announces tp_pid", "TS 23.040 9.2.3.27"),
        ("tpdu-submit", "tp_vp", "167", "valid for 1 day, 0:00:00", "TS 23.040 9.2.3.12"),
        ("tpdu-submit", "tp_vpf", "2", "RELATIVE", "TS 23.040 9.2.3.3"),
        ("tpdu-submit", "tp_udl", "2", "octets", "TS 23.040 9.2.3.16"),
        ("tpdu-submit", "tp_dcs", "8", "UCS2", "TS 23.040 9.2.3.10"),
        ("tpdu-submit-report", "tp_scts", "2026-01-12T13:00:00+00:00", "", "TS 23.040 9.2.3.11"),
        ("tpdu-status-report", "tp_st", "70", "PERMANENT_SM_VALIDITY_PERIOD_EXPIRED", "TS 23.040 9.2.3.15"),
        ("tpdu-status-report", "tp_mr", "7", "", "TS 23.040 9.2.3.6"),
        ("tpdu-command", "tp_ct", "2", "DELETE", "TS 23.040 9.2.3.19"),
        ("tpdu-command", "tp_cd", "0x0102", "", "TS 23.040 9.2.3.21"),
    ],
)
def test_the_parameters_of_a_tpdu_mean_something(kind: str, name: str, value: str, meaning: str, clause: str) -> None:
    item = named(tpdu.explain(TPDUS[kind].encode(), kind), name)
    assert (item.value, item.meaning, item.clause) == (value, meaning, clause)


@pytest.mark.parametrize(
    ("kind", "name", "value", "meaning"),
    [
        ("tpdu-status-report", "tp_st", 0x30, "specific to the SC"),
        ("tpdu-status-report", "tp_st", 0x2F, "reserved"),
        ("tpdu-deliver", "tp_pid", 0x01, "a protocol between the two SMEs"),
        ("tpdu-deliver", "tp_pid", 0x38, "specific to the SC"),
        ("tpdu-deliver", "tp_pid", 0xFF, "specific to the SC"),
        ("tpdu-deliver", "tp_pid", 0xBF, "reserved"),
        ("tpdu-deliver-report", "tp_fcs", 0xE0, "specific to an application"),
        ("tpdu-deliver-report", "tp_fcs", 0xFF, "UNSPECIFIED_ERROR_CAUSE"),
        ("tpdu-command", "tp_ct", 0xE0, "specific to the SC"),
        ("tpdu-command", "tp_ct", 0xDF, "reserved"),
    ],
)
def test_what_others_may_choose_is_not_reserved(kind: str, name: str, value: int, meaning: str) -> None:
    octets = dataclasses.replace(TPDUS[kind], **{name: value}).encode()
    assert named(tpdu.explain(octets, kind), name).meaning == meaning


def test_user_data_of_a_tpdu_are_explained_with_their_header() -> None:
    header = udh.encode((udh.Concatenation8(42, 2, 1),))
    octets = SmsSubmit(
        tp_da=Address("447700900001"), tp_vp=EnhancedValidity.in_seconds(90), tp_udh=header, tp_ud=gsm7.encode("Hello")
    ).encode()
    explained = tpdu.explain(octets, "tpdu-submit")
    assert named(explained, "Concatenation8").meaning.startswith("part 1 of 2")
    assert named(explained, "tp_vp").meaning == "valid for 0:01:30"
    assert len(named(explained, "tp_vp").octets) == 7
    assert named(explained, "text").value == '"Hello"'
    assert covered(explained.items) == octets


def test_septets_are_not_read_as_if_each_octet_were_a_character() -> None:
    explained = tpdu.explain(TPDUS["tpdu-deliver"].encode(), "tpdu-deliver")
    assert "or else" not in told(explained)


def test_an_indicator_that_goes_on_in_the_next_octet_has_both() -> None:
    explained = tpdu.explain(SmsDeliverReport(tp_fcs=0xD3, tp_pi=0x8201, tp_dcs=0).encode(), "tpdu-deliver-report")
    assert named(explained, "tp_pi").octets == bytes.fromhex("8201")
    assert named(explained, "tp_dcs").octets == b"\0"


def test_8_bit_data_of_a_tpdu_stay_octets() -> None:
    explained = tpdu.explain(SmsSubmit(tp_da=Address("1"), tp_dcs=0xF5, tp_ud=b"\0\1").encode(), "tpdu-submit")
    assert named(explained, "octets").value == "0x0001"
    assert named(explained, "tp_dcs").meaning == "8 bit data, class 1 (ME_SPECIFIC), Data coding/message class"


def test_a_dcs_says_what_waits() -> None:
    assert tpdu.describe_dcs(0xC8) == (
        "GSM 7 bit default alphabet, VOICEMAIL waits, Message Waiting Indication: Discard Message"
    )
    assert "waits no more" in tpdu.describe_dcs(0xD0)
    assert "compressed" in tpdu.describe_dcs(0x20)


def test_a_tpdu_of_another_kind_is_told() -> None:
    assert tpdu.explain(TPDUS["tpdu-deliver"].encode(), "tpdu-status-report").problem == (
        "tp_mti at octet 0: expected SMS-STATUS-REPORT, found SMS-DELIVER"
    )
    assert "tp_oa" in tpdu.explain(b"\0", "tpdu-deliver").problem


DELIVER = TPDUS["tpdu-deliver"]
MESSAGES: list[Any] = [
    CpData(0, RpData(1, Address("447700900900"), None, DELIVER)),
    CpData(8, RpAck(1, SmsDeliverReport())),
    CpData(8, RpError(1, 22, SmsDeliverReport(tp_fcs=0xD3), 5)),
    CpData(8, RpError(1, 111, direction=Direction.MS_TO_SC)),
    CpData(8, RpSmma(9)),
    CpData(8, b"\xff\1"),
    CpAck(8, b"\1\2"),
    CpError(8, 97),
    CpData(8, RpAck(1, SmsDeliverReport(), b"\3\4"), b"\1\2"),  # each with elements of a later edition
    CpData(8, RpData(1, Address("447700900900"), None, DELIVER, b"\3\4")),
    CpError(8, 97, b"\1\2"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.encode().hex()[:12])
def test_a_cp_message_is_explained_to_its_last_octet(message: Any) -> None:
    octets = message.encode()
    explained = layers.explain_cp(octets)
    assert explained.problem == ""
    assert covered(explained.items) == octets
    for item in every(explained.items):
        if item.offset is not None and item.octets:
            assert octets[item.offset : item.offset + len(item.octets)] == item.octets
        if item.name in ("cp_user_data", "rp_user_data") and item.parts:
            assert item.octets.endswith(covered(item.parts))
            assert len(item.octets) - len(covered(item.parts)) in (1, 2)  # the length, perhaps behind an identifier


def test_layers_are_explained_down_to_the_text() -> None:
    explained = layers.explain_cp(MESSAGES[0].encode())
    assert explained.line.startswith("CP-DATA RP-DATA SMS-DELIVER ti=0")
    assert named(explained, "ti").meaning == "transaction 0, from the side that opened the transaction"
    assert named(explained, "rp_oa").value == "447700900900"
    assert named(explained, "rp_mti").meaning == "RP-DATA, network to MS"
    assert named(explained, "text").value == '"Hello"'
    assert named(layers.explain_cp(MESSAGES[2].encode()), "rp_cause").meaning == "MEMORY_CAPACITY_EXCEEDED"
    failed = layers.explain_cp(MESSAGES[7].encode())
    assert named(failed, "cp_cause").value == "97"
    assert named(failed, "ti").meaning == "transaction 0, to the side that opened the transaction"


def test_an_rp_message_may_come_alone() -> None:
    octets = RpData(1, None, Address("447700900900"), TPDUS["tpdu-submit"]).encode()
    explained = layers.explain_rp(octets)
    assert covered(explained.items) == octets
    assert named(explained, "rp_mti").meaning == "RP-DATA, MS to network"


LAYERS = [
    *(message.encode() for message in MESSAGES),
    *(MESSAGES[at].cp_user_data.encode() for at in (0, 1, 2)),
    *(one.encode() for one in TPDUS.values()),
]


@given(st.binary(max_size=40) | damaged(st.sampled_from(LAYERS)))
def test_any_octets_of_the_layers_below_are_explained_or_a_problem(octets: bytes) -> None:
    for explained in (
        layers.explain_cp(octets),
        layers.explain_rp(octets),
        *(tpdu.explain(octets, kind) for kind in tpdu.KINDS),
    ):
        assert explained.problem or covered(explained.items) == octets
