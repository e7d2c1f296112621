"""A message becomes a row and comes back."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.message import Message, StatusReport, UserData
from smsc.centre.submission import message_of_submit_sm
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
    assert set(table.COLUMNS) == {field.name for field in fields(Message)} | {"pdu"}


def test_what_a_submit_sm_says_is_kept_once_as_its_octets_and_read_there_again() -> None:
    submit_sm = SubmitSm(source_addr="7000", destination_addr="+447700900001", short_message=b"Hi", sequence_number=3)
    message = message_of_submit_sm(submit_sm, "bank", Address("7000"), iter(["2A"]), iter([7]), 1000.0)
    row = dict(zip(table.COLUMNS, table.row(message), strict=True))
    assert (row["parts"], row["text"], row["asked_as"], row["pdu"]) == (None, None, None, submit_sm.encode())
    again = table.message(tuple(row.values()))
    assert (again.pdu, again.parts, again.text) == (submit_sm, (UserData(0, b"", b"Hi"),), "Hi")
    assert again.asked_as == (Address("7000", 0, 0), Address("+447700900001", 0, 0))


def test_what_has_been_changed_of_it_is_kept_beside_it() -> None:
    submit_sm = SubmitSm(destination_addr="447700900001", short_message=b"Hi")
    message = message_of_submit_sm(submit_sm, "bank", Address("7000"), iter(["2A"]), iter([7]), 1000.0)
    message.parts, message.text = (UserData(0, b"", b"Bye"),), "Bye"
    again = table.message(table.row(message))
    assert (again.parts, again.text) == ((UserData(0, b"", b"Bye"),), "Bye")
    assert again.asked_as[1] == Address("447700900001", 0, 0)


@given(MESSAGES)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    again = table.message(table.row(message))
    assert [getattr(again, field.name) for field in fields(Message)] == [
        getattr(message, field.name) for field in fields(Message)
    ]
