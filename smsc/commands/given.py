"""What ``smsc run`` can be told besides the world's file: by flags, or by the environment. Flags go first."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from pdu.commands.options import made_from
from smsc.commands.opening import opened
from smsc.config import ConfigError, WorldConfig, load
from smsc.mistakes import Misfit, section
from smsc.sections import FASTEST, Anybody

DATA: Final = Path(typer.get_app_dir("mini-smsc")) / "messages.sqlite"


class Store(StrEnum):
    """Where messages are kept."""

    sqlite = "sqlite"
    memory = "memory"


Config = Annotated[
    Path | None,
    typer.Option(envvar="SMSC_CONFIG", help="A world of your own (TOML), or only what it changes in the built-in one."),
]
Port = Annotated[
    int | None,
    typer.Option(envvar="SMSC_PORT", help="The SMPP port; 0 lets the system choose.", min=0, max=65535),
]
Host = Annotated[
    str | None,
    typer.Option(
        envvar="SMSC_HOST",
        help="The address to serve SMPP on, such as 0.0.0.0 for all of IPv4, or :: for all of IPv4 and IPv6; by "
        "default as the world says.",
    ),
]
Account = Annotated[
    list[str] | None,
    typer.Option(
        envvar="SMSC_ACCOUNT",
        help="Who may bind besides the world's accounts: system_id:password, or system_id:password:number with the "
        "number that handsets reach it by; may be repeated (in the environment, with spaces in between).",
    ),
]
Everybody = Annotated[
    bool,
    typer.Option(
        "--anybody", envvar="SMSC_ANYBODY", help="Every international number has a handset, not only the world's."
    ),
]
Kind = Annotated[
    Store | None,
    typer.Option(envvar="SMSC_STORE", help="Where messages are kept; by default as the world says, or sqlite."),
]
Data = Annotated[
    Path | None, typer.Option(envvar="SMSC_DATA", help=f"The file of the sqlite store; by default {DATA}.")
]
Speed = Annotated[
    float | None,
    typer.Option(
        envvar="SMSC_SPEED",
        help=f"How many times as fast as real time the network's clock goes: 0 (stopped) to {FASTEST:,.0f}.",
        min=0,
    ),
]
ApiPort = Annotated[
    int | None,
    typer.Option(envvar="SMSC_API_PORT", help="The control API's port, or the next free one.", min=0, max=65535),
]
ApiHost = Annotated[
    str | None,
    typer.Option(
        envvar="SMSC_API_HOST", help="The address to serve the control API on; any but loopback needs a token."
    ),
]
ApiToken = Annotated[
    str | None,
    typer.Option(
        envvar="SMSC_API_TOKEN",
        help="The token that the control API requires of every request. Others can see it here: better use the "
        "environment.",
    ),
]
NoApi = Annotated[bool, typer.Option("--no-api", envvar="SMSC_NO_API", help="Serve no control API.")]
Mqtt = Annotated[
    str | None,
    typer.Option(envvar="SMSC_MQTT", help="Publish to this broker: mqtt://user:password@host:port, or mqtts://."),
]

Webhook = Annotated[
    list[str] | None,
    typer.Option(
        envvar="SMSC_WEBHOOK",
        help="Call this URL (POST) whenever the state of a message changes or a handset shows a text; may be repeated "
        "(in the environment, with spaces in between).",
    ),
]

_KEYS: Final = {
    # what each of them changes in the world
    "host": "smpp.host",
    "port": "smpp.port",
    "account": "account",
    "anybody": "anybody",
    "store": "store.kind",
    "data": "store.path",
    "speed": "clock.speed",
    "api_host": "api.host",
    "api_port": "api.port",
    "api_token": "api.token",
    "no_api": "api.enabled",
    "mqtt": "mqtt",
    "webhook": "webhook",
}


class Given(NamedTuple):
    """The choices of somebody who runs the simulator."""

    config: Config = None
    host: Host = None
    port: Port = None
    account: Account = None
    anybody: Everybody = False
    store: Kind = None
    data: Data = None
    speed: Speed = None
    api_host: ApiHost = None
    api_port: ApiPort = None
    api_token: ApiToken = None
    no_api: NoApi = False
    mqtt: Mqtt = None
    webhook: Webhook = None

    def world(self, *, makes_folder: bool) -> WorldConfig:
        """Return the world with these choices; raises ConfigError."""
        for option in ("host", "api_host", "api_token", "mqtt"):
            if getattr(self, option) == "":  # as of a variable of a script that has no value
                raise ConfigError(f"--{option.replace('_', '-')}: expected a value, found nothing")
        world = self._kept(load(self.config), makes_folder=makes_folder)
        enabled = False if self.no_api else None
        try:
            world = world.with_api(host=self.api_host, port=self.api_port, token=self.api_token, enabled=enabled)
        except Misfit as wrong:
            if not wrong.together:
                raise ConfigError(f"--api-{wrong}") from None
            why = f"expected --api-token or SMSC_API_TOKEN as well, as {self.api_host} is no loopback address"
            raise ConfigError(f"--api-host: {why}") from None
        if self.host is not None:
            world = world.on_host(self.host)
        if self.port is not None:
            world = world.on_port(self.port)
        if self.anybody and world.anybody is None:
            world = world.model_copy(update={"anybody": Anybody()})
        if self.account:
            world = opened(world, self.account)
        if self.speed is not None:
            if self.speed > FASTEST:
                raise ConfigError(f"--speed: expected a number from 0 to {FASTEST:,.0f}, found {self.speed:g}")
            world = world.at_speed(self.speed)
        if self.mqtt is not None:
            world = _published(world, self.mqtt)
        return _called(world, self.webhook) if self.webhook else world

    def _kept(self, world: WorldConfig, *, makes_folder: bool) -> WorldConfig:
        """Choose where messages are kept: as the options say, else as the world says, else in a file."""
        if self.store is Store.memory:
            if self.data is not None:
                raise ConfigError("--data: goes with --store sqlite, found --store memory")
            return world.kept_in("memory")
        if self.store is None and self.data is None and world.store is not None and world.store.kind is not None:
            return world
        path = self.data or (world.store.path if world.store is not None else None)
        if path is None:
            path = DATA
            if makes_folder and not path.is_absolute():  # a "~" or an XDG_CONFIG_HOME that leads nowhere
                raise ConfigError("--data: expected, as no home folder is known to keep messages in; or --store memory")
        try:
            if makes_folder:
                path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise ConfigError(f"--data: {path.parent} can't be made: {wrong.strerror}") from wrong
        return world.kept_in("sqlite", path)


chosen = made_from(Given, "choices")


def _published(world: WorldConfig, url: str) -> WorldConfig:
    """Return the world with its MQTT as the URL says, and otherwise as it is."""
    from smsc.mqtt.terms import of_url

    try:
        return world.model_copy(update={"mqtt": of_url(url, world.mqtt)})
    except ValueError as wrong:
        raise ConfigError(f"--mqtt: {wrong}") from wrong


def _called(world: WorldConfig, urls: Sequence[str]) -> WorldConfig:
    """Return the world with these webhooks besides its own; one that it has stays as it is."""
    from smsc.webhook.terms import Webhook

    rows = world.webhook
    for url in urls:
        try:
            row = section(Webhook, {"url": url})
        except ValueError as wrong:
            raise ConfigError(f"--webhook: {wrong}") from wrong
        if row.url not in (there.url for there in rows):
            rows += (row,)
    return world.model_copy(update={"webhook": rows})


def origins(ctx: typer.Context) -> dict[str, str]:
    """Say which keys of the world were chosen, and how: ``{"smpp.port": "flag --port"}``."""
    found: dict[str, str] = {}
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name or "")
        key = _KEYS.get(parameter.name or "")
        if key is None or source is None:
            continue
        if source.name == "COMMANDLINE":
            found[key] = f"flag {parameter.opts[0]}"
        elif source.name == "ENVIRONMENT":
            found[key] = f"environment {parameter.envvar}"
    return found
