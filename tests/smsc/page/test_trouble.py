"""The page when things go wrong: addresses that lead nowhere, answers that do not come, ways that nobody knows."""

import asyncio
import json
from functools import partial

from playwright.async_api import Page, Route, expect

from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.serving import Serving
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from tests.smsc.api.conftest import FIRST, Served
from tests.smsc.page.conftest import Seen, another_look, browser

IMPATIENT = "AbortSignal.timeout = ((timeout) => () => timeout.call(AbortSignal, 50))(AbortSignal.timeout)"
COUNTS_FRAMES = """
    window.frames_asked = 0;
    requestAnimationFrame = ((ask) => (draw) => (frames_asked++, ask(draw)))(requestAnimationFrame);
"""
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
    await expect(page.locator("#trouble")).to_have_text(NO_ANSWER)
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


async def test_who_does_not_see_the_events_is_sent_none_and_later_those_that_have_come(seen: Seen) -> None:
    page = await seen.at("events")
    shown = page.locator(".lines li")
    await page.get_by_label("Who does what").fill("hlr goes down")
    await page.keyboard.press("Enter")
    await expect(shown).to_have_count(1)
    async with page.expect_event("requestfailed", lambda request: request.url.endswith("/events")):
        await be_hidden(page, hidden=True)
    await seen.happens("hlr  comes up")
    async with page.expect_request("**/events") as again:
        await be_hidden(page, hidden=False)
    assert (await again.value).headers["last-event-id"] == str(FIRST)
    await expect(shown).to_contain_text(["goes down", "comes up"])


async def test_who_has_left_the_events_is_sent_none_whether_or_not_he_sees_the_page(seen: Seen) -> None:
    page = await seen.at("events")
    await expect(page.locator("#clock time")).to_contain_text("UTC")
    async with page.expect_event("requestfailed", lambda request: request.url.endswith("/events")):
        await page.get_by_role("link", name="Faults").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for hidden in (True, False):
        await be_hidden(page, hidden=hidden)
    await another_look(page)
    assert not [url for url in asked if url.endswith("/events")]


async def be_hidden(page: Page, *, hidden: bool) -> None:
    """Make the page hidden, like a tab behind another one."""
    await page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


async def test_while_nothing_is_said_no_frame_is_drawn(seen: Seen) -> None:
    await seen.page.add_init_script(COUNTS_FRAMES)
    page = await seen.at("events")
    await seen.happens("hlr  goes down")
    await expect(page.locator(".lines li")).to_have_count(1)
    before = await page.evaluate("frames_asked")
    await another_look(page)
    assert await page.evaluate("frames_asked") == before


# Many


async def test_of_what_a_handset_has_received_the_latest_are_shown(seen: Seen) -> None:
    inbox = [
        {"at": f"2026-01-01T00:{n // 60:02}:{n % 60:02}.000Z", "phone": "ms1", "text": f"text {n}", "sender": "7000"}
        for n in range(150)
    ]
    await seen.page.route("**/inbox", lambda route: route.fulfill(json=inbox))
    page = await seen.at("handsets/ms1")
    bubbles = page.locator(".talk .bubble")
    await expect(bubbles).to_have_count(100)
    await expect(bubbles.last).to_have_text("text 149")
    await expect(bubbles.last).to_be_in_viewport()


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
