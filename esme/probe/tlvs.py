"""SMPP v5.0 section 4.8: optional parameters, those among them that nobody knows."""

from typing import Any, Final

from esme.probe.check import Conversation, Family
from esme.probe.expect import brief, refused, taken
from esme.probe.talk import TEXT, Talk
from pdu.command_status import CommandStatus as S
from pdu.operations.bind import BindTransmitter
from pdu.operations.submit_sm import SubmitSmResp
from pdu.verdict import Departs

TLVS: Final = Family("tlvs")

_OF_A_VENDOR: Final = 0x1455  # of 0x1400 to 0x3FFF, which vendors may use
_OF_NOBODY: Final = 0x00FF  # reserved
_ABOUT_TLVS: Final = (
    S.ESME_RINVTLVSTREAM,
    S.ESME_RTLVNOTALLWD,
    S.ESME_RINVTLVLEN,
    S.ESME_RMISSINGTLV,
    S.ESME_RINVTLVVAL,
    S.ESME_RINVCMDLEN,
)


def _takes(*, known: bool, **fields: Any) -> Conversation:
    """A message with TLVs is taken; only those that are ``known`` may be refused as not supported."""

    async def conversation(talk: Talk) -> None:
        await talk.binds(BindTransmitter)
        request = talk.message(**fields)
        answer = await talk.asks(request)
        if answer.command_status in _ABOUT_TLVS and not known:
            raise Departs(f"submit_sm was answered by {brief(answer)}")
        taken(request, answer, SubmitSmResp, lacking=_ABOUT_TLVS)

    return conversation


_UNKNOWN: Final = "A TLV that is {} is passed over, as if it were not there"
_ROWS: Final = (
    ("vendor_tlv", _UNKNOWN.format("of a vendor (tag 0x1455)"), "", False, {"tlvs": ((_OF_A_VENDOR, b"mini"),)}),
    ("reserved_tlv", _UNKNOWN.format("of nobody (tag 0x00FF)"), "", False, {"tlvs": ((_OF_NOBODY, b""),)}),
    (
        "message_payload",
        "A text can be in message_payload",
        "4.8.4.36",
        True,
        {"short_message": b"", "message_payload": TEXT},
    ),
    (
        "user_message_reference",
        "A message can have a user_message_reference",
        "4.8.4.62",
        True,
        {"user_message_reference": 7},
    ),
    (
        "sar",
        "A message can be a segment (sar_msg_ref_num, sar_total_segments, sar_segment_seqnum)",
        "4.8.4.48",
        True,
        {"sar_msg_ref_num": 7, "sar_total_segments": 1, "sar_segment_seqnum": 1},
    ),
)
for _name, _rule, _clause, _known, _fields in _ROWS:
    TLVS.add(_name, _rule, _clause, _takes(known=_known, **_fields))


@TLVS.check("A text in short_message and another in message_payload are refused", "4.8.4.36")
async def two_texts(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.message(message_payload=TEXT)
    return refused(request, await talk.asks(request))
