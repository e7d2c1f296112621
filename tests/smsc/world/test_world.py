"""A world as configured: who is in it, who knows whom, and that it runs by itself in virtual time."""

from itertools import pairwise

import pytest

from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.cancel_sm import CancelSm, CancelSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.submit_sm import SubmitSm
from pdu.values import MessageState
from scenarios.comparison import START
from scenarios.esme import MemoryLine
from smsc.account_section import AccountConfig
from smsc.config import load, parse
from smsc.network.acts import SendsText, SwitchesOff, SwitchesOn
from smsc.network.operators import SwapsSim
from smsc.network.troubles import GoesDown
from smsc.numbering import dialled
from smsc.sections import Phone
from smsc.trace.trace import Record
from smsc.world.acts import read
from tests.smsc.network.country import Country
from tests.smsc.worlds import DEFAULT, Watched, bound, shown, submits


def test_a_handset_whose_sim_has_no_number_is_off_and_nobodys_until_it_gets_one() -> None:
    world = Watched(load(), START)
    world.add_phone(Phone(name="bare", imsi="234150000000077", cell="cell1"))
    assert not world.phones["bare"].on
    assert "234150000000077" not in world.hlr.subscribers
    world.act("hlr", SwapsSim(dialled("447700900123"), "234150000000077"))
    world.act("bare", SwitchesOn(), after=1)
    world.network.run_until(START + 60)
    submits(world, bound(world), "447700900123")
    assert shown(world) == [("bare", "Hello")]


def test_every_handset_of_the_world_that_is_built_in_can_be_reached() -> None:
    world = Watched(load(), START)
    line = bound(world)
    for phone in world.config.phone:
        submits(world, line, phone.msisdn, phone.name.encode())
    assert shown(world) == [(phone.name, phone.name) for phone in world.config.phone]
    assert {message.state for message in world.store.messages()} == {MessageState.DELIVERED}


def test_every_handset_can_write_to_every_other_and_to_an_esme() -> None:
    world = Watched(load(), START)
    line = bound(world)
    for phone in world.config.phone:
        for number in (*(other.msisdn for other in world.config.phone if other is not phone), "7000"):
            world.network.act(phone.name, SendsText(f"from {phone.name}", dialled(number)))
    world.network.run_until(START + 600)
    assert len(shown(world)) == 5 * 4
    assert sorted(pdu.words[0] for pdu in line.heard)[1:] == ["deliver_sm"] * 5


def test_a_handset_that_is_configured_off_is_reached_when_it_is_switched_on() -> None:
    world = Watched(parse(DEFAULT.replace('cell = "cell1"', 'cell = "cell1"\non = false', 1), "world"), START)
    line = bound(world)
    submits(world, line, "447700900123")
    assert shown(world) == []
    world.network.act("ms1", SwitchesOn())
    world.network.run_until(world.network.now + 5)
    assert shown(world) == [("ms1", "Hello")]


def test_latency_is_as_configured() -> None:
    world = Watched(parse(DEFAULT.replace("sc-hlr = 0.02", "sc-hlr = 1.5"), "world"), START)
    line = bound(world)
    submits(world, line, "447700900123")
    at = {record.message.words: record.at - START for record in world.records}  # type: ignore[attr-defined]
    assert at["sendRoutingInfoForSM",] == 1.5
    assert at["returnResultLast", "sendRoutingInfoForSM"] == 3.0


def test_the_retry_schedule_is_as_configured() -> None:
    world = Watched(parse(f"{DEFAULT}\n[retry]\nabsent = [7]\n", "world"), START)
    world.network.act("ms1", SwitchesOff())
    world.network.run_until(START + 30)
    line = bound(world)
    submits(world, line, "447700900123")
    asked = [r.at - START for r in world.records if getattr(r.message, "words", ()) == ("sendRoutingInfoForSM",)]
    gaps = {round(later - earlier, 2) for earlier, later in pairwise(asked)}
    assert len(asked) > 5
    assert all(7 <= gap < 7.1 for gap in gaps)


def test_the_same_seed_is_the_same_ladder() -> None:
    def ladder() -> list[str]:
        world = Watched(load(), START)
        records: list[Record] = []
        world.trace.follow(records.append)
        line = bound(world)
        for number in ("447700900123", "447700900124", "12025550123"):
            submits(world, line, number)
        return [f"{record.at:.6f} {record}" for record in records]

    first = ladder()
    assert len(first) > 60
    assert ladder() == first


def opened(system_id: str, *addresses: str) -> AccountConfig:
    return AccountConfig.model_validate({"system_id": system_id, "password": "letmein", "addresses": addresses})


def test_what_waits_for_a_number_can_be_taken_back_when_that_has_become_an_esme_s() -> None:
    world = Watched(load(), START)
    line = bound(world)
    world.network.act("hlr", GoesDown())
    submits(world, line, "7100", b"one")
    submits(world, line, "7100", b"two")
    world.add_account(opened("club", "7100"))
    one, two = world.store.messages()
    while world.centre.queues.waiting("7100") != (one, two):  # the HLR does not answer the first one's attempt
        world.network.run_until(world.network.now + 1)
    line.say(CancelSm(message_id=one.message_id))
    line.say(CancelSm(source_addr="7000", destination_addr="7100"))
    world.network.run_until(world.network.now + 600)
    statuses = [pdu.command_status for pdu in line.heard if isinstance(pdu, CancelSmResp)]
    assert statuses == [CommandStatus.ESME_ROK] * 2
    assert [one.state, two.state] == [MessageState.DELETED] * 2
    assert world.centre.waiting["bank"] == len(world.centre.queues) == 0


def test_an_account_and_a_handset_can_be_added_while_the_world_runs() -> None:
    world = Watched(load(), START)
    world.add_account(opened("club", "7100"))
    world.add_phone(Phone(name="ms6", msisdn="447700900127", imsi="234150000000006", cell="cell1"))
    line = MemoryLine(world.network, world.face, "club")
    line.bind("club", "letmein")
    line.say(SubmitSm(destination_addr="447700900127", short_message=b"Hello"))
    world.network.act("ms6", SendsText("Hello back", dialled("7100")))
    world.network.run_until(START + 60)
    assert shown(world) == [("ms6", "Hello")]
    assert [pdu.short_message for pdu in line.heard if isinstance(pdu, DeliverSm)] == [b"Hello back"]


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (opened("bank", "7100"), "the name bank is taken"),
        (opened("club", "7000"), "the number 7000 is taken"),
        (opened("club", "7100", "7100"), "the number 7100 is taken"),
        (opened("club", "447700900900"), "the number 447700900900 is taken"),
        (opened("club", "447700900123"), "the number 447700900123 is taken"),
        (opened("club").model_copy(update={"sc": "sc9"}), "sc: expected one of sc, found 'sc9'"),
    ],
)
def test_an_account_takes_no_name_or_number_of_another(account: AccountConfig, why: str) -> None:
    world = Watched(load(), START)
    with pytest.raises(ValueError, match=why):
        world.add_account(account)
    line = MemoryLine(world.network, world.face, "bank")
    line.bind("bank", "secret")
    assert line.heard[-1].command_status == CommandStatus.ESME_ROK


@pytest.mark.parametrize(
    ("name", "msisdn", "imsi", "why"),
    [
        ("ms1", "447700900127", "234150000000006", "the name ms1 is taken"),
        ("bank", "447700900127", "234150000000006", "the name bank is taken"),
        ("ms6", "447700900123", "234150000000006", "the number 447700900123 is taken"),
        ("ms6", "447700900900", "234150000000006", "the number 447700900900 is taken"),
        ("ms6", "447700900800", "234150000000006", "the number 447700900800 is taken"),
        ("ms6", "447700900127", "234150000000001", "the IMSI 234150000000001 is taken"),
    ],
)
def test_a_handset_takes_no_name_or_number_of_another(name: str, msisdn: str, imsi: str, why: str) -> None:
    world = Watched(load(), START)
    with pytest.raises(ValueError, match=why):
        world.add_phone(Phone(name=name, msisdn=msisdn, imsi=imsi, cell="cell1"))
    assert list(world.phones) == ["ms1", "ms2", "ms3", "ms4", "ms5"]


def test_of_several_operators_each_knows_its_own_and_whoever_is_with_any_is_known() -> None:
    world = Country().world
    abroad = next(phone for phone in world.config.phone if phone.msisdn.startswith("336"))
    accounts = [number for account in world.config.account for number in account.addresses]
    assert all(map(world.has_number, (abroad.msisdn, *accounts)))
    assert world.has_imsi(abroad.imsi)
    world.check(*read(f"hlr3 bars msisdn={abroad.msisdn}"))
    with pytest.raises(Malformed, match=f"msisdn: expected a number of hlr, found {abroad.msisdn}"):
        world.check(*read(f"hlr bars msisdn={abroad.msisdn}"))
    assert world.kind("hlr3") == "hlr"
    with pytest.raises(Malformed, match="found the account bank"):
        world.kind("bank")


def test_an_esme_answers_what_is_injected_past_the_service_centre() -> None:
    world = Watched(load(), START)
    line = bound(world)
    answers: list[Pdu | None] = []
    line.answer = lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_T_APPN)
    assert world.face.inject("bank", DeliverSm(short_message=b"Hello"), answers.append)
    world.network.run_until(START + 60)
    [answer] = answers
    assert isinstance(answer, DeliverSmResp)
    assert answer.command_status == CommandStatus.ESME_RX_T_APPN
    assert not list(world.store.messages())


def test_what_is_injected_and_not_answered_is_told_as_well() -> None:
    world = Watched(load(), START)
    line = bound(world)
    answers: list[Pdu | None] = []
    line.answer = lambda _: None
    assert world.face.inject("bank", DeliverSm(short_message=b"Hello"), answers.append)
    line.close()
    assert answers == [None]
    assert not world.face.inject("bank", DeliverSm(), answers.append)
