"""What mypy and pyright know of a PDU: every field, every TLV, every argument of the constructor."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
from mypy import api

from pdu.table import parameters, tlv_rows
from tests.pdu.pdus import PDUS

ROOT = Path(__file__).parents[2]

SAMPLE = """\
from typing import assert_type

import pdu
from pdu import DistributionList, SmeAddress, SubmitSm, SubmitSmResp, UnsuccessSme

p = SubmitSm("CMT", 1, 1, "4477", destination_addr="4478", short_message=b"Hi", set_dpf=1, sequence_number=7)
reveal_type(p.source_addr)  # str
reveal_type(p.dest_addr_ton)  # int
reveal_type(p.short_message)  # bytes
reveal_type(p.message_payload)  # bytes | None
reveal_type(p.callback_num)  # tuple[bytes, ...] | None
reveal_type(p.tlvs)  # tuple[tuple[int, bytes], ...]
reveal_type(SubmitSmResp(command_status=8).body)  # bytes | None
reveal_type(pdu.DataSm().receipted_message_id)  # str | None
reveal_type(pdu.BindTransceiver().system_id)  # str
reveal_type(pdu.BindTransceiverResp().sc_interface_version)  # int | None
reveal_type(pdu.decode(b""))  # Pdu
reveal_type(p.encode())  # bytes
SubmitSm(destination_addr=4478)  # an error
SubmitSm(message_payload="Hi")  # an error
SubmitSm(message_state=2)  # an error
SubmitSm(destination_address="4478")  # an error
p.destination_address = "4478"  # an error
p.source_addr = 4477  # an error
p.set_dpf = "1"  # an error
"""
LINES = SAMPLE.splitlines()
REVEALED = {
    number: line.split("  # ")[1] for number, line in enumerate(LINES, start=1) if line.startswith("reveal_type")
}
ERRORS = {number for number, line in enumerate(LINES, start=1) if line.endswith("# an error")}


def every_field() -> str:
    """Write an assertion about the type of every field of every PDU."""
    lines = []
    for cls in PDUS:
        hints = get_type_hints(cls)
        for name in (*(row.name for row in parameters(cls)), *tlv_rows(cls)):
            hint = str(hints[name]).replace("pdu.lists.", "")
            if hints[name] in (int, str, bytes):
                hint = hints[name].__name__
            lines.append(f"assert_type(pdu.{cls.__name__}().{name}, {hint})")
    return "\n".join(lines) + "\n"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.py"
    path.write_text(SAMPLE + every_field())
    return path


def test_mypy_sees_every_field(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    told, complaints, _ = api.run(["--strict", "--config-file", str(ROOT / "pyproject.toml"), str(sample)])
    assert not complaints
    found = re.findall(r"sample\.py:(\d+): (error|note): (.*)", told)
    revealed = {
        int(line): re.findall('"(.*)"', text)[0].replace("pdu.header.", "")
        for line, _, text in found
        if "Revealed type" in text
    }
    assert revealed == REVEALED
    assert {int(line) for line, severity, _ in found if severity == "error"} == ERRORS, told


def test_pyright_sees_every_field(sample: Path) -> None:
    (sample.parent / "pyrightconfig.json").write_text(json.dumps({"extraPaths": [str(ROOT)], "pythonVersion": "3.11"}))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--project", str(sample.parent)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [
        (one["range"]["start"]["line"] + 1, one["severity"], one["message"])
        for one in json.loads(run.stdout)["generalDiagnostics"]
    ]
    revealed = {line: re.findall('is "(.*)"', text)[0] for line, severity, text in found if severity == "information"}
    assert revealed == REVEALED
    assert {line for line, severity, _ in found if severity == "error"} == ERRORS, found
