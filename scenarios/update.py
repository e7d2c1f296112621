"""``smsc play --update``: a scenario rewritten from what came, where that is not what was written.

The acts and the comments stay. What is written between two acts stays too, if it came; otherwise all that came is
written in its place, in full. A value to which an earlier line gave a name is written as that name.
"""

from collections.abc import Mapping

from pdu.ladder import Line
from scenarios.comparison import Rung
from scenarios.player import Player, Tell, nobody
from scenarios.script import Script, Step, lines
from smsc.capture.file import Begin
from smsc.config import WorldConfig
from smsc.trace.trace import rung

_MARGIN = 6  # columns for the time, at least


def updated(
    script: Script,
    config: WorldConfig | None = None,
    *,
    tell: Tell = nobody,
    capture: Begin | None = None,
    whole: bool = False,
    until: float = 0.0,
    ids: Mapping[int, str] | None = None,
) -> str:
    """Play the acts of a script, and give the text that it should have; raises ScriptError for an impossible act.

    With ``whole``, all of the ladder is written as it came, whatever stood there; it goes on until at least ``until``
    seconds from the beginning. ``ids`` are as in Player.
    """
    margin = max((_MARGIN, *(len(step.time) + 1 for step in script.steps)))
    player = Player(script, config, tell=tell, capture=capture, ids=ids)
    rows = lines(script.text)
    written: list[str] = []
    copied = 0  # rows of the script that are in ``written`` already
    for part in player.parts(until):
        if not part.steps:
            copied = script.steps[0].number - 1
            written += rows[:copied] + [_row(one, None, player.names, margin) for one in part.rungs]
            continue
        last = part.steps[-1].number
        if part.agrees and not whole:
            written += rows[copied:last]
        else:
            first = part.steps[0].number
            written += rows[copied : first - 1] + [row for row in rows[first - 1 : last] if row.strip().startswith("#")]
            written += [
                _row(one, part.steps[0] if index == 0 else None, player.names, margin)
                for index, one in enumerate(part.rungs)
            ]
        copied = last
    return "\n".join(written + rows[copied:]) + "\n"


def _row(one: Rung, act: Step | None, names: dict[str, str], margin: int) -> str:
    if act is not None:
        return f"{act.time:<{margin - 1}} {rung(act.origin, act.destination, act.line)}"
    known = {value: f"${name}" for name, value in names.items()}
    line = Line(one.line.words, tuple((key, known.get(value, value)) for key, value in one.line.fields))
    return f"{'':<{margin}}{rung(one.origin, one.destination, line)}"
