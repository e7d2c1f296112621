"""The ESMEs of a scenario: their sessions, and what they answer.

``bank`` is the ESME of that account; a further session of it is ``bank.2``, and binds itself. An ESME accepts what it
is given, unless the scenario says otherwise: after ``bank  answers ESME_RX_T_APPN`` it refuses everything, after
``bank  answers ESME_ROK`` it accepts again, and after ``bank  answers nothing`` its responses, if any, are acts like
all else that it says (``+40s  bank -> sc  deliver_sm_resp ESME_ROK``), each to the oldest unanswered request unless it
has a sequence_number. ``bank  loses connection`` ends a session.

An account that has an ``outbind`` in its world is called when something waits for it: ``sc -> bank  outbind``.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Final

from pdu import ladder
from pdu.command_status import CommandStatus, by_name
from pdu.header import Request, Response
from pdu.ladder import Line
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.outbind import Outbind
from scenarios.esme import NEVER, MemoryLine, taken
from scenarios.script import Step
from smsc.smpp.sessions import IS_DISCONNECTED, LOSES_CONNECTION
from smsc.world.world import World

ANSWERS: Final = "answers"
NOTHING: Final = "answers nothing"
HANGS_UP: Final = " ".join(LOSES_CONNECTION.words)
IS_CUT_OFF: Final = " ".join(IS_DISCONNECTED.words)  # what it does not do by itself
ACTS: Final = (f"{ANSWERS} ESME_ROK", f"{ANSWERS} ESME_RX_T_APPN", NOTHING, HANGS_UP)
MOST_SESSIONS: Final = 99  # of an ESME, at a time
FURTHER: Final = tuple(map(str, range(2, MOST_SESSIONS + 1)))  # behind its name and a dot: those besides the first
_RESPONSES: Final = ("_resp", "generic_nack")


class Cast:
    """The ESMEs, by their names in the scenario."""

    def __init__(self, world: World, steps: Iterable[Step]) -> None:
        self._world = world
        self._accounts = {account.system_id: account for account in world.config.account}
        self._lines: dict[str, MemoryLine] = {}
        self._labels: dict[int, str] = {}  # the names of sessions
        self.asked: dict[tuple[int, int], int] = {}  # the numbers of acts, by session and sequence_number
        self._responses = frozenset(self._acted_responses(steps))
        for name, face in world.faces.items():
            face.outbind = partial(self._call, name)

    def account(self, name: str) -> str:
        """Give the account that a session is of; "" for a name that is no ESME's."""
        system_id, _, further = name.rpartition(".")
        if name not in self._accounts and further in FURTHER:
            name = system_id
        return name if name in self._accounts else ""

    @property
    def names(self) -> Iterable[str]:
        """The names of all ESMEs that may appear."""
        return self._accounts

    def is_act(self, step: Step) -> bool:
        """Whether a line is something that an ESME does, not what follows from it."""
        if not self.account(step.origin):
            return False
        if step.destination is None:
            return step.words.startswith(ANSWERS) or step.words == HANGS_UP
        return not step.line.words[0].endswith(_RESPONSES) or step.number in self._responses

    def _acted_responses(self, steps: Iterable[Step]) -> Iterable[int]:
        by_hand: set[str] = set()
        for step in steps:
            if step.destination is None and step.words.startswith(ANSWERS) and step.words != NOTHING:
                by_hand.discard(step.origin)
            elif step.destination is None and step.words == NOTHING:
                by_hand.add(step.origin)
            elif step.origin in by_hand and step.line.words[0] in ("deliver_sm_resp", "data_sm_resp"):
                yield step.number

    def label(self, conversation: int, name: str) -> str:
        """Give the name by which a scenario calls whoever has said something in a session."""
        label = self._labels.get(conversation, "")
        return label if label and name in (label, self.account(label)) else name

    def bind_the_silent(self, steps: Iterable[Step]) -> None:
        """Bind every ESME that the scenario names, but that does not bind itself there."""
        steps = tuple(steps)
        named = {name for step in steps for name in (step.origin, step.destination) if name}
        binding = {step.origin for step in steps if step.line.words[0].startswith("bind_")}
        for name in sorted(named & self._accounts.keys() - binding):
            self.line(name).bind(name, self._accounts[name].password.get_secret_value())

    def line(self, name: str) -> MemoryLine:
        """Find the session of an ESME; one that has none connects."""
        line = self._lines.get(name)
        if line is None or line.session.closed:
            face = self._world.face_of(self.account(name))
            timers = replace(NEVER, response_timer=self._world.config.smpp.response_timer or NEVER.response_timer)
            line = MemoryLine(self._world.network, face, name, timers=timers, answer=line.answer if line else taken)
            self._lines[name] = line
            self._labels[line.number] = name
        return line

    def act(self, step: Step, said: Line) -> bool:
        """Let an ESME do what a line says, and return whether the trace shows it by itself.

        Raises Malformed, LocalProtocolError or LookupError for what can't be done.
        """
        line = self.line(step.origin)
        if step.destination is not None:
            pdu = ladder.to_pdu(said)
            line.put(pdu)
            if isinstance(pdu, Request):
                self.asked[line.number, pdu.sequence_number] = step.number
            line.flush()
            return True
        if step.words == HANGS_UP:
            told = line.session.state.bound
            line.hang_up()
            return told
        line.answer = answer(step.words)
        return False

    def _call(self, centre: str, system_id: str) -> None:
        """The service centre calls an ESME, and asks it to bind."""
        account = self._accounts[system_id]
        if account.outbind is None or (system_id in self._lines and not self._lines[system_id].session.closed):
            return
        own = (
            next(sc.system_id for sc in self._world.config.sc if sc.name == centre) or self._world.config.smpp.system_id
        )
        self.line(system_id).send(Outbind(own, account.outbind_password.get_secret_value()))


def answer(words: str) -> Callable[[DeliverSm | DataSm], Response | None]:
    """Give what an ESME answers from now on, by the words of its act; raises Malformed."""
    if words == NOTHING:
        return lambda _: None
    name = words.removeprefix(ANSWERS).strip()
    status = by_name(name)
    if status is None:
        near = get_close_matches(name, CommandStatus.__members__, 2, 0.7) or ("ESME_RX_T_APPN",)
        raise Malformed(ANSWERS, None, f"nothing, or a command_status such as {' or '.join(near)}", name or "none")

    def answered(pdu: DeliverSm | DataSm) -> Response:
        return (DeliverSmResp if isinstance(pdu, DeliverSm) else DataSmResp)(command_status=status)

    return answered
