"""A session and the event loop that it lives in, used from another loop or from none."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

import esme
from tests.esme.conversation import TO, conversation
from tests.esme.message_centre import receipt

CALLS: dict[str, Callable[[esme.Esme], Awaitable[Any]]] = {
    "submit": lambda bank: bank.submit("Hello", to=TO),
    "enquire_link": esme.Esme.enquire_link,
    "anext": esme.Esme.__anext__,
    "receipt_of": lambda bank: bank.receipt_of("7"),
    "bound": esme.Esme.bound,
    "closed": esme.Esme.closed,
    "unbind": esme.Esme.unbind,
}


async def in_another_loop(call: Callable[[], Awaitable[Any]]) -> Any:
    async def called() -> Any:
        async with asyncio.timeout(5):
            return await call()

    return await asyncio.to_thread(asyncio.run, called())


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_a_session_is_refused_to_a_task_of_another_loop_and_goes_on(
    call: Callable[[esme.Esme], Awaitable[Any]],
) -> None:
    async with conversation() as (bank, sc):
        with pytest.raises(RuntimeError, match="this session lives in another event loop"):
            await in_another_loop(lambda: call(bank))
        await bank.submit("Hello", to=TO)
        assert sc.said()["submit_sm"] == 1


async def test_a_receipt_is_waited_for_in_the_loop_of_its_session() -> None:
    async with conversation() as (bank, sc):
        message = await bank.submit("Hello", to=TO, receipt=True)
        with pytest.raises(RuntimeError, match="this session lives in another event loop"):
            await in_another_loop(message.delivered)
        sc.says(receipt(message))
        assert (await message.delivered(timeout=5)).message_id == message


@pytest.mark.parametrize(
    "opening", [esme.connect("127.0.0.1", 1, system_id="bank"), esme.serve_outbind(system_id="bank")]
)
def test_who_has_no_loop_of_asyncio_is_told_what_is_needed(opening: esme.connect | esme.serve_outbind) -> None:
    without: Coroutine[Any, Any, esme.Esme] = opening.__aenter__()  # stepped by hand, as trio steps its tasks
    with pytest.raises(RuntimeError, match=r"esme needs asyncio, .*: use asyncio.run, or esme.sync in a thread"):
        without.send(None)
