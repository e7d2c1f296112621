"""SMPP v5.0 section 2.11: a peer of an earlier version is sent only what that version has."""

from collections.abc import Iterable
from copy import copy
from typing import Final, TypeVar

from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.query_msg_details import QueryMsgDetailsResp
from pdu.operations.query_sm import QuerySmResp
from pdu.tlv import MESSAGE_PAYLOAD
from pdu.values import InterfaceVersion, MessageState
from pdu.versions import has_operation, has_status, has_tlv
from smsc.centre.alike import alike

P = TypeVar("P", bound=Pdu)

_SHORT_MESSAGE: Final = 254  # octets, before v5.0
_TELLS_STATE: Final = (QuerySmResp, QueryMsgDetailsResp)  # it may be SCHEDULED, which only v5.0 has
_V5_0: Final = InterfaceVersion.V5_0


def as_spoken(pdu: P, version: InterfaceVersion) -> P:
    """Give a PDU with only the TLVs and statuses that a version has; the PDU itself if nothing has to change.

    Raises Malformed for a message that would no longer be the same message.
    """
    if not pdu.tlvs and not pdu.command_status:
        if isinstance(pdu, _TELLS_STATE) and pdu.message_state == MessageState.SCHEDULED and version < _V5_0:
            pdu.message_state = MessageState.ENROUTE
        return pdu
    strange = [tag for tag, _ in pdu.tlvs if not has_tlv(tag, version)]
    known = has_status(pdu.command_status, version)
    if known and not strange:
        return pdu
    said = copy(pdu)
    if MESSAGE_PAYLOAD in strange:
        _put_into_short_message(said)
    said.tlvs = tuple(tlv for tlv in said.tlvs if tlv[0] not in strange)
    if not known:
        said.command_status = CommandStatus.ESME_RUNKNOWNERR
    return said


def request_as_spoken(pdu: Pdu, version: InterfaceVersion) -> Pdu:
    """Do the same for a request of ours: v3.3 has no data_sm, and gets a deliver_sm instead."""
    if isinstance(pdu, DataSm) and not has_operation(pdu.command_id, version):
        pdu = alike(DeliverSm, pdu, pdu.tlvs)
    return as_spoken(pdu, version)


def has_room(version: InterfaceVersion, pdu: Pdu) -> bool:
    """Whether a version can carry a message to an ESME: v3.3 has no message_payload."""
    if version >= InterfaceVersion.V3_4 or not pdu.tlvs:
        return True
    return len(dict(pdu.tlvs).get(MESSAGE_PAYLOAD, b"")) <= _SHORT_MESSAGE


def all_as_spoken(pdus: Iterable[P], version: InterfaceVersion) -> list[P]:
    """Do the same for many, most of which are the same in every version."""
    return [
        pdu if not pdu.tlvs and not pdu.command_status and type(pdu) not in _TELLS_STATE else as_spoken(pdu, version)
        for pdu in pdus
    ]


def _put_into_short_message(pdu: Pdu) -> None:
    payload = dict(pdu.tlvs)[MESSAGE_PAYLOAD]
    if not isinstance(pdu, DeliverSm) or pdu.short_message or len(payload) > _SHORT_MESSAGE:
        expected = f"at most {_SHORT_MESSAGE} octets, as v3.3 has no message_payload"
        raise Malformed("message_payload", None, expected, str(len(payload)), CommandStatus.ESME_RINVMSGLEN)
    pdu.short_message = payload
