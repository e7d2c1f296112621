"""The parties of a ladder, in the order of the message's way."""

from smsc.trace.parties import parties

KINDS = {"bank": "esme", "sc": "sc", "hlr": "hlr", "msc1": "msc", "bss1": "bss", "ms1": "ms", "ms2": "ms"}


def test_they_stand_from_the_esme_to_the_handset_whoever_begins() -> None:
    lines = (
        "ms1           sends text text=Hello",
        "ms1  -> bss1  CHANNEL REQUEST",
        "bss1 -> msc1  CP-DATA RP-DATA SMS-SUBMIT",
        "msc1 -> sc    mo-ForwardSM SMS-SUBMIT",
        "sc   -> hlr   sendRoutingInfoForSM",
        "sc   -> 447700900999  mt-ForwardSM SMS-DELIVER",
        "sc   -> bank  deliver_sm",
        "ms2           shows",
    )
    found = parties(lines, lambda name: KINDS.get(name, ""))
    assert found == ["bank", "sc", "hlr", "msc1", "bss1", "ms1", "ms2", "447700900999"]


def test_nobody_has_part_in_nothing() -> None:
    assert parties((), KINDS.__getitem__) == []
