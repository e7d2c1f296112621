"""The plan of a world: which operator a subscriber, a number or a node belongs to, and which node is asked about it."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from pdu.sms.address import Address
from smsc.account_section import AccountConfig
from smsc.config import WorldConfig
from smsc.network.hlr import LocationChecks
from smsc.network.translation import Translation
from smsc.numbering import dialled
from smsc.sections import OperatorConfig, Phone, Sc


class Plan:
    """The routes between nodes that follow from a configuration."""

    def __init__(self, config: WorldConfig) -> None:
        self._config = config
        self._operators = {operator.name: operator for operator in config.operators}
        prefixes = {plmn: one.name for one in config.operators for plmn in _plmns(one)}
        self._operator_of_imsi = Translation(config.operators[0].name, prefixes)

    def operator(self, name: str | None) -> OperatorConfig:
        """Find an operator; None is the first."""
        return self._config.operators[0] if name is None else self._operators[name]

    def of_imsi(self, imsi: str) -> OperatorConfig:
        """Return the operator whose subscriber has an IMSI."""
        return self._operators[self._operator_of_imsi(imsi)]

    def hlr(self, operator: OperatorConfig) -> str:
        """Return the name of an operator's HLR."""
        return self._config.of(operator, self._config.hlr)[0].name

    def centre(self, phone: Phone) -> Sc:
        """Return the service centre to which a handset submits its messages."""
        named = next((sc for sc in self._config.sc if sc.name == phone.sc), None)
        return named or self._config.of(self.of_imsi(phone.imsi), self._config.sc)[0]

    def sc(self, name: str) -> Sc:
        """Find a service centre."""
        return next(sc for sc in self._config.sc if sc.name == name)

    def accounts(self, sc: Sc) -> list[AccountConfig]:
        """List the accounts of a service centre."""
        first = self._config.sc[0].name
        return [account for account in self._config.account if (account.sc or first) == sc.name]

    @cached_property
    def hlr_of_imsi(self) -> Translation:
        """The HLR that knows a subscriber, by IMSI, for VLRs."""
        prefixes = {plmn: self.hlr(one) for one in self._config.operators for plmn in _plmns(one)}
        return Translation(self.hlr(self._config.operators[0]), prefixes)

    def mobile_global_title(self, imsi: str) -> str:
        """Return the digits by which a VLR that knows nothing but an IMSI addresses the HLR (E.214).

        With an operator's number range in the place of MCC and MNC, they are 15 at most; empty if it has none.
        """
        operator = self.of_imsi(imsi)
        plmn = next((plmn for plmn in _plmns(operator) if imsi.startswith(plmn)), "")
        return f"{operator.numbers[0]}{imsi[len(plmn) :]}"[:15] if plmn and operator.numbers else ""

    def hlr_of_number(self, operator: OperatorConfig) -> Translation:
        """Return whom an operator's nodes ask about a number: about one in nobody's range, their own HLR or SRF."""
        prefixes = {number: one.srf or self.hlr(one) for one in self._config.operators for number in one.numbers}
        return Translation(operator.srf or self.hlr(operator), prefixes)

    def checks(self, operator: OperatorConfig) -> LocationChecks | None:
        """Return what an operator's HLR checks in an updateLocation; None: nothing."""
        if operator.partners is None and not operator.travel_time:
            return None
        partners = None if operator.partners is None else self._vlrs(*map(self.operator, operator.partners))
        return LocationChecks(self._vlrs(operator), partners, operator.travel_time)

    def virtual(self, sc: Sc, accounts: Iterable[AccountConfig], first: int = 0) -> Iterator[tuple[str, Address]]:
        """Yield the numbers of a service centre's ESMEs with IMSIs, which they need if there are other centres.

        ``first`` is how many IMSIs have been given out before.
        """
        if len(self._config.sc) == 1:
            return
        plmn = first_plmn(self.operator(sc.operator))
        place = self._config.sc.index(sc)
        addresses = (address for account in accounts for address in account.addresses)
        for number, address in enumerate(addresses, first):
            yield f"{plmn}8{place:02}{number:0{12 - len(plmn)}}", dialled(address)

    def _vlrs(self, *operators: OperatorConfig) -> tuple[str, ...]:
        return tuple(msc.number for operator in operators for msc in self._config.of(operator, self._config.msc))


def first_plmn(operator: OperatorConfig) -> str:
    """Return the digits with which an operator's IMSIs begin; those of the test network if it has none."""
    return next(_plmns(operator), "00101")


def _plmns(operator: OperatorConfig) -> Iterator[str]:
    return (plmn.replace("-", "") for plmn in operator.plmn)
