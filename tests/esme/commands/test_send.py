"""``esme send``, to one number or many, with receipts or without; and one sentence for whatever goes wrong."""

import asyncio
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from esme.commands.numbers import numbers
from pdu import BindTransmitterResp, CommandStatus, Malformed, MessageState, Pdu, SubmitSm, SubmitSmResp
from tests.esme.commands.conversation import end, run, start
from tests.esme.message_centre import MessageCentre, message, receipt

HELLO = ("send", "--to", "+447700900123", "--text", "Hello")


async def test_send_shows_how_its_message_was_taken() -> None:
    async with MessageCentre() as sc:
        ended = await run(*HELLO, "--from", "Bank", "--port", str(sc.port))
        assert sc.ladder[0] == "bank -> sc  bind_transmitter system_id=bank password=secret"
        assert sc.ladder[-1] == "sc -> bank  unbind_resp ESME_ROK"
    assert ended == (
        0,
        (
            "bank -> sc  submit_sm source_addr_ton=ALPHANUMERIC source_addr=Bank dest_addr_ton=INTERNATIONAL "
            'dest_addr_npi=ISDN destination_addr=447700900123 short_message="Hello"\n'
            "sc -> bank  submit_sm_resp ESME_ROK message_id=1\n"
        ),
        "",
    )


async def test_send_writes_in_the_alphabet_of_the_account() -> None:
    def taken(_: Pdu) -> list[Pdu]:
        told = receipt("7")
        told.short_message += b" text:\xe7a @_{"
        return [SubmitSmResp(message_id="7"), told]

    alphabet = ("--default-alphabet", "latin-1")
    async with MessageCentre(submit_sm=taken) as sc:
        ended = await run("send", "--to", "1", "--text", "é @_{", "--receipt", *alphabet, "--port", str(sc.port))
        request = await sc.hears("submit_sm")
    assert isinstance(request, SubmitSm)
    assert (request.data_coding, request.short_message) == (0, b"\xe9 @_{")
    submitted, _, told = ended.out.splitlines()
    assert submitted.endswith('short_message="é @_{" default_alphabet=latin-1')
    assert 'text:ça @_{" receipted_message_id=7' in told


async def test_send_prints_json_for_programs() -> None:
    async with MessageCentre() as sc:
        ended = await run("send", "--to", "60300", "--text", "x" * 161, "--json", ESME_PORT=str(sc.port))
    assert ended.status == 0
    assert json.loads(ended.out) == {"to": "60300", "message_id": "1", "message_ids": ["1", "2"]}


async def test_send_waits_for_its_receipts_and_leaves_other_messages_where_they_are() -> None:
    def taken(_: Pdu) -> list[Pdu]:
        sc.taken += 1
        message_id = str(sc.taken)
        return [message("not for us"), receipt("another"), SubmitSmResp(message_id=message_id), receipt(message_id)]

    async with MessageCentre(submit_sm=taken) as sc:
        ended = await run(*HELLO, "--receipt", "--port", str(sc.port))
        answers = [(await sc.hears("deliver_sm_resp")).command_status for _ in range(3)]
    assert answers == [CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_ROK]
    assert ended.status == 0
    assert ended.out.splitlines()[1:] == [
        "sc -> bank  submit_sm_resp ESME_ROK message_id=1",
        (
            "sc -> bank  deliver_sm source_addr=447700900123 esm_class=MC_DELIVERY_RECEIPT "
            'short_message="id:1 stat:DELIVRD err:000" receipted_message_id=1 message_state=DELIVERED'
        ),
    ]


async def test_a_message_that_is_no_receipt_is_answered_though_the_response_to_ours_waits_for_that() -> None:
    async with MessageCentre(submit_sm=lambda _: [message("not for us")]) as sc:
        sending = await start(*HELLO, "--receipt", "--port", str(sc.port))
        request = await sc.hears("submit_sm")
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_RX_T_APPN
        sc.says(SubmitSmResp(message_id="1", sequence_number=request.sequence_number), receipt("1"))
        assert (await end(sending)).status == 0


async def test_send_fails_if_the_receipt_says_so() -> None:
    def taken(_: Pdu) -> list[Pdu]:
        return [SubmitSmResp(message_id="7"), receipt("7", "UNDELIV", MessageState.UNDELIVERABLE)]

    async with MessageCentre(submit_sm=taken) as sc:
        ended = await run(*HELLO, "--receipt", "--json", "--port", str(sc.port))
    assert ended.status == 1
    told = json.loads(ended.out.splitlines()[1])
    assert (told["message_id"], told["message_state"], told["err"]) == ("7", "UNDELIVERABLE", "000")


async def test_send_times_out_when_no_receipt_comes() -> None:
    async with MessageCentre() as sc:
        ended = await run(*HELLO, "--receipt", "--timeout", "0.05", "--port", str(sc.port))
        assert sc.ladder[-1] == "sc -> bank  unbind_resp ESME_ROK"
    assert ended.status == 124
    assert ended.err.startswith("esme: no receipt for message 1 within 0.0")


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (
            {"bind_transmitter": lambda _: [BindTransmitterResp(command_status=CommandStatus.ESME_RINVPASWD)]},
            "bind_transmitter was refused with ESME_RINVPASWD: Invalid password",
        ),
        (
            {"submit_sm": lambda _: [SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED)]},
            f"submit_sm was refused with ESME_RTHROTTLED: {CommandStatus.ESME_RTHROTTLED.sentence}",
        ),
    ],
)
async def test_a_refusal_is_one_sentence(script: dict[str, Callable[[Pdu], Iterable[Pdu]]], sentence: str) -> None:
    async with MessageCentre(**script) as sc:
        ended = await run(*HELLO, "--port", str(sc.port), "--json")
    assert (ended.status, ended.err) == (2, f"esme: {sentence}\n")


async def test_a_closed_port_is_one_sentence() -> None:
    async with MessageCentre() as sc:
        port = sc.port
    ended = await run(*HELLO, "--port", str(port))
    assert ended == (2, "", f"esme: 127.0.0.1:{port} can't be reached: nothing listens there\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--to", "Bank", "--text", "Hello"),
            "destination_addr: expected digits, after a + if the number is international, found 'Bank'",
        ),
        (("--to", "60300", "--text", "half \udcff"), "text: expected "),
        (
            ("--to", "60300", "--text", "Hello", "--validity", "99d"),
            "validity_period: expected whole seconds, less than",
        ),
        (("--to", "60300", "--text", "Hello", "--password", "much too long"), "password: expected "),
        *(
            (("--to", "60300", "--text", "Hello", *option), f"{option[0]}: expected a --receipt beside it, found none")
            for option in (("--timeout", "60"), ("--receipt-ids", "decimal"), ("--part-receipts", "last"))
        ),
    ],
)
async def test_what_cannot_be_sent_is_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    async with MessageCentre() as sc:
        ended = await run("send", *arguments, "--port", str(sc.port))
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(f"esme: {sentence}")
    assert ended.err.count("\n") == 1
    assert "much too long" not in ended.err


async def test_a_session_that_breaks_is_one_sentence() -> None:
    def hang_up(_: Pdu) -> list[Pdu]:
        sc.connections[-1].abort()
        return []

    async with MessageCentre(submit_sm=hang_up) as sc:
        ended = await run(*HELLO, "--port", str(sc.port))
    assert ended.status == 2
    assert ended.err.startswith("esme: the session ended before submit_sm was answered: ")
    assert ended.err.count("\n") == 1


async def test_help_says_what_the_exit_statuses_are() -> None:
    ended = await run("send", "--help")
    assert ended.status == 0
    assert "124 if a receipt did not come in time" in " ".join(ended.out.split())
    assert "secret" not in ended.out


# Many numbers


async def test_a_text_goes_to_every_number_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text("# customers\n+447700900001\n\n  +447700900002  \r\n+447700900003", "utf-8")
    async with MessageCentre() as sc:
        ended = await run(
            *("send", "--to", "60300", "--to-file", str(file), "--text", "Hello", "--json", "--port", str(sc.port))
        )
        assert sc.said()["submit_sm"] == 4
    assert ended.status == 0
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert {one["to"] for one in told} == {"60300", "+447700900001", "+447700900002", "+447700900003"}
    assert {one["message_id"] for one in told} == {"1", "2", "3", "4"}


async def test_numbers_come_from_stdin() -> None:
    async with MessageCentre() as sc:
        sending = await start(
            *("send", "--to-file", "-", "--text", "Hello", "--port", str(sc.port)), stdin=asyncio.subprocess.PIPE
        )
        ended = await end(sending, "60300\n60301\n")
        assert sc.said()["submit_sm"] == 2
    assert ended.status == 0


async def test_a_line_that_is_wrong_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text("+447700900001\n\nBank\n+4477009O0002\n", "utf-8")
    async with MessageCentre() as sc:
        ended = await run("send", "--to-file", str(file), "--text", "Hello", "--port", str(sc.port))
        assert sc.ladder == []
    expected = "expected digits, after a + if the number is international, found 'Bank'"
    assert ended == (2, "", f"esme: {file}, line 3: {expected}\n")


async def test_a_number_that_is_too_long_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text(f"60300\n+{'4' * 21}\n", "utf-8")
    async with MessageCentre() as sc:
        ended = await run("send", "--to", "60300", "--to", "4" * 21, "--text", "Hello", "--port", str(sc.port))
        in_file = await run("send", "--to-file", str(file), "--text", "Hello", "--port", str(sc.port))
        assert sc.ladder == []
    expected = "expected C-Octet String, at most 21 octets with its NUL, found 22 octets"
    assert ended == (2, "", f"esme: destination_addr: {expected}\n")
    assert in_file == (2, "", f"esme: {file}, line 2: {expected}\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"60300\n\xff\n", "numbers.txt, line 2: expected UTF-8, found b'\\xff'"),
        (b"# nobody\n", "numbers.txt: expected a number on each line, found none"),
        (None, "--to-file: expected a file that can be read, found "),
    ],
)
def test_a_file_without_numbers_is_told(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "numbers.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Malformed) as raised:
        numbers((), file)
    assert sentence in str(raised.value)


def test_a_text_goes_to_somebody() -> None:
    with pytest.raises(Malformed, match="--to: expected at least one number, here or by --to-file, found none"):
        numbers((), None)


async def test_a_number_that_is_refused_does_not_keep_the_text_from_the_others() -> None:
    def taken(request: SubmitSm) -> list[Pdu]:
        if request.destination_addr == "2":
            return [SubmitSmResp(command_status=CommandStatus.ESME_RINVDSTADR)]
        return [SubmitSmResp(message_id=request.destination_addr), receipt(request.destination_addr)]

    async with MessageCentre(submit_sm=taken) as sc:
        ended = await run(
            *("send", "--to", "1", "--to", "2", "--to", "3", "--text", "Hello", "--receipt", "--json"),
            *("--port", str(sc.port)),
        )
    assert ended.status == 2
    refusal = "submit_sm was refused with ESME_RINVDSTADR: Invalid destination address"
    assert ended.err == f"esme: 2: {refusal}\n"
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [one for one in told if "error" in one] == [{"to": "2", "error": refusal}]
    assert {one["message_id"] for one in told if one.get("message_state") == "DELIVERED"} == {"1", "3"}


@pytest.mark.parametrize("receipted", ["2587", "0A1B"])
async def test_receipts_are_found_where_their_ids_are_written_otherwise_at_least_in_the_text(receipted: str) -> None:
    def taken(_: Pdu) -> list[Pdu]:
        told = receipt("2587")
        told.receipted_message_id = receipted
        return [SubmitSmResp(message_id="0A1B"), told]

    async with MessageCentre(submit_sm=taken) as sc:
        ended = await run(*HELLO, "--receipt", "--receipt-ids", "decimal", "--port", str(sc.port))
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_ROK
    assert ended.status == 0


@pytest.mark.parametrize(("part_receipts", "receipted"), [("first", 1), ("last", 3)])
async def test_of_a_long_text_only_the_segment_that_has_a_receipt_is_waited_for(
    part_receipts: str, receipted: int
) -> None:
    def taken(_: Pdu) -> list[Pdu]:
        sc.taken += 1
        told = [receipt(str(sc.taken))] if sc.taken == receipted else []
        return [SubmitSmResp(message_id=str(sc.taken)), *told]

    async with MessageCentre(submit_sm=taken) as sc:
        text = ("send", "--to", "60300", "--text", "x" * 400)
        ended = await run(*text, "--receipt", "--part-receipts", part_receipts, "--port", str(sc.port))
    assert (ended.status, sc.taken) == (0, 3)
    assert ended.out.count(" deliver_sm ") == 1


async def test_what_was_taken_of_a_long_text_is_told_with_the_refusal() -> None:
    def taken(_: Pdu) -> list[Pdu]:
        sc.taken += 1
        return [SubmitSmResp(message_id="7")] if sc.taken == 1 else [SubmitSmResp(command_status=8)]

    async with MessageCentre(submit_sm=taken) as sc:
        ended = await run("send", "--to", "60300", "--text", "x" * 161, "--port", str(sc.port))
    assert ended.status == 2
    assert ended.err.splitlines()[1] == "esme: of 2 segments these were taken: 7"
