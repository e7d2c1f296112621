"""smsc.network.router: the way of a message through an SMS router, and what is refused there."""

import pytest

from pdu.sms.address import Address
from pdu.ss7 import map as m
from smsc.network.hop import Send
from smsc.network.router import T1, SMSRouter
from tests.smsc.network.country import ROUTER, Country
from tests.smsc.network.world import deliver, ladder

MAP = ("sc", "hlr", "msc", "srf", "router", "stranger")
ASKED = m.SendRoutingInfoForSM(Address("447700900123"), sm_rp_pri=False, service_centre_address=Address("33600900900"))


def router(country: Country) -> SMSRouter:
    found = country.world.network["router"]
    assert isinstance(found, SMSRouter)
    return found


def says(country: Country, origin: str, to: str, message: object) -> object:
    """Let a node say something in a dialogue of its own, and return the answer."""
    network = country.world.network
    network.send(network[origin], [Send(to, message, next(network.conversations))])
    country.records.clear()
    country.run(0)
    return next((one.message for one in country.records if one.destination == origin), None)


def forward(correlation_id: str) -> m.MtForwardSM:
    return m.MtForwardSM(m.Imsi(correlation_id), m.ServiceCentreAddressOA(Address("33600900900")), deliver("Hi"))


def test_a_message_from_abroad_goes_through_the_router() -> None:
    country = Country(ROUTER)
    country.submit("club", "447700900123")
    assert country.shown() == [("ms1", "Hello")]
    assert country.ladder(*MAP) == ladder("""
        sc3 -> srf       sendRoutingInfoForSM
        srf -> hlr       sendRoutingInfoForSM
        hlr -> router    sendRoutingInfoForSM
        router -> hlr    sendRoutingInfoForSM
        hlr -> router    returnResultLast sendRoutingInfoForSM
        router -> sc3    returnResultLast sendRoutingInfoForSM
        sc3 -> router    mt-ForwardSM
        router -> msc1   mt-ForwardSM
        msc1 -> router   returnResultLast mt-ForwardSM
        router -> sc3    returnResultLast mt-ForwardSM
        """)
    assert not router(country).correlations


def test_a_message_of_ones_own_service_centre_does_not() -> None:
    country = Country(ROUTER)
    country.submit("bank", "447700900123")
    assert "router" not in country.ladder(*MAP)


def test_the_parts_of_a_long_message_take_one_dialogue() -> None:
    country = Country(ROUTER)
    country.submit("club", "447700900123", "Hello " * 40)
    assert country.shown() == [("ms1", "Hello " * 40)]
    told = country.ladder(*MAP).splitlines()
    assert told.count("router -> msc1   mt-ForwardSM") == 2
    assert told.count("sc3 -> srf       sendRoutingInfoForSM") == 1


def test_an_error_is_passed_on_and_who_is_away_is_waited_for() -> None:
    country = Country(ROUTER)
    country.does("ms1 switches off")
    country.submit("club", "447700900123")
    assert "router -> sc3    returnError absentSubscriberSM" in country.ladder(*MAP)
    country.does("ms1 switches on")
    country.run(0)
    assert country.shown() == [("ms1", "Hello")]


def test_a_number_that_is_nobodys_is_unknown_through_the_router_too() -> None:
    country = Country(ROUTER)
    country.submit("club", "447700900199")
    assert "router -> sc3    returnError unknownSubscriber" in country.ladder(*MAP)


def test_who_waits_already_is_told_through_the_router() -> None:
    country = Country(ROUTER)
    country.world.hlr.subscribers["234150000000001"].mcef = True
    says(country, "sc3", "srf", ASKED)
    assert "router -> sc3    informServiceCentre" in country.ladder(*MAP)


@pytest.mark.parametrize("wait", [0, T1 - 1])
def test_a_correlation_id_is_good_once(wait: float) -> None:
    country = Country(ROUTER)
    found = says(country, "sc3", "srf", ASKED)
    assert isinstance(found, m.SendRoutingInfoForSMRes)
    assert found.imsi.startswith("23415")
    assert len(found.imsi) == 15
    country.run(wait)
    assert isinstance(says(country, "sc3", "router", forward(found.imsi)), m.MtForwardSMRes)
    assert says(country, "sc3", "router", forward(found.imsi)) == m.UnidentifiedSubscriber()


def test_a_correlation_id_of_somebody_else_is_none() -> None:
    country = Country(ROUTER)
    found = says(country, "sc3", "srf", ASKED)
    assert isinstance(found, m.SendRoutingInfoForSMRes)
    assert says(country, "mallory", "router", forward(found.imsi)) == m.UnidentifiedSubscriber()
    assert isinstance(says(country, "sc3", "router", forward(found.imsi)), m.MtForwardSMRes)


def test_a_correlation_id_is_good_for_a_while() -> None:
    country = Country(ROUTER)
    found = says(country, "sc3", "srf", ASKED)
    assert isinstance(found, m.SendRoutingInfoForSMRes)
    country.run(T1)
    assert says(country, "sc3", "router", forward(found.imsi)) == m.UnidentifiedSubscriber()
    assert not router(country).correlations


def test_the_imsi_itself_is_no_correlation_id() -> None:
    country = Country(ROUTER)
    assert says(country, "mallory", "router", forward("234150000000001")) == m.UnidentifiedSubscriber()


def test_a_dialogue_in_which_nobody_answers_is_forgotten() -> None:
    country = Country(ROUTER)
    country.does("hlr goes down")
    says(country, "sc3", "router", ASKED)
    country.run(1000)
    assert not router(country)._relays
