"""The endpoints of the control API: what they show, what they do, and what they answer to a mistake."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

import esme
from pdu.header import SECRETS
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.messages import page, with_ladder
from smsc.commands.opening import opened
from smsc.config import load, parse
from smsc.dates import LATEST
from smsc.network.acts import SendsText, SwitchesOff
from smsc.numbering import dialled
from smsc.sections import FASTEST
from smsc.simulator import Simulator
from smsc.trace.trace import TEXTS
from tests.smsc.api.conftest import API, FIRST, NOW, Served, client_of, problem, sent, serves, stays
from tests.smsc.worlds import DEFAULT, PHONES

# Messages


async def test_a_text_is_sent_waited_for_and_looked_at(served: Served) -> None:
    shown = await sent(served, "Your code is 493021")
    assert (shown["phone"], shown["sender"], shown["code"]) == ("ms2", "+447700900123", "493021")
    await served.simulator.rest()
    message = (await served.client.get(f"{API}/messages/{shown['message_id']}")).json()
    assert (message["state"], message["text"], message["parts"]) == ("DELIVERED", "Your code is 493021", 1)
    assert message["waits"] is None
    assert message["ladder"][0].startswith("ms1           sends text")
    assert any("shows text=" in line for line in message["ladder"])
    [inbox] = (await served.client.get(f"{API}/phones/%2B447700900124/inbox")).json()
    assert inbox == shown
    latest = await sent(served, "Goodbye")
    for limit, texts in ((1, [latest]), (2, [shown, latest]), (3, [shown, latest])):
        answer = await served.client.get(f"{API}/phones/ms2/inbox", params={"limit": limit})
        assert answer.json() == texts


async def test_what_an_esme_has_split_says_which_part_it_is(served: Served) -> None:
    server = served.simulator.server
    async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
        await bank.submit("a" * 300, to="+447700900123")
        await bank.submit("Hello", to="+447700900123")
    found = (await served.client.get(f"{API}/messages")).json()["messages"]
    assert [(one["part"], one["part_of"]) for one in found] == [(None, None), (2, 2), (1, 2)]


async def test_the_way_of_a_handset_s_message_is_told_while_it_waits_for_a_program_that_has_not_bound(
    served: Served,
) -> None:
    await served.client.post("/api/v1/phones/ms1/messages", json={"text": "Hello " * 40, "to": "7000"})
    await served.simulator.rest()
    waiting = (await served.client.get("/api/v1/messages", params={"to": "7000"})).json()["messages"]
    assert [message["state"] for message in waiting] == ["ENROUTE"] * 2
    for message_id in (message["message_id"] for message in waiting):
        message = (await served.client.get(f"/api/v1/messages/{message_id}")).json()
        assert message["ladder"][0].startswith("ms1           sends text")
        assert any("mo-ForwardSM" in line for line in message["ladder"])
        traced = (await served.client.get(f"/api/v1/messages/{message_id}/trace")).json()
        assert [event["line"] for event in traced] == message["ladder"]


async def test_the_ladder_of_a_message_begins_where_an_earlier_life_began_it(tmp_path: Path) -> None:
    world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("sqlite", tmp_path / "messages")
    ladders: list[list[str]] = []
    for hidden in (SECRETS, SECRETS, SECRETS | TEXTS):
        async with Simulator(world, now=NOW + 100 * len(ladders), ladders=SECRETS) as simulator:
            desk = Desk(simulator, hidden)
            simulator.act("ms1", SwitchesOff())
            if not ladders:
                simulator.act("ms2", SendsText("Hello", dialled("447700900123")))
            await simulator.rest()
            await simulator.clock.advance(660 if len(ladders) == 1 else 0)
            await desk.kept.written()
            [message] = simulator.world.store.messages()
            ladders.append(with_ladder(desk, message.message_id).ladder)
            desk.close()
    first, second, redacted = ladders
    assert first[0].startswith("ms2           sends text")
    assert second[: len(first)] == first
    assert second[len(first)].startswith("sc   -> hlr   sendRoutingInfoForSM")
    assert redacted == []


async def test_what_does_not_come_is_waited_for_in_vain(served: Served) -> None:
    answer = await served.client.get(f"{API}/messages/wait", params={"to": "ms1", "timeout": 0})
    assert problem(answer) == (408, "no such message was shown within 0 s")


async def test_what_was_shown_before_is_not_waited_for_again(served: Served) -> None:
    await sent(served, "one")
    last = served.desk.journal.records[-1][0].serial
    answer = await served.client.get(f"{API}/messages/wait", params={"to": "ms2", "timeout": 0, "after": last})
    assert answer.status_code == 408
    answer = await served.client.get(
        f"{API}/messages/wait", params={"to": "ms2", "timeout": 0, "source": "+447700900123"}
    )
    assert answer.json()["text"] == "one"


async def test_messages_are_listed_page_by_page_the_newest_first(served: Served) -> None:
    for number in range(5):
        await sent(served, f"text {number}")
    page = (await served.client.get(f"{API}/messages", params={"limit": 2})).json()
    texts = [message["text"] for message in page["messages"]]
    while page["next"]:
        page = (await served.client.get(f"{API}/messages", params={"limit": 2, "before": page["next"]})).json()
        texts += [message["text"] for message in page["messages"]]
    assert texts == [f"text {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"to": "+447700900124"}, 1),
        ({"to": "447700900125"}, 0),
        ({"source": "447700900123"}, 1),
        ({"text": "ell"}, 1),
        ({"text": "hELL"}, 1),
        ({"text": "bye"}, 0),
        ({"state": "DELIVERED"}, 1),
        ({"state": "EXPIRED"}, 0),
    ],
)
async def test_messages_are_found(served: Served, query: dict[str, str], found: int) -> None:
    await sent(served, "Hello")
    await served.simulator.rest()
    answer = await served.client.get(f"{API}/messages", params=query)
    assert len(answer.json()["messages"]) == found


# Handsets, and everything else


async def test_handsets_are_listed_and_added(served: Served) -> None:
    phones = (await served.client.get(f"{API}/phones")).json()
    assert [phone["name"] for phone in phones] == ["ms1", "ms2", "ms3", "ms4", "ms5"]
    new = {"name": "ms6", "msisdn": "447700900130", "imsi": "234150000000030", "cell": "cell1"}
    answer = await served.client.post(f"{API}/phones", json=new)
    assert (answer.status_code, answer.json()["number"]) == (201, "+447700900130")
    assert problem(await served.client.post(f"{API}/phones", json=new)) == (409, "the name ms6 is taken")
    shown = await sent(served, "welcome", "+447700900130")
    assert shown["phone"] == "ms6"
    nowhere = {**new, "name": "ms7", "msisdn": "447700900131", "imsi": "234150000000031", "sc": "sc2"}
    status, said = problem(await served.client.post(f"{API}/phones", json=nowhere))
    assert (status, said) == (404, "there is no service centre 'sc2'; there are sc")


async def test_a_handset_is_switched_off_and_on_and_moved(served: Served) -> None:
    for act, expected in (
        ("switches off", ("cell1", False)),
        ("switches on", ("cell1", True)),
        ("moves to cell=cell2", ("cell2", True)),
    ):
        answer = await served.client.post(f"{API}/acts", json={"subject": "ms1", "act": act})
        assert answer.status_code == 202
        await served.simulator.rest()
        phone = (await served.client.get(f"{API}/phones/ms1")).json()
        assert (phone["cell"], phone["on"]) == expected


async def test_nodes_and_links_can_be_acted_on_as_well(served: Served) -> None:
    for subject, act in (("hlr", "goes down"), ("hlr", "comes up"), ("sc-hlr", "breaks"), ("sc-hlr", "is mended")):
        answer = await served.client.post(f"{API}/acts", json={"subject": subject, "act": act})
        assert answer.status_code == 202, answer.text
        assert str(served.desk.journal.records[-1][0]).split(maxsplit=1) == [subject, act]


async def test_what_goes_wrong_can_be_said_as_an_act_and_is_an_event(served: Served) -> None:
    act = "goes wrong command_status=ESME_RTHROTTLED pdu=submit_sm times=1"
    answer = await served.client.post(f"{API}/acts", json={"subject": "smpp", "act": act})
    assert answer.status_code == 202, answer.text
    [fault] = (await served.client.get(f"{API}/faults")).json()
    assert (await served.client.delete(f"{API}/faults/{fault['number']}")).status_code == 204
    told = [(record.destination, str(record).split(maxsplit=1)[1]) for record, _ in served.desk.journal.records]
    said = "pdu=submit_sm times=1 command_status=ESME_RTHROTTLED"
    assert told == [("smpp", f"goes wrong {said}"), ("smpp", f"goes right {said}")]
    assert {record.at for record, _ in served.desk.journal.records} != {NOW}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("GET", "/messages/nope", None, 404, "there is no message 'nope'"),
        ("GET", "/messages?state=LOST", None, 422, "query.state: expected one of SCHEDULED, ENROUTE"),
        ("GET", "/messages?limit=0", None, 422, "query.limit: expected greater than or equal to 1"),
        ("GET", "/messages/wait?text=(", None, 422, "query.text: expected a regular expression"),
        ("GET", "/messages/wait?to=ms9", None, 404, "there is no handset 'ms9'; there are ms1, ms2"),
        ("GET", "/phones/ms9", None, 404, "there is no handset 'ms9'"),
        ("POST", "/phones/ms9/messages", {"text": "x", "to": "1"}, 404, "there is no handset 'ms9'"),
        ("POST", "/phones/ms1/messages", {"text": "x", "to": "home"}, 422, "body.to: expected"),
        ("POST", "/phones/ms1/messages", {"text": "x", "to": "٣٤٥"}, 422, "body.to: expected up to 15 digits"),
        ("POST", "/phones/ms1/messages", {"text": "", "to": "1"}, 422, "body.text: expected at least 1 character"),
        ("POST", "/phones/ms1/sim", {"imsi": "٢٣٤١٥٠٠٠٠٠٠٠٠٠٢"}, 422, "body.imsi: expected 14 or 15 digits"),
        ("POST", "/phones/ms1/messages", {"text": "x"}, 422, "body.to: expected a value, but it is missing"),
        ("POST", "/phones", {"name": "MS 7"}, 422, "body.name: expected a name of small letters"),
        ("POST", "/acts", {"subject": "ms1", "act": "flies"}, 422, "body: act: expected one of: switches on"),
        ("POST", "/acts", {"subject": "nobody", "act": "switches on"}, 422, "body: name: expected one of: ms1"),
        ("POST", "/acts", {"subject": "ms1", "act": "moves to cell=x"}, 422, "body: cell: expected one of: cell1"),
        (
            "POST",
            "/acts",
            {"subject": "ms1", "act": "switches off", "when": 1},
            422,
            "body.when: expected no such field",
        ),
        ("POST", "/accounts", {"system_id": "bank", "password": "x"}, 409, "the name bank is taken"),
        ("POST", "/accounts/bank/deliveries", {}, 422, "body: expected either text or pdu"),
        ("POST", "/accounts/bank/deliveries", {"text": "x", "pdu": "deliver_sm"}, 422, "body: expected either text or"),
        ("POST", "/accounts/bank/deliveries", {"pdu": "unbind"}, 422, "body.pdu: expected a deliver_sm or data_sm"),
        ("POST", "/accounts/bank/deliveries", {"pdu": ""}, 422, "body: column 1: expected the name of a PDU"),
        (
            "POST",
            "/accounts/bank/deliveries",
            {"text": "x", "to": "7\0"},
            422,
            "body: number: expected up to 15 digits",
        ),
        (
            "POST",
            "/accounts/bank/deliveries",
            {"pdu": f"deliver_sm message_payload=0x{'41' * 65_536}"},
            422,
            "body: message_payload: expected Octet String, 0 to 65535 octets",
        ),
        ("POST", "/accounts/bank/deliveries", {"text": "x"}, 409, "no session of bank receives"),
        ("POST", "/accounts/nobody/deliveries", {"text": "x"}, 404, "there is no account 'nobody'"),
        ("DELETE", "/sessions/99", None, 404, "there is no session '99'"),
        ("POST", "/faults", {"stage": "smpp"}, 422, "body: expected one of command_status, delay, silence"),
        (
            "POST",
            "/faults",
            {"stage": "smpp", "status": 1},
            422,
            "body.status: expected no such field; perhaps command_status is meant",
        ),
        ("PATCH", "/faults/99", {"times": 3}, 404, "there is no fault '99'"),
        ("DELETE", "/faults/99", None, 404, "there is no fault '99'"),
        ("PATCH", "/clock", {"speed": -1}, 422, "body.speed: expected greater than or equal to 0"),
        ("POST", "/clock/advance", {"by": "48x"}, 422, "body.by: expected a duration such as 48h, 1h30m or 90s"),
        ("POST", "/clock/advance", {"by": "100000000h"}, 422, "body.by: advance: expected an end within the year 9999"),
        ("GET", "/nothing", None, 404, "there is nothing at /api/v1/nothing; /api/v1/openapi.json says what there is"),
        ("GET", "/nothing%23b?c=d", None, 404, "there is nothing at /api/v1/nothing%23b; /api/v1/openapi.json says"),
        ("PUT", "/clock", None, 405, "method: expected GET or PATCH"),
    ],
)
async def test_a_mistake_is_told_in_one_sentence(
    served: Served, method: str, path: str, body: object, status: int, said: str
) -> None:
    answer = await served.client.request(method, API + path, json=body)
    found, detail = problem(answer)
    assert (found, detail[: len(said)]) == (status, said)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/clock", "GET, PATCH"),
        ("/api/v1/faults", "DELETE, GET, POST"),
        ("/api/v1/faults/1", "DELETE, PATCH"),
        ("/api/v1/messages/wait", "GET"),
        ("/api/v1/messages/0A", "DELETE, GET"),
        ("/api/v1/messages/0A%23/trace", "GET"),
        ("/livez", "GET, HEAD"),
        ("/", "GET, HEAD"),
        ("/page/page.css", "GET, HEAD"),
        ("/api/v1/openapi.json", "GET, HEAD"),
    ],
)
async def test_a_method_that_there_is_not_is_answered_with_all_that_there_are(
    served: Served, path: str, methods: str
) -> None:
    answer = await served.client.put(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, methods)


async def test_a_mistake_of_ours_is_told_to_be_one_and_no_more(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served.desk, "phones", lambda: int("secret"))
    transport = httpx.ASGITransport(create(served.desk), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        said = problem(await client.get(f"{API}/phones"))
    assert said == (500, "this is a mistake of the simulator; its log has more")


async def test_what_is_no_json_is_told_with_its_place(served: Served) -> None:
    headers = {"content-type": "application/json"}
    answer = await served.client.post(f"{API}/acts", content=b'{"subject": ', headers=headers)
    assert problem(answer) == (422, "body: expected JSON, which ends at octet 12: Expecting value")


async def test_a_body_that_is_not_said_to_be_json_is_told_so(served: Served) -> None:
    answer = await served.client.post(f"{API}/acts", data={"subject": "ms1"})  # as curl sends it by default
    assert problem(answer) == (422, "header.content-type: expected application/json")


async def test_a_body_that_is_too_large_is_not_read_whether_it_says_so_or_not(served: Served) -> None:
    piece, read = b" " * (1 << 16), 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += len(piece)
            yield piece

    for body in (piece * 129, pieces()):
        answer = await served.client.post(f"{API}/acts", content=body, headers={"content-type": "application/json"})
        assert problem(answer) == (413, "body: expected up to 8388608 octets")
        assert answer.json()["title"] == "Content Too Large"
    assert read == 129 * len(piece)
    answer = await served.client.post(
        f"{API}/acts",
        content=piece * 127 + b'{"subject": "ms1", "act": "switches off"}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 202


async def test_one_of_many_handsets_keeps_its_time_from_when_it_is_asked_for() -> None:
    """T3212 wakes a clock that has nothing else to do: there is no other handset at that MSC."""
    world = DEFAULT.replace('name = "msc2"', 'name = "msc2"\nt3212 = 1').replace('cell = "cell3"', 'cell = "cell1"')
    async with serves(parse(world + PHONES.replace('"cell1"', '"cell3"', 1), "many.toml")) as served:
        served.simulator.clock.speed = FASTEST
        await served.client.get(f"{API}/phones/m1")
        assert await served.desk.journal.next(lambda record, _: record.origin == "m1" or None, 20)


async def test_one_of_many_handsets_is_found_by_its_name_and_number_and_used() -> None:
    async with serves(parse(DEFAULT + PHONES, "many.toml")) as served:
        found = (await served.client.get(f"{API}/phones/m5")).json()
        assert (found["number"], found["cell"], found["registered"]) == ("+447911000004", "cell1", True)
        assert (await served.client.get(f"{API}/phones/%2B447911000004")).json() == found
        shown = await sent(served, "Your code is 493021", to="+447911000004")
        assert (shown["phone"], shown["code"]) == ("m5", "493021")
        assert (await served.client.get(f"{API}/phones/m5/inbox")).json() == [shown]
        answer = await served.client.post(f"{API}/phones/m6/messages", json={"text": "And you?", "to": "447911000004"})
        assert answer.status_code == 202
        await served.simulator.rest()
        _, second = (await served.client.get(f"{API}/phones/m5/inbox")).json()
        assert second["sender"] == "+447911000005"
        swapped = await served.client.post(f"{API}/phones/m5/sim", json={"imsi": "234151000000006"})
        assert swapped.status_code == 202
        await served.simulator.rest()
        assert (await served.client.get(f"{API}/phones/447911000004")).json()["name"] == "m7"
        assert served.desk.number("m6") == "447911000005"
        for unknown in ("m1000001", "447912000000", "1" * 40, "\u00b2", "44791100000x", "٤٤٧٩١١٠٠٠٠٠٤"):
            status, said = problem(await served.client.get(f"{API}/phones/{unknown}"))
            assert (status, said.partition(";")[0]) == (404, f"there is no handset {unknown!r}")
        assert len((await served.client.get(f"{API}/phones")).json()) == 5


# Accounts, sessions, the clock


async def test_an_account_is_opened_and_its_session_ended(served: Served) -> None:
    body = {"system_id": "club", "password": "letmein", "addresses": ["7100"]}
    answer = await served.client.post(f"{API}/accounts", json=body)
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "system_id": "club",
            "password": None,
            "host": "127.0.0.1",
            "port": served.simulator.server.port,
            "addresses": ["7100"],
            "sessions": 0,
            "waiting": 0,
        },
    )
    server = served.simulator.server
    async with esme.connect(server.host, server.port, system_id="club", password="letmein") as club:
        [session] = (await served.client.get(f"{API}/sessions")).json()
        assert (session["system_id"], session["state"], session["interface_version"]) == ("club", "BOUND_TRX", "3.4")
        assert (await served.client.delete(f"{API}/sessions/{session['number']}")).status_code == 204
        with pytest.raises(esme.Disconnected):
            await club.closed()
    assert (await served.client.get(f"{API}/sessions")).json() == []


async def test_a_session_that_is_not_bound_is_nobodys(served: Served) -> None:
    server = served.simulator.server
    _, writer = await asyncio.open_connection(server.host, server.port)
    while not (sessions := (await served.client.get(f"{API}/sessions")).json()):
        pass
    assert [(one["system_id"], one["state"]) for one in sessions] == [(None, "OPEN")]
    assert {one["sessions"] for one in (await served.client.get(f"{API}/accounts")).json()} == {0}
    writer.close()


async def test_a_fault_is_added_changed_counted_and_removed(served: Served) -> None:
    rule = {"stage": "msc", "error": "illegalSubscriber", "text": "bad"}
    fault = (await served.client.post(f"{API}/faults", json=rule)).json()
    assert (fault["number"], fault["rule"]["error"], fault["struck"]) == (1, "illegalSubscriber", 0)
    assert fault["written"] == "stage=msc text=bad error=illegalSubscriber"
    await served.client.post(f"{API}/phones/ms1/messages", json={"text": "bad", "to": "+447700900124"})
    await served.simulator.rest()
    [message] = (await served.client.get(f"{API}/messages")).json()["messages"]
    assert (message["state"], message["error"]) == ("UNDELIVERABLE", 9)
    assert (await served.client.get(f"{API}/faults")).json()[0]["struck"] == 1
    changed = await served.client.patch(f"{API}/faults/1", json={"text": None, "times": 5})
    assert (changed.json()["rule"]["text"], changed.json()["rule"]["times"], changed.json()["struck"]) == (None, 5, 0)
    unknown = await served.client.patch(f"{API}/faults/1", json={"txt": None})
    assert problem(unknown) == (422, "body.txt: there is no such key; perhaps text is meant")
    wrong = await served.client.patch(f"{API}/faults/1", json={"error": "callBarred"})
    assert problem(wrong)[1].startswith("body.error: expected one of systemFailure, dataMissing,")
    assert (await served.client.delete(f"{API}/faults/1")).status_code == 204
    await served.client.post(f"{API}/faults", json=rule)
    assert (await served.client.delete(f"{API}/faults")).status_code == 204
    assert (await served.client.get(f"{API}/faults")).json() == []


async def test_an_account_of_a_service_centre_without_a_port_can_only_be_called_by_outbind() -> None:
    text = '[[sc]]\nname = "sc2"\nnumber = "447785016006"\n'
    text += '[[account]]\nsystem_id = "far"\npassword = "secret"\nsc = "sc2"\noutbind = "127.0.0.1:1"\n'
    async with serves(parse(text, "world.toml")) as own:
        known = (await own.client.get(f"{API}/accounts")).json()
    told = {one["system_id"]: (one["host"], one["port"]) for one in known}
    assert told["far"] == (None, None)
    assert told["bank"] == ("127.0.0.1", own.simulator.server.port)


async def test_no_answer_has_a_password_but_those_that_everybody_knows(served: Served) -> None:
    known = (await served.client.get(f"{API}/accounts")).json()
    passwords = {"bank": "secret", "shop": "opensesa", "news": "extra"}
    assert {one["system_id"]: one["password"] for one in known} == passwords
    async with serves(opened(load(), ["bank:secrets", "club:secret"])) as own:
        told = await own.client.get(f"{API}/accounts")
    assert {one["system_id"]: one["password"] for one in told.json()} == {**passwords, "bank": None, "club": None}
    assert '"secret' not in told.text
    bad = await served.client.post(f"{API}/accounts", json={"system_id": "x", "password": "far too long a secret"})
    assert bad.status_code == 422
    assert "secret" not in bad.text


async def test_the_clock_is_stopped_and_advanced(served: Served) -> None:
    stopped = (await served.client.patch(f"{API}/clock", json={"speed": 0})).json()
    assert stopped["speed"] == 0
    advanced = (await served.client.post(f"{API}/clock/advance", json={"by": "48h"})).json()
    assert stopped["now"].startswith("2026-01-01T00:00:0")
    assert advanced["now"].startswith("2026-01-03T00:00:0")
    assert (await served.client.get(f"{API}/clock")).json() == advanced


async def test_a_time_that_can_t_be_written_is_not_come_to(served: Served) -> None:
    before = (await served.client.get(f"{API}/clock")).json()["now"]
    answer = await served.client.post(f"{API}/clock/advance", json={"by": "99999999999d"})
    assert answer.status_code == 422
    assert (await served.client.get(f"{API}/clock")).json()["now"][:13] == before[:13]


async def test_what_ends_behind_the_last_date_is_told_to_end_then() -> None:
    async with Simulator(load().on_port(0).kept_in("memory"), now=LATEST - 60) as simulator:
        with closing(Desk(simulator)) as desk:
            desk.send("ms1", "BALANCE", "7000")
            await simulator.rest()
            found = await page(desk, to="7000", source="", state="", text="", before="", limit=1, gone=stays)
    assert [one.expires for one in found.messages] == ["9999-12-31T23:59:59.000Z"]


async def test_who_looks_after_the_process_is_told_how_it_is(served: Served) -> None:
    assert (await served.client.get("/livez")).text == "ok\n"
    assert (await served.client.get("/readyz")).text == "ok\n"


async def test_the_api_describes_itself(served: Served) -> None:
    described = (await served.client.get(f"{API}/openapi.json")).json()
    assert described["openapi"].startswith("3.")
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert len(operations) >= 17
    assert all(operation["description"] for operation in operations)


async def test_texts_that_are_hidden_are_shown_nowhere_and_can_be_searched_for(served: Served) -> None:
    shown = await sent(served, "Your code is 493021")
    await served.simulator.rest()
    desk = Desk(served.simulator, SECRETS | TEXTS)
    async with client_of(create(desk)) as client:
        desk.send("ms1", "Your code is 493021", "+447700900124")
        waited = (await client.get(f"{API}/messages/wait", params={"to": "ms2", "text": "493021"})).json()
        await served.simulator.rest()
        found = (await client.get(f"{API}/messages", params={"text": "493021"})).json()["messages"]
        [inbox] = (await client.get(f"{API}/phones/ms2/inbox")).json()
        one = (await client.get(f"{API}/messages/{shown['message_id']}")).json()
        for view in (waited, *found, inbox, one):
            assert (view["text"], view["code"]) == ("***", None)
        assert len(found) == 2
        for path in (
            f"/messages/{waited['message_id']}",
            f"/messages/{waited['message_id']}/trace",
            "/events?follow=false",
        ):
            answer = await client.get(f"{API}{path}", headers={"Last-Event-ID": "0"})
            assert "***" in answer.text
            assert "493021" not in answer.text
    desk.close()


# Events


async def test_events_are_streamed_from_where_somebody_stopped_reading(served: Served) -> None:
    await sent(served, "Hello")
    answer = await served.client.get(f"{API}/events", params={"follow": False}, headers={"Last-Event-ID": "0"})
    events = [json.loads(row.removeprefix("data: ")) for row in answer.text.splitlines() if row.startswith("data: ")]
    assert [event["id"] for event in events] == list(range(FIRST, FIRST + len(events)))
    assert (events[0]["origin"], events[0]["destination"], events[0]["message"]) == ("", "ms1", "sends text")
    assert events[-1]["message_ids"]
    middle = str(events[len(events) // 2]["id"])
    answer = await served.client.get(f"{API}/events", params={"follow": False}, headers={"Last-Event-ID": middle})
    assert f"id: {middle}\n" not in answer.text
    assert f"id: {int(middle) + 1}\n" in answer.text
    answer = await served.client.get(f"{API}/events", params={"follow": False})
    assert answer.text == ": mini-smsc\n\n"
    answer = await served.client.get(f"{API}/events", headers={"Last-Event-ID": "x"})
    assert problem(answer) == (422, "header.last-event-id: expected the id of an event")
