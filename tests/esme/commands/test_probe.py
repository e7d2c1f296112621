"""``esme probe``: its reports, for people and programs, its exit status, and what it can't probe."""

import asyncio
import json
import signal

import pytest

from esme.probe.table import choose
from pdu.terminal import harmless
from tests.esme.commands.conversation import end, run, start
from tests.esme.probe.wrong_centre import Answers, Session, WrongCentre
from tests.esme.probe.wrongs import renumbered

WHY = "enquire_link_resp answers sequence_number 3, which nothing waits for"
RULE = "enquire_link of a receiver is answered by enquire_link_resp ESME_ROK under its sequence_number"


async def test_a_report_names_rule_and_octets_of_what_departs_and_ends_with_1() -> None:
    async with WrongCentre(enquire_link=renumbered(lambda number: number + 1)) as sc:
        ended = await run("probe", "127.0.0.1", str(sc.port), "--only", "enquire_link_receiver", "--only", "unbind")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.splitlines() == [
        f"The message centre at 127.0.0.1:{sc.port}, as bank",
        "",
        "link",
        f"  departs              enquire_link_receiver    {WHY}",
        f"      the rule: {RULE} [SMPP v5.0 4.1.2]",
        "      esme -> smsc  bind_receiver sequence_number=1 system_id=bank password=******",
        "                    00000021 00000001 00000000 00000001 62616e6b 002a2a2a 2a2a2a00 00340000 00",
        "      smsc -> esme  bind_receiver_resp ESME_ROK sequence_number=1",
        "                    00000011 80000001 00000000 00000001 00",
        "      esme -> smsc  enquire_link sequence_number=2",
        "                    00000010 00000015 00000000 00000002",
        "      smsc -> esme  enquire_link_resp ESME_ROK sequence_number=3",
        "                    00000010 80000015 00000000 00000003",
        "      esme -> smsc  unbind sequence_number=3",
        "                    00000010 00000006 00000000 00000003",
        "      smsc -> esme  unbind_resp ESME_ROK sequence_number=3",
        "                    00000010 80000006 00000000 00000003",
        "  holds                unbind",
        "",
        "2 checks: 1 holds, 1 departs, 0 not supported, 0 could not be judged",
    ]


async def test_a_report_is_one_json_object_for_programs() -> None:
    async with WrongCentre() as sc:
        ended = await run("probe", "127.0.0.1", str(sc.port), "--only", "link", "--json")
    told = json.loads(ended.out)
    assert ended.status == 1
    assert [check["check"] for check in told["checks"]] == [check.name for check in choose(only=("link",))]
    departs = [check["check"] for check in told["checks"] if check["verdict"] == "departs"]
    assert departs == ["submit_after_unbind", "unknown_command", "unknown_command_unbound"]
    assert "secret" not in ended.out


async def test_a_report_without_departures_ends_with_0() -> None:
    async with WrongCentre() as sc:
        ended = await run("probe", "127.0.0.1", str(sc.port), "--only", "framing")
    assert ended.status == 0
    assert ended.out.splitlines()[-1] == "9 checks: 9 holds, 0 departs, 0 not supported, 0 could not be judged"


async def test_ctrl_c_ends_it_with_what_is_found_by_then() -> None:
    asked = asyncio.Event()

    def silent(_: Session, __: object) -> Answers:
        asked.set()
        return ()

    async with WrongCentre(enquire_link=silent) as sc:
        probing = await start("probe", "127.0.0.1", str(sc.port), "--only", "link", "--json")
        await asyncio.wait_for(asked.wait(), 30)
        probing.send_signal(signal.SIGINT)
        ended = await end(probing)
    told = json.loads(ended.out)
    assert ended.status == 3
    assert [check["told"] for check in told["checks"]] == ["it was broken off"] * len(choose(only=("link",)))


async def test_what_cannot_be_probed_is_one_sentence_and_ends_with_2() -> None:
    async with WrongCentre() as sc:
        wrong = await run("probe", "127.0.0.1", str(sc.port), "--only", "zeros")
        number = await run("probe", "127.0.0.1", str(sc.port), "--to", "Bank")
    gone = await run("probe", "127.0.0.1", str(sc.port))
    assert [ended.status for ended in (wrong, number, gone)] == [2, 2, 2]
    assert wrong.err.startswith("esme: --only: expected binds, ")
    assert wrong.err.endswith("(hostile ones with --hostile), found 'zeros'\n")
    assert number.err.startswith("esme: destination_addr: expected digits")
    assert gone.err == f"esme: 127.0.0.1:{sc.port} can't be reached: nothing listens there\n"


async def test_an_address_that_no_message_can_have_is_one_sentence() -> None:
    ended = await run("probe", "127.0.0.1", "2775", "--to", "+1234567890123456789012")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("esme: destination_addr: expected C-Octet String, at most 21 octets")


async def test_a_sender_may_have_an_umlaut_in_every_check() -> None:
    async with WrongCentre() as sc:
        ended = await run("probe", "127.0.0.1", str(sc.port), "--only", "submit_multi_to_nobody", "--from", "Zürich")
    assert (ended.status, ended.err) == (1, "")


async def test_a_message_centre_that_hangs_up_at_every_bind_is_not_judged_by_that() -> None:
    def hangs_up(session: Session, _: object) -> Answers:
        session.hangs_up()
        return ()

    async with WrongCentre(bind_transmitter=hangs_up, bind_transceiver=hangs_up) as sc:
        ended = await run("probe", "127.0.0.1", str(sc.port), "--only", "link")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == "esme: the session ended before bind_transceiver was answered: the connection was closed\n"


@pytest.mark.parametrize("host", ["..", "x" * 300, "\u202ex"])
async def test_a_host_that_can_not_be_is_told_in_one_sentence(host: str) -> None:
    ended = await run("probe", host, "2775", "--only", "link")
    assert ended == (2, "", f"esme: {harmless(host)}:2775 can't be reached: no such host is known\n")


async def test_a_name_that_no_certificate_can_have_is_told_in_one_sentence() -> None:
    async with WrongCentre() as sc:
        ended = await run("probe", "127.0.0.1", str(sc.port), "--only", "link", "--tls-server-name", "..")
    assert ended == (2, "", f"esme: 127.0.0.1:{sc.port} can't be reached: no such host is known\n")


async def test_all_checks_can_be_listed_without_a_message_centre() -> None:
    ended = await run("probe", "--list", COLUMNS="300")
    assert ended.status == 0
    rows = ended.out.splitlines()
    assert len(rows) == 1 + len(choose(hostile=True))
    assert "SMPP v3.4 appendix B" in ended.out


@pytest.mark.parametrize("options", [("--list", "--json"), ("--json", "--list")])
async def test_the_list_of_all_checks_is_one_json_object_for_programs(options: tuple[str, ...]) -> None:
    ended = await run("probe", *options)
    assert ended.status == 0
    checks = json.loads(ended.out)["checks"]
    assert [check["check"] for check in checks] == [check.name for check in choose(hostile=True)]
    assert checks[0].keys() == {"family", "check", "rule", "clause"}
