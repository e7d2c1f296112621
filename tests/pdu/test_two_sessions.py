"""SMPP v5.0 chapter 2: two sessions, a slow wire between them, and everything that they may do, in any order."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from pdu import BindTransceiver, BindTransceiverResp, CommandStatus, DeliverSm, EnquireLink, Pdu, SubmitSm, Unbind
from pdu.matrix import SessionState, Side
from pdu.session import (
    Closed,
    Event,
    LocalProtocolError,
    RequestReceived,
    ResponseReceived,
    Session,
    Unanswered,
    Unexpected,
    refusal,
)
from tests.pdu.conversation import PATIENT


class End:
    """One end: its session, the requests that wait for its answer, and what became of its own."""

    def __init__(self, side: Side) -> None:
        self.session = Session(side, 0.0, timers=PATIENT)
        self.asked: list[Pdu] = []
        self.sent: list[Pdu] = []
        self.settled: list[Pdu] = []
        self.closed = 0
        self.wire = bytearray()

    def send(self, pdu: Pdu) -> None:
        self.session.send(pdu, 0.0)
        self.sent.append(pdu)

    def flush(self) -> None:
        self.wire += self.session.data_to_send()

    def hear(self, events: list[Event]) -> None:
        for event in events:
            assert not isinstance(event, Unexpected), event
            if isinstance(event, RequestReceived):
                self.asked.append(event.pdu)
            elif isinstance(event, ResponseReceived):
                assert event.why == ""
                self.settled.append(event.request)
            elif isinstance(event, Unanswered):
                self.settled.append(event.request)
            elif isinstance(event, Closed):
                self.closed += 1


class TwoSessions(RuleBasedStateMachine):
    """Each request is settled once, both ends agree on the state when the wire is empty, and neither is confused."""

    def __init__(self) -> None:
        super().__init__()
        self.esme, self.mc = End(Side.ESME), End(Side.MC)

    @rule()
    def bind(self) -> None:
        try:
            self.esme.send(BindTransceiver(system_id="bank"))
        except LocalProtocolError:
            assert self.esme.session.state is not SessionState.OPEN or self.esme.session.outstanding

    @rule(submits=st.booleans())
    @precondition(lambda self: self.esme.session.state is SessionState.BOUND_TRX)
    def esme_asks(self, submits: bool) -> None:
        self.esme.send(SubmitSm(short_message=b"Hello") if submits else EnquireLink())

    @rule(delivers=st.booleans())
    @precondition(lambda self: self.mc.session.state is SessionState.BOUND_TRX)
    def mc_asks(self, delivers: bool) -> None:
        self.mc.send(DeliverSm(short_message=b"Hello") if delivers else EnquireLink())

    @rule(mc=st.booleans(), last=st.booleans(), accepts=st.booleans())
    def answer(self, mc: bool, last: bool, accepts: bool) -> None:
        end = self.mc if mc else self.esme
        if not end.asked or end.session.closed:
            return
        request = end.asked.pop(-1 if last else 0)
        status = CommandStatus.ESME_ROK if accepts else CommandStatus.ESME_RSYSERR
        response = BindTransceiverResp() if isinstance(request, BindTransceiver) else refusal(request.command_id, 0)
        response.command_status, response.sequence_number = status, request.sequence_number
        end.session.send(response, 0.0)

    @rule(mc=st.booleans(), count=st.integers(1, 60))
    def carry(self, mc: bool, count: int) -> None:
        end, other = (self.mc, self.esme) if mc else (self.esme, self.mc)
        end.flush()
        octets = bytes(end.wire[:count])
        del end.wire[:count]
        other.hear(other.session.receive_data(octets, 0.0))
        other.flush()

    @rule(mc=st.booleans())
    def unbind(self, mc: bool) -> None:
        end = self.mc if mc else self.esme
        if end.session.state.bound:
            end.send(Unbind())

    @invariant()
    def a_session_ends_once(self) -> None:
        assert self.esme.closed <= 1
        assert self.mc.closed <= 1

    def teardown(self) -> None:
        for end, other in ((self.esme, self.mc), (self.mc, self.esme)) * 3:
            end.flush()
            other.hear(other.session.receive_data(bytes(end.wire), 0.0))
            end.wire.clear()
        states = {end.session.state for end in (self.esme, self.mc)}
        assert len(states) == 1 or SessionState.CLOSED in states
        for end in (self.esme, self.mc):
            end.hear(end.session.close())
            assert sorted(map(id, end.settled)) == sorted(map(id, end.sent))


def test_two_sessions_settle_every_request_once_whatever_happens() -> None:
    run_state_machine_as_test(TwoSessions, settings=settings(max_examples=60, stateful_step_count=40))
