"""Same scenario, same seed: same ladder, line for line, in any process, whatever its hash order."""

import hashlib
import os
import subprocess
import sys

PLAY = """
import sys
from scenarios import built_in
from scenarios.player import Player
from scenarios.script import read

for file in built_in():
    for rung in Player(read(file)).play().rungs:
        print(file.stem, f"{rung.at:.9f}", rung, file=sys.stderr)
"""


def ladders(hash_seed: str) -> str:
    played = subprocess.run(
        (sys.executable, "-c", PLAY),
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Asia/Kolkata" if hash_seed == "1" else "UTC"},
        capture_output=True,
        check=True,
        text=True,
    )
    return played.stderr


def test_every_ladder_is_the_same_in_another_process() -> None:
    first, second = ladders("1"), ladders("4242")
    assert first.count("\n") > 100
    assert first.splitlines() == second.splitlines()
    assert hashlib.sha256(first.encode()).digest() == hashlib.sha256(second.encode()).digest()
