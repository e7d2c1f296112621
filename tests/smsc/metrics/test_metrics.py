"""What Prometheus reads: counts of what has happened, under labels with no values but those that the code knows."""

import json
import re
from collections.abc import AsyncIterator
from copy import copy
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

import esme
from pdu.command_status import CommandStatus
from pdu.header import Unknown
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm
from pdu.text import gsm7
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import EsmClass, MessageState
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.config import load
from smsc.faults.rule import Rule
from smsc.metrics.counts import OPEN, Counts
from smsc.metrics.metrics import Metrics
from smsc.simulator import Simulator
from tests.smsc.api.conftest import client_of
from tests.smsc.hops import arrived

NOW = 1_767_225_600.0  # 2026-01-01
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Measured(NamedTuple):
    """A running simulator, and what it tells Prometheus."""

    simulator: Simulator
    client: httpx.AsyncClient

    async def series(self) -> Series:
        answer = await self.client.get("/metrics")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain")
        families = text_string_to_metric_families(answer.text)
        samples = [sample for family in families for sample in family.samples]
        return {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}


def of(series: Series, name: str, **labels: str) -> float:
    return series[name, frozenset(labels.items())]


@pytest.fixture(params=["memory", "sqlite"])
async def measured(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Measured]:
    world = load().model_copy(update={"latency": {"sc-hlr": 0.02}}).on_port(0)
    world = world.kept_in("memory") if request.param == "memory" else world.kept_in("sqlite", tmp_path / "messages")
    async with Simulator(world, now=NOW) as simulator:
        desk, metrics = Desk(simulator), Metrics(simulator.world)
        metrics.count()
        async with client_of(create(desk, measured=metrics)) as client:
            yield Measured(simulator, client)
        metrics.close()
        desk.close()


async def test_a_message_and_its_receipt_are_counted_at_every_step(measured: Measured) -> None:
    server = measured.simulator.server
    async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
        message = await bank.submit("Hello", to="+447700900123", receipt=True)
        await message.delivered(timeout=20)
        with pytest.raises(esme.Refused):
            await bank.send(SubmitSm(destination_addr=""))
        series = await measured.series()
    assert of(series, "smsc_sessions", sc="sc", state="BOUND_TRX") == 1
    pdus = {"command": "submit_sm_resp", "direction": "sent"}
    assert of(series, "smsc_pdus_total", **pdus, status="ESME_ROK") == 1
    assert of(series, "smsc_pdus_total", **pdus, status="ESME_RINVDSTADR") == 1
    assert of(series, "smsc_pdus_total", command="submit_sm", direction="received", status="ESME_ROK") == 2
    assert of(series, "smsc_submit_seconds_count", command="submit_sm") == 2
    assert of(series, "smsc_deliver_seconds_count", command="deliver_sm") == 1
    assert of(series, "smsc_receipts_total", stat="DELIVRD") == 1
    assert of(series, "smsc_hop_seconds_bucket", origin="hlr", destination="sc", le="0.01") == 0
    assert of(series, "smsc_hop_seconds_bucket", origin="hlr", destination="sc", le="0.025") == 1
    assert of(series, "smsc_hop_seconds_sum", origin="hlr", destination="sc") == pytest.approx(0.02, abs=1e-6)


async def test_a_receipt_of_septets_that_are_packed_is_counted_by_its_text(measured: Measured) -> None:
    octets = gsm7.pack(b"id:1 sub:001 dlvrd:000 stat:EXPIRED err:006 text:")
    receipt = DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=octets)
    packed = DefaultAlphabet.GSM7_PACKED
    measured.simulator.world.trace.smpp(NOW, "sc", "bank", receipt, 1, default_alphabet=packed)
    assert of(await measured.series(), "smsc_receipts_total", stat="EXPIRED") == 1


@pytest.mark.parametrize(
    ("receipt", "stat"),
    [
        (DeliverSm(message_state=MessageState.EXPIRED), "EXPIRED"),
        (DeliverSm(message_state=99, short_message=b"id:1 stat:DELIVRD"), "DELIVRD"),
        (DeliverSm(short_message=b"id:1 stat:LOST"), "other"),
        (DeliverSm(short_message=b"Hello"), "other"),
        (DataSm(), "other"),
    ],
    ids=str,
)
async def test_a_receipt_is_counted_by_its_state_or_else_by_its_text(
    measured: Measured, receipt: DeliverSm | DataSm, stat: str
) -> None:
    receipt = copy(receipt)
    receipt.esm_class = EsmClass.MC_DELIVERY_RECEIPT
    measured.simulator.world.trace.smpp(NOW, "sc", "bank", receipt, 1)
    assert of(await measured.series(), "smsc_receipts_total", stat=stat) == 1


async def test_messages_are_told_by_state_and_where_they_wait(measured: Measured) -> None:
    await measured.client.post("/api/v1/acts", json={"subject": "ms1", "act": "loses power"})
    await measured.simulator.rest()
    server = measured.simulator.server
    async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
        await bank.submit("Hello", to="+447700900123")
    await measured.simulator.rest()
    series = await measured.series()
    assert of(series, "smsc_messages", sc="sc", state="ENROUTE") == 1
    assert of(series, "smsc_messages", sc="sc", state="DELIVERED") == 0
    assert of(series, "smsc_queued_messages", sc="sc", to="handset") == 1
    assert of(series, "smsc_queued_messages", sc="sc", to="esme") == 0
    assert of(series, "smsc_retries_total", towards="handset") == 0
    await measured.simulator.clock.advance(1000)
    assert of(await measured.series(), "smsc_retries_total", towards="handset") == 1


async def test_what_an_esme_is_handed_again_is_a_retry(measured: Measured) -> None:
    server, answers = measured.simulator.server, iter([CommandStatus.ESME_RX_T_APPN])

    async def first_not_now(_: esme.Message) -> CommandStatus:
        return next(answers, CommandStatus.ESME_ROK)

    async with (
        esme.connect(server.host, server.port, system_id="bank", password="secret") as bank,
        esme.connect(server.host, server.port, system_id="shop", password="opensesa", handler=first_not_now),
    ):
        message = await bank.submit("Hello", to="7001", receipt=True)
        await measured.simulator.clock.advance(60)
        await message.delivered(timeout=20)
        series = await measured.series()
    assert of(series, "smsc_retries_total", towards="esme") == 1


async def test_faults_are_counted_while_they_are_set_and_whenever_they_strike(measured: Measured) -> None:
    server, faults = measured.simulator.server, measured.simulator.world.faults
    fault = faults.add(Rule(stage="smpp", command_status="ESME_RTHROTTLED"))
    async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
        with pytest.raises(esme.Refused):
            await bank.submit("Hello", to="+447700900123")
    series = await measured.series()
    assert (of(series, "smsc_faults", stage="smpp"), of(series, "smsc_faults", stage="receipt")) == (1, 0)
    faults.remove(fault.number)
    series = await measured.series()
    assert (of(series, "smsc_faults", stage="smpp"), of(series, "smsc_fault_strikes_total", stage="smpp")) == (0, 1)


async def test_transactions_on_disk_are_timed(measured: Measured) -> None:
    server = measured.simulator.server
    async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
        await bank.submit("Hello", to="+447700900123")
        series = await measured.series()
    kept = measured.simulator.world.config.store
    on_disk = kept is not None and kept.kind == "sqlite"
    commits = [value for (name, _), value in series.items() if name == "smsc_commit_seconds_count"]
    assert bool(commits and commits[0] >= 1) is on_disk


async def test_who_accepts_openmetrics_has_them(measured: Measured) -> None:
    answer = await measured.client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


async def test_what_a_stranger_writes_makes_no_new_label(measured: Measured) -> None:
    face, trace = measured.simulator.world.face, measured.simulator.world.trace
    for number in range(50):
        trace.smpp(NOW, f"192.0.2.1:{number}", "sc", Unknown(command_id=0x700 + number, command_status=5000 + number))
    assert len(face) == 0
    series = await measured.series()
    assert of(series, "smsc_pdus_total", command="other", direction="received", status="other") == 50
    labels = {value for _, labels in series for key, value in labels if key != "le"}
    assert [value for value in labels if any(character.isdigit() for character in value)] == []


async def test_what_is_sent_to_nobody_is_counted_under_no_number(measured: Measured) -> None:
    for _ in range(2):
        measured.simulator.world.trace.hop(arrived("15550100", None, 7, at=NOW, origin="sc"))
    series = await measured.series()
    assert of(series, "smsc_hop_seconds_count", origin="sc", destination="other") == 1


async def test_what_is_never_answered_is_forgotten() -> None:
    async with Simulator(load().on_port(0).kept_in("memory"), now=NOW) as simulator:
        counts = Counts(simulator.world)
        for number in range(OPEN + 1):
            simulator.world.trace.smpp(NOW, "bank", "sc", SubmitSm(sequence_number=number), 1)
        assert len(counts._submitted) == 1
        counts.close()
        assert not simulator.world.network.observers


async def test_nothing_is_counted_before_somebody_asks() -> None:
    async with Simulator(load().on_port(0).kept_in("memory"), now=NOW) as simulator:
        metrics = Metrics(simulator.world)
        assert not simulator.world.network.observers
        page, _ = await metrics.page("")
        assert simulator.world.network.observers
        assert b"smsc_counting_since_seconds 1.7672256" in page
        metrics.close()
        assert not simulator.world.network.observers


async def test_the_dashboard_asks_for_what_there_is(measured: Measured) -> None:
    dashboard = json.loads(files("smsc").joinpath("metrics/grafana.json").read_text("utf-8"))
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    page = (await measured.client.get("/metrics")).text
    families = set(re.findall(r"^# TYPE (\w+) ", page, re.MULTILINE))
    for expression in expressions:
        [name] = re.findall(r"\bsmsc_\w+", expression)
        assert {name, name.removesuffix("_bucket")} & families or name == "smsc_mqtt_dropped_total", expression
    assert len(expressions) > 10
