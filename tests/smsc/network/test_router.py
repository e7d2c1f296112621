"""smsc.network.router: the way of a message through an SMS router, and what is refused there."""

from random import Random

import pytest

from pdu.sms.address import Address
from pdu.ss7 import map as m
from smsc.network.hop import Send
from smsc.network.router import SILENCE, T1, SMSRouter
from smsc.network.timers import MAP_M
from tests.smsc.network.country import ROUTER, Country
from tests.smsc.network.world import deliver, ladder

IMSI = "234150000000001"
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
    forwarded = [one.message for one in country.records if (one.origin, one.destination) == ("router", "msc1")]
    told = country.ladder(*MAP).splitlines()
    assert told.count("router -> msc1   mt-ForwardSM") == 2
    assert told.count("sc3 -> srf       sendRoutingInfoForSM") == 1
    assert [one.sm_rp_da for one in forwarded if isinstance(one, m.MtForwardSM)] == [m.Imsi(IMSI), m.NoSmRpDa()]
    assert not router(country)._relays


def test_a_part_that_is_refused_ends_the_dialogue_though_more_was_announced() -> None:
    country = Country(ROUTER)
    country.does("ms1 fills memory")
    country.submit("club", "447700900123", "Hello " * 40)
    assert "router -> sc3    returnError sm-DeliveryFailure" in country.ladder(*MAP)
    assert not router(country)._relays


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
    assert says(country, "mallory", "router", forward(IMSI)) == m.UnidentifiedSubscriber()


def test_each_subscriber_that_is_asked_about_has_a_correlation_id_of_its_own_however_chance_falls() -> None:
    class Chance(Random):
        def randrange(self, *_: object) -> int:
            return next(numbers)

    numbers = iter((1, 1, 2))
    country = Country(ROUTER)
    router(country)._random = Chance()
    found = [says(country, "sc3", "srf", ASKED) for _ in range(2)]
    assert len({one.imsi for one in found if isinstance(one, m.SendRoutingInfoForSMRes)}) == 2


@pytest.mark.parametrize("silent", ["hlr", "msc1"])
def test_a_dialogue_in_which_nobody_answers_is_forgotten(silent: str) -> None:
    country = Country(ROUTER)
    found = says(country, "sc3", "srf", ASKED)
    assert isinstance(found, m.SendRoutingInfoForSMRes)
    country.does(f"{silent} goes down")
    says(country, "sc3", "router", ASKED if silent == "hlr" else forward(found.imsi))
    assert router(country)._relays
    country.run(1000)
    assert not router(country)._relays


@pytest.mark.parametrize(("late", "seconds"), [("hlr", MAP_M), ("msc1", SILENCE)])
def test_an_answer_that_comes_when_its_dialogue_is_forgotten_is_passed_on_to_nobody(late: str, seconds: float) -> None:
    country = Country(ROUTER)
    found = says(country, "sc3", "srf", ASKED)
    assert isinstance(found, m.SendRoutingInfoForSMRes)
    country.does(f"router-{late} takes seconds={seconds}")
    says(country, "sc3", "router", ASKED if late == "hlr" else forward(found.imsi))
    country.run(1000)
    assert [one.origin for one in country.records if one.destination == "router"] == ["sc3", late]
    assert not [one for one in country.records if one.destination == "sc3"]
