"""The desk from which a running simulator is looked after: what the API asks of it, as plain calls."""

import asyncio
from http import HTTPStatus
from math import inf
from typing import Any, Final

from pydantic import ValidationError

from pdu.ladder import Unreadable
from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.account_section import AccountConfig
from smsc.api import views
from smsc.api.problems import Refused, unknown
from smsc.api.searching import Search, TooSlow
from smsc.api.told import Told
from smsc.centre.message import FINAL, Message
from smsc.every_centre import EveryCentre
from smsc.faults.acts import Mistaken
from smsc.faults.rule import Rule
from smsc.lab.journal import Journal
from smsc.mistakes import sentence
from smsc.network.acts import SendsText, Shows
from smsc.network.ms import MS
from smsc.numbering import dialled
from smsc.parties import parties
from smsc.sections import Phone
from smsc.simulator import Simulator
from smsc.smpp.sessions import Visit
from smsc.store.sqlite import SqliteStore
from smsc.stories import Story
from smsc.trace import SECRETS, TEXTS, Record

PIECE: Final = 200  # messages to look through before others have their turn


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

    # Messages

    async def page(self, *, to: str, source: str, state: str, text: str, before: str, limit: int) -> views.Page:
        """Find messages, the newest first."""
        if state and state not in MessageState.__members__:
            raise Refused(
                HTTPStatus.UNPROCESSABLE_ENTITY, f"query.state: expected one of {', '.join(MessageState.__members__)}"
            )
        found: list[Message] = []
        for place, one in enumerate(self.kept.newest(before), 1):
            if _is(one, to=to, source=source, state=state, text=text):
                found.append(one)
                if len(found) > limit:
                    break
            if not place % PIECE:
                await asyncio.sleep(0)  # a search for something rare holds nobody up
        more = found[limit - 1].message_id if len(found) > limit else None
        return views.Page(messages=[views.message(one, self.hidden) for one in found[:limit]], next=more)

    def message(self, message_id: str) -> views.MessageWithLadder:
        """Find one message, with its ladder as far as it is remembered."""
        kept = self.kept.get(message_id)
        if kept is None:
            raise unknown("message", message_id)
        ladder = self._ladder(kept)
        return views.MessageWithLadder(
            **views.message(kept, self.hidden).model_dump(),
            parties=parties(ladder, self.world.network.kind),
            ladder=ladder,
        )

    def _ladder(self, message: Message) -> list[str]:
        """Return the ladder that is remembered, after what the store kept from before that."""
        story = self.journal.stories.find(message)
        records = () if story is None else tuple(story.records)
        since = records[0].at if records else inf
        before = [line for at, line in self._kept_ladder(message.known_as) if at < since]
        return before + [record.shown(self.hidden) for record in records]

    def _kept_ladder(self, message_id: str) -> list[tuple[float, str]]:
        """Read the ladder in the store; none if texts are hidden, as they may not have been when it was written."""
        if self.hidden & TEXTS:
            return []
        stores = (centre.store for centre in self.world.centres.values())
        kept = (store.ladder(message_id) for store in stores if isinstance(store, SqliteStore))
        return next(filter(None, kept), [])

    def forget(self, message_id: str = "") -> None:
        """Delete a message that is done with; without an id, all that are."""
        kept = self.kept.get(message_id) if message_id else None
        if message_id and kept is None:
            raise unknown("message", message_id)
        if kept is not None and (kept.state not in FINAL or kept.owes_receipt):
            why = f"its state is {kept.state.name}" if kept.state not in FINAL else "its receipt has not been taken"
            raise Refused(HTTPStatus.CONFLICT, f"message {message_id} is not done with: {why}")
        for other in filter(None, map(self.kept.get, kept.copies if kept is not None else ())):
            if other.state not in FINAL:
                why = f"{other.message_id} of the same submission is not"
                raise Refused(HTTPStatus.CONFLICT, f"message {message_id} is not done with: {why}")
        for centre in self.world.centres.values():
            centre.store.forget(message_id)

    async def stored(self) -> None:
        """Wait until what has been deleted is deleted on disk as well."""
        for centre in self.world.centres.values():
            if isinstance(centre.store, SqliteStore):
                await centre.store.written()

    async def wait(self, *, to: str, source: str, text: str, after: int, timeout: float) -> views.Received | None:  # noqa: ASYNC109
        """Wait for a handset to show a message; one shown before counts if it came after event ``after``."""
        phone = self._named(to).name if to else ""
        came: asyncio.Queue[tuple[Record, Shows, Story | None]] = asyncio.Queue()

        def look(record: Record, story: Story | None) -> None:
            shown = record.message
            if (
                isinstance(shown, Shows)
                and record.serial > after
                and phone in ("", record.origin)
                and source.removeprefix("+") in ("", shown.sender.value)
            ):
                came.put_nowait((record, shown, story))

        async with _search(text) as search:
            for record, story in self.journal.shown:
                look(record, story)
            stop = self.journal.read(phone, look)
            try:
                for _ in range(came.qsize()):
                    if await search.finds((found := came.get_nowait())[1].text):
                        return views.received(*found, self.hidden)
                async with asyncio.timeout(timeout):
                    while not await search.finds((found := await came.get())[1].text):
                        pass
                return views.received(*found, self.hidden)
            except TimeoutError:
                return None
            except TooSlow as slow:
                raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"query.text: {slow}") from None
            finally:
                stop()

    # Handsets

    def phones(self) -> list[views.Phone]:
        """List all handsets but those of ``[[phones]]``, which are found one by one."""
        return [views.phone(ms, self._number(ms)) for ms in self.world.phones.values()]

    def phone(self, name: str) -> views.Phone:
        """Find one handset, by its name or its number."""
        ms = self._named(name)
        return views.phone(ms, self._number(ms))

    def number(self, name: str) -> str:
        """Return the number of a handset, or its name if it has none."""
        ms = self.world.handset(name)
        return (self._number(ms) if ms is not None else "") or name

    def inbox(self, name: str) -> list[views.Received]:
        """List what a handset has shown, as far as it is remembered."""
        ms = self._named(name)
        shown = ((record, record.message, story) for record, story in self.journal.shown if record.origin == ms.name)
        return [
            views.received(record, said, story, self.hidden) for record, said, story in shown if isinstance(said, Shows)
        ]

    def add_phone(self, phone: Phone) -> views.Phone:
        """Add a handset."""
        if phone.cell not in self.world.cells:
            raise unknown("cell", phone.cell, tuple(self.world.cells))
        if phone.sc not in (None, *self.world.centres):
            raise unknown("service centre", phone.sc or "", tuple(self.world.centres))
        try:
            self.world.add_phone(phone)
        except ValueError as wrong:
            raise Refused(HTTPStatus.CONFLICT, str(wrong)) from wrong
        self.simulator.clock.run()
        return self.phone(phone.name)

    def send(self, name: str, text: str, to: str) -> None:
        """Have a handset's owner write a text."""
        self.simulator.act(self._named(name).name, SendsText(text, dialled(to)))

    def swap_sim(self, name: str, imsi: str) -> None:
        """Have the operator move the number of a handset to another SIM."""
        try:
            self.simulator.swap_sim(Address(self._number(self._named(name))), imsi)
        except LookupError:
            raise Refused(HTTPStatus.CONFLICT, f"{name} has no number that could be moved") from None

    def sim_change(self, number: str) -> float | None:
        """Return when a number came to its present SIM; None if it was there from the beginning."""
        msisdn = Address(number.removeprefix("+"))
        hlr = self.world.hlr_with(msisdn)
        if hlr is None:
            raise unknown("number", number)
        return hlr.register.sim_change(msisdn)

    def act(self, subject: str, act: str) -> None:
        """Let something happen to somebody or something, in the words of ladders."""
        name = self._named(subject).name if subject.removeprefix("+").isdecimal() else subject
        try:
            self.simulator.obey(f"{name} {act}")
        except (Unreadable, Malformed, Mistaken) as wrong:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"body: {wrong}") from wrong

    # Accounts and sessions

    def accounts(self) -> list[views.Account]:
        """List all accounts."""
        return [
            views.Account(
                system_id=account.system_id,
                addresses=list(account.addresses),
                sessions=sum(visit.esme is not None and visit.esme.name == account.system_id for visit in face.visits),
                waiting=self.world.centres[name].waiting[account.system_id],
            )
            for name, face in self.world.faces.items()
            for account in face.accounts
        ]

    def add_account(self, account: AccountConfig) -> None:
        """Open an account."""
        try:
            self.world.add_account(account)
        except ValueError as wrong:
            raise Refused(HTTPStatus.CONFLICT, str(wrong)) from wrong

    def sessions(self) -> list[views.Session]:
        """List all sessions, bound or not."""
        return [views.session(visit) for face in self.world.faces.values() for visit in face.visits]

    def kick(self, number: int) -> None:
        """Drop the connection of a session, without an unbind."""
        visit = self._session(number)
        visit.line.close("ended by its number, from outside")
        visit.line.flush()

    # Faults

    def faults(self) -> list[views.Fault]:
        """List all faults, in the order in which they strike."""
        return [views.fault(one) for one in self.world.faults]

    def add_fault(self, rule: Rule) -> views.Fault:
        """Have something go wrong from now on."""
        return views.fault(self.simulator.faults.add(rule))

    def change_fault(self, number: int, changes: dict[str, Any]) -> views.Fault:
        """Change some keys of a fault, or remove them (None); its counts begin again at 0."""
        try:
            written = {**self.world.faults[number].rule.model_dump(exclude_unset=True), **changes}
        except KeyError:
            raise unknown("fault", str(number)) from None
        try:
            rule = Rule.model_validate({key: value for key, value in written.items() if value is not None})
        except ValidationError as wrong:
            whole = "." if wrong.errors()[0]["loc"] else ": expected "
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"body{whole}{sentence(wrong, written, Rule)}") from None
        return views.fault(self.simulator.faults.change(number, rule))

    def remove_fault(self, number: int) -> None:
        """Remove a fault."""
        try:
            self.simulator.faults.remove(number)
        except KeyError:
            raise unknown("fault", str(number)) from None

    # The clock

    def clock(self) -> views.Clock:
        """Return the network's time and the clock's speed."""
        return views.Clock(now=views.time(self.simulator.clock.now), speed=self.simulator.clock.speed)

    def _session(self, number: int) -> Visit:
        for face in self.world.faces.values():
            for visit in face.visits:
                if visit.number == number:
                    return visit
        raise unknown("session", str(number))

    def _named(self, name: str) -> MS:
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


def _search(text: str) -> Search:
    try:
        return Search(text)
    except ValueError as wrong:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"query.text: expected a regular expression: {wrong}") from wrong


def _is(message: Message, *, to: str, source: str, state: str, text: str) -> bool:
    return (
        to.removeprefix("+") in ("", message.destination.value)
        and source.removeprefix("+") in ("", message.source.value, message.account)
        and state in ("", message.state.name)
        and text in message.text
    )
