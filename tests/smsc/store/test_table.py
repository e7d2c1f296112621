"""A message becomes a row and comes back."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.message import Message, StatusReport, UserData
from smsc.store import table

NUMBERS = st.builds(Address, st.text("0123456789", min_size=1, max_size=15), st.integers(0, 7), st.integers(0, 15))
NAMES = st.builds(Address, st.text(max_size=11), st.just(5), st.just(0))
PARTS = st.builds(UserData, st.integers(0, 255), st.binary(max_size=20), st.binary(max_size=160))
TIMES = st.floats(0, 4e9)
MESSAGES = st.builds(
    Message,
    message_id=st.text("0123456789ABCDEF", min_size=8, max_size=8),
    account=st.text(max_size=15),
    source=NUMBERS | NAMES,
    destination=NUMBERS,
    submitted=TIMES,
    expires=TIMES,
    parts=st.lists(PARTS, min_size=1, max_size=5).map(tuple),
    text=st.text(),
    state=st.sampled_from(MessageState),
    next_part=st.integers(0, 255),
    attempts=st.integers(0, 1000),
    next_attempt=TIMES,
    error=st.integers(0, 255),
    done=st.none() | TIMES,
    receipted=st.booleans(),
    esm_class=st.integers(0, 255),
    tlvs=st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=20)), max_size=3).map(tuple),
    set_dpf=st.booleans(),
    dpf_is_set=st.booleans(),
    session=st.integers(0, 1 << 40),
    submission=st.text(max_size=8),
    copies=st.lists(st.text(max_size=8), max_size=3).map(tuple),
    status_report=st.none() | st.builds(StatusReport, st.integers(0, 255), st.none() | st.integers(0, 255), TIMES),
    asked_as=st.tuples(NUMBERS | NAMES, NUMBERS),
)


def test_every_field_of_a_message_is_a_column() -> None:
    assert set(table.COLUMNS) == {field.name for field in fields(Message)}


@given(MESSAGES)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    again = table.message(table.row(message))
    assert [getattr(again, field.name) for field in fields(Message)] == [
        getattr(message, field.name) for field in fields(Message)
    ]
