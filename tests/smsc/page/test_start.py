"""What somebody sees of the page who has just come: where to bind, and what has become of the first message."""

import re

from playwright.async_api import Page, expect

import esme
from smsc.api.app import create
from smsc.api.serving import Serving
from smsc.commands.opening import opened
from smsc.config import load
from tests.smsc.api.conftest import serves
from tests.smsc.page.conftest import Seen, another_look, bound, browser

COUNTS_COPIED = """() => {
    let copied = 0;
    new MutationObserver((made) => {
        copied += made.filter(({ target }) => target.textContent === "Copied").length;
        document.body.dataset.copied = copied;
    }).observe(document.querySelector("article"), { childList: true, subtree: true });
}"""


async def facts(page: Page) -> dict[str, str]:
    """Return what the page says of the message that is chosen."""
    await expect(page.locator(".facts")).to_be_visible()
    said = await page.locator(".facts div").all_inner_texts()
    return dict(one.split("\n") for one in said)


# Where to bind


async def test_who_has_just_come_is_told_where_to_bind_and_how_to_send_a_first_message(seen: Seen) -> None:
    server = seen.simulator.simulator.server
    page = await seen.at("")
    bank = page.locator(".start tbody tr").first
    await expect(bank).to_have_text(f"banksecret127.0.0.1{server.port}0")
    command = page.locator(".start pre")
    where = f"--port {server.port} --system-id bank --password secret --to +447700900123"
    await expect(command).to_have_text(f"esme send {where} --text Hello --receipt")
    await expect(page.locator(".start p a")).to_have_count(5)
    async with bound(seen):
        await expect(bank).to_have_text(f"banksecret127.0.0.1{server.port}1")
    await page.get_by_role("link", name="+447700900124").click()
    await expect(page.locator(".phone h2")).to_have_text("ms2")


async def test_a_password_that_is_not_public_is_not_shown() -> None:
    world = opened(load(), ["bank:private", "shop:private", "news:private"])
    async with (
        serves(world) as served,
        Serving(create(served.desk), host="127.0.0.1", port=0) as serving,
        browser() as page,
    ):
        await page.goto(f"http://127.0.0.1:{serving.port}/#accounts")
        await expect(page.locator("tbody tr").first).to_contain_text("bank(yours)127.0.0.1")
        await page.goto(f"http://127.0.0.1:{serving.port}/")
        await expect(page.locator(".start tbody tr").first).to_contain_text("bank(yours)127.0.0.1")
        await expect(page.locator(".start pre")).to_be_hidden()


async def test_a_simulator_on_all_addresses_is_reached_as_its_page_is(seen: Seen) -> None:
    [account, *_] = (await seen.simulator.client.get("/api/v1/accounts")).json()
    told = {**account, "host": "0.0.0.0", "port": 2775}  # noqa: S104 - what is told, not where anything listens
    await seen.page.route("**/accounts", lambda route: route.fulfill(json=[told]))
    page = await seen.at("")
    await expect(page.locator(".start tbody tr")).to_have_text("banksecret127.0.0.127750")


async def test_an_account_that_is_only_called_by_outbind_has_nowhere_to_bind(seen: Seen) -> None:
    [account, *_] = (await seen.simulator.client.get("/api/v1/accounts")).json()
    await seen.page.route("**/accounts", lambda route: route.fulfill(json=[{**account, "host": None, "port": None}]))
    page = await seen.at("")
    await expect(page.locator(".start tbody tr")).to_have_text("banksecret0")
    await expect(page.locator(".start pre")).to_be_hidden()


# What has become of a message


async def test_a_message_says_what_has_become_of_its_receipt(seen: Seen) -> None:
    async with bound(seen) as bank:
        plain = await bank.submit("Hello", to="+447700900123")
        asked = await bank.submit("Hello", to="+447700900123", receipt=True)
        await asked.delivered(timeout=20)
        lost = await bank.submit("Hello", to="+447700900999", receipt=True)
        await lost.delivered(timeout=20)
    page = await seen.at(f"messages/{plain.message_ids[0]}")
    told = await facts(page)
    assert (told["receipt"], told["from"]) == ("none asked for", "0.1:7000 (TON 0, NPI 1; bank)")
    for message, receipt in ((asked, "DELIVERED, ESME_ROK"), (lost, "UNDELIVERABLE, ESME_ROK")):
        await seen.at(f"messages/{message.message_ids[0]}")
        await expect(page.locator(".facts")).to_contain_text(receipt)
    assert (await facts(page))["error"] == "1 unknownSubscriber"


async def test_a_receipt_that_nobody_has_received_is_none_yet(seen: Seen) -> None:
    server = seen.simulator.simulator.server
    sender = esme.connect(server.host, server.port, system_id="bank", password="secret", bind="transmitter")
    async with sender as bank:
        message = await bank.submit("Hello", to="+447700900123", receipt=True)
        await seen.simulator.simulator.rest()
    page = await seen.at(f"messages/{message.message_ids[0]}")
    await expect(page.locator("article header")).to_contain_text("DELIVERED")
    told = await facts(page)
    assert told["receipt"] == "none yet"
    assert told["waits"] == "with its receipt, for bank to bind as receiver or transceiver"


async def test_a_message_says_which_part_of_a_text_it_is_and_when_in_utc(seen: Seen) -> None:
    async with bound(seen) as bank:
        await bank.submit("a" * 300, to="+447700900123")
    page = await seen.at("messages")
    rows = page.locator(".list a")
    await expect(rows.locator("small")).to_have_text(["part 2 of 2", "part 1 of 2"])
    await rows.first.click()
    told = await facts(page)
    assert told["parts"] == "part 2 of 2"
    assert re.fullmatch(r"2026-01-01 00:00:\d\d UTC", told["submitted"])
    await expect(page.get_by_role("heading", name="Message")).to_be_attached()


async def test_a_text_is_copied_and_so_is_a_ladder(seen: Seen) -> None:
    await seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await seen.happens()
    page = await seen.at("messages")
    await page.locator(".list a").click()
    await expect(page.get_by_role("button", name="Copy the ladder")).to_be_visible()
    await page.evaluate(COUNTS_COPIED)
    await page.get_by_role("button", name="Copy", exact=True).click()
    await expect(page.locator("body")).to_have_attribute("data-copied", "1")
    assert await page.evaluate("navigator.clipboard.readText()") == "Hello"
    await expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Copy the ladder").click()
    await expect(page.locator("body")).to_have_attribute("data-copied", "2")
    told = (await seen.simulator.client.get("/api/v1/messages")).json()["messages"][0]["message_id"]
    ladder = (await seen.simulator.client.get(f"/api/v1/messages/{told}")).json()["ladder"]
    assert (await page.evaluate("navigator.clipboard.readText()")).splitlines() == ladder


async def test_where_no_page_may_copy_there_is_no_button_for_it(seen: Seen) -> None:
    await seen.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    await seen.happens()
    page = await seen.at("messages")
    await page.locator(".list a").click()
    await expect(page.get_by_role("button", name="Play")).to_be_visible()
    await expect(page.get_by_role("button", name="Copy")).to_have_count(0)


async def test_a_very_long_text_leaves_room_for_its_way(seen: Seen) -> None:
    async with bound(seen) as bank:
        message = await bank.submit("a long story\n" * 100, to="+447700900123", replace=True)
    page = await seen.at(f"messages/{message.message_ids[0]}")
    await expect(page.get_by_role("button", name="Play")).to_be_in_viewport()


async def test_what_a_handset_shows_leads_to_its_way(seen: Seen) -> None:
    await seen.happens()
    page = await seen.at("handsets/ms2")
    await page.locator(".talk a").click()
    await expect(page.locator("article .bubble")).to_have_text("Hello")
    await expect(page.locator(".rungs .said").first).to_have_text("sends text Hello")


# What is searched for


async def test_what_is_searched_for_is_in_the_address(seen: Seen) -> None:
    async with bound(seen) as bank:
        for text in ("one & only", "two"):
            await bank.submit(text, to="+447700900123")
        await seen.simulator.simulator.rest()
    page = await seen.at("messages")
    search, rows = page.get_by_role("searchbox"), page.locator(".list a")
    await search.fill("to:+447700900123 one &")
    await expect(rows).to_have_count(1)
    assert page.url.endswith("/#messages?to:+447700900123%20one%20%26")
    await rows.click()
    await expect(page.locator("article .bubble")).to_have_text("one & only")
    await page.reload()
    await expect(search).to_have_value("to:+447700900123 one &")
    await expect(rows).to_have_count(1)
    await page.get_by_role("link", name="Handsets").click()
    await expect(search).to_have_value("")
    await page.go_back()
    await expect(search).to_have_value("to:+447700900123 one &")
    await page.get_by_role("link", name="Messages", exact=True).click()
    await expect(rows).to_have_count(2)
    await page.goto(f"{seen.url}/#messages?state:UNDELIVERABLE")
    await expect(page.locator(".side")).to_contain_text("No message matches.")


async def test_events_are_filtered_as_the_address_says_whatever_the_case(seen: Seen) -> None:
    await seen.happens()
    page = await seen.at("events?TEXT=hello")
    await expect(page.locator(".lines li:visible")).to_have_count(2)
    await page.goto(f"{seen.url}/#events?sends")
    await expect(page.locator(".lines li:visible")).to_have_count(1)


async def test_who_sees_as_many_as_there_may_be_is_told_that_there_are_more(seen: Seen) -> None:
    await seen.happens()
    [one] = (await seen.simulator.client.get("/api/v1/messages")).json()["messages"]
    many = [{**one, "message_id": f"{number:08}"} for number in range(1000)]
    body = {"messages": many[:50], "next": "00000049"}
    await seen.page.route("**/api/v1/messages?*", lambda route: route.fulfill(json=body))
    page = await seen.at("messages")
    older = page.get_by_role("button", name="Show older")
    for _ in range(4):
        await older.click()
        await another_look(page)
    body["messages"] = many
    await older.click()
    await expect(page.locator(".side")).to_contain_text("Older ones than these 1000 are found by searching for them.")
    await expect(older).to_be_hidden()
    await expect(page.locator(".list a").last).to_be_focused()
