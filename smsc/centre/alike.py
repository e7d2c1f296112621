"""A data_sm has no parameter that submit_sm and deliver_sm do not have: what it says, either can say, or has said."""

from typing import Final, TypeVar

from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm
from pdu.table import parameters
from pdu.tlv import Tlv

P = TypeVar("P", DataSm, DeliverSm, SubmitSm)

_SHARED: Final = tuple(row.name for row in parameters(DataSm))


def alike(cls: type[P], pdu: DataSm | DeliverSm, tlvs: tuple[Tlv, ...]) -> P:
    """Make a PDU of another class that says in those parameters what one says, with these TLVs."""
    return cls(**{name: getattr(pdu, name) for name in _SHARED}, tlvs=tlvs)
