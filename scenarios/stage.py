"""Scenarios for the control API: which ones exist, and how one goes, in a world of its own."""

import time

import structlog

from scenarios import FOLDER, SUFFIX, built_in
from scenarios.command import AS_WRITTEN, OTHERWISE
from scenarios.comparison import Mismatch, Rung
from scenarios.player import Player
from scenarios.recording import recorded
from scenarios.script import parse, read
from scenarios.world import world
from smsc.api.views import Played, Scenario
from smsc.trace.parties import parties
from smsc.world.past import Past


class Stage:
    """Plays scenarios: those that are built in, and those that somebody has written."""

    def scenarios(self) -> dict[str, Scenario]:
        """Give all that are built in, by their names."""
        return {file.stem: Scenario(name=file.stem, teaches=read(file).intro) for file in built_in()}

    def text(self, name: str) -> str:
        """Give the text of one of those."""
        return (FOLDER / f"{name}{SUFFIX}").read_text("utf-8")

    def play(self, name: str, text: str, seed: int | None) -> Played:
        """Play a scenario, and say how it went; ValueError for one that can't be played, by line and column."""
        script, began = parse(text, name), time.perf_counter()
        rungs: list[Rung] = []
        with structlog.contextvars.bound_contextvars(scenario=name):
            player = Player(script, world(script, seed=seed), tell=rungs.append)
            difference = _difference(player)
        return Played(
            name=name,
            outcome=AS_WRITTEN if difference is None else OTHERWISE,
            difference=difference,
            parties=parties(map(str, rungs), player.kind),
            ladder=[f"{rung.at:8.3f}s  {rung}" for rung in rungs],
            seconds=rungs[-1].at if rungs else 0.0,
            took=time.perf_counter() - began,
        )

    def record(self, past: Past) -> str:
        """Write down what has happened as a scenario; ValueError where that can't be one."""
        return recorded(past)


def _difference(player: Player) -> str | None:
    try:
        player.play()
    except Mismatch as mismatch:
        return str(mismatch)
    return None
