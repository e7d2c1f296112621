"""TS 24.008 clause 4.4: what a handset sends to update its location, and what it makes of a refusal."""

from typing import Final

from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import DELETED_LAC, LocationAreaIdentification
from pdu.gsm.mm import (
    ILLEGAL_ME,
    ILLEGAL_MS,
    IMSI_ATTACH,
    IMSI_UNKNOWN_IN_HLR,
    LOCATION_AREA_NOT_ALLOWED,
    NORMAL_LOCATION_UPDATING,
    PERIODIC_UPDATING,
    PLMN_NOT_ALLOWED,
    ROAMING_NOT_ALLOWED,
    CMServiceRequest,
    IMSIDetachIndication,
    LocationUpdatingRequest,
)
from pdu.gsm.rr import PagingResponse
from smsc.network.timers import T3210, T3220, T3230, T3240, Wait

WAIT_AFTER: Final[dict[type, Wait]] = {
    # the timer that runs once the handset has a channel, by its first message there
    PagingResponse: T3240,
    CMServiceRequest: T3230,
    LocationUpdatingRequest: T3210,
    IMSIDetachIndication: T3220,
}
# Reject causes (4.4.4.7) after which it asks no more until switched off, or no more here. After others it asks again.
NOT_THIS_SIM: Final = frozenset((IMSI_UNKNOWN_IN_HLR, ILLEGAL_MS, ILLEGAL_ME))
NOT_HERE: Final = frozenset((PLMN_NOT_ALLOWED, LOCATION_AREA_NOT_ALLOWED, ROAMING_NOT_ALLOWED))


def location_updating_request(
    identity: MobileIdentity,
    former: LocationAreaIdentification | None,
    here: LocationAreaIdentification,
    overdue: bool = False,
) -> LocationUpdatingRequest:
    """Make the request that says that a handset is here, or still here; ``former`` is where it was last registered."""
    if former == here:
        return LocationUpdatingRequest(PERIODIC_UPDATING if overdue else IMSI_ATTACH, here, identity)
    nowhere = LocationAreaIdentification(here.mcc, here.mnc, DELETED_LAC)
    return LocationUpdatingRequest(NORMAL_LOCATION_UPDATING, former or nowhere, identity)
