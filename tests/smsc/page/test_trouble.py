"""The page when things go wrong: addresses that lead nowhere, answers that do not come, ways that nobody knows."""

import asyncio
import json
from contextlib import closing
from functools import partial

from playwright.async_api import Page, Route, expect

from pdu import EnquireLink, EnquireLinkResp
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.serving import Serving
from smsc.config import load
from smsc.network.acts import SendsText, SwitchesOff
from smsc.network.troubles import GoesDown
from smsc.numbering import dialled
from smsc.simulator import Simulator
from tests.smsc.api.conftest import NOW, Served
from tests.smsc.page.conftest import Seen, another_look, browser

IMPATIENT = "AbortSignal.timeout = ((timeout) => () => timeout.call(AbortSignal, 50))(AbortSignal.timeout)"
NO_ANSWER = "The simulator does not answer."


# Addresses


async def test_an_address_that_leads_nowhere_is_told_and_the_page_goes_on(seen: Seen) -> None:
    for address, told in {
        "messages/%": "there is no message '%'",
        "messages/%E0%A4%A": "there is no message '%E0%A4%A'",
        "messages/a/#b": "there is nothing at /api/v1/messages/a/%23b",
        "handsets/%": "There is no %.",
        "lessons/of_life": "there is no scenario 'of_life'",
        "constructor": "Choose a message",
        "nowhere/00000001": "Choose a message",
    }.items():
        page = await seen.at(address)
        for again in (page.reload, partial(another_look, page)):
            await expect(page.locator("article")).to_contain_text(told)
            await again()
        await expect(page.locator("article")).to_contain_text(told)
        await expect(page.locator("#trouble")).to_have_text("")
        await page.get_by_role("link", name="Faults").click()
        await expect(page.locator("main")).to_contain_text("No faults are set.")


async def test_back_leads_to_what_was_shown_before(seen: Seen) -> None:
    page = await seen.at("handsets/ms1")
    await page.get_by_role("link", name="ms2").click()
    await page.get_by_role("link", name="Faults").click()
    await expect(page.locator("main")).to_contain_text("No faults are set.")
    for name in ("ms2", "ms1"):
        await page.go_back()
        await expect(page.get_by_role("heading", level=2)).to_have_text(name)


# Answers


async def test_an_answer_that_breaks_off_is_told_and_the_next_one_is_shown(seen: Seen) -> None:
    page = await seen.at("handsets")
    await page.route("**/phones", lambda route: route.fulfill(body='[{"name": "ms', content_type="application/json"))
    await expect(page.locator("#trouble")).to_have_text(NO_ANSWER)
    await page.unroute("**/phones")
    await expect(page.locator("#trouble")).to_have_text("")


async def test_an_answer_that_does_not_come_is_told_and_asked_for_again(seen: Seen) -> None:
    await seen.page.add_init_script(IMPATIENT)
    await seen.page.route("**/phones", lambda _: None)
    page = await seen.at("handsets")
    await expect(page.locator("#trouble")).to_have_text("The simulator has not answered within 30 s.")
    async with page.expect_request("**/phones"):
        pass


async def test_who_waits_for_an_answer_may_leave_for_another_view(seen: Seen) -> None:
    asked: asyncio.Queue[Route] = asyncio.Queue()
    await seen.page.route("**/api/v1/messages?*", asked.put_nowait)
    page = await seen.at("messages")
    await asked.get()
    await page.get_by_role("link", name="Handsets").click()
    await expect(page.locator(".list a")).to_have_count(5)
    await expect(page.locator("#trouble")).to_have_text("")


async def test_what_is_shown_stays_while_nobody_answers(seen: Seen) -> None:
    await seen.happens()
    page = await seen.at("messages")
    await page.locator(".list a").click()
    await page.locator(".rungs summary").first.click()
    await page.route("**/api/v1/messages/**", lambda route: route.abort())
    await expect(page.locator("#trouble")).to_have_text(NO_ANSWER)
    await expect(page.locator(".rungs [open]")).to_have_count(1)
    await page.unroute("**/api/v1/messages/**")
    await expect(page.locator("#trouble")).to_have_text("")
    await expect(page.locator(".rungs [open]")).to_have_count(1)


async def test_a_lesson_is_there_once_somebody_answers(seen: Seen) -> None:
    await seen.page.route("**/scenarios/*", lambda route: route.abort())
    page = await seen.at("lessons/emoji")
    await expect(page.locator("#trouble")).to_have_text(NO_ANSWER)
    await page.unroute("**/scenarios/*")
    await expect(page.get_by_role("heading", level=2)).to_have_text("emoji")


async def test_the_longer_a_look_takes_the_later_is_the_next(seen: Seen) -> None:
    asked: asyncio.Queue[Route] = asyncio.Queue()
    await seen.page.clock.install(time=0)
    await seen.page.route("**/api/v1/messages?*", asked.put_nowait)
    page = await seen.at("messages")
    first = await asked.get()
    await page.clock.pause_at(25)
    await first.continue_()
    await expect(page.locator(".side")).to_contain_text("No message yet.")
    await page.clock.run_for(15_000)
    await expect(page.locator("#clock time")).to_contain_text("UTC")
    assert asked.empty()
    await page.clock.run_for(6_000)
    await (await asked.get()).continue_()


# A message whose way nobody knows


async def test_a_message_whose_way_is_not_remembered_is_shown_without_it(served: Served) -> None:
    served.simulator.act("ms1", SendsText("Hello", dialled("+447700900124")))
    await served.simulator.rest()
    later = Desk(served.simulator)
    async with Serving(create(later), host="127.0.0.1", port=0) as serving, browser() as page:
        await page.goto(f"http://127.0.0.1:{serving.port}/")
        await page.locator(".list a").click()
        await expect(page.locator("article .bubble")).to_have_text("Hello")
        await expect(page.locator("article")).to_contain_text("The way of this message is no longer known.")
        await expect(page.get_by_role("button", name="Step by step")).to_have_count(0)
    later.close()


# Events


async def test_who_does_not_see_the_events_asks_for_none_and_later_for_those_that_have_come(seen: Seen) -> None:
    await seen.page.clock.install(time=0)
    page = await seen.at("events")
    shown = page.locator(".lines li")
    await seen.happens("hlr  goes down")
    await expect(shown).to_have_count(1)
    await be_hidden(page, hidden=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.clock.run_for(10_000)
    assert len([url for url in asked if "/events" in url]) <= 1  # of a look that had begun
    await seen.happens("hlr  comes up")
    await be_hidden(page, hidden=False)
    await expect(shown).to_contain_text(["goes down", "comes up"])
    await expect(shown).to_have_count(2)


async def test_who_has_left_the_events_asks_for_none_whether_or_not_he_sees_the_page(seen: Seen) -> None:
    page = await seen.at("events")
    await expect(page.locator("#clock time")).to_contain_text("UTC")
    await page.get_by_role("link", name="Faults").click()
    await expect(page.locator("main")).to_contain_text("No faults are set.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for hidden in (True, False):
        await be_hidden(page, hidden=hidden)
    await another_look(page)
    assert not [url for url in asked if "/events" in url]


async def test_events_that_nobody_waits_for_hold_no_connection(seen: Seen) -> None:
    """A browser has but six for all windows of one address."""
    pages = [await seen.page.context.new_page() for _ in range(6)]
    for page in (*pages, seen.page):
        await page.goto(f"{seen.url}/#events")
        await expect(page.locator("#clock time")).to_contain_text("UTC")
        async with page.expect_response("**/events?*"):
            pass


async def test_of_many_events_the_latest_are_shown_and_it_is_said_that_others_are_left_out(seen: Seen) -> None:
    trace = seen.simulator.simulator.world.trace
    for number in range(1_500):
        trace.smpp(NOW, "bank", "sc", EnquireLink(sequence_number=number))
    page = await seen.at("events")
    lines, rest = page.locator(".lines li"), page.locator("section > .faint")
    await expect(lines).to_have_count(1_000)
    await expect(rest).to_have_text("Earlier events are left out: only the latest 1000 are kept here.")
    await page.get_by_role("button", name="Pause").click()
    await another_look(page)
    for _ in range(1_500):
        trace.smpp(NOW, "sc", "bank", EnquireLinkResp())
    await page.get_by_role("button", name="Resume").click()
    await expect(lines.first).to_contain_text("enquire_link_resp")  # the new ones have come, all at once
    await expect(lines).to_have_count(1_000)
    await page.get_by_role("button", name="Clear").click()
    trace.smpp(NOW, "bank", "sc", EnquireLink())
    await expect(lines).to_have_count(1)


async def test_events_that_came_meanwhile_and_are_too_many_are_counted_where_they_were(seen: Seen) -> None:
    page = await seen.at("events")
    trace = seen.simulator.simulator.world.trace
    await seen.happens("hlr  goes down")
    lines = page.locator(".lines li")
    await expect(lines).to_have_count(1)
    await page.get_by_role("searchbox").fill("events are left out here")  # which is kept, as other lines are not
    await be_hidden(page, hidden=True)
    for _ in range(1_200):
        trace.smpp(NOW, "bank", "sc", EnquireLink())
    await be_hidden(page, hidden=False)
    await expect(page.locator(".lines li:visible")).to_have_text("200 events are left out here")


async def test_of_many_events_those_that_are_asked_for_are_kept_longer_than_others(seen: Seen) -> None:
    page = await seen.at("events?goes")
    trace = seen.simulator.simulator.world.trace
    await seen.happens("hlr  goes down")
    lines = page.locator(".lines li")
    await expect(lines).to_have_count(1)
    for _ in range(3):
        for _ in range(500):
            trace.smpp(NOW, "bank", "sc", EnquireLink())
        await another_look(page)
    await expect(page.locator(".lines li:visible")).to_contain_text("goes down")
    await expect(lines).to_have_count(1_001)
    await page.get_by_role("searchbox").fill("enquire")  # of which some are gone that were behind it
    await expect(lines).to_have_count(1_000)
    await expect(lines.first).to_contain_text("enquire_link")


async def be_hidden(page: Page, *, hidden: bool) -> None:
    """Make the page hidden, like a tab behind another one."""
    await page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


async def test_events_of_another_run_are_behind_what_says_that_the_simulator_has_begun_anew(served: Served) -> None:
    quick = load().model_copy(update={"latency": {}}).on_port(0).kept_in("memory")
    served.simulator.act("ms1", SwitchesOff())
    served.simulator.act("ms2", SendsText("Hello", dialled("+447700900124")))
    await served.simulator.rest()
    async with browser() as page:
        async with Serving(create(served.desk), host="127.0.0.1", port=0) as serving:
            await page.goto(f"http://127.0.0.1:{serving.port}/#events")
            lines = page.locator(".lines li")
            await expect(lines.first).to_contain_text("switches off")
            await expect(lines.get_by_role("link").first).to_be_visible()
            await another_look(page)
            before = await lines.count()
        await expect(page.locator("#trouble")).to_have_text(NO_ANSWER)
        async with Simulator(quick, now=NOW + 60) as simulator:
            with closing(Desk(simulator)) as desk:
                simulator.act("hlr", GoesDown())
                async with Serving(create(desk), host="127.0.0.1", port=serving.port):
                    await expect(lines.nth(before)).to_have_text("The simulator has begun anew")
                    await expect(lines.nth(before + 1)).to_contain_text("goes down")
                    await expect(lines).to_have_count(before + 2)
                    await expect(page.locator(".lines a")).to_have_count(0)  # another message has that id now


async def test_events_before_a_reset_stay_and_are_told_from_those_behind_it(seen: Seen) -> None:
    page = await seen.at("events")
    await seen.happens("hlr  goes down")
    lines = page.locator(".lines li")
    await expect(lines).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Reset").click()
    await expect(lines.last).to_have_text("The simulator has begun anew")
    await seen.happens("hlr  goes down")
    await expect(lines.last).to_contain_text("goes down")
    await expect(lines.first).to_contain_text("goes down")


# Many


async def test_of_what_a_handset_has_received_the_latest_are_shown(seen: Seen) -> None:
    inbox = [
        {"at": f"2026-01-01T00:{n // 60:02}:{n % 60:02}.000Z", "phone": "ms1", "text": f"text {n}", "sender": "7000"}
        for n in range(150)
    ]
    await seen.page.route("**/inbox?limit=101", lambda route: route.fulfill(json=inbox))
    page = await seen.at("handsets/ms1")
    bubbles = page.locator(".talk .bubble")
    await expect(bubbles).to_have_count(100)
    await expect(bubbles.last).to_have_text("text 149")
    await expect(bubbles.last).to_be_in_viewport()
    rest = page.locator(".phone > header + .faint")
    await expect(rest).to_have_text("Of what it has received and of what it has sent, the latest 100 are shown.")
    del inbox[100:]
    await expect(rest).to_have_text("")
    await expect(bubbles.last).to_have_text("text 99")


# The token


async def test_who_gives_no_token_is_asked_again(served: Served) -> None:
    app = create(served.desk, token="Öffne dich → 1")
    async with Serving(app, host="127.0.0.1", port=0) as serving, browser() as page:
        await page.goto(f"http://127.0.0.1:{serving.port}/#handsets")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_placeholder("token").focus()
        async with page.expect_response("**/clock"):
            await page.keyboard.press("Escape")
        await expect(dialog).to_contain_text("asks for a token")
        await dialog.get_by_placeholder("token").fill("λ")
        await page.keyboard.press("Enter")
        await expect(dialog).to_contain_text("This token is wrong.")
        await dialog.get_by_placeholder("token").fill("Öffne dich → 1")
        await page.keyboard.press("Enter")
        await expect(page.locator(".list a")).to_have_count(5)
        await expect(dialog).to_have_count(0)


async def test_the_token_is_in_no_address(served: Served) -> None:
    app = create(served.desk, token="opensesame")
    async with Serving(app, host="127.0.0.1", port=0) as serving, browser() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(json.dumps([request.url, request.post_data])))
        await page.goto(f"http://127.0.0.1:{serving.port}/#events")
        await page.get_by_placeholder("token").fill("opensesame")
        await page.keyboard.press("Enter")
        await expect(page.locator("#clock time")).to_contain_text("UTC")
        assert asked
        assert all(one.startswith(f'["http://127.0.0.1:{serving.port}/') for one in asked)
        assert not [one for one in asked if "opensesame" in one]
