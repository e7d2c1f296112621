"""The schemas of the API's answers. Times are RFC 3339, in UTC."""

from typing import Annotated

from pydantic import BaseModel, Field

from pdu.command_status import named
from pdu.header import HIDDEN, Response
from pdu.ladder import line
from pdu.text.udh import place
from smsc import dates
from smsc.centre.message import Message as Kept
from smsc.faults.rule import Fault as AtWork
from smsc.faults.rule import Rule
from smsc.lab.code import code
from smsc.network.acts import Shows
from smsc.network.ms import MS
from smsc.numbering import written
from smsc.smpp.sessions import Visit
from smsc.trace.stories import Story
from smsc.trace.trace import Record

Time = Annotated[str, Field(examples=["2026-01-01T00:00:00.000Z"])]
Parties = Annotated[
    list[str], Field(description="Who takes part in the ladder, in the order of the way, from the ESME to the handset.")
]


class Event(BaseModel):
    """One message between two parties, or what a person does or sees: one rung of the ladder."""

    id: int = Field(description="Its number, greater than those of all earlier events, also of earlier runs.")
    at: Time
    origin: str = Field(description="Who sends it; empty if a person does something to a handset.")
    destination: str = Field(description="Who receives it; empty if a person sees something.")
    message: str = Field(description="What is sent, by its name in the specification.", examples=["submit_sm"])
    fields: dict[str, str] = Field(description="Its parameters, as ladders write them.")
    line: str = Field(description="All of it as a line of a ladder.")
    message_ids: list[str] = Field(description="The short messages it is about, as far as known at that time.")
    story: int | None = Field(description="The number of their ladder: the same for all events about them.")
    conversation: int = Field(
        description="What it belongs to: for a PDU the session, by its number in /sessions and the log; else a dialogue"
        " or a channel; 0 for neither."
    )


class ExplainedField(BaseModel):
    """A field of a message, with its parts."""

    name: str
    offset: int | None = Field(None, description="Octets from the beginning; null for parts of characters.")
    octets: str = Field("", description="In hexadecimal.")
    value: str
    meaning: str = ""
    clause: str = ""
    parts: list["ExplainedField"] = []


class Explained(BaseModel):
    """A message octet by octet, as `pdu explain --json` prints it."""

    line: str
    octets: str
    clause: str = ""
    problem: str = Field("", description="What is wrong with it.")
    fields: list[ExplainedField]


class Message(BaseModel):
    """A short message as the service centre keeps it."""

    message_id: str
    account: str = Field(description="Who submitted it; empty for a handset.")
    source: str
    destination: str
    text: str
    code: str | None = Field(description="The one-time code in the text.")
    parts: int
    part: int | None = Field(description="Which part it is of a text that its ESME has split; else null.")
    part_of: int | None = Field(description="How many parts that text has.")
    state: str = Field(examples=["DELIVERED"])
    attempts: int
    error: int = Field(description="The code of the last MAP error; 0 for none.")
    submitted: Time
    expires: Time
    done: Time | None


class MessageWithLadder(Message):
    """A short message with its way through the network."""

    waits: str | None = Field(
        description="What it waits for, or its receipt if it is in its final state; null if for nothing.",
        examples=["for bank to bind as receiver or transceiver"],
    )
    parties: Parties
    ladder: list[str]


class Page(BaseModel):
    """Some messages, the newest first; pass ``next`` as ``before`` to get the next page."""

    messages: list[Message]
    next: str | None


class Received(BaseModel):
    """What a handset has shown."""

    at: Time
    phone: str
    text: str
    sender: str
    code: str | None
    message_id: str | None


class Phone(BaseModel):
    """A handset with its SIM."""

    name: str
    number: str
    imsi: str
    cell: str
    on: bool
    registered: bool = Field(description="Whether the network knows that it is on.")


class Account(BaseModel):
    """An account that may bind."""

    system_id: str
    password: str | None = Field(
        description="Its password if everybody knows it, as it is that of the built-in world; else null."
    )
    host: str | None = Field(
        description="Where it binds; null where its service centre has no port, and only calls it by outbind."
    )
    port: int | None
    addresses: list[str]
    sessions: int
    waiting: int = Field(description="Messages of this account that are not yet in their final state.")


class Answer(BaseModel):
    """A program's answer."""

    message: str = Field(examples=["deliver_sm_resp"])
    command_status: str = Field(examples=["ESME_ROK"])
    line: str = Field(description="All of it as ladders write it.")


class Session(BaseModel):
    """A session with an ESME, or a connection that has not bound."""

    number: int
    peer: str
    system_id: str | None
    state: str
    interface_version: str
    unanswered: int = Field(description="Requests from the ESME that wait for a response.")
    delivering: int = Field(description="Requests to the ESME that it has not yet answered.")


class Fault(BaseModel):
    """A rule that makes something go wrong, and how often it did."""

    number: int
    rule: Rule
    written: str = Field(
        description="The rule as `smsc fault add` takes it.", examples=["stage=smpp command_status=ESME_RTHROTTLED"]
    )
    seen: int = Field(description="How often it has matched.")
    struck: int = Field(description="How often it has then struck.")


class Scenario(BaseModel):
    """A ladder that can be played."""

    name: str
    teaches: str


class ScenarioWithText(Scenario):
    """A scenario with its text."""

    text: str


class Played(BaseModel):
    """How a scenario went."""

    name: str
    outcome: str = Field(description="``as written``, or ``otherwise``.")
    difference: str | None = Field(description="Where it differed: the two ladders side by side.")
    parties: Parties
    ladder: list[str] = Field(description="What came, with times in the network's seconds.")
    seconds: float = Field(description="How long it lasted, in the network's seconds.")
    took: float = Field(description="How long it took, in seconds of real time.")


class Anew(BaseModel):
    """What a reset could not stop."""

    under_way: int = Field(description="Messages that are still under way: 0, unless somebody goes on sending.")


class Clock(BaseModel):
    """The network's clock."""

    now: Time
    speed: float = Field(description="How many times as fast as real time it goes; 0: it is stopped.")
    began: Time = Field(description="When the simulator began, or was reset.")


def time(at: float) -> Time:
    """Write a time of the network as the API does."""
    return dates.written(at)


def event(record: Record, story: Story | None, hidden: frozenset[str]) -> Event:
    """Make the view of an event; the values of ``hidden`` keys are not shown."""
    said = record.said(hidden)
    return Event(
        id=record.serial,
        at=time(record.at),
        origin=record.origin,
        destination=record.destination,
        message=" ".join(said.words),
        fields=dict(said.fields),
        line=record.shown(hidden),
        message_ids=list(story.message_ids) if story is not None else [],
        story=story.number if story is not None else None,
        conversation=record.conversation,
    )


def message(kept: Kept, hidden: frozenset[str]) -> Message:
    """Make the view of a message, with its text if that is not hidden."""
    text = HIDDEN if "text" in hidden else kept.text
    part = place(kept.parts[0].tp_udh) if len(kept.parts) == 1 else None
    return Message(
        message_id=kept.message_id,
        account=kept.account,
        source=str(kept.source),
        destination=str(kept.destination),
        text=text,
        code=code(text),
        parts=len(kept.parts),
        part=None if part is None else part.sequence,
        part_of=None if part is None else part.maximum,
        state=kept.state.name,
        attempts=kept.attempts,
        error=kept.error,
        submitted=time(kept.submitted),
        expires=time(kept.expires),
        done=None if kept.done is None else time(kept.done),
    )


def received(record: Record, shown: Shows, story: Story | None, hidden: frozenset[str]) -> Received:
    """Make the view of what a handset shows, with the text if that is not hidden."""
    text = HIDDEN if "text" in hidden else shown.text
    return Received(
        at=time(record.at),
        phone=record.origin,
        text=text,
        sender=written(shown.sender.value, shown.sender.ton),
        code=code(text),
        message_id=story.message_ids[0] if story is not None and story.message_ids else None,
    )


def phone(ms: MS, number: str) -> Phone:
    """Make the view of a handset."""
    return Phone(
        name=ms.name,
        number=f"+{number}" if number else "",
        imsi=ms.identity.digits,
        cell=ms.cell.name,
        on=ms.on,
        registered=ms.registered,
    )


def fault(one: AtWork) -> Fault:
    """Make the view of a fault."""
    return Fault(number=one.number, rule=one.rule, written=str(one.rule), seen=one.seen, struck=one.struck)


def answer(response: Response) -> Answer:
    """Make the view of a program's answer."""
    status = named(response.command_status)
    return Answer(message=response.words[0], command_status=status, line=str(line(response)))


def session(visit: Visit) -> Session:
    """Make the view of a session."""
    return Session(
        number=visit.number,
        peer=visit.peer.name,
        system_id=visit.esme.name if visit.esme is not None else None,
        state=visit.line.session.state.name,
        interface_version=f"{visit.version >> 4}.{visit.version & 15}",
        unanswered=len(visit.unanswered),
        delivering=len(visit.delivering),
    )
