"""message_ids are counted in eight hexadecimal digits."""

from itertools import islice

import pytest

from smsc.centre.message_ids import message_ids


@pytest.mark.parametrize("first", [0, 1, 0xFFE, 0x12345678, 0xABCDEFFF, 0xFFFFFFFE])
def test_message_ids_are_the_numbers_from_the_first_on(first: int) -> None:
    expected = [f"{(first + more) % (1 << 32):08X}" for more in range(5000)]
    assert list(islice(message_ids(first), 5000)) == expected


def test_a_first_number_of_more_than_eight_digits_counts_by_its_last_eight() -> None:
    assert next(message_ids(0x1_0000_002A)) == "0000002A"
