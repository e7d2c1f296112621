"""Who may use the API."""

import httpx
import pytest
from fastapi import FastAPI

from smsc.api.guard import Guard
from smsc.config import ConfigError, parse
from tests.smsc.worlds import DEFAULT


def client(**terms: str) -> httpx.AsyncClient:
    app = FastAPI()

    @app.get("/x")
    async def endpoint() -> str:
        return "done"

    @app.get("/livez")
    async def livez() -> str:
        return "ok"

    host = terms.setdefault("host", "127.0.0.1")
    guarded = Guard(app, **terms)
    name = f"[{host}]" if ":" in host else host
    return httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url=f"http://{name}:2780")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:2780", "[::1]:2780", "LOCALHOST"])
async def test_who_found_us_by_our_own_name_may(host: str) -> None:
    async with client() as one:
        assert (await one.get("/x", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com:2780", "", "[", "192.0.2.1"])
async def test_who_found_us_by_another_name_may_not(host: str) -> None:
    async with client() as one:
        answer = await one.get("/x", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["detail"] == "Host: expected one of 127.0.0.1, ::1, localhost"


@pytest.mark.parametrize(
    ("served", "host"),
    [
        ("fe80::1%eth0", "[fe80::1]:2780"),  # as curl
        ("fe80::1%eth0", "[fe80::1%wlan3]:2780"),  # as httpx
        ("2001:DB8:0::1", "[2001:db8::1]"),
    ],
)
async def test_an_address_is_our_own_however_it_is_written_and_whatever_its_zone_is_called_there(
    served: str, host: str
) -> None:
    async with client(host=served) as one:
        assert (await one.get("/x", headers={"Host": host})).status_code == 200


async def test_a_page_of_somebody_else_may_not() -> None:
    async with client() as one:
        own = await one.get("/x", headers={"Origin": "http://127.0.0.1:2780"})
        others = [
            await one.get("/x", headers={"Origin": origin})
            for origin in ("http://example.com", "null", "http://127.0.0.1:1", "http://[", "")
        ]
    assert own.status_code == 200
    assert [answer.status_code for answer in others] == [403] * 5


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)]
)
async def test_an_image_in_a_page_of_somebody_else_may_not_either(site: str, status: int) -> None:
    async with client() as one:
        answer = await one.get("/x", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "mode", "status"), [("/", "navigate", 404), ("/", "no-cors", 403), ("/x", "navigate", 403)]
)
async def test_a_link_in_a_page_of_somebody_else_may_lead_to_our_page_and_to_nothing_else(
    path: str, mode: str, status: int
) -> None:
    async with client() as one:  # which has no page
        answer = await one.get(path, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode})
    assert answer.status_code == status


async def test_where_there_is_a_token_it_is_needed_but_for_the_process_s_health() -> None:
    async with client(token="opensesame") as one:
        for value in (
            {},
            {"Authorization": "Bearer wrong"},
            {"Authorization": "Basic opensesame"},
            {"Authorization": "opensesame"},
        ):
            answer = await one.get("/x", headers=value)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
            assert "opensesame" not in answer.text
        assert (await one.get("/x", headers={"Authorization": "bearer opensesame"})).status_code == 200
        assert (await one.get("/livez")).status_code == 200


async def test_a_token_may_be_of_any_letters() -> None:
    async with client(token="\u00f6ffne dich") as one:
        headers = {b"Authorization": "Bearer \u00f6ffne dich".encode()}
        assert (await one.get("/x", headers=headers)).status_code == 200


async def test_a_token_may_end_with_an_octet_that_latin_1_has_as_a_space() -> None:
    async with client(token="voil\u00e0") as one:
        assert (await one.get("/x", headers={b"Authorization": "Bearer voil\u00e0".encode()})).status_code == 200


async def test_a_server_on_all_addresses_goes_by_its_token_alone() -> None:
    async with client(host="0.0.0.0", token="opensesame") as one:  # noqa: S104 - nothing listens
        headers = {"Host": "smsc.example.com", "Authorization": "Bearer opensesame"}
        assert (await one.get("/x", headers=headers)).status_code == 200


async def test_a_server_on_one_address_goes_by_its_name_as_well_as_by_its_token() -> None:
    async with client(host="Smsc.example.com", token="opensesame") as one:
        for host, status in (("smsc.example.com", 200), ("SMSC.example.com", 200), ("example.com", 421)):
            headers = {"Host": host, "Authorization": "Bearer opensesame"}
            assert (await one.get("/x", headers=headers)).status_code == status


async def test_a_server_on_all_addresses_without_a_token_is_for_this_machine_alone() -> None:
    async with client(host="0.0.0.0") as one:  # noqa: S104 - nothing listens
        for host, status in (("smsc.example.com", 421), ("localhost", 200)):
            assert (await one.get("/x", headers={"Host": host})).status_code == status


@pytest.mark.parametrize("token", ["a\\nb", " ab", "a\\u007f"])
def test_a_token_that_no_header_can_bear_is_refused(token: str) -> None:
    with pytest.raises(
        ConfigError, match=r"api\.token: expected visible characters with no space around them"
    ) as wrong:
        parse(f'{DEFAULT}\n[api]\ntoken = "{token}"\n', "world")
    assert "ab" not in str(wrong.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com", "::"])  # noqa: S104 - nothing listens
def test_a_world_whose_api_anybody_could_reach_needs_a_token(host: str) -> None:
    with pytest.raises(ConfigError, match=r"api: expected a token where host is no loopback address, found none for"):
        parse(f'{DEFAULT}\n[api]\nhost = "{host}"\n', "world")
    parse(f'{DEFAULT}\n[api]\nhost = "{host}"\ntoken = "opensesame"\n', "world")
    parse(f'{DEFAULT}\n[api]\nhost = "{host}"\nenabled = false\n', "world")


def test_a_world_may_name_loopback_as_it_likes() -> None:
    for host in ("127.0.0.1", "127.1.2.3", "::1", "localhost"):
        assert parse(f'{DEFAULT}\n[api]\nhost = "{host}"\n', "world").api.host == host
