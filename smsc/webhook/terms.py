"""Which program to call, and of what: a section ``[[webhook]]`` of the world."""

from base64 import b64decode
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, Secret, SecretStr

from pdu.host_port import host_port
from smsc.sections import Section

EXAMPLE: Final = "http://host:port/path, or https://"
PREFIX: Final = "whsec_"
PORTS: Final = {"http": 80, "https": 443}

Kind = Literal["message.state", "phone.inbox", "event"]


class Url(Secret[str]):
    """A URL of which no more is shown than whom it leads to: whoever knows the rest may be able to call it."""

    @property
    def where(self) -> str:
        """Host and port."""
        parts = urlsplit(self.get_secret_value())
        return host_port(parts.hostname or "", PORTS[parts.scheme] if parts.port is None else parts.port)

    def _display(self) -> str:
        parts = urlsplit(self.get_secret_value())
        hidden = "***" if parts.path.strip("/") or parts.query or parts.fragment else ""
        return f"{parts.scheme}://{parts.netloc}/{hidden}"


def _url(url: Url) -> Url:
    from httpx import URL, InvalidURL  # takes long to import, and only who has a webhook needs it

    written = url.get_secret_value()
    try:
        parts = urlsplit(written)
        _ = parts.port, URL(written).host  # reading them checks them
    except (ValueError, InvalidURL):
        raise ValueError(f"{EXAMPLE}; its host or port is none") from None
    if parts.scheme not in PORTS or not parts.hostname or not written.isascii() or " " in written:
        raise ValueError(EXAMPLE)
    if parts.username is not None:
        raise ValueError(f"{EXAMPLE}, found one with a user: calls are signed with a secret instead")
    return url


def _secret(secret: SecretStr) -> SecretStr:
    written = secret.get_secret_value()
    if written:
        try:
            octets = b64decode(written.removeprefix(PREFIX), validate=True)
        except ValueError:
            octets = b""
        if not (written.startswith(PREFIX) and 24 <= len(octets) <= 64):
            raise ValueError(f"{PREFIX} and 24 to 64 octets in Base64")
    return secret


class Webhook(Section):
    """A program that is called (POST) when something happens, as Standard Webhooks 1.0.0 has it.

    ``of`` is what it is told: each state that a message reaches, each text that a handset shows, every event of the
    ladder. Calls are signed if there is a ``secret``. While none is answered, up to ``buffer`` calls wait; after that
    the oldest are dropped.
    """

    url: Annotated[Url, AfterValidator(_url)]
    of: Annotated[tuple[Kind, ...], Field(min_length=1)] = ("message.state", "phone.inbox")
    secret: Annotated[SecretStr, AfterValidator(_secret)] = SecretStr("")
    buffer: Annotated[int, Field(ge=1, le=10**6)] = 10_000

    @property
    def key(self) -> bytes:
        """The key of the signature; empty if calls are not signed."""
        return b64decode(self.secret.get_secret_value().removeprefix(PREFIX))
