"""Where everybody is in a capture: an IP address for each name, and for nodes of SS7 a point code and a global title.

The addresses are made up, since nothing here runs on a machine of its own: each kind of element has a part of
10.0.0.0/8, in which addresses are given in the order in which elements are met.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Address
from typing import Final

from pdu.ss7.party_address import GlobalTitle, PartyAddress
from smsc.world.world import World

EVERYBODY: Final = "255.255.255.255"  # for somebody who is called and is not there
_KINDS: Final = ("esme", "sc", "hlr", "msc", "bss", "ms", "router", "srf", "stranger", "")
_SS7: Final = frozenset(_KINDS) - {"esme", "ms", ""}
_FIRST: Final = IPv4Address("10.0.0.1")
_OF_A_KIND: Final = 1 << 20  # addresses: enough for a million handsets
_POINT_CODES: Final = (1 << 14) - 1


class Places:
    """Gives everybody a place. ``kind`` says what an element is, ``numbers`` holds the global titles of nodes.

    ``nodes`` get the first point codes, in order. ``mobile_global_title`` gives the digits that stand for an IMSI.
    """

    def __init__(
        self,
        kind: Callable[[str], str],
        numbers: Mapping[str, str],
        nodes: Iterable[str] = (),
        mobile_global_title: Callable[[str], str] = lambda _: "",
    ) -> None:
        self.kind = kind
        self.mobile_global_title = mobile_global_title
        self._numbers = numbers
        self._addresses: dict[tuple[str, int], str] = {}
        self._of_kind: dict[str, int] = defaultdict(int)
        self._point_codes: dict[str, int] = {}
        self._new: dict[str, str] = {}
        for name in nodes:
            self.point_code(name)

    def address(self, name: str, machine: int = 0) -> str:
        """Return the IP address of an element, which may have several machines, or the broadcast address for ``""``."""
        if not name:
            return EVERYBODY
        found = self._addresses.get((name, machine))
        if found is None:
            kind = self.kind(name)
            place = _KINDS.index(kind if kind in _KINDS else "")
            number = self._of_kind[kind] % (_OF_A_KIND - 2)
            self._of_kind[kind] += 1
            found = self._addresses[name, machine] = str(_FIRST + place * _OF_A_KIND + number)
            self._new[found] = name
        return found

    def new(self) -> dict[str, str]:
        """Return the addresses given since this was last asked, with their names."""
        new, self._new = self._new, {}
        return new

    def point_code(self, name: str) -> int:
        """Return the point code of a node, from 1."""
        return self._point_codes.setdefault(name, len(self._point_codes) % _POINT_CODES + 1)

    @property
    def point_codes(self) -> Mapping[str, int]:
        """The point codes given so far, by the names of the nodes."""
        return self._point_codes

    def party(self, name: str, ssn: int) -> PartyAddress:
        """Return how SCCP addresses a node: by its global title, if it has one."""
        title = self._numbers.get(name) or (name if name.isdecimal() else "")  # a number that is nobody's is its own
        if title:
            return PartyAddress(GlobalTitle(title), ssn)
        return self.node(name, ssn)

    def node(self, name: str, ssn: int) -> PartyAddress:
        """Return how SCCP addresses a neighbour: by its point code."""
        return PartyAddress(ssn=ssn, point_code=self.point_code(name), route_on_ssn=True)


def of_world(world: World) -> Places:
    """Make the places of a world, to which elements may still be added."""
    config, network = world.config, world.network
    routers = [operator.router for operator in config.operators if operator.router is not None]
    nodes = (*config.sc, *config.hlr, *config.msc, *config.stranger, *routers)
    numbers = {node.name: node.number for node in nodes}
    signalling = (element.name for element in network if element.kind in _SS7)
    return Places(network.kind, numbers, signalling, world.plan.mobile_global_title)
