"""SMPP v5.0 section 4.8: optional parameters, including unknown ones."""

from typing import Any, Final

from esme.probe.check import Conversation, Family
from esme.probe.expect import refused, taken
from esme.probe.talk import TEXT, Talk
from pdu.command_status import CommandStatus as S
from pdu.operations.bind import BindTransmitter
from pdu.operations.submit_sm import SubmitSmResp
from pdu.verdict import Departs, brief

TLVS: Final = Family("tlvs")

_ABOUT_TLVS: Final = (
    S.ESME_RINVTLVSTREAM,
    S.ESME_RTLVNOTALLWD,
    S.ESME_RINVTLVLEN,
    S.ESME_RMISSINGTLV,
    S.ESME_RINVTLVVAL,
    S.ESME_RINVCMDLEN,
)


def _takes(*, known: bool = True, **fields: Any) -> Conversation:
    """Make a conversation that sees a message with TLVs accepted; only ``known`` TLVs may be refused as unsupported."""

    async def conversation(talk: Talk) -> None:
        await talk.binds(BindTransmitter)
        request = talk.message(**fields)
        answer = await talk.asks(request)
        if answer.command_status in _ABOUT_TLVS and not known:
            raise Departs(f"submit_sm was answered by {brief(answer)}")
        taken(request, answer, SubmitSmResp, lacking=_ABOUT_TLVS)

    return conversation


_UNKNOWN: Final = "A TLV that is {} is passed over, as if it were not there"
TLVS.add("vendor_tlv", _UNKNOWN.format("of a vendor (tag 0x1455)"), "", _takes(known=False, tlvs=((0x1455, b"mini"),)))
TLVS.add("reserved_tlv", _UNKNOWN.format("of nobody (tag 0x00FF)"), "", _takes(known=False, tlvs=((0x00FF, b""),)))
TLVS.add(
    "message_payload", "A text can be in message_payload", "4.8.4.36", _takes(short_message=b"", message_payload=TEXT)
)

_NUMBER: Final = b"\1\1\1447700900123"  # digit mode, TON, NPI, and the digits
_GROUPS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "user_message_reference": ("a reference of its sender's", {"user_message_reference": 7}),
    "sar": ("a segment", {"sar_msg_ref_num": 7, "sar_total_segments": 1, "sar_segment_seqnum": 1}),
    "ports": ("for an application", {"source_port": 5000, "dest_port": 5000}),
    "callback": (
        "with a number to call back",
        {"callback_num": (_NUMBER,), "callback_num_pres_ind": (0,), "callback_num_atag": (b"\0Bank",)},
    ),
    "subaddresses": (
        "with subaddresses",
        {
            "source_subaddress": b"\xa0\1",
            "dest_subaddress": b"\xa0\1",
            "dest_addr_subunit": 1,
            "source_addr_subunit": 1,
        },
    ),
    "bearers": (
        "with networks and bearers",
        {"source_network_type": 1, "dest_network_type": 1, "source_bearer_type": 1, "dest_bearer_type": 1},
    ),
    "on_the_handset": (
        "with wishes for the handset",
        {"display_time": 1, "ms_validity": 0, "ms_msg_wait_facilities": 0, "alert_on_message_delivery": True},
    ),
    "about_the_text": (
        "with words about its text",
        {"payload_type": 0, "privacy_indicator": 0, "language_indicator": 1, "number_of_messages": 1},
    ),
    "more_to_come": ("that is not the last", {"more_messages_to_send": 1, "user_response_code": 1}),
    "interactive": (
        "of an interactive service",
        {"its_reply_type": 0, "its_session_info": b"\1\0", "ussd_service_op": 2},
    ),
}
for _name, (_what, _fields) in _GROUPS.items():
    TLVS.add(_name, f"A message can be {_what} ({', '.join(_fields)})", "4.8.4", _takes(**_fields))


@TLVS.check("A text in short_message and another in message_payload are refused", "4.8.4.36")
async def two_texts(talk: Talk) -> str:
    await talk.binds(BindTransmitter)
    request = talk.message(message_payload=TEXT)
    return refused(request, await talk.asks(request))
