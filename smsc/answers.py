"""Handsets whose owners answer by themselves what an ESME writes: sections ``[[answer]]`` of a world."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from pdu.values import Ton
from smsc.expression import Expression, compiled
from smsc.network.acts import SendsText, Shows
from smsc.network.hop import OUTSIDE, Hop, Send
from smsc.sections import Section
from smsc.smpp.address_range import AddressRange
from smsc.smpp.terms import Pattern

TEXT: Final = "{text}"  # in a reply: what was written to the handset


class Answer(Section):
    """What handsets answer. Keys that are left out match everything; numbers are patterns as in ``source_addr`` of an
    account.

    ``{text}`` in ``reply`` is the text that is answered. ``delay`` is how many seconds its owner takes.
    """

    reply: Annotated[str, Field(min_length=1, max_length=1000)]
    source: Pattern | None = None
    destination: Pattern | None = None
    text: Expression | None = None
    delay: Annotated[float, Field(ge=0, le=86_400)] = 0.0


@dataclass(slots=True)
class _Answers:
    """A timer: the owner of a handset has taken his time."""

    phone: str
    sends: SendsText


class _Rule:
    """An answer, and when it fits."""

    __slots__ = ("_destination", "_source", "_text", "answer")

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self._source = AddressRange(answer.source) if answer.source is not None else None
        self._destination = AddressRange(answer.destination) if answer.destination is not None else None
        self._text = compiled(answer.text) if answer.text is not None else None

    def fits(self, shown: Shows, number: str) -> bool:
        """Whether it answers what the handset with a number shows."""
        return (
            (self._source is None or shown.sender.value in self._source)
            and (self._destination is None or number in self._destination)
            and (self._text is None or self._text.search(shown.text) is not None)
        )


class Owners:
    """The world outside, with owners who read what their handsets show. The first answer that fits is sent.

    ``number_of`` gives the number of a handset by its name, "" for what is none. Only those whom ``is_esme`` knows by
    their number are answered, so no two handsets answer each other for ever.
    """

    name = kind = OUTSIDE.kind

    def __init__(
        self, answers: Iterable[Answer], *, number_of: Callable[[str], str], is_esme: Callable[[str], bool]
    ) -> None:
        self._rules = tuple(map(_Rule, answers))
        self._number_of = number_of
        self._is_esme = is_esme
        self._times_let_go = 0  # also the conversation of those who think with themselves, so that it ends then

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Answer what is shown, after a while."""
        message = hop.message
        if isinstance(message, _Answers) and hop.conversation == self._times_let_go:
            return (Send(message.phone, message.sends),)
        if not isinstance(message, Shows) or message.sender.ton == Ton.ALPHANUMERIC:
            return ()
        number = self._number_of(hop.origin)
        if not number or not self._is_esme(message.sender.value):
            return ()
        answer = next((rule.answer for rule in self._rules if rule.fits(message, number)), None)
        if answer is None:
            return ()
        reply = SendsText(answer.reply.replace(TEXT, message.text), message.sender)
        return (Send(self.name, _Answers(hop.origin, reply), self._times_let_go, answer.delay),)

    def let_go(self) -> None:
        """Forget what is still to be answered."""
        self._times_let_go += 1
