"""Which message each record is about: found from the records alone, as a protocol analyser would, hop by hop.

What an ESME or a handset wants to send begins a story. A message_id, a dialogue, a paged IMSI and a radio channel each
lead from one record to the next. Only if several messages wait for the same handset or ESME do the records not tell
which is meant: then the service centre is asked.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from pdu.gsm.bssmap import CompleteLayer3Information, Paging
from pdu.gsm.mm import CMServiceRequest
from pdu.gsm.rr import ANSWER_TO_PAGING, ChannelRequest, PagingRequest
from pdu.header import Pdu, Request, Response
from pdu.held import held
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.data_sm import DataSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.cp import CpData
from pdu.sms.rp import RpAck, RpData
from pdu.sms.tp import SmsDeliver, SmsStatusReport, SmsSubmit
from pdu.ss7 import map as m
from smsc.centre.message import Message
from smsc.network.acts import CannotSend, PassesOn, Replies, SendsText, Shows, ShowsReport
from smsc.trace.bounded import Bounded
from smsc.trace.identities import TELLS, Identities
from smsc.trace.incoming import Incoming
from smsc.trace.outgoing import Outgoing
from smsc.trace.trace import Record

BEGINS: Final = frozenset({SubmitSm, SubmitMulti, DataSm, BroadcastSm})  # from an ESME
STORIES: Final = 10_000  # remembered; beyond that the oldest is forgotten
RECORDS: Final = 1_000  # of one story
OCTETS: Final = 64 << 20  # of the PDUs in them, which strangers may make as long as a PDU can be
_SERIAL: Final = attrgetter("serial")
_NOBODY: Final[tuple[None, None]] = (None, None)

# Which message the service centre deals with, by the ESME it talks to ("": the network) and the conversation.
Subject = Callable[[str, int], Message | None]


class Story:
    """All that was said about one message, in order. A handset's text in parts has several ``message_ids``."""

    __slots__ = ("message_ids", "number", "octets", "records")

    def __init__(self, number: int) -> None:
        self.number = number
        self.octets = 0  # of its PDUs, even of those that were forgotten with the whole story
        self.message_ids: list[str] = []
        self.records: deque[Record] = deque(maxlen=RECORDS)

    def forget_first(self) -> int:
        """Forget the first record, and return how many octets its PDU had."""
        octets = self.records.popleft().held
        self.octets -= octets
        return octets

    def __repr__(self) -> str:
        return f"<story {self.number} of {', '.join(self.message_ids) or 'a message without an id'}>"


class Stories:
    """Follows a trace. ``subject`` asks the service centre, or centres, named by ``centre``."""

    def __init__(self, centre: str | frozenset[str], subject: Subject, size: int = STORIES) -> None:
        self._centres = frozenset((centre,)) if isinstance(centre, str) else centre
        self._subject = subject
        self._size = size
        self._octets = 0  # of the stories that are remembered
        self._count = 0
        self._stories: OrderedDict[int, Story] = OrderedDict()
        self._by_message_id: dict[str, Story] = {}
        self._asked: Bounded[tuple[int, str, int], Story] = Bounded()  # by session, sender and sequence_number
        self._dialogues: Bounded[int, Story] = Bounded()
        self._called: Bounded[int, str] = Bounded()  # the IMSI, by dialogue, which says it only once
        self._paged: Bounded[str, Story] = Bounded()  # by IMSI, or the name of a handset
        self._identities = Identities()
        self._channels: Bounded[int, Story] = Bounded()
        self._imsis: Bounded[int, str] = Bounded()  # of handsets that want to send something, by radio channel
        self._outgoing: Outgoing[Story] = Outgoing()
        self._sending: Bounded[str | None, Story] = Bounded()  # by IMSI
        self._incoming: Incoming[Story] = Incoming()
        self._waiting: Bounded[str, Story] = Bounded()  # by MSISDN: what was tried last
        # by its id(): what routers, MSCs and BSSs pass on unchanged, and its story
        self._passed_on: Bounded[int, tuple[object, Story]] = Bounded()
        # by dialogue: the story for which its handset was being paged when it began
        self._called_before: Bounded[int, Story] = Bounded()
        self._rules: dict[type, Callable[[Record, Any], Story | None]] = {
            m.SendRoutingInfoForSM: self._towards_handset,
            m.MtForwardSM: self._mt_forward_sm,
            m.SubscriberBusyForMTSMS: self._busy,
            m.MoForwardSM: self._mo_forward_sm,
            m.ReportSMDeliveryStatus: self._about_handset,
            m.AlertServiceCentre: self._about_handset,
            **dict.fromkeys(TELLS, self._told_identity),
            Paging: self._paging,
            PagingRequest: self._paging_request,
            ChannelRequest: self._channel_request,
            CMServiceRequest: self._cm_service_request,
            CompleteLayer3Information: lambda record, _: self._channels.get(record.conversation),
            CpData: self._cp_data,
            SendsText: self._writes,
            Replies: self._writes,
            Shows: self._shows,
            PassesOn: self._shows,
            ShowsReport: self._shows,
            CannotSend: self._cannot_send,
        }

    def __getitem__(self, message_id: str) -> Story:
        """Find the story of a message; KeyError for one that is not remembered."""
        return self._by_message_id[message_id]

    def get(self, message_id: str) -> Story | None:
        """Find the story of a message; None for one that is not remembered."""
        return self._by_message_id.get(message_id)

    def of(self, message: Message) -> Story:
        """Find or begin the story of a message."""
        return self.find(message) or self._known(self._begin(), message.known_as)

    def find(self, message: Message) -> Story | None:
        """Find the story of a message, even of a handset's that waits, whose message_id nobody has said yet.

        None for a story that is not remembered.
        """
        story = self._by_message_id.get(message.known_as)
        if story is None and not message.account and message.session:
            story = self._dialogues.get(message.session)
            return self._known(story, message.known_as) if story is not None else None
        return story

    def shown(self, record: Record) -> tuple[Story, ...]:
        """Return the stories of all parts of a text that a handset has just shown."""
        return self._incoming.shown(record.origin)

    def add(self, record: Record) -> Story | None:
        """Take the next record, and return the story it belongs to; None for a record that is about no message."""
        said = record.message
        if isinstance(said, Pdu):
            story = self._pdu(record, said)
        else:
            rule = self._rules.get(type(said))
            story = rule(record, said) if rule is not None else self._by_conversation(record)
        if story is not None:
            if isinstance(said, Pdu):
                self._grow(story, held(said))
            elif len(story.records) == RECORDS:
                self._grow(story, 0)
            story.records.append(record)
        return story

    # SMPP

    def _pdu(self, record: Record, pdu: Pdu) -> Story | None:
        if isinstance(pdu, Response):
            story = self._asked.pop((record.conversation, record.destination, pdu.sequence_number), None)
            message_id = getattr(pdu, "message_id", "")
            if story is not None and record.origin in self._centres and message_id and not story.message_ids:
                return self._known(story, message_id)
            return story
        if not isinstance(pdu, Request):
            return None
        story = self._of_request(record, pdu)
        if story is not None:
            self._asked[record.conversation, record.origin, pdu.sequence_number] = story
        return story

    def _of_request(self, record: Record, pdu: Request) -> Story | None:
        if record.origin not in self._centres:
            return self._begin() if type(pdu) in BEGINS else self.get(getattr(pdu, "message_id", ""))
        message = self._subject(record.destination, record.dialogue) if record.dialogue else None
        if message is None:  # a receipt that is lost before it is handed to anybody
            return self.get(getattr(pdu, "receipted_message_id", None) or "")
        return self.of(message)

    # The core network

    def _by_conversation(self, record: Record) -> Story | None:
        number = record.conversation
        if not number:
            return None
        return self._channels.get(number) or self._dialogues.get(number)

    def _towards_handset(self, record: Record, asked: m.SendRoutingInfoForSM) -> Story | None:
        story = self._of_dialogue(record, asked)
        if story is not None:
            self._dialogues[record.conversation] = self._waiting[asked.msisdn.value] = story
        return story

    def _of_dialogue(self, record: Record, said: object) -> Story | None:
        """The story of what a service centre says, or of the same passed on by a node in a dialogue of its own."""
        message = self._subject("", record.conversation)
        if message is None:
            return self._same(said)
        story = self.of(message)
        self._passed_on[id(said)] = said, story  # kept alive, so that nothing else gets its id()
        return story

    def _same(self, said: object) -> Story | None:
        """The story of an object that was said before and is now passed on."""
        _, story = self._passed_on.get(id(said), _NOBODY)
        return story

    def _mt_forward_sm(self, record: Record, forward: m.MtForwardSM) -> Story | None:
        conversation = record.conversation
        story = self._of_dialogue(record, forward.sm_rp_ui) or self._dialogues.get(conversation)
        if story is not None:
            self._dialogues[conversation] = story
            if isinstance(forward.sm_rp_da, m.Imsi):
                self._called[conversation] = forward.sm_rp_da.value
            imsi = self._called.get(conversation)
            if imsi is not None:
                self._called_before[conversation] = self._paged.get(imsi, story)
                self._paged[imsi] = story
        return story

    def _busy(self, record: Record, _: m.SubscriberBusyForMTSMS) -> Story | None:
        """Note that the handset is still being paged for the message it was paged for before."""
        imsi, former = self._called.get(record.conversation), self._called_before.get(record.conversation)
        if imsi is not None and former is not None:
            self._paged[imsi] = former
        return self._by_conversation(record)

    def _mo_forward_sm(self, record: Record, forward: m.MoForwardSM) -> Story | None:
        story = self._sending.get(forward.imsi)
        if story is not None:
            self._dialogues[record.conversation] = story
        return story

    def _about_handset(self, record: Record, about: m.ReportSMDeliveryStatus | m.AlertServiceCentre) -> Story | None:
        story = self._waiting.get(about.msisdn.value)
        if story is not None:
            self._dialogues[record.conversation] = story
        return story

    # The radio

    def _told_identity(self, record: Record, _: object) -> Story | None:
        self._identities.see(record)
        return self._by_conversation(record)

    def _paging(self, record: Record, paging: Paging) -> Story | None:
        self._identities.see(record)
        return self._paged.get(paging.imsi)

    def _paging_request(self, record: Record, request: PagingRequest) -> Story | None:
        story = self._paged.get(self._identities.imsi(request.mobile_identity_1))
        if story is not None and record.destination:
            self._paged[record.destination] = story
        return story

    def _channel_request(self, record: Record, request: ChannelRequest) -> Story | None:
        if request.establishment_cause == ANSWER_TO_PAGING:
            story = self._paged.get(record.origin)
        else:
            story = self._outgoing.next(record.origin)
        if story is not None:
            self._channels[record.conversation] = story
        return story

    def _cm_service_request(self, record: Record, request: CMServiceRequest) -> Story | None:
        self._imsis[record.conversation] = self._identities.imsi(request.mobile_identity)
        return self._by_conversation(record)

    def _cp_data(self, record: Record, data: CpData) -> Story | None:
        """Follow a channel that several messages may use in turn: each TPDU is that of an mt-ForwardSM seen before."""
        relayed = data.cp_user_data
        tpdu = relayed.rp_user_data if isinstance(relayed, RpData) else None
        if isinstance(relayed, RpData) and isinstance(tpdu, SmsSubmit):
            self._submits(record, relayed, tpdu)
        elif isinstance(relayed, RpAck) and not record.lost:
            self._outgoing.acknowledged(record.destination, relayed)
        turn = self._same(tpdu)
        if turn is not None:
            self._channels[record.conversation] = turn
        story = self._by_conversation(record)
        if story is not None and isinstance(tpdu, SmsDeliver) and record.destination in self._paged:
            self._incoming.handed(record.destination, tpdu, story)
        elif story is not None and isinstance(tpdu, SmsStatusReport):
            self._incoming.reported(record.destination, story)
        return story

    def _submits(self, record: Record, data: RpData, tpdu: SmsSubmit) -> None:
        """Find which of its texts a handset wants the channel for: it is first heard here."""
        story = self._outgoing.submits(record.origin, data, tpdu)
        if story is not None:
            self._channels[record.conversation] = story
            self._sending[self._imsis.get(record.conversation)] = story

    # People

    def _writes(self, record: Record, said: SendsText | Replies) -> Story:
        story = self._begin()
        self._outgoing.writes(record.destination, said.text, story)
        return story

    def _shows(self, record: Record, _: Shows | ShowsReport) -> Story | None:
        return self._incoming.shows(record.origin)

    def _cannot_send(self, record: Record, said: CannotSend) -> Story | None:
        return self._outgoing.given_up(record.origin, said.text)

    # Stories

    def _begin(self) -> Story:
        self._count += 1
        story = Story(self._count)
        self._remember(story)
        return story

    def _remember(self, story: Story) -> None:
        """Keep a story as the latest; if there are too many, the oldest is forgotten."""
        self._stories[story.number] = story
        self._octets += story.octets
        if len(self._stories) > self._size:
            self._forget_oldest()

    def _forget_oldest(self) -> Story:
        _, oldest = self._stories.popitem(last=False)
        self._octets -= oldest.octets
        for message_id in oldest.message_ids:
            if self._by_message_id.get(message_id) is oldest:
                del self._by_message_id[message_id]
        return oldest

    def _grow(self, story: Story, octets: int) -> None:
        """Make room for a record, and count the octets of its PDU.

        If there are too many, the oldest stories are forgotten with all they hold, and the first records of the last.
        """
        kept = story.number in self._stories
        story.octets += octets
        self._octets += octets if kept else 0
        while kept and self._octets > OCTETS and len(self._stories) > 1:
            oldest = self._forget_oldest()
            oldest.records.clear()
            kept = oldest is not story
        records = story.records
        while records and (len(records) == RECORDS or (octets and story.octets > OCTETS)):
            gone = story.forget_first()
            self._octets -= gone if kept else 0

    def _known(self, story: Story, message_id: str) -> Story:
        """Return the story of a message_id: this one, or the one that it joins, if its message replaces another."""
        known = self._by_message_id.setdefault(message_id, story)
        if known is story:
            story.message_ids.append(message_id)
            if story.number not in self._stories:  # its response comes after it was forgotten
                self._remember(story)
        else:
            known.records = deque(sorted((*known.records, *story.records), key=_SERIAL), maxlen=RECORDS)
            story.records.clear()
            if story.number in self._stories:
                self._octets -= story.octets
            story.octets = 0
            octets = sum(record.held for record in known.records)
            self._octets += octets - known.octets
            known.octets = octets
        return known
