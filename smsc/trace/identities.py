"""Which SIM a TMSI stands for: found from what is said on the air, as a protocol analyser would."""

from typing import Final

from pdu.gsm.bssmap import Paging
from pdu.gsm.identity import TMSI, MobileIdentity
from pdu.gsm.mm import IdentityResponse, LocationUpdatingAccept, LocationUpdatingRequest
from smsc.trace.bounded import Bounded
from smsc.trace.trace import Record

TELLS: Final = (LocationUpdatingRequest, IdentityResponse, LocationUpdatingAccept)


class Identities:
    """The IMSIs of TMSIs, learned from records. A TMSI that is not known stands for itself."""

    def __init__(self) -> None:
        self._channels: Bounded[int, str] = Bounded()  # the IMSI by radio channel
        self._tmsis: Bounded[str, str] = Bounded()  # the IMSI by TMSI

    def imsi(self, identity: MobileIdentity) -> str:
        """Return the IMSI of an identity, as far as it is known."""
        digits, kind = identity
        return self._tmsis.get(digits, digits) if kind == TMSI else digits

    def see(self, record: Record) -> None:
        """Learn from a message of ``TELLS``, or from a Paging."""
        match record.message:
            case Paging(imsi=imsi, tmsi=bytes() as tmsi):
                self._tmsis[tmsi.hex()] = imsi
            case LocationUpdatingRequest() | IdentityResponse() as said:
                self._channels[record.conversation] = self.imsi(said.mobile_identity)
            case LocationUpdatingAccept(mobile_identity=MobileIdentity() as identity):
                whose = self._channels.get(record.conversation)
                if whose is not None:
                    self._tmsis[identity.digits] = whose
