"""Every operation and every TLV of a version is accepted in a session of that version."""

from copy import copy
from typing import Any

import pytest

from pdu.header import Request, Unknown
from pdu.lists import SmeAddress
from pdu.malformed import Malformed
from pdu.operations.bind import BindReceiver, BindTransmitter
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.generic_nack import GenericNack
from pdu.operations.param_retrieve import ParamRetrieve
from pdu.operations.query_last_msgs import QueryLastMsgs
from pdu.operations.query_msg_details import QueryMsgDetails
from pdu.operations.query_sm import QuerySm
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.operations.tlv_tables import BroadcastRequestTlvs, MessageSubmissionRequestTlvs
from pdu.operations.unbind import Unbind
from pdu.table import tlv_rows
from pdu.tlv import by_name
from pdu.values import DeliveryFailureReason, DpfResult, EsmClass, InterfaceVersion
from pdu.versions import check, has_operation, has_tlv
from scenarios.esme import MemoryLine
from smsc.centre.submission import TRAVELLING
from smsc.network.acts import SwitchesOff
from tests.pdu.pdus import tlv_value
from tests.smsc.smpp.centre import PHONE, Centre, Raw, said

V3_3, V3_4, V5_0 = InterfaceVersion
LATER = "000000010000000R"
VALUES: dict[str, Any] = {
    "dest_node_id": b"000001",
    "source_node_id": b"000001",
    "sar_total_segments": 2,
    "broadcast_area_identifier": (b"\0all",),
    "broadcast_content_type": b"\1\0\x32",
    "broadcast_frequency_interval": b"\x09\0\1",
}  # where not any value will do
TOGETHER = (
    ("sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum"),
    ("callback_num_pres_ind", "callback_num"),
    ("dest_network_id", "dest_node_id"),
    ("source_network_id", "source_node_id"),
)


def transmitter(centre: Centre, version: int) -> MemoryLine:
    return centre.bound(BindTransmitter("bank", "secret", interface_version=version))


REQUESTS: tuple[Request, ...] = (
    SubmitSm(destination_addr=PHONE, short_message=b"old", schedule_delivery_time=LATER),
    QuerySm("00000001"),
    ReplaceSm("00000001", source_addr="7000", source_addr_npi=1, short_message=b"new"),
    QueryLastMsgs(number_of_msgs=5),
    QueryMsgDetails("00000001", sm_length=10),
    ParamRetrieve("system_id"),
    CancelSm(message_id="00000001"),
    SubmitMulti(dest_address=(SmeAddress(1, 1, PHONE),), short_message=b"Hello"),
    DataSm(destination_addr=PHONE, message_payload=b"Hello"),
    EnquireLink(),
    Unbind(),
)


@pytest.mark.parametrize("version", InterfaceVersion)
def test_every_request_that_a_version_has_is_served(version: InterfaceVersion) -> None:
    centre = Centre()
    line = transmitter(centre, version)
    for pdu in REQUESTS:
        if has_operation(pdu.command_id, version):
            assert said(centre, line, copy(pdu)) == ["ESME_ROK"], pdu  # each session numbers its own


@pytest.mark.parametrize("version", InterfaceVersion)
def test_what_no_version_has_is_a_generic_nack(version: InterfaceVersion) -> None:
    raw = Raw(Centre())
    raw.says(BindTransmitter("bank", "secret", interface_version=version, sequence_number=1).encode())
    [nack] = raw.says(Unknown(command_id=0xFF, sequence_number=2).encode())
    assert isinstance(nack, GenericNack)


# TLVs of messages


def values(name: str) -> dict[str, Any]:
    """Give a TLV a value, and also those TLVs that it can't be without."""
    names = next((names for names in TOGETHER if name in names), (name,))
    found = {one: VALUES.get(one, tlv_value(row)) for one in names if (row := by_name(one)) is not None}
    return {one: (value[:1] if isinstance(value, tuple) else value) for one, value in found.items()}


def has(name: str, version: InterfaceVersion) -> bool:
    row = by_name(name)
    return row is not None and has_tlv(row.tag, version)


SUBMITTED = [
    (version, name) for version in (V3_4, V5_0) for name in tlv_rows(MessageSubmissionRequestTlvs) if has(name, version)
]


@pytest.mark.parametrize(("version", "name"), SUBMITTED)
def test_a_message_may_have_every_tlv_and_its_receiver_sees_those_that_travel(
    version: InterfaceVersion, name: str
) -> None:
    """All others are for the service centre, or for networks of other kinds: they change nothing."""
    centre = Centre()
    receiver = centre.bound(BindReceiver("bank", "secret", interface_version=version))
    given = values(name) if name == "message_payload" else {"short_message": b"Hello", **values(name)}
    if name == "qos_time_to_live":
        pdu: Request = DataSm(destination_addr="7000", message_payload=b"Hello", **values(name))
    else:
        pdu = SubmitSm(destination_addr="7000", **given)
    assert said(centre, transmitter(centre, version), pdu) == ["ESME_ROK"]
    centre.rest()
    delivered = receiver.heard[-1]
    assert isinstance(delivered, DeliverSm)
    row = by_name(name)
    assert row is not None
    sent, came = dict(pdu.tlvs).get(row.tag), dict(delivered.tlvs).get(row.tag)
    assert came == (sent if row.tag in TRAVELLING else None)


def test_a_session_of_v3_3_may_have_none() -> None:
    with pytest.raises(Malformed, match=r"^user_message_reference: expected a TLV of v3\.3, "):
        check(SubmitSm(destination_addr=PHONE, user_message_reference=1), V3_3)


@pytest.mark.parametrize("version", [V3_4, V5_0])
def test_a_delivery_that_fails_says_why_in_its_response(version: InterfaceVersion) -> None:
    centre = Centre()
    centre.world.network.act("ms1", SwitchesOff())
    centre.rest()
    line = transmitter(centre, version)
    line.say(DataSm(destination_addr=PHONE, esm_class=EsmClass.FORWARD, set_dpf=1, message_payload=b"Hello"))
    centre.rest()
    resp = line.heard[-1]
    assert isinstance(resp, DataSmResp)
    assert resp.delivery_failure_reason == DeliveryFailureReason.DESTINATION_UNAVAILABLE
    assert (resp.network_error_code, resp.dpf_result) == (b"\3\0\6", DpfResult.SET)


@pytest.mark.parametrize("name", [name for name in tlv_rows(BroadcastRequestTlvs) if has(name, V5_0)])
def test_a_broadcast_may_have_every_tlv(name: str) -> None:
    needed = {one: values(one)[one] for one in ("broadcast_area_identifier", "broadcast_content_type")}
    needed |= {"broadcast_rep_num": 1, "broadcast_frequency_interval": VALUES["broadcast_frequency_interval"]}
    centre = Centre()
    pdu = BroadcastSm(**{"message_payload": b"Storm", **needed, **values(name)})
    assert said(centre, transmitter(centre, V5_0), pdu) == ["ESME_ROK"]
