"""Kannel binds as a transceiver, sends by its sendsms URL, gets delivery reports, and passes on handsets' messages."""

import time
from pathlib import Path

import pytest

from smsc.config import load
from smsc.simulator import Simulator
from tests.interop.centre import Centre, service_centre
from tests.interop.kannel import kannel

PHONE = "+447700900123"  # of ms1


async def test_kannel_sends_and_gets_its_delivery_report(centre: Centre, tmp_path: Path) -> None:
    async with kannel(centre, tmp_path) as gateway:
        query = {"type": "%d", "sender": "%p", "receipt": "%A"}
        dlr_url = f"{gateway.site_url}/dlr?" + "&".join(f"{key}={escape}" for key, escape in query.items())
        answer = await gateway.send(**{"to": PHONE, "text": "Hello", "dlr-mask": "3", "dlr-url": dlr_url})
        assert answer == "HTTP/1.0 202 Accepted: 0: Accepted for delivery"
        [shown] = await centre.shown("ms1")
        path, report = await gateway.site.asked()
        [taken] = await centre.said("sc", "submit_sm_resp ESME_ROK")
        await centre.said("bank", "deliver_sm_resp ESME_ROK")
    assert (shown.text, shown.sender.value) == ("Hello", "7000")
    assert (path, report["type"]) == ("/dlr", "1"), "1: delivered to the phone"
    assert report["receipt"].startswith(f"id:{taken.message.message_id} ")  # type: ignore[attr-defined]
    assert report["receipt"].endswith(" stat:DELIVRD err:000 text:Hello")
    await centre.said("sc", "unbind_resp ESME_ROK")


async def test_a_handsets_message_reaches_the_site_behind_kannel_and_its_answer_the_handset(
    centre: Centre, tmp_path: Path
) -> None:
    async with kannel(centre, tmp_path, answer="Dein Guthaben: 12,50 €") as gateway:
        centre.text("ms1", "BALANCE für mich", to="7000")
        path, asked = await gateway.site.asked()
        [shown] = await centre.shown("ms1")
    assert (path, asked["from"], asked["to"], asked["text"]) == ("/message", PHONE, "7000", "BALANCE für mich")
    assert (shown.text, shown.sender.value) == ("Dein Guthaben: 12,50 €", "7000")


@pytest.mark.parametrize(
    ("text", "coding"),
    [("The quick brown fox. " * 20, {}), ("Быстрая лиса 🦊", {"coding": "2", "charset": "UTF-8"})],
)
async def test_a_text_arrives_as_it_was_written_however_long_and_in_ucs_2(
    centre: Centre, tmp_path: Path, text: str, coding: dict[str, str]
) -> None:
    async with kannel(centre, tmp_path) as gateway:
        answer = await gateway.send(to=PHONE, text=text, **coding)
        assert answer == "HTTP/1.0 202 Accepted: 0: Accepted for delivery"
        [shown] = await centre.shown("ms1")
    assert shown.text == text


async def test_it_comes_back_after_the_service_centre_has_been_restarted(tmp_path: Path) -> None:
    simulator = Simulator(load().on_port(0), now=time.time())  # not as a fixture: the gateway outlives it
    await simulator.__aenter__()
    try:
        async with kannel(Centre(simulator), tmp_path) as gateway:
            await simulator.__aexit__(None, None, None)
            async with service_centre(smpp={"port": simulator.server.port}) as again:
                await again.said("sc", "bind_transceiver_resp ESME_ROK")
                await gateway.send(to=PHONE, text="Here again")
                [shown] = await again.shown("ms1")
    finally:
        await simulator.__aexit__(None, None, None)
    assert shown.text == "Here again"
