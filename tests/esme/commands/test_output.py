"""What becomes of a command that can't print what it has to say."""

import os

import pytest

from pdu import QuerySmResp
from tests.esme.commands.conversation import end, start
from tests.esme.message_centre import MessageCentre


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
