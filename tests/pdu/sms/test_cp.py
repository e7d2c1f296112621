"""pdu.sms.cp: the connection layer's messages, and RP messages within them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms import cp
from pdu.sms.cp import CpAck, CpCause, CpData, CpError, CpMessage
from pdu.sms.direction import Direction
from pdu.sms.rp import RpAck, RpSmma
from pdu.sms.tp import SmsDeliverReport
from tests.oracle import pdml
from tests.pdu.laws import damaged, every_truncation_is_refused_or_round_trips, is_malformed_or_round_trips
from tests.pdu.sms.samples import rp_messages

SAMPLES: list[tuple[CpMessage, str]] = [
    (CpData(0, RpSmma(5)), "09 01 02 0605"),  # transaction 0, opened by the sender
    (CpData(0xB, RpAck(5, SmsDeliverReport())), "b9 01 06 0205 4102 0000"),  # transaction 3, opened by the receiver
    (CpData(0, b"\x0f\x05"), "09 01 02 0f05"),  # user data: no RP message
    (CpData(0, b""), "09 01 00"),
    (CpData(0, RpSmma(5), b"\x55\x00"), "09 01 02 0605 5500"),
    (CpAck(8), "89 04"),
    (CpAck(8, b"\x55\x00"), "89 04 5500"),
    (CpError(6, CpCause.INVALID_TRANSACTION_IDENTIFIER_VALUE), "69 10 51"),
    (CpError(0, 0xFF, b"\x55\x00"), "09 10 ff 5500"),
]


@pytest.mark.parametrize(("message", "octets"), SAMPLES)
def test_a_message_is_laid_out_as_its_table(message: CpMessage, octets: str) -> None:
    assert message.encode().hex() == bytes.fromhex(octets).hex()
    assert cp.decode(bytes.fromhex(octets)) == message


@pytest.mark.parametrize("octets", [octets for _, octets in SAMPLES])
def test_a_message_that_breaks_off_is_refused_or_another(octets: str) -> None:
    every_truncation_is_refused_or_round_trips(cp.decode, bytes.fromhex(octets))


TI = st.integers(0, 6) | st.integers(8, 14)
REST = st.just(b"") | st.binary(max_size=3)
MESSAGES: st.SearchStrategy[CpMessage] = (
    st.builds(CpData, TI, rp_messages(), REST)
    | st.builds(CpAck, TI, REST)
    | st.builds(CpError, TI, st.integers(0, 255), REST)
)


@given(MESSAGES)
def test_every_message_comes_back(message: CpMessage) -> None:
    octets = message.encode()
    assert cp.decode(octets).encode() == octets


@given(TI, REST, st.integers(0, 255))
def test_a_transaction_identifier_comes_back_with_its_flag(ti: int, rest: bytes, rp_mr: int) -> None:
    message = CpData(ti, RpSmma(rp_mr), rest)
    assert cp.decode(message.encode()) == message


@given(st.binary(max_size=260) | damaged(MESSAGES.map(lambda message: message.encode())))
def test_any_octets_are_refused_or_come_back(octets: bytes) -> None:
    is_malformed_or_round_trips(cp.decode, octets)


@pytest.mark.parametrize(
    ("octets", "complaint"),
    [
        ("", "protocol_discriminator at octet 0: expected an octet"),
        ("05 04", "protocol_discriminator at octet 0: expected 9, found 5"),
        ("79 04", "ti at octet 0: expected 0 to 6, or 8 to 14 with the flag, found 7"),
        ("f9 04", "ti at octet 0: expected 0 to 6, or 8 to 14 with the flag, found 15"),
        ("09", "message_type at octet 1: expected an octet"),
        ("09 02", "message_type at octet 1: expected CP-DATA, CP-ACK or CP-ERROR, found 0x2"),
        ("09 01", "cp_user_data at octet 2: expected an octet"),
        ("09 01 03 0605", "cp_user_data at octet 3: expected 3 octets, found 2"),
        ("09 01 f9" + "00" * 249, "cp_user_data at octet 2: expected 248 octets at most, found 249"),
        ("09 10", "cp_cause at octet 2: expected an octet"),
    ],
)
def test_what_leaves_the_table_is_refused_with_its_place(octets: str, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        cp.decode(bytes.fromhex(octets))


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (CpAck(16), "ti: expected 0 to 6, or 8 to 14 with the flag, found 16"),
        (CpError(0, 256), "cp_cause: expected an integer of 0 to 255"),
        (CpData(0, bytes(249)), "cp_user_data: expected 248 octets at most"),
        (CpData(0, RpAck(5)), "direction: expected MS_TO_SC or SC_TO_MS"),
    ],
)
def test_what_does_not_fit_is_not_sent(message: CpMessage, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        message.encode()


def test_tshark_reads_the_same() -> None:
    messages = [message for message, _ in SAMPLES] + [CpError(0, cause) for cause in CpCause]
    for message, found in zip(messages, pdml(*(("gsm_a_dtap", m.encode()) for m in messages)), strict=True):
        assert found.one("gsm_a.L3_protocol_discriminator").number == 9
        flag, tio = found.one("gsm_a.dtap.ti_flag").number, found.one("gsm_a.dtap.tio").number
        assert (flag, tio) == (message.ti >> 3, message.ti & 7)
        assert message.words[0] in found.one("gsm_a.dtap.msg_sms_type").label
        if isinstance(message, CpError):
            assert found.number("gsm_a.dtap.cp_cause") == message.cp_cause
            if message.cp_cause in list(CpCause):
                label = found.one("gsm_a.dtap.cp_cause").label.split(") ")[1]
                words = label.replace(",", "").replace("-", " ")
                assert words.upper().replace(" ", "_") == CpCause(message.cp_cause).name
        if isinstance(message, CpData) and not isinstance(message.cp_user_data, bytes):
            assert found.one("gsm_a.dtap.rpdu").value == message.cp_user_data.encode()
            assert message.cp_user_data.words[0] in found.one("gsm_a.rp.msg_type").label


def test_the_direction_is_the_one_of_the_rp_message() -> None:
    message = cp.decode(bytes.fromhex("09 01 02 0305"))
    assert isinstance(message, CpData)
    assert isinstance(message.cp_user_data, RpAck)
    assert message.cp_user_data.direction is Direction.SC_TO_MS
