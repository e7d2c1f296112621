"""Every check can fail, and so can every rule that is watched; a client that keeps to them passes everywhere."""

import asyncio
import ssl
from collections.abc import Callable

import pytest
import trustme

from pdu.header import HEADER, Pdu
from pdu.malformed import Malformed
from pdu.operations.bind import Bind, BindReceiver, BindTransceiver, BindTransmitter
from pdu.operations.unbind import Unbind
from pdu.values import EsmClass
from pdu.verdict import Finding, Said, Verdict
from smsc.probe.examination import Examination, NobodyCame
from smsc.probe.hostile import HOSTILE
from smsc.probe.table import FAMILIES, choose
from smsc.probe.terms import Terms
from smsc.probe.watch import RULES
from tests.smsc.probe.client import Answers, Client, binds, leaves, right
from tests.smsc.probe.wrongs import WATCHED, WINDOW, WRONGS, before_the_answer, message, nothing, says

NEVER_WRONG = "dropped"  # the specification does not require it
ALL = [check.name for check in choose(hostile=True)]
PATIENCE = 10.0  # seconds, for answers that come, however busy the machine
SILENCE = 0.05  # seconds, for answers that never come


async def examined(
    make: Callable[[int], Client], *only: str, patience: float = PATIENCE, wait: float = PATIENCE
) -> dict[str, Finding]:
    """Examine a client, and return the findings by name."""
    findings: list[Finding] = []
    terms = Terms(patience=patience, pause=SILENCE, wait=wait, window=WINDOW)
    checks = choose(hostile=True, only=only)
    async with (
        Examination(checks, terms, findings.append, host="127.0.0.1", port=0) as examination,
        make(examination.port),
    ):
        await examination.over()
    assert len(findings) == len(checks) + len(RULES)
    return {finding.name: finding for finding in findings}


async def test_a_check_that_waits_long_does_not_put_off_the_end() -> None:
    terms = Terms(patience=PATIENCE, pause=3600.0, wait=PATIENCE, window=WINDOW)
    checks = choose(only=("bind_refused",))
    async with asyncio.timeout(PATIENCE):
        async with Examination(checks, terms, lambda _: None, host="127.0.0.1", port=0) as examination:
            reader, writer = await asyncio.open_connection("127.0.0.1", examination.port)
            writer.write(BindTransceiver("tester", "secret", sequence_number=1).encode())
            await reader.readexactly(16)
        writer.close()


async def test_an_end_that_is_cancelled_during_a_handshake_ends_the_sessions_all_the_same() -> None:
    ca = trustme.CA()
    server, client = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    ca.issue_cert("127.0.0.1").configure_cert(server)
    ca.configure_trust(client)
    terms = Terms(patience=3600.0, pause=SILENCE, wait=3600.0, window=WINDOW)
    checks = choose(only=("enquire_link",))
    examination = Examination(checks, terms, lambda _: None, host="127.0.0.1", port=0, tls=server)
    async with asyncio.timeout(PATIENCE):
        await examination.__aenter__()
        reader, writer = await asyncio.open_connection("127.0.0.1", examination.port, ssl=client)
        writer.write(BindTransceiver("tester", "secret", sequence_number=1).encode())
        await reader.readexactly(16)
        _, stranger = await asyncio.open_connection("127.0.0.1", examination.port)
        while not examination._handshakes:  # noqa: ASYNC110 - nobody is told that a handshake begins
            await asyncio.sleep(0)
        end = asyncio.create_task(examination.__aexit__(None, None, None))
        await asyncio.sleep(0)
        end.cancel()
        await asyncio.wait((end,))
        assert end.cancelled()
        await reader.read()  # to the end of the session
        writer.close()
        stranger.close()


def test_every_check_and_every_rule_has_a_client_that_fails_it() -> None:
    assert sorted([*WRONGS, NEVER_WRONG]) == sorted(ALL)
    assert len(ALL) == sum(map(len, FAMILIES)), "two checks have one name"
    assert list(WATCHED) == list(RULES)


# Here nothing comes, so a long wait is useless.
SILENT = {"enquire_link", "glued", "highest_number", "several", *(check.name for check in HOSTILE)}


@pytest.mark.parametrize("name", WRONGS)
async def test_a_client_that_departs_is_found_out(name: str) -> None:
    found = await examined(WRONGS[name], name, patience=SILENCE if name in SILENT else PATIENCE)
    assert found[name].verdict is Verdict.DEPARTS, found[name].told
    assert (" within " in found[name].told) == (name in SILENT)
    assert found[name].said


async def test_a_client_that_does_not_come_back_need_not() -> None:
    found = await examined(lambda port: Client(port, times=1), "dropped", wait=1.0)
    assert (found["dropped"].verdict, found["dropped"].told) == (
        Verdict.NOT_SUPPORTED,
        "it did not come back within 1 s",
    )


@pytest.mark.parametrize("rule", RULES)
async def test_what_is_watched_is_found_out(rule: str) -> None:
    found = await examined(WATCHED[rule], "enquire_link")
    assert found[rule].verdict is Verdict.DEPARTS, found[rule].told
    assert found["enquire_link"].verdict is Verdict.HOLDS
    assert {name for name, one in found.items() if one.verdict is Verdict.DEPARTS} == {rule}


@pytest.mark.parametrize(
    "tlv", ["source_port", "dest_port", "sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum"]
)
async def test_ports_and_places_in_tlvs_beside_a_header_are_found_out(tlv: str) -> None:
    said = message(esm_class=EsmClass.UDHI, short_message=b"\3\x70\1\xaaHello", **{tlv: 1})
    found = await examined(before_the_answer(said), "enquire_link")
    assert found["tlvs_together"].verdict is Verdict.DEPARTS
    assert found["tlvs_together"].told == f"submit_sm has {tlv} beside a user data header"


@pytest.mark.parametrize("window", [1, 2])
async def test_a_client_that_keeps_to_the_rules_holds_everywhere(window: int) -> None:
    found = await examined(lambda port: Client(port, window=window))
    wrong = {name: one.told for name, one in found.items() if one.verdict is not Verdict.HOLDS}
    assert wrong == ({} if window == 2 else {"swapped": "the client has no two requests unanswered at a time"})


async def test_a_transmitter_is_not_judged_as_a_receiver() -> None:
    only = ("enquire_link", "late", "deliver_sm")
    findings: list[Finding] = []

    def tell(finding: Finding) -> None:
        findings.append(finding)
        if finding.name == "late":
            examination.end()

    examination = Examination(choose(only=only), Terms(patience=PATIENCE), tell, host="127.0.0.1", port=0)
    async with examination, Client(examination.port, bind=BindTransmitter("tester")):
        await examination.over()
    assert [finding.verdict for finding in findings[:3]] == [Verdict.HOLDS, Verdict.HOLDS, Verdict.NOT_JUDGED]
    assert findings[2].told == "no receiver and no transceiver was bound for it"


async def test_two_sessions_share_the_work() -> None:
    findings: list[Finding] = []
    only = ("submissions", "deliveries")
    terms = Terms(patience=PATIENCE, pause=SILENCE, wait=PATIENCE, window=WINDOW)
    checks = [check for check in choose(only=only) if check.name not in ("swapped", "receipt_before_response")]
    async with (
        Examination(checks, terms, findings.append, host="127.0.0.1", port=0) as examination,
        Client(examination.port, bind=BindTransmitter("tester")),
        Client(examination.port, bind=BindReceiver("tester"), bind_receiver_resp=nothing),
    ):
        await examination.over()
    assert {finding.name for finding in findings if finding.verdict is Verdict.HOLDS} >= {one.name for one in checks}


async def test_what_a_client_breaks_off_by_unbinding_is_tried_once_more() -> None:
    def leaves_at_first(one: Client, pdu: Pdu) -> Answers:
        if one.heard["enquire_link"] == 1 and not one.script.get("left"):
            one.script["left"] = right
            return [Unbind(sequence_number=one.number())]
        return right(one, pdu)

    found = await examined(lambda port: Client(port, enquire_link=leaves_at_first), "enquire_link")
    assert found["enquire_link"].verdict is Verdict.HOLDS
    found = await examined(
        lambda port: Client(port, enquire_link=says(lambda _: Unbind(sequence_number=100))), "enquire_link"
    )
    assert (found["enquire_link"].verdict, found["enquire_link"].told) == (
        Verdict.NOT_JUDGED,
        "the client unbound before it was over",
    )


async def test_a_client_that_never_comes_back_has_the_finding_of_its_only_session() -> None:
    findings: list[Finding] = []
    async with Examination(choose(only=("enquire_link",)), Terms(), findings.append, host="127.0.0.1", port=0) as one:
        async with Client(one.port, times=1, enquire_link=leaves) as client:
            await client.gone()
        one.end()
        await one.over()
    assert (findings[0].verdict, findings[0].told) == (Verdict.DEPARTS, "the connection was closed")


async def test_nobody_is_judged_who_does_not_come() -> None:
    terms = Terms(wait=SILENCE)
    async with Examination(choose(), terms, print, host="127.0.0.1", port=0) as examination:
        with pytest.raises(NobodyCame, match=r"no client has bound to 127.0.0.1:\d+ within 0.05 s"):
            await examination.over()


async def test_who_ends_it_before_anybody_came_is_not_told_that_the_time_was_over() -> None:
    async with Examination(choose(), Terms(), print, host="127.0.0.1", port=0) as examination:
        examination.end()
        with pytest.raises(NobodyCame, match="until it was ended"):
            await examination.over()


async def test_who_connects_and_goes_is_not_taken_for_a_client_whose_bind_is_refused() -> None:
    findings: list[Finding] = []
    terms = Terms(patience=PATIENCE, pause=SILENCE, wait=PATIENCE)
    async with Examination(choose(only=("bind_refused",)), terms, findings.append, host="127.0.0.1", port=0) as one:
        reader, writer = await asyncio.open_connection("127.0.0.1", one.port)
        writer.write_eof()
        assert await reader.read() == b""
        writer.close()
        async with Client(one.port, bind_transceiver_resp=nothing):
            await one.over()
    assert findings[0].verdict is Verdict.HOLDS


async def test_a_port_scanner_is_no_client() -> None:
    terms = Terms(wait=0.2)
    async with Examination(choose(), terms, print, host="127.0.0.1", port=0) as examination:
        for _ in range(3):
            _, writer = await asyncio.open_connection("127.0.0.1", examination.port)
            writer.close()
            await writer.wait_closed()
        with pytest.raises(NobodyCame):
            await examination.over()


@pytest.mark.parametrize("bind", [BindTransceiver("tester", "hunter2"), b"hunter2"], ids=["readable", "not readable"])
async def test_a_password_is_shown_nowhere(bind: Bind | bytes) -> None:
    def at_first(one: Client, right_bind: Bind) -> Answers:
        if isinstance(bind, bytes):
            yield HEADER.pack(HEADER.size + 40, BindTransceiver.command_id, 0, 1) + bind.ljust(40, b"x")
        yield from binds(one, right_bind)

    own = bind if isinstance(bind, Bind) else None
    found = await examined(lambda port: Client(port, bind=own, at_first=at_first), "bind_refused", "enquire_link")
    said = b"".join(said.octets for one in found.values() for said in one.said)
    assert b"tester\0*" in said
    assert b"hunter2" not in said


def test_of_a_long_conversation_the_middle_is_left_out() -> None:
    said = [Said("esme", number.to_bytes(4, "big")) for number in range(2000)]
    found = choose(only=("late",))[0].found(Verdict.HOLDS, "", said)
    assert found.said == (*said[:500], Said("esme", b"", "and so on, 1000 times"), *said[-500:])
    assert choose(only=("late",))[0].found(Verdict.HOLDS, "", said[:1000]).said == tuple(said[:1000])


def test_checks_are_chosen_by_family_or_name() -> None:
    assert {check.family for check in choose()} == {family.name for family in FAMILIES if not family.hostile}
    assert [check.name for check in choose(only=("late", "unbind"))] == ["late", "unbind"]
    with pytest.raises(Malformed, match=r"--only: expected link, .* \(hostile ones with --hostile\), found 'zeros'"):
        choose(only=("zeros",))
