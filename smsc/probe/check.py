"""A check: one rule of the specification, and the conversation that shows whether a client keeps to it."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from pdu.matrix import BOUND, SessionState
from pdu.verdict import Checks, Finding, Judgement, Rule, Said, Verdict
from smsc.probe.talk import Talk

_MOST: Final = 500  # things said that are kept, both of a conversation's beginning and of its end

Conversation = Callable[[Talk], Awaitable[str | None]]
States = frozenset[SessionState]

ANY: Final[States] = BOUND
RECEIVES: Final[States] = frozenset({SessionState.BOUND_RX, SessionState.BOUND_TRX})
SUBMITS: Final[States] = frozenset({SessionState.BOUND_TX, SessionState.BOUND_TRX})
BOTH: Final[States] = frozenset({SessionState.BOUND_TRX})
UNBOUND: Final[States] = frozenset({SessionState.OPEN})

NEEDS: Final[dict[States, str]] = {
    ANY: "no session was bound for it",
    RECEIVES: "no receiver and no transceiver was bound for it",
    SUBMITS: "no transmitter and no transceiver was bound for it",
    BOTH: "no transceiver was bound for it",
    UNBOUND: "no further session was opened for it",
}


@dataclass(frozen=True, slots=True)
class Check(Rule):
    """A rule with its ``conversation``, which is held on a session in one of the states that it ``needs``.

    The conversation returns what was found, or raises a Judgement.
    """

    needs: States
    conversation: Conversation = field(repr=False)

    def found(self, verdict: Verdict, told: str, said: Iterable[Said] = ()) -> Finding:
        """Make the finding; it omits the middle of a long conversation, as with a client that submits all the time."""
        said = tuple(said)
        between = len(said) - 2 * _MOST
        if between > 0:
            said = (*said[:_MOST], Said("esme", b"", f"and so on, {between} times"), *said[-_MOST:])
        return Rule.found(self, verdict, told, said)

    async def judge(self, talk: Talk) -> tuple[Finding, Judgement | None]:
        """Hold the conversation; returns the finding, and the Judgement if one was raised."""
        talk.line.said = []
        try:
            told = await self.conversation(talk)
        except Judgement as judgement:
            return self.found(judgement.verdict, judgement.why, talk.line.said), judgement
        return self.found(Verdict.HOLDS, told or "", talk.line.said), None


class Family(Checks[Check]):
    """Checks of one kind, made of conversations."""

    def check(self, rule: str, clause: str = "", *, needs: States = ANY) -> Callable[[Conversation], Conversation]:
        """Make a conversation one of these checks, under its own name; ``clause`` is of SMPP v5.0 by default."""

        def add(conversation: Conversation) -> Conversation:
            self.add(conversation.__name__, rule, clause, conversation, needs=needs)
            return conversation

        return add

    def add(self, name: str, rule: str, clause: str, conversation: Conversation, *, needs: States = ANY) -> None:
        """Add a check under a given name, for a conversation that is made for several."""
        self.append(Check(self.name, name, rule, clause, needs, conversation))
