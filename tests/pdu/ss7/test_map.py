"""pdu.ss7.map: arguments, results and errors, element by element."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import ladder
from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.ss7 import ber, map  # noqa: A004
from pdu.ss7.sequence import Other, Sequence
from tests.pdu.laws import damaged, is_malformed_or_round_trips, refuses_every_truncation
from tests.pdu.sms import samples
from tests.pdu.ss7.catalogue import (
    ARGUMENTS,
    DELIVER,
    DELIVER_REPORT,
    ERRORS,
    FORWARD_SM,
    IMSI,
    MEMORY_EXCEEDED,
    MSC,
    MSISDN,
    RESULTS,
    SC,
    SUBMIT,
    SUBMIT_REPORT,
    values,
)

CLASSES = sorted({type(each) for each in (*ARGUMENTS, FORWARD_SM, *RESULTS, *ERRORS)}, key=lambda cls: cls.__name__)
EXTENSION_CONTAINER = bytes.fromhex("3004a0020500")


def name(value: object) -> str:
    return value.__name__ if isinstance(value, type) else type(value).__name__


# Octets


def test_send_routing_info_for_sm() -> None:
    assert map.SendRoutingInfoForSM(MSISDN, True, SC).encode() == bytes.fromhex(
        "30 15"  # SEQUENCE
        "80 07 91 447700091032"  # msisdn [0]: international, E.164; 447700900123
        "81 01 ff"  # sm-RP-PRI [1]: TRUE
        "82 07 91 447700099099"  # serviceCentreAddress [2]
    )


def test_the_answer_names_the_network_node_in_an_inner_sequence() -> None:
    assert map.SendRoutingInfoForSMRes(IMSI, MSC, b"\1\2\3\4").encode() == bytes.fromhex(
        "30 1b"
        "04 08 32140521436587f9"  # imsi: 15 digits and the filler
        "a0 0f"  # locationInfoWithLMSI [0]
        "81 07 91 447700090080"  # networkNode-Number [1]
        "04 04 01020304"  # lmsi
    )


def test_mt_forward_sm_says_that_more_messages_wait() -> None:
    argument = map.MtForwardSM(map.Imsi(IMSI), map.ServiceCentreAddressOA(SC), b"\x03", more_messages_to_send=True)
    assert argument.encode() == bytes.fromhex(
        "30 18"
        "80 08 32140521436587f9"  # sm-RP-DA: imsi [0]
        "84 07 91 447700099099"  # sm-RP-OA: serviceCentreAddressOA [4]
        "04 01 03"  # sm-RP-UI
        "05 00"  # moreMessagesToSend
    )


def test_a_further_message_of_a_dialogue_names_no_address() -> None:
    argument = map.MtForwardSM(map.NoSmRpDa(), map.NoSmRpOa(), b"\x03")
    assert argument.encode() == bytes.fromhex("30 07  85 00  85 00  04 01 03")
    assert isinstance(map.decode_argument(44, argument.encode()), map.MtForwardSM)
    assert argument.sm_rp_da  # an empty tuple, and yet an address


@pytest.mark.parametrize(
    ("mw_status", "text"),
    [
        (map.MWStatus(), "0"),
        (map.MWStatus(mnrf_set=True), "mnrf-Set"),
        (map.MWStatus(True, mcef_set=True), "sc-AddressNotIncluded+mcef-Set"),
        (map.MWStatus(mnr5gn3g_set=True, spare="01"), "mnr5gn3g-Set+spare:01"),
    ],
)
def test_mw_status_is_written_by_the_names_of_its_bits_and_read_again(mw_status: map.MWStatus, text: str) -> None:
    informed = map.InformServiceCentre(mw_status=mw_status)
    assert str(ladder.line(informed)) == f"informServiceCentre mw_status={text}"
    assert map.MWStatus.parse(text) == mw_status


@pytest.mark.parametrize("text", ["", "mnrf", "mnrf-Set+", "spare:2", "spare:0+mnrf-Set"])
def test_what_is_no_mw_status_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="mw-Status: expected 0, or names of sc-AddressNotIncluded, mnrf-Set"):
        map.MWStatus.parse(text)


def test_mw_status_is_six_named_bits() -> None:
    argument = map.InformServiceCentre(mw_status=map.MWStatus(mnrf_set=True))
    assert argument.encode() == bytes.fromhex("30 04  03 02  02 40")  # 2 bits unused, 010000


def test_cancel_location_has_a_tag_of_its_own() -> None:
    assert map.CancelLocation(IMSI, map.CancellationType.updateProcedure).encode() == bytes.fromhex(
        "a3 0d"  # [3] SEQUENCE
        "04 08 32140521436587f9"  # identity: imsi
        "0a 01 00"  # cancellationType: updateProcedure
    )


def test_system_failure_is_a_sequence_from_version_3_on_and_an_enumerated_before() -> None:
    assert map.SystemFailure(map.NetworkResource.vmsc).encode() == bytes.fromhex("30 03 0a 01 05")
    assert map.SystemFailure(map.NetworkResource.vmsc, extensible=False).encode() == bytes.fromhex("0a 01 05")
    assert map.SystemFailure().encode() == b""


def test_an_error_without_a_parameter_has_no_octets_unless_an_empty_sequence_is_asked_for() -> None:
    assert map.AbsentSubscriberSM().encode() == b""
    assert map.AbsentSubscriberSM(empty=True).encode() == b"\x30\x00"
    assert map.decode_error(6, b"") == map.AbsentSubscriberSM()
    assert map.decode_error(6, b"\x30\x00") == map.AbsentSubscriberSM(empty=True)


# Round trips


@pytest.mark.parametrize("argument", [*ARGUMENTS, FORWARD_SM], ids=name)
def test_every_argument_comes_back(argument: map.Argument) -> None:
    decoded = map.decode_argument(argument.operation, argument.encode(), argument.version)
    assert (type(decoded), decoded) == (type(argument), argument)


@pytest.mark.parametrize("result", RESULTS, ids=name)
def test_every_result_comes_back(result: map.Result) -> None:
    assert map.decode_result(result.operation, result.encode()) == result


@pytest.mark.parametrize("error", ERRORS, ids=name)
def test_every_error_comes_back(error: map.ErrorParameter) -> None:
    assert map.decode_error(error.code, error.encode()) == error


@pytest.mark.parametrize("cls", CLASSES, ids=name)
@settings(max_examples=15)
@given(st.data())
def test_every_value_of_every_class_comes_back(cls: type[Sequence], data: st.DataObject) -> None:
    message = data.draw(values(cls))
    octets = message.encode()
    decoded = cls.decode(octets)
    assert decoded == message
    assert decoded.encode() == octets


@given(samples.delivers())
def test_sm_rp_ui_is_read_as_the_tpdu_which_the_direction_tells(deliver: object) -> None:
    argument = map.MtForwardSM(map.Imsi(IMSI), map.ServiceCentreAddressOA(SC), deliver)  # type: ignore[arg-type]
    assert map.decode_argument(44, argument.encode()) == argument


def test_each_operation_and_its_answers_carry_their_own_tpdu() -> None:
    mo = map.MoForwardSM(map.ServiceCentreAddressDA(SC), map.Msisdn(MSISDN), SUBMIT)
    assert map.decode_argument(46, mo.encode()) == mo
    assert map.decode_result(46, map.MoForwardSMRes(SUBMIT_REPORT).encode()) == map.MoForwardSMRes(SUBMIT_REPORT)
    assert map.decode_result(44, map.MtForwardSMRes(DELIVER_REPORT).encode()) == map.MtForwardSMRes(DELIVER_REPORT)
    failure = map.SMDeliveryFailure(0, MEMORY_EXCEEDED)
    assert map.decode_error(32, failure.encode()) == failure


def test_octets_which_are_no_tpdu_stay_octets() -> None:
    argument = map.MtForwardSM(map.Imsi(IMSI), map.ServiceCentreAddressOA(SC), b"\x00")
    assert map.decode_argument(44, argument.encode()) == argument


# The unknown


@pytest.mark.parametrize("argument", ARGUMENTS, ids=name)
def test_an_element_of_a_later_release_stays_where_it_stood(argument: map.Argument) -> None:
    octets = argument.encode()
    found = ber.only(octets, 0, len(octets), "argument")
    parts = [octets[part.start : part.end] for part in ber.elements(octets, found.contents, found.end, "argument")]
    for place in range(len(parts) + 1):
        stranger = bytes.fromhex("bf64 03 040101")  # [100]
        longer = ber.element(found.tag, b"".join([*parts[:place], stranger, *parts[place:]]))
        decoded = map.decode_argument(argument.operation, longer)
        assert decoded.others == (Other(place, stranger),)
        assert decoded.encode() == longer


def test_an_extension_container_survives_between_known_elements_and_in_an_inner_sequence() -> None:
    octets = bytes.fromhex(
        "30 21  04 08 32140521436587f9"
        "a0 0f  81 07 91 447700090080  30 04 a0020500"  # extensionContainer behind networkNode-Number
        "a4 04 a0020500"  # extensionContainer [4]
    )
    decoded = map.decode_result(45, octets)
    assert decoded.others == (
        Other(1, EXTENSION_CONTAINER, "locationInfoWithLMSI"),
        Other(2, bytes.fromhex("a404a0020500")),
    )
    assert decoded.encode() == octets


def test_an_enumerated_value_that_is_not_printed_stays_a_number() -> None:
    report = map.ReportSMDeliveryStatus(MSISDN, SC, 9)
    decoded = map.decode_argument(47, report.encode())
    assert decoded == report


def test_an_enumerated_value_that_is_printed_has_its_name() -> None:
    decoded = map.decode_argument(47, map.ReportSMDeliveryStatus(MSISDN, SC, 1).encode())
    assert isinstance(decoded, map.ReportSMDeliveryStatus)
    assert decoded.sm_delivery_outcome is map.SMDeliveryOutcome.absentSubscriber


# The malformed


@pytest.mark.parametrize(
    ("code", "octets", "field", "offset"),
    [
        (45, "30 0c  80 07 91447700091032  81 01 ff", "serviceCentreAddress", 14),
        (45, "30 03  81 01 ff", "msisdn", 2),
        (45, "30 06  80 01 91  81 01 01", "sm-RP-PRI", 7),
        (45, "30 09  80 01 91  81 01 00  80 01 91", "serviceCentreAddress", 8),
        (63, "30 07  03 02 0240  04 01 91", "InformServiceCentre", 6),
        (45, "30 05  80 03 91f210", "msisdn", 5),
        (45, "30 02  80 00", "msisdn", 4),
        (45, "30 03  80 01 11", "msisdn", 4),
        (45, "31 00", "SendRoutingInfoForSM", 0),
        (63, "30 04  03 02 0240 00", "InformServiceCentre", 6),
        (63, "30 04  03 02 0341", "mw-Status", 4),
        (63, "30 04  03 02 0241", "mw-Status", 5),
        (63, "30 03  03 01 00", "mw-Status", 4),
        (66, "30 06  80 01 21  0a 01 00", "imsi", 4),
        (66, "30 08  80 03 214365  0a 01", "ReadyForSM", 2),
        (44, "30 06  83 00  85 00  04 00", "sm-RP-DA", 2),
        (7, "30 02  a6 00", "teleserviceList", 4),
        (7, "30 04  a6 02 0500", "teleserviceList", 4),
    ],
)
def test_a_malformed_argument_says_what_and_where(code: int, octets: str, field: str, offset: int) -> None:
    with pytest.raises(Malformed) as refusal:
        map.decode_argument(code, bytes.fromhex(octets))
    assert (refusal.value.field, refusal.value.offset) == (field, offset)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (map.SendRoutingInfoForSM(Address("44x"), True, SC), "msisdn"),
        (map.SendRoutingInfoForSM(Address("4" * 17), True, SC), "msisdn"),
        (map.SendRoutingInfoForSM(Address("44", ton=8), True, SC), "msisdn ton"),
        (map.SendRoutingInfoForSM(None, True, SC), "msisdn"),  # type: ignore[arg-type]
        (map.SendRoutingInfoForSM(MSISDN, True, SC, imsi="1"), "imsi"),
        (map.SendRoutingInfoForSM(MSISDN, True, SC, sm_rp_mti=11), "sm-RP-MTI"),
        (map.MtForwardSM(map.Msisdn(MSISDN), map.NoSmRpOa(), DELIVER), "sm-RP-DA"),  # type: ignore[arg-type]
        (map.MtForwardSM(map.Imsi("1"), map.NoSmRpOa(), DELIVER), "sm-RP-DA imsi"),
        (map.MtForwardSM(map.NoSmRpDa(), map.NoSmRpOa(), b""), "sm-RP-UI"),
        (map.MtForwardSM(map.NoSmRpDa(), map.NoSmRpOa(), bytes(201)), "sm-RP-UI"),
        (map.MtForwardSM(map.NoSmRpDa(), map.NoSmRpOa(), "Hello"), "sm-RP-UI"),  # type: ignore[arg-type]
        (map.InformServiceCentre(mw_status=map.MWStatus(spare="2")), "mw-Status"),
        (map.InformServiceCentre(mw_status=map.MWStatus(spare="0" * 11)), "mw-Status"),
        (map.InsertSubscriberData(category=256), "category"),
        (map.InsertSubscriberData(teleservice_list=()), "teleserviceList"),
        (map.InformServiceCentre(others=(Other(1, b"\5\0"),)), "others"),
        (map.InformServiceCentre(others=(Other(0, b"\5"),)), "others"),
        (map.InformServiceCentre(others=(Other(0, b"\5\0", "elsewhere"),)), "others"),
        (map.SystemFailure(5, 5, extensible=False), "networkResource"),
        (map.SystemFailure(extensible=False), "networkResource"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_that_cannot_be_laid_out_is_malformed(message: Sequence, field: str) -> None:
    with pytest.raises(Malformed) as refusal:
        message.encode()
    assert refusal.value.field == field


@pytest.mark.parametrize("argument", ARGUMENTS, ids=name)
def test_a_truncated_argument_is_malformed(argument: map.Argument) -> None:
    refuses_every_truncation(lambda octets: map.decode_argument(argument.operation, octets), argument.encode())


@settings(max_examples=500)
@given(st.sampled_from([*ARGUMENTS, FORWARD_SM, *RESULTS, *ERRORS]), st.data())
def test_whatever_can_be_read_is_written_back(message: Sequence, data: st.DataObject) -> None:
    is_malformed_or_round_trips(type(message).decode, data.draw(damaged(st.just(message.encode()))))


def test_an_operation_or_error_which_is_not_in_the_table_is_malformed() -> None:
    with pytest.raises(Malformed, match="operationCode"):
        map.decode_argument(99, b"\x30\x00")
    with pytest.raises(Malformed, match="operationCode"):
        map.decode_result(63, b"")  # informServiceCentre has no answer
    with pytest.raises(Malformed, match="errorCode"):
        map.decode_error(99, b"")


# The table


@pytest.mark.parametrize("row", map.OPERATIONS, ids=lambda row: row.name)
def test_the_table_agrees_with_its_classes(row: map.Operation) -> None:
    assert row.timer in map.TIMERS
    assert row.result is None or row.result.words == ("returnResultLast", row.name)
    assert all(map.ERRORS[error.code] is error for error in row.errors)


def test_every_argument_result_and_error_of_the_table_has_a_sample_in_the_catalogue() -> None:
    table = {one for row in map.OPERATIONS for one in (row.argument, row.result, *row.errors)}
    table -= {None, map.ForwardSMRes, map.AlertServiceCentreRes}  # RETURN RESULT TRUE has no octets
    assert sorted(str(one) for one in table - set(CLASSES)) == [], "these have to be added to catalogue.py"


def test_code_46_is_mo_forward_sm_in_version_3_and_forward_sm_in_version_2() -> None:
    assert map.find(46) is map.find(46, 3)
    assert [row and row.name for row in (map.find(46, 3), map.find(46, 2))] == ["mo-ForwardSM", "forwardSM"]
