"""Every scenario goes as it is written, and the same again."""

from pathlib import Path

import pytest

import scenarios
from scenarios.player import play
from scenarios.script import read
from scenarios.update import updated

FILES = sorted(Path(scenarios.__file__).parent.glob("*.ladder"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_scenario_goes_as_it_is_written(file: Path) -> None:
    script = read(file)
    assert script.intro, "a scenario begins with a comment that says what it teaches"
    first = play(script)
    assert list(map(str, play(script).rungs)) == list(map(str, first.rungs)), "the same scenario is the same ladder"
    assert updated(script) == script.text, "there is nothing to update in what goes as it is written"


def test_there_are_the_three_that_the_readme_speaks_of() -> None:
    assert {"submit_and_receipt", "mobile_originated", "absent_subscriber"} <= {file.stem for file in FILES}
