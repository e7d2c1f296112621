"""The cell broadcasts of a BSS: what it remembers of them, and what it forgets."""

from pdu.gsm.cbsp import MessageStatusQuery, MessageStatusQueryComplete, Restart, WriteReplace
from smsc.network.broadcasts import MOST
from smsc.network.operators import Restarts
from tests.smsc.network.world import World


def broadcast(world: World, serial_number: int, *, times: int = 1) -> None:
    cells = (world.cells["cell1"].cgi,)
    world.say("bss1", WriteReplace(50, serial_number, cells, 60.0, times, 0x0F, (bytes(82),)))
    world.run(0)


def done(world: World, serial_number: int) -> tuple[int, ...]:
    world.say("bss1", MessageStatusQuery(50, serial_number))
    world.run(0)
    complete = world.sc.heard[-1]
    assert isinstance(complete, MessageStatusQueryComplete)
    return complete.number_of_broadcasts_completed_list


def test_a_thousand_are_remembered_and_of_those_that_are_over_the_oldest_is_forgotten() -> None:
    world = World()
    broadcast(world, 0, times=0)
    for serial_number in range(1, MOST + 10):
        broadcast(world, serial_number)
    assert [done(world, serial_number) for serial_number in (0, 10, 11, MOST + 9)] == [(1,), (), (1,), (1,)]


def test_a_bss_that_restarts_says_so_to_whoever_has_ordered_any() -> None:
    world = World()
    broadcast(world, 1, times=0)
    world.sc.heard.clear()
    for bss in ("bss1", "bss2"):
        world.does(bss, Restarts())
    assert world.sc.heard == [Restart()]
    assert done(world, 1) == ()
    assert "bss1 -> ms1" in world.ladder()
    world.run()
    assert world.at_rest()
    assert "bss1 -> ms1" not in world.ladder()  # it has stopped broadcasting
