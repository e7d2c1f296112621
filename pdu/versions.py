"""Which version of SMPP, v3.3, v3.4 or v5.0, has which PDU, TLV, command_status and size: as data.

``check(pdu, version)`` tells whether a PDU may go over a session of a version. A TLV's row in ``tlv_table`` says since
which version it exists.

The rows of v3.3 rely on public implementations of it, as query_last_msgs does. That it lacks v3.4's statuses about
optional parameters and data_sm, neither of which it has, is a conclusion; the statuses of distribution lists, customers
and provisioning are those that implementations of v3.3 list and v3.4 reserves.
"""

from collections.abc import Container

from pdu.command_id import RESPONSE
from pdu.command_id import CommandId as C
from pdu.command_status import CommandStatus as S
from pdu.command_status import named as status_named
from pdu.header import Pdu, named
from pdu.malformed import Malformed
from pdu.tlv import LENGTHS, TLVS, name_of
from pdu.values import InterfaceVersion

V3_3, V3_4, V5_0 = InterfaceVersion.V3_3, InterfaceVersion.V3_4, InterfaceVersion.V5_0

COLUMNS = (V3_3, V3_4, V5_0)
_, X = False, True

# fmt: off
OPERATIONS: dict[int, tuple[bool, bool, bool]] = {
    #                       v3.3 v3.4 v5.0
    C.bind_receiver:         (X,   X,   X),
    C.bind_transmitter:      (X,   X,   X),
    C.bind_transceiver:      (_,   X,   X),
    C.outbind:               (_,   X,   X),
    C.unbind:                (X,   X,   X),
    C.enquire_link:          (X,   X,   X),
    C.alert_notification:    (_,   X,   X),
    C.submit_sm:             (X,   X,   X),
    C.submit_multi:          (X,   X,   X),
    C.data_sm:               (_,   X,   X),
    C.deliver_sm:            (X,   X,   X),
    C.query_sm:              (X,   X,   X),
    C.cancel_sm:             (X,   X,   X),
    C.replace_sm:            (X,   X,   X),
    C.broadcast_sm:          (_,   _,   X),
    C.query_broadcast_sm:    (_,   _,   X),
    C.cancel_broadcast_sm:   (_,   _,   X),
    C.query_last_msgs:       (X,   _,   _),
    C.query_msg_details:     (X,   _,   _),
    C.param_retrieve:        (X,   _,   _),
    C.generic_nack:          (X,   X,   X),
}

STATUSES: tuple[tuple[range, tuple[bool, bool, bool]], ...] = (
    #                                                                 v3.3 v3.4 v5.0
    (range(S.ESME_RADDCUSTFAIL,        S.ESME_RINVPARAM + 1),          (X,   _,   _)),
    (range(S.ESME_RINVDLMEMBDESC,      S.ESME_RINVDLMODOPT + 1),       (X,   _,   _)),
    (range(S.ESME_RPROVNOTALLWD,       S.ESME_RPROVNOTALLWD + 1),      (X,   _,   _)),
    (range(S.ESME_RINVTLVSTREAM,       S.ESME_RDELIVERYFAILURE + 1),   (_,   X,   X)),
    (range(S.ESME_RSERTYPUNAUTH,       S.ESME_RINVBCASTCHANIND + 1),   (_,   _,   X)),
)  # all others are of every version, and so are numbers without a name

SIZES: dict[str, tuple[S, tuple[int, int, int]]] = {
    #                                        v3.3 v3.4 v5.0
    "short_message": (S.ESME_RINVMSGLEN,    (254, 254, 255)),  # sm_length
    "dest_address":  (S.ESME_RINVNUMDESTS,  (254, 254, 255)),  # number_of_dests
}
# fmt: on

_COMMANDS = tuple(
    frozenset(int(c) for c in C if OPERATIONS.get(c, OPERATIONS.get(c & ~RESPONSE, (_, _, _)))[column])
    for column in range(len(COLUMNS))
)

PLAIN: dict[InterfaceVersion, frozenset[int]] = dict(zip(COLUMNS, _COMMANDS, strict=True))
"""By version, the command_ids that need no closer look, unless they carry more than their parameters."""

VENDOR_COMMANDS = range(0x00010200, 0x00010300)  # reserved for vendors of message centres, as are their responses


def spoken(interface_version: int) -> InterfaceVersion:
    """Give the version that a peer with this interface_version understands: the highest that is not above it.

    0x00 to 0x33 all mean v3.3 or before.
    """
    return COLUMNS[_column(interface_version)]


def has_operation(command_id: int, version: int) -> bool:
    """Say whether a version has a PDU; those of vendors are in every version."""
    return command_id in _COMMANDS[_column(version)] or command_id & ~RESPONSE in VENDOR_COMMANDS


def has_tlv(tag: int, version: int) -> bool:
    """Say whether a version has a TLV; v3.3 has none, and tags without a name are in all others."""
    row = TLVS.get(tag)
    return version >= (0x34 if row is None else row.since)


def lengths(version: int) -> dict[int, Container[int]]:
    """Give the allowed lengths of the TLVs that a version has; it skips all others, whatever they hold."""
    return {tag: allowed for tag, allowed in LENGTHS.items() if has_tlv(tag, version)}


def has_status(command_status: int, version: int) -> bool:
    """Say whether a version has a command_status; numbers without a name are in every version."""
    column = _column(version)
    return all(row[column] for statuses, row in STATUSES if command_status in statuses)


def check_operation(command_id: int, version: int) -> None:
    """Raise Malformed if a version does not have the PDU of this command_id."""
    if not has_operation(command_id, version):
        raise _lacks("command_id", version, "a PDU", named(command_id), S.ESME_RINVCMDID)


def check(pdu: Pdu, version: int) -> None:
    """Raise Malformed, with the status that refuses it, if a PDU holds something which a version does not have."""
    check_operation(pdu.command_id, version)
    for name, (refusal, sizes) in SIZES.items():
        size, most = len(getattr(pdu, name, ())), sizes[_column(version)]
        if size > most:
            raise _lacks(name, version, f"at most {most}, the limit", f"{size}", refusal)
    check_additions(pdu, version)


def check_additions(pdu: Pdu, version: int) -> None:
    """Check the status and the TLVs alone, for a response that the side that asked knows in any case."""
    if pdu.command_status and not has_status(pdu.command_status, version):
        raise _lacks("command_status", version, "a status", status_named(pdu.command_status), S.ESME_RUNKNOWNERR)
    for tag, _octets in pdu.tlvs:
        if not has_tlv(tag, version):
            # In v3.3, what stands behind the last parameter makes the PDU too long; it has no status about TLVs.
            refusal = S.ESME_RTLVNOTALLWD if version >= V3_4 else S.ESME_RINVCMDLEN
            raise _lacks(name_of(tag), version, "a TLV", f"0x{tag:04X}", refusal)


def _column(version: int) -> int:
    return 2 if version >= 0x50 else 1 if version >= 0x34 else 0


def _lacks(field: str, version: int, what: str, found: str, refusal: S) -> Malformed:
    printed = spoken(version).name[1:].replace("_", ".")
    return Malformed(field, None, f"{what} of v{printed}", found, refusal)
