"""Kannel binds as a transceiver, sends by its sendsms URL, gets its delivery report, passes on handsets' messages."""

from pathlib import Path

from tests.interop.centre import Centre
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
