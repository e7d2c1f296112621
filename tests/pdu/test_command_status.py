"""The outcomes of operations, by number, name and sentence."""

import pytest

from pdu.command_status import CommandStatus, explained, named


@pytest.mark.parametrize(
    ("before", "between", "after"),
    [
        ((0x49, "ESME_RINVSRCNPI"), range(0x4A, 0x50), (0x50, "ESME_RINVDSTTON")),
        ((0x59, "ESME_RPROVNOTALLWD"), range(0x5A, 0x61), (0x61, "ESME_RINVSCHED")),
    ],
)
def test_the_values_jump_like_decimals(before: tuple[int, str], between: range, after: tuple[int, str]) -> None:
    assert (named(before[0]), named(after[0])) == (before[1], after[1])
    assert [named(value) for value in between] == [f"0x{value:08X}" for value in between]


@pytest.mark.parametrize("status", CommandStatus, ids=lambda status: status.name)
def test_every_status_has_a_sentence(status: CommandStatus) -> None:
    assert " " in status.sentence
    assert explained(status) == status.sentence
    assert named(status) == status.name


def test_names_of_v3_4_are_aliases() -> None:
    assert CommandStatus["ESME_RINVOPTPARSTREAM"] is CommandStatus.ESME_RINVTLVSTREAM
    assert named(0xC4) == "ESME_RINVTLVVAL"


@pytest.mark.parametrize(("value", "sentence"), [(0x400, "Vendor-specific error"), (0x4FF, "Vendor-specific error")])
def test_the_statuses_of_vendors_are_known_as_such(value: int, sentence: str) -> None:
    assert explained(value) == sentence


@pytest.mark.parametrize("value", [0x09, 0x3FF, 0x500, 0xFFFFFFFF])
def test_a_reserved_status_stays_a_number(value: int) -> None:
    assert named(value) == f"0x{value:08X}"
    assert explained(value) == "Reserved status"
