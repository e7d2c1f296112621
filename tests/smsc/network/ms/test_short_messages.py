"""smsc.network.ms.short_messages: a full memory and how it is reported, reports, replies, as conversations."""

import pytest

from pdu.gsm.mm import CMServiceAccept
from pdu.sms.address import Address
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.sms.failure_cause import TpFcs
from pdu.sms.rp import RpData
from pdu.sms.status import TpSt
from pdu.sms.tp import SmsDeliver, SmsDeliverReport, SmsStatusReport
from pdu.ss7.map import (
    AlertServiceCentre,
    FacilityNotSupported,
    Imsi,
    MoForwardSM,
    MtForwardSM,
    MtForwardSMRes,
    ReadyForSM,
    ReadyForSMRes,
    ReportSMDeliveryStatus,
    ServiceCentreAddressOA,
    SMDeliveryFailure,
    SMDeliveryOutcome,
    SMEnumeratedDeliveryFailureCause,
)
from smsc.network.acts import (
    CannotSend,
    DeletesMessages,
    FillsMemory,
    FreesMemory,
    Holds,
    LosesPower,
    ReadsMessages,
    Replies,
    SendsText,
    Shows,
    ShowsReport,
    SwitchesOff,
    SwitchesOn,
)
from smsc.network.hop import Hop, Send
from smsc.network.timers import CP_RETRANSMISSIONS, MAP_M, TC1M, TC1N, TR1M, TR2N, TRAM
from tests.smsc.network.world import BANK, SC, SCTS, World, imsi, ladder, msisdn, mt_forward_sm, shown, submitted

FRIEND = Address("447700900002")
OTHER_SC = Address("447700900901")


def full(world: World) -> None:
    """Fill the handset's memory, have a message refused, and let the HLR know."""
    world.does("ms1", FillsMemory())
    world.say("msc1", mt_forward_sm())
    world.run(0)
    world.say("hlr", ReportSMDeliveryStatus(msisdn(), SC, SMDeliveryOutcome.memoryCapacityExceeded))
    world.run(0)
    world.ladder()


def forward(tpdu: SmsDeliver | SmsStatusReport, service_centre: Address = SC) -> MtForwardSM:
    return MtForwardSM(Imsi(imsi()), ServiceCentreAddressOA(service_centre), tpdu)


# Memory


def test_a_full_memory_refuses_a_message_and_says_why() -> None:
    world = World()
    world.does("ms1", FillsMemory())
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert "ms1 -> bss1   CP-DATA RP-ERROR SMS-DELIVER-REPORT" in world.ladder()
    report = SmsDeliverReport(tp_fcs=TpFcs.MEMORY_CAPACITY_EXCEEDED)
    assert world.sc.heard == [SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.memoryCapacityExceeded, report)]
    world.run()
    assert world.at_rest()


def test_a_message_for_a_full_sim_is_refused_by_the_sim() -> None:
    world = World(handsets=0)
    world.handset(1, sim_memory=1)
    for text in ("one", "two"):
        world.say("msc1", forward(SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_dcs=0x12, tp_ud=text.encode())))
        world.run(0)
    report = SmsDeliverReport(tp_fcs=TpFcs.USIM_SMS_STORAGE_FULL)
    assert world.sc.heard == [
        MtForwardSMRes(SmsDeliverReport()),
        SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.memoryCapacityExceeded, report),
    ]


def test_memory_that_comes_free_is_told_to_the_hlr_which_alerts_who_waits() -> None:
    world = World()
    full(world)
    world.does("ms1", FreesMemory())
    assert world.ladder() == ladder(
        """
        ms1           frees memory
        ms1 -> bss1   CHANNEL REQUEST
        bss1 -> ms1   IMMEDIATE ASSIGNMENT
        ms1 -> bss1   CM SERVICE REQUEST
        bss1 -> msc1  COMPLETE LAYER 3 INFORMATION CM SERVICE REQUEST
        msc1 -> bss1  CM SERVICE ACCEPT
        bss1 -> ms1   CM SERVICE ACCEPT
        ms1 -> bss1   CP-DATA RP-SMMA
        bss1 -> msc1  CP-DATA RP-SMMA
        msc1 -> bss1  CP-ACK
        msc1 -> hlr   readyForSM
        bss1 -> ms1   CP-ACK
        hlr -> msc1   returnResultLast readyForSM
        hlr -> sc     alertServiceCentre
        msc1 -> bss1  CP-DATA RP-ACK
        sc -> hlr     returnResultLast alertServiceCentre
        bss1 -> ms1   CP-DATA RP-ACK
        ms1 -> bss1   CP-ACK
        bss1 -> msc1  CP-ACK
        msc1 -> bss1  CLEAR COMMAND
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        """
    )
    assert not world.hlr.subscribers[imsi()].mcef
    assert isinstance(world.sc.heard[-1], AlertServiceCentre)
    world.run()
    assert world.at_rest()


def test_memory_that_comes_free_while_the_handset_is_off_is_told_when_it_is_on() -> None:
    world = World()
    world.does("ms1", FillsMemory())
    world.say("msc1", mt_forward_sm())
    world.run(0)
    world.does("ms1", SwitchesOff())
    world.does("ms1", FreesMemory())
    world.ladder()
    world.does("ms1", SwitchesOn())
    assert "ms1 -> bss1   CP-DATA RP-SMMA" in world.ladder()
    assert not world.hlr.subscribers[imsi()].mcef


def test_nobody_is_told_of_memory_that_nobody_was_refused() -> None:
    world = World()
    world.does("ms1", FillsMemory())
    world.does("ms1", FreesMemory())
    assert "RP-SMMA" not in world.ladder()


def test_deleting_makes_room_where_messages_had_filled_the_memory() -> None:
    world = World(handsets=0)
    world.handset(1, memory=1)
    for text in ("one", "two"):
        world.say("msc1", mt_forward_sm(text=text))
        world.run(0)
    world.ladder()
    world.does("ms1", FreesMemory())
    assert "RP-SMMA" not in world.ladder()  # the messages are still there
    world.does("ms1", DeletesMessages())
    assert "RP-SMMA" in world.ladder()


def test_a_handset_repeats_once_that_it_has_memory() -> None:
    world = World()
    full(world)
    world.elements["hlr"].deaf_to.add(ReadyForSM)
    world.does("ms1", FreesMemory())
    for seconds in (TR2N + TRAM.seconds - 1, 2):
        world.run(seconds)
        assert world.ladder().count("msc1 -> hlr   readyForSM") == 1
    world.run(3600)
    assert "readyForSM" not in world.ladder()
    assert world.at_rest()
    world.elements["hlr"].deaf_to.clear()
    world.does("ms1", FreesMemory())
    assert world.ladder().count("msc1 -> hlr   readyForSM") == 1
    assert not world.hlr.subscribers[imsi()].mcef


def test_a_network_that_has_no_use_for_it_is_told_no_more() -> None:
    world = World()
    full(world)
    world.elements["hlr"].deaf_to.add(ReadyForSM)
    world.does("ms1", FreesMemory())
    [dialogue] = world.msc1._originating.submissions
    world.say("msc1", FacilityNotSupported(), dialogue)
    world.run(3600)
    assert world.ladder().count("RP-SMMA") == 2  # the same one on both links
    assert world.at_rest()


def test_texts_go_when_the_memory_has_been_told() -> None:
    world = World()
    full(world)
    world.does("ms1", SwitchesOff())
    world.does("ms1", SendsText("Hello", BANK))
    world.does("ms1", SwitchesOn())
    assert [type(heard) for heard in world.sc.heard].count(MoForwardSM) == 1
    world.network.act("ms1", FreesMemory())
    world.network.act("ms1", SendsText("again", BANK))
    world.run(0)
    assert [type(heard) for heard in world.sc.heard].count(MoForwardSM) == 2
    assert not world.hlr.subscribers[imsi()].mcef


def test_memory_that_is_full_again_before_it_is_told_costs_no_text() -> None:
    world = World()
    full(world)
    seen = shown(world)
    world.elements["hlr"].deaf_to.add(ReadyForSM)
    for act in (FreesMemory(), SendsText("Hello", BANK), FillsMemory()):
        world.does("ms1", act)
    world.run(3600)
    assert [tpdu.text for tpdu in submitted(world)] == ["Hello"]
    assert seen == []
    assert world.at_rest()


def test_a_text_that_gets_no_answer_goes_again_behind_the_notice_of_memory() -> None:
    world = World()
    full(world)
    seen = shown(world)
    world.elements["ms1"].deaf_to.add(CpData)
    for act in (SendsText("Hello", BANK), FreesMemory()):
        world.does("ms1", act)
    world.run(TR1M.seconds + 1)
    world.elements["ms1"].deaf_to.clear()
    world.run(3600)
    assert seen == []
    assert [(tpdu.text, tpdu.tp_rd) for tpdu in submitted(world)] == [("Hello", False), ("Hello", True)]
    assert not world.hlr.subscribers[imsi()].mcef


SMMA_HOPS = 19


@pytest.mark.parametrize("loses", range(1, SMMA_HOPS))
def test_whatever_gets_lost_the_memory_is_told_in_the_end(loses: int) -> None:
    world = World()
    full(world)
    world.count, world.loses = 0, loses
    world.does("ms1", FreesMemory())
    world.run(2 * (TR1M.seconds + TRAM.seconds + MAP_M))
    assert not world.hlr.subscribers[imsi()].mcef
    world.run()
    assert world.at_rest()


# What it shows


def test_a_status_report_is_shown_with_the_text_that_it_is_about() -> None:
    world = World()
    seen = shown(world)
    world.does("ms1", SendsText("Hello", FRIEND, report=True))
    report = SmsStatusReport(tp_mr=0, tp_ra=FRIEND, tp_scts=SCTS, tp_dt=SCTS, tp_st=TpSt.RECEIVED_BY_THE_SME)
    world.say("msc1", forward(report))
    world.run(0)
    assert seen == [ShowsReport(FRIEND, 0, 0, "Hello")]
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)


def test_a_status_report_needs_no_memory() -> None:
    world = World()
    world.does("ms1", FillsMemory())
    world.say("msc1", forward(SmsStatusReport(tp_mr=0, tp_ra=FRIEND, tp_scts=SCTS, tp_dt=SCTS)))
    world.run(0)
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)


def test_an_owner_reads_what_is_kept() -> None:
    world = World()
    world.say("msc1", mt_forward_sm(text="Hello"))
    world.run(0)
    seen = shown(world)
    world.does("ms1", ReadsMessages())
    assert seen == [Holds("Hello", BANK)]


# Replies


def test_a_reply_goes_to_whom_the_message_came_from() -> None:
    world = World()
    world.say("msc1", forward(SmsDeliver(tp_oa=FRIEND, tp_scts=SCTS, tp_ud=b"Coming?")))
    world.run(0)
    world.does("ms1", Replies("Yes"))
    [sent] = [heard for heard in world.sc.heard if isinstance(heard, MoForwardSM)]
    assert getattr(sent.sm_rp_ui, "tp_da", None) == FRIEND
    assert getattr(sent.sm_rp_ui, "text", None) == "Yes"


def test_a_reply_path_leads_by_the_service_centre_of_the_message() -> None:
    world = World()
    message = SmsDeliver(tp_oa=FRIEND, tp_scts=SCTS, tp_rp=True, tp_ud=b"Coming?")
    world.say("msc1", forward(message, OTHER_SC))
    world.run(0)
    world.does("ms1", Replies("Yes"))
    assert "msc1 -> 447700900901 mo-ForwardSM" in world.ladder()


def test_a_name_can_not_be_replied_to() -> None:
    world = World()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    seen = shown(world)
    world.does("ms1", Replies("Yes"))
    assert seen == [CannotSend("Yes", BANK)]


def test_who_has_received_nothing_can_not_reply() -> None:
    world = World()
    seen = shown(world)
    world.does("ms1", Replies("Yes"))
    assert seen == []
    assert "CHANNEL REQUEST" not in world.ladder()


# The connection sublayer


def test_a_message_whose_acknowledgement_gets_lost_comes_again_and_is_shown_once() -> None:
    world = World()
    seen = shown(world)
    world.elements["msc1"].deaf_to.add(CpAck)
    world.say("msc1", mt_forward_sm())
    world.run(0)
    world.elements["msc1"].deaf_to.clear()
    world.run()
    assert seen == [Shows("Hello", BANK)]
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport())]
    assert world.at_rest()


def test_a_message_that_comes_again_behind_the_next_one_over_the_same_connection_is_shown_once() -> None:
    world = World()
    seen = shown(world)
    said: list[Hop] = []
    world.network.observers.append(
        lambda hop: said.append(hop) if hop.destination == "ms1" and isinstance(hop.message, CpData) else None
    )
    dialogue = world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(0)
    world.say("msc1", mt_forward_sm(text="two", more=True), dialogue)
    world.run(0)
    world.ladder()
    world.network.send(world.bss1, [Send("ms1", said[0].message, said[0].conversation)])
    world.run(0)
    assert world.ladder().splitlines()[1:] == ["ms1 -> bss1   CP-ACK", "bss1 -> msc1  CP-ACK"]
    assert seen == [Shows("one", BANK), Shows("two", BANK)]
    world.run()
    assert world.at_rest()


def test_a_message_that_gets_lost_on_the_radio_comes_again() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(CpData)
    world.say("msc1", mt_forward_sm())
    world.run(TC1N - 1)
    world.elements["ms1"].deaf_to.clear()
    world.run(1)
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport())]


def test_a_handset_that_never_acknowledges_is_given_up() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(CpData)
    world.say("msc1", mt_forward_sm())
    world.run(TC1N * (1 + CP_RETRANSMISSIONS))
    assert world.ladder().count("bss1 -> ms1   CP-DATA RP-DATA SMS-DELIVER") == 1 + CP_RETRANSMISSIONS
    assert world.sc.heard == [SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.equipmentProtocolError)]


def test_a_text_that_gets_lost_on_the_radio_is_sent_again_and_submitted_once() -> None:
    world = World()
    world.elements["bss1"].deaf_to.add(CpAck)
    world.elements["bss1"].deaf_to.add(CpData)
    world.does("ms1", SendsText("Hello", BANK))
    world.run(TC1M.seconds - 1)
    world.elements["bss1"].deaf_to.clear()
    world.run()
    assert len(world.sc.heard) == 1
    assert world.at_rest()


def test_a_text_that_is_acknowledged_is_not_sent_again_while_its_answer_is_awaited() -> None:
    world = World()
    del world.sc.answers[MoForwardSM]
    world.does("ms1", SendsText("Hello", BANK))
    world.run(TR2N - 1)
    assert world.ladder().count("ms1 -> bss1   CP-DATA RP-DATA SMS-SUBMIT") == 1


def test_the_acknowledgement_of_another_transaction_is_none() -> None:
    world = World()
    world.elements["msc1"].deaf_to.add(CpData)
    world.does("ms1", SendsText("Hello", BANK))
    [channel] = world.bss1.channels
    world.network.send(world.msc1, [Send("bss1", CpAck(9), channel)])
    world.run(TC1M.seconds + 1)
    assert world.ladder().count("ms1 -> bss1   CP-DATA RP-DATA SMS-SUBMIT") == 2


def test_a_network_that_never_acknowledges_is_given_up() -> None:
    world = World()
    world.elements["msc1"].deaf_to.add(CpData)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    world.run()
    assert world.ladder().count("ms1 -> bss1   CP-DATA RP-DATA SMS-SUBMIT") == 2 * (1 + CP_RETRANSMISSIONS)
    assert seen == [CannotSend("Hello", BANK)]
    assert world.at_rest()


def test_a_text_that_gets_no_answer_is_sent_once_more_and_says_so() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(CpData)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    world.run((1 + CP_RETRANSMISSIONS) * TC1N + 1)  # until the network gives up
    world.elements["ms1"].deaf_to.clear()
    world.does("ms1", SendsText("Bye", BANK))
    world.run()
    assert [(tpdu.text, tpdu.tp_mr, tpdu.tp_rd) for tpdu in submitted(world)] == [
        ("Hello", 0, False),
        ("Hello", 0, True),
        ("Bye", 1, False),
    ]
    assert seen == []


def test_a_text_that_was_under_way_when_the_power_went_says_so_when_it_is_sent_again() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(CpData)
    for act in (SendsText("Hello", BANK), LosesPower()):
        world.does("ms1", act)
    world.elements["ms1"].deaf_to.clear()
    world.run()
    world.does("ms1", SwitchesOn())
    world.run()
    assert [(tpdu.tp_mr, tpdu.tp_rd) for tpdu in submitted(world)] == [(0, False), (0, True)]


@pytest.mark.parametrize(
    ("cause", "rp_cause", "times"),
    [
        (SMEnumeratedDeliveryFailureCause.sc_Congestion, 42, 2),
        (SMEnumeratedDeliveryFailureCause.invalidSME_Address, 21, 1),
    ],
)
def test_what_is_refused_for_now_is_sent_once_more(cause: int, rp_cause: int, times: int) -> None:
    world = World()
    world.sc.answers[MoForwardSM] = SMDeliveryFailure(cause)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    world.run()
    assert [tpdu.tp_rd for tpdu in submitted(world)] == [False, True][:times]
    assert seen == [CannotSend("Hello", BANK, rp_cause)]


def test_a_network_that_gives_the_transaction_up_gets_no_more_of_it() -> None:
    world = World()
    world.elements["msc1"].deaf_to.add(CpData)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    [channel] = world.bss1.channels
    world.network.send(world.msc1, [Send("bss1", CpError(8, 17), channel)])
    world.run(1)
    world.elements["msc1"].deaf_to.clear()
    world.run()
    assert world.ladder().count("ms1 -> bss1   CP-DATA RP-DATA SMS-SUBMIT") == 2  # once in the next transaction
    assert seen == []


def test_what_belongs_to_no_transaction_changes_nothing() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(CMServiceAccept)
    world.does("ms1", SendsText("Hello", BANK))
    [channel] = world.bss1.channels
    strange: tuple[object, ...] = (CpAck(8), CpData(0, RpData(0, SC, None, b"")))
    for message in strange:
        world.network.send(world.msc1, [Send("bss1", message, channel)])
    for late in (CpAck(8), CpError(8, 17)):
        world.say("ms1", late)
    world.run()
    assert world.at_rest()


def test_ready_for_sm_that_answers_nothing_is_nothing_to_an_msc() -> None:
    world = World()
    world.say("msc1", ReadyForSMRes())
    world.run(0)
    assert world.ladder().splitlines() == ["sc -> msc1    returnResultLast readyForSM"]
