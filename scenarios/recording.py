"""A run as a scenario: what outsiders did in it is acted again, in virtual time, and what comes of that is the ladder.

ESMEs bind and say what they said, people and operators do what they did, and what went wrong goes wrong, each at its
time from the beginning on. A message_id that an ESME goes on to use is a ``$name``, and dates are moved to those of
scenarios. What an ESME answers is written only where it is not the usual: that it takes everything, at once. Left out
are enquire_link, what ESMEs are handed from nowhere, and whoever did not bind under the name of an account.
"""

from collections import Counter
from collections.abc import Container, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from pdu import ladder, smpp_time
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Request, Response, response_id
from pdu.ladder import Line, quoted, unquoted
from pdu.malformed import Malformed
from pdu.matrix import BINDS, SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.outbind import Outbind
from pdu.operations.unbind import UnbindResp
from pdu.table import CLASSES
from pdu.values import InterfaceVersion
from scenarios.cast import ANSWERS, HANGS_UP, MOST_SESSIONS, NOTHING
from scenarios.comparison import START
from scenarios.header import header
from scenarios.script import FENCE, SKIP, parse
from scenarios.update import updated
from scenarios.world import world
from smsc.config import WorldConfig
from smsc.past import Bound, Past
from smsc.trace import Record, rung

_FILE: Final = "the scenario"
PROMPT: Final = 1.0  # seconds within which an ESME answers that takes everything
_TAKES_IT: Final = f"{ANSWERS} {CommandStatus.ESME_ROK.name}"
_SILENT: Final = Bound(SessionState.BOUND_TRX, InterfaceVersion.V3_4)  # how an ESME is bound that does not bind itself
_TIMES: Final = ("schedule_delivery_time", "validity_period")
_MARGIN: Final = 6  # columns for the time


class Unrecordable(ValueError):
    """What has happened is no scenario: why, in one sentence."""


def recorded(past: Past) -> str:
    """Write the scenario, with the ladder that comes of it; raises Unrecordable, and what ``updated`` raises."""
    head = f"# What happened from {datetime.fromtimestamp(past.began, UTC):%Y-%m-%d %H:%M:%S} UTC on.\n"
    if differs := header(past.config):
        head += f"{FENCE}\n{differs}{FENCE}\n"
    config = world(parse(head, _FILE))
    acts = list(_Acts(past, config))
    if not acts:
        raise Unrecordable("nothing has been done yet that a scenario could do again")
    script = parse(head + "".join(f"{row}\n" for row in acts), _FILE)
    return updated(script, config, whole=True, until=past.now - past.began)


class _Acts:
    """The lines of what outsiders did, and of the responses that tell them an id which they use later."""

    def __init__(self, past: Past, config: WorldConfig) -> None:
        self._past = past
        self._accounts = {account.system_id: account for account in config.account}
        self._first_centre = config.sc[0].name
        self._said = [record for record in past.records if isinstance(record.message, Pdu) and not record.lost]
        self._refused = {
            (record.conversation, record.message.sequence_number)
            for record in self._said
            if isinstance(record.message, BindResp) and record.message.command_status
        }
        self._by_hand = set(_unusual(past, self._accounts))
        self._used = {
            value
            for record in self._said
            if isinstance(record.message, Request) and record.origin in self._accounts
            for key, value in record.said().fields
            if key == "message_id"
        }

        self._named: dict[str, str] = {}  # message_id to its name
        self._labels: dict[int, str] = {}  # of the sessions that there are
        self._answers: dict[str, str] = {}  # what an ESME answers, by its label
        # What ESMEs have not answered, by session and sequence_number: which of the session's it is, and its command_id
        self._owed: dict[tuple[int, int], tuple[int, int]] = {}
        self._asked: Counter[int] = Counter()  # how many requests we have sent in a session

    def __iter__(self) -> Iterator[str]:
        yield from self._bound_before()
        for record in self._past.records:
            if record.person:
                yield from self._alone(record)
            elif isinstance(record.message, Pdu) and not record.lost:
                if record.origin in self._accounts:
                    yield from self._esme(record, record.message)
                elif record.destination in self._accounts:
                    yield from self._centre(record, record.message)

    # Sessions

    def _bound_before(self) -> Iterator[str]:
        """Bind what was bound when it began; an ESME with one session that is bound as most are needs no word."""
        sessions: dict[int, str] = {}
        opened: set[int] = set()
        for record in self._said:
            opens = isinstance(record.message, Bind | Outbind)
            for name in self._accounts.keys() & {record.origin, record.destination}:
                if opens:
                    opened.add(record.conversation)
                elif record.conversation not in opened:
                    sessions.setdefault(record.conversation, name)
        asking = {
            record.origin
            for record in self._said
            if isinstance(record.message, Request) and not isinstance(record.message, EnquireLink)
        }
        binding = {record.origin for record in self._said if isinstance(record.message, Bind)}
        for number, name in sessions.items():
            bound = self._past.sessions.get(number, _SILENT)
            label, answers = self._open(number, name)
            if name in binding or name not in asking or label != name or bound != _SILENT:
                centre = self._accounts[name].sc or self._first_centre
                yield self._row(self._past.began, label, centre, ladder.line(self._bind(name, bound)))
            yield from (self._row(self._past.began, label, None, line) for line in answers)

    def _open(self, number: int, name: str) -> tuple[str, list[Line]]:
        """Give a session its name in the scenario, and say what is to be said of its answers."""
        taken = set(self._labels.values())
        labels = (name, *(f"{name}.{further}" for further in range(2, MOST_SESSIONS + 1)))
        label = next((label for label in labels if label not in taken), None)
        if label is None:
            raise Unrecordable(
                f"{name} had more than {MOST_SESSIONS} sessions at a time: a scenario has no names for more"
            )
        self._labels[number] = label
        wanted = NOTHING if number in self._by_hand else _TAKES_IT
        if self._answers.get(label, _TAKES_IT) == wanted:
            return label, []
        self._answers[label] = wanted
        return label, [ladder.parse(wanted)]

    def _bind(self, name: str, bound: Bound) -> Bind:
        """The bind of a session that is bound already."""
        command_id = next(one for one, state in BINDS.items() if state is bound.state)
        bind = CLASSES[command_id]()
        assert isinstance(bind, Bind)  # noqa: S101 - what leads to that state
        bind.system_id, bind.password = name, self._password(name)
        bind.interface_version = InterfaceVersion(bound.version)
        return bind

    def _password(self, name: str) -> str:
        return self._accounts[name].password.get_secret_value()

    def _over(self, number: int) -> None:
        self._labels.pop(number, None)

    # What is said

    def _alone(self, record: Record) -> Iterator[str]:
        said = record.said()
        if record.conversation and record.conversation in self._labels:
            if " ".join(said.words) == HANGS_UP:
                yield self._row(record.at, self._labels[record.conversation], None, said)
            self._over(record.conversation)
        elif not record.origin:
            yield self._row(record.at, record.destination, None, said)

    def _esme(self, record: Record, pdu: Pdu) -> Iterator[str]:
        number, said = record.conversation, record.said()
        if isinstance(pdu, Bind):
            if pdu.system_id not in self._accounts:
                return
            if number not in self._labels:
                label, answers = self._open(number, record.origin)
                yield from (self._row(record.at, label, None, line) for line in answers)
            right = "wrong" if (number, pdu.sequence_number) in self._refused else self._password(pdu.system_id)
            said = Line(said.words, tuple((key, right if key == "password" else value) for key, value in said.fields))
        elif isinstance(pdu, DeliverSmResp | DataSmResp):
            if number not in self._by_hand or (number, pdu.sequence_number) not in self._owed:
                return
            said = self._to_whom(said, number, pdu)
        elif isinstance(pdu, Response | EnquireLink) or number not in self._labels:
            return
        yield self._row(record.at, self._labels[number], record.destination, self._renamed(said))

    def _centre(self, record: Record, pdu: Pdu) -> Iterator[str]:
        number = record.conversation
        if isinstance(pdu, Request) and not isinstance(pdu, EnquireLink):
            self._asked[number] += 1
        if isinstance(pdu, Outbind):
            self._open(number, record.destination)
        elif isinstance(pdu, DeliverSm | DataSm):
            self._owed[number, pdu.sequence_number] = self._asked[number], pdu.command_id
        elif isinstance(pdu, UnbindResp):
            self._over(number)
        message_id = getattr(pdu, "message_id", "")
        if (
            isinstance(pdu, Response)
            and message_id in self._used
            and message_id not in self._named
            and number in self._labels
        ):
            name = self._named[message_id] = f"$id{len(self._named) + 1}"
            told = Line(record.said().words, (("message_id", name),))
            yield f"{'':<{_MARGIN}}{SKIP}"
            yield f"{'':<{_MARGIN}}{rung(record.origin, self._labels[number], told)}"

    def _to_whom(self, said: Line, session: int, response: Pdu) -> Line:
        """Say which request a response is to, if that is not the oldest one."""
        owed = [one for (whose, _), one in self._owed.items() if whose == session]
        asked = self._owed.pop((session, response.sequence_number))
        if asked == next(one for one in owed if one[1] == asked[1]):
            return said
        return Line(said.words, (("sequence_number", str(asked[0])), *said.fields))

    def _renamed(self, said: Line) -> Line:
        """The same, with the names of ids, and with dates as far from the beginning as they were."""
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
        return f"{seconds + 's':<{_MARGIN - 1}} {rung(origin, destination, said)}"


def _unusual(past: Past, accounts: Container[str]) -> Iterator[int]:
    """Find the sessions in which an ESME has not taken everything at once, as long as it was there."""
    asked: dict[tuple[int, int], tuple[float, int]] = {}  # when, and what answers it
    for record in past.records:
        session, pdu = record.conversation, record.message
        if isinstance(pdu, DeliverSm | DataSm) and record.destination in accounts and not record.lost:
            asked[session, pdu.sequence_number] = record.at, response_id(pdu.command_id)
        elif isinstance(pdu, Response) and record.origin in accounts:
            at, wanted = asked.pop((session, pdu.sequence_number), (record.at, pdu.command_id))
            if pdu.command_id != wanted or pdu.command_status or record.at - at > PROMPT:
                yield session
        elif record.person and session:
            over = [key for key in asked if key[0] == session]
            if any(record.at - asked.pop(key)[0] > PROMPT for key in over):
                yield session
    yield from (session for (session, _), (at, _) in asked.items() if past.now - at > PROMPT)
