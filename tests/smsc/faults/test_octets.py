"""Faults at stage smpp in the octets of a response: in two writes, in one write with the next, or malformed."""

import pytest

from pdu.codec import FrameError, Frames, decode
from pdu.header import Pdu, Response
from pdu.malformed import Malformed
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.submit_sm import SubmitSmResp
from smsc.faults.malformed import KINDS
from tests.smsc.faults.story import goes_wrong
from tests.smsc.faults.writes import Writes
from tests.smsc.smpp.centre import Centre, to_phone


def responses(*numbers: int) -> list[bytes]:
    """Encode the responses to submissions; the n-th has the n-th message_id."""
    return [SubmitSmResp(f"{place:08X}", sequence_number=number).encode() for place, number in enumerate(numbers, 1)]


# In pieces


@pytest.mark.parametrize("octet", [1, 4, 15, 16, 24])
def test_a_response_is_split_and_its_rest_comes_in_a_write_of_its_own(octet: int) -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", split=octet)
    peer.asks(to_phone())
    [whole] = responses(2)
    assert peer.writes == [whole[:octet]]
    peer.waits(1)
    assert peer.writes == [whole[:octet], whole[octet:]]


def test_nothing_comes_between_the_pieces() -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", split=10, every=2)
    peer.asks(to_phone(), to_phone(), to_phone())
    peer.asks(EnquireLink())
    first, second, third = responses(2, 3, 4)
    assert peer.writes == [first + second[:10]]
    peer.waits(1)
    assert peer.writes[1].startswith(second[10:] + third)
    assert len(peer.writes) == 2


def test_every_response_of_a_read_is_split() -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", split=7)
    peer.asks(to_phone(), to_phone())
    for _ in range(3):
        peer.waits(1)
    first, second = responses(2, 3)
    assert peer.writes == [first[:7], first[7:] + second[:7], second[7:]]


def test_a_pdu_that_is_shorter_is_split_before_its_last_octet() -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", split=1000)
    peer.asks(to_phone())
    peer.waits(1)
    [whole] = responses(2)
    assert peer.writes == [whole[:-1], whole[-1:]]


def test_what_is_held_back_of_a_pdu_is_written_before_the_end_of_the_session() -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", split=10)
    peer.asks(to_phone())
    peer.close()
    peer.waits(1)
    assert b"".join(peer.writes) == responses(2)[0]


def test_two_responses_to_two_reads_are_glued_into_one_write() -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", glue=True)
    peer.asks(to_phone())
    assert peer.writes == []
    peer.asks(to_phone())
    assert peer.writes == [b"".join(responses(2, 3))]


def test_a_response_that_is_to_be_glued_and_has_no_other_comes_a_while_later() -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", glue=True)
    peer.asks(to_phone())
    peer.waits(4)
    assert peer.writes == []
    peer.waits(2)
    assert peer.writes == responses(2)


# Not as they should be

HEADER = "80000004 00000000 00000002"  # command_id, command_status, sequence_number
ID = "3030303030303031 00"  # message_id 00000001
MALFORMED = {
    "command_length_15": f"0000000f {HEADER} {ID}",
    "command_length_huge": f"7fffffff {HEADER} {ID}",
    "command_length_less": f"00000018 {HEADER} {ID}",
    "command_length_more": f"0000001a {HEADER} {ID}",
    "command_id": f"00000019 800000ff 00000000 00000002 {ID}",
    "sequence_number": f"00000019 80000004 00000000 ffffffff {ID}",
    "no_nul": f"00000019 {HEADER} 3030303030303031 41",
    "no_body": f"00000010 {HEADER}",
    "tlv_past_end": f"0000001e {HEADER} {ID} 0424 ffff 00",
    "stray_octet": f"0000001a {HEADER} {ID} 00",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_octets_of_a_response_are_as_wrong_as_is_chosen(kind: str) -> None:
    centre = Centre()
    peer = Writes(centre)
    goes_wrong(centre, "smpp", malformed=kind, times=1)
    peer.asks(to_phone())
    peer.asks(to_phone())
    assert peer.writes[0] == bytes.fromhex(MALFORMED[kind])
    assert peer.writes[1] == responses(2, 3)[1]


def test_no_kind_is_a_response_that_could_be_right() -> None:
    [good] = responses(2)
    for kind, spoil in KINDS.items():
        frames = Frames()
        whole, broken = frames.cut(spoil(good))
        if broken is None and whole and not len(frames):
            try:
                pdu = decode(whole[0])
            except Malformed:
                continue
            assert (pdu.command_id, pdu.sequence_number) != (0x80000004, 2) or pdu != decode(good), kind
        else:
            assert isinstance(broken, FrameError) or len(frames), kind


@pytest.mark.parametrize("pdu", [SubmitSmResp("1"), DeliverSm()])
def test_a_pdu_with_a_command_id_that_no_version_has_is_a_request_or_a_response_as_before(pdu: Pdu) -> None:
    octets = pdu.encode()
    wrong = KINDS["command_id"](octets)
    assert (wrong[:4], wrong[8:]) == (octets[:4], octets[8:])
    assert wrong[4:8] == (bytes.fromhex("80 0000 ff") if isinstance(pdu, Response) else bytes.fromhex("00 0000 ff"))


def test_who_looks_on_sees_the_octets_that_are_written() -> None:
    centre = Centre()
    seen: list[str] = []
    centre.world.trace.follow(lambda record: seen.append(str(record)))
    peer = Writes(centre)
    goes_wrong(centre, "smpp", malformed="no_body", times=1)
    peer.asks(to_phone())
    assert any(row.startswith("sc   -> bank  unknown ESME_ROK command_id=0x80000004 body=0x") for row in seen)
    assert not any("submit_sm_resp" in row for row in seen)
    peer.asks(to_phone())
    assert any("submit_sm_resp ESME_ROK message_id=00000002" in row for row in seen)
