"""What is sent to an ESME of an earlier version, and what it may send."""

import pytest

from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.malformed import Malformed
from pdu.operations.bind import BindReceiver, BindTransmitter
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.param_retrieve import ParamRetrieve, ParamRetrieveResp
from pdu.operations.query_sm import QuerySmResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.text import udh
from pdu.values import EsmClass, InterfaceVersion, MessageState
from pdu.versions import check
from smsc.network.acts import SwitchesOff, SwitchesOn
from smsc.smpp.spoken import all_as_spoken, as_spoken
from tests.smsc.conftest import Reported
from tests.smsc.smpp.centre import PHONE, Centre, Raw, said, to_phone

V3_3, V3_4, V5_0 = InterfaceVersion


def to_bank(text: bytes, **values: object) -> SubmitSm:
    place = "short_message" if len(text) <= 254 else "message_payload"
    return SubmitSm(source_addr="7000", destination_addr="7000", **{place: text, **values})  # type: ignore[arg-type]


def receipts(heard: list[Pdu]) -> list[DeliverSm]:
    return [pdu for pdu in heard if isinstance(pdu, DeliverSm)]


@pytest.mark.parametrize(
    ("version", "tlvs"),
    [
        (V3_3, {}),
        (V3_4, {"receipted_message_id": "00000001", "message_state": 2}),
        (V5_0, {"receipted_message_id": "00000001", "message_state": 2}),
    ],
)
def test_a_receipt_has_the_tlvs_of_the_session_s_version(version: InterfaceVersion, tlvs: dict[str, object]) -> None:
    centre = Centre()
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    receiver = centre.bound(BindReceiver("bank", "secret", interface_version=version))
    assert said(centre, transmitter, to_phone(registered_delivery=1)) == ["ESME_ROK"]
    centre.rest()
    [receipt] = receipts(receiver.heard)
    assert {name: receipt[name] for name in ("receipted_message_id", "message_state") if receipt[name]} == tlvs
    assert b"stat:DELIVRD" in receipt.short_message


def test_sessions_of_one_account_may_speak_different_versions() -> None:
    centre = Centre()
    versions = (V3_3, V3_4, V5_0)
    lines = [centre.bound(BindReceiver("bank", "secret", interface_version=version)) for version in versions]
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    for line in lines:
        line.answer = lambda _: None
    said(centre, transmitter, *(to_phone(registered_delivery=1) for _ in range(3)))
    centre.rest()
    assert [[bool(receipt.tlvs) for receipt in receipts(line.heard)] for line in lines] == [[False], [True], [True]]


@pytest.mark.parametrize(("version", "kind"), [(V3_3, DeliverSm), (V3_4, DataSm)])
def test_who_wishes_data_sm_is_told_by_deliver_sm_what_v3_3_can_not_say_otherwise(
    version: InterfaceVersion, kind: type[Pdu]
) -> None:
    centre = Centre(deliver_with="data_sm")
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    receiver = centre.bound(BindReceiver("bank", "secret", interface_version=version))
    said(centre, transmitter, to_phone(registered_delivery=1))
    centre.rest()
    told = [pdu for pdu in receiver.heard if isinstance(pdu, DeliverSm | DataSm)]
    assert [(type(pdu), pdu.esm_class) for pdu in told] == [(kind, EsmClass.MC_DELIVERY_RECEIPT)]
    assert isinstance(told[0], DataSm) or b"stat:DELIVRD" in told[0].short_message
    assert len(centre.world.centre.mailboxes) == 0  # the answer was to our request


def test_what_needs_no_change_is_the_same_pdu() -> None:
    for pdu in (SubmitSmResp("1"), DeliverSm(message_state=2), SubmitSmResp(command_status=0x58)):
        assert as_spoken(pdu, V3_4) is pdu


@pytest.mark.parametrize("version", [V3_3, V3_4, V5_0])
def test_many_responses_are_said_as_each_alone_would_be(version: InterfaceVersion) -> None:
    def responses() -> list[Response]:
        return [
            SubmitSmResp("a"),
            SubmitSmResp(command_status=CommandStatus.ESME_RINVBCAST_REP),
            SubmitSmResp("b", network_error_code=b"\1\0\7"),
            QuerySmResp("c", message_state=MessageState.SCHEDULED),
        ]

    many = all_as_spoken(responses(), version)
    assert many == [as_spoken(response, version) for response in responses()]
    assert (many == responses()) is (version is V5_0)


def test_the_pdu_of_the_store_is_left_as_it_is() -> None:
    pdu = DeliverSm(message_state=2, source_node_id=b"123456", short_message=b"Hello")
    for version, left in ((V3_3, 0), (V3_4, 1), (V5_0, 2)):
        told = as_spoken(pdu, version)
        check(told, version)
        assert (len(told.tlvs), len(pdu.tlvs)) == (left, 2)


def test_a_payload_that_v3_3_can_have_as_short_message_is_moved_there() -> None:
    told = as_spoken(DeliverSm(message_payload=b"x" * 254), V3_3)
    assert told == DeliverSm(short_message=b"x" * 254)


@pytest.mark.parametrize(("octets", "whom"), [(254, V3_3), (255, V3_4)])
def test_what_is_too_long_for_v3_3_goes_to_a_session_that_can_take_it(octets: int, whom: InterfaceVersion) -> None:
    centre = Centre(long_messages="joined")
    lines = {one: centre.bound(BindReceiver("bank", "secret", interface_version=one)) for one in (V3_3, V3_4)}
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    long = SubmitSm(source_addr="7000", destination_addr="7000", message_payload=b"x" * octets)
    assert said(centre, transmitter, long) == ["ESME_ROK"]
    centre.rest()
    assert [one for one, line in lines.items() if receipts(line.heard)] == [whom]


def read(handed: list[DeliverSm]) -> str:
    """Put together what an ESME was handed."""
    parts = [udh.split(pdu.short_message) for pdu in handed]
    places = [udh.decode(header) for header, _ in parts]
    assert places == [(udh.Concatenation8(0, len(parts), number + 1),) for number in range(len(parts))]
    return "".join(octets.decode("ascii") for _, octets in parts)


@pytest.mark.parametrize("deliver_with", ["deliver_sm", "data_sm"])
@pytest.mark.parametrize("mode", [EsmClass(0), EsmClass.DATAGRAM])
def test_what_is_too_long_as_one_for_all_sessions_of_an_account_goes_in_parts(
    deliver_with: str, mode: EsmClass
) -> None:
    centre = Centre(long_messages="joined", deliver_with=deliver_with)
    line = centre.bound(BindReceiver("bank", "secret", interface_version=V3_3))
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    sent = "".join(f"{number} " for number in range(150))
    long = SubmitSm(source_addr="7000", destination_addr="7000", message_payload=sent.encode(), esm_class=mode)
    assert [said(centre, transmitter, one) for one in (long, to_bank(b"next"))] == [["ESME_ROK"]] * 2
    centre.rest()
    *parts, after = receipts(line.heard)
    assert (read(parts), after.short_message) == (sent, b"next")
    [first, _] = sorted(centre.world.centre.store.messages(), key=lambda message: message.message_id)
    assert (first.state, first.attempts) == (MessageState.DELIVERED, 1)


def test_parts_that_are_refused_for_now_are_parts_when_they_come_again() -> None:
    centre = Centre(long_messages="joined")
    line = centre.bound(BindReceiver("bank", "secret", interface_version=V3_3))
    taken, line.answer = line.answer, lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_T_APPN)
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    assert said(centre, transmitter, to_bank(b"x" * 300)) == ["ESME_ROK"]
    line.answer = taken
    centre.wait(3600)
    handed = [pdu.short_message for pdu in receipts(line.heard)]
    assert (handed[2:], len(handed)) == (handed[:2], 4)
    [message] = centre.world.centre.store.messages()
    assert (message.state, message.attempts) == (MessageState.DELIVERED, 2)


def test_parts_that_nobody_takes_in_time_expire_as_one() -> None:
    centre = Centre(long_messages="joined")
    line = centre.bound(BindReceiver("bank", "secret", interface_version=V3_3))
    line.answer = lambda _: None
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    assert said(centre, transmitter, to_bank(b"x" * 300, validity_period="000000000100000R")) == ["ESME_ROK"]
    line.close()
    centre.wait(3600)
    [message] = centre.world.centre.store.messages()
    assert message.state is MessageState.EXPIRED
    assert len(centre.world.centre.mailboxes) == 0


def test_what_has_no_parts_waits_for_a_session_that_can_say_it_and_the_log_says_why(
    reported: Reported,
) -> None:
    centre = Centre()
    lines = {V3_3: centre.bound(BindReceiver("bank", "secret", interface_version=V3_3))}
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    assert said(centre, transmitter, to_bank(b"x" * 50_000)) == ["ESME_ROK"]
    centre.rest()
    told = next(entry for entry in reported if entry["event"] == "can't be sent")
    assert told["why"] == "message_payload: expected at most 254 octets, as v3.3 has no message_payload, found 50000"
    assert (told["system_id"], told["pdu"], told["message_id"]) == ("bank", "deliver_sm", "00000001")
    lines[V3_4] = centre.bound(BindReceiver("bank", "secret", interface_version=V3_4))
    centre.rest()
    assert [[pdu.message_payload for pdu in receipts(line.heard)] for line in lines.values()] == [[], [b"x" * 50_000]]


@pytest.mark.parametrize("pdu", [DeliverSm(message_payload=b"x" * 255), SubmitSm(message_payload=b"x")])
def test_a_message_that_would_be_another_one_is_not_told(pdu: Pdu) -> None:
    with pytest.raises(Malformed) as wrong:
        as_spoken(pdu, V3_3)
    assert wrong.value.field == "message_payload"


@pytest.mark.parametrize(
    ("status", "version", "told"),
    [
        (CommandStatus.ESME_RINVDCS, V5_0, CommandStatus.ESME_RINVDCS),
        (CommandStatus.ESME_RINVDCS, V3_4, CommandStatus.ESME_RUNKNOWNERR),
        (CommandStatus.ESME_RINVTLVSTREAM, V3_4, CommandStatus.ESME_RINVTLVSTREAM),
        (CommandStatus.ESME_RINVTLVSTREAM, V3_3, CommandStatus.ESME_RUNKNOWNERR),
        (0x00000400, V3_3, 0x00000400),
    ],
)
def test_a_status_that_a_version_lacks_becomes_one_that_it_has(
    status: int, version: InterfaceVersion, told: int
) -> None:
    pdu = as_spoken(SubmitSmResp(command_status=status), version)
    check(pdu, version)
    assert pdu.command_status == told


def pdu(command_id: int, body: bytes) -> bytes:
    header = (16 + len(body), command_id, 0, 7)
    return b"".join(number.to_bytes(4, "big") for number in header) + body


MESSAGE = (
    b"\0"  # service_type
    b"\0\0" + b"\0"  # source_addr_ton, _npi, source_addr
    b"\1\1" + PHONE.encode() + b"\0"  # dest_addr_ton, dest_addr_npi, destination_addr
    b"\0\0\0"  # esm_class, protocol_id, priority_flag
    b"\0\0"  # schedule_delivery_time, validity_period
    b"\0\0\0\0"  # registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id
    b"\5Hello"  # sm_length, short_message
)
DATA = b"\0" + b"\0\0\0" + b"\1\1" + PHONE.encode() + b"\0" + b"\0\0\0"
PRIVACY = b"\x02\x01\0\1\1"  # privacy_indicator, of v3.4
ALIAS = b"\x06\x0b\0\1\1"  # billing_identification, of v5.0


@pytest.mark.parametrize(
    ("version", "command_id", "body", "status"),
    [
        (0x33, CommandId.submit_sm, MESSAGE, "ESME_ROK"),
        (0x33, CommandId.submit_sm, MESSAGE + PRIVACY, "ESME_RINVCMDLEN"),  # v3.3 has no TLVs: the PDU is too long
        (0x33, CommandId.data_sm, DATA, "ESME_RINVCMDID"),
        (0x34, CommandId.submit_sm, MESSAGE + PRIVACY, "ESME_ROK"),
        (0x34, CommandId.submit_sm, MESSAGE + ALIAS, "ESME_ROK"),  # an unknown TLV is ignored
        (0x34, CommandId.submit_sm, MESSAGE[:-6] + b"\xff" + b"x" * 255, "ESME_RINVMSGLEN"),
        (0x34, CommandId.param_retrieve, b"x\0", "ESME_RINVCMDID"),
        (0x34, CommandId.query_broadcast_sm, b"1\0" + b"\0\0\0", "ESME_RINVCMDID"),
        (0x34, CommandId.query_broadcast_sm, b"1", "ESME_RINVCMDID"),  # the body does not matter, as v3.4 lacks this
        (0x50, CommandId.query_last_msgs, b"\0", "ESME_RINVCMDID"),
        (0x50, CommandId.query_broadcast_sm, b"1\0", "ESME_RINVCMDLEN"),
        (0x50, CommandId.submit_sm, MESSAGE + ALIAS, "ESME_ROK"),
        (0x50, CommandId.submit_sm, MESSAGE[:-6] + b"\xff" + b"x" * 255, "ESME_ROK"),
    ],
)
def test_an_esme_may_say_what_its_version_has(version: int, command_id: int, body: bytes, status: str) -> None:
    centre = Centre()
    raw = Raw(centre)
    bind = BindTransmitter("bank", "secret", interface_version=version, sequence_number=1)
    assert [pdu.command_status for pdu in raw.says(bind.encode())] == [0]
    [response, *_] = raw.says(pdu(command_id, body))
    assert (CommandStatus(response.command_status).name, response.sequence_number) == (status, 7)
    assert isinstance(response, GenericNack) == (status == "ESME_RINVCMDID")


def test_every_interface_version_means_a_version() -> None:
    centre = Centre()
    for said_version, meant in ((0x00, V3_3), (0x33, V3_3), (0x34, V3_4), (0x49, V3_4), (0x50, V5_0), (0xFF, V5_0)):
        line = centre.line()
        said(centre, line, BindTransmitter("bank", "secret", interface_version=said_version))
        assert line.session.interface_version is meant


def test_what_v3_3_does_not_have_keeps_nothing_up() -> None:
    """v3.3 has no alert_notification: nobody is told, and what comes after it is delivered."""
    centre = Centre()
    line = centre.bound(BindReceiver("bank", "secret", interface_version=0x33))
    transmitter = centre.bound(BindTransmitter("bank", "secret"))
    centre.world.network.act("ms1", SwitchesOff())
    centre.rest()
    assert said(centre, transmitter, to_phone(registered_delivery=1, set_dpf=1)) == ["ESME_ROK"]
    centre.rest()
    centre.world.network.act("ms1", SwitchesOn())
    centre.rest()
    assert [type(pdu) for pdu in line.heard[1:]] == [DeliverSm]
    assert len(centre.world.centre.mailboxes) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("system_id", "mini-smsc"),
        ("number", "447700900900"),
        ("interface_version", "5.0"),
        ("validity_period", "000002000000000R"),
        ("addresses", "7000"),
        ("window", "0"),
        ("messages_per_second", "0"),
        ("queue", "0"),
        ("waiting", "1"),
    ],
)
def test_a_v3_3_session_may_ask_for_parameters(name: str, value: str) -> None:
    centre = Centre()
    line = centre.bound(BindTransmitter("bank", "secret", interface_version=0x33))
    assert said(centre, line, to_phone(schedule_delivery_time="000001000000000R")) == ["ESME_ROK"]
    assert said(centre, line, ParamRetrieve(name)) == ["ESME_ROK"]
    assert line.heard[-1] == ParamRetrieveResp(value, sequence_number=3)
