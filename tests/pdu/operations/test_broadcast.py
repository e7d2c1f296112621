"""broadcast_sm and its two companions, of v5.0, octet by octet."""

import pytest

from pdu import (
    BroadcastSm,
    BroadcastSmResp,
    CancelBroadcastSm,
    CancelBroadcastSmResp,
    CommandStatus,
    Malformed,
    MessageState,
    QueryBroadcastSm,
    QueryBroadcastSmResp,
    decode,
)

AREA = b"\0London"  # format 0: a name
CONTENT = b"\x01\x00\x33"  # GSM, weather
EVERY_HOUR = b"\x0a\0\1"
BROADCAST = BroadcastSm(
    source_addr="weather",
    source_addr_ton=5,
    broadcast_area_identifier=(AREA, b"\0Paris"),
    broadcast_content_type=CONTENT,
    broadcast_rep_num=3,
    broadcast_frequency_interval=EVERY_HOUR,
    message_payload=b"Rain",
)


def test_a_broadcast_names_areas_content_and_times() -> None:
    assert BROADCAST.encode()[16:] == (
        b"\0"  # service_type
        b"\x05\0weather\0"  # source_addr_ton, source_addr_npi, source_addr
        b"\0"  # message_id
        b"\0\0\0"  # priority_flag, schedule_delivery_time, validity_period
        b"\0\0\0"  # replace_if_present_flag, data_coding, sm_default_msg_id
        b"\x06\x06\0\x07\0London"
        b"\x06\x06\0\x06\0Paris"
        b"\x06\x01\0\x03\x01\0\x33"
        b"\x06\x04\0\x02\0\x03"
        b"\x06\x05\0\x03\x0a\0\x01"
        b"\x04\x24\0\x04Rain"
    )
    assert decode(BROADCAST.encode()) == BROADCAST


@pytest.mark.parametrize(
    "missing",
    [
        "broadcast_area_identifier",
        "broadcast_content_type",
        "broadcast_frequency_interval",
    ],
)
def test_a_broadcast_must_say_where_what_and_how_often(missing: str) -> None:
    p = BroadcastSm(tlvs=BROADCAST.tlvs)
    setattr(p, missing, None)
    with pytest.raises(Malformed, match=missing) as error:
        p.encode()
    assert error.value.command_status == CommandStatus.ESME_RMISSINGTLV
    p.tlvs += ((0xFFFF, b""),)
    lacking = BroadcastSm(tlvs=BROADCAST.tlvs).encode()
    tag = {pair[0] for pair in BROADCAST.tlvs} - {pair[0] for pair in p.tlvs}
    renamed = lacking.replace(tag.pop().to_bytes(2, "big"), b"\x14\x01")
    with pytest.raises(Malformed, match=missing) as error:
        decode(renamed)
    assert error.value.offset == len(renamed)
    assert error.value.command_status == 0xC3


def test_a_refused_broadcast_needs_none_of_it() -> None:
    p = BroadcastSmResp(command_status=CommandStatus.ESME_RINVBCASTAREAFMT, broadcast_area_identifier=(AREA,))
    assert decode(p.encode()) == p
    assert decode(QueryBroadcastSmResp(command_status=8).encode()) == QueryBroadcastSmResp(command_status=8)


def test_areas_that_failed_come_with_their_statuses() -> None:
    p = BroadcastSmResp(message_id="0A1B", broadcast_error_status=(0x109, 8), broadcast_area_identifier=(AREA, b"\0X"))
    assert p.broadcast_error_status == (0x109, 8)
    assert decode(p.encode()) == p


def test_a_query_goes_by_message_id_or_reference() -> None:
    p = QueryBroadcastSm(message_id="0A1B", user_message_reference=7)
    assert p.encode()[16:] == b"0A1B\0" + b"\0\0\0" + bytes.fromhex("0204 0002 0007")
    assert decode(p.encode()) == p


def test_the_answer_tells_how_much_of_each_area_was_reached() -> None:
    p = QueryBroadcastSmResp(
        message_id="0A1B",
        message_state=MessageState.ENROUTE,
        broadcast_area_identifier=(AREA, b"\0Paris"),
        broadcast_area_success=(100, 255),
        broadcast_end_time="241121093000000+",
    )
    assert p.broadcast_area_success == (100, 255)
    assert decode(p.encode()) == p
    p.broadcast_area_success = None
    with pytest.raises(Malformed, match="broadcast_area_success"):
        p.encode()


def test_a_broadcast_is_taken_back() -> None:
    p = CancelBroadcastSm(service_type="CBS", message_id="0A1B", broadcast_content_type=CONTENT)
    assert p.encode()[16:] == b"CBS\0" + b"0A1B\0" + b"\0\0\0" + bytes.fromhex("0601 0003 010033")
    assert decode(p.encode()) == p
    assert len(CancelBroadcastSmResp().encode()) == 16
