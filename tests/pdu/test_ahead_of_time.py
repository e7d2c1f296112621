"""The straight lines as a module: they are as kept for reading, and do the same as those made at import."""

import subprocess
import sys

import pytest

from pdu import Pdu
from pdu.ahead_of_time import module
from pdu.expand import source
from pdu.table import DECODERS
from tests.pdu.goldens import straight_lines
from tests.pdu.pdus import PDUS, SAMPLES, name
from tests.pdu.refresh_goldens import STRAIGHT_LINES

GOLDEN = STRAIGHT_LINES.read_text(encoding="utf-8")


def test_the_module_is_the_golden() -> None:
    assert module().splitlines() == GOLDEN.splitlines(), "python -m tests.pdu.refresh_goldens, and read the difference"


def test_the_command_prints_the_module() -> None:
    printed = subprocess.run([sys.executable, "-m", "pdu.ahead_of_time"], capture_output=True, check=True, text=True)
    assert printed.stdout == module()


@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_what_is_run_at_import_is_what_the_module_holds(cls: type[Pdu]) -> None:
    assert source(cls) in GOLDEN


@pytest.mark.parametrize("p", SAMPLES, ids=repr)
def test_the_module_lays_out_and_reads_as_the_package_does(p: Pdu) -> None:
    [operation] = p.words
    octets = getattr(straight_lines, f"encode_{operation}")(p)
    assert octets == p.encode()
    decoded = getattr(straight_lines, f"decode_{operation}")(octets, p.command_status, p.sequence_number)
    assert decoded == DECODERS[p.command_id](octets, p.command_status, p.sequence_number)
    assert getattr(straight_lines, f"eq_{operation}")(p, decoded)


def test_nothing_is_run_from_text_in_the_module() -> None:
    assert "exec(" not in GOLDEN
    assert "eval(" not in GOLDEN
