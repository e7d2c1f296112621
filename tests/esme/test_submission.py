"""SMPP v5.0 section 4.2.1: a text as submit_sms, and what comes back for them."""

import asyncio
import copy
import gc
import pickle
import re
import weakref
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import esme.sync
from esme import DefaultAlphabet, Malformed, Message, Submitted, submission
from pdu import EsmClass, RegisteredDelivery, ladder
from pdu.text import DataCoding, user_data
from pdu.text.default_alphabet import cut
from pdu.text.segmentation import Segmentation
from tests.texts import texts

TO = "+447700900123"


def test_a_text_of_the_default_alphabet_is_one_septet_per_octet() -> None:
    [request] = submission.requests("10 € [ok]", to=TO)
    assert request.data_coding == 0x00
    assert request.short_message == b"10 " + b"\x1b\x65" + b" " + b"\x1b\x3c" + b"ok" + b"\x1b\x3e"


def test_any_other_text_is_ucs_2() -> None:
    [request] = submission.requests("Привет 🙂", to=TO)
    assert request.data_coding == 0x08
    assert request.short_message == "Привет 🙂".encode("utf-16-be")


@pytest.mark.parametrize(
    ("text", "is_short"), [("{" * 80, True), ("{" * 81, False), ("Ж" * 70, True), ("Ж" * 71, False)]
)
@pytest.mark.parametrize("default_alphabet", DefaultAlphabet)
def test_what_one_message_holds_is_encoded_without_looking_for_cuts(
    default_alphabet: DefaultAlphabet, text: str, is_short: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts: list[str] = []

    def counted(text: str, *how: Any, **more: Any) -> Segmentation:
        cuts.append(text)
        return cut(text, *how, **more)

    monkeypatch.setattr("esme.submission.cut", counted)
    assert len(submission.requests(text, to=TO, default_alphabet=default_alphabet)) == (1 if is_short else 2)
    assert cuts == ([] if is_short else [text])


def test_a_receipt_is_asked_for_only_if_wanted() -> None:
    assert submission.requests("Hello", to=TO)[0].registered_delivery == RegisteredDelivery.NONE
    wanted = submission.requests("Hello", to=TO, receipt=True)
    assert wanted[0].registered_delivery == RegisteredDelivery.MC_DELIVERY_RECEIPT


def test_a_long_text_is_told_apart_by_its_header() -> None:
    first, second = submission.requests("x" * 161, to=TO, source="Bank", receipt=True, reference=0x2A)
    assert first.esm_class == second.esm_class == EsmClass.UDHI
    assert first.short_message == bytes((5, 0, 3, 0x2A, 2, 1)) + b"x" * 153
    assert second.short_message == bytes((5, 0, 3, 0x2A, 2, 2)) + b"x" * 8
    same = {"esm_class", "short_message"}
    assert {field for field in ladder.line(first).fields if field[0] not in same} == {
        field for field in ladder.line(second).fields if field[0] not in same
    }


def test_an_account_may_mean_something_else_by_data_coding_0() -> None:
    [request] = submission.requests("a@b", to=TO, default_alphabet=DefaultAlphabet.LATIN_1)
    assert request.short_message == b"a@b"
    [request] = submission.requests("a@b", to=TO)
    assert request.short_message == b"a\x00b"


@pytest.mark.parametrize(
    ("default_alphabet", "text"),
    [(DefaultAlphabet.LATIN_1, "10 €"), (DefaultAlphabet.ASCII, "Grüße"), (DefaultAlphabet.ASCII, "a`b")],
)
def test_what_the_alphabet_of_the_account_does_not_hold_is_ucs_2(default_alphabet: DefaultAlphabet, text: str) -> None:
    [request] = submission.requests(text, to=TO, default_alphabet=default_alphabet)
    assert (request.data_coding, request.short_message) == (DataCoding.UCS2, text.encode("utf-16-be"))
    first, *_, last = submission.requests(text * 40, to=TO, default_alphabet=default_alphabet)
    assert (first.data_coding, last.data_coding) == (DataCoding.UCS2, DataCoding.UCS2)
    assert all(len(one.short_message) <= 140 for one in (first, last))


def test_a_text_that_comes_again_goes_out_as_it_did_before() -> None:
    texts = ["a@b", "a@b", "@", "a@b", "Привет", "Привет", "a@b", "@" * 161, "a@b", "", "a@b"]
    alike = {text: submission.requests(text, to=TO) for text in texts}
    assert [submission.requests(text, to=TO) for text in texts] == [alike[text] for text in texts]
    assert [[one.short_message for one in alike[text]] for text in ("a@b", "@", "")] == [[b"a\0b"], [b"\0"], [b""]]
    for default_alphabet, octets in ((DefaultAlphabet.LATIN_1, b"a@b"), (DefaultAlphabet.GSM7_UNPACKED, b"a\0b")):
        [request] = submission.requests(texts[0], to=TO, default_alphabet=default_alphabet)
        assert request.short_message == octets


@pytest.mark.parametrize(
    ("text", "flash", "data_coding"), [("x" * 161, False, 0), ("x" * 161, True, 0xF0), ("Я" * 71, True, 8)]
)
def test_a_long_text_that_replaces_another_is_whole(text: str, flash: bool, data_coding: int) -> None:
    [request] = submission.requests(text, to=TO, replace=True, flash=flash)
    assert (request.replace_if_present_flag, request.data_coding, request.short_message) == (1, data_coding, b"")
    assert user_data.text(request.message_payload or b"", data_coding, udhi=False) == text


@pytest.mark.parametrize("text", ["x" * 160, "Я" * 70, ""])
def test_a_short_text_that_replaces_another_is_as_any_other(text: str) -> None:
    [request] = submission.requests(text, to=TO, replace=True)
    assert request.message_payload is None
    assert user_data.text(request.short_message, request.data_coding, udhi=False) == text


@pytest.mark.parametrize(
    ("text", "found"), [("half \ud83d", "U\\+D83D unnamed at index 5"), ("x" * 153 * 255 + "x", "256 parts")]
)
def test_a_text_that_cannot_be_sent_is_malformed(text: str, found: str) -> None:
    with pytest.raises(Malformed, match=found):
        submission.requests(text, to=TO)


@pytest.mark.parametrize("flag", ["receipt", "flash", "replace"])
@pytest.mark.parametrize("said", ["no", "", None, 2, ["no"]], ids=repr)
def test_a_flag_is_true_or_false_and_no_word(flag: str, said: Any) -> None:
    flags: dict[str, Any] = {flag: said}
    with pytest.raises(TypeError, match=f"^{flag}: expected True or False, found {re.escape(repr(said))}$"):
        submission.requests("Hello", to=TO, **flags)


def test_one_and_zero_are_flags_too() -> None:
    one: Any = 1
    assert submission.requests("Hello", to=TO, receipt=one) == submission.requests("Hello", to=TO, receipt=True)


@pytest.mark.parametrize("default_alphabet", DefaultAlphabet)
@given(texts("a@_{€`çÇéЖ", 200))
@example("{" * 80)
@example("é" * 160)
@example("Ж" * 70)
def test_a_short_text_is_encoded_as_a_long_one(default_alphabet: DefaultAlphabet, text: str) -> None:
    parts = cut(text, default_alphabet).parts
    requests = submission.requests(text, to=TO, default_alphabet=default_alphabet)
    assert [(one.data_coding, one.short_message) for one in requests] == [
        (part.encoding.data_coding, part.short_message(default_alphabet)) for part in parts
    ]


@given(texts(st.characters(exclude_categories=["Cs"]), 400))
def test_what_the_parts_say_together_is_the_text(text: str) -> None:
    parts = submission.requests(text, to=TO)
    assert all(len(part.encode()) <= 16 + 40 + 140 + 20 for part in parts)
    udhi = bool(parts[0].esm_class & EsmClass.UDHI)
    read = user_data.joined((part.short_message for part in parts), parts[0].data_coding, udhi=udhi)
    assert read == text


def test_what_was_submitted_is_its_message_id() -> None:
    message = Submitted.under(["A1", "A2"])
    assert message == "A1"
    assert f"{message}" == "A1"
    assert hash(message) == hash("A1")
    assert message.message_ids == ("A1", "A2")


async def test_what_was_submitted_holds_its_receipts_no_longer_than_it_is_held() -> None:
    receipt = asyncio.get_running_loop().create_future()
    message = Submitted.under(["A1"], {"A1": receipt})
    held = weakref.ref(message), weakref.ref(receipt)
    del message, receipt
    gc.collect()
    assert [one() for one in held] == [None, None]


async def test_a_copy_of_what_was_submitted_is_its_message_id() -> None:
    receipt: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    submitted = Submitted.under(["2A", "2B"], {"2A": receipt})
    in_thread = esme.sync.Submitted("2A")
    for one in (submitted, in_thread):
        for other in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):  # noqa: S301 - our own
            assert (type(other), other) == (str, "2A")
