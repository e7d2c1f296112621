"""Packets from the API: every event as it comes, and the way of one message."""

from contextlib import suppress
from pathlib import Path

import httpx
import pytest

import esme
from pdu.header import SECRETS
from pdu.malformed import Malformed
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.submit_sm import SubmitSm
from pdu.pcap import packets
from pdu.sms.address import Address
from pdu.ss7 import map as m
from smsc.api.app import create
from smsc.api.captures import _stream
from smsc.api.desk import Desk
from smsc.api.octets import explained
from smsc.api.serving import Serving
from smsc.api.streams import PIECE
from smsc.capture import PCAPNG
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.trace.trace import TEXTS, Record
from tests.dissected import dissected
from tests.smsc.api.conftest import API, Served, client_of, problem, sent


async def test_what_is_remembered_is_captured(served: Served) -> None:
    await sent(served, "Your code is 493021")
    await served.simulator.rest()
    answer = await served.client.get(f"{API}/events/pcapng", params={"past": True, "follow": False})
    assert (answer.status_code, answer.headers["content-type"]) == (200, PCAPNG)
    found = dissected(answer.content)
    assert [packet.complaints for packet in found] == [()] * len(found)
    assert {packet.interface for packet in found if "Your code is 493021" in packet.texts} == {"E", "A", "Um"}
    nothing = await served.client.get(f"{API}/events/pcapng", params={"follow": False})
    assert list(packets(nothing.content)) == []


async def test_one_message_is_captured_and_traced(served: Served) -> None:
    first = await sent(served, "one")
    await sent(served, "two")
    await served.simulator.rest()
    place = f"{API}/messages/{first['message_id']}"
    found = dissected((await served.client.get(f"{place}/pcapng")).content)
    assert {text for packet in found for text in packet.texts} == {"one"}
    events = (await served.client.get(f"{place}/trace")).json()
    ladder = (await served.client.get(place)).json()["ladder"]
    assert [event["line"] for event in events] == ladder
    told = {comment for packet in found for comment in packet.comments}
    assert told >= {*ladder}


@pytest.mark.parametrize("form", ["pcapng", "trace"])
async def test_a_message_whose_way_is_not_known_is_not_found(served: Served, form: str) -> None:
    assert problem(await served.client.get(f"{API}/messages/none/{form}")) == (404, "there is no message 'none'")
    shown = await sent(served, "one")
    await served.simulator.rest()
    later = client_of(create(Desk(served.simulator)))
    status, said = problem(await later.get(f"{API}/messages/{shown['message_id']}/{form}"))
    assert (status, said.partition(": ")[2]) == (404, "it was another run's")


async def test_packets_do_not_show_what_is_hidden(served: Served) -> None:
    desk = Desk(served.simulator, SECRETS | TEXTS)
    client = client_of(create(desk))
    for path in ("/events/pcapng", "/messages/any/pcapng", "/messages/any/trace/1"):
        status, said = problem(await client.get(f"{API}{path}"))
        assert (status, said) == (409, "texts are hidden (--redact), and packets would show them")
    desk.close()


async def test_packets_come_as_things_are_said(served: Served, tmp_path: Path) -> None:
    file = tmp_path / "live.pcapng"
    async with (
        Serving(create(served.desk), host="127.0.0.1", port=0) as serving,
        httpx.AsyncClient() as client,
        client.stream("GET", f"http://127.0.0.1:{serving.port}{API}/events/pcapng") as answer,
    ):
        blocks = answer.aiter_raw()
        file.write_bytes(await anext(blocks))
        served.simulator.act("ms1", SendsText("Hello", dialled("+447700900124")))
        shown = False
        while not shown:
            with file.open("ab") as more:
                more.write(await anext(blocks))
            with suppress(Malformed):  # a read may end in the middle of a packet
                shown = bool(list(packets(file.read_bytes())))


async def test_who_asks_for_all_that_is_remembered_holds_nobody_up(served: Served) -> None:
    for _ in range(3 * PIECE):
        served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink(), 1)
    pieces = [piece async for piece in _stream(served.desk, past=True, follow=False)]
    assert len(pieces) == 3
    assert len(list(packets(b"".join(pieces)))) >= 3 * PIECE


async def test_a_capture_that_begins_too_late_says_how_much_is_no_longer_remembered(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsc.lab.journal.KEPT", 5)
    for _ in range(20):
        served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink(), 1)
    capture = b"".join([piece async for piece in _stream(served.desk, past=True, follow=False)])
    assert b"15 messages before these are no longer remembered" in capture


async def test_an_event_is_explained_octet_by_octet(served: Served) -> None:
    """The octets are those of the capture; what people do, and signalling without a TPDU, has none."""
    shown = await sent(served, "Your code is 493021")
    await served.simulator.rest()
    place = f"{API}/messages/{shown['message_id']}"
    captured = (await served.client.get(f"{place}/pcapng")).content
    found: dict[str, str] = {}
    for event in (await served.client.get(f"{place}/trace")).json():
        answer = await served.client.get(f"{place}/trace/{event['id']}")
        if answer.status_code == 404:
            assert problem(answer)[1].startswith(f"event {event['id']} is none of message")
            continue
        explained = answer.json()
        assert bytes.fromhex(explained["octets"]) in captured
        assert "".join(field["octets"] for field in explained["fields"]) == explained["octets"]
        found[event["message"]] = explained["line"]
    assert found["mt-ForwardSM SMS-DELIVER"].startswith("SMS-DELIVER tp_oa=447700900123 ")
    assert found["CP-DATA RP-DATA SMS-SUBMIT"].startswith("CP-DATA RP-DATA SMS-SUBMIT ")
    assert found["CP-ACK"].startswith("CP-ACK ti=")
    assert set(found) >= {"mo-ForwardSM SMS-SUBMIT", "returnResultLast mt-ForwardSM SMS-DELIVER-REPORT"}
    assert not {"sendRoutingInfoForSM", "shows", "PAGING", "CHANNEL REQUEST"} & set(found)
    unknown = problem(await served.client.get(f"{place}/trace/0"))
    assert unknown == (404, f"event 0 is none of message '{shown['message_id']}' that has octets")


async def test_a_pdu_is_explained_down_to_its_text(served: Served) -> None:
    server = served.simulator.server
    async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
        message = await bank.submit("Hello", to="+447700900123")
    place = f"{API}/messages/{message.message_ids[0]}"
    [submit] = [one for one in (await served.client.get(f"{place}/trace")).json() if one["message"] == "submit_sm"]
    explained = (await served.client.get(f"{place}/trace/{submit['id']}")).json()
    [field] = [one for one in explained["fields"] if one["name"] == "short_message"]
    assert (field["octets"], field["clause"]) == ("48656c6c6f", "v5.0 4.7.26")
    assert [(part["name"], part["value"]) for part in field["parts"]] == [("text", '"Hello"')]
    assert submit["line"].endswith(explained["line"])


async def test_a_pdu_is_explained_in_the_alphabet_of_its_account(served: Served) -> None:
    server, club = served.simulator.server, {"system_id": "club", "password": "letmein", "default_alphabet": "latin-1"}
    assert (await served.client.post(f"{API}/accounts", json=club)).status_code == 201
    async with esme.connect(server.host, server.port, system_id="club", password="letmein") as bound:
        sent = await bound.send(SubmitSm(destination_addr="447700900123", short_message=b"\xe7a @_{"))
    place = f"{API}/messages/{sent.message_id}"
    [submit] = [one for one in (await served.client.get(f"{place}/trace")).json() if one["message"] == "submit_sm"]
    explained = (await served.client.get(f"{place}/trace/{submit['id']}")).json()
    [field] = [one for one in explained["fields"] if one["name"] == "short_message"]
    assert (field["octets"], field["parts"][0]["value"]) == (b"\xe7a @_{".hex(), '"ça @_{"')
    assert submit["fields"]["default_alphabet"] == "latin-1"
    assert submit["line"].endswith(explained["line"])
    assert (await served.client.get(place)).json()["text"] == "ça @_{"


@pytest.mark.parametrize(
    "message",
    [
        SubmitSm(service_type="more than five"),
        m.MtForwardSM(m.Imsi("234150000000001"), m.ServiceCentreAddressOA(Address("447700900900")), b"\xff"),
        m.SendRoutingInfoForSM(Address("447700900123"), True, Address("447700900900")),
    ],
    ids=["a PDU that has no octets", "octets that are no TPDU", "signalling without a TPDU"],
)
def test_what_has_no_octets_is_not_explained(message: object) -> None:
    assert explained(Record(0.0, "bank", "sc", message)) is None
