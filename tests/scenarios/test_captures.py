"""The capture of every scenario, read by tshark: each layer is understood, and a text is the same on every link."""

import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from pdu.ladder import line, unquoted
from scenarios import FOLDER, built_in
from scenarios.player import Player
from scenarios.script import read
from smsc.capture.capture import Capture
from smsc.capture.places import of_world
from smsc.trace.trace import Follower, Record
from smsc.world.world import World
from tests.dissected import Dissected, dissected
from tests.oracle import tshark
from tests.readme import README

LAYERS = {
    # by interface: one of these is read in each packet that has a rung of the ladder
    "SMPP": {"smpp"},
    "C": {"gsm_map"},
    "D": {"gsm_map"},
    "E": {"gsm_map"},
    "A": {"gsm_a.bssmap", "gsm_a.dtap"},
    "Um": {"gsm_a.dtap", "gsm_a.ccch", "gsm_cbch"},
    "CBSP": {"cbsp"},
}
EXCEPTED = {
    " broadcast_sm ": "tshark 4.0 reads one octet of broadcast_rep_num, which has two, and loses its way",
    " CHANNEL REQUEST ": "tshark 4.0 has no dissector for the one octet of an access burst",
}


class Seen(NamedTuple):
    """A scenario: what was said in it, by whom, and the packets that tshark read."""

    records: list[Record]
    world: World
    packets: list[Dissected]

    def texts(self, interface: str) -> set[str]:
        return {text for packet in self.packets if packet.interface == interface for text in packet.texts}

    def acts(self, *names: str) -> list[tuple[str, str, str]]:
        """Find what people do and see: by whom, the text, and whom it is for."""
        found: list[tuple[str, str, str]] = []
        for record in self.records:
            said = line(record.message)
            if record.person and " ".join(said.words) in names:
                fields = {key: unquoted(value) for key, value in said.fields}
                found.append((record.origin or record.destination, fields["text"], fields.get("to", "")))
        return found


def captured(file: Path) -> tuple[bytes, list[Record], World]:
    blocks: list[bytes] = []
    records: list[Record] = []
    worlds: list[World] = []

    def begin(world: World) -> Follower:
        worlds.append(world)
        world.trace.follow(records.append)
        return Capture(of_world(world), blocks.append).add

    Player(read(file), capture=begin).play()
    return b"".join(blocks), records, worlds[0]


def excepted(packet: Dissected) -> bool:
    return any(name in f"{packet.comment} " for name in EXCEPTED)


@pytest.mark.parametrize("file", built_in(), ids=lambda file: file.stem)
def test_wireshark_reads_every_scenario(file: Path) -> None:
    octets, records, world = captured(file)
    seen = Seen(records, world, dissected(octets))
    every_layer_is_read(seen)
    the_comments_are_the_ladder(seen)
    everybody_has_a_name_or_a_point_code(seen)
    a_text_is_the_same_on_every_link(seen)


def every_layer_is_read(seen: Seen) -> None:
    assert [packet for packet in seen.packets if packet.complaints and not excepted(packet)] == []
    rungs = {str(record) for record in seen.records}
    for packet in seen.packets:
        if packet.comment in rungs and not excepted(packet):
            assert LAYERS[packet.interface] & {*packet.protocols}, packet
            assert (" SMS-" in packet.comment) <= ("gsm_sms" in packet.protocols), packet


def the_comments_are_the_ladder(seen: Seen) -> None:
    rungs = list(map(str, seen.records))
    told = [comment for packet in seen.packets for comment in packet.comments if comment in {*rungs}]
    assert told == rungs[: len(told)]
    assert all(record.person for record in seen.records[len(told) :]), "what people do last has no packet behind it"


def everybody_has_a_name_or_a_point_code(seen: Seen) -> None:
    rungs = {str(record) for record in seen.records}
    for packet in seen.packets:
        ss7 = packet.interface in ("C", "D", "E", "A")
        assert packet.source.isdecimal() == packet.destination.isdecimal() == ss7
        if packet.comment in rungs and packet.interface in ("SMPP", "CBSP"):
            assert packet.comment.split()[:3] == [packet.source, "->", packet.destination]


def a_text_is_the_same_on_every_link(seen: Seen) -> None:
    on_smpp, radio = seen.texts("SMPP"), seen.texts("A") & seen.texts("Um")
    on_radio = seen.texts("E") & radio
    written = seen.acts("sends text", "replies")
    for name, text, _ in seen.acts("shows"):
        assert text in on_smpp or text in [one for _, one, _ in written]
        if name in seen.world.phones:
            assert text in on_radio
        else:  # a stranger has intercepted it
            assert text in seen.texts("E") - radio
    numbers = {number for account in seen.world.config.account for number in account.addresses}
    for _, text, to in written:
        assert text in on_radio
        assert text in on_smpp or to not in numbers
    for _, text, _ in seen.acts("shows broadcast"):
        assert text in seen.texts("CBSP") & seen.texts("Um")


@pytest.mark.parametrize(
    ("filter_", "interfaces"),
    [
        ('frame.comment contains "Hello"', {"SMPP", "E", "A", "Um"}),
        ('e212.imsi == "234150000000001"', {"C", "E", "A", "Um"}),
    ],
)
def test_the_readme_tells_how_to_find_a_text_and_a_subscriber(filter_: str, interfaces: set[str]) -> None:
    assert f"`{filter_}`" in README
    octets, _, _ = captured(FOLDER / "submit_and_receipt.ladder")
    command = [tshark(), "-r", "-", "-Y", filter_, "-T", "fields", "-e", "frame.interface_name"]
    found = subprocess.run(command, input=octets, capture_output=True, check=True, timeout=60).stdout
    assert {*found.decode().split()} == interfaces


def test_a_capture_may_begin_anywhere() -> None:
    _, records, world = captured(FOLDER / "memory_full.ladder")
    # in the middle of a dialogue, and in the middle of a connection
    amid = {next(at for at, one in enumerate(records) if word in str(one)) for word in ("returnResultLast", "CP-DATA")}
    for first in range(1, len(records)):
        blocks: list[bytes] = []
        capture = Capture(of_world(world), blocks.append)
        for record in records[first:]:
            capture.add(record)
        if first in amid:
            every_layer_is_read(Seen(records, world, dissected(b"".join(blocks))))


def test_the_same_scenario_is_the_same_capture() -> None:
    file = FOLDER / "flash.ladder"
    assert captured(file)[0] == captured(file)[0]
