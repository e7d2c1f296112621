"""SMPP v5.0 section 2.4: the operation matrix. Who may send which PDU in which state of a session.

The state is always named from the ESME's side, as the specification does. A response may be sent by whoever was
asked, so only requests have a row.
"""

from enum import Enum, Flag, auto

from pdu.command_id import CommandId as C


class SessionState(Enum):
    """SMPP v5.0 section 2.2: the states of a session."""

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
OPERATION_MATRIX: dict[int, tuple[Side, ...]] = {
    #                         OPEN OUTBOUND TX  RX  TRX UNBOUND
    C.bind_transmitter:       (E,  E,       _,  _,  _,  _),
    C.bind_receiver:          (E,  E,       _,  _,  _,  _),
    C.bind_transceiver:       (E,  E,       _,  _,  _,  _),
    C.outbind:                (M,  _,       _,  _,  _,  _),
    C.unbind:                 (_,  _,       EM, EM, EM, _),
    C.enquire_link:           (EM, EM,      EM, EM, EM, EM),
    C.alert_notification:     (_,  _,       _,  M,  M,  _),
    C.submit_sm:              (_,  _,       E,  _,  E,  _),
    C.submit_multi:           (_,  _,       E,  _,  E,  _),
    C.data_sm:                (_,  _,       E,  M,  EM, _),
    C.deliver_sm:             (_,  _,       _,  M,  M,  _),
    C.query_sm:               (_,  _,       E,  _,  E,  _),
    C.cancel_sm:              (_,  _,       E,  _,  E,  _),
    C.replace_sm:             (_,  _,       E,  _,  E,  _),
    C.broadcast_sm:           (_,  _,       E,  _,  E,  _),
    C.query_broadcast_sm:     (_,  _,       E,  _,  E,  _),
    C.cancel_broadcast_sm:    (_,  _,       E,  _,  E,  _),
    C.query_last_msgs:        (_,  _,       E,  _,  E,  _),
    C.query_msg_details:      (_,  _,       E,  _,  E,  _),
    C.param_retrieve:         (_,  _,       E,  _,  E,  _),
}
# fmt: on

BINDS = {
    int(C.bind_transmitter): SessionState.BOUND_TX,
    int(C.bind_receiver): SessionState.BOUND_RX,
    int(C.bind_transceiver): SessionState.BOUND_TRX,
}

ALLOWED: dict[tuple[Side, SessionState], frozenset[int]] = {
    (side, state): frozenset(int(row) for row, cells in OPERATION_MATRIX.items() if side in cells[column])
    for side in (Side.ESME, Side.MC)
    for column, state in enumerate(COLUMNS)
} | {(side, SessionState.CLOSED): frozenset() for side in (Side.ESME, Side.MC)}

UNANSWERED = frozenset({int(C.outbind), int(C.alert_notification)})  # requests without a response
