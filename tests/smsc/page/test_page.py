"""The page as a person sees and uses it."""

import asyncio
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

import esme
from pdu.header import SECRETS
from scenarios import script
from scenarios.player import play
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.serving import Serving
from smsc.config import load, parse
from smsc.faults.effects import EFFECTS
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.trace.trace import TEXTS
from tests.smsc.api.conftest import NOW, Served, serves
from tests.smsc.page.conftest import Seen, another_look, bound, browser
from tests.smsc.worlds import DEFAULT, PHONES

COPIES = """(rungs, some) => {
    getSelection().selectAllChildren(some ? rungs.querySelector(some) : rungs);
    const copy = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true });
    rungs.dispatchEvent(copy);
    return copy.clipboardData.getData("text/plain");
}"""

COVERED = """(rungs) => rungs.filter((rung) => {
    const [time, said] = ["time", ".said"].map((name) => rung.querySelector(name));
    const written = document.createRange();
    written.selectNodeContents(time);
    return written.getBoundingClientRect().right > said.getBoundingClientRect().left;
}).map((rung) => rung.innerText)"""


async def lines(page: Page) -> list[str]:
    """Return what the rungs on the page say, without their times."""
    return await page.locator(".rungs summary .said").all_inner_texts()


# Messages


async def test_a_message_comes_and_its_way_is_drawn(seen: Seen) -> None:
    page = await seen.at("messages")
    await expect(page.locator(".side")).to_contain_text("No message yet.")
    async with bound(seen) as bank:
        message = await bank.submit("Your code is 493021", to="+447700900123", receipt=True)
        await message.delivered(timeout=20)
        row = page.locator(".list a")
        await expect(row).to_contain_text("0.1:7000 → 447700900123")
        await expect(row).to_contain_text("DELIVERED")
        await row.click()
        await expect(page.locator(".heads span")).to_have_text(["bank", "sc", "hlr", "msc1", "bss1", "ms1"])
        way = (await seen.simulator.client.get(f"/api/v1/messages/{message.message_ids[0]}/trace")).json()
        rungs = page.locator(".rungs summary")
        await expect(rungs).to_have_count(len(way))
    told = await lines(page)
    assert all(one.startswith(event["message"]) for one, event in zip(told, way, strict=True))
    assert "shows Your code is 493021" in told
    assert await page.evaluate("document.documentElement.scrollHeight == innerHeight")  # only what is within it scrolls
    await expect(page.locator(".facts")).to_contain_text("493021")
    await expect(page).to_have_title(f"{message.message_ids[0]} · mini-smsc")
    await rungs.nth(2).click()
    await expect(page.locator(".rungs [open] dl")).to_contain_text("msisdn447700900123")
    await rungs.nth(0).click()
    field = page.locator("tr", has_text="registered_delivery")
    await expect(field).to_contain_text("4001registered_delivery1MC_DELIVERY_RECEIPT: ")
    async with page.expect_download() as saved:
        await page.get_by_role("button", name="Save for Wireshark").click()
    packets = (await seen.simulator.client.get(f"/api/v1/messages/{message.message_ids[0]}/pcapng")).content
    assert (await saved.value).suggested_filename == f"{message.message_ids[0]}.pcapng"
    assert (await asyncio.to_thread((await (await saved.value).path()).read_bytes)) == packets
    await page.get_by_role("button", name="Play").click()
    await expect(page.locator(".ladder.played")).to_be_visible()


async def test_what_strangers_write_is_text_and_nothing_else(seen: Seen) -> None:
    text = "<img src=x onerror=document.title='pwned'> \"quoted\" \\ &amp; \u202e\u00e4\U0001f600"
    async with bound(seen) as bank:
        await bank.submit(text, to="+447700900123")
        await seen.simulator.simulator.rest()
    page = await seen.at("messages")
    await page.locator(".list a").click()
    await expect(page.locator("article .bubble")).to_have_text(text)
    assert f"shows {text}" in await lines(page)
    assert await page.locator("img").count() == 0


async def test_an_answer_that_refuses_is_marked(seen: Seen) -> None:
    await seen.happens("ms1  switches off")
    async with bound(seen) as bank:
        message = await bank.submit("Hello", to="+447700900123")
        page = await seen.at(f"messages/{message.message_ids[0]}")
        await expect(page.locator(".failed .said").first).to_have_text("returnError absentSubscriberSM")


async def test_messages_are_searched_for(seen: Seen) -> None:
    async with bound(seen) as bank:
        for to, text in (("+447700900123", "one"), ("+447700900124", "two"), ("+447700900999", "three goto:5")):
            await bank.submit(text, to=to)
        await seen.simulator.simulator.rest()
    page = await seen.at("messages")
    search, texts = page.get_by_role("searchbox"), page.locator(".list .text")
    for asked, found in {
        "t": ["three goto:5", "two"],
        "goto:5": ["three goto:5"],
        "to:+447700900123": ["one"],
        "GoTo": ["three goto:5"],
        "state:undeliverable": ["three goto:5"],
        "from:bank o": ["three goto:5", "two", "one"],
        "from:nobody": [],
    }.items():
        await search.fill(asked)
        await expect(texts).to_have_text(found)
    await expect(page.locator(".side")).to_contain_text("No message matches.")
    [*_, oldest] = (await seen.simulator.client.get("/api/v1/messages")).json()["messages"]
    await search.fill(oldest["message_id"].lower())
    await expect(texts).to_have_text("one")
    await search.fill("state:LOST")
    await expect(page.locator("#trouble")).to_contain_text("query.state: expected one of SCHEDULED, ENROUTE")


async def test_of_many_the_older_ones_are_there_on_request_and_the_focus_stays(seen: Seen) -> None:
    async with bound(seen) as bank:
        await asyncio.gather(*(bank.submit(f"text {n}", to="+447700900123") for n in range(60)))
        page = await seen.at("messages")
        rows = page.locator(".list a")
        await expect(rows).to_have_count(50)
        await rows.nth(3).focus()
        chosen = await rows.nth(3).get_attribute("href")
        await bank.submit("one more", to="+447700900123")
        await expect(rows.first).to_contain_text("one more")
        assert await page.evaluate("document.activeElement.hash") == chosen
        await page.get_by_role("button", name="Show older").click()
        await expect(rows).to_have_count(61)
        await seen.simulator.simulator.rest()
    clear = page.get_by_role("button", name="Clear")
    page.once("dialog", lambda dialog: dialog.dismiss())
    await clear.click()
    await another_look(page)
    await expect(rows).to_have_count(61)
    page.once("dialog", lambda dialog: dialog.accept())
    await clear.click()
    await expect(rows).to_have_count(0)


async def test_a_message_of_an_earlier_run_has_the_ladder_that_was_kept(tmp_path: Path) -> None:
    world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("sqlite", tmp_path / "messages")
    for run in range(2):
        async with Simulator(world, now=NOW + run, ladders=SECRETS) as simulator:
            desk = Desk(simulator)
            if not run:
                simulator.act("ms1", SendsText("Hello", dialled("+447700900124")))
                await simulator.rest()
            async with Serving(create(desk), host="127.0.0.1", port=0) as serving, browser() as page:
                await page.goto(f"http://127.0.0.1:{serving.port}/")
                await page.locator(".list a").click()
                await expect(page.locator(".rungs .said").first).to_have_text("sends text Hello")
                await expect(page.locator(".rungs .said").last).to_have_text(re.compile("SMS-DELIVER-REPORT"))
                await expect(page.get_by_role("button", name="Save for Wireshark")).to_have_count(1 - run)
            desk.close()


async def test_where_texts_are_hidden_a_rung_says_why_its_octets_are(served: Served) -> None:
    desk = Desk(served.simulator, hidden=SECRETS | TEXTS)
    served.simulator.act("ms1", SendsText("Hello", dialled("+447700900124")))
    await served.simulator.rest()
    async with Serving(create(desk), host="127.0.0.1", port=0) as serving, browser() as page:
        await page.goto(f"http://127.0.0.1:{serving.port}/")
        await page.locator(".list a").click()
        await expect(page.locator(".rungs .said").first).to_have_text("sends text ***")
        await page.locator(".rungs summary").nth(3).click()
        await expect(page.locator(".rungs [open]")).to_contain_text("texts are hidden (--redact)")
    desk.close()


async def test_a_message_that_there_is_not_is_told_and_one_that_was_left_is_shown_again(seen: Seen) -> None:
    async with bound(seen) as bank:
        message = await bank.submit("Hello", to="+447700900123")
    page = await seen.at("messages/none")
    shown = page.locator("article")
    await expect(shown).to_have_text("there is no message 'none'")
    for _ in range(2):
        await page.goto(f"{seen.url}/#messages/{message.message_ids[0]}")
        await expect(shown.locator(".bubble")).to_have_text("Hello")
        await page.get_by_role("link", name="Messages").click()
        await expect(shown).to_contain_text("Choose a message to see its way through the network.")


async def test_what_is_open_of_a_ladder_stays_so_while_it_grows(seen: Seen) -> None:
    await seen.happens("ms1  switches off")
    async with bound(seen) as bank:
        message = await bank.submit("Hello", to="+447700900123")
    page = await seen.at(f"messages/{message.message_ids[0]}")
    await page.locator(".rungs summary").nth(2).click()
    await seen.happens("ms1  switches on")
    await expect(page.locator("article header")).to_contain_text("DELIVERED")
    await expect(page.locator(".rungs [open] dl")).to_contain_text("msisdn447700900123")


async def test_a_ladder_is_copied_as_ladders_are_written_and_a_part_of_a_rung_as_it_is(seen: Seen) -> None:
    await seen.happens()
    page = await seen.at("messages")
    await page.locator(".list a").click()
    rungs = page.locator(".rungs")
    await expect(rungs).to_contain_text("shows")
    copied = await rungs.evaluate(COPIES, "")
    trace = (await seen.simulator.client.get(f"/api/v1/messages/{await chosen(page)}/trace")).json()
    assert [line.split("s  ", 1)[1] for line in copied.splitlines()] == [event["line"] for event in trace]
    assert await rungs.evaluate(COPIES, ".said") == ""  # the browser copies a selection as usual


async def chosen(page: Page) -> str:
    """Return the message_id of the message shown."""
    return await page.locator(".facts div", has_text="message_id").locator("dd").inner_text()


# Handsets


async def test_a_handset_is_used(seen: Seen) -> None:
    page = await seen.at("handsets")
    await page.get_by_role("searchbox").fill("900123")
    await expect(page.locator(".list a")).to_have_count(1)
    await page.locator(".list a").click()
    await page.get_by_placeholder("Text").fill("Are you there?")
    await page.get_by_placeholder("To:").fill("+447700900124")
    await page.get_by_role("button", name="Send").click()
    mine = page.locator(".talk .mine")
    await expect(mine.locator(".bubble")).to_have_text("Are you there?")
    await expect(mine).to_contain_text("DELIVERED")
    await expect(page.get_by_placeholder("Text")).to_have_value("")
    await page.get_by_role("searchbox").fill("")
    await page.get_by_role("link", name="ms2").click()
    await expect(page.locator(".talk li")).to_contain_text("Are you there?+447700900123")
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.locator(".list [aria-current]")).to_contain_text("off")
    assert not seen.simulator.simulator.world.phones["ms2"].on
    await page.get_by_role("button", name="Switch on").click()
    await page.get_by_placeholder("moves to").fill("moves to cell=cell3")
    await page.keyboard.press("Enter")
    await expect(page.locator(".phone header")).to_contain_text("cell3 · on")


async def test_the_number_of_a_handset_goes_to_another_sim(seen: Seen) -> None:
    page = await seen.at("handsets/ms1")
    sim, rows = page.get_by_label("The SIM that gets its number"), page.locator(".list a")
    await sim.fill("ms9")
    await page.get_by_role("button", name="Swap SIM").click()
    await expect(page.get_by_role("alert").filter(has_text="ms9")).to_contain_text("there is no handset 'ms9'")
    await sim.fill("ms2")
    await page.get_by_role("button", name="Swap SIM").click()
    await expect(rows.nth(1)).to_contain_text("ms2on+447700900123")
    await expect(rows.nth(0)).to_contain_text("(no number)")
    await expect(sim).to_be_hidden()  # it has none that could go
    await expect(page.locator(".phone > [role=status]")).to_contain_text("ms2 has its number now")


async def test_one_of_many_handsets_is_found_by_its_number() -> None:
    async with (
        serves(parse(DEFAULT + PHONES, "many.toml")) as served,
        Serving(create(served.desk), host="127.0.0.1", port=0) as serving,
        browser() as page,
    ):
        await page.goto(f"http://127.0.0.1:{serving.port}/#handsets")
        await expect(page.locator(".list a")).to_have_count(5)
        await page.get_by_role("searchbox").fill("+447911000004")
        await page.get_by_role("link", name="m5").click()
        await page.get_by_role("searchbox").fill("")
        await expect(page.locator(".list a")).to_have_count(5)
        await expect(page.locator(".phone header")).to_contain_text("m5+447911000004")


async def test_what_is_refused_is_told_until_something_else_is_attempted(seen: Seen) -> None:
    page = await seen.at("handsets/ms1")
    await page.route("**/acts", lambda route: route.fulfill(status=409, json={"detail": "not now"}))
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.locator("#trouble")).to_have_text("not now")
    await page.unroute("**/acts")
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.get_by_role("button", name="Switch on")).to_be_visible()
    await expect(page.locator("#trouble")).to_have_text("")


async def test_a_mistake_is_told_where_it_was_made_and_stays_to_be_mended(seen: Seen) -> None:
    page = await seen.at("handsets/ms1")
    act = page.get_by_placeholder("moves to")
    await act.fill("dances")
    await page.get_by_role("button", name="Do it").click()
    wrong = page.locator("form", has=act).get_by_role("alert")
    await expect(wrong).to_contain_text("switches off")
    await expect(act).to_have_value("dances")


async def test_what_is_written_while_something_is_being_done_stays(seen: Seen) -> None:
    page = await seen.at("handsets/ms1")
    act = page.get_by_placeholder("moves to")
    asked: asyncio.Queue[Route] = asyncio.Queue()
    await page.route("**/acts", asked.put_nowait)
    await act.fill("moves to cell=cell2")
    await page.keyboard.press("Enter")
    under_way = await asked.get()
    await act.fill("switches off")
    await under_way.continue_()
    await expect(page.locator(".phone header")).to_contain_text("cell2")
    async with page.expect_request("**/clock"):  # of the next look: the one before is over
        pass
    await expect(act).to_have_value("switches off")


# Events


async def test_events_are_read_as_they_come_behind_those_that_are_remembered(seen: Seen) -> None:
    await seen.happens("ms1  sends text text=before to=447700900124")
    page = await seen.at("events")
    shown = page.locator(".lines li")
    await expect(shown.first).to_contain_text("ms1           sends text text=before")
    await page.get_by_placeholder("ms1 switches off").fill("hlr  goes down")
    await page.keyboard.press("Enter")
    await expect(shown.last).to_contain_text("hlr           goes down")
    ladder = [f"{event['at'][11:23]}  {event['line']}" for event in await remembered(seen)]
    assert await shown.all_inner_texts() == ladder
    await page.get_by_role("searchbox").fill("goes down")
    await expect(page.locator(".lines li:visible")).to_have_count(1)
    await page.get_by_role("button", name="Pause").click()
    await page.get_by_placeholder("ms1 switches off").fill("hlr comes up")
    await page.keyboard.press("Enter")
    await expect(page.get_by_placeholder("ms1 switches off")).to_have_value("")
    await another_look(page)
    await expect(shown.last).to_contain_text("goes down")
    await page.get_by_role("searchbox").fill("hlr")
    await page.get_by_role("button", name="Resume").last.click()
    await expect(page.locator(".lines li:visible").last).to_contain_text("hlr           comes up")


async def test_an_event_leads_to_the_message_that_it_is_about_though_its_id_is_said_later(seen: Seen) -> None:
    async with bound(seen) as bank:
        message = await bank.submit("Hello", to="+447700900123")
    [submit, resp, *_] = [event for event in await remembered(seen) if event["story"] is not None]
    bind = {**submit, "story": None, "line": "bank -> sc    bind_transceiver"}
    told = [[bind, {**submit, "message_ids": []}], [resp], []]

    async def one_more(route: Route) -> None:
        events = told.pop(0) if len(told) > 1 else told[0]
        await route.fulfill(body="".join(f"data: {json.dumps(event)}\n\n" for event in events))

    await seen.page.route("**/events?*", one_more)
    page = await seen.at("events")
    lines = page.locator(".lines li")
    await expect(lines).to_have_count(3)
    await expect(lines.first.get_by_role("link")).to_have_count(0)
    for line in (lines.nth(1), lines.nth(2)):
        await expect(line.get_by_role("link")).to_have_attribute("href", f"#messages/{message.message_ids[0]}")
    await lines.nth(1).get_by_role("link").click()
    await expect(page.locator("article .bubble")).to_have_text("Hello")


async def test_what_somebody_writes_is_sent_as_it_is(seen: Seen) -> None:
    page = await seen.at("events")
    await page.get_by_placeholder("ms1 switches off").fill(' ms1  sends text text="two  spaces" to=447700900124')
    await page.keyboard.press("Enter")
    await expect(page.locator(".lines li").first).to_be_attached()
    [written, *_] = await remembered(seen)
    assert written["fields"]["text"] == '"two  spaces"'


async def remembered(seen: Seen) -> list[dict[str, Any]]:
    """Return the events that the API remembers."""
    answer = await seen.simulator.client.get("/api/v1/events?follow=false", headers={"Last-Event-ID": "0"})
    return [json.loads(data) for data in re.findall("^data: (.*)$", answer.text, re.MULTILINE)]


# Lessons, accounts, faults, the clock


async def test_a_lesson_is_read_and_played(seen: Seen) -> None:
    page = await seen.at("lessons")
    await page.get_by_role("link", name="absent_subscriber").click()
    await expect(page.locator("article > p")).to_contain_text("An absent handset.")
    await page.get_by_role("button", name="Play").click()
    await expect(page.locator(".heads span")).to_have_text(["bank", "sc", "hlr", "msc1", "bss1", "ms1"])
    await expect(page.locator("article")).to_contain_text("It went as written")
    await expect(page.locator(".while").first).to_have_text(re.compile(r"\d+ s later"))
    rungs = page.locator(".rungs > li")
    many = await rungs.count()
    step = page.get_by_role("button", name="Step by step")
    await step.click()
    await expect(page.locator(".rungs > li:visible")).to_have_count(1)
    following = page.get_by_role("button", name="Next")
    await following.click()
    await expect(following).to_have_text(f"Next (2 of {many})")
    await expect(page.locator(".rungs > li:visible")).to_have_count(2)
    back = page.get_by_role("button", name="Back")
    await back.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Next")).to_have_text(f"Next (1 of {many})")
    await expect(following).to_be_focused()  # there is nothing more to go back to
    await expect(back).to_be_hidden()
    await expect(page.locator(".rungs > li:visible")).to_have_count(1)
    for _ in range(many - 1):
        await following.click()
    await expect(step).to_be_visible()
    await expect(page.locator(".rungs > li:visible")).to_have_count(many)


async def test_a_scenario_of_ones_own_is_written_opened_and_played(seen: Seen, tmp_path: Path) -> None:
    page = await seen.at("lessons")
    text, play = page.get_by_label("The scenario's text"), page.get_by_role("button", name="Play")
    article = page.locator("article")
    await play.click()
    await expect(article).to_contain_text("It went as written")
    await text.fill("1s    bank -> sc  sbmit_sm\n")
    await play.click()
    await expect(article).to_contain_text("scenario:1:19: expected the name of a PDU, perhaps submit_sm")
    file = tmp_path / "story.ladder"
    file.write_text('ms1  sends text text="Hello" to=447700900124\n...\nms2  shows text="Goodbye"\n', "utf-8")
    await page.get_by_label("Open a scenario").set_input_files(file)
    await expect(text).to_have_value(file.read_text("utf-8"))
    await play.click()
    await expect(article).to_contain_text("It went otherwise")
    await expect(article.locator("pre")).to_contain_text('text: "Goodbye" is written, Hello came')


async def test_a_lesson_that_is_changed_is_played_as_it_is_written_then(seen: Seen) -> None:
    page = await seen.at("lessons/emoji")
    await page.locator("summary", has_text="The scenario's text").click()
    await page.get_by_label("The scenario's text").fill("1s  ms1  switches off\n    ...\n")
    await page.get_by_role("button", name="Play").click()
    await expect(page.locator(".rungs > li").first).to_contain_text("switches off")


async def test_no_label_of_a_ladder_covers_a_time(seen: Seen) -> None:
    page = await seen.at("lessons/mobile_to_mobile")
    await page.get_by_role("button", name="Play").click()
    await expect(page.locator("article")).to_contain_text("It went as written")
    assert await page.locator(".rungs > li:not(.while)").evaluate_all(COVERED) == []


async def test_who_has_gone_through_a_ladder_step_by_step_may_have_it_played(seen: Seen) -> None:
    await seen.happens()
    page = await seen.at("messages")
    await page.locator(".list a").click()
    rungs = page.locator(".rungs > li")
    await expect(rungs.last).to_contain_text("SMS-DELIVER-REPORT")
    many = await rungs.count()
    step = page.get_by_role("button", name=re.compile("Step by step|Next"))
    for shown in (1, 2):
        await step.click()
        await expect(page.locator(".rungs > li:visible")).to_have_count(shown)
    await page.get_by_role("button", name="Play").click()
    await expect(page.locator(".rungs > li:visible")).to_have_count(many)
    await expect(step).to_have_text("Step by step")
    await step.click()
    await expect(page.locator(".rungs > li:visible")).to_have_count(1)


async def test_what_has_happened_is_saved_as_a_scenario(seen: Seen) -> None:
    page = await seen.at("events")
    save = page.get_by_role("button", name="Save as a scenario")
    await save.click()
    await expect(page.get_by_role("status")).to_contain_text("nothing has been done yet")
    await seen.happens()
    async with page.expect_download() as saved:
        await save.click()
    download = await saved.value
    assert download.suggested_filename == "recorded.ladder"
    text = await asyncio.to_thread(Path(await download.path()).read_text, "utf-8")
    assert "ms1           sends text text=Hello to=447700900124" in text
    assert play(script.parse(text)).rungs


async def test_a_session_is_seen_and_dropped(seen: Seen) -> None:
    page = await seen.at("accounts")
    await expect(page.locator("main")).to_contain_text("Nobody is connected.")
    async with bound(seen) as bank:
        session = page.locator("section section").last.locator("tbody tr")
        await expect(session).to_contain_text("bankBOUND_TRX3.4")
        await page.get_by_role("button", name="Drop").click()
        with pytest.raises(esme.Disconnected):
            await bank.closed()
    await expect(page.locator("main")).to_contain_text("Nobody is connected.")


async def test_something_goes_wrong_on_purpose(seen: Seen) -> None:
    page = await seen.at("faults")
    stage = page.get_by_label("Stage")
    assert await stage.locator("option").all_inner_texts() == list(EFFECTS)
    await stage.select_option("smpp")
    keys = page.get_by_placeholder("command_status")
    for written, said in {
        "often": "expected key=value",
        "command_status=ESME_RNOSUCH": "body.command_status: expected the name or number of an error",
    }.items():
        await keys.fill(written)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text(said)
    await keys.fill("command_status=ESME_RTHROTTLED text=^Hello you times=1")
    await page.keyboard.press("Enter")
    rule = page.locator("tbody tr")
    await expect(rule).to_contain_text("1stage=smpp 'text=^Hello you' times=1 command_status=ESME_RTHROTTLED00")
    async with bound(seen) as bank:
        with pytest.raises(esme.Refused):
            await bank.submit("Hello you", to="+447700900123")
    await expect(rule).to_contain_text("ESME_RTHROTTLED11")
    await page.get_by_role("button", name="Remove").click()
    await expect(page.locator("main")).to_contain_text("No faults are set.")


async def test_each_stage_has_an_example_of_a_fault_that_can_be_set_there(seen: Seen) -> None:
    page = await seen.at("faults")
    keys = page.get_by_label("What, and to which messages")
    for number, stage in enumerate(EFFECTS, 1):
        await page.get_by_label("Stage").select_option(stage)
        example = await keys.get_attribute("placeholder")
        assert example is not None
        await keys.fill(example)
        await page.keyboard.press("Enter")
        await expect(page.locator("tbody tr")).to_have_count(number)


async def test_the_clock_is_stopped_and_advanced_and_all_begins_anew(seen: Seen) -> None:
    async with bound(seen) as bank:
        await bank.submit("Hello", to="+447700900123", validity=timedelta(hours=1))
    page = await seen.at("messages")
    await seen.simulator.client.patch("/api/v1/clock", json={"speed": 60})
    await expect(page.locator("#clock")).to_contain_text("60")
    await page.get_by_role("button", name="Stop").click()
    await expect(page.locator("#clock")).to_contain_text("stopped")
    await page.get_by_role("button", name="+ 48h").click()
    await expect(page.locator("#clock time")).to_contain_text("2026-01-03")
    await page.get_by_role("button", name="Resume").click()
    await expect(page.locator("#clock")).to_contain_text("60")
    await expect(page.locator(".list a")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.dismiss())
    await page.get_by_role("button", name="Reset").click()
    await expect(page.locator(".list a")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Reset").click()
    await expect(page.locator(".list a")).to_have_count(0)


# The token, and a simulator that does not answer


async def test_where_there_is_a_token_the_page_asks_for_it(served: Served) -> None:
    app = create(served.desk, token="opensesame")
    async with Serving(app, host="127.0.0.1", port=0) as serving, browser() as page:
        await page.goto(f"http://127.0.0.1:{serving.port}/#handsets")
        token = page.get_by_placeholder("token")
        await token.fill("letmein")
        await page.keyboard.press("Enter")
        await expect(token).to_have_value("")
        await token.fill("opensesame")
        await page.keyboard.press("Enter")
        await expect(page.locator(".list a")).to_have_count(5)
        await page.reload()
        await expect(page.locator(".list a")).to_have_count(5)
        await page.goto(f"http://127.0.0.1:{serving.port}/#events")
        await expect(page.locator("main")).to_contain_text("No events yet.")


async def test_a_simulator_that_is_gone_is_told_and_so_is_one_that_is_back(served: Served) -> None:
    app = create(served.desk)
    async with Serving(app, host="127.0.0.1", port=0) as serving, browser() as page:
        await page.goto(f"http://127.0.0.1:{serving.port}/#handsets")
        await expect(page.locator(".list a")).to_have_count(5)
        await serving.__aexit__()
        await expect(page.locator("#trouble")).to_have_text("The simulator does not answer.")
        async with Serving(app, host="127.0.0.1", port=serving.port):
            await expect(page.locator("#trouble")).to_have_text("")
