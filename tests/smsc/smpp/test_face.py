"""The SMPP face: who is bound to which account, whose answer goes where, and what is reported about it."""

import pytest

from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.header import Unknown
from pdu.operations.bind import Bind, BindReceiver, BindResp, BindTransceiver, BindTransmitter
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.values import InterfaceVersion
from smsc.network.acts import SendsText
from smsc.network.hop import Send
from smsc.numbering import dialled
from smsc.trace.trace import Record
from tests.smsc.centre.conversation import NUMBER, Conversation
from tests.smsc.centre.slow_store import SlowStore
from tests.smsc.conftest import Reported
from tests.smsc.smpp.centre import Centre


@pytest.mark.parametrize("as_", [BindTransmitter, BindReceiver, BindTransceiver])
def test_an_account_binds_as_it_likes_and_is_told_whom_it_has_found(as_: type[Bind]) -> None:
    talk = Conversation("shop")
    line = talk.bind("bank", as_)
    [resp] = line.heard
    assert isinstance(resp, BindResp)
    assert (resp.command_status, resp.system_id) == (CommandStatus.ESME_ROK, "mini-smsc")
    assert resp.sc_interface_version == InterfaceVersion.V5_0


@pytest.mark.parametrize(
    ("system_id", "password", "status"),
    [
        ("bank", "wrong", CommandStatus.ESME_RINVPASWD),
        ("bank", "", CommandStatus.ESME_RINVPASWD),
        ("bank", "opensesa", CommandStatus.ESME_RINVPASWD),
        ("nobody", "secret", CommandStatus.ESME_RINVSYSID),
        ("", "", CommandStatus.ESME_RINVSYSID),
    ],
)
def test_who_can_not_prove_an_account_is_refused_and_may_try_again(
    system_id: str, password: str, status: CommandStatus
) -> None:
    talk = Conversation("shop")
    line = talk.opens("stranger")
    line.say(BindTransceiver(system_id, password))
    assert line.heard[-1].command_status == status
    assert not line.session.state.bound
    line.say(BindTransceiver("bank", "secret"))
    assert line.heard[-1].command_status == CommandStatus.ESME_ROK


def test_an_answer_goes_to_the_session_that_asked() -> None:
    talk = Conversation("shop")
    one, two = talk.bind("bank", line="one"), talk.bind("bank", line="two")
    two.say(SubmitSm(destination_addr=NUMBER, short_message=b"Hello"))
    talk.run()
    assert [type(pdu) for pdu in one.heard[1:]] == []
    assert [type(pdu) for pdu in two.heard[1:]] == [SubmitSmResp]


def test_what_was_asked_before_the_session_ended_is_answered_before_it_ends() -> None:
    talk = Conversation()
    talk.bank._esme.send(SubmitSm(destination_addr=NUMBER, short_message=b"Hello"), 0)
    talk.bank._esme.send(Unbind(), 0)
    talk.bank.flush()
    talk.run()
    assert [type(pdu) for pdu in talk.bank.heard[1:]] == [SubmitSmResp, UnbindResp]
    assert len(talk.face) == 0
    assert len(list(talk.centre.store.messages())) == 1


def test_an_answer_to_a_session_that_is_gone_is_an_answer_to_nobody() -> None:
    store = SlowStore()
    talk = Conversation(store=store)
    store.safe = False
    talk.bank.say(SubmitSm(destination_addr=NUMBER, short_message=b"Hello"))
    talk.bank.say(Unbind())
    talk.network.send(talk.centre, (Send("sc", store.tells()),))
    talk.run()
    assert [type(pdu) for pdu in talk.bank.heard[1:]] == [UnbindResp]
    assert len(talk.face) == 0
    assert len(list(talk.centre.store.messages())) == 1


def test_a_session_that_ends_leaves_nothing_behind() -> None:
    talk = Conversation("bank", "shop")
    assert len(talk.face) == 2
    talk.bank.say(Unbind())
    talk.lines["shop"].close("the connection is gone")
    assert len(talk.face) == 0


def test_everybody_who_is_bound_is_asked_to_unbind_and_others_are_closed() -> None:
    talk = Conversation("bank", "shop")
    stranger = talk.opens("stranger")
    talk.face.unbind_all()
    talk.run()
    assert stranger.session.closed
    assert len(talk.face) == 0
    talk.agrees("""
        sc   -> bank  unbind
        sc   -> shop  unbind
        bank -> sc    unbind_resp ESME_ROK
        shop -> sc    unbind_resp ESME_ROK
    """)


def test_the_trace_sees_the_link_as_well_under_the_name_that_somebody_bound_with() -> None:
    talk = Conversation()
    stranger = talk.opens("127.0.0.1:4711")
    stranger.say(EnquireLink())
    stranger.say(BindTransceiver("bank", "wrong"))
    stranger.say(EnquireLink())
    told = [(rung.origin, rung.destination, rung.line.words[0]) for rung in talk._rungs]
    assert told == [
        ("127.0.0.1:4711", "sc", "enquire_link"),
        ("sc", "127.0.0.1:4711", "enquire_link_resp"),
        ("bank", "sc", "bind_transceiver"),
        ("sc", "bank", "bind_transceiver_resp"),
        ("bank", "sc", "enquire_link"),
        ("sc", "bank", "enquire_link_resp"),
    ]


def test_what_is_reported_of_a_session_says_which_and_whose_and_never_a_password(reported: Reported) -> None:
    talk = Conversation("shop")
    talk.opens("stranger").say(BindTransceiver("shop", "sesame"))
    talk.lines["shop"].say(Unbind())
    bound, refused, ended = reported
    assert (bound["event"], bound["system_id"], bound["state"]) == ("bound", "shop", "BOUND_TRX")
    assert (refused["event"], refused["system_id"], refused["log_level"]) == ("bind refused", "shop", "warning")
    assert (ended["event"], ended["system_id"], ended["session"]) == ("session ended", "shop", bound["session"])
    assert refused["session"] != bound["session"]
    for password in ("opensesa", "sesame"):
        assert password not in str(reported)
        assert password not in "\n".join(map(str, talk.trace))


@pytest.mark.parametrize("name", ["bind_transmitter", "bind_receiver", "bind_transceiver", "outbind"])
def test_a_password_in_a_pdu_that_can_not_be_read_is_shown_to_nobody(name: str) -> None:
    centre, records = Centre(), list[Record]()
    centre.world.trace.follow(records.append)
    line = centre.line()
    octets = Unknown(command_id=CommandId[name], body=b"bank\0secretsecret\0").encode()
    centre.world.face.events(line, line.session.receive_data(octets, 0.0))
    [record] = [record for record in records if isinstance(record.message, Unknown)]
    assert record.message == Unknown(command_id=CommandId[name])


def test_the_end_of_a_bound_session_without_unbind_is_told_with_who_has_ended_it() -> None:
    talk = Conversation("bank", "shop")
    for end in (talk.lines["bank"].hang_up, talk.lines["shop"].close, talk.opens("stranger").hang_up):
        end()
    talk.opens("bank").say(BindTransceiver("bank", "secret"))
    talk.lines["bank"].say(Unbind())
    ends = [record for record in talk.trace if record.person]
    assert [(record.origin, record.destination, str(record).split(maxsplit=1)) for record in ends] == [
        ("", "bank", ["bank", "loses connection"]),
        ("shop", "", ["shop", "is disconnected"]),
    ]


def test_a_message_that_is_tried_again_is_seen_with_the_number_that_it_had_each_time() -> None:
    centre, records = Centre(), list[Record]()
    line = centre.bound()
    centre.world.trace.follow(records.append)
    line.answer = lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_T_APPN)
    centre.world.act("ms1", SendsText("BALANCE", dialled("7000")))
    centre.wait(60)
    numbers = [record.message.sequence_number for record in records if isinstance(record.message, DeliverSm)]
    assert len(numbers) > 1
    assert numbers == sorted(set(numbers))
