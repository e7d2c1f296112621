"""smsc/store/asking.py: queries with one answer."""

import sqlite3
from contextlib import closing

import pytest

from smsc.store.asking import answer


def test_an_answer_is_the_value_that_it_is() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        assert answer(db, "SELECT ? || ?", "mini", "-smsc") == "mini-smsc"
        assert answer(db, "SELECT max(1) WHERE 1 = 0") is None


def test_a_question_is_over_once_it_is_answered() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE note (value TEXT)")
        answer(db, "SELECT count(*) FROM note")
        db.execute("DROP TABLE note")  # SQLite refuses that while a statement reads it


@pytest.mark.parametrize("question", ["SELECT 1 WHERE 1 = 0", "SELECT 1 UNION SELECT 2", "SELECT 1, 2"])
def test_what_has_no_one_answer_is_a_mistake(question: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(ValueError, match="values to unpack"):
        answer(db, question)
