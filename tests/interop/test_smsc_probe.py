"""``smsc probe`` on our own client, which must pass every check, and on two clients nobody here wrote."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import esme
from pdu.command_status import CommandStatus as S
from pdu.header import Pdu
from pdu.operations.enquire_link import EnquireLink
from pdu.verdict import Finding, Verdict
from smsc.probe.examination import Examination
from smsc.probe.table import choose
from smsc.probe.terms import Terms
from tests.interop.centre import PATIENCE
from tests.interop.npm import FOLDER

HERE = Path(__file__).parent
PAUSE = 0.1  # seconds for which a throttled client must be silent, and after which a silent one has no more to say
SILENCE = 0.3  # seconds to wait for what never comes
SILENT = ("data_sm", "receipt_by_data_sm", "unbind")  # smpplib answers none of these
LATER = "1000"  # milliseconds for which a client is silent when it is throttled


def findings_of(found: list[Finding], verdict: Verdict) -> dict[str, str]:
    return {one.name: one.told for one in found if one.verdict is verdict}


@asynccontextmanager
async def examination(found: list[Finding], *without: str, hostile: bool = False) -> AsyncIterator[Examination]:
    """Run an examination with all its checks but some."""
    checks = [check for check in choose(hostile=hostile) if check.name not in without]
    terms = Terms(patience=PATIENCE, pause=PAUSE, wait=PATIENCE)
    async with Examination(checks, terms, found.append, host="127.0.0.1", port=0) as one:
        yield one


class OurClient:
    """It submits two messages at a time, and none after ESME_RTHROTTLED until it gets an enquire_link."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._asked = asyncio.Event()

    async def live(self) -> None:
        """Bind again and again, until a bind is refused."""
        while True:
            with suppress(esme.Disconnected):
                try:
                    await self._session()
                except esme.BindRefused:
                    return

    async def _session(self) -> None:
        self._asked.set()
        opening = esme.connect(
            "127.0.0.1", self._port, system_id="bank", password="secret", window=2, witness=self._witness
        )
        async with opening as bank:
            work = [asyncio.create_task(bank.closed()), *(asyncio.create_task(self._submit(bank)) for _ in range(2))]
            await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    async def _submit(self, bank: esme.Esme) -> None:
        while True:
            await self._asked.wait()
            try:
                await bank.submit("Hello", to="+447700900123", source="7000", receipt=True)
            except esme.Refused as refused:
                if refused.command_status in (S.ESME_RTHROTTLED, S.ESME_RMSGQFUL):
                    self._asked.clear()

    def _witness(self, ours: bool, pdu: Pdu) -> None:
        if not ours and isinstance(pdu, EnquireLink):
            self._asked.set()


async def test_our_own_client_departs_nowhere_and_lacks_nothing() -> None:
    found: list[Finding] = []
    async with examination(found, hostile=True) as one:
        client = asyncio.create_task(OurClient(one.port).live())
        await one.over()
        await client
    assert {verdict: findings_of(found, verdict) for verdict in Verdict if verdict is not Verdict.HOLDS} == {
        Verdict.DEPARTS: {},
        Verdict.NOT_SUPPORTED: {},
        Verdict.NOT_JUDGED: {},
    }


@asynccontextmanager
async def program(*command: str, folder: Path = FOLDER) -> AsyncIterator[None]:
    """Run a program that ends with its input."""
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdin=PIPE, stderr=DEVNULL)
    assert process.stdin is not None
    try:
        yield
    finally:
        process.stdin.close()
        await process.wait()


def smpplib(one: Examination) -> AbstractAsyncContextManager[None]:
    return program(sys.executable, "examined.py", str(one.port), folder=HERE)


async def test_node_smpp_as_a_client_says_yes_to_what_it_cannot_read(node: str) -> None:
    found: list[Finding] = []
    async with examination(found) as one, program(node, "examined.js", str(one.port), LATER):
        await one.over()
    assert findings_of(found, Verdict.DEPARTS) == {"unreadable": "it was answered by deliver_sm_resp ESME_ROK"}
    assert findings_of(found, Verdict.NOT_JUDGED) == {
        "swapped": "the client has no two requests unanswered at a time",
    }


async def test_smpplib_as_a_client_loses_its_session_where_it_raises() -> None:
    found: list[Finding] = []
    async with examination(found, *SILENT, "bind_refused") as one, smpplib(one):
        await one.over()
    departs = findings_of(found, Verdict.DEPARTS)
    assert departs.pop("unreadable") == "it was answered by deliver_sm_resp ESME_ROK"
    assert set(departs) == {
        *("unknown_command", "stray_nack", "throttled", "queue_full", "refused_by_vendor", "refused_by_nack"),
        *("refused_ESME_RINVDSTADR", "refused_ESME_RSYSERR", "refused_ESME_RSUBMITFAIL"),
    }
    assert {told.removesuffix(" while we spoke") for told in departs.values()} == {"the connection was closed"}


async def test_smpplib_as_a_client_answers_neither_data_sm_nor_unbind() -> None:
    found: list[Finding] = []
    terms = Terms(patience=SILENCE, pause=PAUSE, wait=PATIENCE)
    async with (
        Examination(choose(only=SILENT), terms, found.append, host="127.0.0.1", port=0) as one,
        smpplib(one),
    ):
        await one.over()
    assert set(findings_of(found, Verdict.DEPARTS)) == set(SILENT)
