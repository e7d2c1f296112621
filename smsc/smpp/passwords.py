"""An account's password, stored plain or as a hash (RFC 7914, scrypt), and compared in constant time either way.

A hash is written ``scrypt:N:r:p:salt:key``, with salt and key in hexadecimal. Hashing is slow on purpose, so a password
that was right once is recognised by a quick digest with a key of this process.
"""

import os
from hashlib import scrypt
from hmac import compare_digest, digest
from typing import Final

SCHEME: Final = "scrypt"
LONGEST: Final = 8  # characters of a password (v5.0 4.7.18: 9 octets with the NUL)

_N, _R, _P = 1 << 13, 8, 1  # 8 MiB, and some 20 ms
_MEMORY: Final = 64 << 20
_WORK: Final = 1 << 20  # N times r times p: a fraction of a second, in which nobody else is served
_SALT, _KEY = 16, 32  # octets


class Password:
    """A stored password. Raises ValueError for an invalid hash, and for a password too long for a bind."""

    def __init__(self, stored: str) -> None:
        self._plain = stored.encode("utf-8")
        self._hash: tuple[int, int, int, bytes, bytes] | None = None
        self._process = os.urandom(_KEY)
        self._right: bytes | None = None
        if stored.startswith(f"{SCHEME}:"):
            self._hash = _read(stored)
        elif len(stored) > LONGEST:
            raise ValueError(f"at most {LONGEST} characters, or a hash as `smsc password` prints it")
        elif not fits(stored):
            raise ValueError(f"at most {LONGEST} characters of Latin-1 other than NUL, as a PDU can carry them")

    def __repr__(self) -> str:
        return "Password(***)"

    def matches(self, password: str) -> bool:
        """Whether this is the password."""
        said = password.encode("utf-8")
        if self._hash is None:
            return compare_digest(said, self._plain)
        quick = digest(self._process, said, "sha256")
        if self._right is not None:
            return compare_digest(quick, self._right)
        n, r, p, salt, key = self._hash
        right = compare_digest(scrypt(said, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=len(key)), key)
        if right:
            self._right = quick
        return right


def fits(password: str) -> bool:
    """Whether a PDU can carry a password, however long."""
    return all("\0" < one <= "\xff" for one in password)


def hashed(password: str, salt: bytes | None = None) -> str:
    """Hash a password for the configuration file; raises ValueError for one that no bind can carry."""
    if not password or len(password) > LONGEST or not password.isascii() or "\0" in password:
        raise ValueError(f"password: expected 1 to {LONGEST} ASCII characters, as a bind has room for")
    salt = os.urandom(_SALT) if salt is None else salt
    key = scrypt(password.encode("ascii"), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=_KEY)
    return f"{SCHEME}:{_N}:{_R}:{_P}:{salt.hex()}:{key.hex()}"


def _read(stored: str) -> tuple[int, int, int, bytes, bytes]:
    try:
        _, n, r, p, salt, key = stored.split(":")
        read = int(n), int(r), int(p), bytes.fromhex(salt), bytes.fromhex(key)
        if read[0] * read[1] * read[2] > _WORK:
            raise ValueError
        scrypt(b"", salt=read[3], n=read[0], r=read[1], p=read[2], maxmem=_MEMORY, dklen=len(read[4]))
    except (ValueError, TypeError, OverflowError):  # TypeError: a number below 0
        raise ValueError("a hash as `smsc password` prints it: scrypt:N:r:p:salt:key") from None
    return read
