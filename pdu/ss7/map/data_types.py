# ruff: noqa: N815 - enumerations have the members which the ASN.1 prints, with _ for its hyphen
"""TS 29.002 clause 17.7: the types of which arguments, results and errors are made."""

from enum import IntEnum
from typing import Annotated, NamedTuple

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.ss7 import asn1
from pdu.ss7.constructed import Alternative, Choice, SequenceOf, SequenceType
from pdu.ss7.sequence import Sequence, sequence

Boolean = Annotated[bool, asn1.Boolean()]
Null = Annotated[bool, asn1.Null()]

IMSI = Annotated[str, asn1.TbcdString(3, 8)]
AddressString = Annotated[Address, asn1.AddressOctets(20)]
ISDNAddressString = Annotated[Address, asn1.AddressOctets(9)]
LMSI = Annotated[bytes, asn1.OctetString(4, 4)]
Time = Annotated[bytes, asn1.OctetString(4, 4)]
BearerServiceList = Annotated[tuple[bytes, ...], SequenceOf(asn1.OctetString(1, 5), 1, 50)]
TeleserviceList = Annotated[tuple[bytes, ...], SequenceOf(asn1.OctetString(1, 5), 1, 20)]


SHORT_MESSAGE_MT_PP = b"\x21"  # Ext-TeleserviceCode; TS 22.003 calls these two 21 and 22
SHORT_MESSAGE_MO_PP = b"\x22"


class SMDeliveryOutcome(IntEnum):
    """SM-DeliveryOutcome."""

    memoryCapacityExceeded = 0
    absentSubscriber = 1
    successfulTransfer = 2


class SMDeliveryNotIntended(IntEnum):
    """SM-DeliveryNotIntended."""

    onlyIMSI_requested = 0
    onlyMCC_MNC_requested = 1


class AlertReason(IntEnum):
    """AlertReason."""

    ms_Present = 0
    memoryAvailable = 1


class CancellationType(IntEnum):
    """CancellationType."""

    updateProcedure = 0
    subscriptionWithdraw = 1
    initialAttachProcedure = 2


class SubscriberStatus(IntEnum):
    """SubscriberStatus."""

    serviceGranted = 0
    operatorDeterminedBarring = 1


class SMEnumeratedDeliveryFailureCause(IntEnum):
    """SM-EnumeratedDeliveryFailureCause."""

    memoryCapacityExceeded = 0
    equipmentProtocolError = 1
    equipmentNotSM_Equipped = 2
    unknownServiceCentre = 3
    sc_Congestion = 4
    invalidSME_Address = 5
    subscriberNotSC_Subscriber = 6


class NetworkResource(IntEnum):
    """NetworkResource."""

    plmn = 0
    hlr = 1
    vlr = 2
    pvlr = 3
    controllingMSC = 4
    vmsc = 5
    eir = 6
    rss = 7


class AdditionalNetworkResource(IntEnum):
    """AdditionalNetworkResource."""

    sgsn = 0
    ggsn = 1
    gmlc = 2
    gsmSCF = 3
    nplr = 4
    auc = 5
    ue = 6
    mme = 7


class CallBarringCause(IntEnum):
    """CallBarringCause."""

    barringServiceActive = 0
    operatorBarring = 1


class RoamingNotAllowedCause(IntEnum):
    """RoamingNotAllowedCause."""

    plmnRoamingNotAllowed = 0
    operatorDeterminedBarring = 3


class UnknownSubscriberDiagnostic(IntEnum):
    """UnknownSubscriberDiagnostic."""

    imsiUnknown = 0
    gprs_eps_SubscriptionUnknown = 1
    npdbMismatch = 2


class AbsentSubscriberReason(IntEnum):
    """AbsentSubscriberReason."""

    imsiDetach = 0
    restrictedArea = 1
    noPageResponse = 2
    purgedMS = 3
    mtRoamingRetry = 4
    busySubscriber = 5


class MWStatus(NamedTuple):
    """MW-Status: what the HLR's Messages Waiting Data say; ``spare`` are further bits, as 0 and 1.

    As text it is the printed names of the bits that are set: ``mnrf-Set+mcef-Set``, or 0; spare bits are ``spare:01``.
    """

    sc_address_not_included: bool = False
    mnrf_set: bool = False
    mcef_set: bool = False
    mnrg_set: bool = False
    mnr5g_set: bool = False
    mnr5gn3g_set: bool = False
    spare: str = ""

    def __str__(self) -> str:
        names = [name for name, is_set in zip(MW_STATUS_BITS, self, strict=False) if is_set]
        return "+".join(names + ([f"{_SPARE}{self.spare}"] if self.spare else [])) or "0"

    @classmethod
    def parse(cls, text: str) -> "MWStatus":
        """Read it from its text; raises Malformed."""
        names = [] if text == "0" else text.split("+")
        spare = names.pop().removeprefix(_SPARE) if names and names[-1].startswith(_SPARE) else ""
        if not set(names) <= set(MW_STATUS_BITS) or spare.strip("01"):
            raise Malformed("mw-Status", None, f"0, or names of {', '.join(MW_STATUS_BITS)} with +", repr(text))
        return cls._make((*(name in names for name in MW_STATUS_BITS), spare))


MW_STATUS_BITS = ("sc-AddressNotIncluded", "mnrf-Set", "mcef-Set", "mnrg-Set", "mnr5g-Set", "mnr5gn3g-Set")
_SPARE = "spare:"


class Imsi(NamedTuple):
    """SM-RP-DA imsi."""

    value: str

    def __str__(self) -> str:
        return self.value


class Lmsi(NamedTuple):
    """SM-RP-DA lmsi."""

    value: bytes

    def __str__(self) -> str:
        return self.value.hex()


class ServiceCentreAddressDA(NamedTuple):
    """SM-RP-DA serviceCentreAddressDA."""

    value: Address

    def __str__(self) -> str:
        return str(self.value)


class Msisdn(NamedTuple):
    """SM-RP-OA msisdn."""

    value: Address

    def __str__(self) -> str:
        return str(self.value)


class ServiceCentreAddressOA(NamedTuple):
    """SM-RP-OA serviceCentreAddressOA."""

    value: Address

    def __str__(self) -> str:
        return str(self.value)


class NoSmRpDa(NamedTuple):
    """SM-RP-DA noSM-RP-DA: a further message of the same dialogue, for the same handset."""

    def __bool__(self) -> bool:
        return True  # an empty tuple, and yet an address

    def __str__(self) -> str:
        return "noSM-RP-DA"


class NoSmRpOa(NamedTuple):
    """SM-RP-OA noSM-RP-OA: likewise, from the same service centre."""

    def __bool__(self) -> bool:
        return True  # likewise

    def __str__(self) -> str:
        return "noSM-RP-OA"


class BearerService(NamedTuple):
    """Ext-BasicServiceCode ext-BearerService."""

    value: bytes

    def __str__(self) -> str:
        return f"bearerService:{self.value.hex()}"


class Teleservice(NamedTuple):
    """Ext-BasicServiceCode ext-Teleservice."""

    value: bytes

    def __str__(self) -> str:
        return f"teleservice:{self.value.hex()}"


_SERVICE_CODE = asn1.OctetString(1, 5)
BasicServiceList = Annotated[
    tuple[BearerService | Teleservice, ...],
    SequenceOf(
        Choice(
            Alternative("ext-BearerService [2]", _SERVICE_CODE, BearerService),
            Alternative("ext-Teleservice [3]", _SERVICE_CODE, Teleservice),
        ),
        1,
        70,
    ),
]

_IMSI = asn1.TbcdString(3, 8)
_ADDRESS = asn1.AddressOctets(20)

SMRPDA = Annotated[
    Imsi | Lmsi | ServiceCentreAddressDA | NoSmRpDa,
    Choice(
        Alternative("imsi [0]", _IMSI, Imsi),
        Alternative("lmsi [1]", asn1.OctetString(4, 4), Lmsi),
        Alternative("serviceCentreAddressDA [4]", _ADDRESS, ServiceCentreAddressDA),
        Alternative("noSM-RP-DA [5]", asn1.Null(), NoSmRpDa),
    ),
]
SMRPOA = Annotated[
    Msisdn | ServiceCentreAddressOA | NoSmRpOa,
    Choice(
        Alternative("msisdn [2]", asn1.AddressOctets(9), Msisdn),
        Alternative("serviceCentreAddressOA [4]", _ADDRESS, ServiceCentreAddressOA),
        Alternative("noSM-RP-OA [5]", asn1.Null(), NoSmRpOa),
    ),
]


@sequence
class ImsiWithLmsi(Sequence):
    """IMSI-WithLMSI."""

    imsi: Annotated[IMSI, "imsi"]
    lmsi: Annotated[LMSI, "lmsi"]


Identity = Annotated[
    str | ImsiWithLmsi,
    Choice(
        Alternative("imsi", _IMSI, str),
        Alternative("imsi-WithLMSI", SequenceType(ImsiWithLmsi), ImsiWithLmsi),
    ),
]
