"""Questions to SQLite that have one answer."""

import sqlite3
from typing import Any


def answer(db: sqlite3.Connection, question: str, *values: object) -> Any:
    """Give the value that is the whole answer.

    It is read to its end: a statement that is not holds up the next commit until its cursor has been collected, which
    CPython does at once, and PyPy at its leisure.
    """
    [[value]] = db.execute(question, values).fetchall()
    return value
