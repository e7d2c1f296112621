"""node-smpp, installed from npm beside the programs that use it."""

import fcntl
import shutil
import subprocess
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "node_smpp"
INSTALL: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")


def node_smpp() -> str:
    """Return node, with the package installed, once for several processes; raises LookupError if that fails."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise LookupError("node or npm is not installed")
    with (FOLDER / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = FOLDER / "node_modules" / ".package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < (FOLDER / "package.json").stat().st_mtime:
            run = subprocess.run([npm, *INSTALL], cwd=FOLDER, capture_output=True, text=True, timeout=100, check=False)
            if run.returncode:
                raise LookupError(f"npm can't install smpp: {run.stderr.strip()}")
    return node
