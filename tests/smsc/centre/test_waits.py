"""What a message waits for is told in words: who looks for it in the night need not read its ladder to its end."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.bind import BindReceiver, BindTransmitter
from pdu.operations.deliver_sm import DeliverSmResp
from smsc.faults.rule import Rule
from smsc.network.acts import SwitchesOff
from smsc.world.every_centre import EveryCentre
from tests.smsc.smpp.centre import PHONE, Centre, said, to_phone

NOBODY = "447700900999"


class Told(Centre):
    """A service centre that is asked what its only message waits for."""

    def __init__(self) -> None:
        super().__init__()
        self.transmitter = self.bound(BindTransmitter("bank", "secret"))

    def submits(self, number: str = PHONE, **values: Any) -> None:
        assert said(self, self.transmitter, to_phone(number, **values)) == ["ESME_ROK"]

    @property
    def waits(self) -> str | None:
        newest = next(iter(self.world.store.newest()))
        return EveryCentre(self.world).waits(newest)


@pytest.fixture
def centre() -> Told:
    return Told()


def test_a_message_under_way_waits_for_the_network_and_the_next_for_it(centre: Told) -> None:
    centre.submits()
    assert centre.waits == "for the network to answer"
    centre.submits()
    assert centre.waits == "for the messages before it"
    centre.rest()
    assert centre.waits is None


def test_a_message_for_an_absent_handset_waits_for_the_next_attempt(centre: Told) -> None:
    centre.world.network.act("ms1", SwitchesOff())
    centre.rest()
    centre.submits()
    centre.rest()
    assert centre.waits == "for the next attempt, at 2026-01-01T00:10:30.080Z or sooner"


def test_a_message_that_is_not_due_waits_for_its_time(centre: Told) -> None:
    centre.submits(schedule_delivery_time="000000010000000R")
    assert centre.waits == "until 2026-01-01T01:00:00.000Z, its schedule_delivery_time"


def test_a_message_that_a_fault_has_lost_is_told_as_such(centre: Told) -> None:
    fault = centre.world.faults.add(Rule(stage="sc", loss=True))
    centre.submits()
    centre.world.faults.remove(fault.number)
    assert centre.waits == "until 2026-01-03T00:00:00.000Z at most: a fault has lost it, or holds it back"


def test_a_receipt_waits_for_whoever_is_to_bind_as_a_receiver_and_then_for_his_answer(centre: Told) -> None:
    centre.submits(NOBODY, registered_delivery=1)
    centre.rest()
    assert centre.waits == "with its receipt, for bank to bind as receiver or transceiver"
    receiver = centre.line()
    receiver.answer = lambda _: None
    receiver.say(BindReceiver("bank", "secret"))
    centre.wait(0)
    assert centre.waits == "with its receipt, for bank to answer"


def test_a_receipt_nobody_asked_for_is_not_waited_for(centre: Told) -> None:
    centre.submits(NOBODY)
    centre.rest()
    assert centre.waits is None


def test_what_an_esme_refuses_for_now_is_told(centre: Told) -> None:
    receiver = centre.bound(BindReceiver("bank", "secret"))
    receiver.answer = lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_T_APPN)
    centre.submits(NOBODY, registered_delivery=1)
    centre.wait(1)
    assert centre.waits == "with its receipt, for bank, which has refused it for now"
