"""``esme query``, ``cancel`` and ``replace``, as people type them."""

import json

import pytest

from pdu import CancelSmResp, CommandStatus, MessageState, QuerySmResp, ReplaceSm, ReplaceSmResp
from tests.esme.commands.conversation import run
from tests.esme.message_centre import MessageCentre


async def test_query_shows_what_has_become_of_a_message() -> None:
    answer = QuerySmResp(message_id="7", message_state=MessageState.ENROUTE)
    async with MessageCentre(query_sm=lambda _: [answer]) as sc:
        shown = await run("query", "7", "--from", "60300", "--port", str(sc.port))
        record = await run("query", "7", "--json", "--port", str(sc.port))
    assert shown.out.splitlines() == [
        "bank -> sc  query_sm message_id=7 source_addr_npi=ISDN source_addr=60300",
        "sc -> bank  query_sm_resp ESME_ROK message_id=7 message_state=ENROUTE",
    ]
    assert json.loads(record.out) == {
        "message_id": "7",
        "message_state": "ENROUTE",
        "final_date": "",
        "error_code": 0,
    }


async def test_replace_writes_in_the_alphabet_of_the_account() -> None:
    async with MessageCentre(replace_sm=lambda _: [ReplaceSmResp()]) as sc:
        ended = await run("replace", "7", "--text", "ça @_{", "--default-alphabet", "latin-1", "--port", str(sc.port))
        request = await sc.hears("replace_sm")
    assert isinstance(request, ReplaceSm)
    assert request.short_message == b"\xe7a @_{"
    assert ended.out.splitlines()[0].endswith('short_message="ça @_{" default_alphabet=latin-1')


async def test_cancel_and_replace_are_one_request_each() -> None:
    async with MessageCentre(cancel_sm=lambda _: [CancelSmResp()], replace_sm=lambda _: [ReplaceSmResp()]) as sc:
        cancelled = await run("cancel", "7", "--json", "--port", str(sc.port))
        replaced = await run("replace", "7", "--text", "Bye", "--validity", "2h", "--port", str(sc.port))
    assert json.loads(cancelled.out) == {"message_id": "7", "cancelled": True}
    assert replaced.out.splitlines()[0] == (
        'bank -> sc  replace_sm message_id=7 validity_period=000000020000000R short_message="Bye"'
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("cancel", "7"), "esme: cancel_sm was refused with ESME_RCANCELFAIL: cancel_sm failed\n"),
        (("replace", "7", "--text", "Привет"), "esme: text: "),
        (("replace", "7", "--text", "Bye", "--validity", "soon"), "esme: --validity: "),
    ],
)
async def test_what_cannot_be_done_is_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    refusal = CancelSmResp(command_status=CommandStatus.ESME_RCANCELFAIL)
    async with MessageCentre(cancel_sm=lambda _: [refusal]) as sc:
        ended = await run(*arguments, "--port", str(sc.port))
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert ended.err.startswith(sentence)


async def test_send_says_how_and_when() -> None:
    async with MessageCentre() as sc:
        ended = await run(
            *("send", "--to", "60300", "--text", "Hello", "--flash", "--replace"),
            *("--schedule", "2030-01-31T08:00+01:00", "--validity", "2d", "--port", str(sc.port)),
        )
    assert ended.out.splitlines()[0] == (
        "bank -> sc  submit_sm dest_addr_npi=ISDN destination_addr=60300 schedule_delivery_time=300131080000004+ "
        "validity_period=000002000000000R replace_if_present_flag=1 data_coding=240 "
        'short_message="Hello"'
    )
