"""A data_sm has no parameter that submit_sm and deliver_sm lack: it can be made into the one, and from the other."""

from typing import Final, TypeVar

from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm
from pdu.table import parameters
from pdu.tlv import Tlv

P = TypeVar("P", DataSm, DeliverSm, SubmitSm)

_SHARED: Final = tuple(row.name for row in parameters(DataSm))


def alike(cls: type[P], pdu: DataSm | DeliverSm, tlvs: tuple[Tlv, ...]) -> P:
    """Make a PDU of another class with the same values of the parameters that data_sm has, and with these TLVs."""
    return cls(**{name: getattr(pdu, name) for name in _SHARED}, tlvs=tlvs)
