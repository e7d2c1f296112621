"""A scenario that a test writes, and how it goes."""

from textwrap import dedent

from scenarios.player import Played, play
from scenarios.script import parse


def story(text: str) -> Played:
    """Play a scenario, indented as the test is; raises what the player says of it."""
    return play(parse(dedent(text), "story"))
