"""SMPP v5.0 section 2.4: every cell of the operation matrix, from both sides."""

from dataclasses import dataclass
from typing import Any

import pytest

from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.header import Request
from pdu.lists import SmeAddress
from pdu.matrix import BINDS, COLUMNS, OPERATION_MATRIX, UNANSWERED, V3_3_MATRIX, SessionState, Side, allowed
from pdu.operations.bind import Bind
from pdu.operations.outbind import Outbind
from pdu.session import Answered, LocalProtocolError, RequestReceived
from pdu.table import CLASSES
from tests.pdu.conversation import in_state

# Table 2-1 as it is printed: for each state the ESME, then the MC.
TABLE_2_1 = """
                          Open  Outb.  B_TX  B_RX  B_TRX Unbound
alert_notification        . .   . .    . .   . +   . +   . .
bind_receiver             + .   + .    . .   . .   . .   . .
bind_receiver_resp        . +   . +    . .   . .   . .   . .
bind_transceiver          + .   + .    . .   . .   . .   . .
bind_transceiver_resp     . +   . +    . .   . .   . .   . .
bind_transmitter          + .   + .    . .   . .   . .   . .
bind_transmitter_resp     . +   . +    . .   . .   . .   . .
broadcast_sm              . .   . .    + .   . .   + .   . .
broadcast_sm_resp         . .   . .    . +   . .   . +   . .
cancel_broadcast_sm       . .   . .    + .   . .   + .   . .
cancel_broadcast_sm_resp  . .   . .    . +   . .   . +   . .
cancel_sm                 . .   . .    + .   . .   + .   . .
cancel_sm_resp            . .   . .    . +   . .   . +   . .
data_sm                   . .   . .    + .   . +   + +   . .
data_sm_resp              . .   . .    . +   + .   + +   . .
deliver_sm                . .   . .    . .   . +   . +   . .
deliver_sm_resp           . .   . .    . .   + .   + .   . .
enquire_link              + +   + +    + +   + +   + +   + +
enquire_link_resp         + +   + +    + +   + +   + +   + +
generic_nack              + +   + +    + +   + +   + +   + +
outbind                   . +   . .    . .   . .   . .   . .
query_broadcast_sm        . .   . .    + .   . .   + .   . .
query_broadcast_sm_resp   . .   . .    . +   . .   . +   . .
query_sm                  . .   . .    + .   . .   + .   . .
query_sm_resp             . .   . .    . +   . .   . +   . .
replace_sm                . .   . .    + .   . .   + .   . .
replace_sm_resp           . .   . .    . +   . .   . +   . .
submit_multi              . .   . .    + .   . .   + .   . .
submit_multi_resp         . .   . .    . +   . .   . +   . .
submit_sm                 . .   . .    + .   . .   + .   . .
submit_sm_resp            . .   . .    . +   . .   . +   . .
unbind                    . .   . .    + +   + +   + +   . .
unbind_resp               . .   . .    + +   + +   + +   . .
"""

# SMPP v3.4, table 2-1, in the same form: OPEN, BOUND_TX, BOUND_RX, BOUND_TRX.
V3_4_TABLE_2_1 = """
                          Open   B_TX  B_RX  B_TRX
bind_transmitter          + .    . .   . .   . .
bind_transmitter_resp     . +    . .   . .   . .
bind_receiver             + .    . .   . .   . .
bind_receiver_resp        . +    . .   . .   . .
bind_transceiver          + .    . .   . .   . .
bind_transceiver_resp     . +    . .   . .   . .
outbind                   . +    . .   . .   . .
unbind                    . .    + +   + +   + +
unbind_resp               . .    + +   + +   + +
submit_sm                 . .    + .   . .   + .
submit_sm_resp            . .    . +   . .   . +
submit_multi              . .    + .   . .   + .
submit_multi_resp         . .    . +   . .   . +
data_sm                   . .    + +   + +   + +
data_sm_resp              . .    + +   + +   + +
deliver_sm                . .    . .   . +   . +
deliver_sm_resp           . .    . .   + .   + .
query_sm                  . .    + .   . .   + .
query_sm_resp             . .    . +   . .   . +
cancel_sm                 . .    + .   . .   + .
cancel_sm_resp            . .    . +   . .   . +
replace_sm                . .    + .   . .   . .
replace_sm_resp           . .    . +   . .   . .
enquire_link              . .    + +   + +   + +
enquire_link_resp         . .    + +   + +   + +
alert_notification        . .    . .   . +   . +
generic_nack              . .    + +   + +   + +
"""
V3_4_COLUMNS = (SessionState.OPEN, SessionState.BOUND_TX, SessionState.BOUND_RX, SessionState.BOUND_TRX)


@dataclass(frozen=True)
class Cell:
    """One cell: may this side send this PDU in this state?"""

    name: str
    state: SessionState
    side: Side
    cross: bool

    def __str__(self) -> str:
        return f"{self.name}-{self.state.name}-{self.side.name}"

    @property
    def command_id(self) -> int:
        return int(CommandId[self.name])


def cells(table: str, columns: tuple[SessionState, ...]) -> list[Cell]:
    """Read a table as it is printed."""
    rows = [line.split() for line in table.splitlines()[2:]]
    assert all(len(row) == 1 + 2 * len(columns) for row in rows)
    return [
        Cell(row[0], state, side, row[1 + 2 * column + mc] == "+")
        for row in rows
        for column, state in enumerate(columns)
        for mc, side in enumerate((Side.ESME, Side.MC))
    ]


CELLS = cells(TABLE_2_1, COLUMNS)
REQUESTS = [cell for cell in CELLS if not cell.command_id & RESPONSE and cell.state is not SessionState.UNBOUND]


WHOLE: dict[str, dict[str, Any]] = {
    "submit_multi": {"dest_address": (SmeAddress(1, 1, "447700900123"),)},
    "broadcast_sm": {
        "broadcast_area_identifier": (b"\0cell-1",),
        "broadcast_content_type": b"\0\0\1",
        "broadcast_rep_num": 1,
        "broadcast_frequency_interval": b"\x09\0\1",
    },
}


def ready(cell: Cell) -> Request:
    """Make a PDU that can be laid out and read again."""
    pdu = CLASSES[cell.command_id](**WHOLE.get(cell.name, {}))
    assert isinstance(pdu, Request)
    return pdu


def test_the_matrix_has_the_rows_of_the_table_in_their_order() -> None:
    assert [row.name for row in map(CommandId, OPERATION_MATRIX)] == list(dict.fromkeys(cell.name for cell in CELLS))


def test_every_cell_of_the_matrix_is_the_one_printed() -> None:
    found = [(str(cell), cell.command_id in allowed(cell.side, cell.state)) for cell in CELLS]
    assert found == [(str(cell), cell.cross) for cell in CELLS]


def test_a_session_of_v3_4_may_do_what_its_own_table_allows() -> None:
    crosses = [cell for cell in cells(V3_4_TABLE_2_1, V3_4_COLUMNS) if cell.cross]
    assert [str(cell) for cell in crosses if cell.command_id not in allowed(cell.side, cell.state, 0x34)] == []


def test_a_session_of_v3_4_may_do_what_v5_0_allows_as_well() -> None:
    assert [
        str(cell) for cell in CELLS if cell.cross and cell.command_id not in allowed(cell.side, cell.state, 0x34)
    ] == []


def test_nothing_may_be_sent_in_a_closed_session() -> None:
    assert not allowed(Side.ESME, SessionState.CLOSED)
    assert not allowed(Side.MC, SessionState.CLOSED)


def test_every_operation_has_a_row() -> None:
    rows = {**OPERATION_MATRIX, **V3_3_MATRIX}
    assert [command_id.name for command_id in CommandId if command_id not in rows] == [], "matrix.py lacks their rows"


@pytest.mark.parametrize("cell", REQUESTS, ids=str)
def test_a_session_sends_a_request_just_where_the_table_has_a_cross(cell: Cell) -> None:
    conversation = in_state(cell.state, 0x50)
    session = conversation.esme if cell.side is Side.ESME else conversation.mc
    pdu = ready(cell)
    if cell.cross:
        session.send(pdu, 0.0)
        assert session.data_to_send()
    else:
        with pytest.raises(LocalProtocolError, match=f"{cell.name} may not be sent by the {cell.side.name}"):
            session.send(pdu, 0.0)
        assert not session.data_to_send()


@pytest.mark.parametrize("cell", REQUESTS, ids=str)
def test_a_session_takes_a_request_just_where_the_table_has_a_cross(cell: Cell) -> None:
    conversation = in_state(cell.state, 0x50)
    peer = conversation.mc if cell.side is Side.ESME else conversation.esme
    pdu = ready(cell)
    pdu.sequence_number = 77
    first = peer.receive_data(pdu.encode(), 0.0)[0]
    if not cell.cross:
        assert isinstance(first, Answered)
        assert first.response.sequence_number == 77
        assert first.response.command_id == (
            0x80000000 if cell.command_id in UNANSWERED else cell.command_id | RESPONSE
        )
        assert first.response.command_status == refusing_status(cell)
    elif cell.name in ("enquire_link", "unbind"):
        assert isinstance(first, Answered)
        assert first.response.command_status == CommandStatus.ESME_ROK
    else:
        assert first == RequestReceived(pdu, b"" if isinstance(pdu, Bind | Outbind) else pdu.encode())


def refusing_status(cell: Cell) -> int:
    rebinds = cell.command_id in BINDS and cell.side is Side.ESME and cell.state.bound
    return CommandStatus.ESME_RALYBND if rebinds else CommandStatus.ESME_RINVBNDSTS
