"""``smsc password``: the hash of a password, for the file of a world."""

import getpass
import sys
from typing import TextIO

from smsc.smpp.passwords import hashed


def password(stdin: TextIO) -> str:
    """Ask for a password, without showing it on a terminal, and return its hash; raises ValueError for what is none."""
    if stdin.isatty():
        return hashed(getpass.getpass("Password: ", sys.stderr))
    written = stdin.readline().rstrip("\r\n")
    if stdin.read(1):
        raise ValueError("password: expected one line, found more")
    return hashed(written)
