"""The desk from which a running simulator is looked after: what the API's endpoints and MQTT share, as plain calls."""

from http import HTTPStatus

from pdu.header import SECRETS
from pdu.ladder import Unreadable
from pdu.malformed import Malformed
from pdu.sms.address import Address
from smsc.api import views
from smsc.api.problems import Refused, unknown
from smsc.api.told import Told
from smsc.centre.message import Message
from smsc.faults.acts import Mistaken
from smsc.lab.journal import Journal
from smsc.network.acts import SendsText
from smsc.network.ms import MS
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.trace.trace import TEXTS
from smsc.world.every_centre import EveryCentre


class Desk:
    """What can be seen and done in a running simulator."""

    def __init__(self, simulator: Simulator, hidden: frozenset[str] = SECRETS) -> None:
        self.simulator = simulator
        self.world = simulator.world
        self.hidden = hidden
        self.kept = EveryCentre(self.world)
        self.told = Told(hidden)
        self.journal = Journal(self.world.trace, self.kept.stories())
        self.began = simulator.clock.now

    def close(self) -> None:
        """Stop looking."""
        self.journal.close()

    def forget_the_past(self) -> None:
        """Forget all that has been said, and begin now."""
        self.journal.forget()
        self.began = self.simulator.clock.now

    def show_texts(self, where: str) -> None:
        """Raise Refused if texts are hidden, as ``where`` would show them."""
        if self.hidden & TEXTS:
            raise Refused(HTTPStatus.CONFLICT, f"texts are hidden (--redact), and {where} would show them")

    def message(self, message_id: str) -> Message:
        """Find a message; raises Refused if there is none of this id."""
        kept = self.kept.get(message_id)
        if kept is None:
            raise unknown("message", message_id)
        return kept

    def clock(self) -> views.Clock:
        """Return the network's time, the clock's speed, and since when there is something to tell."""
        clock = self.simulator.clock
        return views.Clock(now=views.time(clock.now), speed=clock.speed, began=views.time(self.began))

    # Handsets

    def phones(self) -> list[views.Phone]:
        """List all handsets but those of ``[[phones]]``, which are found one by one."""
        return [views.phone(ms, self._number(ms)) for ms in self.world.phones.values()]

    def phone(self, name: str) -> views.Phone:
        """Find one handset, by its name or its number."""
        ms = self.handset(name)
        return views.phone(ms, self._number(ms))

    def number(self, name: str) -> str:
        """Return the number of a handset, or its name if it has none."""
        ms = self.world.handset(name)
        return (self._number(ms) if ms is not None else "") or name

    def send(self, name: str, text: str, to: str) -> None:
        """Have a handset's owner write a text."""
        self.simulator.act(self.handset(name).name, SendsText(text, dialled(to)))

    def act(self, subject: str, act: str) -> None:
        """Let something happen to somebody or something, in the words of ladders."""
        name = self.handset(subject).name if subject.removeprefix("+").isdecimal() else subject
        try:
            self.simulator.obey(f"{name} {act}")
        except (Unreadable, Malformed, Mistaken) as wrong:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"body: {wrong}") from wrong

    def handset(self, name: str) -> MS:
        """Find a handset by its name or number; raises Refused if there is none."""
        ms = self.world.handset(name) or self._with_number(name.removeprefix("+"))
        if ms is None:
            raise unknown("handset", name, tuple(self.world.phones))
        self.simulator.clock.wait()  # a handset that is met only now may have a timer
        return ms

    def _with_number(self, number: str) -> MS | None:
        msisdn = Address(number)
        hlr = self.world.hlr_with(msisdn) if number.isascii() and number.isdigit() else None
        subscriber = hlr.register.of(msisdn) if hlr is not None else None
        return self.world.handset_with(subscriber.imsi) if subscriber is not None else None

    def _number(self, ms: MS) -> str:
        for hlr in self.world.hlrs.values():
            subscriber = hlr.subscribers.get(ms.identity.digits)
            if subscriber is not None:
                return subscriber.msisdn.value
        return ""
