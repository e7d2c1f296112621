"""The accounts of one service centre: who they are, which number is whose, and how they wish to be served."""

from collections.abc import Iterable, Mapping

from pdu.sms.address import Address
from smsc.account_section import AccountConfig
from smsc.centre.wishes import NO_WISHES, Wishes
from smsc.smpp.accounts import Account, Accounts, Callee


class Book:
    """What a service centre and its face need to know of their accounts."""

    def __init__(self, configs: Iterable[AccountConfig], virtual: Iterable[tuple[str, Address]]) -> None:
        configs = tuple(configs)
        self.accounts = Accounts(map(account_of, configs))
        self.virtual = dict(virtual)  # their numbers by the IMSIs under which other service centres find them
        self.routes: dict[str, str] = {}  # the account that serves each number
        self.sources: dict[str, Address] = {}  # the addresses to use where they leave source_addr empty
        self.wishes: dict[str, Wishes] = {}
        self.callees: dict[str, Callee] = {}
        for config in configs:
            self.keep(config, {})

    def keep(self, config: AccountConfig, virtual: Mapping[str, Address]) -> None:
        """Note what is to be known of an account."""
        self.sources[config.system_id] = account_of(config).source
        self.virtual.update(virtual)
        self.routes.update(dict.fromkeys(config.addresses, config.system_id))
        if config.wishes != NO_WISHES:
            self.wishes[config.system_id] = config.wishes
        if config.callee is not None:
            self.callees[config.system_id] = config.callee


def account_of(config: AccountConfig) -> Account:
    """Make an account from its section of the world's file."""
    return Account(config.system_id, config.password.get_secret_value(), config.addresses, config)
