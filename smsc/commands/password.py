"""``smsc password``: the hash of a password, for the file of a world."""

import getpass
import sys
from typing import TextIO

from smsc.smpp.passwords import hashed


def password(stdin: TextIO) -> str:
    """Ask for a password, at a terminal without showing it, and give its hash; raises ValueError for one too long."""
    if stdin.isatty():
        return hashed(getpass.getpass("Password: ", sys.stderr))
    return hashed(stdin.readline().rstrip("\r\n"))
