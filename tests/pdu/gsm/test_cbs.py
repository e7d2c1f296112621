"""pdu.gsm.cbs: a page is laid out as in its table, and a message comes back from its pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.gsm import cbs
from pdu.gsm.cbs import CONTENT, CbsPage, Scope, contents
from pdu.malformed import Malformed
from pdu.text import gsm7
from pdu.text.dcs import Alphabet
from tests.pdu.laws import is_malformed_or_round_trips
from tests.texts import texts

HELLO = gsm7.pack(gsm7.encode("Hello").ljust(93, b"\r"))


def pages(octets: bytes, alphabet: Alphabet) -> tuple[CbsPage, ...]:
    cut = contents(octets, alphabet)
    scheme = cbs.data_coding_scheme(alphabet)
    return tuple(CbsPage(0xC010, 1, scheme, page << 4 | len(cut), content) for page, content in enumerate(cut, 1))


def test_a_page_is_laid_out_as_its_table() -> None:
    octets = (
        b"\xc0\x10"  # serial number
        b"\x03\x84"  # message identifier
        b"\x0f"  # data coding scheme
        b"\x11"  # page parameter: 1 of 1
    ) + HELLO
    assert CbsPage(0xC010, 900, 0x0F, 0x11, HELLO).encode() == octets
    assert cbs.decode(octets) == CbsPage(0xC010, 900, 0x0F, 0x11, HELLO)


def test_a_serial_number_is_scope_code_and_update() -> None:
    assert cbs.serial_number(Scope.PLMN_WIDE, 0x3FF, 2) == 0b01_1111111111_0010
    assert CbsPage(0b01_1111111111_0010, 900, 0x0F, 0x11, HELLO).scope is Scope.PLMN_WIDE


def test_a_page_goes_in_four_blocks_of_which_the_last_says_so() -> None:
    page = CbsPage(0xC010, 900, 0x0F, 0x11, HELLO).encode()
    blocks = cbs.blocks(page)
    assert [block[:1].hex() for block in blocks] == ["20", "21", "22", "33"]
    assert [len(block) for block in blocks] == [23] * 4
    assert b"".join(block[1:] for block in blocks) == page


@given(
    st.builds(
        CbsPage,
        st.integers(0, 0xFFFF),
        st.integers(0, 0xFFFF),
        st.integers(0, 0xFF),
        st.integers(0, 0xFF),
        st.binary(min_size=CONTENT, max_size=CONTENT),
    )
)
def test_every_page_comes_back(page: CbsPage) -> None:
    assert cbs.decode(page.encode()) == page
    page_number, total = page.place
    assert 1 <= page_number <= total <= 15
    cbs.text((page,))


@given(st.binary(max_size=100) | st.binary(min_size=88, max_size=88))
def test_octets_are_a_page_if_there_are_88(octets: bytes) -> None:
    assert is_malformed_or_round_trips(cbs.decode, octets) is (len(octets) == 88)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (CbsPage(0x10000, 0, 0, 0, bytes(CONTENT)), "serial_number: expected 0 to 65535, found 65536"),
        (CbsPage(0, -1, 0, 0, bytes(CONTENT)), "message_identifier: expected 0 to 65535, found -1"),
        (CbsPage(0, 0, 256, 0, bytes(CONTENT)), "data_coding_scheme: expected 0 to 255, found 256"),
        (CbsPage(0, 0, 0, 256, bytes(CONTENT)), "page_parameter: expected 0 to 255, found 256"),
        (CbsPage(0, 0, 0, 0, bytes(CONTENT - 1)), "content_of_message: expected 82 octets, found 81"),
    ],
)
def test_what_does_not_fit_is_malformed(page: CbsPage, said: str) -> None:
    with pytest.raises(Malformed, match=f"^{said}$"):
        page.encode()


@given(texts("abc {}€\n", 690))  # 15 pages, if all take two septets
def test_a_text_comes_back_from_its_pages(text: str) -> None:
    assert cbs.text(pages(gsm7.encode(text), Alphabet.GSM7)) == text


@given(texts("абв \U0001f600", 300))
def test_so_does_ucs_2_with_no_surrogate_pair_cut(text: str) -> None:
    assert cbs.text(pages(text.encode("utf-16-be"), Alphabet.UCS2)) == text


def test_nor_is_an_escape_cut_from_the_septet_behind_it() -> None:
    first, second = contents(gsm7.encode("a" * 92 + "€"), Alphabet.GSM7)
    assert gsm7.unpack(first, 93) == b"a" * 92 + b"\r"
    assert gsm7.unpack(second, 93) == gsm7.encode("€") + b"\r" * 91
    assert len(contents(gsm7.encode("a" * 91 + "€"), Alphabet.GSM7)) == 1
    assert contents(b"\xd8" * 100, Alphabet.OCTETS)[0] == b"\xd8" * 82  # 8 bit data have no pairs


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("я" * 40 + "😀", "я" * 40 + "\r", "😀" + "\r" * 39),
        ("я" * 39 + "😀" + "я", "я" * 39 + "😀", "я" + "\r" * 40),
    ],
)
def test_a_surrogate_pair_that_does_not_fit_whole_stands_on_the_next_page(text: str, first: str, second: str) -> None:
    cut = contents(text.encode("utf-16-be"), Alphabet.UCS2)
    assert [content.decode("utf-16-be") for content in cut] == [first, second]


def test_octets_are_shown_as_hexadecimal_digits_and_filled_with_zeros() -> None:
    assert cbs.text(pages(b"\1\2", Alphabet.OCTETS)) == "0102".ljust(2 * CONTENT, "0")


def test_15_pages_are_the_most() -> None:
    assert len(contents(b"x" * 15 * 93, Alphabet.GSM7)) == 15
    with pytest.raises(Malformed, match=r"^message_payload: expected what fits into 15 pages, found 16 pages$"):
        contents(b"x" * (15 * 93 + 1), Alphabet.GSM7)


@pytest.mark.parametrize(
    ("alphabet", "message_class", "scheme"),
    [
        (Alphabet.GSM7, None, 0x0F),
        (Alphabet.OCTETS, None, 0x44),
        (Alphabet.UCS2, None, 0x48),
        (Alphabet.GSM7, 1, 0x51),
        (Alphabet.UCS2, 3, 0x5B),
    ],
)
def test_the_scheme_tells_the_alphabet(alphabet: Alphabet, message_class: int | None, scheme: int) -> None:
    assert cbs.data_coding_scheme(alphabet, message_class) == scheme
    assert cbs.alphabet(scheme) is alphabet
