"""Regular expressions that are waited for: all of them are searched for, and none holds up the simulator."""

import asyncio

import pytest

from smsc.api import searching
from smsc.api.searching import QUICK, Search, TooSlow
from tests.smsc.api.conftest import API, Served, problem, sent

FOR_EVER = "(a+)+$"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("", "", True),
        ("493", "Your code is 493021", True),
        (r"^\d{6}$", "Your code is 493021", False),
        (r"(?i)CODE is (\d{6}|none)", "Your code is 493021", True),
        (r"(?:\d\d)+ or (?:\w+\s*)+", "Your code is 49 or less", True),
        (r"(?:\d\d)+ or (?:\w+\s*)+", "Your code is\n\0\u20ac", False),
        (r"code.*is\s+\d+.*x", "Your code is 493021" + "!" * 200 + "x", True),
    ],
)
async def test_every_expression_is_sought(pattern: str, text: str, found: bool) -> None:
    async with Search(pattern) as search:
        assert [await search.finds(text) for _ in range(2)] == [found, found]


@pytest.mark.parametrize("pattern", ["(", "a{99999999999999999999}", "[z-a]"])
def test_what_is_no_expression_says_so(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"^[a-z].*"):
        Search(pattern)


@pytest.mark.usefixtures("shallow")
def test_more_parentheses_within_each_other_than_python_reads_are_no_expression() -> None:
    with pytest.raises(ValueError, match="too many parentheses within each other"):
        Search("(" * 5_000 + ")" * 5_000)


@pytest.mark.parametrize("pattern", [FOR_EVER, "a?" * 40 + "a" * 40, "(a|aa)+$", "a*a*a*a*b", "(?:a|a){40}b"])
def test_what_may_take_long_is_known(pattern: str) -> None:
    assert Search(pattern).steps("a" * 40) > QUICK


async def test_a_search_that_takes_for_ever_ends_in_time_and_holds_nobody_up(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PATIENCE", 0.5)
    await sent(served, "a" * 60 + "!")
    waits = asyncio.create_task(served.client.get(f"{API}/messages/wait", params={"text": FOR_EVER, "timeout": 20}))
    assert (await served.client.get(f"{API}/clock")).status_code == 200
    refused = await waits
    expected = "query.text: expected a regular expression that a text is searched for within 0.5 s"
    assert problem(refused) == (422, expected)


async def test_a_process_that_dies_has_found_nothing_out() -> None:
    async with Search(FOR_EVER) as search:
        assert await search.finds("a")
        assert search.process is not None
        search.process.kill()
        with pytest.raises(TooSlow):
            await search.finds("a")


async def test_what_comes_while_somebody_waits_is_searched_as_well(served: Served) -> None:
    waits = asyncio.create_task(
        served.client.get(f"{API}/messages/wait", params={"text": r"(?:\d\d)+$", "timeout": 60})
    )
    for text in ("Hello", "Your code is 493021"):
        await sent(served, text)
    assert (await waits).json()["code"] == "493021"
