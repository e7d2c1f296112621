"""Every check can fail, and says so for its own reason; what is not supported, or can't be judged, is no departure."""

from dataclasses import replace
from pathlib import Path

import pytest

from esme.errors import BindRefused, NoResponse, Unreachable
from esme.probe.check import Check, run
from esme.probe.table import FAMILIES, choose
from esme.probe.target import Target
from pdu.command_status import CommandStatus as S
from pdu.malformed import Malformed
from pdu.operations.bind import BindTransceiverResp, BindTransmitterResp
from pdu.operations.broadcast_sm import BroadcastSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.query_sm import QuerySmResp
from pdu.operations.submit_sm import SubmitSmResp
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.sms.address import Address
from pdu.values import MessageState
from pdu.verdict import Finding, Verdict
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.esme.probe.wrong_centre import Answers, Session, WrongCentre, nothing
from tests.esme.probe.wrongs import TO, V5_0, WRONGS, says, state

ALL = {check.name: check for check in choose(hostile=True)}
TOLD = dict(line.split(maxsplit=1) for line in Path(__file__).with_name("told.txt").read_text("utf-8").splitlines())
PATIENCE = 10.0  # seconds, for answers that come, however busy the machine
SILENCE = 0.05  # seconds, for answers that never come


def target(sc: WrongCentre, *, patience: float = PATIENCE, receipts_within: float = SILENCE) -> Target:
    return Target(
        host="127.0.0.1",
        port=sc.port,
        system_id="bank",
        password="secret",
        to=Address(TO, 1, 1),
        source=Address("7000", 0, 1),
        patience=patience,
        receipts_within=receipts_within,
    )


async def judged(name: str, sc: WrongCentre, **patience: float) -> Finding:
    return await ALL[name].judge(target(sc, **patience))


def test_every_check_has_a_message_centre_that_fails_it() -> None:
    assert list(WRONGS) == list(ALL) == list(TOLD)
    assert len(ALL) == sum(map(len, FAMILIES)), "two checks have one name"


# Here nothing comes, so a long wait is useless; in all other checks, silence would be the wrong reason to fail.
SILENT = {
    "bind_receiver",
    "enquire_link_transmitter",
    "unbind",
    "glued",
    "glued_and_cut",
    "window",
    "number_again",
    "ucs2",
    "user_message_reference",
    "param_retrieve",
    "length_0",
    "length_15",
    "length_2_gib",
    "http",
    "zeros",
    "ones",
    "gone_within_pdu",
    "flood",
}


@pytest.mark.parametrize("check", ALL.values(), ids=list(ALL))
async def test_a_message_centre_that_departs_is_found_out(check: Check) -> None:
    async with WRONGS[check.name]() as sc:
        finding = await check.judge(target(sc, patience=SILENCE if check.name in SILENT else PATIENCE))
    assert finding.verdict is Verdict.DEPARTS, finding.told
    assert finding.told == TOLD[check.name]
    assert (" within " in finding.told) == (check.name in SILENT)
    assert finding.said
    assert (finding.rule, finding.clause) == (check.rule, check.clause)


async def test_what_is_refused_as_unknown_is_not_supported() -> None:
    unknown = says(lambda _: GenericNack(command_status=S.ESME_RINVCMDID))
    async with WrongCentre(bind_transceiver=unknown, data_sm=unknown) as sc:
        findings = [await judged(name, sc) for name in ("bind_transceiver", "data_sm")]
    assert [finding.verdict for finding in findings] == [Verdict.NOT_SUPPORTED] * 2
    assert findings[1].told == "data_sm was refused with ESME_RINVCMDID"


async def test_a_session_of_an_earlier_version_than_was_asked_for_is_no_departure() -> None:
    async with WrongCentre(bind_transmitter=says(lambda _: BindTransmitterResp(sc_interface_version=0x34))) as sc:
        findings = [await judged(name, sc) for name in ("v5_0", "broadcast_sm")]
    assert [finding.verdict for finding in findings] == [Verdict.NOT_SUPPORTED] * 2


async def test_who_is_throttled_judges_nothing() -> None:
    throttled = says(lambda _: SubmitSmResp(command_status=S.ESME_RTHROTTLED))
    async with WrongCentre(submit_sm=throttled) as sc:
        findings = [await judged(name, sc) for name in ("submit_sm", "query_sm")]
    assert [finding.verdict for finding in findings] == [Verdict.NOT_JUDGED] * 2
    assert findings[0].told == "submit_sm was refused with ESME_RTHROTTLED"


async def test_a_check_whose_bind_is_refused_is_not_judged() -> None:
    refused = says(lambda _: BindTransceiverResp(command_status=S.ESME_RALYBND))
    async with WrongCentre(bind_transceiver=refused) as sc:
        finding = await judged("unbind", sc)
    assert (finding.verdict, finding.told) == (
        Verdict.NOT_JUDGED,
        "bind_transceiver was answered by bind_transceiver_resp ESME_RALYBND",
    )


async def test_what_a_check_takes_beside_its_rule_is_judged_by_its_own_check_alone() -> None:
    fails = says(lambda _: QuerySmResp(command_status=S.ESME_RQUERYFAIL))
    nameless = says(lambda _: BroadcastSmResp())
    async with WrongCentre(query_sm=fails, broadcast_sm=nameless, bind_transmitter=V5_0) as sc:
        findings = [
            await judged(name, sc)
            for name in (
                "scheduled",
                "cancelled",
                "query_broadcast_sm",
                "cancel_broadcast_sm",
                "query_sm",
                "broadcast_sm",
            )
        ]
    assert [finding.verdict for finding in findings] == [Verdict.NOT_JUDGED] * 4 + [Verdict.DEPARTS] * 2
    assert findings[0].told == "query_sm was answered by query_sm_resp ESME_RQUERYFAIL"


async def test_a_receipt_that_is_late_is_a_departure_only_of_a_message_that_is_over() -> None:
    takes = says(lambda _: SubmitSmResp(message_id="1"))
    async with WrongCentre(submit_sm=takes, query_sm=state(MessageState.SCHEDULED)) as sc:
        finding = await judged("receipt", sc)
    assert finding.verdict is Verdict.NOT_JUDGED
    assert finding.told.endswith("query_sm says that the message is SCHEDULED")


async def test_what_cannot_be_read_is_a_departure() -> None:
    async with WrongCentre(enquire_link=lambda _, __: [b"\0\0\0\x12\x80\0\0\x15\0\0\0\0\0\0\0\2\0\0"]) as sc:
        unreadable = await judged("enquire_link_transmitter", sc)
    async with WrongCentre(enquire_link=lambda _, __: [b"HTTP/1.1 400 Bad Request\r\n"]) as sc:
        garbage = await judged("enquire_link_transmitter", sc)
    assert {unreadable.verdict, garbage.verdict} == {Verdict.DEPARTS}
    assert unreadable.told.startswith("enquire_link_resp can't be read: ")
    assert garbage.told.startswith("what came is no SMPP: command_length")
    assert garbage.said[-1].octets.startswith(b"HTTP")


async def test_garbage_behind_an_answer_is_a_departure_of_what_would_come_next() -> None:
    def answered(_: Session, request: EnquireLink) -> Answers:
        return [EnquireLinkResp(sequence_number=request.sequence_number), b"\0\0\0\1 and garbage"]

    async with WrongCentre(enquire_link=answered) as sc:
        finding = await judged("glued", sc)
    assert finding.verdict is Verdict.DEPARTS
    assert finding.told.startswith("what came is no SMPP: command_length")
    assert finding.said[-1].octets.startswith(b"\0\0\0\1 and garbage")


async def test_what_a_message_centre_still_asks_when_we_part_is_no_fault_and_no_end() -> None:
    def parting(_: Session, request: Unbind) -> Answers:
        return [EnquireLink(sequence_number=9), UnbindResp(sequence_number=request.sequence_number)]

    async with WrongCentre(unbind=parting) as sc:
        findings = [finding async for finding in run(target(sc), choose(only=("bind_transceiver", "number_again")))]
    assert [finding.verdict for finding in findings] == [Verdict.HOLDS] * 2


@pytest.mark.parametrize("moment", Moment)
async def test_one_that_is_cancelled_wherever_it_waits_leaves_no_connection(moment: Moment) -> None:
    async with WrongCentre() as sc:
        check = ALL["enquire_link_transmitter"]
        assert await cancelled_wherever_it_waits(lambda: check.judge(target(sc)), moment) > 5


@pytest.mark.parametrize("password", ["secret", "sécret"])
async def test_the_password_is_shown_nowhere(password: str) -> None:
    async with WrongCentre() as sc:
        probed = replace(target(sc), password=password)
        findings = [finding async for finding in run(probed, choose(only=("binds", "framing")))]
    octets = b"".join(said.octets for finding in findings for said in finding.said)
    assert b"bank\0******\0" in octets
    assert password.encode("latin-1") not in octets


async def test_nobody_is_judged_who_is_not_there_or_lets_nobody_in() -> None:
    refused = says(lambda _: BindTransmitterResp(command_status=S.ESME_RINVPASWD))
    async with WrongCentre(bind_transmitter=refused) as sc:
        with pytest.raises(BindRefused):
            await anext(run(target(sc), choose()))
    async with WrongCentre(bind_transmitter=nothing) as sc:
        with pytest.raises(NoResponse):
            await anext(run(target(sc, patience=SILENCE), choose()))
    with pytest.raises(Unreachable, match="nothing listens there"):
        await anext(run(target(sc), choose()))


async def test_who_lets_in_transceivers_alone_is_judged() -> None:
    refused = says(lambda _: BindTransmitterResp(command_status=S.ESME_RBINDFAIL))
    async with WrongCentre(bind_transmitter=refused) as sc:
        findings = [finding async for finding in run(target(sc), choose(only=("binds",)))]
    assert {f.name: f.verdict for f in findings}["bind_transceiver"] is Verdict.HOLDS


async def test_who_lets_in_neither_transmitters_nor_transceivers_is_not_judged() -> None:
    transmitter = says(lambda _: BindTransmitterResp(command_status=S.ESME_RBINDFAIL))
    transceiver = says(lambda _: BindTransceiverResp(command_status=S.ESME_RBINDFAIL))
    async with WrongCentre(bind_transmitter=transmitter, bind_transceiver=transceiver) as sc:
        with pytest.raises(BindRefused, match="bind_transceiver was refused with ESME_RBINDFAIL"):
            await anext(run(target(sc), choose()))


def test_checks_are_chosen_by_family_or_name() -> None:
    assert {check.family for check in choose()} == {family.name for family in FAMILIES if not family.hostile}
    assert {check.family for check in choose(only=("link",))} == {"link"}
    assert [check.name for check in choose(only=("glued", "unbind"))] == ["unbind", "glued"]
    for word in ("nonsense", "hostile", "zeros"):
        with pytest.raises(Malformed, match=f"--only: expected binds, .*, found '{word}'"):
            choose(only=("link", word))
