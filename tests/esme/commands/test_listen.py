"""``esme listen``, as people and programs use it, and how it ends."""

import json
import signal

import pytest

import pdu
from pdu import CommandStatus, DeliverSm
from tests.esme.commands.conversation import end, run, start
from tests.esme.message_centre import MessageCentre, message, receipt


async def test_listen_prints_each_message_and_ends_after_the_last_it_was_to_hear() -> None:
    async with MessageCentre(bind_receiver=lambda _: [pdu.BindReceiverResp(), *three()]) as sc:
        ended = await run("listen", "--count", "2", "--port", str(sc.port))
        answers = [(await sc.hears("deliver_sm_resp")).command_status for _ in range(2)]
        assert sc.ladder[-1] == "sc -> bank  unbind_resp ESME_ROK"
        assert sc.said()["deliver_sm_resp"] in (2, 3)
    assert answers == [CommandStatus.ESME_ROK, CommandStatus.ESME_ROK]
    assert ended.status == 0
    assert ended.out.splitlines() == [
        (
            "sc -> bank  deliver_sm source_addr_ton=INTERNATIONAL source_addr_npi=ISDN source_addr=447700900123 "
            'destination_addr=60300 short_message="Hello"'
        ),
        (
            "sc -> bank  deliver_sm source_addr=447700900123 esm_class=MC_DELIVERY_RECEIPT "
            'short_message="id:7 stat:DELIVRD err:000" receipted_message_id=7 message_state=DELIVERED'
        ),
    ]


async def test_listen_reads_in_the_alphabet_of_the_account() -> None:
    text = DeliverSm(short_message=b"\xe7a @_{")
    async with MessageCentre(bind_receiver=lambda _: [pdu.BindReceiverResp(), text]) as sc:
        ended = await run("listen", "--count", "1", "--port", str(sc.port), ESME_DEFAULT_ALPHABET="latin-1")
    assert ended.out == 'sc -> bank  deliver_sm short_message="ça @_{" default_alphabet=latin-1\n'


async def test_listen_prints_json_for_programs() -> None:
    async with MessageCentre(bind_receiver=lambda _: [pdu.BindReceiverResp(), *three()]) as sc:
        ended = await run("listen", "--count", "3", "--json", "--port", str(sc.port))
    assert [json.loads(line) for line in ended.out.splitlines()] == [
        {"source": "+447700900123", "destination": "60300", "text": "Hello"},
        {
            "source": "447700900123",
            "destination": "",
            "text": "id:7 stat:DELIVRD err:000",
            "message_id": "7",
            "message_state": "DELIVERED",
            "stat": "DELIVRD",
            "err": "000",
        },
        {"source": "", "destination": "", "text": None, "octets": "00ff"},
    ]


async def test_listen_reports_for_programs_on_stderr_and_never_the_password() -> None:
    async with MessageCentre(bind_receiver=lambda _: [pdu.BindReceiverResp(system_id="sc"), *three()]) as sc:
        ended = await run("listen", "--count", "1", "--port", str(sc.port))
    report = json.loads(ended.err)
    assert report["event"] == "bound"
    assert report["system_id"] == "bank"
    assert report["session"] == f"127.0.0.1:{sc.port}"
    assert "secret" not in ended.err


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_listen_unbinds_when_it_is_told_to_go(how: signal.Signals) -> None:
    async with MessageCentre() as sc:
        listening = await start("listen", "--port", str(sc.port))
        await sc.hears("bind_receiver")
        sc.says(message("Hello"))
        await sc.hears("deliver_sm_resp")
        listening.send_signal(how)
        ended = await end(listening)
        assert sc.ladder[-1] == "sc -> bank  unbind_resp ESME_ROK"
    assert ended.status == 0
    assert "Traceback" not in ended.err


async def test_listen_can_not_end_after_no_message() -> None:
    ended = await run("listen", "--count", "0")
    assert (ended.status, ended.out) == (2, "")
    assert "Invalid value for '--count'" in ended.err


async def test_listen_ends_when_the_message_centre_unbinds() -> None:
    async with MessageCentre(bind_receiver=lambda _: [pdu.BindReceiverResp(), pdu.Unbind()]) as sc:
        ended = await run("listen", "--port", str(sc.port))
    assert (ended.status, ended.out) == (0, "")
    assert json.loads(ended.err.splitlines()[-1])["event"] == "unbound by the message centre"


async def test_listen_fails_when_the_session_breaks() -> None:
    async with MessageCentre() as sc:
        listening = await start("listen", "--port", str(sc.port))
        await sc.hears("bind_receiver")
        sc.hang_up()
        ended = await end(listening)
    assert ended.status == 2
    assert ended.err.splitlines()[-1] == "esme: the session ended: the peer closed the connection"


def three() -> list[pdu.Pdu]:
    return [message("Hello"), receipt("7"), DeliverSm(data_coding=4, short_message=b"\x00\xff")]
