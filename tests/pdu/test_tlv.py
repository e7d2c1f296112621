"""TLVs: kept as they came, read by name, each with its length rule."""

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import BindTransceiverResp, CommandStatus, DeliverSm, Malformed, SubmitSm, decode, tlv
from pdu.tlv import TLVS, TlvCOctetString, TlvDefinition, TlvFlag, TlvInteger, TlvOctetString
from pdu.values import InterfaceVersion
from tests.pdu.pdus import tlv_octets, tlv_value
from tests.pdu.registered import registered

DEFINITIONS = sorted(TLVS.values(), key=lambda row: row.tag)


def refused(octets: str) -> Malformed:
    with pytest.raises(Malformed) as error:
        tlv.decode(bytes.fromhex(octets), 0)
    return error.value


# As they came


def test_tlvs_are_kept_in_their_order_unknown_and_repeated_ones_too() -> None:
    octets = bytes.fromhex(
        "1401 0002 abcd"  # a vendor's
        "0381 0004 01010131"  # callback_num
        "0030 0001 80"  # ms_msg_wait_facilities
        "0381 0005 0101013132"  # callback_num
        "ffff 0000"  # in nobody's table
    )
    tlvs = tlv.decode(octets, 0)
    assert tlvs == (
        (0x1401, b"\xab\xcd"),
        (0x0381, b"\x01\x01\x011"),
        (0x0030, b"\x80"),
        (0x0381, b"\x01\x01\x0112"),
        (0xFFFF, b""),
    )
    assert tlv.encode(tlvs) == octets


def test_a_tlv_may_be_empty() -> None:
    assert tlv.decode(bytes.fromhex("0424 0000 130c 0000"), 0) == ((0x0424, b""), (0x130C, b""))
    p = SubmitSm(message_payload=b"")
    assert p.message_payload == b""
    assert decode(p.encode()) == p


@pytest.mark.parametrize("rest", ["04", "0424", "042400"])
def test_1_to_3_octets_behind_the_last_tlv_are_no_tlv(rest: str) -> None:
    error = refused("0030 0001 80" + rest)
    assert (error.field, error.offset, error.found) == ("TLV", 5, f"{len(rest) // 2} octets")
    assert error.command_status == 0xC0


def test_a_tlv_past_the_end_is_refused() -> None:
    error = refused("0030 0001 80  0424 0005 48656c6c")
    assert str(error) == "message_payload at octet 5: expected a length of at most 4, found length 5"
    assert error.command_status == 0xC0


@pytest.mark.parametrize(
    ("octets", "field", "expected"),
    [
        ("0427 0002 0002", "message_state", "Integer, 1 octet"),
        ("0427 0000", "message_state", "Integer, 1 octet"),
        ("0010 0003 000001", "source_telematics_id", "Integer, 1 or 2 octets"),
        ("1204 0002 0001", "ms_validity", "Integer, 1 or 4 octets"),
        ("0423 0002 0300", "network_error_code", "Octet String, 3 octets"),
        ("001e 0042" + "41" * 66, "receipted_message_id", "C-Octet String, 1 to 65 octets with its NUL"),
        ("130c 0002 0000", "alert_on_message_delivery", "no value (v3.4), or Integer, 1 octet (v5.0)"),
    ],
)
def test_a_length_against_the_rule_of_its_tag_is_refused(octets: str, field: str, expected: str) -> None:
    error = refused(octets)
    assert (error.field, error.offset, error.expected) == (field, 4, expected)
    assert error.command_status == 0xC2


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (((0x0427, b"\0\2"),), "message_state: expected Integer, 1 octet, found 2 octets"),
        (
            ((0x0424, bytes(0x10000)),),
            "message_payload: expected Octet String, 0 to 65535 octets, found 65536 octets",
        ),
        (((0x1401, bytes(0x10000)),), "tlv_0x1401: expected at most 65535 octets, found 65536 octets"),
        (((0x10000, b""),), "TLV: expected a tag of 2 octets, found 65536"),
        (((-1, b""),), "TLV: expected a tag of 2 octets, found -1"),
        ((("0427", b""),), "TLV: expected a tag of 2 octets, found '0427'"),
        (((0x0427, 2),), "message_state: expected octets, found 2"),
        (((0x0424, "Hello"),), "message_payload: expected octets, found 'Hello'"),
        (((0x0424, bytearray(b"Hello")),), "message_payload: expected octets, found bytearray(b'Hello')"),
        ((0x0424,), "TLV: expected (tag, octets), found 1060"),
        (((0x0424, b"", b""),), "TLV: expected (tag, octets), found (1060, b'', b'')"),
        (5, "tlvs: expected a tuple of (tag, octets), found 5"),
    ],
)
def test_what_would_not_be_read_again_is_not_laid_out(pairs: Any, said: str) -> None:
    with pytest.raises(Malformed) as error:
        SubmitSm(tlvs=pairs).encode()
    assert str(error.value) == said


# By name


@pytest.mark.parametrize("row", DEFINITIONS, ids=lambda row: row.name)
def test_every_tlv_is_laid_out_and_read_by_its_definition(row: TlvDefinition) -> None:
    for value in tlv_value(row) if row.repeats else (tlv_value(row),):
        octets = tlv.encode_value(row, value)
        assert len(octets) in row.type.lengths
        assert row.type.to_value(octets) == value
    assert tlv.by_name(row.name) is row
    assert tlv.name_of(row.tag) == row.name
    assert row.doc


@settings(deadline=None)
@given(st.sampled_from(DEFINITIONS).flatmap(tlv_octets))
def test_any_octets_of_a_right_length_have_a_value(pair: tuple[int, bytes]) -> None:
    assert TLVS[pair[0]].type.to_value(pair[1]) is not None
    assert tlv.decode(tlv.encode((pair,)), 0) == (pair,)


def test_a_tlv_is_an_attribute() -> None:
    p = DeliverSm(message_state=2)
    assert p.message_state == 2
    p.receipted_message_id = "0A1B2C3D"
    assert list(p.tlvs) == [(0x0427, b"\2"), (0x001E, b"0A1B2C3D\0")]
    p.message_state = 5
    assert list(p.tlvs) == [(0x001E, b"0A1B2C3D\0"), (0x0427, b"\5")]


def test_a_tlv_is_taken_away_by_none() -> None:
    p = DeliverSm(message_state=2, receipted_message_id="0A1B2C3D")
    p.message_state = None
    assert p.message_state is None
    assert list(p.tlvs) == [(0x001E, b"0A1B2C3D\0")]


def test_the_first_of_several_is_read_where_only_one_should_be() -> None:
    assert DeliverSm(tlvs=((0x0427, b"\2"), (0x0427, b"\5"))).message_state == 2


def test_a_tlv_that_may_repeat_is_a_tuple() -> None:
    p = SubmitSm(callback_num=(b"\1\1\x011", b"\1\1\x012"))
    assert p.callback_num == (b"\1\1\x011", b"\1\1\x012")
    assert p.tlvs == ((0x0381, b"\1\1\x011"), (0x0381, b"\1\1\x012"))
    p.callback_num = None
    assert p.callback_num is None


@pytest.mark.parametrize("wrong", [b"", b"\1\1\x011", "", 5, {}, object])
def test_one_value_alone_is_neither_taken_apart_nor_left_out_where_a_tlv_may_repeat(wrong: Any) -> None:
    p = SubmitSm()
    with pytest.raises(Malformed) as error:
        p.callback_num_pres_ind = wrong
    expected, found = "a tuple, as it may repeat, of Integer, 1 octet", repr(wrong)
    assert (error.value.field, error.value.expected, error.value.found) == ("callback_num_pres_ind", expected, found)
    assert p.tlvs == ()


@pytest.mark.parametrize("wrong", [5, None, (5,), ("",)])
def test_tlvs_that_are_none_are_told_when_another_is_set(wrong: Any) -> None:
    with pytest.raises(Malformed, match=r"expected (a tuple of )?\(tag, octets\), found "):
        SubmitSm(tlvs=wrong, source_port=1)


def test_any_tlv_can_be_read_by_its_name_even_where_a_pdu_does_not_name_it() -> None:
    p = SubmitSm(tlvs=((0x0427, b"\2"),))
    assert p["message_state"] == 2
    assert p["receipted_message_id"] is None
    with pytest.raises(KeyError):
        p["no_such_tlv"]


def test_a_name_that_a_pdu_does_not_have_is_an_error_of_the_caller() -> None:
    with pytest.raises(TypeError, match="SubmitSm has no parameter 'message_state'"):
        SubmitSm(message_state=2)  # type: ignore[call-arg]  # the point


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("set_dpf", 256, CommandStatus.ESME_RINVTLVVAL),
        ("set_dpf", "1", CommandStatus.ESME_RINVTLVVAL),
        ("source_port", -1, CommandStatus.ESME_RINVTLVVAL),
        ("message_payload", "Hello", CommandStatus.ESME_RINVTLVVAL),
        ("source_network_id", "short", CommandStatus.ESME_RINVTLVVAL),
        ("source_network_id", "snow \N{SNOWMAN}", CommandStatus.ESME_RINVTLVVAL),
        ("alert_on_message_delivery", 256, CommandStatus.ESME_RINVTLVVAL),
        ("dest_addr_subunit", 300, CommandStatus.ESME_RINVDSTADDRSUBUNIT),
        ("source_addr_subunit", 300, CommandStatus.ESME_RINVSRCADDRSUBUNIT),
    ],
)
def test_a_value_against_its_type_is_refused_by_the_status_of_its_tlv(name: str, value: Any, status: int) -> None:
    with pytest.raises(Malformed) as error:
        SubmitSm(**{name: value})
    assert (error.value.field, error.value.command_status) == (name, status)


# Peculiarities


@pytest.mark.parametrize(("octets", "value"), [("01", 1), ("0001", 1), ("ffff", 65535)])
def test_source_telematics_id_has_1_or_2_octets(octets: str, value: int) -> None:
    p = SubmitSm(tlvs=((0x0010, bytes.fromhex(octets)),))
    assert p.source_telematics_id == value
    assert decode(p.encode()) == p


@pytest.mark.parametrize(("octets", "value"), [("03", 3), ("04030005", 0x04030005)])
def test_ms_validity_has_1_octet_or_4(octets: str, value: int) -> None:
    p = SubmitSm(tlvs=((0x1204, bytes.fromhex(octets)),))
    assert p.ms_validity == value
    assert decode(p.encode()) == p


def test_the_shortest_size_that_holds_a_number_is_written() -> None:
    assert SubmitSm(source_telematics_id=1, ms_validity=3).tlvs == ((0x0010, b"\1"), (0x1204, b"\3"))
    assert SubmitSm(source_telematics_id=256, ms_validity=256).tlvs == ((0x0010, b"\1\0"), (0x1204, b"\0\0\1\0"))


def test_alert_on_message_delivery_is_empty_in_v3_4_and_an_octet_in_v5_0() -> None:
    assert SubmitSm(alert_on_message_delivery=True).tlvs == ((0x130C, b""),)
    assert SubmitSm(tlvs=((0x130C, b""),)).alert_on_message_delivery is True
    assert SubmitSm(alert_on_message_delivery=2).tlvs == ((0x130C, b"\2"),)
    assert SubmitSm(tlvs=((0x130C, b"\2"),)).alert_on_message_delivery == 2


def test_network_error_code_may_hold_ascii() -> None:
    assert DeliverSm(network_error_code=b"\x0321").tlvs == ((0x0423, b"\x0321"),)
    assert decode(DeliverSm(network_error_code=b"321").encode()) == DeliverSm(network_error_code=b"321")


def test_a_c_octet_string_whose_nul_was_left_out_is_understood() -> None:
    p = DeliverSm(tlvs=((0x001E, b"0A1B"),))
    assert p.receipted_message_id == "0A1B"
    assert decode(p.encode()).encode() == p.encode()


def test_a_bind_response_tells_the_version_of_the_message_centre() -> None:
    assert BindTransceiverResp(sc_interface_version=InterfaceVersion.V3_4).tlvs == ((0x0210, b"\x34"),)


# Of vendors


def test_a_vendor_s_tlv_gets_a_name_a_type_and_a_length_rule() -> None:
    octets = SubmitSm(tlvs=((0x1400, b"abc\0"),)).encode()
    with registered():
        tlv.register(0x1400, "billing_code", TlvCOctetString(1, 5), "what the carrier bills")
        pdu = decode(octets)
        assert pdu["billing_code"] == "abc"
        pdu["billing_code"] = "de"
        assert pdu.tlvs == ((0x1400, b"de\0"),)
        pdu["billing_code"] = None
        assert pdu["billing_code"] is None
        with pytest.raises(Malformed, match="billing_code"):
            SubmitSm(tlvs=((0x1400, b"abcdef\0"),)).encode()
    assert decode(octets).tlvs == ((0x1400, b"abc\0"),)


def test_a_vendor_s_tlv_may_repeat() -> None:
    pdu = SubmitSm()
    with registered():
        tlv.register(0x1400, "hops", TlvInteger((1,)), repeats=True)
        assert SubmitSm()["hops"] is None
        pdu["hops"] = (1, 2)
        assert (pdu.tlvs, pdu["hops"]) == (((0x1400, b"\1"), (0x1400, b"\2")), (1, 2))


def test_a_tlv_without_a_name_is_written_and_read_by_its_number() -> None:
    pdu = SubmitSm()
    pdu["tlv_0x14Ff"] = b"ab"
    assert (pdu.tlvs, pdu["tlv_0x14ff"], pdu["tlv_0x1401"]) == (((0x14FF, b"ab"),), b"ab", None)
    pdu["tlv_0x14ff"] = b""
    assert pdu.tlvs == ((0x14FF, b""),)
    with pytest.raises(KeyError, match="tlv_0x14"):
        pdu["tlv_0x14"] = b"ab"


def test_registering_the_same_twice_changes_nothing() -> None:
    with registered():
        assert tlv.register(0x1400, "a", TlvFlag()) == tlv.register(0x1400, "a", TlvFlag())


@pytest.mark.parametrize(("tag", "name"), [(0x13FF, "a"), (0x4000, "a"), (0x1400, "set_dpf"), (0x1401, "taken")])
def test_a_vendor_takes_neither_a_tag_nor_a_name_of_others(tag: int, name: str) -> None:
    with registered():
        tlv.register(0x1401, "ours", TlvOctetString(0))
        tlv.register(0x1402, "taken", TlvInteger((1,)))
        with pytest.raises(ValueError, match="0x"):
            tlv.register(tag, name, TlvInteger((2,)))


@pytest.mark.parametrize("name", ["", "acme route", "a=b", "a,b", "tlv_0x1777"])
def test_the_name_of_a_vendor_s_tlv_is_one_that_a_ladder_line_can_have(name: str) -> None:
    with registered(), pytest.raises(ValueError, match="letters, digits and underscores"):
        tlv.register(0x1400, name, TlvInteger((1,)))


def test_what_is_no_type_of_a_tlv_is_refused_and_leaves_the_tag_free() -> None:
    with registered():
        with pytest.raises(TypeError, match="TlvInteger"):
            tlv.register(0x1400, "hops", int)  # type: ignore[arg-type]  # as a program without type checks may
        tlv.register(0x1400, "hops", TlvInteger((1,)))


def test_a_tlv_that_may_have_any_of_many_lengths_takes_no_memory_for_each() -> None:
    assert sum(map(sys.getsizeof, tlv.LENGTHS.values())) < 200_000
