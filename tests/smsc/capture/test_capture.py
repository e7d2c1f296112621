"""A capture as a file: names, comments, passwords, and what has no octets."""

from pathlib import Path

import pytest

from pdu.command_status import CommandStatus
from pdu.gsm.bssmap import Paging
from pdu.gsm.location import LocationAreaIdentification
from pdu.operations.bind import BindReceiver, BindTransceiver, BindTransceiverResp
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.outbind import Outbind
from pdu.operations.submit_sm import SubmitSm
from pdu.pcap import pdus
from smsc.capture import CaptureError
from smsc.capture.capture import Capture
from smsc.capture.file import capturing
from smsc.capture.places import of_world
from smsc.config import WorldConfig, load
from smsc.network.acts import SwitchesOff
from smsc.trace.trace import Record
from smsc.world.world import World
from tests.dissected import dissected
from tests.smsc.capture.packets import captured, said
from tests.smsc.conftest import Reported

LONG = SubmitSm(destination_addr="447700900123", tlvs=((0x0424, b"x" * 65535),))


def test_a_password_is_in_no_capture() -> None:
    bind = BindTransceiver("bank", "secret")
    octets = captured(said(bind, "bank sc"))
    assert b"secret" not in octets
    assert b"***" in octets
    assert bind.password == "secret"


def test_sessions_have_connections_of_their_own_and_long_pdus_several_segments() -> None:
    octets = captured(
        said(EnquireLink(sequence_number=1), "bank sc", 1),
        said(EnquireLink(sequence_number=1), "bank sc", 2),
        said(LONG, "bank sc", 1),
        said(EnquireLink(sequence_number=9), "sc bank", 1),
    )
    found = list(pdus(octets))
    assert [len(pdu.octets) for pdu in found] == [16, 16, len(LONG.encode()), 16]
    assert {pdu.source for pdu in found} == {"10.0.0.1:49152", "10.0.0.1:49153", "10.16.0.1:2775"}
    assert [packet.complaints for packet in dissected(octets)] == [()] * 5


def test_no_two_sessions_have_the_same_ports_however_many_there_are() -> None:
    """What comes on the ports of an earlier connection, with its numbers, is a retransmission to Wireshark."""
    dynamic_ports = 16384
    numbers = (1, 1 + dynamic_ports, *range(20_000, 20_000 + dynamic_ports))
    octets = captured(*(said(EnquireLink(sequence_number=1), "bank sc", number) for number in numbers))
    sources = {pdu.source for pdu in pdus(octets)}
    assert len(sources) == len(numbers)
    assert not any(source.endswith(":57000") for source in sources), "which Wireshark takes for IRC"


def test_a_session_stays_the_same_connection_when_it_is_known_whose_it_is() -> None:
    bind, refused = (
        BindTransceiver("somebody", "secret"),
        BindTransceiverResp(command_status=CommandStatus.ESME_RINVSYSID),
    )
    records = (
        said(bind, "127.0.0.1:5555 sc"),
        said(refused, "sc 127.0.0.1:5555"),
        said(BindTransceiver("bank", "secret"), "bank sc"),
        said(BindTransceiverResp(), "sc bank"),
    )
    ways = [(pdu.source, pdu.destination) for pdu in pdus(captured(*records))]
    assert len(set(ways)) == 2
    assert ways[:2] == ways[2:]


def test_a_service_centre_calls_where_it_says_outbind() -> None:
    records = (said(Outbind("mini-smsc"), "sc bank"), said(BindReceiver("bank", "secret"), "bank sc"))
    assert [(pdu.source, pdu.destination) for pdu in pdus(captured(*records))] == [
        ("10.16.0.1:49152", "10.0.0.1:2775"),
        ("10.0.0.1:2775", "10.16.0.1:49152"),
    ]


def test_a_file_begins_with_the_point_codes_of_its_world() -> None:
    blocks: list[bytes] = []
    Capture(of_world(World(load(None), 0.0)), blocks.append)
    assert b"Point codes: 1 sc, 2 hlr, 3 msc1, 4 bss1, 5 msc2, 6 bss2" in b"".join(blocks)
    assert b"Point codes" not in captured()


def test_what_happens_between_packets_is_told_by_the_next() -> None:
    off = Record(1.0, "", "ms1", SwitchesOff())
    [packet] = dissected(captured(off, said(EnquireLink(sequence_number=1), "bank sc")))
    assert packet.comments == ("ms1           switches off", "bank -> sc    enquire_link")
    assert (packet.source, packet.destination) == ("bank", "sc")


def test_what_has_no_octets_is_told_by_the_next_packet() -> None:
    paging = Paging("no imsi", (LocationAreaIdentification("234", "15", 1),))
    [packet] = dissected(captured(said(paging, "msc1 bss1"), said(EnquireLink(sequence_number=1), "bank sc")))
    assert packet.comments[0].startswith('msc1 -> bss1  PAGING imsi="no imsi"')
    assert "is no packet: imsi" in packet.comments[0]


def test_a_file_is_whole_after_every_record(tmp_path: Path) -> None:
    world = World(load(None), 0.0)
    file = tmp_path / "new" / "a.pcapng"
    with capturing(file) as begin:
        add = begin(world)
        assert list(pdus(file.read_bytes())) == []
        add(said(EnquireLink(sequence_number=1), "bank sc"))
        assert len(list(pdus(file.read_bytes()))) == 1


def test_where_there_can_be_no_file_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CaptureError, match=r"b\.pcapng: can't be written"), capturing(tmp_path / "file" / "b.pcapng"):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_ends_the_capture_is_reported_once_and_is_nothing_else(
    reported: Reported,
) -> None:
    config: WorldConfig = load(None)
    with capturing(Path("/dev/full")) as begin:
        add = begin(World(config, 0.0))
        for _ in range(2):
            add(said(EnquireLink(sequence_number=1), "bank sc"))
    assert [(entry["event"], entry["file"], entry["why"]) for entry in reported] == [
        ("capture ended", "/dev/full", "No space left on device")
    ]
