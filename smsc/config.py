"""The world as a file (TOML): its sections, what each key may be, and one sentence for a mistake."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

Number = Annotated[str, Field(pattern=r"^[0-9]{1,15}$", description="1 to 15 digits, without +")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,15}$", description="a name such as msc1")]
Seconds = Annotated[float, Field(gt=0)]


class ConfigError(Exception):
    """The file can't be used: which, where in it, and what was expected, in one sentence."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Smpp(_Section):
    """Where ESMEs connect to, and the session's timers in seconds (0 switches one off)."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 2775
    system_id: Annotated[str, Field(min_length=1, max_length=15)] = "mini-smsc"
    session_init_timer: Annotated[float, Field(ge=0)] = 30.0
    enquire_link_timer: Annotated[float, Field(ge=0)] = 60.0
    inactivity_timer: Annotated[float, Field(ge=0)] = 0.0
    response_timer: Annotated[float, Field(ge=0)] = 30.0


class Node(_Section):
    """An element with a name and a global title."""

    name: Name
    number: Number


class Msc(Node):
    """A switch, which is its own VLR, and the BSS it has."""

    bss: Name


class CellConfig(_Section):
    """A cell of a BSS; ``cgi`` is MCC-MNC-LAC-CI."""

    name: Name
    bss: Name
    cgi: Annotated[str, Field(pattern=r"^[0-9]{3}-[0-9]{2,3}-[0-9]{1,5}-[0-9]{1,5}$", description="MCC-MNC-LAC-CI")]


class Phone(_Section):
    """A handset with its SIM."""

    name: Name
    msisdn: Number
    imsi: Annotated[str, Field(pattern=r"^[0-9]{14,15}$", description="14 or 15 digits")]
    cell: Name
    on: bool = True


class AccountConfig(_Section):
    """An ESME that may bind, and the numbers it serves."""

    system_id: Annotated[str, Field(min_length=1, max_length=15)]
    password: Annotated[SecretStr, Field(max_length=8)]
    addresses: tuple[Number, ...] = ()


class Retry(_Section):
    """The delays in seconds from one attempt to the next, by what went wrong; the last one repeats."""

    busy: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (15, 30, 60, 300)
    absent: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (600, 1800, 3600, 10800)
    memory: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (600, 1800, 3600, 10800)
    network: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (15, 60, 300, 900)
    esme: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (5, 15, 60, 300)


class StoreConfig(_Section):
    """Where messages are kept: in memory, or in a file (sqlite), which is made if there is none."""

    kind: Literal["memory", "sqlite"] = "memory"
    path: Path | None = None

    @model_validator(mode="after")
    def _has_a_file(self) -> Self:
        if self.kind == "sqlite" and self.path is None:
            raise ValueError("a path for the store of kind sqlite, found none")
        return self


class WorldConfig(_Section):
    """A whole world."""

    smpp: Smpp = Smpp()
    sc: Node
    hlr: Node
    msc: Annotated[tuple[Msc, ...], Field(min_length=1)]
    cell: Annotated[tuple[CellConfig, ...], Field(min_length=1)]
    phone: tuple[Phone, ...] = ()
    account: tuple[AccountConfig, ...] = ()
    retry: Retry = Retry()
    store: StoreConfig | None = None
    latency: dict[Annotated[str, Field(pattern=r"^[a-z]+-[a-z]+$")], Annotated[float, Field(ge=0)]] = {}
    seed: int = 1

    def kept_in(self, kind: Literal["memory", "sqlite"], path: Path | None = None) -> Self:
        """The same world, with its messages kept elsewhere."""
        return self.model_copy(update={"store": StoreConfig(kind=kind, path=path)})

    def on_port(self, port: int) -> Self:
        """The same world, with SMPP on another port; 0 lets the system choose."""
        return self.model_copy(update={"smpp": self.smpp.model_copy(update={"port": port})})

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """Every name that is used exists, and none is used twice."""
        names = [self.sc.name, self.hlr.name, *(msc.name for msc in self.msc), *(msc.bss for msc in self.msc)]
        names += [phone.name for phone in self.phone] + [account.system_id for account in self.account]
        _once("name", names)
        _once("cell name", [cell.name for cell in self.cell])
        _once("imsi", [phone.imsi for phone in self.phone])
        numbers = [self.sc.number, self.hlr.number, *(msc.number for msc in self.msc)]
        numbers += [phone.msisdn for phone in self.phone]
        _once("number", numbers + [address for account in self.account for address in account.addresses])
        _exist("bss of cell", [cell.bss for cell in self.cell], {msc.bss for msc in self.msc})
        _exist("cell of phone", [phone.cell for phone in self.phone], {cell.name for cell in self.cell})
        return self


def _once(what: str, values: list[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"every {what} once, found {value!r} twice")
        seen.add(value)


def _exist(what: str, values: list[str], known: set[str]) -> None:
    for value in values:
        if value not in known:
            raise ValueError(f"{what} to be one of {', '.join(sorted(known))}, found {value!r}")


def load(path: Path | None = None) -> WorldConfig:
    """Read a world from a file, or the one that is built in; raises ConfigError."""
    if path is None:
        return parse(files("smsc").joinpath("default_world.toml").read_text("utf-8"), "default_world.toml")
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path}: can't be read: {reason}") from wrong
    return parse(text, str(path))


def parse(text: str, file: str) -> WorldConfig:
    """Read a world from TOML; raises ConfigError, which names the file, the key and what was expected."""
    try:
        return WorldConfig.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise ConfigError(f"{file}: {wrong}") from wrong
    except ValidationError as wrong:
        raise ConfigError(f"{file}: {_sentence(wrong)}") from None  # the cause would print the values, secrets too


def _sentence(wrong: ValidationError) -> str:
    """Say the first mistake: the key, what was expected, what was found (but no secret)."""
    first = wrong.errors(include_url=False)[0]
    key = ""
    for step in first["loc"]:
        key += f"[{step}]" if isinstance(step, int) else f".{step}" if key else str(step)
    if first["type"] == "extra_forbidden":
        return f"{key}: there is no such key"
    if first["type"] == "missing":
        return f"{key}: is missing"
    if first["type"] == "value_error":
        return f"{key + ': ' if key else ''}expected {first['ctx']['error']}"
    expected = first["msg"][0].lower() + first["msg"][1:]
    found = "" if "password" in key else f", found {first['input']!r}"
    return f"{key}: {expected}{found}"
