"""The support table: what it has whatever the tests did, and how it learns what they did."""

from collections.abc import Iterator
from itertools import zip_longest

import pytest

import esme
from pdu.command_id import CommandId
from pdu.matrix import Side
from pdu.operations.bind import BindTransmitter, BindTransmitterResp
from pdu.operations.query_sm import QuerySm
from pdu.session import Session
from pdu.tlv import TLVS, name_of
from pdu.values import InterfaceVersion
from tests.interop.centre import Centre
from tests.interop.pics import MISSING, PICS, ROOT, Recorder, watch, written

SC_INTERFACE_VERSION = 0x0210


def rows(text: str, heading: str) -> list[list[str]]:
    """Return the rows of one table."""
    table = text.partition(f"## {heading}\n\n")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_operation_and_every_tlv_has_its_row() -> None:
    text = PICS.read_text("utf-8")
    operations = [[f"0x{c:08X}", c.name] for c in CommandId]
    assert [row[:2] for row in rows(text, "Operations")] == operations, "python -m tests.interop.pics"
    own = [tag for tag in sorted(TLVS) if f"0x{tag:04X}" in text or tag < 0x1400]  # others' tests may register more
    tlvs = [[f"0x{tag:04X}", name_of(tag)] for tag in own]
    assert [row[:2] for row in rows(text, "TLVs")] == tlvs, "python -m tests.interop.pics"


def test_what_no_test_can_change_is_as_it_would_be_written_now() -> None:
    now, then = written(Recorder()), PICS.read_text("utf-8")
    for fresh, kept in zip_longest(rows(now, "Operations"), rows(then, "Operations")):
        assert fresh[:3] == kept[:3]
        assert [cell == "-" for cell in fresh[3:6]] == [cell == "-" for cell in kept[3:6]]


def test_every_yes_says_where_and_the_place_exists() -> None:
    text = PICS.read_text("utf-8")
    for row in (*rows(text, "Operations"), *rows(text, "TLVs")):
        places = [place.partition(" and ")[0] for place in row[-1].split(", ") if place]
        assert ("yes" in row) == bool(places)
        assert all((ROOT / "tests" / place).exists() for place in places)


def test_every_no_says_why() -> None:
    text = PICS.read_text("utf-8")
    without = [row[1] for row in (*rows(text, "Operations"), *rows(text, "TLVs")) if "no" in row]
    assert without == list(MISSING)
    assert all(f"- {name}: " in text for name in without)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Have a recorder watch; if another one is watching, that goes on afterwards."""
    one = Recorder()
    one.place = "here"
    stop = watch(one)
    yield one
    stop()


async def test_what_succeeds_in_a_session_is_recorded_and_what_is_refused_is_not(
    recorder: Recorder, centre: Centre
) -> None:
    async with esme.connect(centre.host, centre.port, system_id="bank", password="secret") as bank:
        await bank.submit("Hello", to="+447700900123")
        with pytest.raises(esme.Refused):
            await bank.send(QuerySm(message_id="nobody's"))
    seen = {command_id: dict(versions) for command_id, versions in recorder.operations.items()}
    for command_id in (
        CommandId.bind_transceiver,
        CommandId.submit_sm,
        CommandId.submit_sm_resp,
        CommandId.unbind_resp,
    ):
        assert seen[command_id] == {InterfaceVersion.V3_4: {"here"}}
    assert CommandId.query_sm not in seen
    assert recorder.carriers[SC_INTERFACE_VERSION] == {"bind_transceiver_resp"}


def test_a_witness_may_be_put_aside_and_back(recorder: Recorder) -> None:
    session = Session(Side.MC, 0.0)
    session.witness = session.witness  # as a fault does that spoils the octets between
    session.receive_data(BindTransmitter(system_id="bank", sequence_number=1).encode(), 0.0)
    session.send(BindTransmitterResp(system_id="sc", sequence_number=1), 0.0)
    assert recorder.operations[CommandId.bind_transmitter] == {InterfaceVersion.V3_4: {"here"}}
