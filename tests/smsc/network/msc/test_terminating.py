"""smsc.network.msc.terminating: mt-ForwardSM, as ladders."""

import pytest

from pdu.sms.cp import CpAck, CpData
from pdu.sms.failure_cause import TpFcs
from pdu.sms.rp import RpData
from pdu.sms.tp import SmsDeliverReport
from pdu.ss7.map import (
    AbsentSubscriberSM,
    Imsi,
    MoForwardSM,
    MtForwardSM,
    MtForwardSMRes,
    NoSmRpDa,
    NoSmRpOa,
    ServiceCentreAddressOA,
    SMDeliveryFailure,
    SMEnumeratedDeliveryFailureCause,
    SubscriberBusyForMTSMS,
    UnidentifiedSubscriber,
)
from smsc.network.acts import FillsMemory, LosesPower, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.network.causes import AbsentSubscriberDiagnosticSM as Diagnostic
from smsc.network.hop import Hop
from smsc.network.operators import Restarts
from smsc.network.timers import FURTHER, PAGING_ATTEMPTS, T3113, TC1M, TR1N, TR2N
from tests.smsc.network.world import BANK, MSC1, SC, World, ladder, mt_forward_sm

DELIVERED = ladder(
    """
    sc -> msc1    mt-ForwardSM
    msc1 -> bss1  PAGING
    bss1 -> ms1   PAGING REQUEST
    ms1 -> bss1   CHANNEL REQUEST
    bss1 -> ms1   IMMEDIATE ASSIGNMENT
    ms1 -> bss1   PAGING RESPONSE
    bss1 -> msc1  COMPLETE LAYER 3 INFORMATION PAGING RESPONSE
    msc1 -> bss1  CP-DATA RP-DATA SMS-DELIVER
    bss1 -> ms1   CP-DATA RP-DATA SMS-DELIVER
    ms1 -> bss1   CP-ACK
    ms1 -> bss1   CP-DATA RP-ACK SMS-DELIVER-REPORT
    ms1           shows
    bss1 -> msc1  CP-ACK
    bss1 -> msc1  CP-DATA RP-ACK SMS-DELIVER-REPORT
    msc1 -> bss1  CP-ACK
    msc1 -> bss1  CLEAR COMMAND
    bss1 -> ms1   CP-ACK
    bss1 -> ms1   CHANNEL RELEASE
    bss1 -> msc1  CLEAR COMPLETE
    msc1 -> sc    returnResultLast mt-ForwardSM
    """
)


def test_a_message_is_delivered() -> None:
    world = World()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert world.ladder() == DELIVERED
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport())]
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]
    world.run()
    assert world.ladder() == ""
    assert world.at_rest()


def test_a_message_is_sent_to_the_number_of_the_msc() -> None:
    world = World()
    world.say(MSC1.value, mt_forward_sm())
    world.run(0)
    assert world.ladder() == DELIVERED


def test_the_same_world_gives_the_same_ladder() -> None:
    ladders = set()
    for _ in range(2):
        world = World(handsets=3)
        for n in (1, 2, 3, 1):
            world.say("msc1", mt_forward_sm(n))
        world.does("ms2", SendsText("Hi", BANK))
        world.run()
        ladders.add(world.ladder())
    assert len(ladders) == 1


def test_messages_to_one_handset_are_numbered_and_come_in_order() -> None:
    world = World()
    for n in range(300):
        world.say("msc1", mt_forward_sm(text=str(n)))
        world.run(0)
    assert [message.text for message in world.handsets[0].inbox.messages] == [str(n) for n in range(300)]
    assert world.msc1.vlr.visitors["234150000000001"].rp_mr == 300 % 256


def test_who_never_was_here_is_unidentified() -> None:
    world = World()
    world.say("msc2", mt_forward_sm())
    world.run(0)
    assert world.sc.heard == [UnidentifiedSubscriber()]


def test_a_message_to_nobody_is_unidentified() -> None:
    world = World()
    world.say("msc1", MtForwardSM(NoSmRpDa(), ServiceCentreAddressOA(SC), b""))
    world.run(0)
    assert world.sc.heard == [UnidentifiedSubscriber()]


def test_a_handset_that_was_switched_off_is_not_called() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.ladder()
    world.say("msc1", mt_forward_sm())
    world.run()
    assert world.ladder() == ladder(
        """
        sc -> msc1    mt-ForwardSM
        msc1 -> sc    returnError absentSubscriberSM
        """
    )
    assert world.sc.heard == [AbsentSubscriberSM(Diagnostic.imsiDetached)]
    assert world.msc1.vlr.visitors["234150000000001"].mnrf


def test_a_handset_that_lost_its_power_is_called_in_vain() -> None:
    world = World()
    world.does("ms1", LosesPower())
    world.ladder()
    world.say("msc1", mt_forward_sm())
    world.run()
    assert world.ladder() == ladder(
        """
        sc -> msc1    mt-ForwardSM
        msc1 -> bss1  PAGING
        bss1 -> ms1   PAGING REQUEST
        msc1 -> bss1  PAGING
        bss1 -> ms1   PAGING REQUEST
        msc1 -> sc    returnError absentSubscriberSM
        """
    )
    assert world.sc.heard == [AbsentSubscriberSM(Diagnostic.noPagingResponseViaTheMSC)]
    assert world.msc1.vlr.visitors["234150000000001"].mnrf
    assert world.at_rest()


def test_an_absent_handset_is_given_up_after_the_last_paging_timer() -> None:
    world = World()
    world.does("ms1", LosesPower())
    world.say("msc1", mt_forward_sm())
    world.run(PAGING_ATTEMPTS * T3113 - 0.001)
    assert world.sc.heard == []
    world.run(0.001)
    assert world.sc.heard == [AbsentSubscriberSM(Diagnostic.noPagingResponseViaTheMSC)]


def test_a_handset_that_is_back_between_two_calls_gets_its_message() -> None:
    world = World()
    world.does("ms1", LosesPower())
    world.say("msc1", mt_forward_sm())
    world.run(1)
    world.does("ms1", SwitchesOn())
    world.run()
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport())]


@pytest.mark.parametrize("after", [1.0, T3113 + 1.0])
def test_a_handset_that_has_roamed_while_it_was_called_is_unidentified_and_not_absent(after: float) -> None:
    world = World()
    world.does("ms1", LosesPower())
    world.does("ms1", MovesTo("cell3"))
    world.say("msc1", mt_forward_sm())
    world.run(after)
    world.does("ms1", SwitchesOn())
    world.run()
    assert world.sc.heard == [UnidentifiedSubscriber()]  # so it is searched for again, and nobody waits for an alert
    assert world.at_rest()


def test_a_second_message_while_one_is_on_its_way_finds_the_subscriber_busy() -> None:
    world = World()
    world.say("msc1", mt_forward_sm(text="one"))
    world.say("msc1", mt_forward_sm(text="two"))
    world.run()
    assert world.sc.heard == [SubscriberBusyForMTSMS(), MtForwardSMRes(SmsDeliverReport())]


def test_a_message_waits_for_the_handset_to_have_sent_its_own() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1, ("bss", "ms"): 0.1}
    world.network.act("ms1", SendsText("Hi", BANK))
    world.run(0.35)
    world.say("msc1", mt_forward_sm(text="one"))
    world.say("msc1", mt_forward_sm(text="two"))
    world.run()
    assert [type(heard) for heard in world.sc.heard] == [SubscriberBusyForMTSMS, MoForwardSM, MtForwardSMRes]
    assert world.at_rest()


def test_more_messages_go_by_the_same_connection() -> None:
    world = World()
    dialogue = world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(0)
    world.ladder()
    world.say("msc1", MtForwardSM(NoSmRpDa(), NoSmRpOa(), mt_forward_sm(text="two").sm_rp_ui), dialogue)
    world.run(0)
    assert world.ladder() == ladder(
        """
        sc -> msc1    mt-ForwardSM
        msc1 -> bss1  CP-DATA RP-DATA SMS-DELIVER
        bss1 -> ms1   CP-DATA RP-DATA SMS-DELIVER
        ms1 -> bss1   CP-ACK
        ms1 -> bss1   CP-DATA RP-ACK SMS-DELIVER-REPORT
        ms1           shows
        bss1 -> msc1  CP-ACK
        bss1 -> msc1  CP-DATA RP-ACK SMS-DELIVER-REPORT
        msc1 -> bss1  CP-ACK
        msc1 -> bss1  CLEAR COMMAND
        bss1 -> ms1   CP-ACK
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        msc1 -> sc    returnResultLast mt-ForwardSM
        """
    )
    assert [message.text for message in world.handsets[0].inbox.messages] == ["one", "two"]
    world.run()
    assert world.at_rest()


def test_a_message_that_is_refused_ends_the_connection_whatever_is_announced() -> None:
    world = World()
    world.does("ms1", FillsMemory())
    world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(0)
    assert [type(heard) for heard in world.sc.heard] == [SMDeliveryFailure]
    assert world.ladder().splitlines()[-3:] == [
        "bss1 -> ms1   CHANNEL RELEASE",
        "bss1 -> msc1  CLEAR COMPLETE",
        "msc1 -> sc    returnError sm-DeliveryFailure",
    ]


def test_a_connection_for_more_messages_that_do_not_come_is_given_up() -> None:
    world = World()
    world.say("msc1", mt_forward_sm(more=True))
    world.run()
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport())]
    assert world.at_rest()


def test_a_message_that_comes_while_such_a_connection_is_given_up_is_not_lost() -> None:
    world = World()
    world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(1)
    world.network.set_latency(("bss1", "msc1"), 1.0)
    world.run(FURTHER - 0.5)  # the MSC has given up the connection, and the BSS has not said yet that it is free
    world.say("msc1", mt_forward_sm(text="two"))
    world.run()
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport()), SubscriberBusyForMTSMS()]
    assert world.at_rest()


def test_each_message_over_one_connection_has_a_transaction_and_an_answer_of_its_own() -> None:
    world = World()
    transactions: list[tuple[str, int, object]] = []
    answered: list[int] = []

    def look(hop: Hop) -> None:
        if isinstance(hop.message, CpData) and isinstance(hop.message.cp_user_data, RpData):
            transactions.append((hop.origin, hop.message.ti, hop.message.cp_user_data.rp_oa))
        if hop.to == "sc":
            answered.append(hop.conversation)

    world.network.observers.append(look)
    dialogue = world.say("msc1", mt_forward_sm(more=True))
    world.run(0)
    for _ in range(7):
        world.say("msc1", MtForwardSM(NoSmRpDa(), NoSmRpOa(), mt_forward_sm().sm_rp_ui, True), dialogue)
        world.run(0)
    another = world.say("msc1", mt_forward_sm(more=True))
    world.run(0)
    assert answered == [dialogue] * 8 + [another]
    assert [one for one in transactions if one[0] == "msc1"] == [
        ("msc1", ti, SC)
        for ti in (0, 1, 2, 3, 4, 5, 6, 0, 1)  # 7 is reserved (TS 24.007 clause 11.2.3.1.3)
    ]
    world.say("msc1", MtForwardSM(NoSmRpDa(), NoSmRpOa(), mt_forward_sm().sm_rp_ui), dialogue)
    world.run(0)
    assert world.sc.heard[-1] == UnidentifiedSubscriber()  # what was announced there has gone on elsewhere


def test_a_report_that_is_said_again_is_acknowledged_again_and_is_none_on_the_next_message() -> None:
    world = World()
    world.elements["ms1"].deaf_to = {CpAck}
    dialogue = world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(TC1M.seconds - 4)
    world.elements["ms1"].deaf_to = set()
    world.does("ms1", FillsMemory())
    world.network.latency = {("bss", "ms"): 5.0}
    world.say("msc1", mt_forward_sm(text="two"), dialogue)
    world.ladder()
    world.run(4)
    assert world.ladder().splitlines()[2:] == [
        "ms1 -> bss1   CP-DATA RP-ACK SMS-DELIVER-REPORT",
        "bss1 -> msc1  CP-DATA RP-ACK SMS-DELIVER-REPORT",
        "msc1 -> bss1  CP-ACK",
    ]
    world.run()
    assert [type(heard) for heard in world.sc.heard] == [MtForwardSMRes, SMDeliveryFailure]


def test_a_message_that_comes_while_one_announced_is_on_its_way_finds_the_subscriber_busy() -> None:
    world = World()
    dialogue = world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(0)
    for text in ("two", "three"):
        world.say("msc1", mt_forward_sm(text=text), dialogue)
    world.run()
    assert [type(heard) for heard in world.sc.heard] == [MtForwardSMRes, SubscriberBusyForMTSMS, MtForwardSMRes]


def test_a_handset_that_answers_a_call_of_before_its_msc_restarted_is_nobody_there() -> None:
    world = World()
    world.network.latency = {("bss", "ms"): 0.5}
    world.say("msc1", mt_forward_sm())
    world.run(0.1)
    world.does("msc1", Restarts())
    world.run()
    assert world.sc.heard == []
    assert "msc1 -> bss1  CLEAR COMMAND" in world.ladder()
    assert world.at_rest()


def test_an_msc_that_has_restarted_does_not_know_for_whom_more_messages_were_announced() -> None:
    world = World()
    dialogue = world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(0)
    world.does("msc1", Restarts())
    world.say("msc1", MtForwardSM(NoSmRpDa(), NoSmRpOa(), mt_forward_sm(text="two").sm_rp_ui), dialogue)
    world.run()
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport()), UnidentifiedSubscriber()]
    assert [message.text for message in world.handsets[0].inbox.messages] == ["one"]
    assert world.at_rest()


@pytest.mark.parametrize("seconds", [5, 15])
def test_while_more_messages_do_not_come_another_dialogue_finds_the_handset(seconds: float) -> None:
    world = World()
    world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(seconds)
    world.say("msc1", mt_forward_sm(text="two"))
    world.run()
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport())] * 2
    assert [message.text for message in world.handsets[0].inbox.messages] == ["one", "two"]
    assert world.at_rest()


def test_octets_that_are_no_message_are_refused_by_the_handset() -> None:
    world = World()
    world.say("msc1", MtForwardSM(Imsi("234150000000001"), ServiceCentreAddressOA(SC), b"\x00\xff"))
    world.run()
    report = SmsDeliverReport(tp_fcs=TpFcs.UNSPECIFIED_ERROR_CAUSE)
    assert world.sc.heard == [SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.equipmentProtocolError, report)]
    assert world.at_rest()


def test_a_message_may_come_as_octets() -> None:
    world = World()
    octets = mt_forward_sm().sm_rp_ui
    assert not isinstance(octets, bytes)
    world.say("msc1", MtForwardSM(Imsi("234150000000001"), ServiceCentreAddressOA(SC), octets.encode()))
    world.run()
    assert world.sc.heard == [MtForwardSMRes(SmsDeliverReport())]
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]


def test_a_handset_that_does_not_report_has_a_protocol_error() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(CpData)
    world.say("msc1", mt_forward_sm())
    world.run(TR1N)
    assert world.sc.heard == [SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.equipmentProtocolError)]
    world.run()
    assert world.at_rest()


def test_a_handset_that_is_heard_of_again_is_told_to_the_hlr() -> None:
    world = World()
    world.msc1.vlr.visitors["234150000000001"].mnrf = True
    world.say("msc1", mt_forward_sm())
    world.run()
    assert "msc1 -> hlr   readyForSM" in world.ladder()
    assert not world.msc1.vlr.visitors["234150000000001"].mnrf


def test_a_paging_response_that_comes_too_late_is_at_least_a_sign_of_life() -> None:
    world = World()
    world.network.latency = {("bss", "msc"): PAGING_ATTEMPTS * T3113 + 1}
    world.say("msc1", mt_forward_sm())
    world.run()
    assert world.sc.heard == [AbsentSubscriberSM(Diagnostic.noPagingResponseViaTheMSC)]
    assert "msc1 -> hlr   readyForSM" in world.ladder()
    assert not world.msc1.vlr.visitors["234150000000001"].mnrf
    assert world.at_rest()


NUMBER_OF_HOPS = len([line for line in DELIVERED.splitlines() if "->" in line])


@pytest.mark.parametrize("loses", range(2, NUMBER_OF_HOPS))
def test_whatever_gets_lost_the_message_is_answered_once_and_the_next_one_arrives(loses: int) -> None:
    world = World(loses=loses)
    world.say("msc1", mt_forward_sm(text="one"))
    world.run()
    assert len(world.sc.heard) == 1
    assert world.at_rest()
    world.say("msc1", mt_forward_sm(text="two"))
    world.run()
    assert len(world.sc.heard) == 2
    assert world.sc.heard[1] == MtForwardSMRes(SmsDeliverReport())
    assert world.at_rest()


def test_a_handset_that_is_called_and_writes_instead_is_not_called_again_until_it_has_written() -> None:
    world = World()
    del world.sc.answers[MoForwardSM]  # for TR2N, the connection is kept
    world.cells["cell1"].paging_failure = 1.0
    world.say("msc1", mt_forward_sm())
    world.run(1)
    world.does("ms1", SendsText("Hello", BANK))
    world.ladder()
    world.cells["cell1"].paging_failure = 0.0
    world.run(TR2N - 1)
    assert "PAGING" not in world.ladder()
    world.run()
    assert world.ladder().count("msc1 -> bss1  PAGING") == 1
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]
    assert world.at_rest()
