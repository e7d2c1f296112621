"""Two SMPP libraries nobody here wrote read what we lay out, and lay out what we read: smpplib and smpp.pdu3.

Each knows only a part of v3.4, which is listed here.
"""

import copy
from io import BytesIO
from typing import Any

import pytest
from smpp.pdu.pdu_encoding import PDUEncoder  # type: ignore[import-untyped]
from smpplib.smpp import make_pdu, parse_pdu  # type: ignore[import-untyped]

from pdu import CommandStatus, DataSm, DataSmResp, DeliverSm, MessageState, Pdu, QuerySmResp, Response, SubmitSm, decode
from pdu.table import parameters, tlv_rows
from tests.pdu.pdus import PDUS, full, minimal, tlv_value


def bare(p: Pdu) -> Pdu:
    p = copy.copy(p)
    p.tlvs = ()
    return p


def named(*names: str) -> list[type[Pdu]]:
    return [cls for cls in PDUS if cls.words[0] in names]


def label(value: Any) -> str:
    return value.words[0] if hasattr(value, "words") else str(value)


BINDS = (
    *("bind_receiver", "bind_transmitter", "bind_transceiver"),
    *("bind_receiver_resp", "bind_transmitter_resp", "bind_transceiver_resp"),
)
LINK = ("unbind", "unbind_resp", "enquire_link", "enquire_link_resp", "generic_nack", "alert_notification")
MESSAGES = ("submit_sm", "submit_sm_resp", "deliver_sm", "deliver_sm_resp", "data_sm", "data_sm_resp", "query_sm_resp")

# smpplib: strings are bytes to it, empty ones None, and its addresses never longer than 20 characters


class Client:
    """The object that smpplib gets its sequence numbers from."""

    sequence = 0

    def next_sequence(self) -> int:
        return 1


SMPPLIB = [make(cls) for cls in named(*BINDS, *LINK, *MESSAGES) for make in (minimal, full)]
SMPPLIB_TLVS: dict[type[Pdu], tuple[str, ...]] = {
    SubmitSm: (
        *("dest_addr_subunit", "payload_type", "ms_msg_wait_facilities", "privacy_indicator", "user_message_reference"),
        *("user_response_code", "source_port", "dest_port", "sar_msg_ref_num", "language_indicator"),
        *("sar_total_segments", "sar_segment_seqnum", "number_of_messages", "callback_num", "callback_num_pres_ind"),
        *("message_payload", "more_messages_to_send", "ussd_service_op", "display_time", "sms_signal", "ms_validity"),
        "its_reply_type",
    ),
    DeliverSm: ("receipted_message_id", "message_state", "network_error_code", "message_payload", "source_port"),
    DataSm: ("dest_network_type", "dest_bearer_type", "dest_telematics_id", "source_network_type", "qos_time_to_live"),
    DataSmResp: ("additional_status_info_text", "dpf_result"),
}


@pytest.mark.parametrize("p", SMPPLIB, ids=repr)
def test_smpplib_reads_what_we_lay_out(p: Pdu) -> None:
    theirs: Any = parse_pdu(bare(p).encode(), client=Client())
    assert theirs.command == p.words[0]
    assert theirs.sequence == p.sequence_number
    for row in parameters(type(p)):
        ours = getattr(p, row.name)
        ours = ours.encode("latin-1") if isinstance(ours, str) else ours
        assert (getattr(theirs, row.name) or type(ours)()) == ours, row.name


@pytest.mark.parametrize("p", SMPPLIB, ids=repr)
def test_we_read_what_smpplib_lays_out(p: Pdu) -> None:
    fields = {row.name: getattr(p, row.name) for row in parameters(type(p))}
    if p.words[0] in ("data_sm", "alert_notification"):
        fields |= {name: text[:20] for name, text in fields.items() if name.endswith("addr")}
    theirs = make_pdu(p.words[0], client=Client(), **fields)
    theirs.sequence = p.sequence_number
    for name, value in fields.items():
        setattr(theirs, name, value)
    assert decode(theirs.generate()) == type(p)(**fields, sequence_number=p.sequence_number)


@pytest.mark.parametrize(
    ("cls", "name"), [(cls, name) for cls, names in SMPPLIB_TLVS.items() for name in names], ids=label
)
def test_smpplib_reads_our_tlvs(cls: type[Pdu], name: str) -> None:
    row = tlv_rows(cls)[name]
    value = tlv_value(row)
    theirs = parse_pdu(cls(**{name: value}).encode(), client=Client())
    ours = value[-1] if row.repeats else value
    found = getattr(theirs, {"dest_port": "destination_port"}.get(name, name))
    assert found == (ours.encode() if isinstance(ours, str) else ours)


# smpp.pdu3: reads a PDU into names and values, and lays it out again

PDU3 = [
    *(make(cls) for cls in named(*BINDS, *LINK, *MESSAGES, "outbind") for make in (minimal, full)),
    *(make(cls) for cls in named("query_sm", "cancel_sm", "cancel_sm_resp") for make in (minimal, full)),
]
PDU3_REFUSES = (
    ("deliver_sm", "schedule_delivery_time"),  # must be empty in v3.4
    ("deliver_sm_resp", "message_id"),  # the same
)
PDU3_TLVS: dict[type[Pdu], tuple[str, ...]] = {
    SubmitSm: (
        *("dest_addr_subunit", "source_addr_subunit", "payload_type", "privacy_indicator", "user_message_reference"),
        *("user_response_code", "source_port", "dest_port", "sar_msg_ref_num", "language_indicator"),
        *("sar_total_segments", "sar_segment_seqnum", "number_of_messages", "message_payload"),
        *("more_messages_to_send", "display_time", "sms_signal"),
    ),
    DeliverSm: ("receipted_message_id", "message_state", "network_error_code", "message_payload", "source_port"),
    DataSm: (
        *("dest_network_type", "dest_bearer_type", "dest_telematics_id", "source_network_type", "source_bearer_type"),
        "qos_time_to_live",
    ),
    DataSmResp: ("additional_status_info_text", "delivery_failure_reason", "network_error_code"),
}


def acceptable(p: Pdu) -> Pdu:
    """Remove what smpp.pdu3 refuses."""
    p = bare(p)
    for operation, name in PDU3_REFUSES:
        if p.words == (operation,):
            setattr(p, name, "")
    if isinstance(p, QuerySmResp):
        p.message_state = p.message_state or MessageState.ENROUTE  # 0 is of v5.0
    return p


@pytest.mark.parametrize("p", [acceptable(p) for p in PDU3], ids=repr)
def test_smpp_pdu3_reads_what_we_lay_out_and_lays_out_the_same(p: Pdu) -> None:
    octets = p.encode()
    theirs = PDUEncoder().decode(BytesIO(octets))
    assert theirs.id.name == p.words[0]
    assert theirs.seqNum == p.sequence_number
    for row in parameters(type(p)):
        ours = getattr(p, row.name)
        if isinstance(ours, str | bytes) and not row.name.endswith(("time", "period", "date")):
            assert (theirs.params[row.name] or b"") == (ours.encode() if isinstance(ours, str) else ours)
    assert PDUEncoder().encode(theirs) == octets


PDU3_REFUSALS = [cls for cls in named(*BINDS, *LINK, *MESSAGES) if issubclass(cls, Response)]


@pytest.mark.parametrize("cls", PDU3_REFUSALS, ids=label)
def test_smpp_pdu3_reads_our_refusals(cls: type[Response]) -> None:
    octets = cls(command_status=CommandStatus.ESME_RSYSERR, sequence_number=1).encode()
    theirs = PDUEncoder().decode(BytesIO(octets))  # it wants the body of all but the binds and submit_sm
    assert (theirs.id.name, theirs.status.name) == (cls.words[0], "ESME_RSYSERR")


@pytest.mark.parametrize(
    ("cls", "name"), [(cls, name) for cls, names in PDU3_TLVS.items() for name in names], ids=label
)
def test_smpp_pdu3_reads_our_tlvs_and_lays_out_the_same(cls: type[Pdu], name: str) -> None:
    octets = cls(**{name: tlv_value(tlv_rows(cls)[name])}, sequence_number=1).encode()
    assert PDUEncoder().encode(PDUEncoder().decode(BytesIO(octets))) == octets
