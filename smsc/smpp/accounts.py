"""Who may bind: the accounts of ESMEs, and the status that refuses everybody else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hmac import compare_digest

from pdu.command_status import CommandStatus
from pdu.operations.bind import Bind
from pdu.sms.address import Address
from pdu.values import Npi, Ton
from smsc.numbering import dialled


@dataclass(frozen=True, slots=True)
class Account:
    """An ESME as the service centre knows it. ``addresses`` are the numbers whose messages it is handed."""

    system_id: str
    password: str
    addresses: tuple[str, ...] = ()

    @property
    def source(self) -> Address:
        """Its own address."""
        if not self.addresses:
            return Address(self.system_id[:11], Ton.ALPHANUMERIC, Npi.UNKNOWN)
        return dialled(self.addresses[0])

    def __repr__(self) -> str:
        return f"Account({self.system_id!r})"


class Accounts:
    """All accounts, by system_id."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._accounts = {account.system_id: account for account in accounts}

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts.values())

    def routes(self) -> dict[str, str]:
        """Which account serves which number."""
        return {address: account.system_id for account in self._accounts.values() for address in account.addresses}

    def sources(self) -> dict[str, Address]:
        """Whose message it is where an account leaves source_addr empty: the first number it serves, or its name."""
        return {account.system_id: account.source for account in self._accounts.values()}

    def authenticate(self, bind: Bind) -> Account | CommandStatus:
        """Find the account that a bind request proves to be, or the status that refuses it.

        The password is compared in constant time, for an unknown system_id as well: nobody can measure which it was.
        """
        account = self._accounts.get(bind.system_id)
        expected = account.password if account is not None else ""
        right = compare_digest(bind.password.encode("utf-8"), expected.encode("utf-8"))
        if account is None:
            return CommandStatus.ESME_RINVSYSID
        return account if right else CommandStatus.ESME_RINVPASWD
