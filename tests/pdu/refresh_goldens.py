"""Write the goldens anew: ``python -m tests.pdu.refresh_goldens``, then read the difference."""

from pathlib import Path
from typing import Final

from pdu.ahead_of_time import module

STRAIGHT_LINES: Final = Path(__file__).parent / "goldens" / "straight_lines.py"

if __name__ == "__main__":
    STRAIGHT_LINES.write_text(module(), encoding="utf-8")
