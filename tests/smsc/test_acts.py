"""What people do, as it is written in scenarios and at the prompt."""

import pytest

from pdu import ladder
from pdu.malformed import Malformed
from pdu.sms.address import Address
from smsc.acts import parse
from smsc.network.acts import (
    DeletesMessages,
    FillsMemory,
    FreesMemory,
    LosesPower,
    MovesTo,
    ReadsMessages,
    Replies,
    SendsText,
    SwitchesOff,
    SwitchesOn,
)


@pytest.mark.parametrize(
    ("written", "act"),
    [
        ("switches on", SwitchesOn()),
        ("switches off", SwitchesOff()),
        ("loses power", LosesPower()),
        ("moves to cell=cell2", MovesTo("cell2")),
        ('sends text text="Hello there" to=7000', SendsText("Hello there", Address("7000", 0, 1))),
        ("sends text to=+447700900124 text=Hello", SendsText("Hello", Address("447700900124"))),
        ("sends text text=Hello to=7000 report=1", SendsText("Hello", Address("7000", 0, 1), report=True)),
        ("replies text=Yes", Replies("Yes")),
        ("reads messages", ReadsMessages()),
        ("deletes messages", DeletesMessages()),
        ("fills memory", FillsMemory()),
        ("frees memory", FreesMemory()),
    ],
)
def test_an_act_is_read_as_it_is_written(written: str, act: object) -> None:
    assert parse(ladder.parse(written)) == act


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("explodes", "expected one of: switches on, switches off, loses power, moves to, sends text"),
        ("moves to", "expected cell=..., found nothing"),
        ("moves to cell=cell2 on=foot", r"expected cell=\.\.\., found cell=\.\.\. on=\.\.\."),
        ("switches off now=1", r"expected nothing more, found now=\.\.\."),
        ("sends text text=Hello", r"expected text=\.\.\. to=\.\.\., perhaps report=\.\.\., found text=\.\.\."),
        ("replies text=Yes report=maybe", "expected 0 or 1, found maybe"),
        ("sends text text=Hello to=ACME", "expected up to 15 digits, perhaps after a [+], found ACME"),
    ],
)
def test_what_is_no_act_says_what_could_stand_there(written: str, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        parse(ladder.parse(written))
