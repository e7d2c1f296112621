"""The operations that only v3.3 has, octet by octet."""

from pdu import (
    DistributionList,
    ParamRetrieve,
    ParamRetrieveResp,
    QueryLastMsgs,
    QueryLastMsgsResp,
    QueryMsgDetails,
    QueryMsgDetailsResp,
    SmeAddress,
    decode,
)


def test_query_last_msgs_asks_for_a_number_of_messages_of_an_address() -> None:
    octets = bytes.fromhex("00000018 00000023 00000000 00000001 01 01 3434373700 05")
    p = QueryLastMsgs(source_addr_ton=1, source_addr_npi=1, source_addr="4477", number_of_msgs=5, sequence_number=1)
    assert p.encode() == octets
    assert decode(octets) == p


def test_query_last_msgs_resp_lists_message_ids() -> None:
    octets = bytes.fromhex("0000001b 80000023 00000000 00000001 02 3041314200 3041314300")
    p = QueryLastMsgsResp(message_id=("0A1B", "0A1C"), sequence_number=1)
    assert p.encode() == octets
    assert decode(octets) == p


def test_query_msg_details_asks_for_a_part_of_the_text() -> None:
    octets = bytes.fromhex("0000001d 00000024 00000000 00000001 3041314200 01 01 3434373700 14")
    p = QueryMsgDetails(
        message_id="0A1B", source_addr_ton=1, source_addr_npi=1, source_addr="4477", sm_length=20, sequence_number=1
    )
    assert p.encode() == octets
    assert decode(octets) == p


def test_query_msg_details_resp_tells_all() -> None:
    p = QueryMsgDetailsResp(
        service_type="CMT",
        source_addr="4477",
        dest_address=(SmeAddress(1, 1, "4478"), DistributionList("friends")),
        short_message=b"Hi",
        message_id="0A1B",
        message_state=2,
    )
    assert p.encode()[16:] == (
        b"CMT\0"  # service_type
        b"\0\x004477\0"  # source_addr_ton, source_addr_npi, source_addr
        b"\x02"  # number_of_dests
        b"\x01\x01\x014478\0"
        b"\x02friends\0"
        b"\0\0"  # protocol_id, priority_flag
        b"\0\0"  # schedule_delivery_time, validity_period
        b"\0\0"  # registered_delivery, data_coding
        b"\x02Hi"  # sm_length, short_message
        b"0A1B\0"  # message_id
        b"\0\x02\0"  # final_date, message_state, error_code
    )
    assert decode(p.encode()) == p


def test_param_retrieve_asks_for_a_value_by_its_name() -> None:
    assert ParamRetrieve(param_name="version").encode()[16:] == b"version\0"
    assert ParamRetrieveResp(param_value="3.3").encode()[16:] == b"3.3\0"
    p = ParamRetrieveResp(param_value="x" * 100)
    assert decode(p.encode()) == p
