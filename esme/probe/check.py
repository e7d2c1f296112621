"""Checks: each is one rule of the specification, and a conversation that shows whether a message centre keeps it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from esme.errors import BindRefused, Interrupted, NoResponse, Unreachable
from esme.probe.line import Closed, Silent
from esme.probe.talk import Talk
from esme.probe.target import Target
from pdu.command_status import CommandStatus as S
from pdu.header import Response
from pdu.operations.bind import BindTransceiver, BindTransmitter
from pdu.verdict import Checks, Finding, Judgement, Rule, Said, Verdict
from pdu.why import NO_WAY, why

# An account that is not let in can't be judged any further.
STRANGERS: Final = (S.ESME_RBINDFAIL, S.ESME_RINVPASWD, S.ESME_RINVSYSID, S.ESME_RINVSYSTYP)

Conversation = Callable[[Talk], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Check(Rule):
    """``conversation`` is held on a connection of its own; it returns what was found, or raises a Judgement."""

    conversation: Conversation = field(repr=False)

    async def judge(self, target: Target) -> Finding:
        """Hold the conversation, and return what came of it."""
        said: list[Said] = []
        verdict, told = Verdict.HOLDS, ""
        try:
            async with Talk(target, said) as talk:
                told = await self.conversation(talk) or ""
        except Judgement as judgement:
            verdict, told = judgement.verdict, judgement.why
        except (OSError, TimeoutError) as error:
            verdict, told = Verdict.NOT_JUDGED, f"there is no connection: {why(error)}"
        return self.found(verdict, told, said)


class Family(Checks[Check]):
    """A family of checks, made from conversations."""

    def check(self, rule: str, clause: str = "") -> Callable[[Conversation], Conversation]:
        """Make a conversation one of these checks, under its own name; ``clause`` is of SMPP v5.0 by default."""

        def add(conversation: Conversation) -> Conversation:
            self.add(conversation.__name__, rule, clause, conversation)
            return conversation

        return add

    def add(self, name: str, rule: str, clause: str, conversation: Conversation) -> None:
        """Do the same for a conversation that was made by a function, with ``name`` for its name."""
        self.append(Check(self.name, name, rule, clause, conversation))


async def greet(target: Target) -> None:
    """See that a message centre lets us in; raises Unreachable, BindRefused, NoResponse, Interrupted."""
    unwelcome: Interrupted | BindRefused | None = None
    for bind in (BindTransmitter(), BindTransceiver()):
        try:
            async with Talk(target) as talk:
                answer = await talk.tries(bind)
        except Silent as silent:
            raise NoResponse(bind, silent.why) from None
        except Closed as closed:
            unwelcome = Interrupted(closed.why, bind)
            continue
        except Judgement:
            return
        except NO_WAY as error:
            raise Unreachable(target.host, target.port, why(error)) from error
        if not isinstance(answer, Response) or answer.command_status not in STRANGERS:
            return
        unwelcome = BindRefused(answer, bind)
        if answer.command_status != S.ESME_RBINDFAIL:  # which may only concern this kind of bind
            break
    assert unwelcome is not None  # noqa: S101 - set by every pass that does not return
    raise unwelcome


async def run(target: Target, checks: Iterable[Check]) -> AsyncIterator[Finding]:
    """Go through checks one by one; raises what ``greet`` raises, before the first."""
    await greet(target)
    for check in checks:
        yield await check.judge(target)
