"""Scenarios for the control API: which ones exist, and how one goes, in a world of its own."""

import time
from importlib.resources import files
from pathlib import Path

import structlog

from scenarios.command import AS_WRITTEN, OTHERWISE, SUFFIX
from scenarios.comparison import Mismatch, Rung
from scenarios.player import Player
from scenarios.recording import recorded
from scenarios.script import Script, parse, read
from scenarios.world import world
from smsc.api.views import Played, Scenario
from smsc.config import WorldConfig
from smsc.parties import parties
from smsc.past import Past


class Stage:
    """Plays scenarios: those that are built in, and those that somebody has written."""

    def scenarios(self) -> dict[str, Scenario]:
        """Give all that are built in, by their names."""
        built_in = sorted(Path(str(files("scenarios"))).glob(f"*{SUFFIX}"))
        return {file.stem: Scenario(name=file.stem, teaches=read(file).intro) for file in built_in}

    def text(self, name: str) -> str:
        """Give the text of one of those."""
        return Path(str(files("scenarios"))).joinpath(f"{name}{SUFFIX}").read_text("utf-8")

    def play(self, name: str, text: str, seed: int | None) -> Played:
        """Play a scenario, and say how it went; ValueError for one that can't be played, by line and column."""
        script, began = parse(text, name), time.perf_counter()
        rungs: list[Rung] = []
        with structlog.contextvars.bound_contextvars(scenario=name):
            player = Player(script, _world(script, seed), tell=rungs.append)
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


def _world(script: Script, seed: int | None) -> WorldConfig:
    config = world(script)
    return config if seed is None else config.model_copy(update={"seed": seed})


def _difference(player: Player) -> str | None:
    try:
        player.play()
    except Mismatch as mismatch:
        return str(mismatch)
    return None
