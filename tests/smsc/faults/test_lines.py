"""Faults over TCP: what a peer reads from its socket."""

from typing import Any

import pytest

from smsc.faults.rule import Rule
from tests.smsc.smpp.peer import Peer, neighbourhood, pdu


@pytest.mark.parametrize("effect", [{"split": 10}, {"glue": True, "times": 1}, {"swap": True, "times": 1}])
async def test_what_is_cut_and_glued_is_read_as_the_pdus_it_is(effect: dict[str, Any]) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds()
        fault = centre.running.world.faults.add(Rule.model_validate({"stage": "smpp", "pdu": "submit_sm", **effect}))
        for number in (7, 8):
            peer.says(pdu("submit_sm", number))
        peer.says(pdu("enquire_link", 9))
        heard = [(await peer.hears())[:3] for _ in range(3)]
        centre.running.world.faults.remove(fault.number)
        assert sorted(heard, key=lambda one: one[2]) == [
            ("submit_sm_resp", "ESME_ROK", 7),
            ("submit_sm_resp", "ESME_ROK", 8),
            ("enquire_link_resp", "ESME_ROK", 9),
        ]
        assert fault.struck


async def test_a_half_open_line_is_not_read_not_even_to_its_end() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer, Peer(centre) as other:
        await peer.binds()
        await other.binds()
        sessions = len(centre.running.world.face)
        rule = {"stage": "smpp", "pdu": "submit_sm", "disconnect": "half-open", "times": 1}
        fault = centre.running.world.faults.add(Rule.model_validate(rule))
        peer.says(pdu("submit_sm", 7), pdu("enquire_link", 8))
        peer.hangs_up()
        for _ in range(3):
            await other.is_served()
        assert fault.struck
        assert len(centre.running.world.face) == sessions


async def test_a_line_is_cut_behind_the_response_which_is_read_to_its_end() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds()
        rule = {"stage": "smpp", "pdu": "submit_sm", "disconnect": "after", "times": 1}
        centre.running.world.faults.add(Rule.model_validate(rule))
        peer.says(pdu("submit_sm", 7), pdu("submit_sm", 8))
        assert (await peer.hears())[:3] == ("submit_sm_resp", "ESME_ROK", 7)
        await peer.hears_the_end()
