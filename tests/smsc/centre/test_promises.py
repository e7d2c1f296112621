"""ESME_ROK is a promise: it is not given before the store has the message, and what the store can't keep is refused."""

from collections.abc import Callable

import pytest

from pdu.command_status import CommandStatus
from pdu.header import Request, Response
from pdu.lists import SmeAddress
from pdu.operations.broadcast_sm import BroadcastSm, BroadcastSmResp
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSm
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.query_broadcast_sm import QueryBroadcastSm
from pdu.operations.query_sm import QuerySm
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.sms.address import Address
from pdu.ss7 import map as m
from pdu.values import EsmClass, MessageState
from smsc.centre.message import Message
from smsc.centre.store import Unreadable
from smsc.network.acts import MovesTo
from tests.smsc.centre.broadcaster import Talk as Broadcasts
from tests.smsc.centre.conversation import NUMBER, Conversation
from tests.smsc.centre.slow_store import SlowStore

OTHER = "447700900124"


def a_conversation() -> tuple[Conversation, SlowStore]:
    """Have one message wait for an absent handset; from now on the store takes its time."""
    store = SlowStore()
    talk = Conversation(store=store)
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM(1))
    talk.submits()
    store.safe = False
    return talk, store


@pytest.mark.parametrize("pdu", [QuerySm("0000002A"), CancelSm(message_id="0000002A"), ReplaceSm("0000002A")])
def test_what_the_store_can_not_tell_is_an_error_of_the_system(pdu: Request) -> None:
    class Broken(SlowStore):
        def get(self, message_id: str) -> Message | None:
            raise Unreadable(message_id)

    talk = Conversation(store=Broken())
    assert talk.asks(pdu).command_status == CommandStatus.ESME_RSYSERR


REQUESTS: dict[str, Callable[[], Request]] = {
    "submit_sm": lambda: SubmitSm(destination_addr=NUMBER, short_message=b"Hello"),
    "a scheduled submit_sm": lambda: SubmitSm(
        destination_addr=NUMBER, short_message=b"Hello", schedule_delivery_time="000000010000000R"
    ),
    "a datagram": lambda: SubmitSm(destination_addr=OTHER, short_message=b"Hello", esm_class=EsmClass.DATAGRAM),
    "replace_if_present_flag": lambda: SubmitSm(
        source_addr="7000", destination_addr=NUMBER, short_message=b"new", replace_if_present_flag=1
    ),
    "data_sm": lambda: DataSm(destination_addr=NUMBER, message_payload=b"Hello"),
    "submit_multi": lambda: SubmitMulti(
        dest_address=(SmeAddress(1, 1, NUMBER), SmeAddress(1, 1, OTHER)), short_message=b"Hello"
    ),
    "cancel_sm": lambda: CancelSm(message_id="00000001"),
    "replace_sm": lambda: ReplaceSm("00000001", source_addr="7000", short_message=b"new"),
}


def texts(talk: Conversation) -> list[str | None]:
    """Return what has been delivered, except the message that waits from the beginning."""
    return [deliver.text for deliver in talk.delivered() if deliver.text != "Hello"]


def answers(talk: Conversation, pdu: Request) -> list[int]:
    return [
        heard.command_status
        for heard in talk.bank.heard
        if isinstance(heard, Response) and heard.sequence_number == pdu.sequence_number
    ]


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize(
    ("why", "status"), [("", CommandStatus.ESME_ROK), ("the disk is full", CommandStatus.ESME_RSYSERR)]
)
def test_a_request_is_answered_once_the_store_has_been_to_the_disk(name: str, why: str, status: CommandStatus) -> None:
    talk, store = a_conversation()
    pdu = REQUESTS[name]()
    talk.bank.say(pdu)
    talk.run(1)
    assert answers(talk, pdu) == []
    talk.network.act("sc", store.tells(why))
    talk.run(1)
    assert answers(talk, pdu) == [status]


@pytest.mark.parametrize("number", [NUMBER, "7001"])
def test_what_is_not_on_disk_yet_can_not_be_taken_back_nor_changed_even_if_its_message_id_is_guessed(
    number: str,
) -> None:
    talk, store = a_conversation()
    submission = SubmitSm(source_addr="7000", destination_addr=number, short_message=b"Hello")
    cancel, replace = CancelSm(message_id="00000002"), ReplaceSm("00000002", short_message=b"new")
    for pdu in (submission, cancel, replace):
        talk.bank.say(pdu)
    talk.run(1)
    assert answers(talk, cancel) == [CommandStatus.ESME_RCANCELFAIL]
    assert answers(talk, replace) == [CommandStatus.ESME_RREPLACEFAIL]
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert answers(talk, submission) == [CommandStatus.ESME_ROK]


@pytest.mark.parametrize("scheduled", ["", "000000010000000R"])
def test_what_is_not_on_disk_yet_can_be_replaced_by_a_submission_like_it(scheduled: str) -> None:
    talk, store = a_conversation()
    old = SubmitSm(destination_addr=OTHER, short_message=b"old")
    new = SubmitSm(destination_addr=OTHER, short_message=b"new", schedule_delivery_time=scheduled)
    another = SubmitSm(source_addr="7009", destination_addr=OTHER, short_message=b"another")
    new.replace_if_present_flag = another.replace_if_present_flag = 1
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
    for pdu in (old, new, another):
        talk.bank.say(pdu)
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert [resp.message_id for resp in talk.bank.heard if isinstance(resp, SubmitSmResp)][-3:] == [
        "00000002",
        "00000002",
        "00000004",
    ]
    assert texts(talk) == (["another"] if scheduled else ["new", "another"])
    talk.run(3600)
    assert texts(talk) == (["another", "new"] if scheduled else ["new", "another"])


@pytest.mark.parametrize("operation", [SubmitSm, SubmitMulti])
def test_what_takes_the_place_of_a_message_sets_off_once_the_store_has_been_to_the_disk(
    operation: type[SubmitSm | SubmitMulti],
) -> None:
    store = SlowStore()
    talk = Conversation(store=store)
    talk.submits("old", to=OTHER, schedule_delivery_time="000000010000000R")
    store.safe = False
    new = operation(source_addr="7000", short_message=b"new", registered_delivery=1, replace_if_present_flag=1)
    if isinstance(new, SubmitSm):
        new.destination_addr = OTHER
    else:
        new.dest_address = (SmeAddress(1, 1, NUMBER), SmeAddress(1, 1, OTHER))
    talk.bank.say(new)
    talk.run(1)
    assert (texts(talk), answers(talk, new)) == ([], [])
    before = len(talk.bank.heard)
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert set(texts(talk)) == {"new"}
    response, *receipts = talk.bank.heard[before:]
    assert isinstance(response, SubmitSmResp | SubmitMultiResp)
    assert [type(receipt) for receipt in receipts] == [DeliverSm] * len(texts(talk))


def test_what_ends_at_once_has_its_receipt_behind_the_response_by_which_it_is_known() -> None:
    talk, store = a_conversation()
    old = SubmitMulti(dest_address=(SmeAddress(1, 1, OTHER),))
    new = SubmitMulti(dest_address=(SmeAddress(1, 1, NUMBER), SmeAddress(1, 1, OTHER)), replace_if_present_flag=1)
    for pdu in (old, new):
        pdu.short_message, pdu.registered_delivery, pdu.validity_period = b"Hello", 1, "000000000005000R"
        talk.bank.say(pdu)
    talk.run(60)
    before = len(talk.bank.heard)
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert [type(pdu) for pdu in talk.bank.heard[before:]] == [SubmitMultiResp, SubmitMultiResp, DeliverSm, DeliverSm]


def test_what_is_changed_expires_in_time_however_long_the_disk_takes() -> None:
    talk, store = a_conversation()
    replace = ReplaceSm("00000001", short_message=b"new", registered_delivery=1, validity_period="000000000005000R")
    talk.bank.say(replace)
    talk.run(60)
    assert (talk.message("00000001").state, answers(talk, replace)) == (MessageState.EXPIRED, [])
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert answers(talk, replace) == [CommandStatus.ESME_ROK]


def test_nothing_is_owed_for_a_transaction_that_could_not_be_kept() -> None:
    talk, store = a_conversation()
    pdu = SubmitSm(source_addr="7000", destination_addr=OTHER, esm_class=EsmClass.FORWARD, short_message=b"Hello")
    talk.bank.say(pdu)
    talk.network.act("sc", store.tells("database or disk is full"))
    talk.run()
    [resp] = [heard for heard in talk.bank.heard if heard.sequence_number == pdu.sequence_number]
    assert resp.command_status == CommandStatus.ESME_RSYSERR
    assert len(talk.centre.transactions) == 0


def test_a_transaction_that_is_not_on_disk_yet_is_not_replaced() -> None:
    talk, store = a_conversation()
    talk.bank.put(
        SubmitSm(source_addr="7000", destination_addr=OTHER, esm_class=EsmClass.FORWARD, short_message=b"old")
    )
    talk.bank.say(SubmitSm(source_addr="7000", destination_addr=OTHER, replace_if_present_flag=1, short_message=b"new"))
    talk.network.act("sc", store.tells())
    talk.run()
    assert [talk.message(message_id).text for message_id in ("00000002", "00000003")] == ["old", "new"]


@pytest.mark.parametrize(
    "new",
    [
        SubmitSm(source_addr="7000", destination_addr=OTHER, replace_if_present_flag=1),
        SubmitMulti(
            source_addr="7000",
            dest_address=(SmeAddress(1, 1, NUMBER), SmeAddress(1, 1, OTHER)),
            replace_if_present_flag=1,
        ),
    ],
)
def test_what_replaces_a_message_that_could_not_be_kept_is_not_kept_either(new: SubmitSm | SubmitMulti) -> None:
    talk, store = a_conversation()
    old = SubmitSm(source_addr="7000", destination_addr=OTHER, short_message=b"old")
    another = SubmitSm(source_addr="7009", destination_addr=OTHER, short_message=b"another")
    for pdu in (old, another):
        talk.bank.say(pdu)
    full = store.tells("the disk is full")
    talk.bank.say(new)
    talk.network.act("sc", full)
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert answers(talk, old) == answers(talk, another) == answers(talk, new) == [CommandStatus.ESME_RSYSERR]


def test_what_has_been_delivered_since_is_not_replaced() -> None:
    talk, store = a_conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
    for text in (b"old", b"better"):
        talk.bank.say(SubmitSm(destination_addr=OTHER, short_message=text, replace_if_present_flag=1))
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert texts(talk) == ["better"]
    talk.bank.say(SubmitSm(destination_addr=OTHER, short_message=b"new", replace_if_present_flag=1))
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert texts(talk) == ["better", "new"]


def test_what_a_handset_repeats_since_the_disk_did_not_take_it_is_taken() -> None:
    store = SlowStore()
    talk = Conversation(store=store)
    store.safe = False
    talk.dials(Address("7000", 0, 1), tp_mr=5)
    talk.network.act("sc", store.tells("the disk is full"))
    talk.run(1)
    talk.dials(Address("7000", 0, 1), tp_mr=5, tp_rd=True)
    talk.network.act("sc", store.tells())
    talk.run(1)
    assert len(talk.deliver_sms()) == 1


@pytest.mark.parametrize(("why", "told"), [("", m.MoForwardSMRes), ("the disk is full", m.SystemFailure)])
def test_a_handset_s_message_is_taken_once_the_store_has_been_to_the_disk(why: str, told: type) -> None:
    talk, store = a_conversation()
    talk.dials(Address("7000", 0, 1))
    talk.run(1)
    assert not [heard for heard in talk.msc.heard if isinstance(heard, m.MoForwardSMRes)]
    talk.network.act("sc", store.tells(why))
    talk.run(1)
    assert isinstance(talk.msc.heard[-1], told)
    assert len(talk.deliver_sms()) == (not why)


def a_storm() -> BroadcastSm:
    return BroadcastSm(
        broadcast_area_identifier=(b"\0cell1",),
        broadcast_content_type=b"\1\0\x32",
        broadcast_rep_num=3,
        broadcast_frequency_interval=b"\x09\0\1",
        message_payload=b"Storm",
        user_message_reference=7,
    )


def test_a_broadcast_that_is_cancelled_before_the_store_has_it_never_begins() -> None:
    store = SlowStore()
    talk = Broadcasts(store)
    store.safe = False
    talk.bank.say(a_storm())
    talk.bank.say(CancelBroadcastSm(user_message_reference=7))
    talk.world.network.act("sc", store.tells())
    talk.run(600)
    assert [pdu.command_status for pdu in talk.bank.heard[-2:]] == [CommandStatus.ESME_ROK] * 2
    assert talk.shown == []
    assert talk.asks(QueryBroadcastSm(user_message_reference=7)).message_state == MessageState.DELETED


def test_a_broadcast_begins_once_the_store_has_been_to_the_disk_and_is_not_there_otherwise() -> None:
    for why, status in (("", CommandStatus.ESME_ROK), ("the disk is full", CommandStatus.ESME_RSYSERR)):
        store = SlowStore()
        talk = Broadcasts(store)
        store.safe = False
        talk.bank.say(a_storm())
        talk.run(60)
        assert talk.shown == []
        assert not isinstance(talk.bank.heard[-1], BroadcastSmResp)
        talk.world.network.act("sc", store.tells(why))
        talk.run(600)
        assert talk.bank.heard[-1].command_status == status
        assert bool(talk.shown) is not bool(why)
        assert bool(store.notes("broadcast")) is not bool(why)


def test_a_broadcast_goes_on_if_the_store_could_not_keep_the_one_that_was_to_take_its_place() -> None:
    store = SlowStore()
    talk = Broadcasts(store)
    message_id = talk.asks(a_storm()).message_id
    store.safe = False
    new = a_storm()
    new.replace_if_present_flag, new.message_payload = 1, b"Gale"
    talk.bank.say(new)
    talk.world.network.act("sc", store.tells("the disk is full"))
    talk.run(1)
    assert talk.bank.heard[-1].command_status == CommandStatus.ESME_RSYSERR
    talk.world.network.act("ms4", MovesTo("cell1"))
    talk.run(600)
    assert sorted(talk.shown) == [("ms1", "Storm"), ("ms2", "Storm"), ("ms4", "Storm")]
    assert talk.asks(QueryBroadcastSm(message_id)).message_state == MessageState.EXPIRED


def test_a_broadcast_whose_time_is_over_before_the_store_has_it_has_expired() -> None:
    store = SlowStore()
    talk = Broadcasts(store)
    store.safe = False
    storm = a_storm()
    storm.validity_period = "000000000100000R"
    talk.bank.say(storm)
    talk.run(120)
    talk.world.network.act("sc", store.tells())
    talk.run(600)
    assert talk.shown == []
    assert talk.asks(QueryBroadcastSm(user_message_reference=7)).message_state == MessageState.EXPIRED
