"""submit_sm, deliver_sm, data_sm and submit_multi, octet by octet."""

import pytest

from pdu import (
    CommandStatus,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    DistributionList,
    EsmClass,
    Malformed,
    MessageState,
    SmeAddress,
    SubmitMulti,
    SubmitMultiResp,
    SubmitSm,
    SubmitSmResp,
    UnsuccessSme,
    decode,
)


def test_a_receipt_tells_message_and_state_in_tlvs() -> None:
    octets = bytes.fromhex(
        "0000004a 00000005 00000000 00000003"  # deliver_sm
        "00"  # service_type
        "01 01 34343737303039303031323300"  # source_addr_ton, source_addr_npi, source_addr
        "05 00 62616e6b00"  # dest_addr_ton, dest_addr_npi, destination_addr "bank"
        "04"  # esm_class: MC delivery receipt
        "00 00 00 00 00 00 00 00"  # protocol_id ... sm_default_msg_id
        "00"  # sm_length
        "001e 0009 304131423243334400"  # receipted_message_id "0A1B2C3D"
        "0427 0001 02"  # message_state DELIVERED
        "0423 0003 030000"  # network_error_code GSM, 0
    )
    p = DeliverSm(
        source_addr_ton=1,
        source_addr_npi=1,
        source_addr="447700900123",
        dest_addr_ton=5,
        destination_addr="bank",
        esm_class=EsmClass.MC_DELIVERY_RECEIPT,
        sequence_number=3,
        receipted_message_id="0A1B2C3D",
        message_state=MessageState.DELIVERED,
        network_error_code=b"\3\0\0",
    )
    assert p.encode() == octets
    assert decode(octets) == p


def test_deliver_sm_resp_has_an_empty_message_id() -> None:
    assert DeliverSmResp(sequence_number=3).encode() == bytes.fromhex("00000011 80000005 00000000 00000003 00")


def test_submit_sm_resp_gives_the_message_id() -> None:
    octets = bytes.fromhex("00000019 80000004 00000000 00000002 3041314232433344 00")
    assert SubmitSmResp(message_id="0A1B2C3D", sequence_number=2).encode() == octets


def test_data_sm_has_no_short_message_and_its_addresses_allow_65_octets() -> None:
    p = DataSm(source_addr="1" * 64, destination_addr="2" * 64, message_payload=b"Hello")
    body = p.encode()[16:]
    assert body == (
        b"\0"  # service_type
        b"\0\0"
        + b"1" * 64
        + b"\0"  # source_addr
        + b"\0\0"
        + b"2" * 64
        + b"\0"  # destination_addr
        + b"\0\0\0"  # esm_class, registered_delivery, data_coding
        + bytes.fromhex("0424 0005")
        + b"Hello"
    )
    assert decode(p.encode()) == p
    p.source_addr = "1" * 65
    with pytest.raises(Malformed, match="source_addr"):
        p.encode()


def test_submit_sm_s_addresses_allow_21_octets() -> None:
    assert decode(SubmitSm(source_addr="1" * 20).encode()) == SubmitSm(source_addr="1" * 20)
    with pytest.raises(Malformed, match="destination_addr"):
        SubmitSm(destination_addr="1" * 21).encode()


def test_data_sm_carries_what_either_direction_may() -> None:
    p = DataSm(message_state=2, receipted_message_id="0A1B", set_dpf=1, message_payload=b"")
    assert decode(p.encode()) == p
    assert decode(DataSmResp(message_id="1", dpf_result=1).encode()) == DataSmResp(message_id="1", dpf_result=1)


def test_submit_multi_has_addresses_and_lists() -> None:
    octets = bytes.fromhex(
        "00000032 00000021 00000000 00000004"  # submit_multi
        "00"  # service_type
        "00 00 00"  # source_addr_ton, source_addr_npi, source_addr
        "02"  # number_of_dests
        "01 01 01 3434373700"  # dest_flag, dest_addr_ton, dest_addr_npi, destination_addr
        "02 667269656e647300"  # dest_flag, dl_name "friends"
        "00 00 00"  # esm_class, protocol_id, priority_flag
        "00 00"  # schedule_delivery_time, validity_period
        "00 00 00 00"  # registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id
        "02 4869"  # sm_length, short_message
    )
    p = SubmitMulti(
        dest_address=(SmeAddress(1, 1, "4477"), DistributionList("friends")), short_message=b"Hi", sequence_number=4
    )
    assert p.encode() == octets
    assert decode(octets) == p


def test_submit_multi_needs_a_destination() -> None:
    with pytest.raises(Malformed, match="number_of_dests") as error:
        SubmitMulti().encode()
    assert error.value.command_status == CommandStatus.ESME_RINVNUMDESTS


def test_submit_multi_with_a_bad_dest_flag_is_refused_by_its_status() -> None:
    octets = bytearray(SubmitMulti(dest_address=(DistributionList("friends"),)).encode())
    octets[16 + 5] = 3
    with pytest.raises(Malformed) as error:
        decode(octets)
    assert (error.value.field, error.value.offset, error.value.command_status) == ("dest_flag", 21, 0x40)


def test_submit_multi_resp_tells_who_was_not_reached() -> None:
    octets = bytes.fromhex(
        "00000021 80000021 00000000 00000004"  # submit_multi_resp
        "3041314200"  # message_id "0A1B"
        "01"  # no_unsuccess
        "01 01 3434373700 0000000b"  # dest_addr_ton, dest_addr_npi, destination_addr, error_status_code
    )
    p = SubmitMultiResp(
        message_id="0A1B",
        unsuccess_sme=(UnsuccessSme(1, 1, "4477", CommandStatus.ESME_RINVDSTADR),),
        sequence_number=4,
    )
    assert p.encode() == octets
    assert decode(octets) == p
