"""TS 23.041 clause 9.2: what a cell broadcast centre and a BSS say to each other, as TS 48.049 names it.

They are values without octets so far. Time is in seconds, where the standard
counts broadcast periods of 1.883 s.
"""

from dataclasses import dataclass
from typing import ClassVar

from pdu.gsm.location import CellGlobalIdentification

PERIOD = 1.883  # seconds: a cell broadcasts a message not more often than that


@dataclass(slots=True)
class WriteReplace:
    """Broadcast this in these cells, so often (0: until it is killed), with such a period."""

    words: ClassVar[tuple[str, ...]] = ("WRITE-REPLACE",)

    message_identifier: int
    new_serial_number: int
    cell_list: tuple[CellGlobalIdentification, ...]
    repetition_period: float
    number_of_broadcasts_requested: int
    data_coding_scheme: int
    message_content: tuple[bytes, ...]


@dataclass(slots=True)
class WriteReplaceComplete:
    """These cells do."""

    words: ClassVar[tuple[str, ...]] = ("WRITE-REPLACE COMPLETE",)

    message_identifier: int
    new_serial_number: int
    cell_list: tuple[CellGlobalIdentification, ...]


@dataclass(slots=True)
class MessageStatusQuery:
    """How often has this been broadcast?"""

    words: ClassVar[tuple[str, ...]] = ("MESSAGE STATUS QUERY",)

    message_identifier: int
    old_serial_number: int


@dataclass(slots=True)
class MessageStatusQueryComplete:
    """So often: ``number_of_broadcasts_completed_list`` has a number for each cell of ``cell_list``."""

    words: ClassVar[tuple[str, ...]] = ("MESSAGE STATUS QUERY COMPLETE",)

    message_identifier: int
    old_serial_number: int
    cell_list: tuple[CellGlobalIdentification, ...]
    number_of_broadcasts_completed_list: tuple[int, ...]


@dataclass(slots=True)
class Kill:
    """Broadcast this no more."""

    words: ClassVar[tuple[str, ...]] = ("KILL",)

    message_identifier: int
    old_serial_number: int


@dataclass(slots=True)
class KillComplete:
    """It is broadcast no more."""

    words: ClassVar[tuple[str, ...]] = ("KILL COMPLETE",)

    message_identifier: int
    old_serial_number: int
