"""What tests register of vendors, the whole program would know: it is forgotten afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pdu import tlv


@contextmanager
def registered() -> Iterator[None]:
    """Forget afterwards what is registered meanwhile."""
    tables: tuple[dict[Any, Any], ...] = (tlv.TLVS, tlv._BY_NAME, tlv.LENGTHS)
    before: list[dict[Any, Any]] = [dict(table) for table in tables]
    try:
        yield
    finally:
        for table, rows in zip(tables, before, strict=True):
            table.clear()
            table.update(rows)
