"""SMPP v5.0 section 4.6.1: query_broadcast_sm, whose response waits for the answers of the BSSs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pdu.gsm.cbsp import MessageStatusQuery, MessageStatusQueryComplete
from pdu.gsm.location import CellGlobalIdentification
from pdu.operations.query_broadcast_sm import QueryBroadcastSm, QueryBroadcastSmResp
from smsc.centre.answers import answer
from smsc.centre.broadcast import Area, Broadcast
from smsc.centre.moments import absolute
from smsc.network.hop import Hop, Send, Services
from smsc.network.timers import Timer

PATIENCE: Final = 5.0  # seconds for a BSS to answer how often it has broadcast
NOT_KNOWN: Final = 255  # broadcast_area_success of an area for which no answer came, or which is not known


@dataclass(slots=True, eq=False)
class Question:
    """A query, and what the BSSs have answered so far."""

    pdu: QueryBroadcastSm
    hop: Hop
    broadcast: Broadcast
    missing: int
    done: dict[CellGlobalIdentification, int] = field(default_factory=dict)


class BroadcastQueries:
    """All queries not answered yet, by the conversations in which the BSSs are asked."""

    def __init__(self, name: str, conversations: Iterator[int]) -> None:
        self._conversations = conversations
        self._questions: dict[int, Question] = {}
        self._patience = Timer(name, PATIENCE, self._silent)
        self.services: Services = {MessageStatusQueryComplete: self.message_status_query_complete}

    def ask(self, broadcast: Broadcast, pdu: QueryBroadcastSm, hop: Hop) -> Iterator[Send]:
        """Ask the BSSs, and answer once they have answered."""
        question = Question(pdu, hop, broadcast, len(broadcast.bss) if broadcast.started else 0)
        if not question.missing:
            yield self._told(question)
            return
        for bss in broadcast.bss:
            conversation = next(self._conversations)
            self._questions[conversation] = question
            query = MessageStatusQuery(broadcast.message_identifier, broadcast.serial_number)
            yield Send(bss, query, conversation)
            yield from self._patience.start(conversation, hop.at)

    def message_status_query_complete(self, complete: MessageStatusQueryComplete, hop: Hop) -> Iterable[Send]:
        question = self._questions.pop(hop.conversation, None)
        if question is None:
            return ()
        self._patience.stop(hop.conversation)
        question.done.update(zip(complete.cell_list, complete.number_of_broadcasts_completed_list, strict=True))
        return self._answered(question)

    def _silent(self, conversation: int, _: float) -> Iterable[Send]:
        question = self._questions.pop(conversation, None)
        return self._answered(question) if question is not None else ()

    def _answered(self, question: Question) -> Iterable[Send]:
        question.missing -= 1
        return () if question.missing else (self._told(question),)

    def _told(self, question: Question) -> Send:
        """Tell the state and, for each area, the percentage done of what was due when the BSSs were asked.

        A BSS that does not answer delays the response, but does not change the percentages of other BSSs' areas.
        """
        broadcast = question.broadcast
        resp = QueryBroadcastSmResp(
            broadcast.message_id,
            message_state=broadcast.state,
            broadcast_area_identifier=tuple(area.identifier for area in broadcast.areas),
            broadcast_area_success=tuple(_success(question, area) for area in broadcast.areas),
            broadcast_end_time=absolute(broadcast.done) if broadcast.done is not None else None,
            user_message_reference=broadcast.user_message_reference,
        )
        return answer(resp, question.pdu, question.hop)


def _success(question: Question, area: Area) -> int:
    if not area.cells:
        return NOT_KNOWN
    due, known = question.broadcast.due(question.hop.at), [question.done.get(cell.cgi) for cell in area.cells]
    counts = [count for count in known if count is not None]
    if not due or len(counts) < len(known):
        return NOT_KNOWN if question.broadcast.started else 0
    return min(100, 100 * sum(counts) // (due * len(counts)))
