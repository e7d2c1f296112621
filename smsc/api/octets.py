"""What is said, as octets that are explained: SMPP's PDUs, CP's messages, and the TPDUs that MAP carries."""

from typing import Final

from pdu.explain import Explanation, smpp, tpdu
from pdu.explain.layers import explain_cp
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.ss7 import map as m
from smsc.api import views
from smsc.trace.trace import Record

_KINDS: Final = {name: kind for kind, (_, name) in tpdu.KINDS.items()}
_CARRIERS: Final = (m.MoForwardSM, m.MoForwardSMRes, m.MtForwardSM, m.MtForwardSMRes)


def explained(record: Record) -> views.Explained | None:
    """Explain what was said field by field; None if it has no octets, or a fault has made it nonsense."""
    try:
        found = _explanation(record)
    except Malformed:
        return None
    return None if found is None else views.Explained.model_validate(found.as_json())


def _explanation(record: Record) -> Explanation | None:
    message = record.message
    if isinstance(message, Pdu):
        return smpp.explain(message.encode(), record.default_alphabet)
    if isinstance(message, CpData | CpAck | CpError):
        return explain_cp(message.encode())
    carried = message.sm_rp_ui if isinstance(message, _CARRIERS) else None
    if carried is None or isinstance(carried, bytes):
        return None
    return tpdu.explain(carried.encode(), _KINDS[carried.words[0]])
