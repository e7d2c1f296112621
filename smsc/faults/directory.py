"""Finding the number of the handset that an element of the network deals with."""

from collections.abc import Mapping

from smsc.network.bss import BSS
from smsc.network.hlr import HLR
from smsc.network.ms import MS
from smsc.network.msc import MSC
from smsc.network.network import Network


class Directory:
    """Finds MSISDNs; "" if there is none."""

    def __init__(self, network: Network, hlrs: Mapping[str, HLR], bsss: Mapping[str, BSS]) -> None:
        self._network = network
        self._hlrs = hlrs
        self._bsss = bsss

    def of_imsi(self, imsi: str) -> str:
        """Find the number of a SIM."""
        found = (hlr.subscribers.get(imsi) for hlr in self._hlrs.values())
        return next((subscriber.msisdn.value for subscriber in found if subscriber is not None), "")

    def of_handset(self, name: str) -> str:
        """Find the number of a handset, whatever stands before it."""
        element = self._network[name]
        ms = getattr(element, "element", element)
        return self.of_imsi(ms.imsi) if isinstance(ms, MS) else ""

    def in_dialogue(self, msc: str, conversation: int) -> str:
        """Find the number for which more messages were announced to an MSC in a dialogue."""
        element = self._network[msc]
        element = getattr(element, "element", element)
        return self.of_imsi(element.announced(conversation)) if isinstance(element, MSC) else ""

    def on_channel(self, bss: str, conversation: int) -> str:
        """Find the number of the handset that has a channel of a BSS."""
        channel = self._bsss[bss].channels.get(conversation)
        return self.of_handset(channel.ms) if channel is not None else ""
