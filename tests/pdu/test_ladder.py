"""Ladder lines: every PDU has two faces, and for a line that can't be read it is said where and why."""

import sys
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import (
    BindTransceiver,
    CommandStatus,
    DataSm,
    DeliverSm,
    EnquireLink,
    GenericNack,
    Malformed,
    Pdu,
    QuerySmResp,
    ReplaceSm,
    Response,
    SubmitMulti,
    SubmitSm,
    SubmitSmResp,
    Unknown,
    ladder,
    tlv,
)
from pdu.gsm.bssmap import ClearComplete
from pdu.ladder import Line, Unreadable, line, parse, parse_pdu, quoted, to_pdu, unquoted
from pdu.ladder.notation import in_quotes
from pdu.lists import Counted, DistributionList, SmeAddress, UnsuccessSme
from pdu.octets import COctetString, Integer, SizedOctetString
from pdu.sms.address import Address
from pdu.sms.cp import CpData
from pdu.sms.rp import RpAck, RpData
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsDeliverReport
from pdu.ss7.map.arguments import SendRoutingInfoForSM
from pdu.ss7.map.errors import AbsentSubscriberSM
from pdu.ss7.map.results import ReadyForSMRes
from pdu.ss7.sequence import Other
from pdu.ss7.tcap import End, Problem, Reject
from pdu.table import CLASSES, Parameter, parameters
from pdu.text import data_coding, gsm7
from pdu.text.data_coding import DefaultAlphabet
from tests.pdu.registered import registered

# Both faces

LINES = {
    "submit_sm destination_addr=447700900123": SubmitSm(destination_addr="447700900123"),
    'submit_sm short_message="Hello"': SubmitSm(short_message=b"Hello"),
    'submit_sm short_message="@ \\" \\\\ =\\n€"': SubmitSm(short_message=b'\x00 " \x1b\x2f =\n\x1be'),
    'submit_sm data_coding=8 short_message="Привет 😀"': SubmitSm(
        data_coding=8, short_message="Привет 😀".encode("utf-16-be")
    ),
    # an emoji is shown whether or not this Python knows it: it came with Unicode 15, Python 3.12
    'submit_sm data_coding=8 short_message="I \U0001fa77 you"': SubmitSm(
        data_coding=8, short_message="I \U0001fa77 you".encode("utf-16-be")
    ),
    "submit_sm esm_class=UDHI short_message=0x0500032a020148656c6c6f": SubmitSm(
        esm_class=0x40, short_message=bytes.fromhex("0500032a020148656c6c6f")
    ),
    "submit_sm data_coding=4 short_message=0x00ff": SubmitSm(data_coding=4, short_message=b"\x00\xff"),
    "submit_sm data_coding=8 short_message=0x0048006500": SubmitSm(data_coding=8, short_message=b"\0H\0e\0"),
    'submit_sm service_type="" source_addr="a b"': SubmitSm(source_addr="a b"),
    'submit_sm source_addr="0x1"': SubmitSm(source_addr="0x1"),
    'submit_sm source_addr="$id"': SubmitSm(source_addr="$id"),
    'submit_sm source_addr="\\u0085"': SubmitSm(source_addr="\x85"),
    "submit_sm source_addr_ton=ALPHANUMERIC dest_addr_npi=PRIVATE": SubmitSm(source_addr_ton=5, dest_addr_npi=9),
    "submit_sm dest_addr_ton=200": SubmitSm(dest_addr_ton=200),
    "submit_sm esm_class=MC_DELIVERY_RECEIPT|STORE_AND_FORWARD|UDHI|REPLY_PATH": SubmitSm(esm_class=0xC7),
    "submit_sm esm_class=0x0C": SubmitSm(esm_class=0x0C),
    'data_sm message_payload="Hello"': DataSm(message_payload=b"Hello"),
    "data_sm data_coding=2 message_payload=0x48": DataSm(data_coding=2, message_payload=b"H"),
    "deliver_sm esm_class=MC_DELIVERY_RECEIPT receipted_message_id=0A1B message_state=DELIVERED": DeliverSm(
        esm_class=4, receipted_message_id="0A1B", message_state=2
    ),
    "deliver_sm message_state=77": DeliverSm(message_state=77),
    "deliver_sm network_error_code=0x030008": DeliverSm(network_error_code=b"\3\0\x08"),
    "submit_sm alert_on_message_delivery=present": SubmitSm(alert_on_message_delivery=True),
    "submit_sm alert_on_message_delivery=1": SubmitSm(alert_on_message_delivery=1),
    "submit_sm source_port=1 source_port=2": SubmitSm(tlvs=((0x020A, b"\0\1"), (0x020A, b"\0\2"))),
    "submit_sm source_port=0x010203": SubmitSm(tlvs=((0x020A, b"\1\2\3"),)),
    "submit_sm source_telematics_id=0x0001": SubmitSm(tlvs=((0x0010, b"\0\1"),)),
    "submit_sm tlv_0x1401=0x00ff tlv_0x1401=0x": SubmitSm(tlvs=((0x1401, b"\0\xff"), (0x1401, b""))),
    "submit_sm_resp ESME_ROK message_id=0A1B2C3D": SubmitSmResp(message_id="0A1B2C3D"),
    "submit_sm_resp ESME_RTHROTTLED": SubmitSmResp(command_status=0x58),
    "submit_sm_resp 0x00000400": SubmitSmResp(command_status=0x400),
    "submit_sm_resp ESME_RSYSERR body=0xff": SubmitSmResp(command_status=8, body=b"\xff"),
    "submit_sm ESME_RSYSERR": SubmitSm(command_status=8),
    "generic_nack ESME_RINVCMDID": GenericNack(command_status=3),
    "submit_multi dest_address=1:1:447700900123,dl:friends": SubmitMulti(
        dest_address=(SmeAddress(1, 1, "447700900123"), DistributionList("friends"))
    ),
    'replace_sm short_message="Hello"': ReplaceSm(short_message=b"Hello"),
    "query_sm_resp ESME_ROK message_state=DELIVERED tlv_0x0427=0x02": QuerySmResp(
        message_state=2, tlvs=((0x0427, b"\2"),)
    ),
    "enquire_link": EnquireLink(),
    "unknown command_id=0x0000000A body=0xff": Unknown(command_id=10, body=b"\xff"),
    "unknown ESME_RSYSERR command_id=0x8000000A body=0x": Unknown(command_id=0x8000000A, command_status=8),
}


def test_what_is_not_printable_is_escaped_and_what_this_python_does_not_know_is_shown() -> None:
    characters = [chr(number) for number in range(sys.maxunicode + 1)]
    printed = "".join(character for character in characters if character.isprintable() and character not in '"\\')
    assert in_quotes(printed) == f'"{printed}"'
    never = [plane + number for plane in range(0, sys.maxunicode, 0x10000) for number in (0xFFFE, 0xFFFF)]
    others = (one for one in characters if not one.isprintable() and category(one) != "Cn")
    assert [one for one in (*others, *map(chr, (*never, *range(0xFDD0, 0xFDF0)))) if "\\" not in in_quotes(one)] == []


@pytest.mark.parametrize("text", LINES)
def test_a_line_is_read(text: str) -> None:
    assert parse_pdu(text) == LINES[text]


@pytest.mark.parametrize("text", LINES)
def test_a_pdu_is_written(text: str) -> None:
    assert str(line(LINES[text])) == text.replace('service_type="" ', "")


def test_the_sequence_number_is_told_when_asked_for() -> None:
    told = line(EnquireLink(sequence_number=7), sequence_number=True)
    assert str(told) == "enquire_link sequence_number=7"
    assert to_pdu(told).sequence_number == 7


def test_user_data_may_stand_before_the_data_coding_that_explains_them() -> None:
    assert parse_pdu('submit_sm short_message="ж" data_coding=8') == SubmitSm(data_coding=8, short_message=b"\x046")


@pytest.mark.parametrize(
    ("default", "octets"),
    [("latin-1", b"\xe7a @_{"), ("ascii", b"a @_{`"), ("gsm7-packed", gsm7.pack(gsm7.encode("@_{à")))],
)
def test_a_text_of_another_default_alphabet_has_that_behind_it(default: str, octets: bytes) -> None:
    alphabet = DefaultAlphabet(default)
    text = data_coding.decode(octets, 0, alphabet)
    for pdu, said in (
        (SubmitSm(short_message=octets), f'submit_sm short_message="{text}" default_alphabet={default}'),
        (DataSm(message_payload=octets), f'data_sm message_payload="{text}" default_alphabet={default}'),
        (ReplaceSm(short_message=octets), f'replace_sm short_message="{text}" default_alphabet={default}'),
    ):
        assert str(line(pdu, default_alphabet=alphabet)) == said
        assert parse_pdu(said) == pdu
    assert parse_pdu(f'submit_sm default_alphabet={default} short_message="{text}"') == SubmitSm(short_message=octets)


def test_what_is_no_text_of_the_default_alphabet_has_none_behind_it() -> None:
    for pdu in (
        SubmitSm(),
        EnquireLink(),
        SubmitSm(data_coding=8, short_message=b"\0a"),
        SubmitSm(data_coding=0xF0, short_message=b"a"),
        SubmitSm(short_message=b"\x1b"),
    ):
        assert line(pdu, default_alphabet=DefaultAlphabet.LATIN_1) == line(pdu)
    said = str(line(SubmitSm(data_coding=0xF0, short_message=b"a"), default_alphabet=DefaultAlphabet.GSM7_PACKED))
    assert said == 'submit_sm data_coding=240 short_message="a" default_alphabet=gsm7-packed'


def test_numbers_may_be_written_in_either_base_and_by_name() -> None:
    lines = ("dest_addr_ton=5", "dest_addr_ton=0x05", "dest_addr_ton=ALPHANUMERIC")
    assert {parse_pdu(f"submit_sm {field}").encode() for field in lines} == {SubmitSm(dest_addr_ton=5).encode()}


def test_a_vendor_s_tlv_goes_by_its_registered_name() -> None:
    with registered():
        tlv.register(0x1401, "acme_route", tlv.TlvInteger((1,)))
        pdu = SubmitSm(tlvs=((0x1401, b"\7"),))
        assert str(line(pdu)) == "submit_sm acme_route=7"
        assert parse_pdu("submit_sm acme_route=7") == pdu


def of_wire(row: Parameter) -> st.SearchStrategy[Any]:
    """Draw a value for a row of a table."""
    latin = st.characters(min_codepoint=1, max_codepoint=255)
    match row.wire:
        case Integer(size):
            return st.integers(0, 2 ** (8 * size) - 1)
        case COctetString(size, fixed):
            texts = st.text(latin, min_size=size - 1 if fixed else 0, max_size=size - 1)
            return st.just("") | texts if fixed else texts
        case SizedOctetString():
            return st.binary(max_size=40) | st.text(max_size=20).map(lambda t: t.encode("utf-16-be"))
        case Counted():
            return st.lists(items(row.name), max_size=3).map(tuple)
        case _:
            raise AssertionError(f"{row.name} has a type that is not drawn here")


def items(name: str) -> st.SearchStrategy[Any]:
    """Draw an item of a list."""
    octet, text = st.integers(0, 255), st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=20)
    lists: dict[str, st.SearchStrategy[Any]] = {
        "dest_address": st.builds(SmeAddress, octet, octet, text) | st.builds(DistributionList, text),
        "unsuccess_sme": st.builds(UnsuccessSme, octet, octet, text, st.integers(0, 0xFFFFFFFF)),
        "message_id": text,
    }
    return lists[name]


@st.composite
def pdus(draw: st.DrawFn) -> Pdu:
    """Draw a PDU of any class, with any values and any TLVs."""
    cls: Any = draw(st.sampled_from(sorted(CLASSES.values(), key=lambda cls: cls.command_id)))
    values = {row.name: draw(st.just(row.default) | of_wire(row)) for row in parameters(cls)}
    tags = st.sampled_from(sorted(tlv.TLVS)) | st.integers(0, 0xFFFF)
    tlvs = draw(st.lists(st.tuples(tags, st.binary(max_size=5)), max_size=4).map(tuple))
    pdu = cls(**values, tlvs=tlvs, command_status=draw(st.sampled_from([0, 8, 0x58, 0x400, 0xFFFFFFFF])))
    if isinstance(pdu, Response):
        pdu.body = draw(st.none() | st.binary(max_size=5))
    assert isinstance(pdu, Pdu)
    return pdu


@settings(max_examples=400)
@given(pdus())
def test_every_pdu_has_two_faces(pdu: Pdu) -> None:
    text = str(line(pdu))
    assert text.isprintable()
    assert parse_pdu(text) == pdu
    assert to_pdu(parse(text)) == pdu


@given(pdus(), st.sampled_from(DefaultAlphabet))
def test_every_pdu_has_two_faces_whatever_the_default_alphabet(pdu: Pdu, default: DefaultAlphabet) -> None:
    assert parse_pdu(str(line(pdu, default_alphabet=default))) == pdu


@given(st.integers(0, 0xFFFFFFFF), st.binary(max_size=9), st.sampled_from([0, 8, 0x400]))
def test_an_unknown_pdu_has_two_faces(command_id: int, body: bytes, status: int) -> None:
    pdu = Unknown(command_id=command_id, body=body, command_status=status)
    assert parse_pdu(str(line(pdu))) == pdu


@given(st.text())
def test_any_text_is_quoted_so_that_it_comes_back(text: str) -> None:
    written = quoted(text)
    assert all(character.isprintable() or category(character) == "Cn" for character in written)
    assert parse(f"word key={written}") == Line(("word",), (("key", written),))
    assert unquoted(written) == text


# What can't be read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: expected the name of a PDU, such as bind_receiver, found the end of the line"),
        ("submitsm", "column 1: expected the name of a PDU, such as submit_sm, found submitsm"),
        (
            "submit_sm_resp ESME_RTHROTLED",
            "column 16: command_status: expected a status, such as ESME_RTHROTTLED, or a number, found ESME_RTHROTLED",
        ),
        ("submit_sm_resp ESME_ROK more", "column 25: expected key=value, found more"),
        ("submit_sm source_addr=1 more", "column 25: expected key=value (bare words come first), found 'more'"),
        (
            "submit_sm destination_adr=447700900123",
            (
                "column 11: submit_sm: expected a parameter (destination_addr), a TLV by its name or as tlv_0x1400, "
                "found destination_adr"
            ),
        ),
        (
            "query_sm text=7000",
            (
                "column 10: query_sm: expected a parameter "
                "(message_id, source_addr_ton, source_addr_npi, source_addr), a TLV by its name or as tlv_0x1400, "
                "found text"
            ),
        ),
        (
            "submit_sm dest=7000",
            (
                "column 11: submit_sm: expected a parameter (dest_addr_ton, dest_addr_npi, destination_addr), "
                "a TLV by its name or as tlv_0x1400, found dest"
            ),
        ),
        (
            "submit_sm port=9200",
            (
                "column 11: submit_sm: expected a parameter (dest_port, source_port), "
                "a TLV by its name or as tlv_0x1400, found port"
            ),
        ),
        ("enquire_link a=1", "column 14: enquire_link: expected a TLV by its name or as tlv_0x1400, found a"),
        (
            "deliver_sm message_state=ARRIVED",
            (
                "column 26: message_state: expected a number or one of SCHEDULED, ENROUTE, DELIVERED, EXPIRED, "
                "DELETED, UNDELIVERABLE, ACCEPTED, UNKNOWN, REJECTED, SKIPPED, found ARRIVED"
            ),
        ),
        ("submit_sm priority_flag=", "column 25: priority_flag: expected a number, found nothing"),
        ("submit_sm priority_flag=1_0", "column 25: priority_flag: expected a number, found 1_0"),
        ("submit_sm priority_flag=٣", "column 25: priority_flag: expected a number, found ٣"),
        ("submit_sm priority_flag=priority_flag", "column 25: priority_flag: expected a number, found priority_flag"),
        ("unknown body=body", "column 14: body: expected octets such as 0x1A2B, found body"),
        ("submit_sm priority_flag=256", "column 25: priority_flag: expected a number from 0 to 255, found 256"),
        ("submit_sm source_port=99999", "column 23: source_port: expected Integer, 2 octets, found 99999"),
        ("submit_sm short_message=0x1", "column 25: short_message: expected octets such as 0x1A2B, found 0x1"),
        ("submit_sm tlv_0x1401=12", "column 22: tlv_0x1401: expected octets such as 0x1A2B, found 12"),
        ("submit_sm source_addr=1 source_addr=2", "column 37: source_addr: expected one value, found a second one: 2"),
        (
            "submit_sm default_alphabet=utf-8",
            "column 28: default_alphabet: expected one of gsm7, gsm7-packed, ascii, latin-1, found utf-8",
        ),
        (
            "submit_sm default_alphabet=ascii default_alphabet=gsm7",
            "column 51: default_alphabet: expected one value, found a second one: gsm7",
        ),
        ('submit_sm short_message="Hel', "column 11: expected a closing quote, found 'short_message=\"Hel'"),
        (
            'submit_sm source_addr="a"b',
            "column 11: expected a space after the closing quote, found 'source_addr=\"a\"b'",
        ),
        (
            'submit_sm source_addr="\\q"',
            'column 23: expected a text in quotes, with escapes as in JSON, found "\\q"',
        ),
        (
            "submit_multi dest_address=1:x:4",
            ("column 27: dest_address: expected destinations such as 1:1:447700900123 or dl:friends, found 1:x:4"),
        ),
        ("submit_sm =1", "column 11: expected a word or key=value, found '=1'"),
        (
            "submit_sm 9999999999",
            (
                "column 11: command_status: expected a status, such as ESME_ROK, or a number from 0 to 4294967295, "
                "found 9999999999"
            ),
        ),
        (
            "unknown command_id=0x0A size=2",
            "column 25: an unknown PDU: expected command_id, sequence_number or body, found size",
        ),
    ],
)
def test_an_unreadable_line_says_where_and_what_could_stand_there(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse_pdu(text)
    assert str(error.value) == message


def test_text_that_its_data_coding_lacks_names_the_character() -> None:
    with pytest.raises(Unreadable, match=r"column 25: short_message: expected .* found U\+0436 CYRILLIC"):
        parse_pdu('submit_sm short_message="ж"')


def test_a_line_taken_apart_already_is_malformed_without_a_column() -> None:
    with pytest.raises(Malformed) as error:
        to_pdu(Line(("submit_sm",), (("source_addr", "4" * 21),)))
    assert error.value.command_status == CommandStatus.ESME_RINVSRCADR
    with pytest.raises(
        Malformed, match=r"^command_id: expected the name of a PDU, such as bind_receiver, found nothing$"
    ):
        to_pdu(Line((), ()))


@given(st.text(max_size=60) | st.text('submit_sm =" \\x0abde12_', max_size=60).map("submit_sm ".__add__))
def test_any_text_is_a_pdu_or_unreadable(text: str) -> None:
    try:
        parse_pdu(text)
    except Unreadable as unreadable:
        assert 1 <= unreadable.column <= len(text) + 1  # noqa: PT017 - most texts are unreadable, and not all


# The layers below SMPP

DELIVER = SmsDeliver(
    tp_oa=Address("447700900001"),
    tp_scts=Timestamp(bytes.fromhex("62102131000000")),
    tp_ud=gsm7.encode('Say "Hello"'),
)
DELIVERED = 'tp_oa=447700900001 tp_scts=2026-01-12T13:00:00+00:00 tp_ud="Say \\"Hello\\""'


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (DELIVER, f"SMS-DELIVER {DELIVERED}"),
        (
            CpData(0, RpData(1, Address("447700900900"), None, DELIVER)),
            f"CP-DATA RP-DATA SMS-DELIVER ti=0 rp_mr=1 rp_oa=447700900900 {DELIVERED}",
        ),
        (CpData(8, RpAck(1, SmsDeliverReport())), "CP-DATA RP-ACK SMS-DELIVER-REPORT ti=8 rp_mr=1"),
        (CpData(8, b"\1\2"), "CP-DATA ti=8 cp_user_data=0x0102"),
        (
            SendRoutingInfoForSM(Address("447700900123"), True, Address("447700900900")),
            "sendRoutingInfoForSM msisdn=447700900123 sm_rp_pri=1 service_centre_address=447700900900",
        ),
        (AbsentSubscriberSM(), "returnError absentSubscriberSM"),
    ],
    ids=["a TPDU", "three layers", "a report in three layers", "octets", "an operation", "an error"],
)
def test_messages_of_the_layers_below_are_one_line_each(message: Any, text: str) -> None:
    assert str(line(message)) == text


def test_a_line_of_any_layer_can_be_taken_apart() -> None:
    others = (Other(0, b"\x80\0"), Other(1, b"\x81\0"))
    rejects = (Reject(1, Problem.invoke, 2), Reject(None, Problem.general, 0))
    for message in (
        *(DELIVER, ClearComplete(), BindTransceiver(password="se cret")),
        *(ReadyForSMRes(others=others), End(b"\0\0\0\1", None, rejects)),
    ):
        assert str(parse(str(line(message)))) == str(line(message))


def test_the_names_of_the_room_are_those_of_before() -> None:
    assert set(ladder.__all__) >= {"Line", "Unreadable", "line", "parse", "parse_pdu", "quoted", "to_pdu", "unquoted"}
