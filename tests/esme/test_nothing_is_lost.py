"""A message centre that drops lines, throttles and keeps silent, by a seed: every submit ends, and none becomes two."""

import asyncio
from collections import Counter
from random import Random

import pytest

import esme
from esme import Retry, Timers
from pdu import CommandStatus, Pdu, SubmitSm, SubmitSmResp
from tests.esme.conversation import SOON, conversation
from tests.esme.message_centre import MessageCentre

TO = "+447700900123"
OFTEN = {CommandStatus.ESME_RTHROTTLED: Retry(1000, 0.001, 0.002, everybody=True)}


class Moody:
    """At random, it takes a submit_sm, throttles it, or drops the line before or after taking it."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self.taken: Counter[str] = Counter()
        self.sc: MessageCentre

    def submit_sm(self, request: SubmitSm) -> list[Pdu]:
        text = request.short_message.decode()
        mood = self.chance.random()
        if mood < 0.2:
            return [SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED)]
        if mood >= 0.22:
            self.taken[text] += 1
        if mood < 0.24:
            asyncio.get_running_loop().call_soon(self.sc.hang_up, self.sc.session)
            return []
        return [SubmitSmResp(message_id=text)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sessions", [1, 3])
async def test_every_submit_is_taken_once_or_says_that_it_may_not_have_been(seed: int, sessions: int) -> None:
    moody = Moody(seed)
    async with conversation(
        {"submit_sm": moody.submit_sm},
        bind=["transceiver"] * sessions,
        rebind=SOON,
        retries=OFTEN,
        window=5,
        timers=Timers(response_timer=60),
    ) as (bank, sc):
        moody.sc = sc
        texts = [f"number {number}" for number in range(300)]
        ends = await asyncio.gather(*(bank.submit(text, to=TO) for text in texts), return_exceptions=True)
        for text, end in zip(texts, ends, strict=True):
            if isinstance(end, BaseException):
                assert isinstance(end, esme.Interrupted), (text, end)
                assert moody.taken[text] <= 1
            else:
                assert (end, moody.taken[text]) == (text, 1)
        assert 0 < sum(isinstance(end, esme.Interrupted) for end in ends) < 100
        await bank.bound()
        assert bank._requests.window.taken == 0  # no place is lost either
