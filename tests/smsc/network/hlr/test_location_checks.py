"""Whether a subscriber can be where a VLR says he is."""

import pytest

from pdu.sms.address import Address
from pdu.ss7 import map as m
from smsc.network.hlr.location_checks import LocationChecks
from smsc.network.hlr.subscribers import Subscriber

IMSI = "234150000000001"
HOME, THERE, ELSEWHERE = Address("447700900931"), Address("12025550931"), Address("99900000001")
CHECKS = LocationChecks(home=("4477",), partners=("1202", "3368"), travel_time=3600.0)
NOT_ALLOWED = m.RoamingNotAllowed(m.RoamingNotAllowedCause.plmnRoamingNotAllowed)


@pytest.mark.parametrize(
    ("last", "vlr", "after", "error"),
    [
        (HOME, THERE, 3599, NOT_ALLOWED),
        (HOME, THERE, 3600, None),
        (THERE, Address("33680000001"), 60, NOT_ALLOWED),
        (THERE, THERE, 60, None),  # he has not travelled
        (THERE, HOME, 60, None),  # home VLRs are believed
        (HOME, ELSEWHERE, 7200, NOT_ALLOWED),  # not a partner's VLR
        (None, THERE, 60, None),  # nobody knows where he was
    ],
)
def test_a_subscriber_is_there_who_had_time_to_travel_to_a_partner(
    last: Address | None, vlr: Address, after: float, error: m.RoamingNotAllowed | None
) -> None:
    subscriber = Subscriber(IMSI, Address("447700900123"), vlr_number=last, updated=1_000.0)
    moved = m.UpdateLocation(IMSI, vlr, vlr)
    assert CHECKS.refuse(moved, subscriber, 1_000.0 + after) == error


def test_who_has_never_been_heard_of_may_be_anywhere() -> None:
    nobody = Subscriber(IMSI, Address("447700900123"), vlr_number=HOME)
    assert CHECKS.refuse(m.UpdateLocation(IMSI, THERE, THERE), nobody, 0.0) is None
