"""SMPP v3.4 appendix B as it is spoken: each dialect is written as its message centre does, and all are read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.dialects import APPENDIX_B, DIALECTS, MESSAGE_IDS, Dialect, as_decimal, as_hexadecimal, candidates, dialect
from pdu.receipt import Receipt, decode

RECEIPT = Receipt(
    id="0A1b2C3D",
    sub=1,
    dlvrd=0,
    submit_date=datetime(2024, 11, 21, 9, 30, 5, tzinfo=UTC),
    done_date=datetime(2024, 11, 21, 9, 31, 59, tzinfo=UTC),
    stat="UNDELIV",
    err="27",
    text="The quick brown fox jumps",
)

TEXTS = {
    "appendix-b": "id:0A1b2C3D sub:001 dlvrd:000 submit date:2411210930 done date:2411210931 "
    "stat:UNDELIV err:027 text:The quick brown fox ",
    "capital-text": "id:0A1b2C3D sub:001 dlvrd:000 submit date:2411210930 done date:2411210931 "
    "stat:UNDELIV err:027 Text:The quick brown fox ",
    "no-sub-dlvrd": "id:0A1b2C3D submit date:2411210930 done date:2411210931 "
    "stat:UNDELIV err:027 text:The quick brown fox ",
    "no-text": "id:0A1b2C3D submit date:2411210930 done date:2411210931 stat:UNDELIV err:027",
    "seconds": "id:0A1b2C3D sub:001 dlvrd:000 submit date:241121093005 done date:241121093159 "
    "stat:UNDELIV err:027 text:The quick brown fox ",
    "century": "id:0A1b2C3D sub:001 dlvrd:000 submit date:20241121093005 done date:20241121093159 "
    "stat:UNDELIV err:027 text:The quick brown fox ",
    "bare-numbers": "id:0A1b2C3D sub:1 dlvrd:0 submit date:2411210930 done date:2411210931 "
    "stat:UNDELIV err:27 text: The quick brown fox ",
    "extra-spaces": "id: 0A1b2C3D  sub: 001  dlvrd: 000  submit date: 2411210930  done date: 2411210931  "
    "stat: UNDELIV  err: 027  text: The quick brown fox ",
    "long-err": "id:0A1b2C3D sub:001 dlvrd:000 submit date:2411210930 done date:2411210931 "
    "stat:UNDELIV err:0027 text:The quick brown fox ",
    "hex-err": "id:0A1b2C3D sub:001 dlvrd:000 submit date:2411210930 done date:2411210931 "
    "stat:UNDELIV err:01B text:The quick brown fox ",
    "no-stat-key": "id:0A1b2C3D sub:001 dlvrd:000 submit date:2411210930 done date:2411210931 "
    "UNDELIV err:027 text:The quick brown fox ",
    "tlvs-only": "",
}
REST = "sub:001 dlvrd:000 submit date:2411210930 done date:2411210931 stat:UNDELIV err:027 text:The quick brown fox "
TEXTS |= {
    "decimal-id": f"id:169552957 {REST}",
    "hexadecimal-id": f"id:0A1b2C3D {REST}",  # it is no decimal number
    "zero-stripped-id": f"id:A1b2C3D {REST}",
    "zero-padded-id": f"id:000A1b2C3D {REST}",
    "upper-case-id": f"id:0A1B2C3D {REST}",
    "lower-case-id": f"id:0a1b2c3d {REST}",
    "text-only": f"id:0A1b2C3D {REST}",
}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_dialect_writes_as_its_message_centre_does(name: str) -> None:
    assert RECEIPT.encode(DIALECTS[name]) == TEXTS[name]


@pytest.mark.parametrize("name", [name for name in DIALECTS if name != "tlvs-only"])
def test_every_dialect_is_read(name: str) -> None:
    read = decode(RECEIPT.encode(DIALECTS[name]))
    assert read is not None
    assert RECEIPT.id in candidates(read.id) or name in ("upper-case-id", "lower-case-id", "decimal-id")
    assert RECEIPT.id.upper() in candidates(read.id)
    assert read.message_state is RECEIPT.message_state
    assert read.error in (27, None)
    assert read.done_date is not None
    assert read.done_date.replace(second=59) == RECEIPT.done_date


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_receipts_that_are_alike_are_filled_into_one_form(dialect: Dialect) -> None:
    form = RECEIPT.form(dialect)
    for message_id, text in (
        ("0A1B2C3D", "Hello"),
        ("007", "{id} and {} in braces, longer than twenty"),
        ("{text}", ""),
    ):
        alone = replace(RECEIPT, id=message_id, text=text).encode(dialect)
        assert dialect.fill(form, message_id, text) == alone


def test_braces_are_no_places() -> None:
    receipt = Receipt(id="{text}", stat="UNDELIV", err="{id}", text="{0} {stat}")
    assert receipt.encode() == "id:{text} stat:UNDELIV err:{id} text:{0} {stat}"


def test_an_error_that_is_a_word_is_written_as_it_is() -> None:
    assert Receipt(id="1", stat="UNDELIV", err="ABSENT").encode(DIALECTS["hex-err"]) == "id:1 stat:UNDELIV err:ABSENT"


@pytest.mark.parametrize(
    ("form", "message_id", "written"),
    [
        ("as-is", "0a1B", "0a1B"),
        ("decimal", "0A1B2C3D", "169552957"),
        ("decimal", "no-number", "no-number"),
        ("hexadecimal", "169552957", "A1B2C3D"),
        ("hexadecimal", "0A1B2C3D", "0A1B2C3D"),
        ("zero-stripped", "000A", "A"),
        ("zero-stripped", "000", "000"),
        ("zero-padded", "A", "000000000A"),
        ("upper-case", "0a1b", "0A1B"),
        ("lower-case", "0A1B", "0a1b"),
    ],
)
def test_a_message_id_is_written_in_its_form(form: str, message_id: str, written: str) -> None:
    assert MESSAGE_IDS[form](message_id) == written


@pytest.mark.parametrize("form", MESSAGE_IDS)
@pytest.mark.parametrize(
    "message_id", ["0A1B2C3D", "169552957", "0000000042", "000000FF", "deadbeef", "12345678901234567890"]
)
def test_whatever_form_the_receipt_uses_the_message_id_is_among_the_candidates(form: str, message_id: str) -> None:
    assert message_id in candidates(MESSAGE_IDS[form](message_id))


def test_the_message_id_as_it_came_is_the_first_candidate() -> None:
    assert candidates("0a1b2c3d")[0] == "0a1b2c3d"
    assert candidates("ce5bc5a9-4f7d")[0] == "ce5bc5a9-4f7d"


@given(st.integers(0, 2**64))
def test_decimal_and_hexadecimal_are_each_other_s_reverse(number: int) -> None:
    assert as_decimal(as_hexadecimal(str(number))) == str(number)


@given(st.text(max_size=40))
def test_any_text_has_candidates_without_repetition(message_id: str) -> None:
    found = candidates(message_id)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("written", "text", "tlvs"),
    [
        ("decimal-id+text-only", "id:169552957 sub:001 dlvrd:000 ", ()),
        ("decimal-id+zero-padded-id", "id:0169552957 sub:001 dlvrd:000 ", APPENDIX_B.tlvs),
        (
            "bare-numbers+no-sub-dlvrd",
            "id:0A1b2C3D submit date:2411210930 done date:2411210931 stat:UNDELIV err:27 ",
            ...,
        ),
        ("seconds+long-err+text-only", "id:0A1b2C3D sub:001 dlvrd:000 submit date:2411210930", ()),
        ("tlvs-only+lower-case-id", "", APPENDIX_B.tlvs),
    ],
)
def test_dialects_are_put_together(written: str, text: str, tlvs: object) -> None:
    assert RECEIPT.encode(dialect(written)).startswith(text)
    assert tlvs in (..., dialect(written).tlvs)
    assert bool(text) == bool(dialect(written).pieces)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("octal-id+seconds", "one of appendix-b, .*, or several with"),
        ("seconds+century", "dialects that agree; century and another one before it each have their own submit date"),
        ("decimal-id+decimal-id", "each dialect once"),
        ("text-only+tlvs-only", "dialects that leave a text or TLVs"),
    ],
)
def test_dialects_that_can_t_be_put_together_are_refused(written: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        dialect(written)


def test_the_names_of_tlvs_in_a_dialect_are_those_of_deliver_sm() -> None:
    from pdu import DeliverSm

    for each in DIALECTS.values():
        assert all(hasattr(DeliverSm, name) for name in each.tlvs)


def test_the_plain_dialect_is_the_one_of_the_appendix() -> None:
    assert DIALECTS["appendix-b"] is APPENDIX_B
