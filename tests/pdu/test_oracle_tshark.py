"""tshark dissects every PDU and every TLV: the same fields, at the same offsets, with the same octets.

What Wireshark 4.0 is known to get wrong, or not to show, is excepted here by name, and nothing else is.
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pdu import EsmClass, Pdu, SubmitSm, walk
from pdu.codec import Frames
from pdu.lists import DistributionList, SmeAddress, UnsuccessSme
from pdu.octets import COctetString, SizedOctetString
from pdu.tlv import TLVS, VENDOR_TAGS, Tlv, TlvCOctetString, TlvDefinition
from pdu.walk import Reading
from tests.oracle import Dissection, pdml, smpp_over_tcp
from tests.pdu.pdus import PDUS as CLASSES
from tests.pdu.pdus import SAMPLES, UNHURRIED, pdus

Place = tuple[str, int, bytes]  # a field's name, or several to choose from with "|", its offset and its octets

# Known faults

UNKNOWN_PDUS = ("query_last_msgs", "query_msg_details", "param_retrieve")  # of v3.3 only
TLVS_NOT_READ = (  # TLVs of PDUs that have none in v3.4
    "bind_receiver",
    "bind_transmitter",
    "bind_transceiver",
    "outbind",
    "unbind",
    "unbind_resp",
    "enquire_link",
    "enquire_link_resp",
    "generic_nack",
    "query_sm",
    "query_sm_resp",
    "cancel_sm",
    "cancel_sm_resp",
    "replace_sm_resp",
    "cancel_broadcast_sm_resp",
)
READ_TOO_SHORT = (
    (0x0010, 2),  # source_telematics_id, as some write it
    (0x0604, 2),  # broadcast_rep_num
    (0x1204, 4),  # ms_validity of v5.0
)  # 1 octet of each: what follows is out of step

# Names

PARAMETERS = {
    "esm_class": ("esm.submit.msg_mode", "esm.submit.msg_type", "esm.submit.features"),
    "registered_delivery": ("regdel.receipt", "regdel.acks", "regdel.notif"),
}
TLV_FIELDS = {
    "billing_identification": ("billing_id",),
    "callback_num_pres_ind": ("callback_num.pres", "callback_num.scrn"),
    "dest_addr_np_information": ("dest_addr_np_info",),
    "dest_port": ("destination_port",),
    "ms_msg_wait_facilities": ("msg_wait.ind", "msg_wait.type"),
    "broadcast_content_type_info": ("broadcast_content_type.info",),
    "sc_interface_version": ("SC_interface_version",),
}
TLV_PARTS = {  # the name and size of each part
    "broadcast_content_type": (("broadcast_content_type.nw", 1), ("broadcast_content_type.type", 2)),
    "broadcast_frequency_interval": (
        ("broadcast_frequency_interval.unit", 1),
        ("broadcast_frequency_interval.value", 2),
    ),
    "its_session_info": (("its_session.number", 1), ("its_session.sequence", 1)),
    "network_error_code": (("network_error.type", 1), ("network_error.code", 2)),
}


def in_reading_order(p: Pdu) -> Pdu:
    """Keep at most one TLV that Wireshark reads too short, and put it last, so that all others are in step."""
    p = copy.copy(p)
    short = [pair for pair in p.tlvs if too_short(pair)]
    p.tlvs = (*(pair for pair in p.tlvs if pair not in short), *short[-1:])
    return p


def too_short(pair: Tlv) -> bool:
    return (pair[0], len(pair[1])) in READ_TOO_SHORT


def parameter_fields(reading: Reading) -> Iterator[Place]:
    """The fields that a mandatory parameter should be dissected into."""
    row, offset, octets, value = reading
    if isinstance(row.wire, SizedOctetString):
        yield "sm_length", offset, octets[:1]
        if value:
            yield "message", offset + 1, value
    elif isinstance(value, tuple):
        yield from list_fields(offset + 1, value)
    elif row.wire == COctetString(17, fixed=True):
        yield time_name(row.name, value), offset, octets
    else:
        yield from ((name, offset, octets) for name in PARAMETERS.get(row.name, (row.name,)))


def without_its_nul(pair: Tlv) -> bool:
    """Whether a C-Octet String lacks the NUL that we, but not Wireshark, can do without."""
    row = TLVS.get(pair[0])
    return row is not None and isinstance(row.type, TlvCOctetString) and pair[1].find(0) != len(pair[1]) - 1


def time_name(name: str, text: str) -> str:
    """Name the field of a time: if relative or empty, it is another one; for what is no time, it may be either."""
    if text and not text[:-1].isdecimal():
        return f"{name}|{name}_r"
    return f"{name}_r" if text.endswith("R") or not text else name


def list_fields(at: int, items: tuple[object, ...]) -> Iterator[Place]:
    for item in items:
        if isinstance(item, DistributionList):
            name = item.dl_name.encode("latin-1") + b"\0"
            yield "dl_name", at + 1, name
            at += 1 + len(name)
            continue
        assert isinstance(item, SmeAddress | UnsuccessSme)
        at += isinstance(item, SmeAddress)  # dest_flag
        address = item.destination_addr.encode("latin-1") + b"\0"
        yield "dest_addr_ton", at, bytes((item.dest_addr_ton,))
        yield "dest_addr_npi", at + 1, bytes((item.dest_addr_npi,))
        yield "destination_addr", at + 2, address
        at += 2 + len(address)
        if isinstance(item, UnsuccessSme):
            yield "error_status_code", at, item.error_status_code.to_bytes(4, "big")
            at += 4


def tlv_fields(at: int, tlvs: tuple[Tlv, ...]) -> Iterator[Place]:
    """The fields that TLVs should be dissected into."""
    for tag, octets in tlvs:
        yield "opt_param_tag", at, tag.to_bytes(2, "big")
        yield "opt_param_len", at + 2, len(octets).to_bytes(2, "big")
        at += 4
        if octets and not too_short((tag, octets)):
            yield from value_fields(at, TLVS[tag], octets) if tag in TLVS else unnamed_fields(at, tag, octets)
        at += len(octets)


def unnamed_fields(at: int, tag: int, octets: bytes) -> Iterator[Place]:
    yield "vendor_op" if tag in VENDOR_TAGS else "reserved_op", at, octets


def value_fields(at: int, row: TlvDefinition, octets: bytes) -> Iterator[Place]:
    if row.name in TLV_PARTS:
        for part, size in TLV_PARTS[row.name]:
            yield part, at, octets[:size]
            at, octets = at + size, octets[size:]
    elif row.name == "broadcast_end_time":
        yield time_name(row.name, octets.removesuffix(b"\0").decode("latin-1")), at, octets
    elif row.name == "alert_on_message_delivery":
        yield f"{row.name}_type", at, octets
    else:
        yield from ((name, at, octets) for name in TLV_FIELDS.get(row.name, (row.name,)))


def check(p: Pdu, dissection: Dissection) -> None:
    """Compare a PDU with its dissection."""
    octets = p.encode()
    found = {(field.name.removeprefix("smpp."), field.offset): field for field in dissection.fields}
    for name, offset in (("command_length", 0), ("command_id", 4), ("sequence_number", 12)):
        assert found[name, offset].value == octets[offset : offset + 4]
    assert ("command_status", 8) not in found or found["command_status", 8].value == octets[8:12]
    expected = [place for reading in walk.read(type(p), octets) for place in parameter_fields(reading)]
    if p.words[0] in TLVS_NOT_READ:
        assert not dissection.malformed
        assert not dissection.all("smpp.opt_param_tag")
    else:
        assert dissection.malformed == any(map(too_short, p.tlvs))
        expected += tlv_fields(len(octets) - sum(4 + len(value) for _, value in p.tlvs), p.tlvs)
    for name, offset, value in expected:
        if p.words == ("submit_multi",) and name == "validity_period_r" and value == b"\0":
            name = "schedule_delivery_time_r"
        field = next((found[one, offset] for one in name.split("|") if (one, offset) in found), None)
        if field is None:
            assert value == b"\0", f"{name} at octet {offset} is not shown"  # empty C-Octet Strings are not
            continue
        assert field.size == len(value), name
        assert field.value in (value, b""), name  # some have a place, and no octets of their own


PDUS = [in_reading_order(p) for p in SAMPLES if not p.words[0].startswith(UNKNOWN_PDUS)]


def with_one_tlv(row: TlvDefinition, length: int) -> Pdu:
    """Make a PDU that carries a TLV of a length, and another one after it."""
    octets = b"\1" * length
    if isinstance(row.type, TlvCOctetString):
        octets = (b"241121093000000+" if row.name == "broadcast_end_time" else b"1" * 300)[: length - 1] + b"\0"
    return in_reading_order(SubmitSm(tlvs=((row.tag, octets), (0x0421, b"\1"))))


ALONE = [
    with_one_tlv(row, length)
    for row in TLVS.values()
    for length in sorted({row.type.lengths[0], min(row.type.lengths[-1], 2000)})
]


@pytest.fixture(scope="module")
def drawn() -> list[Pdu]:
    """Draw PDUs as the other tests do, but the same ones every time while the code is the same."""
    found: list[Pdu] = []
    known = st.sampled_from([cls for cls in CLASSES if not cls.words[0].startswith(UNKNOWN_PDUS)])

    @settings(max_examples=300, derandomize=True, phases=[Phase.generate], **UNHURRIED)
    @given(known.flatmap(pdus))
    def collect(p: Any) -> None:
        if hasattr(p, "esm_class"):
            p.esm_class &= ~EsmClass.UDHI  # else Wireshark looks for a header in any user data
        p.tlvs = tuple(pair for pair in p.tlvs if not without_its_nul(pair))
        found.append(in_reading_order(p))

    collect()
    return found


@pytest.fixture(scope="module")
def dissections(drawn: list[Pdu]) -> dict[bytes, Dissection]:
    octets = [p.encode() for p in (*PDUS, *ALONE, *drawn)]
    return dict(zip(octets, pdml(*(("smpp", one) for one in octets)), strict=True))


@pytest.mark.parametrize("p", PDUS, ids=repr)
def test_every_pdu_is_dissected_field_by_field(p: Pdu, dissections: dict[bytes, Dissection]) -> None:
    check(p, dissections[p.encode()])


@pytest.mark.parametrize("p", ALONE, ids=lambda p: f"{p.tlvs}"[:40])
def test_every_tlv_is_dissected_at_its_shortest_and_its_longest(p: Pdu, dissections: dict[bytes, Dissection]) -> None:
    check(p, dissections[p.encode()])


def test_any_pdu_is_dissected_field_by_field(drawn: list[Pdu], dissections: dict[bytes, Dissection]) -> None:
    assert len(drawn) > 200
    for p in drawn:
        check(p, dissections[p.encode()])


def test_a_stream_is_cut_as_wireshark_cuts_it() -> None:
    stream = b"".join(p.encode() for p in PDUS)
    segments = [stream[at : at + 1000] for at in range(0, len(stream), 1000)]
    frames = Frames()
    for segment, dissection in zip(segments, smpp_over_tcp(*segments), strict=True):
        whole, _ = frames.cut(segment)
        assert [field.value for field in dissection.all("smpp.command_length")] == [octets[:4] for octets in whole]
        assert [field.value for field in dissection.all("smpp.command_id")] == [octets[4:8] for octets in whole]
