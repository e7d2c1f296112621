"""SMPP v5.0 sections 2.2 and 4.1.1: opening a session, and what is said if that fails."""

import asyncio
from typing import Literal

import pytest

import esme
import pdu
from pdu import CommandStatus
from pdu.matrix import SessionState
from tests.esme.message_centre import MessageCentre
from tests.name import NAME, name_means

QUICK = esme.Timers(response_timer=0.05)


async def test_whose_certificate_is_expected_makes_no_sense_without_tls() -> None:
    with pytest.raises(ValueError, match="tls_server_name: expected tls beside it, found"):
        await esme.connect("127.0.0.1", 1, system_id="bank", tls_server_name="smsc.example.org")


async def test_an_esme_binds_and_unbinds() -> None:
    async with MessageCentre() as sc:
        async with esme.connect("127.0.0.1", sc.port, system_id="bank", password="secret") as bank:
            assert bank.state is SessionState.BOUND_TRX
            assert bank.bind_resp.system_id == "sc"
        await sc.gone()
    assert sc.ladder == [
        "bank -> sc  bind_transceiver system_id=bank password=secret",
        "sc -> bank  bind_transceiver_resp ESME_ROK system_id=sc",
        "bank -> sc  unbind",
        "sc -> bank  unbind_resp ESME_ROK",
    ]


@pytest.mark.parametrize(
    ("bind", "state"),
    [
        ("transmitter", SessionState.BOUND_TX),
        ("receiver", SessionState.BOUND_RX),
        ("transceiver", SessionState.BOUND_TRX),
    ],
)
async def test_an_esme_chooses_its_bind(
    bind: Literal["transmitter", "receiver", "transceiver"], state: SessionState
) -> None:
    async with (
        MessageCentre() as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank", bind=bind) as bank,
    ):
        assert bank.state is state
        assert sc.ladder[0] == f"bank -> sc  bind_{bind} system_id=bank"


async def test_every_parameter_of_the_bind_can_be_given() -> None:
    async with MessageCentre() as sc:
        bank = await esme.connect(
            "127.0.0.1",
            sc.port,
            system_id="bank",
            system_type="VMS",
            interface_version=pdu.InterfaceVersion.V5_0,
            addr_ton=pdu.Ton.INTERNATIONAL,
            addr_npi=pdu.Npi.ISDN,
            address_range="^44",
        )
        await bank.unbind()
    assert sc.ladder[0] == (
        "bank -> sc  bind_transceiver system_id=bank system_type=VMS interface_version=V5_0 "
        'addr_ton=INTERNATIONAL addr_npi=ISDN address_range="^44"'
    )


async def test_who_awaits_connect_unbinds_when_it_likes() -> None:
    async with MessageCentre() as sc:
        bank = await esme.connect("127.0.0.1", sc.port, system_id="bank")
        assert await bank.submit("Hello", to="+447700900123") == "1"
        await bank.unbind()
        await bank.unbind()
        assert bank.state is SessionState.CLOSED
        assert sc.said()["unbind"] == 1


async def test_a_wrong_password_is_refused_by_name() -> None:
    refusal = pdu.BindTransceiverResp(command_status=CommandStatus.ESME_RINVPASWD)
    async with MessageCentre(bind_transceiver=lambda _: [refusal]) as sc:
        with pytest.raises(esme.BindRefused) as refused:
            await esme.connect("127.0.0.1", sc.port, system_id="bank", password="wrong")
        await sc.gone()
    assert str(refused.value) == "bind_transceiver was refused with ESME_RINVPASWD: Invalid password"
    assert refused.value.command_status == CommandStatus.ESME_RINVPASWD
    assert refused.value.name == "ESME_RINVPASWD"
    assert refused.value.sentence == "Invalid password"
    assert isinstance(refused.value.pdu, pdu.BindTransceiverResp)


async def test_a_message_centre_of_v3_3_refuses_a_transceiver_by_generic_nack() -> None:
    nack = pdu.GenericNack(command_status=CommandStatus.ESME_RINVCMDID)
    async with MessageCentre(bind_transceiver=lambda _: [nack]) as sc:
        with pytest.raises(esme.BindRefused, match="refused with ESME_RINVCMDID"):
            await esme.connect("127.0.0.1", sc.port, system_id="bank")


async def test_a_port_where_nothing_listens_is_one_sentence() -> None:
    async with MessageCentre() as sc:
        port = sc.port
    with pytest.raises(esme.Unreachable) as unreachable:
        await esme.connect("127.0.0.1", port, system_id="bank")
    assert str(unreachable.value) == f"127.0.0.1:{port} can't be reached: nothing listens there"


@pytest.mark.parametrize(
    ("host", "port", "why"), [("a..b", 2775, "no such host is known"), ("127.0.0.1", 70000, "a port is a number")]
)
async def test_what_is_no_address_is_one_sentence(host: str, port: int, why: str) -> None:
    with pytest.raises(esme.Unreachable, match=why):
        await esme.connect(host, port, system_id="bank")


async def test_a_host_one_of_whose_addresses_is_dead_is_reached_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async with MessageCentre() as dead, MessageCentre() as sc:
        name_means(monkeypatch, dead.port, sc.port, dead=dead.port)
        timers = esme.Timers(session_init_timer=10)
        async with esme.connect(NAME, system_id="bank", timers=timers) as bank:
            assert str(bank) == f"<Esme at 127.0.0.1:{sc.port}, BOUND_TRX>"


async def test_a_message_centre_that_says_nothing_is_given_up_after_response_timer() -> None:
    async with MessageCentre(bind_transceiver=lambda _: []) as sc:
        with pytest.raises(esme.NoResponse) as silence:
            await esme.connect("127.0.0.1", sc.port, system_id="bank", password="secret", timers=QUICK)
        await sc.gone()
    assert str(silence.value) == "bind_transceiver was not answered: no response within 0.05 s"
    assert isinstance(silence.value.request, pdu.BindTransceiver)


async def test_a_message_centre_that_hangs_up_on_a_bind_has_ended_the_session() -> None:
    async with MessageCentre(bind_transceiver=lambda _: []) as sc:
        opening = asyncio.create_task(_bound(esme.connect("127.0.0.1", sc.port, system_id="bank")))
        await sc.hears("bind_transceiver")
        sc.hang_up()
        with pytest.raises(esme.Disconnected, match="before bind_transceiver was answered: the peer closed"):
            await opening


async def test_a_web_server_on_that_port_is_no_message_centre() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        with pytest.raises(esme.Disconnected, match="the stream can't be trusted"):
            await esme.connect("127.0.0.1", server.sockets[0].getsockname()[1], system_id="bank")


async def test_a_bind_resp_without_a_body_is_good_enough() -> None:
    bodiless = pdu.Unknown(command_id=pdu.CommandId.bind_transceiver_resp)

    def answer(request: pdu.BindTransceiver) -> list[pdu.Pdu]:
        bodiless.sequence_number = request.sequence_number
        return [bodiless]

    async with (
        MessageCentre(bind_transceiver=answer) as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank") as bank,
    ):
        assert bank.state is SessionState.BOUND_TRX


async def test_a_cancelled_bind_leaves_no_connection() -> None:
    async with MessageCentre(bind_transceiver=lambda _: []) as sc:
        opening = asyncio.create_task(_bound(esme.connect("127.0.0.1", sc.port, system_id="bank")))
        await sc.hears("bind_transceiver")
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening
        await sc.gone()


@pytest.mark.parametrize("password", ["a secret too long", "pass€", "pas\0s"])
async def test_a_password_that_cannot_be_is_not_shown(password: str) -> None:
    opening = esme.connect("127.0.0.1", 9, system_id="bank", password=password)
    with pytest.raises(esme.Malformed) as malformed:
        await opening
    assert malformed.value.field == "password"
    assert malformed.value.command_status == CommandStatus.ESME_RINVPASWD
    told = f"{malformed.value} {malformed.value!r} {opening!r}"
    assert not [character for character in "€\0" if character in told]
    assert password not in told


async def test_a_parameter_that_cannot_be_is_malformed_before_anything_is_sent() -> None:
    async with MessageCentre() as sc:
        with pytest.raises(esme.Malformed, match=r"system_id: expected .* at most 16 octets"):
            await esme.connect("127.0.0.1", sc.port, system_id="a bank with a long name")
        assert not sc.connections


@pytest.mark.parametrize("size", ["window", "inbox"])
async def test_there_is_no_room_for_nothing(size: str) -> None:
    with pytest.raises(ValueError, match=f"{size}: expected at least 1, found 0"):
        await esme.connect("127.0.0.1", 9, system_id="bank", **{size: 0})  # type: ignore[arg-type]  # either of two


async def _bound(opening: esme.connect) -> esme.Esme:
    return await opening


async def test_a_connect_is_for_one_session_at_a_time() -> None:
    async with MessageCentre() as sc:
        opening = esme.connect("127.0.0.1", sc.port, system_id="bank")
        async with opening:
            with pytest.raises(RuntimeError, match="this connect is in use: each session needs one of its own"):
                await opening.__aenter__()
        async with opening as bank:
            assert bank.state is SessionState.BOUND_TRX
    assert sc.said()["unbind"] == 2
