"""The page used with the keyboard alone, read aloud, in other colours, or on a narrow screen."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

import esme
import smsc
from tests.smsc.page.conftest import Seen, another_look, bound

STYLES = (Path(smsc.__file__).parent / "page" / "page.css").read_text("utf-8")
TEXTS = ("ink", "faint", "smpp", "map", "radio", "person", "failed", "good")
COUNTS_CHANGES = """(selector) => {
    window.changes = 0;
    new MutationObserver((made) => (changes += made.length)).observe(
        document.querySelector(selector), { childList: true, characterData: true, subtree: true });
}"""


# The focus


async def test_the_focus_stays_on_a_message_whose_state_changes(seen: Seen) -> None:
    await seen.happens("ms1  switches off")
    async with bound(seen) as bank:
        await bank.submit("Hello", to="+447700900123")
    page = await seen.at("messages")
    row = page.locator(".list a")
    await row.click()
    await expect(row).to_have_attribute("aria-current", "true")
    await seen.happens("ms1  switches on")
    await expect(row.locator(".state.good")).to_have_text("DELIVERED")
    await expect(row).to_be_focused()
    await expect(row).to_have_attribute("aria-current", "true")


async def test_the_button_of_a_row_is_the_same_while_the_row_counts(seen: Seen) -> None:
    page = await seen.at("faults")
    await page.get_by_label("What, and to which messages").fill("command_status=ESME_RTHROTTLED")
    await page.keyboard.press("Enter")
    remove = page.get_by_role("button", name="Remove")
    await remove.focus()
    await page.mouse.move(*await middle(remove))
    await page.mouse.down()
    async with bound(seen) as bank:
        with pytest.raises(esme.Refused):
            await bank.submit("Hello", to="+447700900123")
    await expect(page.locator("tbody tr")).to_contain_text("ESME_RTHROTTLED11")
    await expect(remove).to_be_focused()
    await page.mouse.up()
    await expect(page.locator("main")).to_contain_text("No faults are set.")


async def middle(locator: Locator) -> tuple[float, float]:
    box = await locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_the_focus_stays_on_a_rung_while_its_ladder_grows(seen: Seen) -> None:
    await seen.happens("ms1  switches off")
    async with bound(seen) as bank:
        message = await bank.submit("Hello", to="+447700900123")
    page = await seen.at(f"messages/{message.message_ids[0]}")
    rung = page.locator(".rungs summary").nth(2)
    await rung.focus()
    await page.keyboard.press("Enter")
    await seen.happens("ms1  switches on")
    await expect(page.locator("article header")).to_contain_text("DELIVERED")
    await expect(rung).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".rungs [open]")).to_have_count(0)


async def test_the_focus_stays_in_a_row_while_one_above_it_goes(seen: Seen) -> None:
    page = await seen.at("accounts")
    async with bound(seen), bound(seen):
        drop = page.get_by_role("button", name="Drop")
        await expect(drop).to_have_count(2)
        await drop.last.focus()
        first = (await seen.simulator.client.get("/api/v1/sessions")).json()[0]["number"]
        await seen.simulator.client.delete(f"/api/v1/sessions/{first}")
        await expect(drop).to_have_count(1)
        await expect(drop).to_be_focused()


async def test_the_focus_stays_on_the_button_that_plays_a_lesson(seen: Seen) -> None:
    page = await seen.at("lessons/emoji")
    play = page.get_by_role("button", name="Play")
    await play.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_contain_text("It went as written")
    await expect(play).to_be_focused()


async def test_the_focus_goes_to_the_next_row_from_one_that_goes_and_from_the_last_to_what_is_above(seen: Seen) -> None:
    page = await seen.at("accounts")
    async with bound(seen), bound(seen):
        drop = page.get_by_role("button", name="Drop")
        await expect(drop).to_have_count(2)
        await drop.first.focus()
        await page.keyboard.press("Enter")
        await expect(drop).to_have_count(1)
        await expect(drop).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Sessions")).to_be_focused()
    page = await seen.at("faults")
    await page.get_by_label("What, and to which messages").fill("command_status=ESME_RTHROTTLED")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Remove").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Faults")).to_be_focused()


async def test_the_first_thing_leads_past_the_list_to_what_is_chosen(seen: Seen) -> None:
    for view, content in (("messages", "article"), ("events", "section.whole")):
        page = await seen.at(view)
        await page.reload()
        await expect(page.locator(content)).to_be_visible()
        skip = page.get_by_role("button", name="Skip to the content")
        await page.keyboard.press("Tab")
        await expect(skip).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator(content)).to_be_focused()


async def test_arrows_lead_from_the_search_to_a_row_and_from_row_to_row(seen: Seen) -> None:
    page = await seen.at("handsets")
    rows = page.locator(".list a")
    await expect(rows).to_have_count(5)
    await page.get_by_role("searchbox").focus()
    for key, row in (("ArrowUp", None), ("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 0)):
        await page.keyboard.press(key)
        await expect(page.get_by_role("searchbox") if row is None else rows.nth(row)).to_be_focused()


# What is read aloud


async def test_that_nothing_is_found_is_read_aloud_once(seen: Seen) -> None:
    for view, said in (("messages", "No message matches."), ("handsets", "No handset found.")):
        page = await seen.at(view)
        live = page.locator(".side [aria-live=polite]")
        await page.get_by_role("searchbox").fill("nobody")
        await expect(live).to_have_text(said)
        await page.evaluate(COUNTS_CHANGES, ".side [aria-live]")
        await another_look(page)
        assert await page.evaluate("changes") == 0
    page = await seen.at("faults")
    await expect(page.locator("section [aria-live=polite]")).to_have_text("No faults are set.")


async def test_what_is_wrong_is_read_aloud_once(seen: Seen) -> None:
    page = await seen.at("messages")
    await page.route("**/api/v1/messages?*", lambda route: route.fulfill(status=500, json={"detail": "broken"}))
    await expect(page.get_by_role("status")).to_have_text("broken")
    await page.evaluate(COUNTS_CHANGES, "#trouble")
    await another_look(page)
    assert await page.evaluate("changes") == 0


async def test_everything_that_can_be_used_has_a_name(seen: Seen) -> None:
    async with bound(seen):
        for view in ("messages", "handsets/ms1", "events", "lessons/emoji", "accounts", "faults"):
            page = await seen.at(view)
            await another_look(page)
            tree = await page.locator("body").aria_snapshot()
            used = re.findall(r"- (button|link|searchbox|textbox|combobox)( \"[^\"]+\")?", tree)
            assert len(used) > 10, view
            assert [role for role, name in used if not name] == [], view
            unlabelled = page.locator("input:not([aria-label]), select:not([aria-label])")
            assert await unlabelled.count() == 0, view


async def test_what_has_come_of_a_lesson_is_read_aloud(seen: Seen) -> None:
    page = await seen.at("lessons/emoji")
    live = page.locator("article [aria-live]")
    await expect(live).to_be_attached()  # before there is anything to say: what comes with its text is not read
    await page.get_by_role("button", name="Play").click()
    await expect(live).to_contain_text("It went as written")


async def test_what_scrolls_is_reached_with_the_keyboard_and_every_column_has_a_name(seen: Seen) -> None:
    page = await seen.at("handsets/ms1")
    await expect(page.get_by_role("list", name="Sent and received")).to_have_attribute("tabindex", "0")
    for view in ("accounts", "faults"):
        page = await seen.at(view)
        await expect(page.locator("th").last).to_be_attached()
        assert all(await page.locator("th").all_text_contents()), view


# Colours


def schemes() -> list[dict[str, str]]:
    """The colours by their names: by day, and by night."""
    return [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{([^}]*ink[^}]*)\}", STYLES)]


def luminance(colour: str) -> float:
    """WCAG 2.2: relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_texts_and_fields_stand_out_by_day_and_by_night() -> None:
    by_day, by_night = schemes()
    for colours in (by_day, by_night):
        texts = {
            (text, ground): contrast(colours[text], colours[ground])
            for text in TEXTS
            for ground in ("paper", "ground", "mark")
        }
        assert {pair: ratio for pair, ratio in texts.items() if ratio < 4.5} == {}  # 1.4.3
        assert min(contrast(colours["edge"], colours[ground]) for ground in ("paper", "ground")) >= 3  # 1.4.11


async def test_what_is_chosen_and_where_arrows_lead_is_seen_in_colours_of_the_system(seen: Seen) -> None:
    await seen.happens()
    await seen.page.emulate_media(forced_colors="active")
    page = await seen.at("messages")
    await page.locator(".list a").click()
    await page.get_by_role("searchbox").focus()
    for chosen in (page.locator("nav [aria-current]"), page.locator(".list [aria-current]")):
        await expect(chosen).to_have_css("outline-style", "solid")
    arrow = page.locator(".arrow.smpp, .arrow.map, .arrow.radio").first
    await expect(arrow).to_be_attached()
    edge = await arrow.evaluate("(arrow) => getComputedStyle(arrow, '::after').borderTopColor")
    assert edge == "rgba(0, 0, 0, 0)"


# Movement, and a narrow screen


async def test_who_wants_less_movement_sees_rungs_come_in_their_places(seen: Seen) -> None:
    await seen.happens()
    await seen.page.emulate_media(reduced_motion="reduce")
    page = await seen.at("messages")
    await page.locator(".list a").click()
    await page.get_by_role("button", name="Play").click()
    rung = page.locator(".played li").last
    await expect(rung).to_have_css("animation-name", "come")
    assert await rung.evaluate("(rung) => rung.getAnimations()[0].effect.getKeyframes()[0].translate") == "0px"


async def test_the_latest_events_are_seen_on_a_narrow_screen(seen: Seen) -> None:
    for _ in range(5):
        await seen.happens()
    await seen.page.set_viewport_size({"width": 400, "height": 800})
    page = await seen.at("events")
    lines = page.locator(".lines li")
    await expect(lines.nth(100)).to_be_attached()
    await expect(lines.last).to_be_in_viewport()
    await expect(page.get_by_role("button", name="Do it")).to_be_in_viewport()
    width = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


async def test_buttons_of_a_bar_are_all_on_a_narrow_screen(seen: Seen) -> None:
    await seen.happens()
    await seen.page.set_viewport_size({"width": 320, "height": 640})
    page = await seen.at("events")
    bar = page.locator("main .bar button")
    await expect(bar.last).to_be_visible()
    edges = await bar.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
    assert max(edges) <= 320


async def test_a_page_that_is_enlarged_four_times_scrolls_as_a_whole(seen: Seen) -> None:
    await seen.happens()
    await seen.page.set_viewport_size({"width": 320, "height": 256})
    page = await seen.at("faults")
    add = page.get_by_role("button", name="Add the fault")
    await expect(add).to_be_visible()
    width, height = await page.evaluate(
        "[document.documentElement, document.querySelector('main')].map("
        "(one, place) => place ? one.clientHeight - one.scrollHeight : one.scrollWidth)"
    )
    assert width <= 320
    assert height >= 0  # what is shown has the room that it needs


async def test_on_a_narrow_screen_what_is_chosen_has_the_place_of_the_list(seen: Seen) -> None:
    await seen.happens()
    await seen.page.set_viewport_size({"width": 390, "height": 800})
    page = await seen.at("messages?Hello")
    await page.locator(".list a").click()
    await expect(page.locator("article .bubble")).to_be_in_viewport()
    await expect(page.locator(".side")).to_be_hidden()
    await page.locator(".rungs summary", has_text="mo-ForwardSM").first.click()
    table = page.locator(".explained")
    await expect(table).to_be_visible()
    assert await table.evaluate("(table) => table.getBoundingClientRect().right") <= 390
    await page.get_by_role("link", name="All messages").click()
    await expect(page.locator(".side")).to_be_visible()
    await expect(page.get_by_role("searchbox")).to_have_value("Hello")
    await expect(page.locator("article")).to_contain_text("Where to bind")


async def test_a_ladder_of_six_and_its_octets_fit_on_a_small_laptop(seen: Seen) -> None:
    await seen.page.set_viewport_size({"width": 1280, "height": 800})
    async with bound(seen) as bank:
        message = await bank.submit("Your code is 493021", to="+447700900123")
        await seen.simulator.simulator.rest()
    page = await seen.at(f"messages/{message.message_ids[0]}")
    await expect(page.locator(".heads span")).to_have_count(6)
    await page.locator(".rungs summary").first.click()
    await expect(page.locator(".explained")).to_be_visible()
    for one in (page.locator("article"), page.locator(".explained")):
        width, room = await one.evaluate("(one) => [one.scrollWidth, one.clientWidth]")
        assert width <= room


async def test_all_of_a_ladder_is_printed_dark_on_light_without_what_only_a_screen_needs(seen: Seen) -> None:
    for _ in range(3):
        await seen.happens()
    await seen.page.emulate_media(media="print", color_scheme="dark")
    page = await seen.at("messages")
    await page.locator(".list a").first.evaluate("(row) => row.click()")
    await expect(page.locator(".rungs .said").last).to_be_visible()
    await expect(page.locator("button:visible, input:visible, nav:visible, .side:visible")).to_have_count(0)
    await expect(page.locator("body")).to_have_css("color", "rgb(28, 36, 48)")
    assert await page.evaluate("document.documentElement.scrollHeight > innerHeight")  # what is not seen is printed
    page = await seen.at("events")
    await expect(page.locator(".lines li").nth(50)).to_be_attached()
    height, room = await page.locator(".lines").evaluate("(lines) => [lines.scrollHeight, lines.clientHeight]")
    assert height <= room
