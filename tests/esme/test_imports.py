"""What ``import esme`` brings with it."""

import ast
import subprocess
import sys
from pathlib import Path

import esme

HEAVY = ("typer", "click", "rich", "structlog", "pydantic", "fastapi", "smsc", "esme.commands")


def test_esme_is_imported_without_anything_of_the_command_or_the_server() -> None:
    script = f"import sys, esme; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_the_library_imports_pdu_and_the_standard_library_only() -> None:
    allowed = {"esme", "pdu", *sys.stdlib_module_names}
    room = Path(esme.__file__).parent
    commands = room / "commands"
    for file in sorted(room.rglob("*.py")):
        if file.name != "__main__.py" and commands not in file.parents:
            imported = _imported(file)
            assert {name.split(".")[0] for name in imported} <= allowed, file.name
            assert not any(name.startswith("esme.commands") for name in imported), file.name


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: imports are written in full"
            found.add(node.module or "")
    return found
