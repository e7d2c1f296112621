"""Which version has which PDUs, TLVs, command_statuses and sizes."""

import pytest

from pdu import (
    BindTransceiver,
    BroadcastSm,
    DataSm,
    DistributionList,
    EnquireLink,
    GenericNack,
    Malformed,
    Outbind,
    Pdu,
    QueryLastMsgs,
    QueryLastMsgsResp,
    ReplaceSm,
    SubmitMulti,
    SubmitSm,
    SubmitSmResp,
    Unknown,
)
from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.tlv import TLVS
from pdu.versions import COLUMNS, OPERATIONS, V3_3, V3_4, V5_0, check, has_operation, has_status, has_tlv, spoken
from tests.pdu.pdus import PDUS, full


def refused(p: Pdu, version: int) -> Malformed:
    with pytest.raises(Malformed) as error:
        check(p, version)
    return error.value


# PDUs


def test_every_operation_has_its_row() -> None:
    rows = set(OPERATIONS) | {command | 0x80000000 for command in OPERATIONS}
    assert [command_id.name for command_id in CommandId if command_id not in rows] == [], "versions.py lacks their rows"


@pytest.mark.parametrize(
    ("command", "versions"),
    [
        (CommandId.submit_sm, (V3_3, V3_4, V5_0)),
        (CommandId.submit_sm_resp, (V3_3, V3_4, V5_0)),
        (CommandId.generic_nack, (V3_3, V3_4, V5_0)),
        (CommandId.bind_transceiver, (V3_4, V5_0)),
        (CommandId.bind_transceiver_resp, (V3_4, V5_0)),
        (CommandId.data_sm, (V3_4, V5_0)),
        (CommandId.outbind, (V3_4, V5_0)),
        (CommandId.alert_notification, (V3_4, V5_0)),
        (CommandId.broadcast_sm, (V5_0,)),
        (CommandId.query_broadcast_sm_resp, (V5_0,)),
        (CommandId.query_last_msgs, (V3_3,)),
        (CommandId.param_retrieve_resp, (V3_3,)),
        (0x8000000B, ()),
        (0x80000102, ()),
        (0x0000000A, ()),
        (0x00010200, (V3_3, V3_4, V5_0)),
        (0x800102FF, (V3_3, V3_4, V5_0)),
        (0x00010300, ()),
    ],
)
def test_a_version_has_its_pdus(command: int, versions: tuple[int, ...]) -> None:
    assert tuple(version for version in COLUMNS if has_operation(command, version)) == versions


@pytest.mark.parametrize(
    ("p", "version", "told"),
    [
        (BindTransceiver(), V3_3, "command_id: expected a PDU of v3.3, found bind_transceiver"),
        (DataSm(), V3_3, "command_id: expected a PDU of v3.3, found data_sm"),
        (Outbind(), V3_3, "command_id: expected a PDU of v3.3, found outbind"),
        (BroadcastSm(), V3_4, "command_id: expected a PDU of v3.4, found broadcast_sm"),
        (QueryLastMsgs(), V3_4, "command_id: expected a PDU of v3.4, found query_last_msgs"),
        (QueryLastMsgsResp(), V5_0, "command_id: expected a PDU of v5.0, found query_last_msgs_resp"),
        (Unknown(command_id=10), V5_0, "command_id: expected a PDU of v5.0, found 0x0000000A"),
    ],
)
def test_a_pdu_of_another_version_is_an_invalid_command(p: Pdu, version: int, told: str) -> None:
    error = refused(p, version)
    assert str(error) == told
    assert error.command_status == CommandStatus.ESME_RINVCMDID


@pytest.mark.parametrize("cls", [cls for cls in PDUS if has_operation(cls.command_id, V5_0)], ids=lambda c: c.words[0])
def test_v5_0_has_all_that_its_pdus_can_hold(cls: type[Pdu]) -> None:
    check(full(cls), V5_0)


# TLVs


def test_v3_3_has_no_tlvs() -> None:
    assert not any(has_tlv(tag, V3_3) for tag in (*TLVS, 0x1400, 0xFFFF))
    error = refused(SubmitSm(set_dpf=1), V3_3)
    assert str(error) == "set_dpf: expected a TLV of v3.3, found 0x0421"
    assert error.command_status == CommandStatus.ESME_RINVCMDLEN


def test_v3_4_has_no_tlvs_of_v5_0() -> None:
    v5_0 = {row.name for row in TLVS.values() if not has_tlv(row.tag, V3_4)}
    assert v5_0 == {name for name in v5_0 if name.startswith("broadcast_")} | {
        "billing_identification",
        "congestion_state",
        "dest_addr_np_country",
        "dest_addr_np_information",
        "dest_addr_np_resolution",
        "dest_network_id",
        "dest_node_id",
        "source_network_id",
        "source_node_id",
    }
    error = refused(SubmitSmResp(congestion_state=50), V3_4)
    assert str(error) == "congestion_state: expected a TLV of v3.4, found 0x0428"
    assert error.command_status == CommandStatus.ESME_ROPTPARNOTALLWD


@pytest.mark.parametrize("tag", [0x1400, 0x3FFF, 0xFFFF, 0x0001])
def test_tlvs_of_vendors_and_unknown_ones_go_everywhere_but_to_v3_3(tag: int) -> None:
    p = SubmitSm(tlvs=((tag, b""),))
    check(p, V3_4)
    check(p, V5_0)
    assert refused(p, V3_3).field == f"tlv_0x{tag:04X}"


# Statuses


@pytest.mark.parametrize(
    ("status", "versions"),
    [
        (CommandStatus.ESME_ROK, (V3_3, V3_4, V5_0)),
        (CommandStatus.ESME_RTHROTTLED, (V3_3, V3_4, V5_0)),
        (CommandStatus.ESME_RUNKNOWNERR, (V3_3, V3_4, V5_0)),
        (CommandStatus.ESME_RINVTLVSTREAM, (V3_4, V5_0)),
        (CommandStatus.ESME_RDELIVERYFAILURE, (V3_4, V5_0)),
        (CommandStatus.ESME_RSERTYPUNAUTH, (V5_0,)),
        (CommandStatus.ESME_RINVBCASTCHANIND, (V5_0,)),
        (CommandStatus.ESME_RADDCUSTFAIL, (V3_3,)),
        (CommandStatus.ESME_RINVPARAM, (V3_3,)),
        (CommandStatus.ESME_RINVNUMDESTS, (V3_3, V3_4, V5_0)),
        (CommandStatus.ESME_RPROVNOTALLWD, (V3_3,)),
        (0x400, (V3_3, V3_4, V5_0)),
        (0x113, (V3_3, V3_4, V5_0)),
    ],
)
def test_a_version_has_its_statuses(status: int, versions: tuple[int, ...]) -> None:
    assert tuple(version for version in COLUMNS if has_status(status, version)) == versions


def test_a_status_of_another_version_says_what_may_stand_for_it() -> None:
    error = refused(SubmitSmResp(command_status=CommandStatus.ESME_RINVDCS), V3_4)
    assert str(error) == "command_status: expected a status of v3.4, found ESME_RINVDCS"
    assert error.command_status == CommandStatus.ESME_RUNKNOWNERR


# Sizes


@pytest.mark.parametrize("p", [SubmitSm(short_message=bytes(255)), ReplaceSm(short_message=bytes(255))])
def test_sm_length_is_254_in_v3_4_and_255_in_v5_0(p: Pdu) -> None:
    check(p, V5_0)
    for version in (V3_3, V3_4):
        assert refused(p, version).command_status == CommandStatus.ESME_RINVMSGLEN
    check(SubmitSm(short_message=bytes(254)), V3_3)


def test_number_of_dests_is_254_in_v3_4_and_255_in_v5_0() -> None:
    p = SubmitMulti(dest_address=(DistributionList("x"),) * 255)
    check(p, V5_0)
    error = refused(p, V3_4)
    assert str(error) == "dest_address: expected at most 254, the limit of v3.4, found 255"
    assert error.command_status == CommandStatus.ESME_RINVNUMDESTS


# Versions


@pytest.mark.parametrize(
    ("interface_version", "version"),
    [(0, V3_3), (0x33, V3_3), (0x34, V3_4), (0x35, V3_4), (0x4F, V3_4), (0x50, V5_0), (0xFF, V5_0)],
)
def test_a_peer_understands_the_highest_version_not_above_its_own(interface_version: int, version: int) -> None:
    assert spoken(interface_version) == version


@pytest.mark.parametrize("version", [0, 0x33, 0x34, 0x40, 0x50, 0x51])
def test_what_is_in_all_versions_goes_to_any_peer(version: int) -> None:
    for p in (EnquireLink(), GenericNack(command_status=3), SubmitSm(short_message=b"Hello")):
        check(p, version)
