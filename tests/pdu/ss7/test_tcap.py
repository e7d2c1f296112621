"""pdu.ss7.tcap: transactions, dialogues and components, octet by octet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.ss7 import map, tcap  # noqa: A004
from pdu.ss7.tcap import (
    AARE,
    AARQ,
    Abort,
    ApplicationContext,
    Begin,
    Continue,
    End,
    Invoke,
    Reject,
    ReturnError,
    ReturnResult,
    ReturnResultLast,
)
from tests.pdu.laws import damaged, is_malformed_or_round_trips, refuses_every_truncation
from tests.pdu.ss7.catalogue import DTID, FORWARD_SM, MESSAGES, MO, MO_RELAY, MSISDN, MT, MT_RELAY, OTID, SC


def name(message: tcap.Message) -> str:
    return type(message).__name__


# Octets


def test_a_begin_asks_for_an_application_context_and_invokes() -> None:
    message = Begin(OTID, AARQ(ApplicationContext(23, 2)), (Invoke(1, map.AlertServiceCentre(MSISDN, SC)),))
    assert message.encode() == bytes.fromhex(
        "62 40"  # begin
        "48 04 00000001"  # otid
        "6b 1a"  # dialoguePortion
        "   28 18"  # EXTERNAL
        "      06 07 00118605010101"  # dialogue-as-id
        "      a0 0d"  # single-ASN1-type
        "         60 0b"  # AARQ
        "            a1 09 06 07 04000001001702"  # application-context-name: shortMsgAlert, version 2
        "6c 1c"  # components
        "   a1 1a"  # invoke
        "      02 01 01"  # invokeID
        "      02 01 40"  # operationCode: alertServiceCentre
        "      30 12"  # the argument
        "         04 07 91 447700091032"  # msisdn
        "         04 07 91 447700099099"  # serviceCentreAddress
    )


def test_an_end_accepts_the_dialogue_and_answers_without_a_parameter() -> None:
    message = End(DTID, AARE(ApplicationContext(23, 2)), (ReturnResultLast(1),))
    assert message.encode() == bytes.fromhex(
        "64 35"  # end
        "49 04 00000002"  # dtid
        "6b 26"  # dialoguePortion
        "   28 24"
        "      06 07 00118605010101"
        "      a0 19"
        "         61 17"  # AARE
        "            a1 09 06 07 04000001001702"
        "            a2 03 02 01 00"  # result: accepted
        "            a3 05 a1 03 02 01 00"  # result-source-diagnostic: dialogue-service-user, null
        "6c 05"
        "   a2 03"  # returnResultLast
        "      02 01 01"  # invokeID, and nothing else
    )


def test_an_error_has_its_code_and_its_parameter() -> None:
    message = End(DTID, None, (ReturnError(1, map.AbsentSubscriberSM(1)),))
    assert message.encode() == bytes.fromhex(
        "64 15  49 04 00000002"
        "6c 0d"
        "   a3 0b"  # returnError
        "      02 01 01"  # invokeID
        "      02 01 06"  # errorCode: absentSubscriberSM
        "      30 03 02 01 01"  # absentSubscriberDiagnosticSM
    )


def test_a_reject_names_the_problem_and_perhaps_the_invoke() -> None:
    invoke_rejected = Reject(5, tcap.Problem.invoke, 2)
    not_derivable = Reject(None, tcap.Problem.general, 0)
    assert Continue(OTID, DTID, None, (invoke_rejected, not_derivable)).encode() == bytes.fromhex(
        "65 1d  48 04 00000001  49 04 00000002"
        "6c 0f"
        "   a4 06  02 01 05  81 01 02"  # invokeProblem [1]: mistypedParameter
        "   a4 05  05 00  80 01 00"  # generalProblem [0]: unrecognizedComponent
    )


def test_an_abort_has_a_cause_or_a_dialogue() -> None:
    assert Abort(DTID, 1).encode() == bytes.fromhex("67 09  49 04 00000002  4a 01 01")
    assert Abort(DTID, dialogue_portion=tcap.ABRT(0)).encode() == bytes.fromhex(
        "67 1a  49 04 00000002  6b 12  28 10  06 07 00118605010101  a0 05  64 03  80 01 00"
    )


# Sizes: what fits into one message, with numbers of 12 digits and an IMSI of 15


def test_the_longest_mt_message_fits_into_one_begin() -> None:
    assert len(Begin(OTID, AARQ(MT_RELAY), (Invoke(1, MT),)).encode()) == 233


def test_the_longest_mo_message_fits_into_one_begin() -> None:
    assert len(Begin(OTID, AARQ(MO_RELAY), (Invoke(1, MO),)).encode()) == 237


def test_the_handshake_takes_a_begin_a_continue_and_a_continue_with_the_message() -> None:
    begin = Begin(OTID, AARQ(MT_RELAY))
    granted = Continue(OTID, DTID, AARE(MT_RELAY))
    invoked = Continue(OTID, DTID, None, (Invoke(1, MT),))
    assert [len(message.encode()) for message in (begin, granted, invoked)] == [36, 54, 211]


# Round trips


@pytest.mark.parametrize("message", MESSAGES, ids=name)
def test_every_message_comes_back(message: tcap.Message) -> None:
    assert tcap.decode(message.encode()) == message


def test_a_result_without_a_parameter_leaves_no_trace_of_its_operation() -> None:
    for result in (map.AlertServiceCentreRes(), map.MtForwardSMRes(), map.ForwardSMRes()):
        octets = End(DTID, None, (ReturnResultLast(1, result),)).encode()
        assert tcap.decode(octets) == End(DTID, None, (ReturnResultLast(1),))


@pytest.mark.parametrize(
    "component",
    [
        Invoke(1, bytes.fromhex("3003020105"), 99),
        Invoke(1, b"", 99),
        Invoke(1, b"\x05\x00", bytes.fromhex("2a030405")),  # a global code
        ReturnResultLast(1, b"\x04\x01\x00", 99),
        ReturnResultLast(1, b"", 45),
        ReturnResult(1, b"\x30\x00", 45),
        ReturnError(1, b"\x30\x00", 99),
        ReturnError(1, b"", bytes.fromhex("2a030405")),
    ],
    ids=lambda component: type(component).__name__,
)
def test_an_operation_or_error_which_map_does_not_have_keeps_its_octets(component: tcap.Component) -> None:
    message = Continue(OTID, DTID, None, (component,))
    assert tcap.decode(message.encode()) == message


@pytest.mark.parametrize(
    "dialogue",
    [
        bytes.fromhex("28 0c  06 07 00118605010101  81 01 00"),  # octet-aligned
        bytes.fromhex("28 0f  06 07 00118605010201  a0 04  60 02 8000"),  # unidialogue
        bytes.fromhex("28 0f  06 07 00118605010101  a0 04  62 02 8000"),  # an APDU that is none of the three
        bytes.fromhex("04 01 00"),
    ],
)
def test_a_dialogue_that_is_not_structured_keeps_its_octets(dialogue: bytes) -> None:
    message = Continue(OTID, DTID, dialogue)
    assert tcap.decode(message.encode()) == message


def test_user_information_keeps_its_octets() -> None:
    information = bytes.fromhex("28 09  06 07 04000001010101")
    message = Begin(OTID, AARQ(MT_RELAY, information))
    assert message.encode().hex().endswith("be0b" + information.hex())
    assert tcap.decode(message.encode()) == message


def test_an_application_context_of_another_family_keeps_its_octets() -> None:
    message = Begin(OTID, AARQ(bytes.fromhex("04000001153203")))
    assert tcap.decode(message.encode()) == message


# Versions


def test_the_dialogue_says_which_operation_code_46_is() -> None:
    begin = Begin(OTID, AARQ(ApplicationContext(25, 2)), (Invoke(1, FORWARD_SM),))
    decoded = tcap.decode(begin.encode())
    assert isinstance(decoded, Begin)
    assert isinstance(decoded.components[0], Invoke)
    assert type(decoded.components[0].argument) is map.ForwardSM


def test_a_later_message_needs_to_be_told_the_version() -> None:
    octets = Continue(OTID, DTID, None, (Invoke(1, FORWARD_SM),)).encode()
    told = tcap.decode(octets, version=2)
    untold = tcap.decode(octets)
    assert isinstance(told, Continue)
    assert isinstance(untold, Continue)
    kinds = [type(each.argument) for each in (*told.components, *untold.components) if isinstance(each, Invoke)]
    assert kinds == [map.ForwardSM, map.MoForwardSM]
    assert untold.encode() == octets


# The malformed


@pytest.mark.parametrize(
    ("octets", "field", "offset"),
    [
        ("", "TCAP message", 0),
        ("61 00", "TCAP message", 0),
        ("62 00", "otid", 2),
        ("62 02 48 00", "otid", 4),
        ("62 07 48 05 0000000001", "otid", 4),
        ("62 03 49 01 01", "otid", 2),
        ("64 05 49 01 01 6c 00", "componentPortion", 7),
        ("64 06 49 01 01 05 00 00", "TCAP message", 5),
        ("64 07 49 01 01 6c 02 a5 00", "component", 7),
        ("64 0b 49 01 01 6c 06 a1 04 02 02 0080", "invokeID", 11),
        ("64 0a 49 01 01 6c 05 a1 03 02 01 01", "operationCode", 12),
        ("64 0d 49 01 01 6c 08 a1 06 02 01 01 02 01 2d", "SendRoutingInfoForSM", 15),
        ("64 11 49 01 01 6c 0c a1 0a 02 01 01 02 01 63 05 00 05 00", "component", 17),
        ("64 0d 49 01 01 6c 08 a4 06 02 01 01 80 01 80", "problem", 14),
        (
            "64 22 49 01 01 6b 1d 28 1b 06 07 00118605010101 a0 10 61 0e a1 05 06 03 040000 a3 05 a1 03 02 01 00",
            "result",
            29,
        ),
        ("64 0c 49 01 01 6c 07 a4 05 05 01 00 80 00", "invokeID", 11),
        ("67 06 49 01 01 4a 01 80", "p-abortCause", 7),
        ("67 08 49 01 01 4a 01 00 6b 00", "p-abortCause", 7),
    ],
)
def test_a_malformed_message_says_what_and_where(octets: str, field: str, offset: int) -> None:
    with pytest.raises(Malformed) as refusal:
        tcap.decode(bytes.fromhex(octets))
    assert (refusal.value.field, refusal.value.offset) == (field, offset)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (Begin(b""), "otid"),
        (End(bytes(5)), "dtid"),
        (Abort(DTID, 128), "p-abortCause"),
        (Abort(DTID, 1, tcap.ABRT()), "p-abortCause"),
        (End(DTID, None, (Invoke(128, MT),)), "invokeID"),
        (End(DTID, None, (Invoke(1, MT, linked_id=-129),)), "linkedID"),
        (End(DTID, None, (Invoke(1, MT, 45),)), "operationCode"),
        (End(DTID, None, (Invoke(1, b"\5\0"),)), "operationCode"),
        (End(DTID, None, (Invoke(1, b"\5", 45),)), "parameter"),
        (End(DTID, None, (ReturnError(1, b""),)), "errorCode"),
        (End(DTID, None, (Reject(1, tcap.Problem.invoke, 128),)), "problem"),
        (Begin(OTID, AARQ(ApplicationContext(128, 3))), "application-context-name"),
        (End(DTID, AARE(MT_RELAY, 128)), "result"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_that_cannot_be_laid_out_is_malformed(message: tcap.Message, field: str) -> None:
    with pytest.raises(Malformed) as refusal:
        message.encode()
    assert refusal.value.field == field


@pytest.mark.parametrize("message", MESSAGES, ids=name)
def test_a_truncated_message_is_malformed(message: tcap.Message) -> None:
    refuses_every_truncation(tcap.decode, message.encode())


@settings(max_examples=500)
@given(st.sampled_from(MESSAGES), st.data())
def test_whatever_can_be_read_is_written_back(message: tcap.Message, data: st.DataObject) -> None:
    is_malformed_or_round_trips(tcap.decode, data.draw(damaged(st.just(message.encode()))))


@given(st.binary(max_size=40))
def test_any_octets_are_read_or_malformed(octets: bytes) -> None:
    is_malformed_or_round_trips(tcap.decode, octets)
