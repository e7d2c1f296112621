"""The client against a message centre that may do anything at any moment, by a seed and in virtual time."""

import asyncio
import gc
from contextlib import suppress
from random import Random
from typing import Any

import pytest

import esme
from esme import Rebind, Retry, Timers
from pdu import CommandStatus
from tests.esme.walk.centre import MoodyCentre
from tests.esme.walk.verdict import Submit, wrongs

MOODS = (
    "answers twice",
    "asks whether we live",
    "can't be reached",
    "cuts in pieces",
    "delivers",
    "hangs up",
    "hangs up before it answers",
    "hangs up behind its answer",
    "nacks",
    "nacks itself first",
    "nacks what nobody sent",
    "never answers",
    "refuses",
    "refuses a bind",
    "talks rubbish",
    "unbinds",
)
RETRIES = {
    CommandStatus.ESME_RTHROTTLED: Retry(2, 0.1, 1.0, everybody=True),
    CommandStatus.ESME_RSYSERR: Retry(1, 0.3, 1.0),
}


class Walk:
    """All that a seed decides: the terms of the client, the moods of the message centre, and what a program does."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        moods = {mood: chance.random() ** 2 / 4 for mood in MOODS if chance.random() < 0.4}
        self.centre = MoodyCentre(chance, moods)
        self.terms: dict[str, Any] = {
            "bind": ["transceiver"] * chance.choice([1, 1, 2, 3]),
            "window": chance.choice([1, 2, 5]),
            "queue": chance.choice([2, 100]),
            "retries": chance.choice([{}, RETRIES]),
            "rebind": Rebind(0.1, 1.0, resend=chance.choice([0, 0, 1])),
            "timers": Timers(response_timer=chance.choice([2.0, 10.0])),
            "random": chance,
        }
        self.submits: list[Submit] = []
        self.heard: list[str | None] = []
        self.since = float("inf")

    async def submit(self, bank: esme.Esme) -> None:
        """Submit one message after the other, now and then with less patience than the client has."""
        while True:
            await asyncio.sleep(self.chance.choice([0, self.chance.random() * 5]))
            self.submits.append(submit := Submit(f"number {len(self.submits)}"))
            try:
                async with asyncio.timeout(self.chance.choice([None, None, None, 1.0])):
                    submit.told = await bank.submit(submit.text, to="+447700900123")
            except (esme.EsmeError, TimeoutError) as error:
                submit.told = error.with_traceback(None)
            if self.chance.random() < 0.3 or type(submit.told) is esme.Disconnected or len(self.submits) > 60:
                return

    async def go(self) -> None:
        """Bind, submit, leave at some moment, and see that all has come to an end by itself."""
        centre, loop = self.centre, asyncio.get_running_loop()
        try:
            bank = await esme.connect(system_id="bank", **self.terms)
        except esme.EsmeError:
            return  # the first bind is tried only once
        self.since = loop.time()
        async with bank:
            tasks = [asyncio.create_task(self.submit(bank)) for _ in range(self.chance.choice([1, 8, 20]))]
            for _ in range(self.chance.choice([3, 40])):
                await asyncio.sleep(self.chance.random() / 2)
                centre.whim()
            if self.chance.random() < 0.5:
                centre.calm = True
                await asyncio.wait(tasks)
                await asyncio.sleep(15)  # until both sides have given up the same requests
                await bank.bound()
                assert bank._requests.window.taken == 0
        left = loop.time()
        await asyncio.wait(tasks)
        assert loop.time() - left < 6  # and that was their own sleep
        assert bank._requests.window.taken == 0
        with suppress(esme.Disconnected):
            async for message in bank:
                self.heard.append(message.text)

    def run(self) -> list[str]:
        """Walk, and return everything that was wrong."""
        loop = self.centre.loop
        try:
            loop.run_until_complete(self.go())
            left = [task.get_name() for task in asyncio.all_tasks(loop)]
        finally:
            loop.close()
        open_ = [line.number for line in self.centre.lines if not line.wire.lost]
        gc.collect()
        found = [*wrongs(self.centre.log, self.submits, self.heard, self.since, self.terms), *loop.complaints]
        return found + [f"left behind: {what}" for what in (*left, *open_)]


@pytest.mark.parametrize("seed", range(0, 90, 15))
def test_whatever_a_message_centre_does_each_submit_ends_once_and_with_the_truth(seed: int) -> None:
    for walk in range(seed, seed + 15):
        assert Walk(walk).run() == [], f"seed {walk}"
