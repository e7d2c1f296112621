"""Whatever happens, in any order: once all is well again, every message has ended, and nothing is left open."""

from collections import Counter
from random import Random

import pytest

from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSmResp
from pdu.sms.address import Address
from tests.smsc.network.country import ROUTER, Country
from tests.smsc.network.world import chance

DAY = 24 * 3600
HANDSETS = {"ms1": "447700900123", "ms2": "447700900124", "ms3": "33612345678"}
OF_MS1, OF_MS2 = (f"msisdn={HANDSETS[name]}" for name in ("ms1", "ms2"))
SPARE = ("ms8", "ms9")  # whose SIMs have a number only for a while
TROUBLED = ("sc-srf", "srf-hlr", "sc-msc1", "msc1-hlr", "msc1-bss1", "bss-ms")
NODES = ("sc", "sc2", "srf", "hlr", "msc1", "bss1", "hlr3", "msc3")


def something(random: Random) -> tuple[str, str]:
    """Choose what happens, and what ends it."""
    ms, link, node = random.choice([*HANDSETS]), random.choice(TROUBLED), random.choice(NODES)
    cell, spare = random.choice(("cell1", "cell3")), random.choice(SPARE)
    return random.choice((
        (f"{ms}  switches off", f"{ms}  switches on"),
        (f"{ms}  loses power", f"{ms}  switches on"),
        (f"{ms}  loses coverage", f"{ms}  moves to cell={cell}"),
        (f"{ms}  moves to cell={cell}", ""),
        (f"{ms}  fills memory", f"{ms}  frees memory"),
        (f'{ms}  sends text text="Hi" to=7001 report=1', ""),
        (f"{link}  breaks", f"{link}  is mended"),
        (f"{link}  takes seconds={random.choice((1, 12))}", f"{link}  takes seconds=0"),
        (f"{node}  goes down", f"{node}  comes up"),
        (f"{random.choice(('msc1', 'msc3', 'bss1', 'bss3'))}  restarts", ""),
        (f"{spare}  switches on", f"{spare}  switches off"),
        (f"hlr  swaps sim {OF_MS1} imsi=234150000000008", f"hlr  swaps sim {OF_MS1} imsi=234150000000001"),
        (f"hlr3  ports in {OF_MS2} imsi=208010000000009", f"hlr  ports in {OF_MS2} imsi=234150000000002"),
    ))  # fmt: skip


def live(country: Country, random: Random) -> None:
    """Let ESMEs write while various things happen, for an hour; then let all be well."""
    ends: list[str] = []
    for _ in range(30):
        if random.random() < 0.5:
            account, number = random.choice(("bank", "shop", "club")), random.choice([*HANDSETS.values()])
            country.submit(account, number, random.choice(("Hello", "Hello " * 40)))
        else:
            happens, end = something(random)
            country.does(happens)
            ends += [end] if end else []
        country.run(random.choice((0.0, 0.5, 5.0, 300.0)))
        if ends and random.random() < 0.5:
            country.does(ends.pop(0))
    country.does(*ends, *(f"{ms}  deletes messages" for ms in HANDSETS))
    country.run(3 * DAY)  # every message that waits has been tried again, or has expired
    for ms in HANDSETS:
        country.does(f"{ms}  switches off")
        country.run(60)
        country.does(f"{ms}  switches on")
    country.run(DAY)


def found(country: Country, name: str) -> bool:
    """Whether HLR, VLR and handset agree on where the handset is, and no other VLR has it."""
    world = country.world
    ms = world.phones[name]
    subscriber, vlr = world.hlr_of(ms.imsi).subscribers[ms.imsi], world.mscs[ms.cell.bss].vlr
    visitor = vlr.visitors.get(ms.imsi)
    there = visitor is not None and visitor.attached and visitor.lai == ms.cell.lai == ms.location
    return there and ms.registered and subscriber.vlr_number == vlr.number and visited(country, name) == [vlr.number]


def visited(country: Country, name: str) -> list[Address]:
    """Return the VLRs that have a handset."""
    imsi = country.world.phones[name].imsi
    return [msc.vlr.number for msc in country.world.mscs.values() if imsi in msc.vlr.visitors]


@pytest.mark.parametrize("router", ["", ROUTER])
@pytest.mark.parametrize("seed", range(20))
def test_every_message_ends_once_and_nothing_is_left_open(seed: int, router: str) -> None:
    country = Country(router)
    live(country, chance(seed))
    world = country.world
    for line in country.lines.values():
        taken = Counter(pdu.message_id for pdu in line.heard if isinstance(pdu, SubmitSmResp))
        receipts = [pdu for pdu in line.heard if isinstance(pdu, DeliverSm) and pdu.receipted_message_id]
        told = Counter(receipt.receipted_message_id for receipt in receipts)
        assert told == taken
    assert any(isinstance(pdu, SubmitSmResp) for line in country.lines.values() for pdu in line.heard)
    assert [len(centre.queues) for centre in world.centres.values()] == [0] * len(world.centres)
    assert not any(msc.connections.procedures for msc in world.mscs.values())
    assert not any(bss.channels for bss in world.bsss.values())
    waits = [one for hlr in world.hlrs.values() for one in hlr.subscribers.values() if one.mnrf or one.mcef or one.mwd]
    assert waits == []
    assert [name for name in HANDSETS if not found(country, name)] == []
    assert [name for name in SPARE if visited(country, name)] == []
    assert world.network.at_rest
