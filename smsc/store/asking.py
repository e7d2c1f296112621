"""Queries to SQLite that have one value as their result."""

import sqlite3
from typing import Any


def answer(db: sqlite3.Connection, question: str, *values: object) -> Any:
    """Give the only value that a query returns.

    The result is read to its end: an unfinished statement holds up the next commit until its cursor is collected, which
    CPython does at once and PyPy at some later time.
    """
    [[value]] = db.execute(question, values).fetchall()
    return value
