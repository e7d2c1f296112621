"""What people do, as written in scenarios and at the prompt."""

from dataclasses import MISSING, fields
from typing import Any

import pytest

from pdu import ladder
from pdu.malformed import Malformed
from pdu.sms.address import Address
from smsc.config import parse as parse_world
from smsc.network.acts import (
    DeletesMessages,
    FillsMemory,
    FreesMemory,
    LosesCoverage,
    LosesPower,
    MovesTo,
    ReadsMessages,
    Replies,
    SendsText,
    SwitchesOff,
    SwitchesOn,
)
from smsc.network.ms import SERVICES
from smsc.network.operators import Bars, Provisions, SwapsSim
from smsc.network.troubles import Breaks, Loses, Takes, Trouble
from smsc.world.acts import ACTS_OF, Act, parse, read
from smsc.world.world import World
from tests.smsc.worlds import DEFAULT

NUMBER = Address("447700900123")


@pytest.mark.parametrize(
    ("written", "act"),
    [
        ("bars msisdn=447700900123", Bars(NUMBER)),
        ("bars msisdn=+447700900123 by=subscriber", Bars(NUMBER, "subscriber")),
        ("bars msisdn=447700900123 by=operator", Bars(NUMBER, "operator")),
        ("provisions msisdn=447700900123 teleservice_list=0x11,22", Provisions(NUMBER, (b"\x11", b"\x22"))),
        ("swaps sim msisdn=447700900123 imsi=234150000000099", SwapsSim(NUMBER, "234150000000099")),
        ("loses share=0.25", Loses(0.25)),
        ("takes seconds=1.5", Takes(1.5)),
        ("switches on", SwitchesOn()),
        ("switches off", SwitchesOff()),
        ("loses power", LosesPower()),
        ("loses coverage", LosesCoverage()),
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
        ("explodes", "expected one of: switches on, switches off, loses power, moves to, loses coverage, sends text"),
        ("switchs off", "expected an act, perhaps switches off or switches on, found switchs off"),
        ("bars msisdn=BANK", "^msisdn: expected digits, found BANK"),
        ("bars msisdn=447700900123 by=law", "expected operator or subscriber, found law"),
        ("provisions msisdn=447700900123 teleservice_list=sms", "expected codes of two digits with commas, such as"),
        ("loses share=half", "^share: expected a number from 0 to 1, found half"),
        ("loses share=2", "expected a number from 0 to 1, found 2"),
        ("moves to", "expected cell=..., found nothing"),
        ("moves to cell=cell2 on=foot", r"expected cell=\.\.\., found cell=\.\.\. on=\.\.\."),
        ("switches off now=1", r"expected nothing more, found now=\.\.\."),
        ("sends text text=Hello", r"expected text=\.\.\. to=\.\.\., perhaps report=\.\.\., found text=\.\.\."),
        ("replies text=Yes report=maybe", "^report: expected 0 or 1, found maybe"),
        ("sends text text=Hello to=ACME", "^to: expected up to 15 digits, perhaps after a [+], found ACME"),
    ],
)
def test_what_is_no_act_says_what_could_stand_there(written: str, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        parse(ladder.parse(written))


def test_an_act_is_read_with_whom_it_is_about() -> None:
    assert read("ms1  switches off ", {"ms1": "ms"}.__getitem__) == ("ms1", SwitchesOff())
    assert read("sc-hlr breaks") == ("sc-hlr", Breaks())
    assert ladder.line(Bars(NUMBER)).words == ("bars",)


@pytest.mark.parametrize("act", [act for acts in ACTS_OF.values() for act in acts])
def test_every_act_is_written_as_it_is_read(act: type[Act]) -> None:
    values: dict[str, Any] = {
        "msisdn": NUMBER,
        "imsi": "234150000000001",
        "teleservice_list": (b"\x11", b"\x21"),
        "to": NUMBER,
    }
    values |= {"cell": "cell1", "text": "Hello there", "share": 0.5, "seconds": 2.0, "supported": True}
    made = act(**{field.name: values[field.name] for field in fields(act) if field.default is MISSING})
    assert parse(ladder.line(made)) == made


def test_every_act_is_served_by_those_to_whom_it_can_happen() -> None:
    stranger = '[[stranger]]\nname = "mallory"\nnumber = "99900000001"'
    network = World(parse_world(f"{DEFAULT}\n{stranger}", "world"), now=0.0).network
    served: dict[str, Any] = {element.kind: getattr(element, "_services", ()) for element in network}
    served["ms"] = SERVICES
    idle = [
        f"{kind} {' '.join(act.words)}"
        for kind, acts in ACTS_OF.items()
        for act in acts
        if not issubclass(act, Trouble) and act not in served[kind]
    ]
    assert idle == [], "the services of these elements lack the acts: nothing would happen"
