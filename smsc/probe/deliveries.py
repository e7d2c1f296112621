"""SMPP v5.0 section 4.3: messages of every kind for the client, each of which it has to acknowledge."""

import asyncio
from typing import Any, Final

from pdu.header import HEADER_LENGTH, Unknown
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.values import EsmClass
from pdu.verdict import Departs, brief
from smsc.probe.check import RECEIVES, Conversation, Family
from smsc.probe.talk import FROM, TEXT, TO, Talk, taken

DELIVERIES: Final = Family("deliveries")

_SEVERAL: Final = 10
_UCS2: Final = 0x08
_BINARY: Final = 0x04


def message(**fields: Any) -> DeliverSm:
    """Make a message for the client."""
    values: dict[str, Any] = {"source_addr": FROM, "destination_addr": TO, "short_message": TEXT, **fields}
    return DeliverSm(**values)


def _acknowledges(**fields: Any) -> Conversation:
    async def conversation(talk: Talk) -> str:
        begun = asyncio.get_running_loop().time()
        await talk.delivers(message(**fields))
        return f"after {asyncio.get_running_loop().time() - begun:.3f} s"

    return conversation


_ROWS: Final[tuple[tuple[str, str, str, dict[str, Any]], ...]] = (
    ("deliver_sm", "A message", "4.3.1", {}),
    (
        "ucs2",
        "A text in UCS-2 (data_coding 8)",
        "4.7.7",
        {"data_coding": _UCS2, "short_message": "Привет".encode("utf-16-be")},
    ),
    (
        "octets",
        "A message of octets that are no text (data_coding 4)",
        "4.7.7",
        {"data_coding": _BINARY, "short_message": bytes(range(140))},
    ),
    ("longest", "A message of 254 octets", "4.7.28", {"short_message": b"x" * 254}),
    ("empty", "A message without a text", "4.7.28", {"short_message": b""}),
    (
        "message_payload",
        "A text of 1,000 octets in message_payload",
        "4.8.4.36",
        {"short_message": b"", "message_payload": b"x" * 1000},
    ),
    (
        "first_part",
        "The first of two parts (UDH)",
        "4.7.12",
        {"esm_class": EsmClass.UDHI, "short_message": bytes.fromhex("050003A70201") + TEXT},
    ),
    (
        "second_part",
        "The second of two parts (UDH)",
        "4.7.12",
        {"esm_class": EsmClass.UDHI, "short_message": bytes.fromhex("050003A70202") + TEXT},
    ),
    (
        "part_that_stays_alone",
        "A part whose others never come",
        "4.7.12",
        {"esm_class": EsmClass.UDHI, "short_message": bytes.fromhex("050003A80302") + TEXT},
    ),
    ("vendor_tlv", "A message with a TLV of a vendor (tag 0x1455)", "", {"tlvs": ((0x1455, b"mini"),)}),
    ("from_a_name", "A message from a name", "4.7.1", {"source_addr_ton": 5, "source_addr": "Bank"}),
)
for _name, _what, _clause, _fields in _ROWS:
    _rule = f"{_what} is acknowledged by deliver_sm_resp ESME_ROK"
    DELIVERIES.add(_name, _rule, _clause, _acknowledges(**_fields), needs=RECEIVES)


@DELIVERIES.check(
    "A message without addresses is answered by deliver_sm_resp, and the session goes on", "4.3.1", needs=RECEIVES
)
async def to_nobody(talk: Talk) -> str:
    answer = await talk.line.asks(message(source_addr="", destination_addr=""))
    if not isinstance(answer, DeliverSmResp):
        raise Departs(f"it was answered by {brief(answer)}")
    await talk.goes_on()
    return brief(answer)


@DELIVERIES.check("The message_id of deliver_sm_resp is empty, as it is not used", "4.3.1", needs=RECEIVES)
async def unused_message_id(talk: Talk) -> None:
    response = await talk.delivers(message())
    if isinstance(response, DeliverSmResp) and response.message_id:
        raise Departs(f"message_id is {response.message_id!r}")


@DELIVERIES.check("A message by data_sm is acknowledged by data_sm_resp ESME_ROK", "4.3.2", needs=RECEIVES)
async def data_sm(talk: Talk) -> None:
    await talk.delivers(DataSm(source_addr=FROM, destination_addr=TO, message_payload=TEXT))


@DELIVERIES.check("A message that is cut behind its header is one message", "3.2", needs=RECEIVES)
async def cut(talk: Talk) -> None:
    await talk.delivers(message(), how="cut behind the header", pieces=HEADER_LENGTH)


@DELIVERIES.check("Ten messages that come in one read are each acknowledged, each once", "4.3.1", needs=RECEIVES)
async def several(talk: Talk) -> None:
    requests = [message() for _ in range(_SEVERAL)]
    await talk.line.says(*map(talk.line.asked, requests), how="in one write")
    for request in requests:
        taken(request, await talk.line.answer(request), DeliverSmResp)


@DELIVERIES.check("A message that can't be read is refused, and the session goes on", "4.7.28", needs=RECEIVES)
async def unreadable(talk: Talk) -> str:
    body = message().encode()[HEADER_LENGTH:-3]  # while sm_length says more
    answer = await talk.line.asks(Unknown(command_id=DeliverSm.command_id, body=body))
    if not answer.command_status:
        raise Departs(f"it was answered by {brief(answer)}")
    await talk.goes_on()
    return f"refused with {brief(answer)}"
