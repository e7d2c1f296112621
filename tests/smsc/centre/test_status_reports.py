"""smsc.centre.status_reports: what a handset is told of the messages that it sent with TP-SRR."""

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.deliver_sm import DeliverSmResp
from pdu.sms.address import Address
from pdu.sms.status import TpSt
from pdu.sms.tp import SmsDeliver, SmsStatusReport
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from tests.smsc.centre.conversation import HOUR, NUMBER, START, Conversation

OTHER = Address("447700900124")


def reports(talk: Conversation) -> list[SmsStatusReport]:
    """Return what the sender's handset has been told."""
    tpdus = [forward.sm_rp_ui for forward in talk.msc.heard if isinstance(forward, m.MtForwardSM)]
    return [tpdu for tpdu in tpdus if isinstance(tpdu, SmsStatusReport)]


def test_a_handset_that_asks_is_told_of_the_delivery_in_the_order_of_things() -> None:
    talk = Conversation()
    talk.dials(OTHER, "Hello", tp_srr=True, tp_mr=7)
    talk.agrees("""
        msc1 -> sc    mo-ForwardSM SMS-SUBMIT tp_srr=1 tp_mr=7 tp_ud="Hello"
        sc   -> msc1  returnResultLast mo-ForwardSM SMS-SUBMIT-REPORT
        sc   -> hlr   sendRoutingInfoForSM msisdn=447700900124
        hlr  -> sc    returnResultLast sendRoutingInfoForSM
        sc   -> msc1  mt-ForwardSM SMS-DELIVER tp_sri=1 tp_ud="Hello"
        msc1 -> sc    returnResultLast mt-ForwardSM
        sc   -> hlr   sendRoutingInfoForSM msisdn=447700900123
        hlr  -> sc    returnResultLast sendRoutingInfoForSM
        sc   -> msc1  mt-ForwardSM SMS-STATUS-REPORT tp_mr=7 tp_ra=447700900124
        msc1 -> sc    returnResultLast mt-ForwardSM
    """)
    [report] = reports(talk)
    assert (report.tp_st, report.tp_scts.when, report.tp_dt.when) == (0, report.tp_dt.when, report.tp_scts.when)


def test_a_handset_that_does_not_ask_is_told_nothing() -> None:
    talk = Conversation()
    talk.dials(OTHER)
    assert reports(talk) == []
    assert not talk.delivered()[0].tp_sri


@pytest.mark.parametrize(
    ("error", "tp_st"),
    [
        (m.UnknownSubscriber(), TpSt.PERMANENT_NOT_OBTAINABLE),
        (m.TeleserviceNotProvisioned(), TpSt.PERMANENT_NO_INTERWORKING_AVAILABLE),
    ],
)
def test_a_message_that_can_never_arrive_says_why(error: ErrorParameter, tp_st: int) -> None:
    talk = Conversation()
    talk.hlr.answers(
        m.SendRoutingInfoForSM, error, m.SendRoutingInfoForSMRes("234150000000001", Address("447700900921"))
    )
    talk.dials(OTHER, tp_srr=True)
    assert [report.tp_st for report in reports(talk)] == [tp_st]


@pytest.mark.parametrize(
    ("error", "trying"),
    [
        (m.AbsentSubscriberSM(1), TpSt.TRYING_NO_RESPONSE_FROM_SME),
        (m.SubscriberBusyForMTSMS(), TpSt.TRYING_SME_BUSY),
        (m.SMDeliveryFailure(m.SMEnumeratedDeliveryFailureCause.memoryCapacityExceeded), TpSt.TRYING_ERROR_IN_SME),
        (m.SystemFailure(), TpSt.TRYING_CONGESTION),
    ],
)
def test_a_message_that_waits_says_that_it_is_being_tried_and_then_what_came_of_it(
    error: ErrorParameter, trying: int
) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, error, m.MtForwardSMRes())
    talk.dials(OTHER, tp_srr=True)
    assert [report.tp_st for report in reports(talk)] == [trying]
    talk.run(HOUR)
    assert [report.tp_st for report in reports(talk)] == [trying, TpSt.RECEIVED_BY_THE_SME]


def test_a_message_that_is_given_up_says_so() -> None:
    talk = Conversation()
    absent = m.AbsentSubscriberSM(1)
    talk.msc.answers(
        m.MtForwardSM, absent, m.MtForwardSMRes(), absent, absent, absent, absent, absent, m.MtForwardSMRes()
    )
    talk.dials(OTHER, tp_srr=True, tp_vp=11)  # an hour
    talk.run(24 * HOUR)
    assert reports(talk)[-1].tp_st == TpSt.PERMANENT_SM_VALIDITY_PERIOD_EXPIRED
    ended = reports(talk)[-1].tp_dt.when
    assert ended is not None
    assert ended.timestamp() == START + HOUR


def test_a_report_to_a_handset_that_is_away_waits_for_it() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), m.AbsentSubscriberSM(1), m.MtForwardSMRes())
    talk.dials(OTHER, tp_srr=True)
    talk.says(talk.hlr, m.AlertServiceCentre(Address(NUMBER), Address("447700900900")))
    assert [report.tp_st for report in reports(talk)] == [0, 0]  # the same report twice: the first was not taken
    assert len(list(talk.centre.store.messages())) == 2


def test_a_report_says_whether_others_follow_it() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), m.AbsentSubscriberSM(1), m.MtForwardSMRes())
    for _ in range(2):
        talk.dials(OTHER, tp_srr=True)
    talk.says(talk.hlr, m.AlertServiceCentre(Address(NUMBER), Address("447700900900")))
    assert [report.tp_mms for report in reports(talk)[-2:]] == [False, True]  # TP-MMS 1: no more


def test_a_message_to_an_esme_is_reported_too() -> None:
    talk = Conversation()
    talk.dials(Address("7000", 0, 1), tp_srr=True)
    [report] = reports(talk)
    assert (report.tp_ra, report.tp_st) == (Address("7000", 0, 1), TpSt.RECEIVED_BY_THE_SME)


def test_a_message_that_an_esme_refuses_is_reported_too() -> None:
    talk = Conversation("shop")
    talk.bind("bank", answer=lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_R_APPN))
    talk.dials(Address("7000", 0, 1), tp_srr=True)
    assert [report.tp_st for report in reports(talk)] == [TpSt.PERMANENT_CONNECTION_REJECTED_BY_SME]


def test_a_handset_that_writes_to_itself_gets_the_text_and_then_the_report() -> None:
    talk = Conversation()
    talk.dials(Address(NUMBER), tp_srr=True)
    tpdus = [forward.sm_rp_ui for forward in talk.msc.heard if isinstance(forward, m.MtForwardSM)]
    assert [type(tpdu) for tpdu in tpdus] == [SmsDeliver, SmsStatusReport]
