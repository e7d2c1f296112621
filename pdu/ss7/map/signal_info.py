"""TS 29.002 clause 7.6.8.4: SM RP UI, a TPDU of TS 23.040 in an OCTET STRING."""

from typing import Any

from pdu.malformed import Malformed
from pdu.sms import tp
from pdu.sms.direction import Direction
from pdu.sms.tp import Tpdu
from pdu.ss7 import payload
from pdu.ss7.asn1 import Sized


class SignalInfo(Sized):
    """SignalInfo: read as a TPDU where ``direction`` tells which, and left as octets where it is none.

    ``rp_error`` says that the TPDU is the report of a failure.
    """

    python = object

    def __init__(self, direction: Direction | None = None, *, rp_error: bool = False) -> None:
        super().__init__(1, 200)
        self.direction, self.rp_error = direction, rp_error

    def contents(self, value: Any, field: str) -> bytes:
        return self.sized(payload.encode(value, field), None, field)

    def value(self, octets: bytes, start: int, end: int, field: str) -> Tpdu | bytes:
        contents = self.sized(octets[start:end], start, field)
        direction = self.direction
        if self.rp_error:  # TP-MTI tells which: SMS-DELIVER-REPORT is 0, SMS-SUBMIT-REPORT 1
            direction = Direction.SC_TO_MS if contents[0] & 3 else Direction.MS_TO_SC
        if direction is None:
            return contents
        try:
            return tp.decode(contents, direction, self.rp_error)
        except Malformed:
            return contents  # the layer above refuses it, in its own words
