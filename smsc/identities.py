"""Which SIM a handset means that names itself by a TMSI: found from what is said on the air, as an analyser would."""

from collections.abc import Callable, MutableMapping
from typing import Any, Final

from pdu.gsm.bssmap import Paging
from pdu.gsm.identity import TMSI, MobileIdentity
from pdu.gsm.mm import IdentityResponse, LocationUpdatingAccept, LocationUpdatingRequest
from smsc.trace import Record

TELLS: Final = (LocationUpdatingRequest, IdentityResponse, LocationUpdatingAccept)


class Identities:
    """Learns from records. ``bounded`` makes a memory; a TMSI that is not known is a name like any other."""

    def __init__(self, bounded: Callable[[], MutableMapping[Any, Any]]) -> None:
        self._channels: MutableMapping[int, str] = bounded()  # to IMSIs
        self._tmsis: MutableMapping[str, str] = bounded()  # likewise

    def imsi(self, identity: MobileIdentity) -> str:
        """Whose identity this is."""
        digits, kind = identity
        return self._tmsis.get(digits, digits) if kind == TMSI else digits

    def see(self, record: Record) -> None:
        """Learn from a message of ``TELLS``, or from a call."""
        match record.message:
            case Paging(imsi=imsi, tmsi=bytes() as tmsi):
                self._tmsis[tmsi.hex()] = imsi
            case LocationUpdatingRequest() | IdentityResponse() as said:
                self._channels[record.conversation] = self.imsi(said.mobile_identity)
            case LocationUpdatingAccept(mobile_identity=MobileIdentity() as identity):
                whose = self._channels.get(record.conversation)
                if whose is not None:
                    self._tmsis[identity.digits] = whose
