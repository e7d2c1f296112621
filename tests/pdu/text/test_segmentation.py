"""A text as short messages: how many, where they are cut, and what each carries."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.text import dcs, gsm7, national, udh, user_data
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.encoding import GSM7, UCS2, Encoding
from pdu.text.reassembly import Assembled, Place, Reassembly
from pdu.text.segmentation import Carriage, Part, Sar, octet_segments, segments
from tests.texts import texts

SEVERAL = (Carriage.UDH_8, Carriage.UDH_16, Carriage.SAR)
GREEK = "Ω"  # one septet, two octets of UCS-2
CYRILLIC = "\u0416"


def lengths(text: str, carriage: Carriage = Carriage.UDH_8) -> list[int]:
    return [part.units for part in segments(text, carriage=carriage).parts]


# lengths at the borders


@pytest.mark.parametrize(
    ("characters", "carriage", "parts"),
    [
        (0, Carriage.UDH_8, [0]),
        (1, Carriage.UDH_8, [1]),
        (160, Carriage.UDH_8, [160]),
        (161, Carriage.UDH_8, [153, 8]),
        (306, Carriage.UDH_8, [153, 153]),
        (307, Carriage.UDH_8, [153, 153, 1]),
        (160, Carriage.UDH_16, [160]),
        (161, Carriage.UDH_16, [152, 9]),
        (304, Carriage.UDH_16, [152, 152]),
        (305, Carriage.UDH_16, [152, 152, 1]),
        (161, Carriage.SAR, [153, 8]),
    ],
)
def test_septets_of_gsm_7_bit(characters: int, carriage: Carriage, parts: list[int]) -> None:
    assert lengths("a" * characters, carriage) == parts
    assert lengths(GREEK * characters, carriage) == parts


@pytest.mark.parametrize(
    ("characters", "carriage", "parts"),
    [
        (1, Carriage.UDH_8, [1]),
        (70, Carriage.UDH_8, [70]),
        (71, Carriage.UDH_8, [67, 4]),
        (134, Carriage.UDH_8, [67, 67]),
        (135, Carriage.UDH_8, [67, 67, 1]),
        (71, Carriage.UDH_16, [66, 5]),
        (132, Carriage.UDH_16, [66, 66]),
        (133, Carriage.UDH_16, [66, 66, 1]),
        (71, Carriage.SAR, [67, 4]),
    ],
)
def test_code_units_of_ucs2(characters: int, carriage: Carriage, parts: list[int]) -> None:
    assert lengths(CYRILLIC * characters, carriage) == parts


@pytest.mark.parametrize(
    ("octets", "carriage", "parts"),
    [
        (0, Carriage.UDH_8, [0]),
        (140, Carriage.UDH_8, [140]),
        (141, Carriage.UDH_8, [134, 7]),
        (268, Carriage.UDH_8, [134, 134]),
        (269, Carriage.UDH_8, [134, 134, 1]),
        (141, Carriage.UDH_16, [133, 8]),
        (141, Carriage.SAR, [134, 7]),
    ],
)
def test_octets_of_8_bit_data(octets: int, carriage: Carriage, parts: list[int]) -> None:
    data = bytes(number & 0xFF for number in range(octets))
    cut = octet_segments(data, carriage=carriage)
    assert [part.units for part in cut.parts] == parts
    assert b"".join(part.octets for part in cut.parts) == data
    assert cut.encoding.data_coding == 4


@pytest.mark.parametrize(
    ("letter", "carriage", "most"),
    [
        ("a", Carriage.UDH_8, 255 * 153),
        ("a", Carriage.UDH_16, 255 * 152),
        ("a", Carriage.SAR, 255 * 153),
        (CYRILLIC, Carriage.UDH_8, 255 * 67),
        (CYRILLIC, Carriage.UDH_16, 255 * 66),
    ],
)
def test_there_are_at_most_255_parts(letter: str, carriage: Carriage, most: int) -> None:
    assert len(segments(letter * most, carriage=carriage).parts) == 255
    with pytest.raises(Malformed, match="255 parts at most, found 256 parts"):
        segments(letter * (most + 1), carriage=carriage)


@pytest.mark.parametrize("carriage", Carriage)
@pytest.mark.parametrize("text", ["Hi", CYRILLIC])
def test_a_text_that_needs_one_part_may_have_a_header_beside_which_several_had_no_room(
    text: str, carriage: Carriage
) -> None:
    elements = (udh.UnknownElement(0x70, bytes(135)),)
    (part,) = segments(text, elements=elements, carriage=carriage).parts
    assert part.tp_ud()[1][:138] == udh.encode(elements)
    assert (part.text, len(part.tp_ud()[1])) == (text, 140)
    with pytest.raises(Malformed, match=r"a header that leaves room for text, found 14[34] octets"):
        segments(text * 2, elements=elements, carriage=carriage)


# where a text is cut


def test_an_escape_pair_is_not_cut() -> None:
    cut = segments("a" * 152 + "€" + "b" * 10)
    assert [part.text for part in cut.parts] == ["a" * 152, "€" + "b" * 10]
    assert [part.room for part in cut.parts] == [1, 141]


def test_a_surrogate_pair_is_not_cut() -> None:
    cut = segments("a" * 66 + "😀" + "b" * 10)
    assert [part.text for part in cut.parts] == ["a" * 66, "😀" + "b" * 10]


def test_escape_pairs_alone_waste_a_septet_of_each_part() -> None:
    assert lengths("€" * 80) == [160]
    assert lengths("€" * 81) == [152, 10]


@pytest.mark.parametrize(
    "character",
    [
        "\U0001f469\u200d\U0001f680",  # woman, joiner, rocket
        "e\u0301\u0323",  # letter and two accents
        "\U0001f44d\U0001f3fd",  # thumb and skin tone
        "\U0001f1e9\U0001f1ea",  # the flag of Germany
        "\u0915\u094d\u0937\u093f",  # an Indic conjunct
        "\u2764\ufe0f",  # heart and variation selector
    ],
)
def test_what_a_reader_sees_as_one_character_is_not_cut(character: str) -> None:
    text = CYRILLIC * 66 + character + CYRILLIC * 10
    assert [part.text for part in segments(text).parts] == [CYRILLIC * 66, character + CYRILLIC * 10]


def test_a_character_is_cut_when_keeping_it_whole_costs_a_part() -> None:
    text = CYRILLIC * 66 + "e\u0301" + CYRILLIC * 66  # 134 code units fill two parts exactly
    assert [part.text for part in segments(text).parts] == [CYRILLIC * 66 + "e", "\u0301" + CYRILLIC * 66]


def test_a_character_longer_than_a_part_is_cut() -> None:
    assert lengths("e" + "\u0301" * 100) == [67, 34]


def test_a_line_end_stays_together() -> None:
    assert [part.text for part in segments("a" * 152 + "\r\n" + "b" * 20).parts] == ["a" * 152, "\r\n" + "b" * 20]


# what a part carries


def test_a_single_part_has_no_header() -> None:
    (part,) = segments("Hello").parts
    assert (part.sequence, part.octets, part.header, part.sar) == (1, b"Hello", b"", None)
    assert part.short_message() == b"Hello"
    assert part.tp_ud() == (5, bytes.fromhex("C8 32 9B FD 06"))


def test_an_8_bit_reference_stands_in_the_header() -> None:
    cut = segments("a" * 153 + "b" * 8, reference=0x4A)
    header = bytes.fromhex("05 00 03 4A 02 02")
    assert cut.parts[1].short_message() == header + b"bbbbbbbb"
    assert cut.parts[1].tp_ud() == (7 + 8, header + bytes.fromhex("C4 62 B1 58 2C 16 8B 01"))  # one fill bit
    assert cut.parts[0].tp_ud()[0] == 160
    assert len(cut.parts[0].tp_ud()[1]) == 140


def test_a_16_bit_reference_stands_in_the_header() -> None:
    cut = segments("a" * 152 + "b" * 9, reference=0x1234, carriage=Carriage.UDH_16)
    assert cut.parts[0].header == bytes.fromhex("06 08 04 1234 02 01")
    assert cut.parts[0].tp_ud()[0] == 160


def test_sar_stands_beside_the_user_data() -> None:
    cut = segments("a" * 161, reference=0x1234, carriage=Carriage.SAR)
    assert [part.sar for part in cut.parts] == [Sar(0x1234, 2, 1), Sar(0x1234, 2, 2)]
    assert [part.header for part in cut.parts] == [b"", b""]


def test_a_message_payload_is_one_part_and_several_messages() -> None:
    cut = segments("a" * 161, carriage=Carriage.MESSAGE_PAYLOAD)
    (part,) = cut.parts
    assert (part.octets, part.header, cut.messages) == (b"a" * 161, b"", 2)
    assert part.capacity == 65535
    assert segments(CYRILLIC, carriage=Carriage.MESSAGE_PAYLOAD).parts[0].capacity == 32767


def test_a_message_payload_has_a_length_of_two_octets() -> None:
    with pytest.raises(Malformed, match="255 parts"):
        segments("a" * 65536, carriage=Carriage.MESSAGE_PAYLOAD)


def test_shift_tables_are_announced_in_every_part() -> None:
    cut = segments("ş" * 150, languages=[1], reference=1)
    assert cut.encoding == Encoding(dcs.Alphabet.GSM7, 1, 0)
    assert cut.parts[0].header == bytes.fromhex("03 25 01 01")
    assert cut.parts[0].short_message() == bytes.fromhex("03 25 01 01") + gsm7.encode("ş" * 150, locking=1)
    cut = segments("ş" * 156, languages=[1], reference=1)
    assert [part.header.hex() for part in cut.parts] == ["080003010201250101", "080003010202250101"]
    assert cut.parts[0].capacity == 149


def test_ports_are_in_every_part() -> None:
    ports = udh.ApplicationPort16(2948, 9200)
    cut = octet_segments(bytes(200), elements=[ports], reference=7)
    assert [part.elements for part in cut.parts] == [
        (udh.Concatenation8(7, 2, 1), ports),
        (udh.Concatenation8(7, 2, 2), ports),
    ]
    assert [part.units for part in cut.parts] == [128, 72]


def test_an_account_of_latin_1_gets_latin_1() -> None:
    (part,) = segments("é{").parts
    assert part.short_message() == b"\x05\x1b\x28"
    assert part.short_message(DefaultAlphabet.LATIN_1) == b"\xe9{"
    assert part.short_message(DefaultAlphabet.GSM7_PACKED) == gsm7.pack(b"\x05\x1b\x28")
    with pytest.raises(Malformed, match="U\\+03A9"):
        segments(GREEK).parts[0].short_message(DefaultAlphabet.LATIN_1)


def test_an_encoding_may_be_asked_for() -> None:
    assert segments("Hello", encoding=UCS2).parts[0].octets == b"\0H\0e\0l\0l\0o"
    with pytest.raises(Malformed, match="U\\+0416"):
        segments(CYRILLIC, encoding=GSM7)


def test_half_a_surrogate_pair_cannot_be_sent() -> None:
    with pytest.raises(Malformed, match="U\\+D83D"):
        segments("a\ud83d")


@pytest.mark.parametrize(
    ("reference", "carriage"), [(256, Carriage.UDH_8), (-1, Carriage.SAR), (65536, Carriage.UDH_16)]
)
def test_a_reference_has_its_size(reference: int, carriage: Carriage) -> None:
    with pytest.raises(Malformed, match="reference"):
        segments("a", reference=reference, carriage=carriage)


# there and back, through octets


def place_of(part: Part, octets: bytes) -> Place | None:
    if part.sar is not None:
        return part.sar
    return udh.concatenation(udh.decode(udh.split(octets)[0])) if part.header else None


TEXTS = st.one_of(
    texts(st.characters(exclude_categories=["Cs"]), 300),
    texts("ab€[]{}~^\\|\n", 500),
    texts("aş\u0131ğ\u0627\u0915\u0967ç€", 300),
    texts("😀👍🏽\u200d\u0301\u0416", 150),
)


@settings(deadline=None)
@given(
    TEXTS,
    st.sampled_from(SEVERAL),
    st.lists(st.sampled_from(national.SINGLE), max_size=3),
    st.sampled_from([DefaultAlphabet.GSM7_UNPACKED, DefaultAlphabet.GSM7_PACKED]),
    st.randoms(use_true_random=False),
)
def test_any_text_arrives(
    text: str, carriage: Carriage, languages: list[int], default: DefaultAlphabet, random: Random
) -> None:
    if default is DefaultAlphabet.GSM7_PACKED:
        text = text.replace("\r", "")  # at the end of a part it may be read twice: TS 23.038 6.1.2.3.1
    cut = segments(text, carriage=carriage, languages=languages, reference=200)
    assert "".join(part.text for part in cut.parts) == text
    arriving = list(cut.parts)
    random.shuffle(arriving)
    reassembly = Reassembly[bytes](time_limit=60)
    whole: tuple[bytes, ...] = ()
    for part in arriving:
        octets = part.short_message(default)
        assert part.units + part.room == part.capacity
        assert part.units <= part.capacity
        place = place_of(part, octets)
        if place is None:
            whole = (octets,)
        else:
            for event in reassembly.receive("sender", place, octets, now=0):
                assert isinstance(event, Assembled)
                whole = event.parts
    udhi = bool(cut.parts[0].header)
    assert user_data.joined(whole, cut.encoding.data_coding, default, udhi=udhi) == text
    # every part is readable alone as well: nothing is cut that must not be
    for part in cut.parts:
        octets = part.short_message(default)
        assert user_data.text(octets, cut.encoding.data_coding, default, udhi=udhi) == part.text


@given(TEXTS, st.sampled_from([Carriage.UDH_8, Carriage.UDH_16]))
def test_any_part_fits_the_140_octets_of_tp_ud(text: str, carriage: Carriage) -> None:
    for part in segments(text, carriage=carriage, languages=[1, 6, 13]).parts:
        tp_udl, tp_ud = part.tp_ud()
        assert len(tp_ud) <= 140
        if part.encoding.alphabet is dcs.Alphabet.GSM7:
            header = len(part.header)
            content = gsm7.unpack(tp_ud[header:], tp_udl - udh.septets(header), udh.fill_bits(header))
            assert content == part.octets
        else:
            assert tp_udl == len(tp_ud)
