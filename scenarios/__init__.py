"""Scenarios: ladders that are played. Each file teaches one way of a short message, and is a test."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
SUFFIX: Final = ".ladder"


def built_in() -> list[Path]:
    """Find the files of those that are built in."""
    return sorted(FOLDER.glob(f"*{SUFFIX}"))
