"""The terms on which an account is served, and what the service centre takes from strangers: sections of the world.

A term that is left out sets no limit.
"""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from pdu.malformed import Malformed
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import InterfaceVersion
from smsc.smpp.address_range import AddressRange


def _pattern(text: str) -> str:
    try:
        AddressRange(text)
    except Malformed as wrong:
        raise ValueError(f"{wrong.expected}, found {wrong.found}") from None
    return text


def _network(text: object, read: ValidatorFunctionWrapHandler) -> object:
    """Check an IP network, with one error sentence and not one for each version of IP."""
    try:
        return read(text)
    except ValueError:
        raise ValueError("an IP network, such as 192.0.2.0/24") from None


Count = Annotated[int, Field(ge=0)]
Octet = Annotated[int, Field(ge=0, le=255)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Network = Annotated[IPv4Network | IPv6Network, WrapValidator(_network)]
BindAs = Literal["transmitter", "receiver", "transceiver"]
Version = Literal["3.3", "3.4", "5.0"]
Verdict = Literal["ESME_RTHROTTLED", "ESME_RMSGQFUL"]

VERSIONS: Final[dict[Version, InterfaceVersion]] = {
    "3.3": InterfaceVersion.V3_3,
    "3.4": InterfaceVersion.V3_4,
    "5.0": InterfaceVersion.V5_0,
}


class Terms(BaseModel):
    """What an account may do. Patterns are UNIX regular expressions; digits alone are one address.

    ``window``: requests of one session received and not yet answered. ``messages_per_second``: for all its sessions
    together; ``burst``: how many may come at once after a pause (by default, as many as in one second). ``queue``:
    messages not in a final state. ``default_alphabet``: what data_coding 0 means, in both directions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Binding
    max_binds: Count = 0
    binds: Annotated[tuple[BindAs, ...], Field(min_length=1)] = ("transmitter", "receiver", "transceiver")
    versions: Annotated[tuple[Version, ...], Field(min_length=1)] = ("3.3", "3.4", "5.0")
    system_type: Annotated[str, Field(max_length=12)] | None = None
    networks: tuple[Network, ...] = ()
    tls_required: bool = False
    binds_exceeded: Literal["ESME_RALYBND", "ESME_RBINDFAIL"] = "ESME_RALYBND"

    # Addresses
    source_addr: tuple[Pattern, ...] = ()
    source_addr_ton: tuple[Octet, ...] = ()
    source_addr_npi: tuple[Octet, ...] = ()
    destination_addr: tuple[Pattern, ...] = ()
    dest_addr_ton: tuple[Octet, ...] = ()
    dest_addr_npi: tuple[Octet, ...] = ()

    # Texts
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED

    # How much
    window: Count = 0
    messages_per_second: Annotated[float, Field(ge=0)] = 0.0
    burst: Count = 0
    queue: Count = 0
    window_exceeded: Verdict = "ESME_RTHROTTLED"
    rate_exceeded: Verdict = "ESME_RTHROTTLED"
    queue_full: Verdict = "ESME_RMSGQFUL"


class Strangers(BaseModel):
    """What is taken from anybody who connects, bound or not.

    ``connections``: at a time; ``unbound``: how many of these may be unbound, before the oldest of them is dropped.
    ``pdu_size``: octets of a PDU. ``unread``: octets written to a session that it has not read, and ``unread_timer``:
    seconds for which it may keep us waiting, before it is dropped. ``refused_binds_per_minute``: from one address (of
    IPv6: from one /64), before its further binds are refused unread.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    connections: Annotated[int, Field(ge=1)] = 1_000
    unbound: Annotated[int, Field(ge=1)] = 100
    pdu_size: Annotated[int, Field(ge=1_024, le=1 << 24)] = 0x11000
    unread: Annotated[int, Field(ge=1_024)] = 4 << 20
    unread_timer: Annotated[float, Field(gt=0)] = 60.0
    refused_binds_per_minute: Annotated[int, Field(ge=1)] = 60


class Tls(BaseModel):
    """SMPP over TLS, on a port of its own. ``client_ca``: the CAs that must have signed the certificates of ESMEs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    port: Annotated[int, Field(ge=0, le=65535)] = 3550
    certificate: Path
    key: Path | None = None
    client_ca: Path | None = None
