"""A run as a scenario: what outsiders did is done again, in virtual time, and the ladder is what follows from it.

ESMEs bind and say what they said, people and operators do what they did, and faults begin and end, each at its time
from the beginning. A message_id that an ESME is given and uses later is a ``$name``, and dates are moved to those of
scenarios. What an ESME answers is written only where it did not accept everything at once. Left out are enquire_link,
what ESMEs are handed from nowhere, and whoever did not bind under the name of an account.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from pdu import ladder, smpp_time
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Request, Response
from pdu.ladder import Line, quoted, unquoted
from pdu.malformed import Malformed
from pdu.matrix import BINDS, SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.operations.data_sm import DataSmResp
from pdu.operations.deliver_sm import DeliverSmResp
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.outbind import Outbind
from pdu.operations.unbind import UnbindResp
from pdu.table import CLASSES
from pdu.values import InterfaceVersion
from scenarios.cast import HANGS_UP
from scenarios.comparison import START
from scenarios.header import header
from scenarios.script import FENCE, parse
from scenarios.sessions import Sessions, Unrecordable, by_hand
from scenarios.update import updated
from scenarios.world import world
from smsc.config import WorldConfig
from smsc.trace.trace import Record, rung
from smsc.world.past import Bound, Past

_FILE: Final = "the scenario"
_SILENT: Final = Bound(SessionState.BOUND_TRX, InterfaceVersion.V3_4)  # an ESME that does not bind itself
_TIMES: Final = ("schedule_delivery_time", "validity_period")
# A bind that these refuse is refused again as its password is wrong: from where an ESME binds, no scenario says
_REFUSED_ANYWAY: Final = (CommandStatus.ESME_RINVPASWD, CommandStatus.ESME_RBINDFAIL)


def recorded(past: Past) -> str:
    """Write the scenario, with the ladder that follows from it; raises Unrecordable, and what ``updated`` raises."""
    head = f"# What happened from {datetime.fromtimestamp(past.began, UTC):%Y-%m-%d %H:%M:%S} UTC on.\n"
    if differs := header(past.config):
        head += f"{FENCE}\n{differs}{FENCE}\n"
    config = world(parse(head, _FILE))
    acts = list(_Acts(past, config))
    if not acts:
        raise Unrecordable("nothing has been done yet that a scenario could do again")
    script = parse(head + "".join(f"{act.row}\n" for act in acts), _FILE)
    ids = {number: act.message_id for number, act in enumerate(acts, head.count("\n") + 1) if act.message_id}
    return updated(script, config, whole=True, until=past.now - past.began, ids=ids)


class _Act(NamedTuple):
    """A line of the scenario; ``message_id``: the name of the id that the response to it gives, if it is used later."""

    row: str
    message_id: str = ""


class _Acts:
    """The lines of what outsiders did."""

    def __init__(self, past: Past, config: WorldConfig) -> None:
        self._past = past
        self._accounts = {account.system_id: account for account in config.account}
        self._first_centre = config.sc[0].name
        self._pdus = [
            (record, record.message) for record in past.records if isinstance(record.message, Pdu) and not record.lost
        ]
        self._refused_binds = {
            (record.conversation, pdu.sequence_number)
            for record, pdu in self._pdus
            if isinstance(pdu, BindResp) and pdu.command_status in _REFUSED_ANYWAY
        }
        self._used = {
            value
            for record, pdu in self._pdus
            if isinstance(pdu, Request) and record.origin in self._accounts
            for key, value in record.said().fields
            if key == "message_id"
        }
        self._named: dict[str, str] = {}  # the names of ids that have been given by now
        self._gives: dict[int, str] = {}  # the name of the id that answers a request, by the serial of that
        self._given: dict[int, str] = {}  # likewise, by the serial of the response
        for number, (request, response) in enumerate(self._ids(), 1):
            self._gives[request.serial] = self._given[response.serial] = f"$id{number}"
        self._sessions = Sessions(frozenset(by_hand(past, self._accounts)))

    def __iter__(self) -> Iterator[_Act]:
        yield from map(_Act, self._bound_before())
        for record in self._past.records:
            if record.person:
                yield from map(_Act, self._alone(record))
            elif isinstance(record.message, Pdu) and not record.lost:
                if record.origin in self._accounts:
                    gives = self._gives.get(record.serial, "")
                    yield from (_Act(row, gives) for row in self._esme(record, record.message))
                elif record.destination in self._accounts:
                    yield from map(_Act, self._centre(record, record.message))

    def _ids(self) -> list[tuple[Record, Record]]:
        """Find the requests of ESMEs whose responses give an id that is used, each with its response, in their order.

        A response to a request that has the id already does not give it.
        """
        asked: dict[tuple[int, int], tuple[Record, Pdu]] = {}
        found: dict[str, tuple[Record, Record]] = {}
        for record, pdu in self._pdus:
            key, message_id = (record.conversation, pdu.sequence_number), getattr(pdu, "message_id", "")
            if isinstance(pdu, Request) and record.origin in self._accounts:
                asked[key] = record, pdu
            elif isinstance(pdu, Response) and record.destination in self._accounts and key in asked:
                request, said = asked.pop(key)
                if message_id in self._used and getattr(said, "message_id", "") != message_id:
                    found.setdefault(message_id, (request, record))
        return sorted(found.values(), key=lambda pair: pair[0].serial)

    def _bound_before(self) -> Iterator[str]:
        """Bind what was bound at the beginning, except an ESME that a scenario would bind the same way by itself."""
        before: dict[int, str] = {}
        opened: set[int] = set()
        for record, pdu in self._pdus:
            if isinstance(pdu, Bind | Outbind):
                opened.add(record.conversation)
            elif record.conversation not in opened:
                for name in self._accounts.keys() & {record.origin, record.destination}:
                    before.setdefault(record.conversation, name)
        speak = {
            record.origin for record, pdu in self._pdus if isinstance(pdu, Request) and type(pdu) is not EnquireLink
        }
        bind = {record.origin for record, pdu in self._pdus if isinstance(pdu, Bind)}
        for number, name in before.items():
            bound = self._past.sessions.get(number, _SILENT)
            answers = list(self._opened(self._past.began, number, name))
            if name in bind or name not in speak or self._sessions[number] != name or bound != _SILENT:
                centre = self._accounts[name].sc or self._first_centre
                yield self._row(self._past.began, self._sessions[number], centre, ladder.line(self._bind(name, bound)))
            yield from answers

    def _opened(self, at: float, number: int, name: str) -> Iterator[str]:
        answers = self._sessions.open(number, name)
        yield from (self._row(at, self._sessions[number], None, line) for line in answers)

    def _bind(self, name: str, bound: Bound) -> Bind:
        command_id = next(one for one, state in BINDS.items() if state is bound.state)
        bind = CLASSES[command_id]()
        assert isinstance(bind, Bind)  # noqa: S101 - what leads to that state
        bind.system_id, bind.password = name, self._password(name)
        bind.interface_version = InterfaceVersion(bound.version)
        return bind

    def _password(self, name: str) -> str:
        return self._accounts[name].password.get_secret_value()

    # What is said

    def _alone(self, record: Record) -> Iterator[str]:
        said = record.said()
        if record.conversation in self._sessions:
            if " ".join(said.words) == HANGS_UP:
                yield self._row(record.at, self._sessions[record.conversation], None, said)
            self._sessions.end(record.conversation)
        elif not record.origin:
            yield self._row(record.at, record.destination, None, said)

    def _esme(self, record: Record, pdu: Pdu) -> Iterator[str]:
        number, said = record.conversation, record.said()
        if isinstance(pdu, Bind):
            if pdu.system_id not in self._accounts:
                return
            if number not in self._sessions:
                yield from self._opened(record.at, number, record.origin)
            right = (number, pdu.sequence_number) not in self._refused_binds
            password = self._password(pdu.system_id) if right else "wrong"
            said = Line(
                said.words, tuple((key, password if key == "password" else value) for key, value in said.fields)
            )
        elif isinstance(pdu, DeliverSmResp | DataSmResp):
            answer = self._sessions.answer(number, pdu, said)
            if answer is None:
                return
            said = answer
        elif isinstance(pdu, Response | EnquireLink) or number not in self._sessions:
            return
        yield self._row(record.at, self._sessions[number], record.destination, self._renamed(said))

    def _centre(self, record: Record, pdu: Pdu) -> Iterator[str]:
        number = record.conversation
        self._sessions.asked(number, pdu)
        if isinstance(pdu, Outbind):
            yield from self._opened(record.at, number, record.destination)
        elif isinstance(pdu, UnbindResp) or (isinstance(pdu, BindResp) and pdu.command_status):
            self._sessions.end(number)
        if record.serial in self._given:
            self._named[getattr(pdu, "message_id", "")] = self._given[record.serial]

    def _renamed(self, said: Line) -> Line:
        """Write ids as their names, and dates as far from the beginning as they were."""
        return Line(said.words, tuple((key, self._value(key, value)) for key, value in said.fields))

    def _value(self, key: str, value: str) -> str:
        if key == "message_id":
            return self._named.get(value, value)
        if key in _TIMES:
            try:
                written = smpp_time.read(unquoted(value))
                if isinstance(written, datetime):
                    return quoted(smpp_time.absolute(written + timedelta(seconds=START - self._past.began)))
            except Malformed:
                pass  # as it was said: it will be refused again
        return value

    def _row(self, at: float, origin: str, destination: str | None, said: Line) -> str:
        seconds = f"{max(0.0, at - self._past.began):.3f}".rstrip("0").rstrip(".")
        return f"{seconds}s {rung(origin, destination, said)}"
