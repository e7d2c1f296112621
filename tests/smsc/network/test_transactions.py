"""TS 24.007 clause 11.2.3.1.3: every message of a short message's transaction has its TI, with the flag of its side."""

import pytest

from pdu.sms.cp import CpAck, CpData
from smsc.network.acts import SendsText
from smsc.network.hop import Hop
from tests.smsc.network.world import World, msisdn, mt_forward_sm

FLAG = 8  # set by whoever did not begin the transaction


@pytest.mark.parametrize("beginner", ["ms1", "bss1"])
def test_what_who_began_a_transaction_says_is_without_the_flag_and_what_the_other_says_is_with_it(
    beginner: str,
) -> None:
    world = World()
    said: list[tuple[str, bool, str, int]] = []

    def hear(hop: Hop) -> None:
        if isinstance(hop.message, CpData | CpAck) and "ms1" in (hop.origin, hop.to):
            ti = hop.message.ti
            said.append((hop.origin, bool(ti & FLAG), hop.message.words[-1], ti % FLAG))

    world.network.observers.append(hear)
    for _ in range(2):  # more than one, as the first may be 0 on both sides
        if beginner == "ms1":
            world.does("ms1", SendsText("Hello", msisdn(2)))
        else:
            world.say("msc1", mt_forward_sm())
            world.run(0)
    other = "bss1" if beginner == "ms1" else "ms1"
    assert [(origin, flag, words) for origin, flag, words, _ in said] == 2 * [
        (beginner, False, "CP-DATA"),
        (other, True, "CP-ACK"),
        (other, True, "CP-DATA"),
        (beginner, False, "CP-ACK"),
    ]
    assert [len({ti for *_, ti in said[at : at + 4]}) for at in (0, 4)] == [1, 1]
