"""What an operator tells about a number's SIM, in the words of CAMARA, to a program that sends one-time codes."""

from typing import Any

import httpx
import pytest

from smsc.api.app import create
from smsc.config import parse
from tests.smsc.api.conftest import Served, client_of, serves
from tests.smsc.worlds import DEFAULT, PHONES

MS1, MS2, MS4 = "+447700900123", "+447700900124", "+447700900126"
SIM_OF_MS2, NEW = "234150000000002", "234150000000099"


async def asked(client: httpx.AsyncClient, what: str, **body: Any) -> tuple[int, Any]:
    answer = await client.post(f"/sim-swap/v2/{what}", json=body)
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, answer.json()


async def swapped(served: Served, number: str, **body: Any) -> bool:
    status, told = await asked(served.client, "check", phoneNumber=number, **body)
    assert (status, list(told)) == (200, ["swapped"])
    return bool(told["swapped"])


async def latest(served: Served, number: str) -> str | None:
    status, told = await asked(served.client, "retrieve-date", phoneNumber=number)
    assert (status, told["monitoredPeriod"]) == (200, 100)
    found: str | None = told["latestSimChange"]
    return found


async def swap(served: Served, name: str, imsi: str) -> None:
    assert (await served.client.post(f"/api/v1/phones/{name}/sim", json={"imsi": imsi})).status_code == 202
    await served.simulator.rest()


async def advance(served: Served, by: str) -> None:
    assert (await served.client.post("/api/v1/clock/advance", json={"by": by})).status_code == 200


async def test_a_number_that_was_always_on_its_sim_has_not_been_swapped(served: Served) -> None:
    assert await latest(served, MS1) is None
    assert not await swapped(served, MS1, maxAge=2400)


async def test_a_sim_swap_is_told_of_for_as_long_as_somebody_looks_back(served: Served) -> None:
    await swap(served, "ms1", NEW)
    at = await latest(served, MS1)
    assert at is not None
    assert at.startswith("2026-01-01T00:00:")
    assert await swapped(served, MS1)
    assert not await swapped(served, MS2)
    await advance(served, "47h")
    assert not await swapped(served, MS1, maxAge=47)  # it was a moment before
    assert await swapped(served, MS1, maxAge=48)
    await advance(served, "193h")
    assert not await swapped(served, MS1), "240 hours are what is looked back where nothing is said"
    assert await swapped(served, MS1, maxAge=241)
    assert await latest(served, MS1) == at


async def test_nobody_is_told_of_what_is_longer_ago_than_the_monitored_period(served: Served) -> None:
    await swap(served, "ms1", NEW)
    await advance(served, "99d")
    assert await latest(served, MS1) is not None
    await advance(served, "1d")
    assert await latest(served, MS1) is None
    assert not await swapped(served, MS1, maxAge=2400)


async def test_the_number_whose_sim_was_taken_is_nobodys_and_that_of_the_thief_was_never_swapped(
    served: Served,
) -> None:
    await swap(served, "ms1", SIM_OF_MS2)
    assert await swapped(served, MS1)
    status, told = await asked(served.client, "check", phoneNumber=MS2)
    assert (status, told["code"]) == (404, "IDENTIFIER_NOT_FOUND")


async def test_a_new_subscription_of_a_number_is_a_swap(served: Served) -> None:
    act = f"subscribes msisdn={MS4} imsi={NEW}"
    assert (await served.client.post("/api/v1/acts", json={"subject": "hlr", "act": act})).status_code == 202
    await served.simulator.rest()
    assert await swapped(served, MS4)


async def test_a_number_that_was_given_up_comes_to_a_new_handset_as_if_it_had_never_been_swapped(
    served: Served,
) -> None:
    await swap(served, "ms1", NEW)
    withdraws = {"subject": "hlr", "act": f"withdraws msisdn={MS1}"}
    assert (await served.client.post("/api/v1/acts", json=withdraws)).status_code == 202
    await served.simulator.rest()
    phone = {"name": "ms9", "msisdn": MS1.removeprefix("+"), "imsi": "234150000000077", "cell": "cell1"}
    assert (await served.client.post("/api/v1/phones", json=phone)).status_code == 201
    assert await latest(served, MS1) is None


async def test_after_a_reset_no_sim_has_been_swapped(served: Served) -> None:
    await swap(served, "ms1", NEW)
    await served.client.post("/api/v1/reset")
    assert await latest(served, MS1) is None


async def test_a_number_of_a_range_is_known_before_anybody_has_met_it() -> None:
    async with serves(parse(DEFAULT + PHONES, "sc.toml")) as served:
        assert not await swapped(served, "+447911000004")


# What is wrong with a request


@pytest.mark.parametrize(
    ("body", "status", "code", "message"),
    [
        ({}, 422, "MISSING_IDENTIFIER", "body.phoneNumber: expected a value, but it is missing"),
        ({"phoneNumber": "+447700900199"}, 404, "IDENTIFIER_NOT_FOUND", "there is no number '+447700900199'"),
        (
            {"phoneNumber": "447700900123"},
            400,
            "INVALID_ARGUMENT",
            r"body.phoneNumber: expected what matches ^\+[1-9][0-9]{4,14}$",
        ),
        ({"phoneNumber": 447700900123}, 400, "INVALID_ARGUMENT", "body.phoneNumber: expected a valid string"),
        ({"phoneNumber": MS1, "maxAge": "24"}, 400, "INVALID_ARGUMENT", "body.maxAge: expected a valid integer"),
        (
            {"phoneNumber": MS1, "maxage": 24},
            400,
            "INVALID_ARGUMENT",
            "body.maxage: expected no such field; perhaps maxAge is meant",
        ),
        ({"phoneNumber": MS1, "maxAge": 0}, 400, "OUT_OF_RANGE", "body.maxAge: expected greater than or equal to 1"),
        (
            {"phoneNumber": MS1, "maxAge": 2401},
            400,
            "OUT_OF_RANGE",
            "body.maxAge: expected less than or equal to 2400",
        ),
    ],
)
async def test_what_is_wrong_has_the_code_that_camara_gives_it(
    served: Served, body: dict[str, Any], status: int, code: str, message: str
) -> None:
    assert await asked(served.client, "check", **body) == (status, {"status": status, "code": code, "message": message})


async def test_a_correlator_comes_back_with_whatever_is_answered(served: Served) -> None:
    headers = {"x-correlator": "b4333c46-49c0-4f62-80d7-f0ef930f1c46"}
    for number in (MS1, "+447700900199"):
        answer = await served.client.post("/sim-swap/v2/check", json={"phoneNumber": number}, headers=headers)
        assert answer.headers["x-correlator"] == headers["x-correlator"]
    answer = await served.client.post("/sim-swap/v2/check", json={"phoneNumber": MS1})
    assert "x-correlator" not in answer.headers
    answer = await served.client.post("/sim-swap/v2/check", json={"phoneNumber": MS1}, headers={"x-correlator": "a b"})
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_ARGUMENT")


async def test_who_has_no_token_is_refused_as_camara_refuses(served: Served) -> None:
    async with client_of(create(served.desk, token="opensesame")) as client:
        status, told = await asked(client, "check", phoneNumber=MS1)
        assert (status, told["code"]) == (401, "UNAUTHENTICATED")
        client.headers["Authorization"] = "Bearer opensesame"
        assert await asked(client, "check", phoneNumber=MS1) == (200, {"swapped": False})
