"""query_sm, cancel_sm, replace_sm, alert_notification and the bare PDUs, octet by octet."""

import pytest

from pdu import (
    AlertNotification,
    CancelSm,
    CancelSmResp,
    CommandStatus,
    EnquireLinkResp,
    GenericNack,
    Malformed,
    MessageState,
    QuerySm,
    QuerySmResp,
    ReplaceSm,
    ReplaceSmResp,
    Unbind,
    UnbindResp,
    decode,
)
from pdu.header import Pdu
from pdu.table import parameters


def test_query_sm_asks_by_message_id_and_source() -> None:
    octets = bytes.fromhex("0000001c 00000003 00000000 00000001 3041314200 01 01 3434373700")
    p = QuerySm(message_id="0A1B", source_addr_ton=1, source_addr_npi=1, source_addr="4477", sequence_number=1)
    assert p.encode() == octets
    assert decode(octets) == p


def test_query_sm_resp_has_four_octets_even_when_empty() -> None:
    assert QuerySmResp(sequence_number=1).encode() == bytes.fromhex("00000014 80000003 00000000 00000001 00 00 07 00")
    with pytest.raises(Malformed) as error:
        decode(bytes.fromhex("00000013 80000003 00000000 00000001 00 00 00"))
    assert (error.value.field, error.value.command_status) == ("error_code", CommandStatus.ESME_RINVCMDLEN)


def test_query_sm_resp_tells_state_and_time() -> None:
    p = QuerySmResp(
        message_id="0A1B", final_date="241121093000000+", message_state=MessageState.DELIVERED, error_code=0
    )
    assert p.encode()[16:] == b"0A1B\0" + b"241121093000000+\0" + b"\x02\0"
    assert decode(p.encode()) == p


def test_cancel_sm_takes_back_one_message_or_all_between_two_addresses() -> None:
    p = CancelSm(service_type="CMT", source_addr="bank", source_addr_ton=5, destination_addr="4477")
    assert p.encode()[16:] == b"CMT\0" + b"\0" + b"\x05\0bank\0" + b"\0\x004477\0"
    assert decode(p.encode()) == p


def test_replace_sm_has_no_data_coding() -> None:
    assert [row.name for row in parameters(ReplaceSm)] == [
        "message_id",
        "source_addr_ton",
        "source_addr_npi",
        "source_addr",
        "schedule_delivery_time",
        "validity_period",
        "registered_delivery",
        "sm_default_msg_id",
        "short_message",
    ]
    p = ReplaceSm(message_id="0A1B", registered_delivery=1, short_message=b"Hi")
    assert p.encode()[16:] == b"0A1B\0" + b"\0\0\0" + b"\0\0" + b"\1\0" + b"\2Hi"
    assert decode(p.encode()) == p


def test_alert_notification_s_addresses_allow_65_octets() -> None:
    p = AlertNotification(source_addr="1" * 64, esme_addr="2" * 64, ms_availability_status=0)
    body = b"\0\0" + b"1" * 64 + b"\0" + b"\0\0" + b"2" * 64 + b"\0" + bytes.fromhex("0422 0001 00")
    assert p.encode()[16:] == body
    assert decode(p.encode()) == p
    p.esme_addr += "2"
    with pytest.raises(Malformed, match="esme_addr"):
        p.encode()


@pytest.mark.parametrize("p", [CancelSmResp(), ReplaceSmResp(), Unbind(), UnbindResp(), EnquireLinkResp()])
def test_the_others_are_a_header_alone(p: Pdu) -> None:
    assert len(p.encode()) == 16
    assert decode(p.encode()) == p


@pytest.mark.parametrize("cls", [CancelSmResp, ReplaceSmResp, UnbindResp, EnquireLinkResp, QuerySmResp])
def test_any_response_of_v5_0_may_tell_of_congestion(cls: type[UnbindResp]) -> None:
    p = cls(congestion_state=99)
    assert p.encode()[-5:] == bytes.fromhex("0428 0001 63")
    assert decode(p.encode()) == p


def test_generic_nack_gives_the_status_and_the_number_back() -> None:
    octets = bytes.fromhex("00000010 80000000 00000003 ffffffff")
    p = GenericNack(command_status=CommandStatus.ESME_RINVCMDID, sequence_number=0xFFFFFFFF)
    assert p.encode() == octets
    assert decode(octets) == p
