"""What ``POST /api/v1/reset`` does: it puts a simulator that was used back as it was, for the next user.

Sessions stay bound, the clock goes on from where it is, and what was added (accounts, handsets) stays.
"""

import asyncio
from contextlib import suppress
from typing import Final

from smsc.api.as_it_was import AsItWas
from smsc.api.desk import Desk
from smsc.network.troubles import ComesUp, IsMended

PATIENCE: Final = 10.0  # seconds of the wall clock for what is under way to end


async def begin_anew(desk: Desk) -> int:
    """Undo all that has happened, and return how many messages are under way all the same."""
    simulator, world = desk.simulator, desk.world
    simulator.faults.reset()
    for rule in world.config.fault:
        world.faults.add(rule.model_copy())  # another one, so that whom the former has had absent is back
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
    as_it_was = AsItWas(world, simulator.act)
    as_it_was.subscriptions()
    simulator.clock.run()
    await _rested(desk)  # a VLR has forgotten handsets before they come back
    as_it_was.handsets()
    simulator.clock.run()
    await _rested(desk)
    for hlr in world.hlrs.values():
        hlr.register.forget_sim_changes()
    world.begin_chance_anew()
    simulator.clock.speed = world.config.clock.speed
    desk.kept.forget()
    await desk.kept.written()
    desk.forget_the_past()
    return sum(len(centre.queues) + len(centre.mailboxes) for centre in world.centres.values())


async def _rested(desk: Desk) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await desk.simulator.rest()
