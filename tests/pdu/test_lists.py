"""The parameters that are lists: destinations, failures and message ids, as octets and on a ladder line."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import (
    CommandStatus,
    DistributionList,
    Malformed,
    QueryLastMsgsResp,
    SmeAddress,
    SubmitMulti,
    SubmitMultiResp,
    UnsuccessSme,
)
from pdu.lists import Counted
from pdu.table import Parameter, parameter
from tests.pdu.pdus import values

DEST_ADDRESS = parameter(SubmitMulti, "dest_address")
UNSUCCESS_SME = parameter(SubmitMultiResp, "unsuccess_sme")
MESSAGE_IDS = parameter(QueryLastMsgsResp, "message_id")

TWO_DESTINATIONS = bytes.fromhex(
    "02"  # number_of_dests
    "01"  # dest_flag: SME address
    "01 01 3434373700"  # ton, npi, "4477"
    "02"  # dest_flag: distribution list
    "667269656e647300"  # "friends"
)
ONE_FAILURE = bytes.fromhex(
    "01"  # no_unsuccess
    "01 01 3434373700"  # ton, npi, "4477"
    "0000000b"  # error_status_code: ESME_RINVDSTADR
)


def refused(row: Parameter, octets: bytes) -> Malformed:
    with pytest.raises(Malformed) as error:
        row.decode(octets, 0)
    return error.value


def not_laid_out(row: Parameter, value: Any) -> Malformed:
    with pytest.raises(Malformed) as error:
        row.encode(value)
    return error.value


def test_destinations_are_addresses_and_lists() -> None:
    destinations = (SmeAddress(1, 1, "4477"), DistributionList("friends"))
    assert DEST_ADDRESS.encode(destinations) == TWO_DESTINATIONS
    assert DEST_ADDRESS.decode(TWO_DESTINATIONS, 0) == (destinations, len(TWO_DESTINATIONS))


def test_a_failure_is_an_address_and_a_status() -> None:
    failures = (UnsuccessSme(1, 1, "4477", 0x0B),)
    assert UNSUCCESS_SME.encode(failures) == ONE_FAILURE
    assert UNSUCCESS_SME.decode(ONE_FAILURE, 0) == (failures, len(ONE_FAILURE))


def test_no_failure_is_a_count_of_0() -> None:
    assert UNSUCCESS_SME.encode(()) == b"\0"
    assert UNSUCCESS_SME.decode(b"\0", 0) == ((), 1)


def test_message_ids_stand_one_behind_the_other() -> None:
    assert MESSAGE_IDS.encode(("A", "B")) == b"\x02A\0B\0"
    assert MESSAGE_IDS.decode(b"\x02A\0B\0", 0) == (("A", "B"), 5)


@pytest.mark.parametrize("flag", [0, 3, 255])
def test_a_bad_dest_flag_has_a_status_of_its_own(flag: int) -> None:
    error = refused(DEST_ADDRESS, bytes((1, flag)) + b"\1\1" + b"4477\0")
    assert (error.field, error.offset, error.found) == ("dest_flag", 1, str(flag))
    assert error.command_status == 0x40


def test_a_submission_without_destinations_is_refused() -> None:
    error = refused(DEST_ADDRESS, b"\0")
    assert (error.field, error.offset, error.command_status) == ("number_of_dests", 0, CommandStatus.ESME_RINVNUMDESTS)
    assert not_laid_out(DEST_ADDRESS, ()).command_status == CommandStatus.ESME_RINVNUMDESTS


def test_there_are_at_most_255_destinations() -> None:
    assert DEST_ADDRESS.decode(DEST_ADDRESS.encode((DistributionList("x"),) * 255), 0)[1] == 1 + 255 * 3
    error = not_laid_out(DEST_ADDRESS, (DistributionList("x"),) * 256)
    assert (error.field, error.found) == ("number_of_dests", "256")


@pytest.mark.parametrize(
    ("octets", "field", "status"),
    [
        ("", "number_of_dests", CommandStatus.ESME_RINVCMDLEN),
        ("01", "dest_flag", CommandStatus.ESME_RINVCMDLEN),
        ("01 01 01", "dest_addr_npi", CommandStatus.ESME_RINVCMDLEN),
        ("01 01 01 01" + "34" * 21, "destination_addr", CommandStatus.ESME_RINVDSTADR),
        ("01 02" + "61" * 21, "dl_name", CommandStatus.ESME_RINVDLNAME),
        ("02 02 6100", "dest_flag", CommandStatus.ESME_RINVCMDLEN),
    ],
)
def test_the_fault_of_a_destination_is_named(octets: str, field: str, status: int) -> None:
    error = refused(DEST_ADDRESS, bytes.fromhex(octets))
    assert (error.field, error.command_status) == (field, status)


@pytest.mark.parametrize("value", [None, "4477", {"4477"}, ("4477",), ((1, 1, "4477"),), (UnsuccessSme(1, 1, "4", 0),)])
def test_what_is_no_destination_is_refused(value: Any) -> None:
    assert not_laid_out(DEST_ADDRESS, value).field == "dest_address"


@pytest.mark.parametrize("value", [(SmeAddress(1, 1, "4477"),), (None,), 5])
def test_what_is_no_failure_is_refused(value: Any) -> None:
    assert not_laid_out(UNSUCCESS_SME, value).field == "unsuccess_sme"


# On a ladder line

LINES: list[tuple[Parameter, str, tuple[Any, ...]]] = [
    (
        DEST_ADDRESS,
        "1:1:447700900123,447700900124,dl:friends",
        (SmeAddress(1, 1, "447700900123"), SmeAddress(0, 0, "447700900124"), DistributionList("friends")),
    ),
    (DEST_ADDRESS, "5:0:My%20bank%2C%20Ltd", (SmeAddress(5, 0, "My bank, Ltd"),)),
    (DEST_ADDRESS, "%,dl:%", (SmeAddress(0, 0, ""), DistributionList(""))),
    (UNSUCCESS_SME, "1:1:4477:ESME_RINVDSTADR", (UnsuccessSme(1, 1, "4477", 0x0B),)),
    (UNSUCCESS_SME, "4477:0x00000400", (UnsuccessSme(0, 0, "4477", 0x400),)),
    (MESSAGE_IDS, "0A1B,0A1C", ("0A1B", "0A1C")),
]


@pytest.mark.parametrize(("row", "text", "items"), LINES)
def test_a_list_is_written_and_read_on_a_line(row: Parameter, text: str, items: tuple[Any, ...]) -> None:
    assert isinstance(row.wire, Counted)
    assert row.wire.to_line(items) == text
    assert row.wire.from_line(text, row.place) == items


@pytest.mark.parametrize("text", ["1:4477", "x:1:4477", "1:1:1:4477", "%4", "%zz", "list:a:b", "4477,1:1"])
def test_a_line_that_is_no_list_says_what_one_looks_like(text: str) -> None:
    assert isinstance(DEST_ADDRESS.wire, Counted)
    with pytest.raises(Malformed) as error:
        DEST_ADDRESS.wire.from_line(text, DEST_ADDRESS.place)
    assert error.value.expected == "destinations such as 1:1:447700900123 or dl:friends"


@settings(deadline=None)
@given(st.sampled_from([DEST_ADDRESS, UNSUCCESS_SME, MESSAGE_IDS]).flatmap(lambda r: st.tuples(st.just(r), values(r))))
def test_a_list_has_two_faces_and_both_round_trip(drawn: tuple[Parameter, tuple[Any, ...]]) -> None:
    row, items = drawn
    assert isinstance(row.wire, Counted)
    octets = row.encode(items)
    assert row.decode(octets, 0) == (items, len(octets))
    assert row.wire.from_line(row.wire.to_line(items), row.place) == items
    assert not set(row.wire.to_line(items)) & set(' "\\=')
