"""SMPP v5.0 section 2.4: the operation matrix. Who may send which PDU in which state of a session (2.3).

The state is always named from the ESME's side, as in the specification. A response may be sent by the side that was
asked (a refusal even in a state that has no cross for it, see 2.8.2), so only the rows of requests decide anything.
"""

from collections.abc import Mapping
from enum import Enum, Flag, auto
from typing import TypeAlias

from pdu.command_id import RESPONSE
from pdu.command_id import CommandId as C
from pdu.header import response_id
from pdu.values import InterfaceVersion


class SessionState(Enum):
    """SMPP v5.0 section 2.3: the states of a session."""

    OPEN = "OPEN"
    OUTBOUND = "OUTBOUND"
    BOUND_TX = "BOUND_TX"
    BOUND_RX = "BOUND_RX"
    BOUND_TRX = "BOUND_TRX"
    UNBOUND = "UNBOUND"
    CLOSED = "CLOSED"

    @property
    def bound(self) -> bool:
        return self in BOUND


class Side(Flag):
    """The two ends of a session."""

    NONE = 0
    ESME = auto()
    MC = auto()

    @property
    def peer(self) -> "Side":
        return Side.MC if self is Side.ESME else Side.ESME


Matrix: TypeAlias = Mapping[int, tuple[Side, ...]]

_, E, M, EM = Side.NONE, Side.ESME, Side.MC, Side.ESME | Side.MC

COLUMNS = (
    SessionState.OPEN,
    SessionState.OUTBOUND,
    SessionState.BOUND_TX,
    SessionState.BOUND_RX,
    SessionState.BOUND_TRX,
    SessionState.UNBOUND,
)
BOUND = frozenset({SessionState.BOUND_TX, SessionState.BOUND_RX, SessionState.BOUND_TRX})

# fmt: off
OPERATION_MATRIX: Matrix = {
    #                             OPEN OUTBOUND TX  RX  TRX UNBOUND
    C.alert_notification:         (_,  _,       _,  M,  M,  _),
    C.bind_receiver:              (E,  E,       _,  _,  _,  _),
    C.bind_receiver_resp:         (M,  M,       _,  _,  _,  _),
    C.bind_transceiver:           (E,  E,       _,  _,  _,  _),
    C.bind_transceiver_resp:      (M,  M,       _,  _,  _,  _),
    C.bind_transmitter:           (E,  E,       _,  _,  _,  _),
    C.bind_transmitter_resp:      (M,  M,       _,  _,  _,  _),
    C.broadcast_sm:               (_,  _,       E,  _,  E,  _),
    C.broadcast_sm_resp:          (_,  _,       M,  _,  M,  _),
    C.cancel_broadcast_sm:        (_,  _,       E,  _,  E,  _),
    C.cancel_broadcast_sm_resp:   (_,  _,       M,  _,  M,  _),
    C.cancel_sm:                  (_,  _,       E,  _,  E,  _),
    C.cancel_sm_resp:             (_,  _,       M,  _,  M,  _),
    C.data_sm:                    (_,  _,       E,  M,  EM, _),
    C.data_sm_resp:               (_,  _,       M,  E,  EM, _),
    C.deliver_sm:                 (_,  _,       _,  M,  M,  _),
    C.deliver_sm_resp:            (_,  _,       _,  E,  E,  _),
    C.enquire_link:               (EM, EM,      EM, EM, EM, EM),
    C.enquire_link_resp:          (EM, EM,      EM, EM, EM, EM),
    C.generic_nack:               (EM, EM,      EM, EM, EM, EM),
    C.outbind:                    (M,  _,       _,  _,  _,  _),
    C.query_broadcast_sm:         (_,  _,       E,  _,  E,  _),
    C.query_broadcast_sm_resp:    (_,  _,       M,  _,  M,  _),
    C.query_sm:                   (_,  _,       E,  _,  E,  _),
    C.query_sm_resp:              (_,  _,       M,  _,  M,  _),
    C.replace_sm:                 (_,  _,       E,  _,  E,  _),
    C.replace_sm_resp:            (_,  _,       M,  _,  M,  _),
    C.submit_multi:               (_,  _,       E,  _,  E,  _),
    C.submit_multi_resp:          (_,  _,       M,  _,  M,  _),
    C.submit_sm:                  (_,  _,       E,  _,  E,  _),
    C.submit_sm_resp:             (_,  _,       M,  _,  M,  _),
    C.unbind:                     (_,  _,       EM, EM, EM, _),
    C.unbind_resp:                (_,  _,       EM, EM, EM, _),
}

# v3.3 alone has these three, and v3.4 took them out again.
V3_3_MATRIX: Matrix = {
    C.param_retrieve:             (_,  _,       E,  _,  E,  _),
    C.param_retrieve_resp:        (_,  _,       M,  _,  M,  _),
    C.query_last_msgs:            (_,  _,       E,  _,  E,  _),
    C.query_last_msgs_resp:       (_,  _,       M,  _,  M,  _),
    C.query_msg_details:          (_,  _,       E,  _,  E,  _),
    C.query_msg_details_resp:     (_,  _,       M,  _,  M,  _),
}

# v3.4, table 2-1, lets both sides send data_sm in every bound state. Where it allows less than v5.0 (replace_sm only
# to a transmitter, enquire_link only when bound) nobody keeps to it, since it says elsewhere that a transceiver does
# all that a transmitter does.
V3_4_MATRIX: Matrix = {
    C.data_sm:                    (_,  _,       EM, EM, EM, _),
    C.data_sm_resp:               (_,  _,       EM, EM, EM, _),
}
# fmt: on

BINDS = {
    int(C.bind_transmitter): SessionState.BOUND_TX,
    int(C.bind_receiver): SessionState.BOUND_RX,
    int(C.bind_transceiver): SessionState.BOUND_TRX,
}

UNANSWERED = frozenset({int(C.outbind), int(C.alert_notification)})  # requests without a response

LINK = frozenset(map(int, (C.enquire_link, C.enquire_link_resp, C.unbind, C.unbind_resp)))  # about the link alone
OPENING = frozenset({int(C.outbind), *BINDS})  # requests that may change the state
STEERING = frozenset({int(C.generic_nack), int(C.unbind_resp), *map(response_id, BINDS)})  # responses that may
REQUESTS = frozenset(int(c) for c in C if not c & RESPONSE) - OPENING - LINK
"""The requests about messages."""
RESPONSES = frozenset(int(c) for c in C if c & RESPONSE) - STEERING - LINK
"""The responses about messages."""


def _allowed(matrix: Matrix) -> dict[tuple[Side, SessionState], frozenset[int]]:
    return {
        (side, state): frozenset(int(row) for row, cells in matrix.items() if side in cells[column])
        for side in (Side.ESME, Side.MC)
        for column, state in enumerate(COLUMNS)
    } | {(side, SessionState.CLOSED): frozenset[int]() for side in (Side.ESME, Side.MC)}


# Which PDUs a side may send in a state. Whether the version has the PDU at all is for versions.py to say.
ALLOWED = _allowed({**OPERATION_MATRIX, **V3_3_MATRIX})
ALLOWED_V3_4 = _allowed({**OPERATION_MATRIX, **V3_3_MATRIX, **V3_4_MATRIX})


def allowed(side: Side, state: SessionState, version: int = InterfaceVersion.V5_0) -> frozenset[int]:
    """Give the command_ids that a side may send in a state, by the matrix of a version."""
    return (ALLOWED if version >= InterfaceVersion.V5_0 else ALLOWED_V3_4)[side, state]
