"""Between ESMEs, a message_payload too long for any number of parts passes whole, with its octets as they came."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.data_sm import DataSm
from pdu.operations.replace_sm import ReplaceSm
from pdu.text import udh
from pdu.values import EsmClass, MessageState
from smsc.centre.wishes import DeliverWith, LongMessages, Wishes
from tests.smsc.centre.conversation import NUMBER, Conversation

MOST = 65_535
SEPTETS = 255 * 153  # as many as 255 parts hold
HEADER = b"\x06\x05\x04\x0b\x84\x23\xf0"  # application ports


@pytest.mark.parametrize(
    ("data_coding", "payload", "esm_class"),
    [
        (0, b"a" * (SEPTETS + 1), 0),
        (0, b"a" * MOST, 0),
        (3, b"\xe9" * MOST, 0),
        (4, bytes(range(255)) * 257, 0),
        (8, "Д".encode("utf-16-be") * (MOST // 2), 0),
        (4, HEADER + b"x" * (MOST - len(HEADER)), EsmClass.UDHI),
    ],
)
@pytest.mark.parametrize("long_messages", LongMessages)
def test_a_payload_that_is_too_long_for_parts_is_handed_over_as_it_came(
    long_messages: LongMessages, data_coding: int, payload: bytes, esm_class: int
) -> None:
    talk = Conversation("bank", "shop", wishes={"shop": Wishes(long_messages=long_messages)})
    given: dict[str, Any] = {"short_message": b"", "data_coding": data_coding, "esm_class": esm_class}
    message_id = talk.submits("", to="7001", message_payload=payload, **given)
    [pdu] = talk.deliver_sms("shop")
    assert (pdu.message_payload, pdu.short_message) == (payload, b"")
    assert (pdu.data_coding, pdu.esm_class) == (data_coding, esm_class)
    assert talk.message(message_id).state is MessageState.DELIVERED
    assert talk.told() == ["DELIVRD 000"]


# Ports and places, which an ESME may write into TLVs and which stand in a header on the air


@pytest.mark.parametrize("long_messages", LongMessages)
@pytest.mark.parametrize(
    ("text", "sar"),
    [
        (b"Hello", {}),
        (b"x" * 200, {}),
        (b"Hello", {"sar_msg_ref_num": 7, "sar_total_segments": 2, "sar_segment_seqnum": 1}),
    ],
)
def test_no_port_and_no_place_is_in_tlvs_beside_a_header(
    long_messages: LongMessages, text: bytes, sar: dict[str, Any]
) -> None:
    talk = Conversation("bank", "shop", wishes={"shop": Wishes(long_messages=long_messages)})
    talk.submits("", to="7001", message_payload=text, dest_port=5000, **sar)
    delivered = talk.deliver_sms("shop")
    assert delivered
    for pdu in delivered:
        tlvs = (pdu.dest_port, pdu.source_port, pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum)
        assert not pdu.esm_class & EsmClass.UDHI or tlvs == (None,) * 5


def test_ports_that_an_esme_wrote_into_tlvs_reach_another_in_tlvs_where_no_header_is_needed() -> None:
    for long_messages in (LongMessages.PARTS, LongMessages.SAR, LongMessages.JOINED):
        talk = Conversation("bank", "shop", wishes={"shop": Wishes(long_messages=long_messages)})
        talk.submits("Hello", to="7001", dest_port=5000)
        talk.submits("", to="7001", message_payload=b"x" * 200, dest_port=5000)
        short, *long = talk.deliver_sms("shop")
        assert len(long) == (1 if long_messages is LongMessages.JOINED else 2)
        assert (short.esm_class, short.short_message, short.dest_port, short.source_port) == (0, b"Hello", 5000, None)
        for pdu in long:
            if long_messages is LongMessages.PARTS:
                header, _ = udh.split(pdu.short_message)
                assert udh.ApplicationPort16(5000, 0) in udh.decode(header)
            else:
                assert (pdu.esm_class, pdu.dest_port, pdu.source_port) == (0, 5000, None)


def test_as_data_sm_it_is_whole_as_well() -> None:
    talk = Conversation("bank", "shop", wishes={"shop": Wishes(deliver_with=DeliverWith.DATA_SM)})
    talk.submits("", to="7001", short_message=b"", message_payload=b"a" * MOST)
    [pdu] = [pdu for pdu in talk.lines["shop"].heard if isinstance(pdu, DataSm)]
    assert pdu.message_payload == b"a" * MOST


def test_one_that_parts_hold_is_in_parts_unless_otherwise_wished() -> None:
    talk = Conversation("bank", "shop")
    talk.submits("", to="7001", short_message=b"", message_payload=b"a" * SEPTETS)
    assert len(talk.deliver_sms("shop")) == 255


def test_a_message_that_waits_can_be_replaced_by_a_payload_that_is_too_long_for_parts() -> None:
    talk = Conversation()
    message_id = talk.submits(to="7001")
    long = ReplaceSm(message_id, source_addr="7000", message_payload=b"a" * MOST)
    assert talk.asks(long).command_status == CommandStatus.ESME_ROK
    talk.bind("shop")
    [pdu] = talk.deliver_sms("shop")
    assert pdu.message_payload == b"a" * MOST


def test_no_handset_can_have_it() -> None:
    given = {"short_message": b"", "message_payload": b"a" * (SEPTETS + 1)}
    assert Conversation().status(**given, destination_addr=NUMBER) == CommandStatus.ESME_RINVMSGLEN


def test_what_is_not_of_its_data_coding_is_refused_whoever_it_is_for() -> None:
    given = {"short_message": b"", "message_payload": b"\x80" * MOST}
    assert Conversation().status(**given, destination_addr="7001") == CommandStatus.ESME_RINVDCS
