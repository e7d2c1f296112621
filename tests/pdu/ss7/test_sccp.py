"""pdu.ss7.sccp: unitdata and connections, parameter by parameter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.ss7 import sccp
from pdu.ss7.sccp import CC, CR, DT1, RLC, RLSD, UDT, GlobalTitle, OtherGlobalTitle, Parameter, PartyAddress
from pdu.ss7.tcap import AARQ, ApplicationContext, Begin, Invoke
from tests.pdu.laws import damaged, is_malformed_or_round_trips, refuses_every_truncation
from tests.pdu.ss7.catalogue import MO, MT, OTID

AT_HLR = PartyAddress(GlobalTitle("447700900006"), sccp.HLR)
AT_SC = PartyAddress(GlobalTitle("447700900999"), sccp.MSC)
AT_BSC = PartyAddress(ssn=sccp.BSSAP, point_code=0x1234, route_on_ssn=True)
MESSAGES = (
    UDT(AT_HLR, AT_SC, b"data"),
    UDT(AT_HLR, AT_SC, bytes(255), protocol_class=0x81),
    UDT(PartyAddress(GlobalTitle("1234567", 9, 6, 3), 8), PartyAddress(OtherGlobalTitle(2, b"\1\x21"), 8), b"data"),
    CR(0x010203, AT_BSC),
    CR(0x010203, AT_BSC, b"data", calling_party_address=AT_SC, others=(Parameter(2, 0x11, b"\x0f"),)),
    CC(0x010203, 0x040506),
    CC(0x010203, 0x040506, b"data", called_party_address=AT_BSC),
    DT1(0x010203, b"data"),
    DT1(0x010203, bytes(255), segmenting_reassembling=1),
    RLSD(0x010203, 0x040506, 3),
    RLSD(0x010203, 0x040506, data=b"data", others=(Parameter(0, 0x12, b"\x07"),)),
    RLC(0x010203, 0x040506),
)


def name(message: sccp.Message) -> str:
    return type(message).__name__


# Octets


def test_unitdata_goes_from_one_global_title_to_another() -> None:
    assert UDT(AT_HLR, AT_SC, b"data").encode() == bytes.fromhex(
        "09"  # UDT
        "00"  # protocol class 0
        "03 0e 19"  # pointers to called party address, calling party address, data
        "0b"  # called party address: 11 octets
        "   12"  # route on global title, indicator 4, subsystem number
        "   06"  # HLR
        "   00 12 04"  # translation type 0, E.164 and an even number of digits, international
        "   447700090060"
        "0b 12 08 00 12 04 447700099099"  # calling party address
        "04 64617461"  # data
    )


def test_a_connection_request_names_a_local_reference_and_a_subsystem() -> None:
    assert CR(0x010203, AT_BSC, b"data").encode() == bytes.fromhex(
        "01"  # CR
        "030201"  # source local reference, least significant octet first
        "02"  # protocol class 2
        "02 06"  # pointers to called party address, optional part
        "04"  # called party address
        "   43 3412 fe"  # route on SSN; point code, BSSAP
        "0f 04 64617461"  # data
        "00"  # end of optional parameters
    )


@pytest.mark.parametrize(
    ("message", "octets"),
    [
        (CC(0x010203, 0x040506), "02 030201 060504 02 00"),
        (DT1(0x010203, b"data"), "06 030201 00 01 04 64617461"),
        (RLSD(0x010203, 0x040506), "04 030201 060504 00 00"),
        (RLC(0x010203, 0x040506), "05 030201 060504"),
    ],
    ids=lambda value: "" if isinstance(value, str) else name(value),
)
def test_a_connection_is_confirmed_used_and_released(message: sccp.Message, octets: str) -> None:
    assert message.encode() == bytes.fromhex(octets)


def test_an_odd_number_of_digits_is_filled_and_said_to_be_odd() -> None:
    title = PartyAddress(GlobalTitle("12345"), 8)
    assert title.encode("address") == bytes.fromhex("12 08 00 11 04 214305")
    assert PartyAddress.decode(title.encode("address"), 0, "address") == title


def test_the_longest_messages_just_fit() -> None:
    mt = UDT(AT_HLR, AT_SC, Begin(OTID, AARQ(ApplicationContext(25, 3)), (Invoke(1, MT),)))
    mo = UDT(AT_HLR, AT_SC, Begin(OTID, AARQ(ApplicationContext(21, 3)), (Invoke(1, MO),)))
    assert [len(message.encode()) for message in (mt, mo)] == [263, 267]  # MTP3 adds 5, and allows 272


# Round trips


@pytest.mark.parametrize("message", MESSAGES, ids=name)
def test_every_message_comes_back(message: sccp.Message) -> None:
    decoded = sccp.decode(message.encode())
    assert (type(decoded), decoded) == (type(message), message)


titles = st.builds(
    GlobalTitle,
    st.text("0123456789abcdef", max_size=20),
    st.integers(0, 255),
    st.integers(0, 15),
    st.integers(0, 127),
) | st.builds(OtherGlobalTitle, st.sampled_from((1, 2, 3, 5, 15)), st.binary(max_size=9))
addresses = st.builds(
    PartyAddress,
    st.none() | titles,
    st.none() | st.integers(0, 255),
    st.none() | st.integers(0, 0x3FFF),
    st.booleans(),
)


@given(addresses, addresses, st.binary(min_size=1, max_size=200))
def test_every_address_comes_back(called: PartyAddress, calling: PartyAddress, data: bytes) -> None:
    message = UDT(called, calling, data)
    assert sccp.decode(message.encode()) == message


# The malformed


@pytest.mark.parametrize(
    ("octets", "field", "offset"),
    [
        ("", "message type", 0),
        ("0a 00", "message type", 0),
        ("09 00 04 05 07  01 00  01 00  01 00", "called_party_address", 2),
        ("09 00 03 04 06  01 00  01 00  01 00", "data", 4),
        ("09 00 03 04 05  01 80  01 00  01 00", "called_party_address", 6),
        ("09 00 03 04 05  01 02  01 00  01 00", "called_party_address", 6),
        ("09 00 03 05 06  02 0001  01 00  01 00", "called_party_address", 7),
        ("09 00 03 08 09  05 1000110410  01 00  01 00", "called_party_address", 10),
        ("09 00 03 07 08  04 10001284  01 00  01 00", "called_party_address", 9),
        ("06 030201 02 01 01 00", "segmenting_reassembling", 4),
        ("06 030201 00 01 00", "data", 6),
        ("05 030201 060504 00", "RLC", 7),
        ("02 030201 060504 02 02", "optional part", 8),
        ("02 030201 060504 02 01 0f0100", "optional part", 12),
        ("02 030201 060504 02 01 00", "optional part", 9),
        ("02 030201 060504 02 01 0f0100 0f0100 00", "data", 12),
        ("02 030201 060504 02 01 0f0100 030142 00", "called_party_address", 12),
    ],
)
def test_a_malformed_message_says_what_and_where(octets: str, field: str, offset: int) -> None:
    with pytest.raises(Malformed) as refusal:
        sccp.decode(bytes.fromhex(octets))
    assert (refusal.value.field, refusal.value.offset) == (field, offset)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (UDT(AT_HLR, AT_SC, bytes(256)), "data"),
        (UDT(AT_HLR, AT_SC, b""), "data"),
        (UDT(AT_HLR, AT_SC, "data"), "data"),
        (UDT(AT_HLR, AT_SC, b"data", protocol_class=256), "protocol_class"),
        (UDT(PartyAddress(GlobalTitle("x")), AT_SC, b"data"), "called_party_address"),
        (UDT(PartyAddress(GlobalTitle("1", 256)), AT_SC, b"data"), "called_party_address"),
        (UDT(AT_HLR, PartyAddress(OtherGlobalTitle(0, b"")), b"data"), "calling_party_address"),
        (UDT(AT_HLR, PartyAddress(ssn=256), b"data"), "calling_party_address"),
        (UDT(AT_HLR, PartyAddress(point_code=0x4000), b"data"), "calling_party_address"),
        (UDT(PartyAddress(GlobalTitle("1" * 480)), AT_SC, b"data"), "pointer"),
        (RLC(0x1000000, 0), "destination_local_reference"),
        (RLC(0, 0, others=(Parameter(0, 1, b"\0"),)), "others"),
        (CR(0, AT_BSC, bytes(129)), "data"),
        (CR(0, AT_BSC, others=(Parameter(1, 0x11, b"\0"),)), "others"),
        (CR(0, AT_BSC, others=(Parameter(0, 0, b"\0"),)), "others"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_that_cannot_be_laid_out_is_malformed(message: sccp.Message, field: str) -> None:
    with pytest.raises(Malformed) as refusal:
        message.encode()
    assert refusal.value.field == field


@pytest.mark.parametrize("message", MESSAGES, ids=name)
def test_a_truncated_message_is_malformed(message: sccp.Message) -> None:
    refuses_every_truncation(sccp.decode, message.encode())


@settings(max_examples=300)
@given(st.sampled_from(MESSAGES), st.data())
def test_whatever_can_be_read_is_written_back(message: sccp.Message, data: st.DataObject) -> None:
    is_malformed_or_round_trips(sccp.decode, data.draw(damaged(st.just(message.encode()))))
