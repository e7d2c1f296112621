"""TS 23.038 clause 4: the data coding scheme."""

import pytest

from pdu.malformed import Malformed
from pdu.text import dcs
from pdu.text.dcs import Alphabet, Dcs, Group, Indication, MessageClass, Waiting


@pytest.mark.parametrize("octet", range(256))
def test_every_octet_survives(octet: int) -> None:
    assert dcs.decode(octet).encode() == octet


@pytest.mark.parametrize(
    ("octet", "meaning"),
    [
        (0x00, Dcs()),
        (0x04, Dcs(Alphabet.OCTETS)),
        (0x08, Dcs(Alphabet.UCS2)),
        (0x10, Dcs(message_class=MessageClass.IMMEDIATE_DISPLAY)),
        (0x15, Dcs(Alphabet.OCTETS, MessageClass.ME_SPECIFIC)),
        (0x18, Dcs(Alphabet.UCS2, MessageClass.IMMEDIATE_DISPLAY)),
        (0x20, Dcs(compressed=True)),
        (0x36, Dcs(Alphabet.OCTETS, MessageClass.SIM_SPECIFIC, compressed=True)),
        (0x48, Dcs(Alphabet.UCS2, group=Group.AUTOMATIC_DELETION)),
        (0x53, Dcs(message_class=MessageClass.TE_SPECIFIC, group=Group.AUTOMATIC_DELETION)),
        (0xC0, Dcs(indication=Indication(False, Waiting.VOICEMAIL), group=Group.DISCARD)),
        (0xC8, Dcs(indication=Indication(True, Waiting.VOICEMAIL), group=Group.DISCARD)),
        (0xD9, Dcs(indication=Indication(True, Waiting.FAX), group=Group.STORE)),
        (0xEA, Dcs(Alphabet.UCS2, indication=Indication(True, Waiting.ELECTRONIC_MAIL), group=Group.STORE_UCS2)),
        (0xF0, Dcs(message_class=MessageClass.IMMEDIATE_DISPLAY, group=Group.CLASS)),
        (0xF6, Dcs(Alphabet.OCTETS, MessageClass.SIM_SPECIFIC, group=Group.CLASS)),
    ],
)
def test_an_octet_says_alphabet_class_and_indication(octet: int, meaning: Dcs) -> None:
    assert dcs.decode(octet) == meaning
    assert meaning.encode() == octet


@pytest.mark.parametrize(
    ("octet", "group", "reserved"),
    [
        (0x0C, Group.GENERAL, 0x0C),  # the fourth alphabet
        (0x02, Group.GENERAL, 0x02),  # class bits that bit 4 gives no meaning
        (0x84, Group.RESERVED, 0x04),
        (0xBF, Group.RESERVED, 0x3F),
        (0xCC, Group.DISCARD, 0x04),
        (0xF9, Group.CLASS, 0x08),
    ],
)
def test_reserved_codings_are_kept_and_taken_for_the_default_alphabet(octet: int, group: Group, reserved: int) -> None:
    coding = dcs.decode(octet)
    assert (coding.group, coding.reserved, coding.alphabet) == (group, reserved, Alphabet.GSM7)


@pytest.mark.parametrize(
    "impossible",
    [
        Dcs(Alphabet.UCS2, MessageClass.ME_SPECIFIC, group=Group.CLASS),
        Dcs(group=Group.CLASS),
        Dcs(compressed=True, group=Group.STORE),
        Dcs(Alphabet.UCS2, indication=Indication(True, Waiting.FAX), group=Group.STORE),
        Dcs(indication=Indication(True, Waiting.FAX)),
        Dcs(reserved=0x80),
        Dcs(reserved=0x100),
        Dcs(Alphabet.OCTETS, group=Group.RESERVED),
    ],
)
def test_a_group_cannot_say_everything(impossible: Dcs) -> None:
    with pytest.raises(Malformed, match="tp_dcs"):
        impossible.encode()


@pytest.mark.parametrize("number", [-1, 256])
def test_only_octets_are_read(number: int) -> None:
    with pytest.raises(Malformed, match=f"^tp_dcs: expected 0 to 255, found {number}$"):
        dcs.decode(number)
