"""Octets as people paste them."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu import EnquireLink, Malformed, SubmitSm, hexadecimal

OCTETS = EnquireLink(sequence_number=1).encode() + bytes(range(0x20, 0x30))


PASTED = {
    "plain": "0000001000000015000000000000000120 2122232425262728292a2b2c2d2e2f",
    "spaces": "00 00 00 10 00 00 00 15 00 00 00 00 00 00 00 01 20 21 22 23 24 25 26 27 28 29 2A 2B 2C 2D 2E 2F",
    "colons": "00:00:00:10:00:00:00:15:00:00:00:00:00:00:00:01:20:21:22:23:24:25:26:27:28:29:2a:2b:2c:2d:2e:2f",
    "0x": "0x0000001000000015000000000000000120212223 0x2425262728292a2b2c2d2e2f",
    "an array of C": """
        {0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x15, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
         0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f};
    """,
    "a literal": r"""
        '\x00\x00\x00\x10\x00\x00\x00\x15\x00\x00\x00\x00\x00\x00\x00\x01'
        '\x20\x21\x22\x23\x24\x25\x26\x27\x28\x29\x2a\x2b\x2c\x2d\x2e\x2f'
    """,
    "xxd": """
00000000: 0000 0010 0000 0015 0000 0000 0000 0001  ................
00000010: 2021 2223 2425 2627 2829 2a2b 2c2d 2e2f   !"#$%&'()*+,-./
""",
    "hexdump": """
00000000  00 00 00 10 00 00 00 15  00 00 00 00 00 00 00 01  |................|
00000010  20 21 22 23 24 25 26 27  28 29 2a 2b 2c 2d 2e 2f  | !"#$%&'()*+,-./|
00000020
""",
    "wireshark": """
0000   00 00 00 10 00 00 00 15 00 00 00 00 00 00 00 01   ................
0010   20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f    !"#$%&'()*+,-./
""",
}


@pytest.mark.parametrize("form", PASTED)
def test_octets_are_read_however_they_were_pasted(form: str) -> None:
    assert hexadecimal.read(PASTED[form]) == OCTETS


@pytest.mark.parametrize("length", range(1, 17))
def test_the_last_line_of_a_dump_may_be_short_and_its_characters_look_like_octets(length: int) -> None:
    octets = bytes([0x61] * length)
    first = "0000   00 00 00 10 00 00 00 15 00 00 00 00 00 00 00 01   ................\n"
    last = f"0010   {octets.hex(' '):47}   {octets.decode()}\n"
    assert hexadecimal.read(first + last) == OCTETS[:16] + octets


def test_plain_octets_that_begin_as_an_offset_would_are_no_dump() -> None:
    assert hexadecimal.read("0000 0010 0000 0015") == bytes.fromhex("0000001000000015")


# What programs print of a PDU that has characters and repeated lines

PRINTED = SubmitSm(source_addr="CAFE", short_message=b"'12' is your code " + b"x" * 70, sequence_number=1).encode()
DOTS = dict.fromkeys((*range(32), *range(127, 256)), ".")


def rows(width: int) -> Iterator[tuple[int, bytes, str]]:
    """Write the lines of a dump: offset, octets, and their characters."""
    for at in range(0, len(PRINTED), width):
        row = PRINTED[at : at + width]
        yield at, row, row.decode("latin-1").translate(DOTS)


def hexdump() -> str:
    """Write what ``hexdump -C`` prints, with a star for lines like the one before."""
    lines, before = list[str](), b""
    for at, row, characters in rows(16):
        if row != before:
            lines.append(f"{at:08x}  {row[:8].hex(' '):23}  {row[8:].hex(' '):23}  |{characters}|")
        elif lines[-1] != "*":
            lines.append("*")
        before = row
    return "\n".join((*lines, f"{len(PRINTED):08x}"))


PROGRAMS = {
    "hexdump -C": hexdump(),
    "xxd -c 32": "\n".join(f"{at:08x}: {row.hex(' ', -2):79}  {characters}" for at, row, characters in rows(32)),
    "xxd -c 256": "".join(f"{at:08x}: {row.hex(' ', -2)}  {characters}" for at, row, characters in rows(256)),
    "xxd -i": f"unsigned char sm_bin[] = {{ {', '.join(f'0x{one:02x}' for one in PRINTED)} }}; int sm_bin_len = 125;",
    "od -A x -t x1z": "\n".join(f"{at:06x} {row.hex(' '):47}  >{characters}<" for at, row, characters in rows(16)),
    "tcpdump -X": "\n".join(f"\t0x{at:04x}:  {row.hex(' ', -2):39}  {characters}" for at, row, characters in rows(16)),
    "wireshark, as an array of C": "/* Frame (125 bytes) */\nstatic const unsigned char pkt1[125] = {\n"
    + "\n".join(f"{', '.join(f'0x{one:02x}' for one in row)}, /* {characters} */" for _, row, characters in rows(8))
    + "\n};\n",
    "wireshark, as an escaped string": " \\\n".join(
        f'"{"".join(f"{chr(92)}x{one:02x}" for one in row)}"' for _, row, _ in rows(16)
    ),
    "Go": f"[]byte{{{', '.join(map(hex, PRINTED))}}}",
    "Java": f"byte[] octets = {{{', '.join(f'(byte) 0x{one:02X}' for one in PRINTED)}}};",
    "JavaScript": f'{{"type":"Buffer","data":{[*PRINTED]}}}'.replace(" ", ""),
    "node-smpp": f"{{ buffer: <Buffer {PRINTED.hex(' ')}> }}",
    "Python": repr(PRINTED),
    "Python, in brackets": f"bytearray({PRINTED!r})",
    "Python, octets as octal numbers": "".join(f"\\{one:03o}" for one in PRINTED),
    "Python, a log": f"2026-11-29 15:00:00 INFO can't read from 'bank': {PRINTED!r} (125 bytes)",
    "Python, hexlify": repr(PRINTED.hex().encode()),
    "smpplib": f"DEBUG:smpplib.client.4:>>{PRINTED.hex().encode()!r} (125 bytes)",
    "SQL": f"X'{PRINTED.hex()}'",
    "PostgreSQL": f"\\x{PRINTED.hex()}",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_octets_are_read_as_programs_print_them(program: str) -> None:
    assert hexadecimal.read(PROGRAMS[program]) == PRINTED


def test_several_pdus_in_a_log_follow_one_another() -> None:
    log = f"DEBUG >>{OCTETS[:16].hex()}\nid 0123456789abcdef0123456789abcdef\nDEBUG <<{OCTETS[:16].hex()}\n"
    assert hexadecimal.read(log) == 2 * OCTETS[:16]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<Buffer {PRINTED[:50].hex(' ')} ... 75 more bytes>", "at octet 0: expected a hexadecimal digit, found '<'"),
        (f"INFO {PRINTED[:50].hex()}", "at octet 0: expected a hexadecimal digit, found 'I'"),
        (
            "00000000  00 00 00 10 00 00 00 15  00 00 00 00 00 00 00 01  |................|\n*\n",
            "at octet 20: expected a hexadecimal digit, found '|' after 00000001",
        ),
        (
            "00000000  00 00 00 10 00 00 00 15  00 00 00 00 00 00 00 01  |................|\n*\nffffffff0\n",
            "at octet 20: expected a hexadecimal digit, found '|' after 00000001",
        ),
        (r"'\x00\x00\xzz'", "at octet 2: expected a hexadecimal digit, found 'z' after 0000"),
        ("[16, 1, 300, 20]", "at octet 2: expected numbers of one octet, up to 255, found 300"),
        ("{0, 0}, {0, 256}", "at octet 3: expected numbers of one octet, up to 255, found 256"),
    ],
)
def test_what_is_not_all_there_is_not_guessed(text: str, said: str) -> None:
    with pytest.raises(Malformed) as error:
        hexadecimal.read(text)
    assert str(error.value) == f"hexadecimal {said}"


def test_numbers_beside_a_pdu_in_a_log_are_no_octets() -> None:
    assert hexadecimal.read(f"sizes [300, 16] {OCTETS[:16].hex()}") == OCTETS[:16]


@pytest.mark.parametrize(
    "lines",
    ["it can't be reached: \"\n", r"level\": \"info\", ", "it is \\' "],
    ids=["quotes", "escaped", "apostrophes"],
)
def test_a_long_log_is_read_in_time(lines: str) -> None:
    with pytest.raises(Malformed, match=f"^hexadecimal at octet 0: expected a hexadecimal digit, found '{lines[0]}'$"):
        hexadecimal.read(lines * 20_000)


# What is no hexadecimal


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "hexadecimal: expected octets such as 00000010, found nothing"),
        (" \n", "hexadecimal: expected octets such as 00000010, found nothing"),
        ("00 0g", "hexadecimal at octet 1: expected a hexadecimal digit, found 'g' after 000"),
        ("hello", "hexadecimal at octet 0: expected a hexadecimal digit, found 'h'"),
        (r"'' \\\\ ''", r"hexadecimal at octet 0: expected a hexadecimal digit, found '\\'"),
        ("0000 001", "hexadecimal at octet 3: expected two digits for every octet, found one, '1', at the end"),
    ],
)
def test_what_is_no_hexadecimal_says_where(text: str, message: str) -> None:
    with pytest.raises(Malformed) as error:
        hexadecimal.read(text)
    assert str(error.value) == message


@given(st.binary(min_size=1, max_size=80))
def test_octets_come_back(octets: bytes) -> None:
    assert hexadecimal.read(octets.hex()) == octets
    assert hexadecimal.read(octets.hex(" ").upper()) == octets


@given(st.text(max_size=80) | st.text("0123456789abcdefx: \n|", max_size=80))
def test_any_text_is_octets_or_malformed(text: str) -> None:
    try:
        assert hexadecimal.read(text)
    except Malformed as malformed:
        assert malformed.field == "hexadecimal"  # noqa: PT017 - some texts are octets


def test_a_whole_pdu_survives_a_dump() -> None:
    octets = SubmitSm(short_message=bytes(range(256))[:255]).encode()
    rows = [octets[at : at + 16] for at in range(0, len(octets), 16)]
    text = "".join(
        f"{16 * number:04x}  {row.hex(' '):47}  {row.decode('latin-1').translate(DOTS).replace(' ', '.')}\n"
        for number, row in enumerate(rows)
    )
    assert hexadecimal.read(text) == octets
