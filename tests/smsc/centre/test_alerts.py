"""alert_notification: the ESME that set the delivery pending flag is told when the handset is back."""

import pytest

from pdu.operations.alert_notification import AlertNotification
from pdu.operations.bind import BindReceiver, BindTransmitter
from pdu.sms.address import Address
from pdu.ss7 import map as m
from pdu.values import DpfResult, MessageState, MsAvailabilityStatus, Npi, Ton
from smsc.centre.message import Message
from smsc.store.memory import MemoryStore
from tests.smsc.centre.conversation import ABSENT, HOUR, NUMBER, SC, Conversation, absent

HANDSET = Address(NUMBER)


def alerts(talk: Conversation) -> list[AlertNotification]:
    return [heard for heard in talk.lines["bank"].heard if isinstance(heard, AlertNotification)]


def comes_back(talk: Conversation) -> None:
    talk.says(talk.hlr, m.AlertServiceCentre(HANDSET, SC))


def test_the_esme_is_alerted_and_the_message_goes() -> None:
    talk = absent()
    talk.submits(set_dpf=1, source_addr_ton=Ton.NETWORK_SPECIFIC, source_addr_npi=Npi.PRIVATE)
    assert alerts(talk) == []
    comes_back(talk)
    [alert] = alerts(talk)
    assert (alert.source_addr, alert.source_addr_ton, alert.source_addr_npi) == (NUMBER, Ton.INTERNATIONAL, Npi.ISDN)
    assert (alert.esme_addr, alert.esme_addr_ton, alert.esme_addr_npi) == ("7000", Ton.NETWORK_SPECIFIC, Npi.PRIVATE)
    assert alert.ms_availability_status == MsAvailabilityStatus.AVAILABLE
    assert talk.told() == ["DELIVRD 000"]
    assert talk.deliver_sms()[-1].dpf_result is None  # nothing came of it


def test_nobody_is_alerted_who_did_not_ask() -> None:
    talk = absent()
    talk.submits()
    talk.submits(set_dpf=0)
    comes_back(talk)
    assert alerts(talk) == []


def test_one_alert_is_enough_for_all_messages_of_one_address() -> None:
    talk = absent()
    talk.msc.answers(m.MtForwardSM, ABSENT, ABSENT, m.MtForwardSMRes())
    talk.submits(set_dpf=1)
    talk.submits(set_dpf=1)
    talk.run(600)
    comes_back(talk)
    comes_back(talk)
    assert len(alerts(talk)) == 1


@pytest.mark.parametrize("restart", [False, True])
def test_every_address_that_asked_is_alerted(restart: bool) -> None:
    talk = absent()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    talk.submits(set_dpf=1)
    talk.submits(set_dpf=1, source_addr_ton=Ton.NETWORK_SPECIFIC, priority_flag=1)  # which is tried too
    if restart:
        talk = restarted(talk)
    comes_back(talk)
    assert [alert.esme_addr_ton for alert in alerts(talk)] == [Ton.UNKNOWN, Ton.NETWORK_SPECIFIC]


@pytest.mark.parametrize("restart", [False, True])
def test_whose_message_waits_behind_another_is_alerted_too(restart: bool) -> None:
    talk = absent()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("first")
    behind = talk.submits("while the first is tried", set_dpf=1, validity_period="000000010000000R")
    talk.says(talk.msc, ABSENT, talk.msc.dialogue)
    assert talk.message(behind).state is MessageState.ENROUTE
    late = talk.submits("while the handset is absent", set_dpf=1, source_addr_ton=Ton.NETWORK_SPECIFIC)
    assert talk.message(late).attempts == 0
    talk.run(2 * HOUR)
    if restart:
        talk = restarted(talk)
    assert talk.message(late).dpf_is_set
    comes_back(talk)
    assert [alert.esme_addr_ton for alert in alerts(talk)] == [Ton.UNKNOWN, Ton.NETWORK_SPECIFIC]


class Noting(MemoryStore):
    """Notes which messages it is told of with their flag set."""

    def __init__(self) -> None:
        super().__init__()
        self.flagged: list[str] = []

    def update(self, message: Message) -> None:
        super().update(message)
        if message.dpf_is_set:
            self.flagged.append(message.message_id)


def test_that_a_waiting_message_has_set_the_flag_is_stored_at_once() -> None:
    store = Noting()
    talk = Conversation(store=store)
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("first")
    behind = talk.submits(set_dpf=1)
    talk.says(talk.msc, ABSENT, talk.msc.dialogue)
    assert store.flagged == [behind]
    late = talk.submits(set_dpf=1)
    assert store.flagged == [behind, late]


def test_a_message_behind_one_that_is_busy_sets_no_flag() -> None:
    talk = absent()
    talk.msc.answers(m.MtForwardSM, m.SubscriberBusyForMTSMS(), m.MtForwardSMRes())
    talk.submits()
    talk.submits(set_dpf=1)
    comes_back(talk)
    assert alerts(talk) == []


def test_other_failures_set_no_flag() -> None:
    talk = absent()
    talk.msc.answers(m.MtForwardSM, m.SubscriberBusyForMTSMS(), m.MtForwardSMRes())
    talk.submits(set_dpf=1)
    comes_back(talk)
    assert alerts(talk) == []


def test_an_alert_waits_for_a_receiver() -> None:
    talk = absent()
    talk.submits(set_dpf=1)
    talk.bank.close()
    comes_back(talk)
    talk.run(60)
    receiver = talk.bind("bank", BindReceiver, line="receiver")
    assert [type(heard).__name__ for heard in receiver.heard][1:] == ["AlertNotification", "DeliverSm"]


def test_an_alert_that_nobody_has_fetched_is_forgotten_with_the_receipts_of_its_time() -> None:
    talk = absent(patience=HOUR)
    talk.submits(set_dpf=1)
    talk.bank.close()
    comes_back(talk)
    talk.run(HOUR)
    talk.bind("bank", BindTransmitter, line="tx")
    talk.submits(by="tx")
    assert talk.store.notes("alert") == ()
    assert len(talk.centre.mailboxes) == 1


def test_what_is_told_of_a_delay_says_whether_the_flag_is_set() -> None:
    talk = absent()
    talk.submits(set_dpf=1, registered_delivery=0x10)
    [notification] = talk.deliver_sms()
    assert notification.dpf_result == DpfResult.SET


def restarted(talk: Conversation, *bound: str) -> Conversation:
    """Begin another conversation with what the store of one held."""
    again = Conversation(*bound, store=talk.store)
    again.network.send(again.centre, again.centre.resume((), again.network.now))
    again.run()
    return again


def test_a_flag_outlives_a_restart() -> None:
    talk = absent()
    talk.submits(set_dpf=1)
    again = restarted(talk)
    comes_back(again)
    assert [alert.source_addr for alert in alerts(again)] == [NUMBER]
    last = restarted(again)
    comes_back(last)
    assert alerts(last) == []


def test_an_alert_that_waits_for_a_receiver_outlives_a_restart() -> None:
    talk = absent()
    talk.submits(set_dpf=1)
    talk.bank.close()
    comes_back(talk)
    again = restarted(talk, "shop")
    again.bind("bank")
    assert [alert.source_addr for alert in alerts(again)] == [NUMBER]
    assert alerts(restarted(again)) == []


def test_a_flag_of_a_message_that_is_kept_no_longer_is_forgotten() -> None:
    talk = absent()
    talk.submits(set_dpf=1)
    [(key, _)] = talk.store.notes("dpf")
    talk.store.note("dpf", key, "NONSUCH")
    again = restarted(talk)
    comes_back(again)
    assert alerts(again) == []
    assert talk.store.notes("dpf") == ()


def test_a_handset_that_takes_a_message_is_back_whatever_the_hlr_tells() -> None:
    talk = absent()
    talk.submits(set_dpf=1)
    talk.run(600)
    assert talk.told() == ["DELIVRD 000"]
    assert len(alerts(talk)) == 1
