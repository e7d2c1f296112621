"""What ``POST /api/v1/reset`` does: a simulator that somebody has used becomes as it was, for the next one who does.

Sessions stay bound, the clock goes on from where it is, and what was added (accounts, handsets) stays.
"""

import asyncio
from contextlib import suppress
from typing import Final

from pdu.sms.address import Address
from smsc.api.desk import Desk
from smsc.config import Phone
from smsc.network.acts import DeletesMessages, FreesMemory, LosesPower, MovesTo, SwitchesOn
from smsc.network.operators import Subscribes, Unbars
from smsc.network.troubles import ComesUp, IsMended

PATIENCE: Final = 10.0  # seconds of the wall for what is under way to come to its end


async def begin_anew(desk: Desk) -> int:
    """Let nothing be left of what has happened, and say how many messages are under way all the same."""
    simulator, world = desk.simulator, desk.world
    world.faults.reset()
    for rule in world.config.fault:
        world.faults.add(rule)
    for name in tuple(world.network.troubles.down):
        simulator.act(name, ComesUp())
    for one, other in tuple(world.network.troubles.loss):
        simulator.act(f"{one}-{other}", IsMended())
    world.restore_latency()
    await _rested(desk)
    simulator.clock.catch_up()
    for centre in world.centres.values():
        world.network.send(centre, centre.clear(world.network.now))
    world.let_go()
    for phone in world.config.phone:
        _as_it_was(desk, phone)
    simulator.clock.run()
    await _rested(desk)
    simulator.clock.speed = world.config.clock.speed
    desk.forget()
    await desk.stored()
    desk.journal.records.clear()
    return sum(len(centre.queues) + len(centre.mailboxes) for centre in world.centres.values())


async def _rested(desk: Desk) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await desk.simulator.rest()


def _as_it_was(desk: Desk, phone: Phone) -> None:
    """A handset of the world's file: its subscription, its place, its memory, and whether it is on."""
    world, act = desk.world, desk.simulator.act
    ms, hlr = world.phones[phone.name], world.hlrs[world.plan.of_imsi(phone.imsi).name]
    subscriber = hlr.subscribers.get(phone.imsi)
    if phone.msisdn and (subscriber is None or subscriber.msisdn.value != phone.msisdn):
        act(hlr.name, Subscribes(Address(phone.msisdn), phone.imsi))
        act(phone.name, LosesPower())  # it registers when it is switched on again
    elif subscriber is not None and subscriber.barred is not None:
        act(hlr.name, Unbars(subscriber.msisdn))
    if not ms.covered or ms.cell.name != phone.cell:
        act(phone.name, MovesTo(phone.cell))
    act(phone.name, SwitchesOn())
    act(phone.name, FreesMemory())
    act(phone.name, DeletesMessages())
    if not (phone.on and phone.msisdn):
        act(phone.name, LosesPower())
