"""The command ``pdu``, as people and programs use it."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pdu import DeliverSm, EnquireLink, SubmitSm, capture
from pdu.__main__ import main
from pdu.sms.address import Address
from pdu.sms.tp import SmsSubmit
from pdu.text import gsm7
from tests.pdu.captured import ASK, SUBMIT, classic, ipv4, pcapng, tcp

ENQUIRE_LINK = "00000010000000150000000000000001"


class Ended(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


class Command:
    """Runs ``pdu`` in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, given: bytes = b"") -> Ended:
        self._monkeypatch.setattr("sys.argv", ["pdu", *arguments])
        self._monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capsys.readouterr()
        return Ended(int(ended.value.code or 0), out, err)


@pytest.fixture
def pdu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


def objects(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


# explain


def test_explain_prints_every_field(pdu: Command) -> None:
    ended = pdu("explain", ENQUIRE_LINK)
    assert ended == Ended(
        0,
        "enquire_link  [v5.0 4.1.2.1]\n"
        "     0  00 00 00 10              command_length   16          octets of the whole PDU  [v5.0 4.7.4]\n"
        "     4  00 00 00 15              command_id       0x00000015  enquire_link  [v5.0 4.7.5]\n"
        "     8  00 00 00 00              command_status   0x00000000  ESME_ROK: No error  [v5.0 4.7.6]\n"
        "    12  00 00 00 01              sequence_number  1           "
        "the same in request and response  [v5.0 4.7.24]\n"
        "\n",
        "",
    )


def test_no_option_of_explain_is_passed_over(pdu: Command) -> None:
    assert (
        pdu("explain", ENQUIRE_LINK, "--lines", "--json").err == "pdu: --lines: expected without --json, found both\n"
    )
    for more in ((), ("--as", "rp")):
        said = "pdu: --port: expected a capture, found none in the octets\n"
        assert pdu("explain", ENQUIRE_LINK, "--port", "5000", *more) == (2, "", said)
    said = "pdu: --default-alphabet: expected --as smpp, found --as rp\n"
    assert pdu("explain", "00", "--as", "rp", "--default-alphabet", "latin-1") == (2, "", said)


def test_explain_takes_octets_in_many_words(pdu: Command) -> None:
    assert pdu("explain", "00000010", "0x00000015", "00 00 00 00", "00:00:00:01", "--lines").out == "enquire_link\n"


def test_explain_takes_several_pdus_and_says_where_each_begins(pdu: Command) -> None:
    two = EnquireLink(sequence_number=1).encode() + SubmitSm(short_message=b"Hello").encode()
    ended = pdu("explain", "--lines", two.hex())
    assert ended.out == 'octet 0  enquire_link\noctet 16  submit_sm short_message="Hello"\n'


def test_explain_shows_long_octets_in_several_lines(pdu: Command) -> None:
    out = pdu("explain", SubmitSm(destination_addr="447700900123").encode().hex()).out
    assert "34 34 37 37 30 30 39 30  destination_addr" in out
    assert "\n        30 31 32 33 00\n" in out


def test_explain_prints_json_for_programs(pdu: Command) -> None:
    [found] = objects(pdu("explain", "--json", ENQUIRE_LINK).out)
    assert found["line"] == "enquire_link"
    assert [field["name"] for field in found["fields"]][:2] == ["command_length", "command_id"]


def test_explain_reads_standard_input(pdu: Command) -> None:
    assert pdu("explain", "-", "--lines", given=b"00000010 00000015\n00000000 00000001\n").out == "enquire_link\n"
    assert pdu("explain", "-", "--lines", given=ASK).out == "enquire_link\n"


def test_explain_reads_files_of_every_kind(pdu: Command, tmp_path: Path) -> None:
    files = {
        "a.txt": ASK.hex(" ").encode(),
        "b.bin": ASK,
        "c.pcap": classic(ipv4(tcp(ASK))),
        "d.pcapng": pcapng(ipv4(tcp(ASK))),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        ended = pdu("explain", "--lines", str(tmp_path / name))
        assert (ended.status, ended.out.rpartition("  ")[2] or ended.out) == (0, "enquire_link\n"), name


def test_explain_reads_hexadecimal_as_an_editor_or_a_page_leaves_it(pdu: Command, tmp_path: Path) -> None:
    for text in (
        f"\ufeff{ENQUIRE_LINK}\n",
        ENQUIRE_LINK.replace("0015", "\u00a00015"),
        f"0000   {ENQUIRE_LINK}   \u00b7\u00b7",
    ):
        (tmp_path / "octets.txt").write_text(text, "utf-8")
        assert pdu("explain", "--lines", str(tmp_path / "octets.txt")) == (0, "enquire_link\n", "")
        assert pdu("explain", "--lines", "-", given=text.encode()) == (0, "enquire_link\n", "")


def test_explain_says_when_and_between_whom_a_pdu_of_a_capture_went(pdu: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.pcap"
    file.write_bytes(classic(ipv4(tcp(ASK)), ipv4(tcp(SUBMIT, 17))))
    assert pdu("explain", "--lines", str(file)).out == (
        "2023-11-14 22:13:20.250000 10.0.0.1:40000 -> 10.0.0.2:2775  enquire_link\n"
        '2023-11-14 22:13:20.250000 10.0.0.1:40000 -> 10.0.0.2:2775  submit_sm short_message="Hello"\n'
    )
    assert objects(pdu("explain", "--json", str(file)).out)[0]["place"].endswith("10.0.0.2:2775")


def test_explain_says_as_a_number_when_a_packet_came_that_came_in_no_year(pdu: Command, tmp_path: Path) -> None:
    in_nanoseconds, in_seconds = b"\x09\x00\x01\x00\x09", b"\x09\x00\x01\x00\x00"  # if_tsresol
    file = tmp_path / "a.pcapng"
    file.write_bytes(pcapng(ipv4(tcp(ASK))).replace(in_nanoseconds, in_seconds))
    ended = pdu("explain", "--lines", str(file))
    assert ended == (0, "1.7e+18 s 10.0.0.1:40000 -> 10.0.0.2:2775  enquire_link\n", "")


def test_explain_reads_data_coding_0_as_it_is_told(pdu: Command) -> None:
    octets = SubmitSm(short_message=b"\xe9").encode().hex()
    assert '"é"' in pdu("explain", octets, "--default-alphabet", "latin-1").out


def test_explain_tells_what_is_wrong_with_a_pdu_and_goes_on(pdu: Command) -> None:
    bad = bytes.fromhex("00000013 00000015 00000000 00000001 FFFFFF")
    ended = pdu("explain", (bad + ASK).hex())
    assert "problem: TLV at octet 16: expected a tag and a length (4 octets) or the end, found 3 octets\n" in ended.out
    assert "octet 19\nenquire_link" in ended.out
    assert (ended.status, ended.err) == (0, "")
    assert pdu("explain", "--lines", bad.hex()).out.startswith("enquire_link  # TLV at octet 16")


def test_explain_goes_down_into_the_layers_below(pdu: Command) -> None:
    octets = SmsSubmit(tp_da=Address("447700900001"), tp_ud=gsm7.encode("Hello")).encode()
    ended = pdu("explain", "--as", "tpdu-submit", octets.hex())
    assert "SMS-SUBMIT tp_da=447700900001" in ended.out
    assert "[TS 23.040 9.2.3.8]" in ended.out
    assert pdu("explain", "--as", "cp", "1904").out.startswith("CP-ACK ti=1")
    assert pdu("explain", "--as", "rp", "0609").out.startswith("RP-SMMA rp_mr=9")


def test_explain_shows_a_table_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "pdu", "explain", DeliverSm(short_message=b"[bold]\xff").encode().hex()],
        stdout=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "150"},
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # how a terminal ends
        pass
    os.close(ours)
    assert run.wait() == 0
    assert b"\x1b[" in shown
    assert b"parameter" in shown
    assert b"5b 62 6f 6c 64 5d ff" in shown


# encode


def test_encode_lays_out_a_ladder_line(pdu: Command) -> None:
    line = 'submit_sm destination_addr=447700900123 short_message="Hello" sequence_number=7'
    ended = pdu("encode", line)
    expected = SubmitSm(destination_addr="447700900123", short_message=b"Hello", sequence_number=7)
    assert ended == Ended(0, f"{expected.encode().hex()}\n", "")


def test_encode_numbers_what_has_no_number(pdu: Command) -> None:
    assert pdu("encode", "enquire_link").out == f"{ENQUIRE_LINK}\n"
    out = pdu("encode", "-", given=b"enquire_link\n\n# a comment\nenquire_link\nunbind sequence_number=0\n").out
    assert [line[-8:] for line in out.splitlines()] == ["00000001", "00000002", "00000000"]


def test_encode_gives_a_value_the_quotes_back_that_the_shell_took(pdu: Command) -> None:
    ended = pdu("encode", "submit_sm", "short_message=Hello world", "sequence_number=0")
    assert ended.out == SubmitSm(short_message=b"Hello world").encode().hex() + "\n"


def test_encode_prints_json_for_programs(pdu: Command) -> None:
    assert objects(pdu("encode", "--json", "enquire_link").out) == [
        {"line": "enquire_link", "octets": ENQUIRE_LINK, "length": 16}
    ]


def test_what_encode_prints_explain_reads(pdu: Command) -> None:
    line = "deliver_sm source_addr=447700900123 esm_class=UDHI short_message=0x0500032a0201 message_state=DELIVERED"
    assert pdu("explain", "--lines", pdu("encode", line).out.strip()).out == f"{line}\n"


# text


def test_text_says_what_a_text_costs_and_why(pdu: Command) -> None:
    ended = pdu("text", "Hello")
    assert ended.status == 0
    assert ended.out.splitlines()[:2] == [
        "1 short message in GSM 7 bit default alphabet, data_coding 0: 5 septets",
        "why: the GSM 7 bit default alphabet holds every character",
    ]


def test_text_names_the_character_that_costs_a_part_and_what_could_stand_there(pdu: Command) -> None:
    out = pdu("text", "a" * 100 + "“").out
    assert out.startswith("2 short messages in UCS2, data_coding 8: 101 UTF-16 code units\n")
    assert "'“' U+201C LEFT DOUBLE QUOTATION MARK at 100; '\"' could stand there\n" in out
    assert "they cost 1 more part\n" in out
    assert "saves 1 of 2: " in out


def test_text_knows_the_shift_tables(pdu: Command) -> None:
    text = "ğ" * 80
    assert "shift table of Turkish would save 1 of 2, --language turkish\n" in pdu("text", text).out
    assert pdu("text", text, "--language", "turkish").out.startswith("1 short message in GSM 7 bit")


def test_text_counts_escaped_characters(pdu: Command) -> None:
    assert "two septets each:\n  '€' U+20AC EURO SIGN at 0, 1, 2, 3, 4, 5, 6, 7 ...\n" in pdu("text", "€" * 10).out


def test_a_byte_order_mark_and_a_line_s_end_are_no_text(pdu: Command) -> None:
    [found] = objects(pdu("text", "--json", "-", given=b"\xef\xbb\xbfHello\r\n").out)
    assert found["parts"][0]["text"] == "Hello"
    assert pdu("encode", "-", given=b"\xef\xbb\xbfenquire_link\r\n").out == f"{ENQUIRE_LINK}\n"


def test_text_prints_json_for_programs(pdu: Command) -> None:
    [found] = objects(pdu("text", "--json", "-", given="Привет\n".encode()).out)
    assert (found["text"], found["part_count"], found["unit"]) == ("Привет", 1, "UTF-16 code units")


# What can't be read: one sentence and exit status 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["explain", "xyz"], "hexadecimal at octet 0: expected a hexadecimal digit, found 'x'"),
        (["explain", "000"], "hexadecimal at octet 1: expected two digits for every octet, found one, '0', at the end"),
        (["explain", ""], "no octets are given"),
        (["explain", " "], "no octets are given"),
        (["explain", "0000"], "the octets end inside a header, after 2 of 16"),
        (
            ["explain", ENQUIRE_LINK + "0000"],
            "the octets end inside a header, after 2 of 16 (the PDU begins at octet 16)",
        ),
        (["explain", "0000001100000015" + "00" * 8], "the octets end inside the PDU, after 16 of 17"),
        (
            ["explain", b"GET / HTTP/1.1\r\n".hex()],
            (
                "no SMPP PDU: command_length at octet 0: expected from 16 to 69632 octets, found 1195725856, "
                "as HTTP begins (--as names another layer)"
            ),
        ),
        (["explain", "missing.pcap"], "there is no file missing.pcap"),
        (["explain", "/missing/file"], "there is no file /missing/file"),
        (["explain", "--as", "rp", "FF"], "no rp: rp_mr at octet 1: expected an octet, found the end of the message"),
        (["explain", "-"], "standard input is empty"),
        (["encode", "submit"], "column 1: expected the name of a PDU, such as submit_sm, found submit"),
        (
            ["encode", "enquire_link a"],
            "column 14: command_status: expected a status, such as ESME_ROK, or a number, found a",
        ),
        (["encode", ""], "no line is given"),
        (["encode", "-"], "no line is given"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_status_2(pdu: Command, arguments: list[str], sentence: str) -> None:
    ended = pdu(*arguments)
    assert (ended.status, ended.err) == (2, f"pdu: {sentence}\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "{} is empty"),
        (b"hello", "{}: hexadecimal at octet 0: expected a hexadecimal digit, found 'h'"),
        (classic(ipv4(tcp(ASK)))[:-1], "packet at octet 40: expected 56 octets, found 55: the file is cut off"),
        (classic(), "{} holds no SMPP (--port names its port)"),
        (
            capture.section_header()[:-2],
            "block at octet 0: expected 32 octets, found 30: the file is cut off",
        ),
    ],
    ids=["empty", "no octets", "a capture that is cut off", "a capture without SMPP", "a block that is cut off"],
)
def test_a_bad_file_is_one_sentence_and_exit_status_2(
    pdu: Command, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    ended = pdu("explain", str(file))
    assert (ended.status, ended.err) == (2, f"pdu: {sentence.format(file)}\n")


def test_a_directory_is_one_sentence(pdu: Command, tmp_path: Path) -> None:
    assert pdu("explain", str(tmp_path)).err == f"pdu: {tmp_path} can't be read: Is a directory\n"


def test_a_port_without_smpp_is_one_sentence(pdu: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.pcap"
    file.write_bytes(classic(ipv4(tcp(ASK))))
    assert pdu("explain", "--port", "3000", str(file)).err == f"pdu: {file} holds no SMPP on port 3000\n"


def test_what_could_be_read_is_explained_before_the_sentence(pdu: Command) -> None:
    ended = pdu("explain", "--lines", (ASK + SUBMIT[:20]).hex())
    assert ended.out.startswith("octet 0  enquire_link\noctet 16  submit_sm  # the octets end inside the PDU")
    assert ended.status == 2


def test_bad_lines_of_standard_input_are_named_by_their_number(pdu: Command) -> None:
    ended = pdu("encode", "-", given=b"enquire_link\nsubmit_sm dest_addr_ton=MOON\n")
    assert ended.err.startswith("pdu: line 2, column 25: dest_addr_ton: expected a number or one of UNKNOWN")


def test_text_that_is_no_utf_8_is_one_sentence(pdu: Command) -> None:
    assert pdu("text", "-", given=b"a\xff").err == "pdu: standard input is not UTF-8 at octet 1\n"


def test_an_unknown_language_is_refused(pdu: Command) -> None:
    ended = pdu("text", "a", "--language", "klingon")
    assert ended.status == 2
    assert "klingon" in ended.err


# The command as a whole


def test_help_names_every_verb(pdu: Command) -> None:
    out = pdu("--help").out
    assert all(verb in out for verb in ("explain", "encode", "text"))
    for verb, words in (("explain", "pcapng"), ("encode", "ladder line"), ("text", "short messages")):
        assert words in " ".join(pdu(verb, "--help").out.split())


def test_python_m_pdu_is_the_same_command() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pdu", "explain", "--lines", ENQUIRE_LINK], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "enquire_link\n", "")


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("explain", "pdu: standard input is empty\n"),
        ("encode", "pdu: no line is given\n"),
    ],
)
def test_a_closed_stdin_says_nothing(verb: str, told: str) -> None:
    closed = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "pdu", verb, "-"]
    run = subprocess.run(closed, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", told)


def test_what_a_terminal_cannot_show_breaks_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pdu", "text", "é"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_importing_pdu_imports_nothing_but_the_standard_library() -> None:
    program = (
        "import sys; before = set(sys.modules); import pdu, pdu.session, pdu.connection, pdu.ladder, pdu.receipt, "
        "pdu.smpp_time, pdu.explain, pdu.pcap\n"
        "roots = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(roots - sys.stdlib_module_names - {'pdu', '_missing_stdlib_info'}))"  # the second is Debian's
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "\n"
