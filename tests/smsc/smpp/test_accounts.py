"""Who may bind, and what all others are told."""

from typing import Any

import pytest

from pdu import ladder
from pdu.header import Pdu
from pdu.operations.bind import Bind, BindReceiver, BindTransceiver, BindTransceiverResp, BindTransmitter
from pdu.operations.deliver_sm import DeliverSm
from pdu.session import SessionState
from pdu.values import InterfaceVersion
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.smpp.accounts import Account
from tests.smsc.smpp.centre import Centre, said, to_phone

TRX, TX, RX = BindTransceiver, BindTransmitter, BindReceiver


@pytest.mark.parametrize(
    ("terms", "bind", "status"),
    [
        ({}, TRX("bank", "secret"), "ESME_ROK"),
        ({}, TRX("bank", "Secret"), "ESME_RINVPASWD"),
        ({}, TRX("bank", ""), "ESME_RINVPASWD"),
        ({}, TRX("nobody", "secret"), "ESME_RINVSYSID"),
        ({"binds": ["receiver"]}, RX("bank", "secret"), "ESME_ROK"),
        ({"binds": ["receiver"]}, TX("bank", "secret"), "ESME_RBINDFAIL"),
        ({"binds": ["receiver"]}, TX("bank", "wrong"), "ESME_RINVPASWD"),
        ({"versions": ["3.4"]}, TRX("bank", "secret", interface_version=0x34), "ESME_ROK"),
        ({"versions": ["3.4"]}, TRX("bank", "secret", interface_version=0x50), "ESME_RBINDFAIL"),
        ({"versions": ["5.0"]}, TRX("bank", "secret", interface_version=0x51), "ESME_ROK"),
        ({"versions": ["5.0"]}, TX("bank", "secret", interface_version=0x00), "ESME_RBINDFAIL"),
        ({"system_type": "OTA"}, TRX("bank", "secret", "OTA"), "ESME_ROK"),
        ({"system_type": "OTA"}, TRX("bank", "secret", "VMS"), "ESME_RINVSYSTYP"),
        ({"system_type": ""}, TRX("bank", "secret", "VMS"), "ESME_RINVSYSTYP"),
        ({}, TRX("bank", "secret", "VMS"), "ESME_ROK"),
        ({}, TRX("bank", "Secret", interface_version=0x50), "ESME_RBINDFAIL"),
        ({}, TRX("nobody", "secret", interface_version=0x50), "ESME_RBINDFAIL"),
        ({"system_type": "OTA"}, TRX("bank", "secret", "VMS", interface_version=0x50), "ESME_RBINDFAIL"),
        ({}, TRX("bank", "secret", address_range="^70"), "ESME_ROK"),
        ({}, TRX("bank", "secret", address_range="^(70"), "ESME_RBINDFAIL"),
    ],
)
def test_a_bind_is_answered_with_the_status_of_its_fault(terms: dict[str, Any], bind: Bind, status: str) -> None:
    centre = Centre(**terms)
    line = centre.line()
    assert said(centre, line, bind) == [status]
    assert line.session.state.bound == (status == "ESME_ROK")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.0.2.7", "ESME_ROK"),
        ("::ffff:192.0.2.7", "ESME_ROK"),  # as seen by a server that listens for both
        ("2001:db8::1", "ESME_ROK"),
        ("192.0.3.7", "ESME_RBINDFAIL"),
        ("2001:db9::1", "ESME_RBINDFAIL"),
        ("", "ESME_RBINDFAIL"),
    ],
)
@pytest.mark.parametrize("password", ["secret", "wrong"])
def test_an_account_binds_from_its_networks_only(host: str, status: str, password: str) -> None:
    centre = Centre(networks=["192.0.2.0/24", "2001:db8::/32"])
    right = {"ESME_ROK": "ESME_RINVPASWD"}.get(status, status) if password == "wrong" else status
    assert said(centre, centre.line(host), TRX("bank", password)) == [right]


def test_an_account_may_be_bound_by_tls_only() -> None:
    centre = Centre(tls_required=True)
    assert said(centre, centre.line(tls=False), TRX("bank", "secret")) == ["ESME_RBINDFAIL"]
    assert said(centre, centre.line(tls=True), TRX("bank", "secret")) == ["ESME_ROK"]


@pytest.mark.parametrize(
    ("terms", "status"),
    [({}, "ESME_RALYBND"), ({"binds_exceeded": "ESME_RBINDFAIL"}, "ESME_RBINDFAIL")],
)
def test_an_account_has_no_more_sessions_than_it_may(terms: dict[str, Any], status: str) -> None:
    centre = Centre(max_binds=2, **terms)
    first, second = centre.bound(), centre.bound(TX("bank", "secret"))
    assert said(centre, centre.line(), TRX("bank", "secret")) == [status]
    assert said(centre, centre.line(), TRX("shop", "opensesa")) == ["ESME_ROK"]
    first.close()
    assert said(centre, centre.line(), TRX("bank", "secret")) == ["ESME_ROK"]
    assert second.session.state is SessionState.BOUND_TX


def test_who_is_refused_may_try_again_in_the_same_session() -> None:
    centre = Centre()
    line = centre.line()
    assert said(centre, line, TRX("bank", "wrong")) == ["ESME_RINVPASWD"]
    assert said(centre, line, TRX("bank", "secret")) == ["ESME_ROK"]
    assert said(centre, line, to_phone()) == ["ESME_ROK"]


def test_an_address_that_guesses_passwords_is_not_listened_to_for_a_while() -> None:
    centre = Centre(limits={"refused_binds_per_minute": 3})
    line = centre.line("192.0.2.7")
    for _ in range(3):
        assert said(centre, line, TRX("bank", "wrong")) == ["ESME_RINVPASWD"]
    assert said(centre, line, TRX("bank", "secret")) == ["ESME_RBINDFAIL"]
    assert said(centre, centre.line("192.0.2.8"), TRX("bank", "secret")) == ["ESME_ROK"]
    centre.wait(60)
    assert said(centre, line, TRX("bank", "secret")) == ["ESME_ROK"]


def test_binds_that_succeed_are_never_too_many() -> None:
    centre = Centre(limits={"refused_binds_per_minute": 1})
    for _ in range(20):
        assert said(centre, centre.line("192.0.2.7"), TRX("bank", "secret")) == ["ESME_ROK"]


@pytest.mark.parametrize("version", [0x00, 0x33])
def test_who_binds_as_a_transceiver_and_claims_v3_3_is_let_in_and_told_no_tlvs(version: int) -> None:
    """smppex does so, which leaves interface_version 0x00."""
    centre = Centre()
    line = centre.bound(TRX("bank", "secret", interface_version=version))
    assert line.heard == [BindTransceiverResp(system_id="mini-smsc", sequence_number=1)]
    assert line.session.interface_version is InterfaceVersion.V3_3
    assert said(centre, line, to_phone(registered_delivery=1)) == ["ESME_ROK"]
    centre.rest()
    [receipt] = [pdu for pdu in line.heard if isinstance(pdu, DeliverSm)]
    assert b"stat:DELIVRD" in receipt.short_message
    assert receipt.tlvs == ()


@pytest.mark.parametrize(
    ("version", "spoken"),
    [(0x00, None), (0x33, None), (0x34, InterfaceVersion.V5_0), (0x40, InterfaceVersion.V5_0), (0x50, 0x50)],
)
def test_the_version_of_the_service_centre_is_told_to_who_knows_tlvs(version: int, spoken: int | None) -> None:
    centre = Centre()
    line = centre.bound(TX("bank", "secret", interface_version=version))
    assert line.heard[0]["sc_interface_version"] == spoken
    assert line.heard[0]["congestion_state"] is None  # there is no limit of which it could be a share


def messages(heard: list[Pdu]) -> list[bytes]:
    return [pdu.short_message for pdu in heard if isinstance(pdu, DeliverSm)]


def test_a_receiver_is_handed_the_numbers_of_its_address_range() -> None:
    centre = Centre(addresses=("7000", "7001"))
    sevens = centre.bound(RX("bank", "secret", address_range="^7000$"))
    ones = centre.bound(RX("bank", "secret", address_range="1$"))
    for text, number in (("zero", "7000"), ("one", "7001"), ("zero again", "7000")):
        centre.world.network.act("ms1", SendsText(text, dialled(number)))
        centre.rest()
    assert messages(sevens.heard) == [b"zero", b"zero again"]
    assert messages(ones.heard) == [b"one"]


def test_a_message_for_a_number_that_nobody_serves_waits_and_keeps_nothing_up() -> None:
    centre = Centre(addresses=("7000", "7001"))
    zeros = centre.bound(RX("bank", "secret", address_range="7000"))
    for text, number in (("one", "7001"), ("zero", "7000")):
        centre.world.network.act("ms1", SendsText(text, dialled(number)))
        centre.rest()
    assert messages(zeros.heard) == [b"zero"]
    ones = centre.bound(RX("bank", "secret", address_range="7001"))
    centre.wait(0)
    assert messages(ones.heard) == [b"one"]


def test_a_receipt_goes_to_any_receiver_whatever_its_address_range() -> None:
    centre = Centre()
    line = centre.bound(TRX("bank", "secret", address_range="^99"))
    assert said(centre, line, to_phone(registered_delivery=1)) == ["ESME_ROK"]
    centre.rest()
    assert "stat:DELIVRD" in str(messages(line.heard))


def test_receipts_of_one_account_are_shared_by_its_sessions() -> None:
    centre = Centre()
    lines = [centre.bound() for _ in range(2)]
    for line in lines:
        line.answer = lambda _: None
    said(centre, lines[0], *(to_phone(registered_delivery=1) for _ in range(6)))
    centre.rest()
    assert [len(messages(line.heard)) for line in lines] == [3, 3]


def test_nobody_sees_an_account_s_password() -> None:
    account = Account("bank", "secret")
    assert "secret" not in repr(account)
    centre = Centre()
    records = centre.world.trace.keep()
    centre.bound()
    assert "secret" not in "\n".join(map(str, records))
    assert any("password=***" in str(record) for record in records)
    assert "secret" in str(ladder.line(TRX("bank", "secret")))  # so this test would see it
