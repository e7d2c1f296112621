"""The servers under load, each a process of its own: how they are started, and what the system says they cost."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.load import PASSWORD, SYSTEM_ID
from tests.bench.options import Peer

ROOT: Final = Path(__file__).parents[2]
HANDSETS: Final = tuple(f"447700900{number:03}" for number in range(800))
TICK: Final = 1 / os.sysconf("SC_CLK_TCK")
PAGE: Final = os.sysconf("SC_PAGE_SIZE")

_WORLD: Final = """
sc = {{ name = "sc", number = "447700900900" }}
hlr = {{ name = "hlr", number = "447700900910" }}
msc = [{{ name = "msc1", number = "447700900921", bss = "bss1" }}]
cell = [{{ name = "cell1", bss = "bss1", cgi = "234-15-1-101" }}]
account = [{{ system_id = "{system_id}", password = "{password}", addresses = ["7000"] }}]
phone = [
{phones}
]
"""


class Server(NamedTuple):
    """A running message centre: where it listens, and its process."""

    host: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Return the seconds of CPU that the process has used so far, in all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK

    def memory(self) -> int:
        """Return the octets of memory that the process holds."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE


@contextmanager
def mini_smsc(store: str, *, on: bool) -> Iterator[Server]:
    """Run our own, as its user would, in a world without latency of 800 handsets, all on or all off."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder, "world.toml")
        state = "true" if on else "false"
        phones = [
            f'{{ name = "ms{at}", msisdn = "{msisdn}", imsi = "2341500000{at:05}", cell = "cell1", on = {state} }},'
            for at, msisdn in enumerate(HANDSETS)
        ]
        world.write_text(_WORLD.format(system_id=SYSTEM_ID, password=PASSWORD, phones="\n".join(phones)))
        command = [sys.executable, "-m", "smsc", "--log-level", "error", "run", "--config", str(world), "--port", "0"]
        command += ["--quiet", "--no-api", *(_store(store, folder) if stores() != ("memory",) else ())]
        with started(command, "SMPP on ") as server:
            yield server


def stores() -> tuple[str, ...]:
    """The stores that ``smsc run`` offers."""
    told = subprocess.run(
        [sys.executable, "-m", "smsc", "run", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return ("memory", "sqlite") if "--store" in told.stdout else ("memory",)


def _store(store: str, folder: str) -> tuple[str, ...]:
    return ("--store", store) if store == "memory" else ("--store", store, "--data", f"{folder}/bench.sqlite")


@contextmanager
def twisted3() -> Iterator[Server]:
    """Run smpp.twisted3 from PyPI, which Jasmin uses; it needs older packages, so it has a venv of its own."""
    venv = ROOT / ".benchmarks" / "twisted3"
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "smpp.twisted3==0.8"]
        subprocess.run(install, check=True)
    with started([str(python), str(Path(__file__).with_name("twisted3.py"))], "SMPP on ") as server:
        yield server


@contextmanager
def running(peer: Peer) -> Iterator[Server]:
    """Find the process of a message centre that is already running."""
    yield Server(peer.host, peer.port, _listener(peer.port))


@contextmanager
def started(command: list[str], announcement: str) -> Iterator[Server]:
    """Start a server that says where it listens: ``SMPP on HOST:PORT``."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if announcement in line:
                host, _, port = line.partition(announcement)[2].split()[0].rstrip(".").rpartition(":")
                yield Server(host, int(port), process.pid)
                break
        else:
            raise RuntimeError(f"{' '.join(command)} has ended by itself")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _listener(port: int) -> int:
    """Find the process that listens on a port; raises LookupError."""
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for row in Path(table).read_text().splitlines()[1:]:
            fields = row.split()
            if int(fields[1].rpartition(":")[2], 16) == port and fields[3] == "0A":
                sockets.add(f"socket:[{fields[9]}]")
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(descriptor.readlink()) in sockets:
                return int(descriptor.parts[2])
        except OSError:
            continue  # it ended while we looked, or is not ours to see
    raise LookupError(f"no process listens on port {port}")
