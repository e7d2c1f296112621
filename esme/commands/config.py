"""Where options get their values: from flags, else from the environment, else from a file.

# esme.toml
host = "smsc.example.net"
port = 2775
system_id = "bank"
password = "secret"
from = "Bank"
tls_ca = "ca.pem"  # relative to the folder of this file
"""

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pdu.malformed import Malformed

PLACE: Final = Path(typer.get_app_dir("mini-smsc")) / "esme.toml"

# For each key: its type, what to expect in words, and the parameter of the commands that it sets.
_KEYS: Final[dict[str, tuple[type, str, str]]] = {
    "host": (str, "a text", "host"),
    "port": (int, "a number from 1 to 65535", "port"),
    "system_id": (str, "a text", "system_id"),
    "password": (str, "a text", "password"),
    "from": (str, "a text", "source"),
    "default_alphabet": (str, "a text", "default_alphabet"),
    "receipt_ids": (str, "a text", "receipt_ids"),
    "part_receipts": (str, "a text", "part_receipts"),
    "tls": (bool, "true or false", "tls"),
    "tls_ca": (str, "a file", "tls_ca"),
    "tls_cert": (str, "a file", "tls_cert"),
    "tls_key": (str, "a file", "tls_key"),
    "tls_server_name": (str, "a text", "tls_server_name"),
}
_PORTS: Final = range(1, 65536)
_FILES: Final = ("tls_ca", "tls_cert", "tls_key")  # relative to the folder of the file that names them


def _use(context: typer.Context, file: Path | None) -> Path | None:
    """Make what the file says the default, after flags and environment."""
    if file is not None:
        context.default_map = read(file)
    elif PLACE.exists():
        context.default_map = read(PLACE)
    return file


Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar="ESME_CONFIG",
        is_eager=True,
        callback=_use,
        show_default=False,
        help=f"A TOML file with {', '.join(_KEYS)}; by default {PLACE}, if it exists.",
    ),
]


def read(file: Path) -> dict[str, Any]:
    """Read the parameters in a file; raises Malformed."""
    try:
        told = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise Malformed("--config", None, "a file that can be read", f"{file}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:  # no TOML, or no UTF-8
        raise Malformed(str(file), None, "TOML", f"what is none: {error}") from None
    found: dict[str, Any] = {}
    for key, value in told.items():
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            meant = f"; perhaps {near[0]} is meant" if near else ""
            raise Malformed(f"{file}: {key}", None, f"one of the keys {', '.join(_KEYS)}", f"another{meant}")
        kind, expected, parameter = _KEYS[key]
        if type(value) is not kind or (kind is int and value not in _PORTS):
            shown = "something else, not shown here" if key == "password" else repr(value)
            raise Malformed(f"{file}: {key}", None, expected, shown)
        found[parameter] = str(file.parent / str(value)) if key in _FILES else value
    return found
