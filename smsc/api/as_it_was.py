"""How a world becomes as its file says: subscriptions, MSCs, and the handsets of ``[[phone]]`` and ``[[phones]]``.

It is done by the acts of operators and owners, so that whoever looks on sees it; what is as it was is left alone.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Final

from pdu.sms.address import Address
from smsc.acts import Act
from smsc.network.acts import LosesPower, MovesTo, SwitchesOn
from smsc.network.hlr import Subscriber
from smsc.network.ms import MS
from smsc.network.operators import Accepts, PortsIn, Subscribes, SupportsSms, Withdraws
from smsc.network.srf import SRF
from smsc.sections import Phone
from smsc.world import World

FACTS: Final = attrgetter(
    "msisdn", "teleservice_list", "barred", "msc_number", "vlr_number", "mwd", "mnrf", "mcef", "purged"
)


class AsItWas:
    """Makes it so; ``act`` lets something happen to somebody."""

    def __init__(self, world: World, act: Callable[[str, Act], None]) -> None:
        self._world = world
        self._act = act

    def subscriptions(self) -> None:
        """What operators have changed; whoever has got another subscription by it, or another place, is off for now."""
        for msc in self._world.mscs.values():
            for imsi in tuple(msc.vlr.refused):
                self._act(msc.name, Accepts(imsi))
            if not msc.supports_short_messages:
                self._act(msc.name, SupportsSms(supported=True))
        self._withdraw_others()
        for phone, ms in self._world.handsets():
            if phone.msisdn and not self._is_as_it_was(phone, ms):
                act = PortsIn if self._is_ported(phone) else Subscribes
                self._act(self._world.hlr_of(phone.imsi).name, act(Address(phone.msisdn), phone.imsi))
                self._act(phone.name, LosesPower())

    def handsets(self) -> None:
        """Where they are, and whether they are on; they have received nothing, and want to send nothing."""
        for phone, ms in self._world.handsets():
            ms.forget()
            if not ms.covered or ms.cell.name != phone.cell:
                self._act(phone.name, MovesTo(phone.cell))
            wanted = phone.on and bool(phone.msisdn)
            if ms.on != wanted:
                self._act(phone.name, SwitchesOn() if wanted else LosesPower())

    def _withdraw_others(self) -> None:
        """End the subscriptions of SIMs that had none, but for those of handsets that were added."""
        of_the_file = {phone.name for phone in self._world.config.phone}
        known = {phone.imsi for phone, _ in self._world.handsets() if phone.msisdn}
        known |= {ms.imsi for name, ms in self._world.phones.items() if name not in of_the_file}
        known |= {imsi for book in self._world.books.values() for imsi in book.virtual}
        for hlr in self._world.hlrs.values():
            for imsi, subscriber in tuple(hlr.subscribers.items()):
                if imsi not in known:
                    self._act(hlr.name, Withdraws(subscriber.msisdn))

    def _is_as_it_was(self, phone: Phone, ms: MS) -> bool:
        """Whether the HLR and the VLR have of somebody what they had at first."""
        here = self._world.mscs[self._world.cells[phone.cell].bss]
        number = here.number if phone.on else None
        at_first = Subscriber(phone.imsi, Address(phone.msisdn), msc_number=number, vlr_number=number)
        found = self._world.hlr_of(phone.imsi).subscribers.get(phone.imsi)
        if found is None or FACTS(found) != FACTS(at_first):
            return False
        visitor = here.vlr.visitors.get(phone.imsi)
        return not phone.on or (visitor is not None and visitor.attached and not visitor.mnrf and ms.registered)

    def _is_ported(self, phone: Phone) -> bool:
        keeper = self._world.network[self._world.keeper(Address(phone.msisdn))]
        return isinstance(keeper, SRF) and phone.msisdn in keeper.ported
