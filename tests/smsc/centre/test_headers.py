"""SAR segments, ports and the ESME's own headers: a handset gets one message again."""

from typing import Any

import pytest
from hypothesis import given, settings

from pdu import tlv
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.tp import SmsDeliver
from pdu.text import gsm7, udh
from pdu.text.reassembly import Assembled, Reassembly
from pdu.text.user_data import joined
from pdu.values import EsmClass
from smsc.centre.headers import elements
from tests.smsc.centre.conversation import NUMBER, Conversation
from tests.texts import texts


def shown(delivers: list[SmsDeliver], data_coding: int = 0) -> str:
    """Put the parts together as a handset does."""
    reassembly: Reassembly[bytes] = Reassembly(60)
    for deliver in delivers:
        place = udh.concatenation(deliver.user_data_header)
        assert place is not None
        for event in reassembly.receive("", place, deliver.tp_udh + deliver.tp_ud, 0):
            assert isinstance(event, Assembled)
            return joined(event.parts, data_coding, udhi=True)
    raise AssertionError("not all parts")


def sar(talk: Conversation, sequence: int, text: str, *, total: int = 2, reference: int = 7, **more: Any) -> str:
    place: dict[str, Any] = {"sar_msg_ref_num": reference, "sar_total_segments": total, "sar_segment_seqnum": sequence}
    return talk.submits(text, **place, **more)


def test_segments_arrive_as_concatenated_messages() -> None:
    talk = Conversation()
    sar(talk, 1, "x" * 153)
    sar(talk, 2, "and more")
    assert [deliver.tp_udh for deliver in talk.delivered()] == [b"\5\0\3\7\2\1", b"\5\0\3\7\2\2"]
    assert shown(talk.delivered()) == "x" * 153 + "and more"


def test_a_reference_of_16_bits_is_cut_to_the_8_of_the_header() -> None:
    talk = Conversation()
    sar(talk, 1, "one", reference=0x1234)
    [deliver] = talk.delivered()
    assert deliver.user_data_header == (udh.Concatenation8(0x34, 2, 1),)


def test_the_only_segment_needs_no_header() -> None:
    talk = Conversation()
    sar(talk, 1, "all", total=1)
    [deliver] = talk.delivered()
    assert deliver.tp_udh == b""


@pytest.mark.parametrize(
    "octets",
    [
        "020c 0002 0007",  # sar_msg_ref_num 7
        "020e 0001 02  020f 0001 01",  # sar_total_segments 2, sar_segment_seqnum 1
        "020c 0002 0007  020f 0001 00",  # sar_msg_ref_num 7, sar_segment_seqnum 0
    ],
)
def test_some_of_the_three_without_the_others_are_ignored(octets: str) -> None:
    talk = Conversation()
    talk.submits("Hello", tlvs=tlv.decode(bytes.fromhex(octets), 0))
    [deliver] = talk.delivered()
    assert deliver.tp_udh == b""


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        (
            {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 3},
            CommandStatus.ESME_RINVTLVVAL,
        ),
        (
            {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 0},
            CommandStatus.ESME_RINVTLVVAL,
        ),
        (
            {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 1, "short_message": b"x" * 154},
            CommandStatus.ESME_RINVMSGLEN,
        ),
    ],
)
def test_a_segment_that_can_not_be_is_refused(parameters: dict[str, Any], status: int) -> None:
    assert Conversation().status(**parameters) == status


def test_ports_stand_in_the_header() -> None:
    talk = Conversation()
    talk.submits("Hello", dest_port=5000, source_port=6000)
    [deliver] = talk.delivered()
    assert deliver.user_data_header == (udh.ApplicationPort16(5000, 6000),)


@pytest.mark.parametrize(
    ("port", "header"),
    [({"dest_port": 5000}, udh.ApplicationPort16(5000, 0)), ({"source_port": 6000}, udh.ApplicationPort16(0, 6000))],
)
def test_a_port_alone_leaves_the_other_0(port: dict[str, Any], header: udh.ApplicationPort16) -> None:
    talk = Conversation()
    talk.submits("Hello", **port)
    [deliver] = talk.delivered()
    assert deliver.user_data_header == (header,)


def test_ports_stand_in_the_header_of_every_part() -> None:
    talk = Conversation()
    talk.submits("x" * 300, dest_port=5000)
    assert [deliver.user_data_header[1] for deliver in talk.delivered()] == [udh.ApplicationPort16(5000, 0)] * 3
    assert shown(talk.delivered()) == "x" * 300


def test_ports_and_segments_go_together() -> None:
    talk = Conversation()
    sar(talk, 1, "one", dest_port=5000)
    [deliver] = talk.delivered()
    assert deliver.user_data_header == (udh.ApplicationPort16(5000, 0), udh.Concatenation8(7, 2, 1))


PORT: dict[str, Any] = {"source_port": 6000}
PORTS: dict[str, Any] = {"dest_port": 5000, "source_port": 6000}
SAR: dict[str, Any] = {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 1}


@pytest.mark.parametrize("header", [b"\6\5\4\0\5\0\6", b"\5\0\3\1\2\1", b"\3\x70\1\xaa", b"\0"])
@pytest.mark.parametrize("tlvs", [PORT, PORTS, SAR, PORTS | SAR])
@pytest.mark.parametrize("to", [NUMBER, "7001"])
def test_neither_ports_nor_a_place_may_be_in_tlvs_beside_a_header(header: bytes, tlvs: dict[str, Any], to: str) -> None:
    talk = Conversation()
    for user_data in (
        {"short_message": header + b"one"},
        {"short_message": b"", "message_payload": header + b"x" * 60_000},
    ):
        status = talk.status(destination_addr=to, esm_class=EsmClass.UDHI, **user_data, **tlvs)
        assert status == CommandStatus.ESME_RTLVNOTALLWD


@pytest.mark.parametrize(
    ("parameters", "what"),
    [
        (PORT | {"esm_class": EsmClass.UDHI}, "source_port: expected no UDHI in esm_class.*, found 0x40"),
        (PORTS | {"esm_class": EsmClass.UDHI}, "dest_port: expected no UDHI in esm_class.*, found 0x40"),
        (SAR | {"esm_class": EsmClass.UDHI}, "sar_msg_ref_num: expected no UDHI in esm_class.*, found 0x40"),
        (SAR | {"sar_segment_seqnum": 3}, "sar_segment_seqnum: expected a segment of 1 to 2, found 3"),
    ],
)
def test_the_tlv_that_is_refused_is_named(parameters: dict[str, Any], what: str) -> None:
    with pytest.raises(Malformed, match=what):
        elements(SubmitSm(**parameters))


def test_the_only_segment_may_have_a_header_as_its_tlvs_say_nothing() -> None:
    only = SAR | {"sar_total_segments": 1}
    given: dict[str, Any] = {"esm_class": EsmClass.UDHI, "short_message": b"\6\5\4\0\5\0\6one"}
    assert Conversation().status(**given, **only) == CommandStatus.ESME_ROK


def test_a_long_message_with_a_header_of_its_own_is_cut_and_each_part_has_it() -> None:
    talk = Conversation()
    header = udh.encode((udh.ApplicationPort16(5000, 6000),))
    assert talk.status(esm_class=EsmClass.UDHI, short_message=b"", message_payload=header + b"x" * 300) == 0
    assert all(udh.ApplicationPort16(5000, 6000) in deliver.user_data_header for deliver in talk.delivered())
    assert shown(talk.delivered()) == "x" * 300


def test_a_part_that_does_not_fit_is_refused_as_it_can_not_be_cut_again() -> None:
    header = udh.encode((udh.Concatenation8(1, 2, 1),))
    status = Conversation().status(esm_class=EsmClass.UDHI, short_message=header + b"x" * 200)
    assert status == CommandStatus.ESME_RINVMSGLEN


def test_a_long_message_for_the_screen_alone_is_cut_as_well() -> None:
    talk = Conversation()
    talk.submits("x" * 200, data_coding=0xF0)
    assert [(deliver.tp_dcs, len(deliver.tp_ud)) for deliver in talk.delivered()] == [(0xF0, 153), (0xF0, 47)]


@pytest.mark.parametrize(
    ("data_coding", "most"),
    [(0, 255 * 153), (8, 255 * 134), (4, 255 * 134)],
)
def test_255_parts_are_the_most_that_a_handset_can_put_together(data_coding: int, most: int) -> None:
    talk = Conversation()
    payload = b"\0x" * (most // 2 + 2)
    given: dict[str, Any] = {"short_message": b"", "data_coding": data_coding}
    assert talk.status(**given, message_payload=payload[: most // 2 * 2]) == CommandStatus.ESME_ROK
    assert len(talk.delivered()) == 255
    assert talk.status(**given, message_payload=payload) == CommandStatus.ESME_RINVMSGLEN


@settings(max_examples=25, deadline=None)
@given(texts("abc {}€äß\n", 1500, 1))
def test_any_text_in_message_payload_is_shown_as_it_was_written(text: str) -> None:
    talk = Conversation()
    talk.status(short_message=b"", message_payload=gsm7.encode(text))
    delivers = talk.delivered()
    assert (delivers[0].text if len(delivers) == 1 else shown(delivers)) == text
