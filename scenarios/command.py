"""What ``smsc play`` does: scenarios are played, watched, rewritten, listed, and reported on."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from shutil import copymode
from typing import Final
from xml.etree import ElementTree

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pdu.terminal import harmless
from scenarios import FOLDER, SUFFIX
from scenarios.comparison import Mismatch, Rung
from scenarios.player import Player, nobody
from scenarios.script import ScriptError, read
from scenarios.update import updated
from scenarios.world import world
from smsc.capture import CaptureError
from smsc.capture.file import Begin, capturing

CAPTURE: Final = ".pcapng"
AS_WRITTEN: Final = "as written"
OTHERWISE: Final = "otherwise"
IMPOSSIBLE: Final = "impossible"
ANEW: Final = "written anew"
_NOT_IN_XML: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a scenario went: one of the four words above, the seconds of real time it took, and what is to be said."""

    file: Path
    outcome: str
    took: float
    said: str


@dataclass(frozen=True, slots=True)
class Choices:
    """How scenarios are played: ``speed`` is the pace at which the ladder is shown, None for not showing it.

    ``capture`` is a file for the packets of a scenario, or a folder for those of several.
    """

    update: bool = False
    speed: float | None = None
    seed: int | None = None
    capture: Path | None = None


def found(places: list[Path]) -> Iterator[Path]:
    """Find the files that are meant: a file, all in a folder, or a built-in one by its name alone."""
    for place in places:
        named = place.with_name(f"{place.name}{SUFFIX}") if place.name else place
        built_in = FOLDER / named
        if place.is_dir():
            yield from sorted(place.glob(f"*{SUFFIX}")) or (place,)  # so that an error says it has none
        elif place.exists() or place.suffix == SUFFIX:
            yield place
        elif named.parent == Path() and built_in.is_file():
            yield built_in
        else:
            yield named if named.is_file() else place


def listed(places: list[Path], out: Console) -> None:
    """Print what each scenario teaches; raises ValueError for what can't be read as one."""
    for file in found(places or [FOLDER]):
        try:
            intro = read(file).intro
        except OSError as error:
            raise ValueError(f"{file}: {_why(file, error)}") from error
        out.print(Text(file.stem, style="bold"))
        out.print(Padding(Text(intro), (0, 0, 0, 2)), soft_wrap=False)


def play(places: list[Path], out: Console, wrong: Callable[[str], object], choices: Choices) -> list[Verdict]:
    """Play scenarios one after the other, and say how each went; ``wrong`` is told of those that can't be played."""
    verdicts: list[Verdict] = []
    scenarios = list(found(places))
    for file in scenarios:
        began = time.perf_counter()
        try:
            with _captured(file, choices.capture, several=len(scenarios) > 1) as capture:
                outcome, said = _played(file, out, choices, capture)
        except (ScriptError, CaptureError) as error:
            outcome, said = IMPOSSIBLE, str(error)
        except OSError as error:
            outcome, said = IMPOSSIBLE, f"{file}: {_why(file, error)}"
        said = harmless(said)
        verdicts.append(Verdict(file, outcome, time.perf_counter() - began, said))
        if outcome == IMPOSSIBLE:
            wrong(said)
        else:
            out.print(_coloured(said, outcome))
    if len(verdicts) > 1:
        counts = ((word, sum(verdict.outcome == word for verdict in verdicts)) for word in _STYLES)
        said = ", ".join(f"{number} {word}" for word, number in counts if number)
        out.print(f"{len(verdicts)} scenarios: {said}", style="bold")
    return verdicts


def _why(file: Path, error: OSError) -> str:
    """Say why something can't be played."""
    if file.is_dir():
        return f"expected scenarios (*{SUFFIX}), found none"
    known = "" if file.exists() or file.suffix else ", nor a scenario of that name: `smsc play --list` shows them"
    return f"can't be read: {error.strerror}{known}"


def exit_code(verdicts: list[Verdict]) -> int:
    """0: all as written; 1: one went otherwise; 2: one can't be played, or there was none."""
    outcomes = {verdict.outcome for verdict in verdicts}
    return 2 if IMPOSSIBLE in outcomes or not outcomes else int(OTHERWISE in outcomes)


def report(verdicts: list[Verdict], file: Path) -> None:
    """Write the verdicts as JUnit XML, which build servers read; raises OSError."""
    numbers = {
        "tests": len(verdicts),
        "failures": sum(verdict.outcome == OTHERWISE for verdict in verdicts),
        "errors": sum(verdict.outcome == IMPOSSIBLE for verdict in verdicts),
    }
    suite = ElementTree.Element("testsuite", name="smsc play", time=f"{sum(one.took for one in verdicts):.3f}")
    suite.attrib.update({key: str(number) for key, number in numbers.items()})
    for verdict in verdicts:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname="scenarios",
            name=_in_xml(verdict.file.stem),
            file=_in_xml(str(verdict.file)),
        )
        case.set("time", f"{verdict.took:.3f}")
        kind = {OTHERWISE: "failure", IMPOSSIBLE: "error"}.get(verdict.outcome)
        if kind is not None:
            said = _in_xml(verdict.said)
            ElementTree.SubElement(case, kind, message=said.splitlines()[0]).text = said
    ElementTree.indent(suite)
    ElementTree.ElementTree(suite).write(file, "utf-8", xml_declaration=True)


def _in_xml(text: str) -> str:
    """Escape what no XML may hold (XML 1.0, 2.2): the name of a file may be of any octets."""
    return _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", harmless(text))


def _captured(scenario: Path, place: Path | None, *, several: bool) -> AbstractContextManager[Begin | None]:
    """Open the file for a scenario's packets, if there is to be one."""
    if place is None:
        return nullcontext()
    return capturing(place / f"{scenario.stem}{CAPTURE}" if several or place.is_dir() else place)


def _played(file: Path, out: Console, choices: Choices, capture: Begin | None) -> tuple[str, str]:
    script = read(file)
    config = world(script, seed=choices.seed)
    tell = nobody if choices.speed is None else _Watcher(out, choices.speed).show
    if choices.speed is not None and script.intro:
        out.print(Text(script.intro, style="italic"), soft_wrap=False)
    if choices.update:
        text = updated(script, config, tell=tell, capture=capture)
        if text != script.text:
            try:
                _write(file.resolve(), text)
            except OSError as error:
                return IMPOSSIBLE, f"{file}: can't be written: {error.strerror}"
            return ANEW, f"{file}: written anew"
        tell, capture = nobody, None
    try:
        ladder = Player(script, config, tell=tell, capture=capture).play()
    except Mismatch as mismatch:
        return OTHERWISE, f"{file}: goes otherwise\n{mismatch}"
    seconds = ladder.rungs[-1].at if ladder.rungs else 0
    return AS_WRITTEN, f"{file}: as written, {len(ladder.rungs)} messages in {seconds:g} s"


def _write(file: Path, text: str) -> None:
    """Rewrite a file by way of one beside it, so that a full disk leaves what was there; raises OSError."""
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_text(text, "utf-8")
        copymode(file, beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


class _Watcher:
    """Shows a ladder as its time goes by: in real time, or ``speed`` times as fast."""

    def __init__(self, out: Console, speed: float) -> None:
        self._out = out
        self._speed = speed
        self._began: float | None = None

    def show(self, rung: Rung) -> None:
        now = time.monotonic()
        if self._began is None:
            self._began = now - rung.at / self._speed
        time.sleep(max(0.0, self._began + rung.at / self._speed - now))
        style = "bold cyan" if rung.destination is None else ""
        self._out.print(Text(f"{rung.at:8.3f}s  {rung}", style=style))


_STYLES: Final = {AS_WRITTEN: "green", ANEW: "yellow", OTHERWISE: "red", IMPOSSIBLE: "red"}
_MARKS: Final = {"  - ": "red", "  + ": "green", "    ^": "bold yellow"}


def _coloured(said: str, outcome: str) -> Text:
    first, *rows = said.splitlines()
    text = Text(first, style=_STYLES[outcome])
    for row in rows:
        style = next((style for mark, style in _MARKS.items() if row.startswith(mark)), "")
        text.append(f"\n{row}", style=style or "default")
    return text
