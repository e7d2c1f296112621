"""What a command does that can't print its output."""

import json
import os

import pytest

from pdu import BindReceiverResp, CommandStatus, DeliverSm, Pdu, QuerySmResp, SubmitSmResp
from tests.esme.commands.conversation import end, run, start
from tests.esme.message_centre import MessageCentre

NOBODY = {"ESME_PASSWORD": ""}


@pytest.mark.parametrize(
    "command",
    [
        ("send", "--to", "60300", "--text", "Hello"),
        ("query", "7", "--json"),
        ("bench", "--to", "60300", "--count", "1"),
    ],
)
async def test_an_output_that_is_full_is_one_sentence(command: tuple[str, ...]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        async with MessageCentre(query_sm=lambda _: [QuerySmResp(message_id="7")]) as sc:
            ended = await end(await start(*command, "--port", str(sc.port), stdout=full))
    finally:
        os.close(full)
    assert ended == (2, "", "esme: what there is to say can't be written: No space left on device\n")


async def test_nobody_is_told_that_nobody_reads() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    async with MessageCentre() as sc:
        sending = await start("send", "--to", "60300", "--text", "Hello", "--port", str(sc.port), stdout=writes)
        os.close(writes)
        ended = await end(sending)
    assert ended == (1, "", "")


@pytest.mark.parametrize("command", [("send", "--to", "60300", "--text", "Hello"), ("query", "7")])
async def test_nobody_is_told_that_who_read_the_request_does_not_read_the_answer(command: tuple[str, ...]) -> None:
    reads, writes = os.pipe()

    def answer(_: Pdu) -> list[Pdu]:
        os.close(reads)  # the request has been printed by now
        return [SubmitSmResp(message_id="7") if command[0] == "send" else QuerySmResp(message_id="7")]

    async with MessageCentre(submit_sm=answer, query_sm=answer) as sc:
        asking = await start(*command, "--port", str(sc.port), stdout=writes)
        os.close(writes)
        ended = await end(asking)
        assert sc.said()["unbind_resp"] == 1
    assert ended == (1, "", "")


@pytest.mark.parametrize("command", [("send", "--to", "60300", "--text", "Hello"), ("query", "7", "--json")])
async def test_who_has_closed_all_is_told_nothing_and_served_all_the_same(command: tuple[str, ...]) -> None:
    async with MessageCentre(query_sm=lambda _: [QuerySmResp(message_id="7")]) as sc:
        ended = await end(await start(*command, "--port", str(sc.port), closed="<&- >&- 2>&-"))
        assert sc.said()["unbind_resp"] == 1
    assert ended == (0, "", "")


async def test_a_closed_stdin_has_nobody_to_ask_for_a_password_and_no_numbers() -> None:
    async with MessageCentre(query_sm=lambda _: [QuerySmResp(message_id="7")]) as sc:
        ended = await end(
            await start("send", "--to-file", "-", "--text", "Hello", "--port", str(sc.port), closed="<&-")
        )
        assert ended == (2, "", "esme: stdin: expected a number on each line, found none\n")
        await end(await start("query", "7", "--port", str(sc.port), environment=NOBODY, closed="<&-"))
        assert (await sc.hears("bind_transmitter")).password == ""


async def test_what_an_output_has_no_octets_for_is_escaped_as_in_json() -> None:
    async with MessageCentre(bind_receiver=lambda _: [BindReceiverResp(), delivered]) as sc:
        delivered = DeliverSm(data_coding=8, short_message="Привет 🙂".encode("utf-16-be"))
        heard = await run("listen", "--count", "1", "--json", "--port", str(sc.port), PYTHONIOENCODING="latin-1")
        sent = await run("send", "--to", "60300", "--text", "Ж", "--port", str(sc.port), PYTHONIOENCODING="latin-1")
    assert "\\ud83d\\ude42" in heard.out
    assert json.loads(heard.out)["text"] == "Привет 🙂"
    assert (sent.status, sent.err) == (0, "")
    assert 'short_message="\\u0416"' in sent.out


async def test_what_a_message_centre_says_beside_a_refusal_does_not_steer_the_terminal() -> None:
    refusal = SubmitSmResp(
        command_status=CommandStatus.ESME_RSUBMITFAIL, additional_status_info_text="no credit\x1b[2J\x9b2J"
    )
    async with MessageCentre(submit_sm=lambda _: [refusal]) as sc:
        ended = await end(await start("send", "--to", "60300", "--text", "Hello", "--json", "--port", str(sc.port)))
    assert ended.err.endswith("('no credit\\x1b[2J\\x9b2J')\n")
