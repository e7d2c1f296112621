"""Finding the number of the handset that an element of the network deals with."""

from collections.abc import Mapping

from smsc.network.hlr import HLR
from smsc.network.ms import MS
from smsc.network.network import Network


class Directory:
    """Finds MSISDNs; "" if there is none."""

    def __init__(self, network: Network, hlrs: Mapping[str, HLR]) -> None:
        self._network = network
        self._hlrs = hlrs

    def of_imsi(self, imsi: str) -> str:
        """Find the number of a SIM."""
        found = (hlr.subscribers.get(imsi) for hlr in self._hlrs.values())
        return next((subscriber.msisdn.value for subscriber in found if subscriber is not None), "")

    def of_handset(self, name: str) -> str:
        """Find the number of a handset, whatever stands before it."""
        element = self._network[name]
        ms = getattr(element, "element", element)
        return self.of_imsi(ms.imsi) if isinstance(ms, MS) else ""
