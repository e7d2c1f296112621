"""What operators do to their nodes, mostly to subscriptions (``hlr  bars msisdn=...``), and what strangers do."""

from dataclasses import dataclass
from typing import ClassVar

from pdu.sms.address import Address
from smsc.network.hop import Unseen


@dataclass(slots=True)
class Subscribes:
    """A SIM is given a number; a handset with it still has to register."""

    words: ClassVar[tuple[str, ...]] = ("subscribes",)

    msisdn: Address
    imsi: str


@dataclass(slots=True)
class Withdraws:
    """The subscription ends: its number and its SIM are nobody's."""

    words: ClassVar[tuple[str, ...]] = ("withdraws",)

    msisdn: Address


@dataclass(slots=True)
class Provisions:
    """The subscription is given these teleservices, and no others: 21 and 22 are those of short messages."""

    words: ClassVar[tuple[str, ...]] = ("provisions",)

    msisdn: Address
    teleservice_list: tuple[bytes, ...]


@dataclass(slots=True)
class Bars:
    """Short messages are barred: ``by`` the operator, to and from the subscriber; by the subscriber, to him only."""

    words: ClassVar[tuple[str, ...]] = ("bars",)

    msisdn: Address
    by: str = "operator"


@dataclass(slots=True)
class Unbars:
    """Short messages are no longer barred, whoever had barred them."""

    words: ClassVar[tuple[str, ...]] = ("unbars",)

    msisdn: Address


@dataclass(slots=True)
class SwapsSim:
    """The number moves to another SIM of the same operator; the former SIM is then nobody's."""

    words: ClassVar[tuple[str, ...]] = ("swaps sim",)

    msisdn: Address
    imsi: str


@dataclass(slots=True)
class PortsIn:
    """A number moves here from another operator, to a SIM of this one."""

    words: ClassVar[tuple[str, ...]] = ("ports in",)

    msisdn: Address
    imsi: str


@dataclass(slots=True)
class Restarts:
    """An MSC or a BSS restarts: a VLR has forgotten everybody, and whatever was under way is lost."""

    words: ClassVar[tuple[str, ...]] = ("restarts",)


@dataclass(slots=True)
class Asks:
    """A stranger asks the HLR of a number for its IMSI and where it is, as if he had a message for it."""

    words: ClassVar[tuple[str, ...]] = ("asks",)

    msisdn: Address


@dataclass(slots=True)
class Claims:
    """A stranger says that a subscriber is with him: a false updateLocation."""

    words: ClassVar[tuple[str, ...]] = ("claims",)

    imsi: str


@dataclass(slots=True)
class RefusesSubscriber:
    """An MSC does not believe a SIM: its authentication fails from now on."""

    words: ClassVar[tuple[str, ...]] = ("refuses subscriber",)

    imsi: str


@dataclass(slots=True)
class RefusesEquipment:
    """An MSC finds the handset with a SIM on the black list."""

    words: ClassVar[tuple[str, ...]] = ("refuses equipment",)

    imsi: str


@dataclass(slots=True)
class Accepts:
    """An MSC no longer refuses a SIM or its handset."""

    words: ClassVar[tuple[str, ...]] = ("accepts",)

    imsi: str


@dataclass(slots=True)
class SupportsSms:
    """An MSC supports short messages or, if ``supported`` is 0, does not."""

    words: ClassVar[tuple[str, ...]] = ("supports sms",)

    supported: bool


@dataclass(slots=True)
class Ported(Unseen):
    """One operator tells another that a number has moved, and whose HLR has it now; by office, not by MAP."""

    msisdn: Address
    hlr: str
