"""SMPP v3.4 appendix B: receipts, read and written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.receipt import STATES, STATS, Receipt, candidates, decode
from pdu.values import MessageState

WHOLE = Receipt(
    id="0A1B2C3D",
    sub=1,
    dlvrd=1,
    submit_date=datetime(2024, 11, 21, 9, 30, tzinfo=UTC),
    done_date=datetime(2024, 11, 21, 9, 31, tzinfo=UTC),
    stat="DELIVRD",
    err="000",
    text="Hello",
)
WHOLE_TEXT = "id:0A1B2C3D sub:001 dlvrd:001 submit date:2411210930 done date:2411210931 stat:DELIVRD err:000 text:Hello"


def test_a_receipt_is_written_as_the_appendix_prints_it() -> None:
    assert WHOLE.encode() == WHOLE_TEXT


def test_one_moment_is_written_in_each_zone_as_it_is_there() -> None:
    utc = datetime(2024, 11, 21, 9, 30, tzinfo=UTC)
    there = utc.astimezone(timezone(timedelta(hours=2)))
    written = [Receipt(id="1", done_date=date, stat="DELIVRD").encode() for date in (utc, there)]
    assert written == [f"id:1 done date:{date} stat:DELIVRD" for date in ("2411210930", "2411211130")]


def test_a_receipt_is_read_as_the_appendix_prints_it() -> None:
    assert decode(WHOLE_TEXT) == WHOLE


def test_fields_that_are_not_there_are_neither_written_nor_invented() -> None:
    assert Receipt(id="1", stat="EXPIRED").encode() == "id:1 stat:EXPIRED"
    assert decode("id:1 stat:EXPIRED") == Receipt(id="1", stat="EXPIRED")


def test_what_counts_further_than_any_message_centre_is_no_number() -> None:
    read = decode(f"id:{'9' * 5000} sub:{'9' * 5000} dlvrd:001 stat:DELIVRD")
    assert read is not None
    assert (read.sub, read.dlvrd) == (None, 1)
    assert candidates(read.id)[0] == read.id


@pytest.mark.parametrize(
    "text",
    [
        "id:1,stat:DELIVRD,err:000",
        "id:1;stat:DELIVRD;err:000;",
        "id:1 stat:DELIVRD mcc:234 err:000 mnc:15",
        "id:1, stat:DELIVRD  ; mcc:234; err:000",
        "id:1 stat:DELIVRD err:000\0",
        "err:000 id:1 stat:DELIVRD\0",
    ],
)
def test_what_carriers_put_around_the_fields_is_none_of_them(text: str) -> None:
    assert decode(text) == Receipt(id="1", stat="DELIVRD", err="000")


def test_an_id_may_have_a_colon() -> None:
    assert decode("id: sc1:0001 stat:DELIVRD") == Receipt(id="sc1:0001", stat="DELIVRD")


def test_only_the_first_twenty_characters_of_the_message_are_written() -> None:
    assert Receipt(id="1", stat="DELIVRD", text="a" * 50).encode() == f"id:1 stat:DELIVRD text:{'a' * 20}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "id:1526758174 submit date:1701240904 done date:1701240904 stat:DELIVRD err:000 text:hellow",
            Receipt(
                id="1526758174",
                submit_date=datetime(2017, 1, 24, 9, 4, tzinfo=UTC),
                done_date=datetime(2017, 1, 24, 9, 4, tzinfo=UTC),
                stat="DELIVRD",
                err="000",
                text="hellow",
            ),
        ),
        (
            "id:a29f684555 sub:001 dlvrd:001 submit date:141023215253 done date:141023215259 stat:DELIVRD text:",
            Receipt(
                id="a29f684555",
                sub=1,
                dlvrd=1,
                submit_date=datetime(2014, 10, 23, 21, 52, 53, tzinfo=UTC),
                done_date=datetime(2014, 10, 23, 21, 52, 59, tzinfo=UTC),
                stat="DELIVRD",
                text="",
            ),
        ),
        (
            "id:ce5bc5a9-4f7d sub:000 dlvrd:000 submit date:180903120815 done date:180903120816 DELIVRD err:000 Text:",
            Receipt(
                id="ce5bc5a9-4f7d",
                sub=0,
                dlvrd=0,
                submit_date=datetime(2018, 9, 3, 12, 8, 15, tzinfo=UTC),
                done_date=datetime(2018, 9, 3, 12, 8, 16, tzinfo=UTC),
                stat="DELIVRD",
                err="000",
                text="",
            ),
        ),
        (
            "  ID : 7  SUB : 1   Submit_Date : 20240102030405  donedate:202401020304  STAT :undeliv  err: 0x1F ",
            Receipt(
                id="7",
                sub=1,
                submit_date=datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
                done_date=datetime(2024, 1, 2, 3, 4, tzinfo=UTC),
                stat="undeliv",
                err="0x1F",
            ),
        ),
        ("stat:DELIVRD err:000 id:7", Receipt(id="7", stat="DELIVRD", err="000")),
        ("id:7 stat:DELIVRD text:stat:EXPIRED id:8", Receipt(id="7", stat="DELIVRD", text="stat:EXPIRED id:8")),
        ("id:7 stat:DELIVRD sub:one submit date:yesterday", Receipt(id="7", stat="DELIVRD")),
    ],
    ids=["jsmpp 62", "jasmin 70", "ksmppd 108", "all at once", "another order", "keys in the text", "no numbers"],
)
def test_what_message_centres_write_is_read(text: str, expected: Receipt) -> None:
    assert decode(text) == expected


@pytest.mark.parametrize(
    ("digits", "date"),
    [
        ("6812312359", datetime(2068, 12, 31, 23, 59, tzinfo=UTC)),
        ("6901010000", datetime(1969, 1, 1, tzinfo=UTC)),
        ("240102030405", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("202431010304", None),
        ("202412310304", datetime(2024, 12, 31, 3, 4, tzinfo=UTC)),
        ("20241231030405", datetime(2024, 12, 31, 3, 4, 5, tzinfo=UTC)),
        ("19991231235960", None),
        ("2413010000", None),
        ("24010203", None),
        ("\u0662411210930", None),
    ],
)
def test_a_date_has_a_year_of_two_digits_or_of_four(digits: str, date: datetime | None) -> None:
    assert decode(f"id:7 stat:DELIVRD done date:{digits}") == Receipt(id="7", stat="DELIVRD", done_date=date)


@pytest.mark.parametrize(
    "text", ["", "Hello", "id:", "id:7", "stat:DELIVRD", "id: stat:DELIVRD", "paid:7 status:DELIVRD"]
)
def test_what_is_no_receipt_is_none(text: str) -> None:
    assert decode(text) is None


def test_every_state_has_a_word_and_every_word_a_state() -> None:
    assert set(STATS) == set(MessageState)
    assert {STATES[word] for word in STATS.values()} == set(MessageState)
    assert all(len(word) == 7 for word in STATS.values())


@pytest.mark.parametrize(
    ("stat", "state"),
    [
        ("DELIVRD", MessageState.DELIVERED),
        ("delivrd", MessageState.DELIVERED),
        ("DELIVERED", MessageState.DELIVERED),
        ("UNDELIVERABLE", MessageState.UNDELIVERABLE),
        ("FAILED", None),
    ],
)
def test_a_stat_names_its_state(stat: str, state: MessageState | None) -> None:
    assert Receipt(id="1", stat=stat).message_state is state


@pytest.mark.parametrize(
    ("err", "number"),
    [("000", 0), ("069", 69), ("0x1F", 31), ("00B", 11), ("²", None), ("SYSERR", None), ("", None), (None, None)],
)
def test_an_error_is_a_number_where_it_is_one(err: str | None, number: int | None) -> None:
    assert Receipt(id="1", stat="UNDELIV", err=err).error == number


RECEIPTS = st.builds(
    Receipt,
    id=st.text("0123456789ABCDEFabcdef-", min_size=1, max_size=36),
    sub=st.none() | st.integers(0, 255),
    dlvrd=st.none() | st.integers(0, 255),
    submit_date=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2068, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    done_date=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2068, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    stat=st.sampled_from(sorted(STATES)),
    err=st.none() | st.integers(0, 999).map("{:03}".format),
    text=st.none() | st.text(max_size=20),
)


@given(RECEIPTS)
def test_receipts_round_trip(receipt: Receipt) -> None:
    for name in ("submit_date", "done_date"):
        date = getattr(receipt, name)
        setattr(receipt, name, date and date.replace(second=0, microsecond=0))
    assert decode(receipt.encode()) == receipt


@given(st.text() | st.text("idstaerx: \n0aZ", max_size=60), RECEIPTS, st.integers(0, 120), st.text(max_size=3))
def test_any_text_is_a_receipt_or_none(text: str, receipt: Receipt, at: int, other: str) -> None:
    decode(text)
    written = receipt.encode()
    decode(f"{written[:at]}{other}{written[at + len(other) :]}")
