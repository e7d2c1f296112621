"""Several operators and service centres: whom to ask about whom, roaming, ported numbers, strangers."""

import pytest

from pdu.malformed import Malformed
from pdu.operations.bind import BindTransceiver
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.sms.address import Address
from pdu.ss7.map import (
    Imsi,
    MtForwardSM,
    MtForwardSMRes,
    NoSmRpDa,
    NoSmRpOa,
    SendRoutingInfoForSMRes,
    ServiceCentreAddressOA,
    UnidentifiedSubscriber,
)
from pdu.values import InterfaceVersion, Npi, Ton
from scenarios.esme import MemoryLine
from smsc.network.acts import ShowsBroadcast
from smsc.network.hop import Send
from smsc.network.timers import CANCELLATION, SILENCE
from smsc.world.acts import read
from tests.smsc.network.country import ROUTER, Country
from tests.smsc.network.world import SC, deliver, ladder

MAP = ("sc", "hlr", "msc", "srf", "router", "stranger")
TRAVEL = "travel_time = 3600"
PARTNERS = 'partners = ["beta"]'


def states(country: Country) -> list[str]:
    return [message.state.name for centre in country.world.centres.values() for message in centre.store.messages()]


# Whom to ask


def test_a_number_of_another_operator_is_asked_of_that_one() -> None:
    country = Country()
    country.submit("bank", "33612345678")
    assert country.ladder(*MAP) == ladder("""
        sc -> hlr3       sendRoutingInfoForSM
        hlr3 -> sc       returnResultLast sendRoutingInfoForSM
        sc -> msc3       mt-ForwardSM
        msc3 -> sc       returnResultLast mt-ForwardSM
        """)


def test_a_number_in_a_range_with_a_srf_is_asked_there_and_answered_straight() -> None:
    country = Country()
    country.submit("club", "447700900123")
    assert country.ladder(*MAP) == ladder("""
        sc3 -> srf       sendRoutingInfoForSM
        srf -> hlr       sendRoutingInfoForSM
        hlr -> sc3       returnResultLast sendRoutingInfoForSM
        sc3 -> msc1      mt-ForwardSM
        msc1 -> sc3      returnResultLast mt-ForwardSM
        """)


def test_a_number_that_is_nobodys_is_unknown_to_ones_own_hlr() -> None:
    country = Country()
    country.submit("club", "4915550000000")
    assert "hlr3 -> sc3      returnError unknownSubscriber" in country.ladder(*MAP)
    assert states(country) == ["UNDELIVERABLE"]


def test_a_service_centre_that_is_answered_through_a_srf_reports_there_as_well() -> None:
    country = Country()
    country.does("ms1 loses power")
    country.submit("club", "447700900123")
    country.run(10)
    country.does("ms1 switches on")
    country.run(0)
    told = country.ladder(*MAP).splitlines()
    assert "sc3 -> srf       reportSM-DeliveryStatus" in told
    assert "hlr -> sc3       alertServiceCentre" in told
    assert country.shown() or states(country) == ["DELIVERED"]


# Roaming


def test_a_subscriber_abroad_registers_with_his_own_hlr() -> None:
    country = Country()
    country.does("ms1 moves to cell=cell3")
    assert country.ladder("hlr", "msc") == ladder("""
        msc3 -> hlr      updateLocation
        hlr -> msc1      cancelLocation
        hlr -> msc3      insertSubscriberData
        msc1 -> hlr      returnResultLast cancelLocation
        msc3 -> hlr      returnResultLast insertSubscriberData
        hlr -> msc3      returnResultLast updateLocation
        """)


def test_a_message_follows_its_subscriber_abroad() -> None:
    country = Country()
    country.does("ms1 moves to cell=cell3")
    country.ladder()
    country.submit("bank", "447700900123")
    assert country.shown() == [("ms1", "Hello")]
    assert "sc -> msc3       mt-ForwardSM" in country.ladder(*MAP)


def test_a_subscriber_abroad_writes_through_the_service_centre_at_home() -> None:
    country = Country()
    country.does("ms1 moves to cell=cell3", "ms1 sends text text=BALANCE to=7000")
    assert "msc3 -> sc       mo-ForwardSM" in country.ladder(*MAP)
    assert country.heard("bank") == [("447700900123", b"BALANCE")]


def test_who_moves_on_while_a_message_is_on_its_way_is_looked_for_again() -> None:
    country = Country()
    country.does("sc-msc takes seconds=1")
    country.submit("bank", "447700900123")
    country.does("ms1 moves to cell=cell3")
    country.run(10)
    assert country.shown() == [("ms1", "Hello")]
    asked = [line for line in country.ladder(*MAP).splitlines() if line.startswith("sc -> srf")]
    assert len(asked) == 2


def test_a_subscriber_goes_only_where_his_operator_has_partners() -> None:
    country = Country("partners = []")
    country.does("ms1 moves to cell=cell3")
    assert "hlr -> msc3      returnError roamingNotAllowed" in country.ladder("hlr", "msc")
    country.submit("bank", "447700900123")
    assert country.shown() == []
    country.does("ms1 moves to cell=cell1")
    country.run(20)
    assert country.shown() == [("ms1", "Hello")]


# Service centres


def test_a_handset_submits_to_the_service_centre_on_its_sim() -> None:
    country = Country()
    country.does("ms2 sends text text=Hello to=7001")
    assert "msc1 -> sc2      mo-ForwardSM" in country.ladder(*MAP)
    assert country.heard("shop") == [("447700900124", b"Hello")]


@pytest.mark.parametrize(("account", "number"), [("shop", "7001"), ("shop", "447700900180"), ("club", "33699999999")])
def test_a_message_for_an_esme_of_another_service_centre_goes_there_as_to_a_handset(account: str, number: str) -> None:
    country = Country()
    country.submit("bank", number)
    assert country.heard(account) == [("7000", b"Hello")]
    centre = "sc2" if account == "shop" else "sc3"
    assert f"sc -> {centre:<10} mt-ForwardSM" in country.ladder(*MAP)
    assert states(country) == ["DELIVERED", "DELIVERED"]


@pytest.mark.parametrize(("number", "ton"), [("7001", Ton.UNKNOWN), ("447700900180", Ton.INTERNATIONAL)])
def test_an_esme_is_handed_it_under_its_number_as_people_dial_that(number: str, ton: Ton) -> None:
    country = Country()
    country.submit("bank", number)
    [pdu] = [pdu for pdu in country.lines["shop"].heard if isinstance(pdu, DeliverSm)]
    assert (pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr) == (ton, Npi.ISDN, number)


def test_a_long_message_for_an_esme_of_another_service_centre_goes_there_in_one_dialogue() -> None:
    country = Country()
    country.submit("bank", "7001", "Hello " * 40)
    parts = [pdu.short_message[6:] for pdu in country.lines["shop"].heard if isinstance(pdu, DeliverSm)]
    assert len(parts) == 2
    assert b"".join(parts) == b"Hello " * 40
    assert country.ladder("sc", "hlr").count("sendRoutingInfoForSM") == 1  # one answer


@pytest.mark.parametrize(("seconds", "answer"), [(SILENCE - 1, MtForwardSMRes), (SILENCE, UnidentifiedSubscriber)])
def test_a_service_centre_waits_for_a_while_for_what_is_announced_to_it(seconds: float, answer: type) -> None:
    country = Country()
    network = country.world.network
    [imsi] = [one.imsi for one in country.world.hlr.subscribers.values() if one.msisdn.value == "447700900180"]
    dialogue = next(network.conversations)
    first = MtForwardSM(Imsi(imsi), ServiceCentreAddressOA(SC), deliver(), more_messages_to_send=True)
    network.send(network["sc"], [Send("sc2", first, dialogue)])
    country.run(seconds)
    network.send(network["sc"], [Send("sc2", MtForwardSM(NoSmRpDa(), NoSmRpOa(), deliver()), dialogue)])
    country.run(0)
    answers = [record.message for record in country.records if (record.origin, record.destination) == ("sc2", "sc")]
    assert [type(one) for one in answers] == [MtForwardSMRes, answer]


def test_the_receipt_of_such_a_message_comes_from_ones_own_service_centre() -> None:
    country = Country()
    country.submit("bank", "7001")
    [receipt] = [pdu for pdu in country.lines["bank"].heard if getattr(pdu, "receipted_message_id", None)]
    assert receipt.source_addr == "7001"  # type: ignore[attr-defined]  # as above


def test_a_short_code_means_something_in_its_own_network_only() -> None:
    country = Country()
    country.submit("club", "7000")
    assert country.heard("bank") == []
    assert states(country) == ["UNDELIVERABLE"]


def test_an_account_binds_to_its_own_service_centre_only() -> None:
    country = Country()
    assert "shop" in country.world.faces["sc2"]
    assert "shop" not in country.world.faces["sc"]


# Ported numbers


def test_a_ported_number_is_asked_as_ever_and_answered_by_whoever_has_it_now() -> None:
    country = Country()
    country.does("hlr3 ports in msisdn=447700900123 imsi=208010000000009")
    assert country.ladder(*MAP) == ladder("""
        hlr3             ports in
        hlr -> msc1      cancelLocation
        msc1 -> hlr      returnResultLast cancelLocation
        """)
    country.does("ms9 switches on")
    country.ladder()
    country.submit("bank", "447700900123")
    assert country.shown() == [("ms9", "Hello")]
    assert country.ladder(*MAP) == ladder("""
        sc -> srf        sendRoutingInfoForSM
        srf -> hlr3      sendRoutingInfoForSM
        hlr3 -> sc       returnResultLast sendRoutingInfoForSM
        sc -> msc3       mt-ForwardSM
        msc3 -> sc       returnResultLast mt-ForwardSM
        """)


def test_a_ported_number_has_come_to_its_sim_when_it_was_ported() -> None:
    country = Country()
    number = Address("447700900123")
    country.does("hlr3 ports in msisdn=447700900123 imsi=208010000000009")
    hlr = country.world.hlr_with(number)
    assert hlr is not None
    assert (hlr.name, hlr.register.sim_change(number)) == ("hlr3", country.world.network.now)
    assert country.world.hlr.register.sim_change(number) is None


def test_a_ported_number_can_come_home() -> None:
    country = Country()
    country.does("hlr3 ports in msisdn=447700900123 imsi=208010000000009", "ms9 switches on")
    country.does("hlr ports in msisdn=447700900123 imsi=234150000000008", "ms8 switches on")
    country.ladder()
    country.submit("bank", "447700900123")
    assert country.shown() == [("ms8", "Hello")]
    assert "hlr3" not in country.ladder(*MAP)


@pytest.mark.parametrize("down", ["srf", "hlr3", "hlr"])
def test_a_number_is_ported_whatever_node_is_down(down: str) -> None:
    country = Country()
    country.does(f"{down} goes down", "hlr3 ports in msisdn=447700900123 imsi=208010000000009", f"{down} comes up")
    country.run(CANCELLATION)
    country.does("ms9 switches on")
    country.submit("bank", "447700900123")
    assert country.shown() == [("ms9", "Hello")]
    assert "234150000000001" not in country.world.mscs["bss1"].vlr.visitors


def test_only_a_number_that_a_srf_knows_of_can_be_ported() -> None:
    country = Country()
    with pytest.raises(Malformed, match="expected a number of an operator that has a srf, found 33612345678"):
        country.world.act(*read("hlr ports in msisdn=33612345678 imsi=234150000000008"))


# The SIM swap


def test_after_a_sim_swap_the_code_rings_elsewhere() -> None:
    country = Country()
    country.does("hlr swaps sim msisdn=447700900123 imsi=234150000000008", "ms8 switches on")
    country.submit("bank", "447700900123", "Your code is 123456")
    assert country.shown() == [("ms8", "Your code is 123456")]


# Strangers, and what stops them


def told_to_mallory(country: Country) -> SendRoutingInfoForSMRes:
    told = [record.message for record in country.records if record.destination == "mallory" and record.origin]
    assert isinstance(told[0], SendRoutingInfoForSMRes)
    return told[0]


def test_a_false_update_location_intercepts_a_code() -> None:
    country = Country()
    country.does("mallory asks msisdn=447700900123")
    country.does(f"mallory claims imsi={told_to_mallory(country).imsi}")
    country.submit("bank", "447700900123", "Your code is 123456")
    assert country.shown() == [("mallory", "Your code is 123456")]
    assert states(country) == ["DELIVERED"]


def test_home_routing_tells_a_stranger_neither_who_nor_where_one_is() -> None:
    country = Country(ROUTER)
    country.does("mallory asks msisdn=447700900123")
    told = told_to_mallory(country)
    assert told.imsi != "234150000000001"
    assert told.network_node_number.value == "447700900930"
    country.does(f"mallory claims imsi={told.imsi}")
    assert "hlr -> mallory   returnError unknownSubscriber" in country.ladder(*MAP)
    country.submit("bank", "447700900123", "Your code is 123456")
    assert country.shown() == [("ms1", "Your code is 123456")]


@pytest.mark.parametrize("check", [TRAVEL, PARTNERS])
def test_a_location_check_stops_a_claim_even_of_who_knows_the_imsi(check: str) -> None:
    country = Country(check)
    country.does("mallory claims imsi=234150000000001")
    assert "hlr -> mallory   returnError roamingNotAllowed" in country.ladder(*MAP)
    country.submit("bank", "447700900123", "Your code is 123456")
    assert country.shown() == [("ms1", "Your code is 123456")]


def test_who_had_time_to_travel_may_be_there() -> None:
    country = Country(TRAVEL, PARTNERS)
    country.does("ms1 moves to cell=cell3")
    assert "returnError roamingNotAllowed" in country.ladder("hlr", "msc")
    country.run(3600)
    country.does("ms1 switches off", "ms1 switches on")
    country.submit("bank", "447700900123")
    assert country.shown() == [("ms1", "Hello")]


def test_what_two_service_centres_broadcast_in_one_cell_is_told_apart() -> None:
    country = Country()
    country.run(1)  # handsets find their cells
    for account in country.world.config.account[:2]:
        name = account.system_id
        line = MemoryLine(country.world.network, country.world.face_of(name), name)
        line.say(BindTransceiver(name, account.password.get_secret_value(), interface_version=InterfaceVersion.V5_0))
        storm = BroadcastSm(
            broadcast_area_identifier=(b"\0cell1",),
            broadcast_content_type=b"\1\0\x32",
            broadcast_rep_num=0,
            broadcast_frequency_interval=b"\x09\0\1",
            message_payload=f"Storm, says the {name}".encode(),
            validity_period="000000001000000R",
        )
        line.say(storm)
        country.run(60)
    country.run(3600)
    shown = {one.message.text for one in country.records if isinstance(one.message, ShowsBroadcast)}
    assert shown == {"Storm, says the bank", "Storm, says the shop"}
    assert country.world.network.next_at() is None  # nothing is broadcast any more
