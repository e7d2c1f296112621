"""The network's time as TPDUs and SMPP write it, which have two digits for a year."""

from datetime import UTC, datetime

import pytest

from pdu.sms.timestamp import Timestamp
from smsc.centre.moments import absolute, timestamp
from smsc.dates import LATEST
from tests.smsc.centre.conversation import HOUR, Conversation

CENTURY = 100 * 365.25 * 24 * HOUR


@pytest.mark.parametrize(
    ("at", "of_tpdu", "of_smpp"),
    [
        (datetime(2026, 1, 31, 8, tzinfo=UTC), "2026-01-31T08:00:00+00:00", "260131080000000+"),
        (datetime(1970, 1, 1, tzinfo=UTC), "2070-01-01T00:00:00+00:00", "700101000000000+"),
        (datetime(2096, 2, 29, tzinfo=UTC), "1996-02-29T00:00:00+00:00", "960229000000000+"),
        (datetime(2400, 2, 29, tzinfo=UTC), "2000-02-29T00:00:00+00:00", "000229000000000+"),
        (datetime(9999, 12, 31, tzinfo=UTC), "1999-12-31T00:00:00+00:00", "991231000000000+"),
    ],
)
def test_a_year_is_written_by_its_last_two_digits(at: datetime, of_tpdu: str, of_smpp: str) -> None:
    assert timestamp(at.timestamp()) == Timestamp.parse(of_tpdu)
    assert absolute(at.timestamp()) == of_smpp


def test_what_ends_behind_the_last_date_ends_then() -> None:
    assert absolute(LATEST + 48 * HOUR) == absolute(LATEST) == "991231235959000+"


def test_messages_are_delivered_in_whatever_century_the_clock_is() -> None:
    talk = Conversation()
    talk.run(CENTURY)
    talk.submits("Hello")
    assert [deliver.text for deliver in talk.delivered()] == ["Hello"]
    assert talk.told() == ["DELIVRD 000"]
