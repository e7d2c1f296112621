"""submit_multi and data_sm: other ways to submit messages."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.lists import DistributionList, SmeAddress, UnsuccessSme
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.query_sm import QuerySm
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.ss7 import map as m
from pdu.values import EsmClass, MessageState, RegisteredDelivery
from smsc.centre.destinations import MemberList
from tests.smsc.centre.conversation import NUMBER, Conversation

SECOND = "447700900124"
ABSENT = m.AbsentSubscriberSM(1)
LISTS = {
    "friends": MemberList("bank", (NUMBER, SECOND)),
    "theirs": MemberList("shop", (NUMBER,)),
}


def sme(number: str) -> SmeAddress:
    return SmeAddress(1, 1, number)


def multi(talk: Conversation, *dest_address: SmeAddress | DistributionList, **parameters: Any) -> SubmitMultiResp:
    given = {"short_message": b"Hello", "source_addr": "7000", "registered_delivery": 1, **parameters}
    resp: SubmitMultiResp = talk.asks(SubmitMulti(dest_address=dest_address, **given))
    return resp


def handsets(talk: Conversation) -> list[str]:
    return [asked.msisdn.value for asked in talk.hlr.heard if isinstance(asked, m.SendRoutingInfoForSM)]


def test_each_destination_gets_the_message() -> None:
    talk = Conversation()
    resp = multi(talk, sme(NUMBER), sme(SECOND))
    assert (resp.command_status, resp.unsuccess_sme) == (CommandStatus.ESME_ROK, ())
    assert handsets(talk) == [NUMBER, SECOND]
    assert [deliver.text for deliver in talk.delivered()] == ["Hello", "Hello"]


def test_each_destination_has_a_receipt_and_all_have_the_id_of_the_submission() -> None:
    talk = Conversation()
    message_id = multi(talk, sme(NUMBER), sme(SECOND)).message_id
    receipts = talk.deliver_sms()
    assert [receipt.source_addr for receipt in receipts] == [NUMBER, SECOND]
    assert [receipt.receipted_message_id for receipt in receipts] == [message_id, message_id]
    assert [receipt.id for receipt in talk.receipts()] == [message_id, message_id]


def test_a_list_stands_for_its_members_and_nobody_gets_it_twice() -> None:
    talk = Conversation(lists=LISTS)
    multi(talk, sme(SECOND), DistributionList("friends"))
    assert sorted(handsets(talk)) == [NUMBER, SECOND]


def test_a_short_code_on_a_list_is_none_of_an_international_number_and_gets_it_once() -> None:
    talk = Conversation(lists={"esmes": MemberList("bank", ("7001",))})
    shop = talk.bind("shop")
    multi(talk, SmeAddress(0, 1, "7001"), DistributionList("esmes"))
    [deliver] = [pdu for pdu in shop.heard if isinstance(pdu, DeliverSm)]
    assert (deliver.dest_addr_ton, deliver.dest_addr_npi, deliver.destination_addr) == (0, 1, "7001")


def test_a_number_written_in_two_ways_is_one_destination() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    one, same, other = sme(NUMBER), SmeAddress(0, 0, f"+{NUMBER}"), sme(SECOND)
    old = talk.submits()
    resp = multi(talk, one, same, other, replace_if_present_flag=1)
    assert resp.message_id == old
    assert talk.centre.waiting["bank"] == 2
    assert talk.asks(CancelSm(message_id=resp.message_id)).command_status == CommandStatus.ESME_ROK
    assert len(talk.told()) == 2
    assert talk.centre.waiting["bank"] == 0


def test_a_destination_that_can_not_be_is_told_beside_the_others() -> None:
    talk = Conversation()
    resp = multi(talk, SmeAddress(5, 0, "nobody"), sme(NUMBER))
    assert resp.command_status == CommandStatus.ESME_ROK
    assert resp.unsuccess_sme == (UnsuccessSme(5, 0, "nobody", CommandStatus.ESME_RINVDSTADR),)
    assert handsets(talk) == [NUMBER]


def test_a_submission_without_a_destination_that_can_be_fails() -> None:
    resp = multi(Conversation(), SmeAddress(5, 0, "nobody"))
    assert resp.command_status == CommandStatus.ESME_RSUBMITFAIL
    assert len(resp.unsuccess_sme) == 1


@pytest.mark.parametrize(
    ("destinations", "parameters", "status"),
    [
        ((DistributionList("enemies"),), {}, CommandStatus.ESME_RINVDLNAME),
        ((DistributionList("theirs"),), {}, CommandStatus.ESME_RCNTSUBDL),
        ((sme(NUMBER),), {"short_message": b"\x80"}, CommandStatus.ESME_RINVDCS),
        ((sme(NUMBER),), {"esm_class": EsmClass.FORWARD}, CommandStatus.ESME_RINVESMCLASS),
        ((sme(NUMBER),), {"schedule_delivery_time": "251231235859000+"}, CommandStatus.ESME_RINVSCHED),
    ],
)
def test_what_is_wrong_for_all_refuses_all(destinations: Any, parameters: dict[str, Any], status: int) -> None:
    talk = Conversation(lists=LISTS)
    assert multi(talk, *destinations, **parameters).command_status == status
    assert list(talk.centre.store.messages()) == []


def test_a_query_tells_of_the_one_that_is_not_done() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), ABSENT)
    message_id = multi(talk, sme(NUMBER), sme(SECOND)).message_id
    assert talk.asks(QuerySm(message_id)).message_state == MessageState.ENROUTE
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
    talk.run(600)
    assert talk.asks(QuerySm(message_id)).message_state == MessageState.DELIVERED


def test_a_cancel_takes_back_all_that_waits() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), ABSENT)
    message_id = multi(talk, sme(NUMBER), sme(SECOND), sme("447700900125")).message_id
    assert talk.asks(CancelSm(message_id=message_id)).command_status == CommandStatus.ESME_ROK
    assert talk.told() == ["DELIVRD 000", "DELETED 006", "DELETED 006"]


def test_the_message_of_one_destination_is_not_known_by_an_id_of_its_own() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    assert multi(talk, sme(NUMBER), sme(SECOND)).message_id == "00000001"
    assert talk.asks(QuerySm("00000002")).command_status == CommandStatus.ESME_RINVMSGID
    status = talk.asks(ReplaceSm(message_id="00000001", short_message=b"new")).command_status
    assert status == CommandStatus.ESME_RREPLACEFAIL


def test_each_destination_may_have_something_to_replace() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    old = talk.submits("old")
    assert multi(talk, sme(SECOND), sme(NUMBER), replace_if_present_flag=1).message_id == "00000002"
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
    talk.run(600)
    assert [deliver.text for deliver in talk.delivered()] == ["old", "Hello", "Hello", "Hello"]
    assert [receipt.id for receipt in talk.receipts()] == ["00000002", "00000002"]
    assert talk.message(old).state is MessageState.DELIVERED


def test_what_has_been_replaced_is_no_longer_of_the_submission_that_it_came_with() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    first = multi(talk, sme(NUMBER), sme(SECOND)).message_id
    second = multi(talk, sme(SECOND), replace_if_present_flag=1).message_id
    assert talk.asks(CancelSm(message_id=first)).command_status == CommandStatus.ESME_ROK
    assert talk.asks(QuerySm(first)).message_state == MessageState.DELETED
    assert talk.asks(QuerySm(second)).message_state == MessageState.ENROUTE


def test_what_has_not_been_replaced_stays_with_the_submission_that_it_came_with() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    first = multi(talk, sme(NUMBER), sme(SECOND)).message_id
    assert multi(talk, sme(NUMBER), replace_if_present_flag=1).message_id == first
    assert talk.asks(CancelSm(message_id=first)).command_status == CommandStatus.ESME_ROK
    assert [one.state for one in talk.centre.store.messages()] == [MessageState.DELETED] * 2


# data_sm


def data(talk: Conversation, text: bytes = b"Hello", **parameters: Any) -> DataSmResp:
    given = {"source_addr": "7000", "destination_addr": NUMBER, "message_payload": text, **parameters}
    resp: DataSmResp = talk.asks(DataSm(**given))
    return resp


def test_a_data_sm_is_a_message_as_well() -> None:
    talk = Conversation()
    resp = data(talk, registered_delivery=RegisteredDelivery.MC_DELIVERY_RECEIPT)
    assert resp.command_status == CommandStatus.ESME_ROK
    assert [deliver.text for deliver in talk.delivered()] == ["Hello"]
    assert [receipt.id for receipt in talk.receipts()] == [resp.message_id]


def test_qos_time_to_live_is_how_long_it_is_tried() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    data(talk, registered_delivery=1, qos_time_to_live=90)
    talk.run(89)
    assert talk.told() == []
    talk.run(2)
    assert talk.told() == ["EXPIRED 006"]


def test_qos_time_to_live_supersedes_a_validity_period() -> None:
    for validity_period in ("000000010000000R", "000000000000000R"):
        talk = Conversation()
        talk.msc.answers(m.MtForwardSM, ABSENT)
        tlvs = DataSm(qos_time_to_live=90).tlvs
        talk.submits(registered_delivery=1, validity_period=validity_period, tlvs=tlvs)
        talk.run(89)
        assert talk.told() == []
        talk.run(2)
        assert talk.told() == ["EXPIRED 006"]


def test_a_data_sm_without_a_payload_lacks_it() -> None:
    talk = Conversation()
    assert talk.asks(DataSm(destination_addr=NUMBER)).command_status == CommandStatus.ESME_RMISSINGTLV
    assert data(talk, b"").command_status == CommandStatus.ESME_ROK


def test_a_long_payload_goes_in_parts() -> None:
    talk = Conversation()
    data(talk, b"x" * 400)
    assert [len(deliver.tp_ud) for deliver in talk.delivered()] == [153, 153, 94]


def test_what_submit_sm_would_be_refused_for_data_sm_is() -> None:
    assert data(Conversation(), destination_addr="nobody").command_status == CommandStatus.ESME_RINVDSTADR
