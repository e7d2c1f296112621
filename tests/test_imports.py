"""Who may import whom: the rules that let each room stand by itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = sys.stdlib_module_names
SERVERS = ("structlog", "pydantic", "pydantic_core", "typer", "click", "rich", "fastapi", "starlette", "uvicorn")


def imports(file: Path) -> Iterator[str]:
    """Give the full name of everything that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are written in full"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files(room: str, *commands: str) -> list[Path]:
    """The files of a room, without its command."""
    found = sorted((ROOT / room).rglob("*.py"))
    assert found
    return [file for file in found if file.name != "__main__.py" and file.parent.name not in commands]


def strangers(file: Path, *rooms: str) -> set[str]:
    return {name for name in imports(file) if (top := name.partition(".")[0]) not in rooms and top not in STANDARD}


def test_pdu_needs_nothing_but_the_standard_library() -> None:
    found = {str(file): strange for file in files("pdu", "commands") if (strange := strangers(file, "pdu"))}
    assert found == {}, "what needs a library is for esme, smsc or pdu/commands"


def test_the_library_of_an_esme_needs_pdu_and_the_standard_library() -> None:
    found = {str(file): strange for file in files("esme", "commands") if (strange := strangers(file, "pdu", "esme"))}
    assert found == {}, "what needs a library is for esme/commands"


@pytest.mark.parametrize("room", ["pdu", "esme"])
def test_only_the_command_imports_what_makes_the_command(room: str) -> None:
    for file in files(room, "commands"):
        assert not [name for name in imports(file) if name.startswith(f"{room}.commands")], file


@pytest.mark.parametrize(("room", "other"), [("esme", "smsc"), ("smsc", "esme"), ("pdu", "smsc"), ("pdu", "esme")])
def test_a_room_does_not_know_another(room: str, other: str) -> None:
    knows = [
        str(file) for file in sorted((ROOT / room).rglob("*.py")) if other in {n.split(".")[0] for n in imports(file)}
    ]
    assert knows == [], f"what {room} and {other} both need is for pdu, or for tests or scenarios, which know both"


def test_only_the_command_smsc_knows_scenarios() -> None:
    knows = [file for file in files("smsc") if "scenarios" in {name.split(".")[0] for name in imports(file)}]
    assert knows == [ROOT / "smsc" / "commands" / "app.py"]


NETWORK = ROOT / "smsc" / "network"
FILES = {  # of the network, by the part that each belongs to: a file or a folder
    file: file.relative_to(NETWORK).parts[0].removesuffix(".py") for file in sorted(NETWORK.rglob("*.py"))
}
ELEMENTS = sorted({part for file, part in FILES.items() if '\n    kind = "' in file.read_text("utf-8")})


@pytest.mark.parametrize("element", ELEMENTS)
def test_network_elements_do_not_know_each_other(element: str) -> None:
    others = {other for other in ELEMENTS if other != element}
    found = {file for file, part in FILES.items() if part == element}
    assert known(found, others) == {}, "elements exchange messages; what two of them need is for a file beside them"


def test_the_network_does_not_know_what_is_in_it() -> None:
    assert {"bss", "hlr", "ms", "msc"} < set(ELEMENTS)
    shared = {file for file, part in FILES.items() if part not in ELEMENTS}
    assert known(shared, set(ELEMENTS)) == {}, (
        "smsc/world/nodes.py makes the elements, and nobody else needs their classes"
    )


def known(found: set[Path], elements: set[str]) -> dict[str, list[str]]:
    """Find what files import of some elements."""
    of_them = tuple(f"smsc.network.{element}." for element in elements)
    imported = {file.name: [name for name in imports(file) if f"{name}.".startswith(of_them)] for file in found}
    return {file: names for file, names in imported.items() if names}


def test_the_service_centre_knows_of_the_network_only_how_to_send_and_wait() -> None:
    for file in files("smsc/centre"):
        known = {name.rpartition(".")[0] for name in imports(file) if name.startswith("smsc.network.")}
        may = {f"smsc.network.{room}" for room in ("appointments", "causes", "hop", "timers")}
        assert known - may == set(), f"{file.name}: what the service centre needs of an element comes as a message"


@pytest.mark.parametrize("room", ["pdu", "esme"])
def test_importing_a_library_loads_nothing_of_a_server(room: str) -> None:
    script = (
        f"import sys, {room}; print([name for name in sys.modules if name.split('.')[0] in {(*SERVERS, 'smsc')!r}])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\n"


def test_the_simulator_starts_without_what_only_some_of_its_commands_need() -> None:
    some = ("httpx", "fastapi", "uvicorn", "aiomqtt", "prometheus_client")
    script = f"import sys, smsc.commands.app; print([name for name in {some!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("command", ["esme", "pdu"])
def test_a_command_starts_without_what_only_some_outputs_of_it_need(command: str) -> None:
    script = f"import sys, {command}.__main__; print([name for name in ('rich', 'structlog') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\n"


def test_a_ban_of_ruff_is_heeded() -> None:
    """What these tests find, the editor says already: each room has its bans, each ban its reason."""
    for room, strange in (("pdu", "structlog"), ("pdu", "smsc"), ("esme", "smsc"), ("smsc", "esme")):
        settings = ROOT / room / "ruff.toml"
        command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--config", str(settings), "--stdin-filename"]
        file = f"{room}/stranger.py"
        ran = subprocess.run(
            [*command, file, "-"], input=f"import {strange}\n", capture_output=True, text=True, cwd=ROOT, timeout=60
        )
        assert f"TID251 `{strange}` is banned: " in ran.stdout, ran.stdout + ran.stderr
