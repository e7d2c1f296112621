"""smsc.network.msc.originating: mo-ForwardSM, as ladders."""

import pytest

from pdu.sms.cp import CpData
from pdu.sms.rp import RpCause, RpData
from pdu.sms.tp import SmsSubmit, SmsSubmitReport
from pdu.ss7.map import (
    SHORT_MESSAGE_MT_PP,
    CallBarred,
    FacilityNotSupported,
    MoForwardSM,
    MoForwardSMRes,
    Msisdn,
    ServiceCentreAddressDA,
    SMDeliveryFailure,
    SMEnumeratedDeliveryFailureCause,
    SystemFailure,
    TeleserviceNotProvisioned,
    UnexpectedDataValue,
)
from pdu.text import gsm7
from smsc.network.acts import CannotSend, SendsText
from smsc.network.hop import Hop
from smsc.network.timers import TR1M, TR2N
from tests.smsc.network.world import SC, SCTS, World, imsi, ladder, msisdn, shown, submitted

FRIEND = msisdn(2)

SUBMITTED = ladder(
    """
    ms1           sends text
    ms1 -> bss1   CHANNEL REQUEST
    bss1 -> ms1   IMMEDIATE ASSIGNMENT
    ms1 -> bss1   CM SERVICE REQUEST
    bss1 -> msc1  COMPLETE LAYER 3 INFORMATION CM SERVICE REQUEST
    msc1 -> bss1  CM SERVICE ACCEPT
    bss1 -> ms1   CM SERVICE ACCEPT
    ms1 -> bss1   CP-DATA RP-DATA SMS-SUBMIT
    bss1 -> msc1  CP-DATA RP-DATA SMS-SUBMIT
    msc1 -> bss1  CP-ACK
    msc1 -> sc    mo-ForwardSM
    bss1 -> ms1   CP-ACK
    sc -> msc1    returnResultLast mo-ForwardSM
    msc1 -> bss1  CP-DATA RP-ACK SMS-SUBMIT-REPORT
    bss1 -> ms1   CP-DATA RP-ACK SMS-SUBMIT-REPORT
    ms1 -> bss1   CP-ACK
    bss1 -> msc1  CP-ACK
    msc1 -> bss1  CLEAR COMMAND
    bss1 -> ms1   CHANNEL RELEASE
    bss1 -> msc1  CLEAR COMPLETE
    """
)


def world_with_reports() -> World:
    world = World()
    world.sc.answers[MoForwardSM] = MoForwardSMRes(SmsSubmitReport(tp_scts=SCTS))
    return world


def test_a_text_is_submitted() -> None:
    world = world_with_reports()
    world.does("ms1", SendsText("Hello", FRIEND))
    assert world.ladder() == SUBMITTED
    submit = SmsSubmit(tp_da=FRIEND, tp_ud=gsm7.encode("Hello"))
    assert world.sc.heard == [MoForwardSM(ServiceCentreAddressDA(SC), Msisdn(msisdn(1)), submit, imsi(1))]
    world.run()
    assert world.ladder() == ""
    assert world.at_rest()


def test_a_long_text_is_submitted_part_by_part() -> None:
    world = World()
    world.does("ms1", SendsText("x" * 400, FRIEND))
    headers = [submit.tp_udh.hex() for submit in submitted(world)]
    assert headers == ["050003000301", "050003000302", "050003000303"]
    assert [submit.tp_mr for submit in submitted(world)] == [0, 1, 2]
    assert world.ladder().count("CHANNEL REQUEST") == 3
    assert not world.handsets[0].messages.outbox.texts


def test_two_texts_go_one_after_the_other() -> None:
    world = World()
    world.network.act("ms1", SendsText("one", FRIEND))
    world.network.act("ms1", SendsText("two", FRIEND))
    world.run(0)
    assert [submit.text for submit in submitted(world)] == ["one", "two"]


def test_each_message_has_a_reference_of_its_own_on_the_air() -> None:
    world = World()
    references: list[int] = []

    def see(hop: Hop) -> None:
        if isinstance(hop.message, CpData) and isinstance(hop.message.cp_user_data, RpData) and hop.origin == "ms1":
            references.append(hop.message.cp_user_data.rp_mr)

    world.network.observers.append(see)
    for _ in range(257):
        world.does("ms1", SendsText("Hello", FRIEND))
    first, *others = references
    assert others == [(first + number) % 256 for number in range(1, 257)]


REFUSALS = [
    (SystemFailure(), RpCause.NETWORK_OUT_OF_ORDER),
    (UnexpectedDataValue(), RpCause.NETWORK_OUT_OF_ORDER),
    (FacilityNotSupported(), RpCause.REQUESTED_FACILITY_NOT_IMPLEMENTED),
    (TeleserviceNotProvisioned(), RpCause.REQUESTED_FACILITY_NOT_SUBSCRIBED),
    (CallBarred(), RpCause.CALL_BARRED),
    (SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.unknownServiceCentre), RpCause.UNASSIGNED_NUMBER),
    (SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.sc_Congestion), RpCause.CONGESTION),
    (
        SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.invalidSME_Address),
        RpCause.SHORT_MESSAGE_TRANSFER_REJECTED,
    ),
    (
        SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.subscriberNotSC_Subscriber),
        RpCause.UNIDENTIFIED_SUBSCRIBER,
    ),
]


@pytest.mark.parametrize(("error", "rp_cause"), REFUSALS)
def test_the_handset_is_told_why_the_service_centre_refuses(error: object, rp_cause: int) -> None:
    world = World()
    world.sc.answers[MoForwardSM] = error
    seen = shown(world)
    world.does("ms1", SendsText("Hello", FRIEND))
    assert seen == [CannotSend("Hello", FRIEND, rp_cause)]
    world.run()
    assert world.at_rest()


def test_a_refused_part_ends_the_whole_text() -> None:
    world = World()
    world.sc.answers[MoForwardSM] = SystemFailure()
    seen = shown(world)
    world.does("ms1", SendsText("x" * 400, FRIEND))
    assert len(world.sc.heard) == 1
    assert seen == [CannotSend("x" * 400, FRIEND, RpCause.NETWORK_OUT_OF_ORDER)]


def test_a_subscriber_without_the_teleservice_reaches_no_service_centre() -> None:
    world = World()
    world.msc1.vlr.visitors[imsi(1)].teleservice_list = (SHORT_MESSAGE_MT_PP,)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", FRIEND))
    assert seen == [CannotSend("Hello", FRIEND, RpCause.REQUESTED_FACILITY_NOT_SUBSCRIBED)]
    assert world.sc.heard == []


def test_a_service_centre_that_does_not_answer_is_out_of_order() -> None:
    world = World()
    del world.sc.answers[MoForwardSM]
    seen = shown(world)
    world.does("ms1", SendsText("Hello", FRIEND))
    world.run(TR2N)
    assert seen == [CannotSend("Hello", FRIEND, RpCause.NETWORK_OUT_OF_ORDER)]
    assert TR1M.seconds > TR2N
    world.run()
    assert world.at_rest()


def test_an_answer_that_comes_too_late_is_nobodys() -> None:
    world = World()
    world.network.latency = {("sc", "msc"): TR2N + 1}
    seen = shown(world)
    world.does("ms1", SendsText("Hello", FRIEND))
    world.run()
    assert seen == [CannotSend("Hello", FRIEND, RpCause.NETWORK_OUT_OF_ORDER)]
    assert world.at_rest()


def test_a_number_that_is_no_service_centres_does_not_answer() -> None:
    world = World()
    world.handsets[0].service_centre = msisdn(99)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", FRIEND))
    world.run()
    assert f"msc1 -> {msisdn(99)} mo-ForwardSM" in world.ladder()
    assert seen == [CannotSend("Hello", FRIEND, RpCause.NETWORK_OUT_OF_ORDER)]


def test_a_vlr_that_has_forgotten_a_handset_is_told_and_then_the_text_goes_out() -> None:
    world = world_with_reports()
    del world.msc1.vlr.visitors[imsi(1)]
    world.does("ms1", SendsText("Hello", FRIEND))
    found = world.ladder()
    assert "CM SERVICE REJECT" in found
    assert "msc1 -> hlr   updateLocation" in found
    assert found.endswith(SUBMITTED.split("\n", 1)[1])


@pytest.mark.parametrize("loses", range(1, len(SUBMITTED.splitlines())))
def test_whatever_gets_lost_the_owner_knows_and_the_next_text_goes_out(loses: int) -> None:
    world = World(loses=loses)
    seen = shown(world)
    world.does("ms1", SendsText("one", FRIEND))
    world.run()
    assert not world.handsets[0].messages.outbox.texts
    assert seen in ([], [CannotSend("one", FRIEND)], [CannotSend("one", FRIEND, RpCause.NETWORK_OUT_OF_ORDER)])
    assert world.at_rest()
    world.sc.heard.clear()
    world.does("ms1", SendsText("two", FRIEND))
    assert [submit.text for submit in submitted(world)] == ["two"]
    world.run()
    assert world.at_rest()
