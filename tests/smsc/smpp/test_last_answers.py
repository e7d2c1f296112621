"""Before a session ends by unbind or end of stream, earlier requests are answered, even if still to be stored."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pdu.values import EsmClass
from smsc.config import load
from smsc.network.acts import SwitchesOff
from smsc.simulator import Simulator
from smsc.smpp import connections
from tests.interop.centre import Centre
from tests.smsc.smpp.peer import Peer, pdu


@asynccontextmanager
async def centre_on_disk(folder: Path) -> AsyncIterator[Centre]:
    async with Simulator(load().on_port(0).kept_in("sqlite", folder / "messages.sqlite"), now=time.time()) as simulator:
        yield Centre(simulator)
    assert len(simulator.world.face) == 0


async def test_what_is_asked_in_one_write_with_unbind_is_answered_before_it(tmp_path: Path) -> None:
    async with centre_on_disk(tmp_path) as centre, Peer(centre) as peer:
        await peer.binds()
        peer.says(*(pdu("submit_sm", number) for number in (2, 3, 4)), pdu("unbind", 5))
        heard = [(await peer.hears())[:3] for _ in range(4)]
        assert heard[:-1] == [("submit_sm_resp", "ESME_ROK", number) for number in (2, 3, 4)]
        assert heard[-1] == ("unbind_resp", "ESME_ROK", 5)
        await peer.hears_the_end()


async def test_unbind_comes_while_the_store_writes_what_was_asked(tmp_path: Path) -> None:
    async with centre_on_disk(tmp_path) as centre, Peer(centre) as peer:
        await peer.binds()
        await peer.is_served()
        peer.says(pdu("submit_sm", 2))
        peer.says(pdu("unbind", 3))
        assert [(await peer.hears())[:3] for _ in range(2)] == [
            ("submit_sm_resp", "ESME_ROK", 2),
            ("unbind_resp", "ESME_ROK", 3),
        ]


async def test_who_hangs_up_and_listens_is_answered(tmp_path: Path) -> None:
    async with centre_on_disk(tmp_path) as centre, Peer(centre) as peer:
        await peer.binds()
        await peer.is_served()
        peer.says(*(pdu("submit_sm", number) for number in (2, 3)))
        peer.hangs_up()
        assert [(await peer.hears())[:3] for _ in range(2)] == [("submit_sm_resp", "ESME_ROK", n) for n in (2, 3)]
        await peer.hears_the_end()


async def test_nobody_waits_for_ever_to_unbind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "GOODBYE", 0.01)
    async with centre_on_disk(tmp_path) as centre, Peer(centre) as peer:
        centre.act("ms1", SwitchesOff())
        await peer.binds()
        peer.says(pdu("submit_sm", 2, esm_class=bytes((EsmClass.FORWARD,))), pdu("unbind", 3))
        assert (await peer.hears())[:3] == ("unbind_resp", "ESME_ROK", 3)
        await peer.hears_the_end()


async def test_who_is_gone_is_waited_for_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "GOODBYE", 3600.0)
    async with centre_on_disk(tmp_path) as centre:
        centre.act("ms1", SwitchesOff())
        async with Peer(centre) as peer:
            await peer.binds()
            peer.says(pdu("submit_sm", 2, esm_class=bytes((EsmClass.FORWARD,))), pdu("unbind", 3))
            await centre.said("bank", "unbind")
            peer.dies()
