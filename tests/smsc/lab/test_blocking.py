"""The simulator without asyncio has everything that its counterpart has."""

from inspect import iscoroutinefunction

import pytest

from smsc.lab.account import AsyncAccount
from smsc.lab.blocking import Account, Centre, Clock, Phone
from smsc.lab.centre import AsyncCentre
from smsc.lab.clock import AsyncClock
from smsc.lab.phone import AsyncPhone

IN_A_WITH = {"add_fault", "remove_faults"}  # what `fault` does


@pytest.mark.parametrize(
    ("aio", "blocking"), [(AsyncCentre, Centre), (AsyncPhone, Phone), (AsyncAccount, Account), (AsyncClock, Clock)]
)
def test_everything_that_can_be_awaited_can_be_waited_for(aio: type, blocking: type) -> None:
    awaited = {name: one for name, one in vars(aio).items() if not name.startswith("_") and iscoroutinefunction(one)}
    assert sorted(awaited.keys() - vars(blocking).keys() - IN_A_WITH) == [], (
        "blocking.py lacks them: name = _waits(...)"
    )
    assert [name for name, one in awaited.items() if not hasattr(one, "__wrapped__")] == [], "these need @at_home"
