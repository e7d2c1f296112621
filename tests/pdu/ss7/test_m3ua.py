"""pdu.ss7.m3ua: the DATA message, parameter by parameter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.ss7 import m3ua
from pdu.ss7.m3ua import Data
from pdu.ss7.sccp import RLC
from tests.pdu.laws import damaged, is_malformed_or_round_trips, refuses_every_truncation

FULL = Data(1, 2, b"datum", network_appearance=9, routing_context=8, correlation_id=7, sls=5, mp=1)


def test_data_has_a_routing_label_and_is_padded() -> None:
    assert Data(1, 2, RLC(0x010203, 0x040506), sls=5).encode() == bytes.fromhex(
        "01 00 01 01 00000020"  # version 1, Transfer, DATA; 32 octets
        "0210 0017"  # Protocol Data: 23 octets
        "   00000001 00000002"  # OPC, DPC
        "   03 02 00 05"  # SCCP, national, no priority, SLS
        "   05 030201 060504"
        "00"  # padding
    )


def test_the_optional_parameters_stand_around_it() -> None:
    assert FULL.encode() == bytes.fromhex(
        "01 00 01 01 00000038"
        "0200 0008 00000009"  # Network Appearance
        "0006 0008 00000008"  # Routing Context
        "0210 0015 00000001 00000002 03 02 01 05 646174756d 000000"
        "0013 0008 00000007"  # Correlation Id
    )


number = st.integers(0, 0xFFFFFFFF)
octet = st.integers(0, 255)


@given(
    st.builds(
        Data,
        number,
        number,
        st.binary(max_size=9),
        network_appearance=st.none() | number,
        routing_context=st.none() | number,
        si=octet,
        ni=octet,
        mp=octet,
        sls=octet,
        correlation_id=st.none() | number,
    )
)
def test_every_message_comes_back(message: Data) -> None:
    assert m3ua.decode(message.encode()) == message


@pytest.mark.parametrize(
    ("octets", "field", "offset"),
    [
        ("01 00 01 01", "common header", 0),
        ("01 00 03 01 00000008", "message class and type", 0),
        ("01 00 01 01 00000009", "message length", 4),
        ("01 00 01 01 00000008", "protocol_data", 8),
        ("01 00 01 01 0000000a 0210", "parameter", 8),
        ("01 00 01 01 0000000c 0210 0003", "protocol_data", 8),
        ("01 00 01 01 0000000c 0210 0004", "protocol_data", 8),
        ("01 00 01 01 0000000c 0004 0004", "parameter", 8),
        ("01 00 01 01 0000001c 0006 0004 0210 0010 000000000000000000000000", "routing_context", 8),
    ],
)
def test_a_malformed_message_says_what_and_where(octets: str, field: str, offset: int) -> None:
    with pytest.raises(Malformed) as refusal:
        m3ua.decode(bytes.fromhex(octets))
    assert (refusal.value.field, refusal.value.offset) == (field, offset)


@pytest.mark.parametrize(
    "message", [Data(-1, 2, b""), Data(1, 2, b"", si=256), Data(1, 2, b"", routing_context=1 << 32)]
)
def test_a_number_that_does_not_fit_is_malformed(message: Data) -> None:
    with pytest.raises(Malformed, match="within their bits"):
        message.encode()


def test_a_truncated_message_is_malformed() -> None:
    refuses_every_truncation(m3ua.decode, FULL.encode())


@given(st.data())
def test_whatever_can_be_read_is_written_back(data: st.DataObject) -> None:
    is_malformed_or_round_trips(m3ua.decode, data.draw(damaged(st.just(FULL.encode()))))
