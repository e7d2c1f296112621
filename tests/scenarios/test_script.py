"""A scenario as text: what a line may say, and what is said of one that can't be read."""

from pathlib import Path

import pytest

from scenarios.script import ScriptError, parse, read


def test_a_line_has_a_time_two_parties_and_what_is_said() -> None:
    [step] = parse('1m30s  bank -> sc  submit_sm destination_addr=7000 short_message="Hello there"').steps
    assert (step.at, step.origin, step.destination) == (90, "bank", "sc")
    assert step.words == "submit_sm"
    assert step.line.fields == (("destination_addr", "7000"), ("short_message", '"Hello there"'))


@pytest.mark.parametrize(
    ("written", "seconds"), [("5s", 5), ("0.25s", 0.25), ("2m", 120), ("1h", 3600), ("1h2m3.5s", 3723.5), ("", None)]
)
def test_a_time_is_written_in_hours_minutes_and_seconds(written: str, seconds: float | None) -> None:
    assert parse(f"{written} ms1 switches off").steps[0].at == seconds


def test_a_person_speaks_to_nobody() -> None:
    [step] = parse("ms1  moves to cell=cell2").steps
    assert (step.origin, step.destination, step.words) == ("ms1", None, "moves to")


def test_a_name_that_begins_with_a_digit_is_no_time() -> None:
    [step] = parse("7bank -> sc  unbind").steps
    assert (step.at, step.origin) == (None, "7bank")


def test_three_dots_stand_for_whatever_happens_in_between() -> None:
    script = parse("ms1 switches off\n...\nms1 switches on\n...\n")
    assert [step.skips for step in script.steps] == [False, True]
    assert script.open_end


def test_the_comment_that_it_opens_with_says_what_it_teaches() -> None:
    script = parse("# An absent\n# handset.\n\nms1 switches off\n# not this\n")
    assert script.intro == "An absent handset."
    assert not script.open_end


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("garbage", 'story:2:1: expected a name, perhaps with " -> " and another name, and what is said'),
        ("bank->sc  unbind", 'story:2:1: expected a name, perhaps with " -> " and another name, and what is said'),
        ("bank -> sc  =", r"story:2:13: expected "),
        ("bank -> sc  a=1", r"story:2:13: expected the name of a message, or an act, found 'a=1'"),
        ('bank -> sc  submit_sm short_message="never ends', r"story:2:23: expected "),
        ("\x00\x01\x02", "story:2:1: expected a name"),
        ("1,5s  ms1  switches off", r"story:2:1: expected a time, such as 1.5s, 1h30m or \+90s, or a name"),
        ("+ 5s  ms1  switches off", "story:2:1: expected a time"),
        ("  12:30  ms1  switches off", "story:2:3: expected a time"),
        ("  ... ms1  shows text=Hello", r"story:2:3: expected \.\.\. alone in its line, found '\.\.\. ms1"),
        ("…", r"story:2:1: expected \.\.\. alone in its line"),
        ("  1000000h  ms1  switches off", "story:2:3: expected a time within 100 years, found 1000000h"),
        (f"1{'0' * 400}s  ms1  switches off", "story:2:1: expected a time within 100 years"),
    ],
)
def test_a_line_that_can_not_be_read_is_told_by_file_line_and_column(row: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        parse(f"# a story\n{row}", "story")


def test_a_file_may_be_written_as_windows_does_it(tmp_path: Path) -> None:
    file = tmp_path / "story.ladder"
    file.write_bytes("---\r\nseed = 7\r\n---\r\n1s  ms1  switches off\r\n".encode("utf-8-sig"))
    script = read(file)
    assert (script.world, [step.words for step in script.steps]) == ("seed = 7\n", ["switches off"])


def test_a_file_that_is_no_text_is_told_by_its_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "story.ladder"
    file.write_bytes(b"# a story\n\xff\xfe\n")
    with pytest.raises(ScriptError, match=r"story\.ladder:2:1: expected text in UTF-8, found the octet 0xFF"):
        read(file)
    file.write_bytes("# a story\nms1  sends text text=Grüße".encode() + b" M\xfcller\n")
    with pytest.raises(ScriptError, match=r"story\.ladder:2:29: expected text in UTF-8, found the octet 0xFC"):
        read(file)


@pytest.mark.parametrize("separator", "\x0b\x0c\x1c\x85\u2028\u2029")
def test_a_line_ends_where_an_editor_ends_it(separator: str) -> None:
    [step] = parse(f'ms1  sends text text="one{separator}line" to=7000\n').steps
    assert step.line.fields[0] == ("text", f'"one{separator}line"')
