"""``smsc play``: what it finds, what it says of each scenario, what it shows and reports, and how it ends."""

import resource
import time
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from scenarios.command import Choices, exit_code, found, listed, play, report

RIGHT = "# Nothing to it.\nms1  switches off\n...\n"
WRONG = "ms1  switches off\nms1  switches on\n"
IMPOSSIBLE = "ms1  swiches off\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"right": RIGHT, "wrong": WRONG, "zero": IMPOSSIBLE}.items():
        (tmp_path / f"{name}.ladder").write_text(text)
    return tmp_path


def played(*places: Path, choices: Choices | None = None) -> tuple[list[str], str, list[str], int]:
    """Play, and return the outcomes, what was printed, what went to stderr, and the exit code."""
    out, wrong = StringIO(), list[str]()
    verdicts = play(list(places), Console(file=out, width=200, soft_wrap=True), wrong.append, choices or Choices())
    return [verdict.outcome for verdict in verdicts], out.getvalue(), wrong, exit_code(verdicts)


def test_all_of_a_folder_is_played_whatever_one_of_it_does(folder: Path) -> None:
    outcomes, said, wrong, code = played(folder)
    assert outcomes == ["as written", "otherwise", "impossible"]
    assert f"{folder / 'right.ladder'}: as written, " in said
    assert "3 scenarios: 1 as written, 1 otherwise, 1 impossible" in said
    assert len(wrong) == 1
    assert "zero.ladder:1:6: expected an act" in wrong[0]
    assert code == 2


def test_one_that_goes_otherwise_is_exit_1_and_none_is_exit_2(folder: Path) -> None:
    assert played(folder / "right.ladder")[3] == 0
    assert played(folder / "right.ladder", folder / "wrong.ladder")[3] == 1
    assert played(folder / "nowhere.ladder")[2:] == (
        [f"{folder}/nowhere.ladder: can't be read: No such file or directory"],
        2,
    )
    (folder / "empty").mkdir()
    nothing = f"{folder}/empty: expected scenarios (*.ladder), found none"
    assert played(folder / "empty")[2:] == ([nothing], 2)
    with pytest.raises(ValueError, match="expected scenarios"):
        listed([folder / "empty"], Console(file=StringIO()))
    [told] = played(Path("flsh"))[2]
    assert told.endswith(", nor a scenario of that name: `smsc play --list` shows them")


def test_what_would_steer_a_terminal_is_shown_and_reported_as_it_is_written_elsewhere(tmp_path: Path) -> None:
    file, junit = tmp_path / "story.ladder", tmp_path / "report.xml"
    file.write_text('bank -> sc  enquire_link\nsc -> bank  enquire_link_resp body="\x1b[31m"\n')
    out = StringIO()
    report(play([file], Console(file=out, width=200), lambda _: None, Choices()), junit)
    [[failure]] = ElementTree.parse(junit).getroot()  # noqa: S314 - we have just written it
    for told in (out.getvalue(), failure.text or ""):
        assert '- sc   -> bank  enquire_link_resp body="\\u001b[31m"' in told


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 1), ("# To be written.\n\n---\nseed = 1\n---\n...\n", 6), ("# To be\u2028written.\n", 1)],
)
@pytest.mark.parametrize("update", [False, True])
def test_one_with_nothing_to_play_can_t_be_played(tmp_path: Path, text: str, number: int, update: bool) -> None:
    (tmp_path / "empty.ladder").write_text(text)
    outcomes, _, wrong, code = played(tmp_path, choices=Choices(update=update))
    assert (outcomes, code) == (["impossible"], 2)
    assert wrong == [f"{tmp_path / 'empty.ladder'}:{number}:1: expected a line that is played, found none"]


def test_a_file_that_can_t_be_written_anew_stays_as_it_is_and_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "wrong.ladder"
    file.write_text(WRONG)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        _, _, wrong, code = played(file, choices=Choices(update=True))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (wrong, code) == ([f"{file}: can't be written: File too large"], 2)
    assert [one.read_text() for one in tmp_path.iterdir()] == [WRONG]


@pytest.mark.parametrize("text", [RIGHT, WRONG])
def test_what_is_written_anew_is_captured_and_can_be_watched_too(tmp_path: Path, text: str) -> None:
    file, before, after = tmp_path / "story.ladder", tmp_path / "before.pcapng", tmp_path / "after.pcapng"
    file.write_text(text)
    said = played(file, choices=Choices(update=True, speed=1e6, capture=before))[1]
    assert said.count("IMSI DETACH INDICATION") == 2
    assert played(file, choices=Choices(capture=after))[0] == ["as written"]
    assert before.read_bytes() == after.read_bytes()


def test_a_file_that_is_written_anew_is_the_same_file(tmp_path: Path) -> None:
    file, link = tmp_path / "wrong.ladder", tmp_path / "link.ladder"
    file.write_text(WRONG)
    file.chmod(0o640)
    link.symlink_to(file)
    assert played(link, choices=Choices(update=True))[0] == ["written anew"]
    assert (file.stat().st_mode & 0o777, link.is_symlink(), len(list(tmp_path.iterdir()))) == (0o640, True, 2)
    assert file.read_text() != WRONG


def test_what_is_built_in_is_found_by_its_name() -> None:
    [file] = found([Path("flash")])
    assert file.is_file()
    assert file.name == "flash.ladder"


def test_a_file_may_be_named_without_its_suffix_and_is_never_taken_for_what_is_built_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(found([folder / "right"])) == [folder / "right.ladder"]
    assert list(found([folder / "flash"])) == [folder / "flash"]
    [told] = played(folder / "flash")[2]
    assert told.startswith(f"{folder}/flash: can't be read: No such file or directory")
    monkeypatch.chdir(folder)
    assert list(found([Path("right")])) == [Path("right.ladder")]


def test_how_it_went_is_reported_as_junit_does(folder: Path) -> None:
    verdicts = play([folder], Console(file=StringIO()), lambda _: None, Choices())
    report(verdicts, folder / "report.xml")
    suite = ElementTree.parse(folder / "report.xml").getroot()  # noqa: S314 - we have just written it
    assert [suite.get(key) for key in ("tests", "failures", "errors")] == ["3", "1", "1"]
    assert [case.get("name") for case in suite] == ["right", "wrong", "zero"]
    [failure] = suite[1]
    assert (failure.tag, suite[2][0].tag) == ("failure", "error")
    assert "+ ms1  -> bss1  CHANNEL REQUEST" in (failure.text or "")


@pytest.mark.parametrize("name", ["\x1b", "\udcff", "\uffff"])
def test_a_report_is_xml_whatever_a_file_is_called(tmp_path: Path, name: str) -> None:
    report(play([Path(f"{name}.ladder")], Console(file=StringIO()), lambda _: None, Choices()), tmp_path / "report.xml")
    [case] = ElementTree.parse(tmp_path / "report.xml").getroot()  # noqa: S314 - we have just written it
    assert (case.get("name"), case.get("file")) == (f"\\u{ord(name):04x}", f"\\u{ord(name):04x}.ladder")
    assert case[0].text == f"\\u{ord(name):04x}.ladder: can't be read: No such file or directory"


def test_another_seed_is_another_chance(tmp_path: Path) -> None:
    def anew(seed: int) -> str:
        file = tmp_path / "chance.ladder"
        world = '---\n[[cell]]\nname = "cell1"\npaging_failure = 0.5\n---\n'
        file.write_text(f"{world}bank -> sc  submit_sm destination_addr=447700900123 short_message=Hello\n")
        assert played(file, choices=Choices(update=True, seed=seed))[0] == ["written anew"]
        return file.read_text()

    assert anew(2) == anew(2)
    assert len({anew(seed) for seed in range(1, 7)}) > 1


def test_a_ladder_is_watched_as_its_time_goes_by(tmp_path: Path) -> None:
    file = tmp_path / "slow.ladder"
    file.write_text("# Slowly.\nms1  switches off\n...\n60s  ms1  switches on\n...\n")
    began = time.monotonic()
    _, said, _, code = played(file, choices=Choices(speed=500))
    assert time.monotonic() - began >= 60 / 500
    assert code == 0
    assert said.startswith("Slowly.\n")
    assert "s  ms1           switches off\n" in said
    assert "  60.000s  ms1           switches on\n" in said


def test_the_library_is_listed_with_what_each_teaches() -> None:
    out = StringIO()
    listed([], Console(file=out, width=200))
    assert "submit_and_receipt\n  An ESME submits a text and asks for a receipt." in out.getvalue()


def test_a_capture_is_a_file_or_a_folder_of_files(folder: Path) -> None:
    one, several = folder / "right.pcapng", folder / "captures"
    assert played(folder / "right.ladder", choices=Choices(capture=one))[3] == 0
    assert played(folder / "right.ladder", folder / "wrong.ladder", choices=Choices(capture=several))[3] == 1
    assert sorted(file.name for file in several.iterdir()) == ["right.pcapng", "wrong.pcapng"]
    assert (several / "right.pcapng").read_bytes() == one.read_bytes()
    outcomes, _, wrong, code = played(folder / "right.ladder", choices=Choices(capture=folder / "right.ladder" / "x"))
    assert (outcomes, code) == (["impossible"], 2)
    assert wrong[0].startswith(f"{folder / 'right.ladder' / 'x'}: can't be written: ")
