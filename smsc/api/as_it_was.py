"""Putting a world back as its file says: subscriptions, MSCs, the handsets of ``[[phone]]`` and ``[[phones]]``.

It is done by acts of operators and owners, so that the trace shows it; what is as it was is left alone.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Final

from pdu.sms.address import Address
from smsc.network.acts import LosesPower, MovesTo, SwitchesOn
from smsc.network.hlr import Subscriber
from smsc.network.ms import MS
from smsc.network.operators import Accepts, PortsIn, Subscribes, SupportsSms, Withdraws
from smsc.network.srf import SRF
from smsc.sections import Phone
from smsc.world.acts import Act
from smsc.world.world import World

FACTS: Final = attrgetter(
    "msisdn", "teleservice_list", "barred", "msc_number", "vlr_number", "mwd", "mnrf", "mcef", "purged"
)


class AsItWas:
    """Puts a world back; ``act`` lets something happen to somebody or something."""

    def __init__(self, world: World, act: Callable[[str, Act], None]) -> None:
        self._world = world
        self._act = act

    def subscriptions(self) -> None:
        """Undo what operators have changed; handsets that HLR or VLR know otherwise than at first are off for now."""
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
        """Put handsets back into their cells, on or off; they forget what they received, and what they have to send."""
        for phone, ms in self._world.handsets():
            ms.forget()
            if not ms.covered or ms.cell.name != phone.cell:
                self._act(phone.name, MovesTo(phone.cell))
            wanted = phone.on and bool(phone.msisdn)
            if ms.on != wanted:
                self._act(phone.name, SwitchesOn() if wanted else LosesPower())

    def _withdraw_others(self) -> None:
        """End the subscriptions of SIMs that had none, except those of handsets that were added."""
        of_the_file = {phone.name for phone in self._world.config.phone}
        known = {phone.imsi for phone, _ in self._world.handsets() if phone.msisdn}
        known |= {ms.imsi for name, ms in self._world.phones.items() if name not in of_the_file}
        known |= {imsi for book in self._world.books.values() for imsi in book.virtual}
        for hlr in self._world.hlrs.values():
            for imsi, subscriber in tuple(hlr.subscribers.items()):
                if imsi not in known:
                    self._act(hlr.name, Withdraws(subscriber.msisdn))

    def _is_as_it_was(self, phone: Phone, ms: MS) -> bool:
        """Whether the HLR and the VLR know the same of a handset as at first."""
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
