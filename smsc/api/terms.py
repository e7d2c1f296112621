"""Where the control API is served, and to whom: the section ``[api]`` of the world."""

from ipaddress import ip_address
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from smsc.sections import Section

LONGEST: Final = 300  # seconds for which a client may wait for something to happen


def borne(token: str) -> str:
    """Return a token that a header can bear (RFC 9110, 5.5); raises ValueError for others, and does not show them."""
    if not token.isprintable() or token != token.strip():
        raise ValueError("visible characters with no space around them, found others, not shown here")
    return token


def _borne(token: SecretStr) -> SecretStr:
    borne(token.get_secret_value())
    return token


class Api(Section):
    """Where the control API is served; an address that is not loopback needs a token, which every request has to bear.

    With ``metrics``, counting for Prometheus begins at the start; else when ``/metrics`` is first asked for.
    """

    enabled: bool = True
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 2780
    metrics: bool = False
    token: Annotated[SecretStr, Field(max_length=1000), AfterValidator(_borne)] = SecretStr("")

    @model_validator(mode="after")
    def _is_guarded(self) -> Self:
        if self.enabled and not self.token.get_secret_value() and not is_loopback(self.host):
            raise ValueError(f"a token where host is no loopback address, found none for {self.host}")
        return self


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
