"""The world as a file (TOML): its sections, what each key may be, and one sentence for a mistake."""

from importlib.resources import files
from math import inf
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from pdu.session import Timers
from smsc import mistakes, overlay, toml
from smsc.account_section import AccountConfig, DistributionListConfig
from smsc.answers import Answer
from smsc.api.terms import Api
from smsc.coherence import fits_together
from smsc.faults.rule import Rule
from smsc.mistakes import section
from smsc.mqtt.terms import Mqtt
from smsc.sections import (
    Anybody,
    CellConfig,
    ClockConfig,
    Hlr,
    Msc,
    OperatorConfig,
    OwnedNode,
    Phone,
    Phones,
    Sc,
    Section,
    StrangerConfig,
    SystemId,
    form,
)
from smsc.smpp.terms import Strangers, Tls
from smsc.store.retention import DAY, Retention
from smsc.webhook.terms import Webhook

_KINDS: Final = "(sc|hlr|msc|bss|ms|esme|srf|router|stranger)"
Link = Annotated[
    str,
    form(
        f"{_KINDS}-{_KINDS}|sdcch-block",
        "two of sc, hlr, msc, bss, ms, esme, srf, router, stranger, such as msc-bss, or sdcch-block",
    ),
]
OneOrSeveral = BeforeValidator(lambda rows: (rows,) if isinstance(rows, dict) else rows)
Seconds = Annotated[float, Field(gt=0, le=1e9)]  # 31 years: a date so far ahead can still be written


class ConfigError(Exception):
    """A file can't be used; one sentence says which file, where in it, and what was expected."""


Owned = TypeVar("Owned", bound=OwnedNode)


class Smpp(Section):
    """Where ESMEs connect, and the session's timers in seconds (0 switches one off)."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 2775
    system_id: SystemId = "mini-smsc"
    session_init_timer: Annotated[float, Field(ge=0)] = 30.0
    enquire_link_timer: Annotated[float, Field(ge=0)] = 60.0
    inactivity_timer: Annotated[float, Field(ge=0)] = 0.0
    response_timer: Annotated[float, Field(ge=0)] = 30.0
    limits: Strangers = Strangers()
    tls: Tls | None = None

    @property
    def timers(self) -> Timers:
        """The session's timers; one that is 0 never expires."""
        return Timers(
            session_init_timer=self.session_init_timer or inf,
            enquire_link_timer=self.enquire_link_timer or inf,
            inactivity_timer=self.inactivity_timer or inf,
            response_timer=self.response_timer or inf,
        )


class Retry(Section):
    """The delays in seconds from one attempt to the next, by what went wrong; the last one repeats."""

    busy: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (15, 30, 60, 300)
    absent: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (600, 1800, 3600, 10800)
    memory: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (600, 1800, 3600, 10800)
    network: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (15, 60, 300, 900)
    esme: Annotated[tuple[Seconds, ...], Field(min_length=1)] = (5, 15, 60, 300)


class StoreConfig(Section):
    """Where messages are kept: in memory or in a file (sqlite), made if need be; without ``kind``, the command decides.

    It also says how long finished messages are kept: for how many days, and how many (by default, as the store has it).
    Receipts wait for so many days for a receiver.
    """

    kind: Literal["memory", "sqlite"] | None = None
    path: Path | None = None
    keep_days: Annotated[float, Field(gt=0)] = 7.0
    keep_most: Annotated[int, Field(ge=1)] | None = None

    @property
    def file(self) -> Path | None:
        """The file in which messages are kept; None: in memory."""
        return None if self.kind == "memory" else self.path

    def retention(self, most: int) -> Retention:
        """Return how long the store keeps finished messages, and how many: ``most``, unless the file says."""
        return Retention(self.keep_days * DAY, self.keep_most or most)

    @model_validator(mode="after")
    def _has_a_file(self) -> Self:
        if self.kind == "sqlite" and self.path is None:
            raise ValueError("a path for the store of kind sqlite, found none")
        return self


class WorldConfig(Section):
    """A whole world."""

    clock: ClockConfig = ClockConfig()
    smpp: Smpp = Smpp()
    api: Api = Api()
    mqtt: Mqtt | None = None
    webhook: tuple[Webhook, ...] = ()
    operator: tuple[OperatorConfig, ...] = ()
    sc: Annotated[tuple[Sc, ...], OneOrSeveral, Field(min_length=1)]
    hlr: Annotated[tuple[Hlr, ...], OneOrSeveral, Field(min_length=1)]
    msc: Annotated[tuple[Msc, ...], Field(min_length=1)]
    cell: Annotated[tuple[CellConfig, ...], Field(min_length=1)]
    phone: tuple[Phone, ...] = ()
    phones: tuple[Phones, ...] = ()
    anybody: Anybody | None = None
    answer: tuple[Answer, ...] = ()
    stranger: tuple[StrangerConfig, ...] = ()
    account: tuple[AccountConfig, ...] = ()
    distribution_list: tuple[DistributionListConfig, ...] = ()
    fault: tuple[Rule, ...] = ()
    retry: Retry = Retry()
    store: StoreConfig | None = None
    latency: dict[Link, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    seed: int = 1

    def kept_in(self, kind: Literal["memory", "sqlite"], path: Path | None = None) -> Self:
        """Return the same world with its messages kept elsewhere."""
        store = self.store or StoreConfig()
        return self.model_copy(update={"store": store.model_copy(update={"kind": kind, "path": path})})

    def with_api(
        self, *, host: str | None = None, port: int | None = None, token: str | None = None, enabled: bool | None = None
    ) -> Self:
        """Return the same world with its control API elsewhere or off; raises Misfit, so if a token is missing."""
        said = {"host": host, "port": port, "token": token, "enabled": enabled}
        there = {name: getattr(self.api, name) for name in Api.model_fields}
        api = section(Api, there | {key: value for key, value in said.items() if value is not None})
        return self.model_copy(update={"api": api})

    def on_port(self, port: int) -> Self:
        """Return the same world with SMPP on another port; 0 lets the system choose."""
        return self.model_copy(update={"smpp": self.smpp.model_copy(update={"port": port})})

    def on_free_ports(self) -> Self:
        """Return the same world with SMPP, of all service centres and over TLS, on ports that the system chooses."""
        tls = self.smpp.tls and self.smpp.tls.model_copy(update={"port": 0})
        centres = tuple(sc.model_copy(update={"port": 0}) for sc in self.sc)
        return self.model_copy(update={"smpp": self.smpp.model_copy(update={"port": 0, "tls": tls}), "sc": centres})

    def on_host(self, host: str) -> Self:
        """Return the same world with SMPP on another address."""
        return self.model_copy(update={"smpp": self.smpp.model_copy(update={"host": host})})

    def at_speed(self, speed: float) -> Self:
        """Return the same world with another speed of its clock."""
        return self.model_copy(update={"clock": self.clock.model_copy(update={"speed": speed})})

    @property
    def operators(self) -> tuple[OperatorConfig, ...]:
        """All operators; a world that names none has one."""
        return self.operator or (OperatorConfig(name="home"),)

    def of(self, operator: OperatorConfig, rows: tuple[Owned, ...]) -> tuple[Owned, ...]:
        """Return the nodes of an operator."""
        first = self.operators[0].name
        return tuple(row for row in rows if (row.operator or first) == operator.name)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        fits_together(self)
        return self


Speaks = TypeVar("Speaks", Smpp, Mqtt)


def load(path: str | Path | None = None) -> WorldConfig:
    """Read a world from a file, by default the built-in one; raises ConfigError."""
    if path is None:
        return check(built_in(), "default_world.toml")
    path = Path(path)
    config = parse(text_of(path), str(path))
    mqtt = _beside(config.mqtt, path.parent) if config.mqtt is not None else None
    return config.model_copy(update={"smpp": _beside(config.smpp, path.parent), "mqtt": mqtt})


def text_of(path: Path) -> str:
    """Read a world's file; raises ConfigError."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path}: can't be read: {reason}") from wrong


def built_in() -> dict[str, Any]:
    """Read the built-in world, which is used if nobody has written another one."""
    return toml.read(files("smsc").joinpath("default_world.toml").read_text("utf-8"))


def _beside(section: Speaks, folder: Path) -> Speaks:
    """Return the same section with the paths of its TLS files taken from a folder."""
    tls = section.tls
    if tls is None:
        return section
    files = {name: getattr(tls, name) for name in type(tls).model_fields}
    found = {name: folder / file for name, file in files.items() if isinstance(file, Path)}
    return section.model_copy(update={"tls": tls.model_copy(update=found)})


def parse(text: str, file: str) -> WorldConfig:
    """Read a world from TOML; raises ConfigError, which names the file, the key and what was expected.

    A text that has not both an sc and an hlr changes the built-in world.
    """
    try:
        written = toml.read(text)
    except ValueError as wrong:
        raise ConfigError(f"{file}: {str(wrong)[0].lower()}{str(wrong)[1:]}") from wrong
    if overlay.is_whole(written):
        return check(written, file)
    there = built_in()
    try:
        return check(overlay.laid_over(there, written), file)
    except ConfigError as wrong:
        said = overlay.told_of(str(wrong).removeprefix(f"{file}: "), there, written)
        raise ConfigError(f"{file}: {said}") from None


def check(written: dict[str, Any], file: str) -> WorldConfig:
    """Make a world from TOML that has been read; raises ConfigError."""
    try:
        return WorldConfig.model_validate(written)
    except ValidationError as wrong:
        raise ConfigError(
            f"{file}: {mistakes.sentence(wrong, written, WorldConfig)}"
        ) from None  # the cause would print secrets
