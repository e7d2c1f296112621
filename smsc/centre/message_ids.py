"""The message_ids that a service centre gives: eight hexadecimal digits, as carriers like them."""

from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import Final

_ENDS: Final = tuple(f"{end:03X}" for end in range(0x1000))
_BLOCKS: Final = 0x100000  # each of as many message_ids as there are ends


def message_ids(first: int) -> Iterator[str]:
    """Count from a number on, and from 00000000 again after FFFFFFFF.

    Each is put together from a front and an end: formatting a number takes three times as long.
    """
    block, inside = divmod(first & 0xFFFFFFFF, len(_ENDS))
    blocks = chain(range(block, _BLOCKS), chain.from_iterable(repeat(range(_BLOCKS))))
    return islice(chain.from_iterable(map(f"{front:05X}".__add__, _ENDS) for front in blocks), inside, None)
