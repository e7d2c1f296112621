"""The sessions of a run that becomes a scenario: their names in it, and what it has to say about their answers."""

from collections import Counter
from collections.abc import Container, Iterator
from typing import Final

from pdu import ladder
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Request, Response, response_id
from pdu.ladder import Line
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.enquire_link import EnquireLink
from scenarios.cast import ANSWERS, FURTHER, MOST_SESSIONS, NOTHING
from smsc.world.past import Past

PROMPT: Final = 1.0  # seconds: an ESME of a scenario answers at once, unless the scenario says otherwise
_TAKES_ALL: Final = f"{ANSWERS} {CommandStatus.ESME_ROK.name}"


class Unrecordable(ValueError):
    """Why what has happened can't be a scenario, in one sentence."""


class Sessions:
    """The names of the sessions that are open, by their numbers: ``bank``, ``bank.2`` and so on.

    In those that are ``by_hand``, each response of the ESME is an act of its own.
    """

    def __init__(self, by_hand: Container[int]) -> None:
        self._by_hand = by_hand
        self._names: dict[int, str] = {}
        self._answers: dict[str, str] = {}  # what was last said about an ESME's answers, by the session's name
        self._requests: Counter[int] = Counter()  # of the service centre, by session
        # Those that wait for a response, by session and sequence_number: the number they have in a scenario, and
        # their command_id
        self._owed: dict[tuple[int, int], tuple[int, int]] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._names

    def __getitem__(self, number: int) -> str:
        return self._names[number]

    def open(self, number: int, system_id: str) -> list[Line]:
        """Name a session; give the line about its answers, if one is needed. Raises Unrecordable for too many."""
        taken = set(self._names.values())
        names = (system_id, *(f"{system_id}.{further}" for further in FURTHER))
        name = next((name for name in names if name not in taken), None)
        if name is None:
            raise Unrecordable(
                f"{system_id} had more than {MOST_SESSIONS} sessions at a time: a scenario has no names for more"
            )
        self._names[number] = name
        wanted = NOTHING if number in self._by_hand else _TAKES_ALL
        if self._answers.get(name, _TAKES_ALL) == wanted:
            return []
        self._answers[name] = wanted
        return [ladder.parse(wanted)]

    def end(self, number: int) -> None:
        """Free the name of a session."""
        self._names.pop(number, None)

    def asked(self, number: int, pdu: Pdu) -> None:
        """Note what the service centre says in a session; in a scenario it says no enquire_link."""
        if isinstance(pdu, Request) and not isinstance(pdu, EnquireLink):
            self._requests[number] += 1
        if isinstance(pdu, DeliverSm | DataSm) and number in self._by_hand:
            self._owed[number, pdu.sequence_number] = self._requests[number], pdu.command_id

    def answer(self, number: int, response: Pdu, said: Line) -> Line | None:
        """Give an ESME's response as an act; None where the scenario gives it by itself, or nobody has asked.

        A response that is not to the oldest request says which one it is to.
        """
        asked = self._owed.get((number, response.sequence_number))
        if asked is None:
            return None
        oldest = next(one for (session, _), one in self._owed.items() if session == number and one[1] == asked[1])
        del self._owed[number, response.sequence_number]
        if asked is oldest:
            return said
        return Line(said.words, (("sequence_number", str(asked[0])), *said.fields))


def by_hand(past: Past, accounts: Container[str]) -> Iterator[int]:
    """Find the sessions in which an ESME did not accept everything at once while the session lasted."""
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
