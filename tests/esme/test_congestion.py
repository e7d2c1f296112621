"""SMPP v5.0 section 4.8.4.18, congestion_state: the window of an ESME follows the load that it is told of."""

import asyncio

import pytest

import pdu
from esme.congestion import Congestion
from pdu import CommandStatus, SubmitSm, SubmitSmResp
from tests.esme.conversation import TO, conversation
from tests.esme.message_centre import Answer

OK, REFUSED = CommandStatus.ESME_ROK, CommandStatus.ESME_RINVDSTADR


@pytest.mark.parametrize(
    ("status", "state", "limit"),
    [
        (OK, 0, 6),
        (OK, 79, 6),
        (OK, 80, 5),
        (OK, 89, 5),
        (OK, 90, 4),
        (OK, 99, 4),
        (OK, 100, 1),
        (REFUSED, 90, 4),
        (REFUSED, 0, 6),
        (OK, None, 6),
        (REFUSED, None, 5),
    ],
)
def test_the_window_follows_the_load(status: int, state: int | None, limit: int) -> None:
    congestion = Congestion(10)
    congestion.limit = 5
    congestion.hear(status, state)
    assert congestion.limit == limit


def test_there_is_always_one_place_and_never_more_than_the_window_has() -> None:
    congestion = Congestion(2)
    for _ in range(3):
        congestion.hear(OK, 95)
    assert congestion.limit == 1
    for _ in range(3):
        congestion.hear(OK, 0)
    assert congestion.limit == 2
    congestion.throttled()
    assert congestion.limit == 1


async def test_a_message_centre_that_says_that_it_is_congested_gets_one_at_a_time_until_it_is_not() -> None:
    load = [100, 100, 100, 0, 0]
    script: dict[str, Answer] = {
        "bind_transceiver": lambda _: [pdu.BindTransceiverResp(sc_interface_version=pdu.InterfaceVersion.V5_0)],
        "submit_sm": lambda _: [],
    }
    async with conversation(script, interface_version=pdu.InterfaceVersion.V5_0, window=3) as (bank, sc):

        async def answer(request: SubmitSm, congestion_state: int) -> None:
            response = SubmitSmResp(message_id="1", congestion_state=congestion_state)
            response.sequence_number = request.sequence_number
            sc.says(response)

        submitted = [asyncio.create_task(bank.submit(str(number), to=TO)) for number in range(8)]
        asked = [await sc.hears("submit_sm") for _ in range(3)]
        for congestion_state in load[:3]:
            await answer(asked.pop(0), congestion_state)
        asked.append(await sc.hears("submit_sm"))
        sc.says(pdu.EnquireLink())
        await sc.hears("enquire_link_resp")
        assert sc.said()["submit_sm"] == 4  # one instead of three
        await answer(asked.pop(0), 0)
        asked += [await sc.hears("submit_sm"), await sc.hears("submit_sm")]
        await answer(asked.pop(0), 0)
        asked += [await sc.hears("submit_sm"), await sc.hears("submit_sm")]
        assert len(asked) == 3
        for request in asked:
            await answer(request, 0)
        assert len(await asyncio.gather(*submitted)) == 8
