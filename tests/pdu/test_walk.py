"""The walk: a PDU read and laid out row by row, and what is said of one that can't be."""

from typing import Any

import pytest

from pdu import CommandStatus, DeliverSm, Malformed, SubmitSm, SubmitSmResp, walk
from pdu.header import Pdu, Response
from tests.pdu.pdus import RESPONSES, SAMPLES, full, name

BODY = bytes.fromhex(
    "434d5400"  # service_type "CMT"
    "01 01 3434373700"  # source_addr_ton, source_addr_npi, source_addr "4477"
    "01 01 3434373800"  # dest_addr_ton, dest_addr_npi, destination_addr "4478"
    "00 00 00"  # esm_class, protocol_id, priority_flag
    "00 00"  # schedule_delivery_time, validity_period
    "01 00 00 00"  # registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id
    "02 4869"  # sm_length, short_message "Hi"
)
HEADER = bytes.fromhex("00000000 00000004 00000000 00000001")


def why(body: bytes) -> Malformed:
    with pytest.raises(Malformed) as error:
        walk.decode(SubmitSm, HEADER + body, 0, 1)
    return error.value


def why_not(p: Pdu) -> Malformed:
    with pytest.raises(Malformed) as error:
        walk.encode(p)
    return error.value


def test_every_parameter_is_found_with_its_offset_octets_and_value() -> None:
    readings = list(walk.read(SubmitSm, HEADER + BODY))
    assert [(r.parameter.name, r.offset, r.octets.hex(), r.value) for r in readings] == [
        ("service_type", 16, "434d5400", "CMT"),
        ("source_addr_ton", 20, "01", 1),
        ("source_addr_npi", 21, "01", 1),
        ("source_addr", 22, "3434373700", "4477"),
        ("dest_addr_ton", 27, "01", 1),
        ("dest_addr_npi", 28, "01", 1),
        ("destination_addr", 29, "3434373800", "4478"),
        ("esm_class", 34, "00", 0),
        ("protocol_id", 35, "00", 0),
        ("priority_flag", 36, "00", 0),
        ("schedule_delivery_time", 37, "00", ""),
        ("validity_period", 38, "00", ""),
        ("registered_delivery", 39, "01", 1),
        ("replace_if_present_flag", 40, "00", 0),
        ("data_coding", 41, "00", 0),
        ("sm_default_msg_id", 42, "00", 0),
        ("short_message", 43, "024869", b"Hi"),
    ]


@pytest.mark.parametrize(
    ("body", "field", "offset", "status"),
    [
        (b"", "service_type", 16, CommandStatus.ESME_RINVCMDLEN),
        (b"CMTCMT\0", "service_type", 16, CommandStatus.ESME_RINVSERTYP),
        (BODY[:5], "source_addr_npi", 21, CommandStatus.ESME_RINVCMDLEN),
        (BODY[:6] + b"4" * 21 + b"\0", "source_addr", 22, CommandStatus.ESME_RINVSRCADR),
        (BODY[:13] + b"4" * 21 + b"\0", "destination_addr", 29, CommandStatus.ESME_RINVDSTADR),
        (BODY[:21] + b"2411210930\0", "schedule_delivery_time", 37, CommandStatus.ESME_RINVSCHED),
        (BODY[:22] + b"2411210930\0", "validity_period", 38, CommandStatus.ESME_RINVEXPIRY),
        (BODY[:-1], "short_message", 43, CommandStatus.ESME_RINVMSGLEN),
        (BODY + b"\0", "TLV", 46, CommandStatus.ESME_RINVTLVSTREAM),
        (BODY + b"\x04\x27\0\2\0\0", "message_state", 50, CommandStatus.ESME_RINVTLVLEN),
    ],
)
def test_the_first_fault_is_told_with_its_field_offset_and_status(
    body: bytes, field: str, offset: int, status: int
) -> None:
    error = why(body)
    assert (error.field, error.offset, error.command_status) == (field, offset, status)


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("service_type", "CMTCMT", CommandStatus.ESME_RINVSERTYP),
        ("service_type", b"CMT", CommandStatus.ESME_RINVSERTYP),
        ("service_type", None, CommandStatus.ESME_RINVSERTYP),
        ("source_addr_ton", 256, CommandStatus.ESME_RINVSRCTON),
        ("source_addr_npi", "1", CommandStatus.ESME_RINVSRCNPI),
        ("source_addr", "4" * 21, CommandStatus.ESME_RINVSRCADR),
        ("dest_addr_ton", -1, CommandStatus.ESME_RINVDSTTON),
        ("dest_addr_npi", 1.0, CommandStatus.ESME_RINVDSTNPI),
        ("destination_addr", ["4477"], CommandStatus.ESME_RINVDSTADR),
        ("destination_addr", "44\x0077", CommandStatus.ESME_RINVDSTADR),
        ("esm_class", 0x100, CommandStatus.ESME_RINVESMCLASS),
        ("priority_flag", b"\0", CommandStatus.ESME_RINVPRTFLG),
        ("schedule_delivery_time", "2411210930", CommandStatus.ESME_RINVSCHED),
        ("validity_period", " ", CommandStatus.ESME_RINVEXPIRY),
        ("registered_delivery", 1 << 20, CommandStatus.ESME_RINVREGDLVFLG),
        ("replace_if_present_flag", 0x110000, CommandStatus.ESME_RINVREPFLAG),
        ("data_coding", 1 << 70, CommandStatus.ESME_RINVDCS),
        ("sm_default_msg_id", "", CommandStatus.ESME_RINVDFTMSGID),
        ("short_message", bytes(256), CommandStatus.ESME_RINVMSGLEN),
        ("short_message", "Hello", CommandStatus.ESME_RINVMSGLEN),
        ("short_message", memoryview(b"Hello"), CommandStatus.ESME_RINVMSGLEN),
        ("command_status", -1, CommandStatus.ESME_RSYSERR),
        ("command_status", None, CommandStatus.ESME_RSYSERR),
        ("sequence_number", 1 << 32, CommandStatus.ESME_RSYSERR),
        ("sequence_number", "1", CommandStatus.ESME_RSYSERR),
        ("tlvs", 5, CommandStatus.ESME_RINVTLVSTREAM),
    ],
)
def test_a_value_that_can_t_be_laid_out_is_named_with_its_status(field: str, value: Any, status: int) -> None:
    for p in (SubmitSm(), DeliverSm()):
        setattr(p, field, value)
        error = why_not(p)
        assert (error.field, error.offset, error.command_status) == (field, None, status)
        with pytest.raises(Malformed, match=field):
            p.encode()


@pytest.mark.parametrize("p", SAMPLES, ids=repr)
def test_the_walk_and_the_straight_lines_lay_out_the_same(p: Pdu) -> None:
    assert walk.encode(p) == p.encode()


# Responses with an error status


@pytest.mark.parametrize("cls", RESPONSES, ids=name)
def test_an_error_response_without_a_body_is_read(cls: type[Response]) -> None:
    octets = cls(command_status=0x58, sequence_number=7, body=b"").encode()
    assert len(octets) == 16
    p = walk.decode_error(cls, octets, 0x58, 7)
    assert (p.command_status, p.sequence_number, p.tlvs) == (0x58, 7, ())
    assert p.encode() == octets


BODIES_OF_ERRORS = {
    "bind_receiver_resp": "",  # the PDU body is not returned, says v3.4 of this one, of the next, and of submit_sm_resp
    "bind_transmitter_resp": "",
    "query_sm_resp": "00 00 07 00",  # message_id, final_date, message_state UNKNOWN, error_code
    "submit_sm_resp": "",
    "deliver_sm_resp": "00",  # message_id
    "unbind_resp": "",  # no parameters, as of others below
    "replace_sm_resp": "",
    "cancel_sm_resp": "",
    "bind_transceiver_resp": "00",  # system_id
    "enquire_link_resp": "",
    "submit_multi_resp": "00 00",  # message_id, no_unsuccess
    "param_retrieve_resp": "00",  # param_value
    "query_last_msgs_resp": "00",  # no_msgs
    "query_msg_details_resp": "",  # would name a destination
    "data_sm_resp": "00",  # message_id
    "broadcast_sm_resp": "00",  # message_id
    "query_broadcast_sm_resp": "00",  # message_id
    "cancel_broadcast_sm_resp": "",
    "generic_nack": "",
}


@pytest.mark.parametrize("cls", RESPONSES, ids=name)
def test_an_error_response_has_its_body_where_v3_4_does_not_say_that_it_has_none(cls: type[Response]) -> None:
    octets = cls(command_status=0x58, sequence_number=7).encode()
    assert octets[16:] == bytes.fromhex(BODIES_OF_ERRORS[cls.words[0]])
    p = walk.decode_error(cls, octets, 0x58, 7)
    assert p == cls(command_status=0x58, sequence_number=7)
    assert p.encode() == octets


@pytest.mark.parametrize("cls", RESPONSES, ids=name)
def test_an_error_response_with_a_whole_body_is_read(cls: type[Response]) -> None:
    whole = full(cls)
    whole.command_status = 0x58
    octets = whole.encode()
    p = walk.decode_error(cls, octets, 0x58, 2)
    assert p == whole
    assert p.encode() == octets


@pytest.mark.parametrize("cls", RESPONSES, ids=name)
def test_an_error_response_with_a_bad_body_keeps_it(cls: type[Response]) -> None:
    octets = cls(command_status=0x58, body=b"\xff\xff").encode()
    p = walk.decode_error(cls, octets, 0x58, 0)
    assert isinstance(p, Response)
    assert p.body == b"\xff\xff"
    assert p.encode() == octets


def test_an_error_response_keeps_a_body_that_says_nothing() -> None:
    p = walk.decode_error(SubmitSmResp, bytes(16) + b"\0", 0x58, 0)
    assert (p.message_id, p.body) == ("", b"\0")


def test_an_error_response_says_what_it_has_to_say() -> None:
    p = SubmitSmResp(message_id="0A1B", command_status=8, additional_status_info_text="full")
    assert p.encode()[16:] == b"0A1B\0" + bytes.fromhex("001d 0005 66756c6c00")


@pytest.mark.parametrize("body", ["text", 5, [1]])
def test_a_body_is_octets(body: Any) -> None:
    with pytest.raises(Malformed, match="body"):
        SubmitSmResp(command_status=8, body=body).encode()
