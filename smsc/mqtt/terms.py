"""Which broker to use, and how: the section ``[mqtt]`` of the world, or a URL."""

from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator

from smsc.mistakes import sentence
from smsc.sections import Section, form

PLAIN, TLS = 1883, 8883  # the ports that IANA has registered for MQTT
EXAMPLE: Final = "mqtt://user:password@host:1883, or mqtts:// for TLS"
_OF_URL: Final = ("name", "version", "qos", "buffer", "ca")  # what may follow the ? in one


class MqttTls(Section):
    """PEM files: whom to trust (``ca``, by default as the system does), and our own certificate, if the broker asks."""

    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.key is not None and self.certificate is None:
            raise ValueError("a certificate for the key, found none")
        return self


class Mqtt(Section):
    """A broker. All topics begin with ``smsc/`` and ``name``, by default that of the first service centre.

    ``qos`` is that of events (states have 1). While the broker is away or slow, up to ``buffer`` events wait for it;
    after that the oldest are dropped.
    """

    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    name: Annotated[str, form(r"[\w.-]{1,64}", "letters, digits, dots and strokes, such as lab1")] | None = None
    version: Literal["3.1.1", "5"] = "5"
    username: Annotated[str, Field(max_length=1000)] = ""
    password: Annotated[SecretStr, Field(max_length=1000)] = SecretStr("")
    qos: Annotated[int, Field(ge=0, le=1)] = 0
    keepalive: Annotated[int, Field(ge=5, le=3600)] = 60
    buffer: Annotated[int, Field(ge=1, le=10**6)] = 10_000
    tls: MqttTls | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where the broker listens."""
        return self.host, self.port or (PLAIN if self.tls is None else TLS)


def of_url(url: str, known: Mqtt | None = None) -> Mqtt:
    """Read a URL; what it does not say is as in ``known``. Raises ValueError, which says what was expected."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"expected {EXAMPLE}; the port is none") from None
    if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"expected {EXAMPLE}")
    written: dict[str, Any] = {} if known is None else known.model_dump(exclude_unset=True)
    written |= {"host": parts.hostname, "port": port}
    if parts.username is not None:
        written |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key not in _OF_URL:
            raise ValueError(f"expected one of {', '.join(_OF_URL)} behind the ?, found {key!r}")
        written[key] = value
    ca = written.pop("ca", None)
    if parts.scheme == "mqtts":
        written["tls"] = {**(written.get("tls") or {}), **({} if ca is None else {"ca": ca})}
    elif ca is not None:
        raise ValueError("expected mqtts:// where there is a ca")
    else:
        written["tls"] = None
    try:
        return Mqtt.model_validate(written)
    except ValidationError as wrong:
        raise ValueError(sentence(wrong, written, Mqtt)) from None
