"""What a test gives the simulator by mistake is told at once, by name: nothing is done with half of it."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest

import pdu
import smsc


@pytest.fixture(scope="module")
def centre() -> Iterator[smsc.Centre]:
    with smsc.running() as centre:
        yield centre


@pytest.fixture
async def aio() -> AsyncIterator[smsc.AsyncCentre]:
    async with smsc.running() as centre:
        yield centre


@pytest.mark.parametrize("wrong", [b"Hello", 5, True, ("Hello",), re.compile(b"Hello")])
@pytest.mark.parametrize("name", ["text", "sender"])
def test_what_no_message_can_be_is_no_check_that_none_comes(centre: smsc.Centre, name: str, wrong: Any) -> None:
    phone = centre.phone()
    told = re.escape(f"{name}: expected text, a pattern of text or a function, found {wrong!r}")
    with pytest.raises(TypeError, match=told):
        phone.expect_none(**{name: wrong}, within=0)
    with pytest.raises(TypeError, match=told):
        phone.wait(**{name: wrong})


@pytest.mark.parametrize(
    ("wrong", "error"),
    [(float("nan"), ValueError), ("5", TypeError), (None, TypeError), (timedelta(seconds=5), TypeError)],
)
def test_a_timeout_that_is_no_number_does_not_reach_the_timers_of_the_simulator(
    centre: smsc.Centre, wrong: Any, error: type[Exception]
) -> None:
    phone, account = centre.phone(), centre.account()
    told = re.escape(f": expected a number of seconds, found {wrong!r}")
    with pytest.raises(error, match=f"timeout{told}"):
        phone.wait(timeout=wrong)
    with pytest.raises(error, match=f"within{told}"):
        phone.expect_none(within=wrong)
    with pytest.raises(error, match=f"timeout{told}"):
        account.submitted(timeout=wrong)
    with pytest.raises(error, match=f"timeout{told}"):
        account.said(pdu.CancelSm, timeout=wrong)
    with pytest.raises(error, match=f"timeout{told}"):
        account.inject("Hello", timeout=wrong)
    for name in ("days", "hours", "minutes", "seconds", "patience"):
        with pytest.raises(error, match=f"{name}{told}"):
            centre.clock.advance(**{name: wrong})


def test_a_text_that_is_none_is_not_written_on_a_handset(centre: smsc.Centre) -> None:
    phone, account = centre.phone(), centre.account()
    wrong: Any = b"Hello"
    before = centre.said
    for doing, told in (
        (lambda: phone.send(wrong, account.number), "text: expected text, found b'Hello'"),
        (lambda: phone.send("Hello", wrong), "to: expected text, found b'Hello'"),
        (lambda: account.inject(wrong), "text: expected text, found b'Hello'"),
        (lambda: account.inject("Hello", source=wrong), "source: expected text, found b'Hello'"),
        (lambda: account.inject(deliver_sm=wrong), "deliver_sm: expected a DeliverSm, found b'Hello'"),
        (lambda: account.said(wrong), "said: expected a class of requests, such as CancelSm, found b'Hello'"),
        (lambda: centre.phone(wrong), "number: expected text, found b'Hello'"),
        (lambda: centre.ladder([wrong]), "whose: expected handsets, accounts and names, found b'Hello'"),
        (lambda: phone.swap_sim(wrong), "swap_sim: expected a handset as smsc.phone.. makes it, found b'Hello'"),
    ):
        with pytest.raises(TypeError, match=told):
            doing()
    with pytest.raises(TypeError, match="said: expected a class of requests, such as CancelSm, found <class 'int'>"):
        account.said(int)  # type: ignore[type-var]  # the point
    assert centre.said == before


def test_what_is_no_coroutine_is_not_waited_for(centre: smsc.Centre) -> None:
    phone = centre.phone()
    with pytest.raises(TypeError, match="call: expected a coroutine, found <bound method "):
        centre.call(phone.aio.wait)  # type: ignore[arg-type]  # the point


async def test_a_simulator_that_does_not_run_can_t_be_ended() -> None:
    running = smsc.running()
    told = "no simulator of this smsc.running.. runs: none has begun, or all have ended already"
    with pytest.raises(RuntimeError, match=told):
        running.__exit__(None, None, None)
    with pytest.raises(RuntimeError, match=told):
        await running.__aexit__(None, None, None)


def test_a_plus_alone_is_no_number(centre: smsc.Centre) -> None:
    with pytest.raises(ValueError, match=r"number: expected digits behind the \+"):
        centre.phone("+")


async def test_a_sim_is_swapped_into_another_handset_of_the_same_simulator(aio: smsc.AsyncCentre) -> None:
    phone, other = await aio.phone(), await aio.phone()
    async with smsc.running() as elsewhere:
        stranger = await elsewhere.phone()  # whose IMSI is that of a handset here, too
        for wrong in (stranger, phone, None):
            with pytest.raises(ValueError, match="swap_sim: expected another handset of this simulator, found "):
                await phone.swap_sim(wrong)  # type: ignore[arg-type]  # the point
    number = phone.number
    await phone.swap_sim(other)
    assert other.number == number


@pytest.mark.parametrize("wrong", [1_000_001, 10**400, float("inf")])
def test_a_clock_that_would_run_beyond_all_dates_goes_on_as_it_was(centre: smsc.Centre, wrong: float) -> None:
    with pytest.raises(ValueError, match="speed: expected 0 to 1,000,000, found "):
        centre.clock.set_speed(wrong)
    assert centre.clock.speed == 1
