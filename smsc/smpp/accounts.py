"""Who may bind: the accounts of ESMEs, and the statuses that refuse everybody else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Final, NamedTuple

from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.bind import Bind
from pdu.sms.address import Address
from pdu.values import InterfaceVersion, Npi, Ton
from pdu.versions import spoken
from smsc.numbering import dialled
from smsc.smpp.address_range import AddressRange
from smsc.smpp.passwords import Password
from smsc.smpp.terms import VERSIONS, BindAs, Terms

_AS: Final[dict[int, BindAs]] = {
    CommandId.bind_transmitter: "transmitter",
    CommandId.bind_receiver: "receiver",
    CommandId.bind_transceiver: "transceiver",
}
_NOBODY: Final = Password("")


class Peer(NamedTuple):
    """Where a session comes from: address and port as text, the address alone, and whether it uses TLS."""

    name: str
    host: str = ""
    tls: bool = False


class Callee(NamedTuple):
    """Where an ESME listens, and the password by which it recognises the service centre."""

    host: str
    port: int
    password: str = ""


class Refusal(NamedTuple):
    """Why a bind or another request is refused: a status for the peer, a sentence for the log."""

    command_status: CommandStatus
    why: str


@dataclass(frozen=True, slots=True)
class Account:
    """An ESME as the service centre knows it. ``addresses`` are the numbers whose messages it receives."""

    system_id: str
    password: str = field(repr=False)
    addresses: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms, repr=False)

    @property
    def source(self) -> Address:
        """Its own address: the first number it serves, or else its name."""
        if not self.addresses:
            return Address(self.system_id[:11], Ton.ALPHANUMERIC, Npi.UNKNOWN)
        return dialled(self.addresses[0])

    def __repr__(self) -> str:
        return f"Account({self.system_id!r})"


class Accounts:
    """All accounts, by system_id."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._accounts: dict[str, Account] = {}
        self._passwords: dict[str, Password] = {}
        for account in accounts:
            self.add(account)

    def add(self, account: Account) -> None:
        """Open an account."""
        self._accounts[account.system_id] = account
        self._passwords[account.system_id] = Password(account.password)

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts.values())

    def admit(self, bind: Bind, peer: Peer, bound: int) -> Account | Refusal:
        """Find the account that a bind request is allowed to use, or why it is refused.

        ``bound`` is the number of sessions its account has already. The password is compared in constant time, even
        for an unknown system_id; a peer in the wrong place is not told whether it was right.
        """
        account = self._accounts.get(bind.system_id)
        if account is not None and (misplaced := _misplaced(account.terms, peer)):
            return Refusal(CommandStatus.ESME_RBINDFAIL, misplaced)
        right = self._passwords.get(bind.system_id, _NOBODY).matches(bind.password)
        if account is None:
            return _stranger(bind, CommandStatus.ESME_RINVSYSID, "there is no such account")
        if not right:
            return _stranger(bind, CommandStatus.ESME_RINVPASWD, "the password is another one")
        return _unfit(account.terms, bind, bound) or account


def _stranger(bind: Bind, status: CommandStatus, why: str) -> Refusal:
    """Refuse a bind that names another than it may; in v5.0 (4.7.6) only what can't be read has a status of its own."""
    of_v5_0 = spoken(bind.interface_version) >= InterfaceVersion.V5_0
    return Refusal(CommandStatus.ESME_RBINDFAIL if of_v5_0 else status, why)


def _misplaced(terms: Terms, peer: Peer) -> str:
    """Say why an account may not be used by a peer; empty if it may."""
    if terms.tls_required and not peer.tls:
        return "this account binds by TLS only"
    if terms.networks:
        try:
            host = ip_address(peer.host)
        except ValueError:
            return f"its address is unknown, and this account has networks: {peer.host!r}"
        if isinstance(host, IPv6Address) and host.ipv4_mapped is not None:
            host = host.ipv4_mapped
        if not any(host in network for network in terms.networks):
            return "its address is in none of this account's networks"
    return ""


def _unfit(terms: Terms, bind: Bind, bound: int) -> Refusal | None:
    """Say why a bind is refused although its password is right; None if it is not."""
    s, version, wanted = CommandStatus, spoken(bind.interface_version), _AS[bind.command_id]
    if version not in {VERSIONS[name] for name in terms.versions}:
        return Refusal(s.ESME_RBINDFAIL, f"interface_version is to be {', '.join(terms.versions)}")
    if wanted not in terms.binds:
        return Refusal(s.ESME_RBINDFAIL, f"this account binds as {', '.join(terms.binds)}")
    if terms.system_type is not None and bind.system_type != terms.system_type:
        return _stranger(bind, s.ESME_RINVSYSTYP, f"system_type is to be {terms.system_type!r}")
    try:
        AddressRange(bind.address_range)
    except Malformed as malformed:
        return Refusal(s.ESME_RBINDFAIL, str(malformed))
    if terms.max_binds and bound >= terms.max_binds:
        return Refusal(CommandStatus[terms.binds_exceeded], f"this account has {bound} sessions already")
    return None
