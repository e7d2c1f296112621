"""pdu.gsm.mm: each message as its table has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.gsm import mm
from pdu.gsm.mm import CMServiceReject, CMServiceRequest, IdentityRequest, LocationUpdatingRequest, MmMessage
from pdu.malformed import Malformed
from tests.pdu.gsm.samples import HERE, MM, MS, mm_messages
from tests.pdu.laws import damaged, every_truncation_is_refused_or_round_trips, is_malformed_or_round_trips


@pytest.mark.parametrize(("message", "octets"), MM)
def test_a_message_is_laid_out_as_its_table(message: MmMessage, octets: str) -> None:
    assert message.encode().hex() == bytes.fromhex(octets).hex()
    assert mm.decode(bytes.fromhex(octets)) == message


@given(mm_messages)
def test_every_message_comes_back(message: MmMessage) -> None:
    assert mm.decode(message.encode()) == message


@pytest.mark.parametrize("octets", [octets for _, octets in MM])
def test_a_message_that_breaks_off_is_refused_or_another(octets: str) -> None:
    every_truncation_is_refused_or_round_trips(mm.decode, bytes.fromhex(octets))


@given(st.binary(max_size=30) | damaged(mm_messages.map(lambda message: message.encode())))
def test_any_octets_are_refused_or_come_back(octets: bytes) -> None:
    is_malformed_or_round_trips(mm.decode, octets)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (CMServiceReject(256), "reject_cause"),
        (CMServiceRequest(16, MS), "cm_service_type"),
        (CMServiceRequest(4, MS, n_sd=4), "n_sd"),
        (IdentityRequest(8), "identity_type"),
        (LocationUpdatingRequest(0, HERE, MS, mobile_station_classmark_1=256), "mobile_station_classmark_1"),
        (LocationUpdatingRequest(0, HERE._replace(lac=65536), MS), "location_area_identification lac"),
        (CMServiceRequest(4, MS._replace(digits="12a")), "mobile_identity"),
        (CMServiceRequest(4, MS, mobile_station_classmark_2=bytes(256)), "length of mobile_station_classmark_2"),
    ],
)
def test_a_value_that_does_not_fit_is_named(message: MmMessage, field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        message.encode()
    assert malformed.value.field == field


@pytest.mark.parametrize(
    ("octets", "field"),
    [
        ("", "protocol_discriminator"),
        ("15 21", "protocol_discriminator"),  # skip indicator 1
        ("05", "message_type"),
        ("05 12", "message_type"),  # AUTHENTICATION REQUEST: not in the table
        ("05 02 32f451", "location_area_identification"),
        ("05 02 32f4510102 17", "mobile_identity"),
        ("05 18 09", "identity_type"),
        ("05 01 33 08 2943", "mobile_identity"),
    ],
)
def test_octets_that_leave_the_table_are_refused(octets: str, field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        mm.decode(bytes.fromhex(octets))
    assert malformed.value.field == field
