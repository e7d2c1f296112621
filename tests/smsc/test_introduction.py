"""What ``smsc run`` says first, where that depends on who can reach it."""

import pytest

from smsc.commands.introduction import exposed
from smsc.commands.opening import opened
from smsc.config import load


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_passwords_may_be_public(host: str) -> None:
    assert exposed(load().on_host(host)) == ""


def test_who_lets_other_machines_in_is_told_which_passwords_are_public() -> None:
    world = load().on_host("0.0.0.0")  # noqa: S104 - nobody listens there
    assert exposed(world).startswith("Other machines can bind as bank, shop, news, with passwords that are public")
    world = opened(world, ["bank:private", "shop:secret2", "post:private"])
    assert exposed(world).startswith("Other machines can bind as news, with")
    assert exposed(opened(world, ["news:other"])) == ""
