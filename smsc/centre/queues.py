"""TS 23.040 clause 10.1: mobile terminated transfer. One queue for each handset, one message on its way at a time.

The service centre as SMS-GMSC: it asks the HLR where the handset is (sendRoutingInfoForSM) and hands the parts of the
message to that MSC (mt-ForwardSM), one after the other in one dialogue. If that fails, it waits for the time that its
schedule says, or for the HLR's alert, whichever comes first.
"""

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import islice
from math import inf
from typing import Final

from pdu.sms.address import Address
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from pdu.values import MessageState
from smsc.centre.failures import Failure, Retry, Schedule, diagnostic, failure, given_up, told
from smsc.centre.message import End, Message
from smsc.centre.queue import Queue
from smsc.centre.tpdus import tpdu
from smsc.dates import written
from smsc.log import get_logger
from smsc.network.appointments import Appointments
from smsc.network.hop import Hop, Send, Services
from smsc.network.timers import MAP_M, MAP_ML, Timer

log = get_logger(__name__)

_DELIVERED: Final = MessageState.DELIVERED
NO_SM_RP_DA: Final = m.NoSmRpDa()  # destination and origin, in a dialogue that goes on
NO_SM_RP_OA: Final = m.NoSmRpOa()
ABSENT: Final = (m.AbsentSubscriberSM.code, m.UnidentifiedSubscriber.code)  # reported to the HLR as an absence
MOVED: Final = 3  # how often in a row a subscriber may have moved on before that counts as a failure

Changed = Callable[[Message], None]
Failed = Callable[[Message, ErrorParameter, float], Iterable[Send]]


class Queues:
    """All queues of a service centre towards handsets."""

    def __init__(
        self,
        name: str,
        number: Address,
        hlr: Callable[[str], str],
        conversations: Iterator[int],
        schedule: Schedule,
        end: End,
        changed: Changed,
        failed: Failed,
    ) -> None:
        self._number = number
        self._sm_rp_oa = m.ServiceCentreAddressOA(number)
        self._hlr = hlr
        self._conversations = conversations
        self._schedule = schedule
        self._end = end
        self._changed = changed
        self._failed = failed
        self._queues: dict[str, Queue] = {}  # by msisdn
        self._dialogues: dict[int, Queue] = {}
        self._timer = Appointments(name, self._wake)
        self._map_m = Timer(name, MAP_M, self._silent)
        self._map_ml = Timer(name, MAP_ML, self._silent)
        self.services: Services = {
            m.SendRoutingInfoForSMRes: self.send_routing_info_for_sm_res,
            m.InformServiceCentre: self.inform_service_centre,
            m.MtForwardSMRes: self.mt_forward_sm_res,
            m.AlertServiceCentre: self.alert_service_centre,
            Appointments: Appointments.ring,
            Timer: Timer.ring,
        }

    def __len__(self) -> int:
        """How many messages wait or are under way."""
        return sum(len(queue.messages) for queue in self._queues.values())

    def __iter__(self) -> Iterator[Message]:
        return (message for queue in self._queues.values() for message in queue.messages)

    def put(self, message: Message, now: float) -> Iterable[Send]:
        """Take a message for a handset; it goes at once if nothing is before it."""
        msisdn = message.destination.value
        queue = self._queues.get(msisdn)
        if queue is None:
            queue = self._queues[msisdn] = Queue(self._timer, message.destination, deque((message,)))
            queue.expires = message.expires
            return self._attempt(queue, now)
        if message.esm_class and message.once and not (queue.busy or queue.messages[0].next_part):
            queue.add(message, 0)
            return self._attempt(queue, now)
        if message.priority:
            place = queue.place(message)
            queue.add(message, place)
            if not place and not queue.busy:  # TS 23.040 clause 3.2.5: even if the handset is known to be absent
                return self._attempt(queue, now)
        else:
            queue.messages.append(message)
            if message.expires < queue.expires:
                queue.expires = message.expires
        if queue.dialogue:
            return queue.watch(message.expires, now) if message.expires - now < MAP_ML else ()
        sends = () if queue.due <= message.expires else queue.rest(now)
        if message.set_dpf and queue.error == m.AbsentSubscriberSM.code:
            sends = (*sends, *self._failed(message, m.AbsentSubscriberSM(queue.diagnostic), now))
            self._changed(message)
        return sends

    def abandon(self) -> None:
        """End all dialogues; an answer that still comes is ignored."""
        for queue in self._queues.values():
            queue.dialogue = 0
        self._dialogues.clear()

    def resume(self, message: Message, now: float) -> Iterable[Send]:
        """Resume, after a restart, a message that may have been tried before; it keeps its place and its time."""
        if message.expires <= now:
            return self._end(message, given_up(message.error), now)
        msisdn = message.destination.value
        if message.next_attempt <= now or msisdn in self._queues:
            return self.put(message, now)
        queue = self._queues[msisdn] = Queue(self._timer, message.destination)
        queue.add(message, 0)
        queue.retry_at, queue.error = message.next_attempt, message.error
        return queue.rest(now)

    def subject(self, dialogue: int) -> Message | None:
        """Give the message that a dialogue is about."""
        queue = self._dialogues.get(dialogue)
        return queue.messages[0] if queue is not None and queue.messages else None

    # Messages that wait

    def waits(self, message: Message) -> str:
        """Say what a message waits for; empty if it is in no queue."""
        queue = self._queues.get(message.destination.value)
        return queue.waits(message) if queue is not None else ""

    def waiting(self, msisdn: str) -> Iterable[Message]:
        """Give the messages for a handset, except the one under way."""
        queue = self._queues.get(msisdn)
        return tuple(islice(queue.messages, int(queue.busy), None)) if queue is not None else ()

    def has(self, message: Message) -> bool:
        """Whether a message waits for its turn or for a new attempt."""
        return message in self.waiting(message.destination.value)

    def drop(self, msisdn: str, messages: Container[Message], now: float) -> Iterable[Send]:
        """Drop messages that wait for a handset."""
        queue = self._queues[msisdn]
        queue.messages = deque(message for message in queue.messages if message not in messages)
        if queue.busy:
            return ()
        if queue.messages:
            return queue.rest(now)
        self._let_go(queue)
        return ()

    def changed(self, message: Message, now: float) -> Iterable[Send]:
        """Watch the new expiry of a waiting message."""
        queue = self._queues[message.destination.value]
        queue.expires = min(queue.expires, message.expires)
        return queue.watch(message.expires, now) if queue.busy else queue.rest(now)

    # What the network answers

    def send_routing_info_for_sm_res(self, found: m.SendRoutingInfoForSMRes, hop: Hop) -> Iterable[Send]:
        queue = self._ended(hop.conversation)
        if queue is None:
            return ()
        queue.imsi, queue.msc = found.imsi, found.network_node_number.value
        if queue.moved and (queue.imsi, queue.msc) == queue.left:
            queue.moved = MOVED  # the HLR does not know better, as after a VLR restarts
            return self._fail(queue, m.UnidentifiedSubscriber(), hop.at)
        return self._first(queue, next(self._conversations), hop.at)

    def inform_service_centre(self, informed: m.InformServiceCentre, hop: Hop) -> Iterable[Send]:
        """Note what the HLR already knows, which it says before its answer and need not be told again."""
        queue = self._dialogues.get(hop.conversation)
        if queue is not None:
            queue.mw_status = informed.mw_status
            if informed.absent_subscriber_diagnostic_sm is not None:
                queue.diagnostic = informed.absent_subscriber_diagnostic_sm
        return ()

    def mt_forward_sm_res(self, _: m.MtForwardSMRes, hop: Hop) -> Iterable[Send]:
        """Go on after a part has arrived: with the next part or the next message, or to the end."""
        queue = self._ended(hop.conversation)
        if queue is None:
            return ()
        queue.error = queue.moved = 0
        message = queue.messages[0]
        message.next_part += 1
        sends: tuple[Send, ...] = ()
        if queue.last_part:
            queue.messages.popleft()
            message.error = 0
            sends = self._end(message, _DELIVERED, hop.at)
            if queue.expires <= hop.at:
                sends += self._expire(queue, hop.at)
            if queue.messages:
                queue.messages[0].attempts += 1
        else:
            self._changed(message)
        if queue.messages:
            forward = self._further if queue.more else self._first
            return (*sends, *forward(queue, hop.conversation, hop.at))
        status = queue.mw_status
        if status is not None and (status.mnrf_set or status.mcef_set):
            sends = (*sends, self._report(queue, m.SMDeliveryOutcome.successfulTransfer, None))
        self._let_go(queue)
        return sends

    def return_error(self, error: ErrorParameter, hop: Hop) -> Iterable[Send]:
        """Fail the attempt, as the HLR or the MSC answered with an error."""
        queue = self._ended(hop.conversation)
        return self._fail(queue, error, hop.at) if queue is not None else ()

    def alert_service_centre(self, alert: m.AlertServiceCentre, hop: Hop) -> Iterable[Send]:
        """Deliver what waits for a handset that is back."""
        yield Send(hop.origin, m.AlertServiceCentreRes(), hop.conversation)
        queue = self._queues.get(alert.msisdn.value)
        if queue is None:
            return
        queue.mw_status = queue.diagnostic = None  # the HLR has forgotten us, and must be told anew
        queue.insists = False
        if not queue.busy:
            yield from self._attempt(queue, hop.at)

    # Time

    def _wake(self, queue: Queue, now: float) -> Iterable[Send]:
        """Try again if it is time, and give up what has expired."""
        queue.due = inf
        yield from self._expire(queue, now)
        if queue.busy:
            yield from queue.watch_all(now)
        elif not queue.messages:
            self._let_go(queue)
        elif queue.retry_at <= now:
            queue.insists = queue.error in ABSENT
            yield from self._attempt(queue, now)
        else:
            yield from queue.rest(now)

    def _silent(self, dialogue: int, now: float) -> Iterable[Send]:
        """Fail the attempt, as nobody answered: for the message, a system failure."""
        queue = self._ended(dialogue)
        return self._fail(queue, m.SystemFailure(), now) if queue is not None else ()

    # What happens next

    def _attempt(self, queue: Queue, now: float) -> tuple[Send, ...]:
        """Try to deliver the first message."""
        queue.messages[0].attempts += 1
        return self._route(queue, now)

    def _route(self, queue: Queue, now: float) -> tuple[Send, ...]:
        """Ask where the handset is; sm-RP-PRI asks to try even if the HLR believes that it does not answer.

        That may be outdated: a report of an absence carries no time, and may arrive after the next updateLocation or
        readyForSM. Then no alert ever comes, and only insisting finds it out (TS 29.002: sm-RP-PRI says whether to try
        for a service centre that is in the Message Waiting Data). So retries by the schedule insist.
        """
        queue.mw_status = None
        queue.msc = ""
        queue.sleep()
        queue.dialogue = dialogue = next(self._conversations)
        self._dialogues[dialogue] = queue
        urgent = queue.insists or queue.messages[0].priority > 0
        asked = m.SendRoutingInfoForSM(queue.msisdn, urgent, self._number)
        behind = queue.watch_all(now) if queue.expires - now < MAP_ML else ()
        return self._map_m.start(dialogue, now, (Send(self._hlr(queue.msisdn.value), asked, dialogue), *behind))

    def _first(self, queue: Queue, dialogue: int, now: float) -> tuple[Send, ...]:
        """Hand a part to the MSC in a new dialogue."""
        return self._forward(queue, dialogue, now, m.Imsi(queue.imsi), self._sm_rp_oa)

    def _further(self, queue: Queue, dialogue: int, now: float) -> tuple[Send, ...]:
        """Hand the MSC a part that was announced; it has destination and origin already (TS 29.002 clause 12.9)."""
        return self._forward(queue, dialogue, now, NO_SM_RP_DA, NO_SM_RP_OA)

    def _forward(
        self,
        queue: Queue,
        dialogue: int,
        now: float,
        sm_rp_da: m.Imsi | m.NoSmRpDa,
        sm_rp_oa: m.ServiceCentreAddressOA | m.NoSmRpOa,
    ) -> tuple[Send, ...]:
        """Send the next part, and say whether another follows."""
        message = queue.messages[0]
        parts = message.parts
        part = parts[message.next_part]
        queue.last_part = message.next_part + 1 == len(parts)
        queue.more = more = not queue.last_part or len(queue.messages) > 1
        forward = m.MtForwardSM(sm_rp_da, sm_rp_oa, tpdu(message, part, more=more), more)
        queue.dialogue = dialogue
        self._dialogues[dialogue] = queue
        behind = queue.watch_all(now) if queue.expires - now < MAP_ML else ()
        return self._map_ml.start(dialogue, now, (Send(queue.msc, forward, dialogue), *behind))

    def _fail(self, queue: Queue, error: ErrorParameter, now: float) -> Iterable[Send]:
        message, row = queue.messages[0], failure(error)
        message.error = queue.error = error.code
        if row.retry is Retry.ROUTE_AGAIN and queue.moved < MOVED:
            queue.moved += 1
            queue.left = queue.imsi, queue.msc
            yield from self._route(queue, now)
            return
        queue.moved = 0
        if queue.msc and (message.set_dpf or not message.once):
            yield from self._tell_hlr(queue, row, error)
        yield from self._failed(message, error, now)
        if row.retry is Retry.NEVER or message.once:
            queue.messages.popleft()
            state = row.message_state if row.retry is Retry.NEVER else MessageState.UNDELIVERABLE
            yield from self._end(message, state, now)
            yield from self._expire(queue, now)
            if queue.messages:
                yield from self._attempt(queue, now)
            else:
                self._let_go(queue)
            return
        for other in [other for other in queue.messages if other.once or (other.set_dpf and not other.attempts)]:
            yield from self._failed(other, error, now)  # untried, but it waits for the same handset
            if other.once:
                queue.messages.remove(other)
                other.error = error.code
                yield from self._end(other, MessageState.UNDELIVERABLE, now)
            else:
                self._changed(other)
        retry = Retry.NETWORK if row.retry is Retry.ROUTE_AGAIN else row.retry
        queue.retry_at = message.next_attempt = now + self._schedule.delay(retry, message.attempts)
        log.info("not delivered yet", **told(message), next_attempt=written(queue.retry_at))
        self._changed(message)
        yield from self._attempt(queue, now) if queue.gives_way() else queue.rest(now)

    def _tell_hlr(self, queue: Queue, row: Failure, error: ErrorParameter) -> Iterator[Send]:
        """Report an absence or a full memory, unless the HLR has said that it knows (TS 29.002 clause 23.3.1)."""
        if row.outcome is None:
            return
        why = diagnostic(error)
        status = queue.mw_status
        listed = status is not None and not status.sc_address_not_included
        flagged = status is not None and (
            status.mnrf_set if row.outcome is m.SMDeliveryOutcome.absentSubscriber else status.mcef_set
        )
        another = isinstance(error, m.AbsentSubscriberSM) and why != queue.diagnostic
        if another or not (listed and flagged):
            queue.diagnostic = why
            yield self._report(queue, row.outcome, why)

    def _report(self, queue: Queue, outcome: m.SMDeliveryOutcome, why: int | None) -> Send:
        report = m.ReportSMDeliveryStatus(queue.msisdn, self._number, outcome, why)
        return Send(self._hlr(queue.msisdn.value), report, next(self._conversations))

    def _expire(self, queue: Queue, now: float) -> tuple[Send, ...]:
        """Give up messages that waited past their validity, perhaps without ever having been tried."""
        if queue.expires > now:
            return ()
        sends: list[Send] = []
        for message in queue.expired(now):
            message.error = message.error or queue.error
            sends += self._end(message, given_up(message.error), now)
        return tuple(sends)

    def _let_go(self, queue: Queue) -> None:
        """Drop an empty queue; the next message for the handset gets a new one."""
        del self._queues[queue.msisdn.value]
        queue.sleep()

    def _ended(self, dialogue: int) -> Queue | None:
        queue = self._dialogues.pop(dialogue, None)
        if queue is not None:
            queue.dialogue = 0
            (self._map_ml if queue.msc else self._map_m).stop(dialogue)
        return queue
