"""What the SS7 tests share: one message of every kind, each parameter set once, and strategies for all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsDeliverReport, SmsSubmit, SmsSubmitReport
from pdu.ss7 import asn1, constructed, map, tcap  # noqa: A004
from pdu.ss7.map.signal_info import SignalInfo
from pdu.ss7.sequence import Row, Sequence
from pdu.text import gsm7

IMSI = "234150123456789"
MSISDN = Address("447700900123")
SC = Address("447700900999")
HLR = Address("447700900006")
MSC = Address("447700900008")
VLR = Address("447700900007")
NOON = Timestamp.of(datetime(2024, 5, 1, 12, tzinfo=UTC))

DELIVER = SmsDeliver(tp_oa=Address("447700900001"), tp_scts=NOON, tp_ud=gsm7.encode("Hello"))
SUBMIT = SmsSubmit(tp_da=Address("447700900001"), tp_mr=7, tp_ud=gsm7.encode("Hello"))
DELIVER_REPORT = SmsDeliverReport(tp_pid=0)
SUBMIT_REPORT = SmsSubmitReport(tp_scts=NOON)
MEMORY_EXCEEDED = SmsDeliverReport(tp_fcs=0xD3)
SC_BUSY = SmsSubmitReport(tp_fcs=0xC0, tp_scts=NOON)

# As long as they may be: what a relay asks an MSC, and an MSC a service centre

MT_RELAY = tcap.ApplicationContext(25, 3)
MO_RELAY = tcap.ApplicationContext(21, 3)
SENDER = Address("447700900001")
LONGEST = gsm7.encode("x" * 160)
MT = map.MtForwardSM(
    map.Imsi(IMSI), map.ServiceCentreAddressOA(SC), SmsDeliver(tp_oa=SENDER, tp_scts=NOON, tp_ud=LONGEST)
)
MO = map.MoForwardSM(
    map.ServiceCentreAddressDA(SC), map.Msisdn(MSISDN), SmsSubmit(tp_da=SENDER, tp_vp=167, tp_ud=LONGEST), IMSI
)

ARGUMENTS: tuple[map.Argument, ...] = (
    map.SendRoutingInfoForSM(MSISDN, True, SC),
    map.SendRoutingInfoForSM(
        Address("07700900123", 2),
        False,
        SC,
        gprs_support_indicator=True,
        sm_rp_mti=1,
        sm_rp_smea=bytes.fromhex("0c91447790002143"),
        sm_delivery_not_intended=map.SMDeliveryNotIntended.onlyIMSI_requested,
        ip_sm_gw_guidance_indicator=True,
        imsi=IMSI,
        t4_trigger_indicator=True,
        single_attempt_delivery=True,
        smsf_support_indicator=True,
    ),
    map.MtForwardSM(map.Imsi(IMSI), map.ServiceCentreAddressOA(SC), DELIVER),
    map.MtForwardSM(map.Lmsi(b"\1\2\3\4"), map.ServiceCentreAddressOA(SC), DELIVER, more_messages_to_send=True),
    map.MtForwardSM(
        map.NoSmRpDa(),
        map.NoSmRpOa(),
        DELIVER,
        sm_delivery_timer=600,
        sm_delivery_start_time=b"\1\2\3\4",
        sms_over_ip_only_indicator=True,
        maximum_retransmission_time=b"\5\6\7\x08",
        sms_gmsc_address=SC,
    ),
    map.MoForwardSM(map.ServiceCentreAddressDA(SC), map.Msisdn(MSISDN), SUBMIT, IMSI),
    map.MoForwardSM(map.ServiceCentreAddressDA(SC), map.Msisdn(MSISDN), SUBMIT, sm_delivery_outcome=2),
    map.ReportSMDeliveryStatus(MSISDN, SC, map.SMDeliveryOutcome.absentSubscriber, 1),
    map.ReportSMDeliveryStatus(
        MSISDN,
        SC,
        map.SMDeliveryOutcome.memoryCapacityExceeded,
        gprs_support_indicator=True,
        delivery_outcome_indicator=True,
        additional_sm_delivery_outcome=map.SMDeliveryOutcome.successfulTransfer,
        additional_absent_subscriber_diagnostic_sm=255,
        imsi=IMSI,
        single_attempt_delivery=True,
    ),
    map.InformServiceCentre(),
    map.InformServiceCentre(MSISDN, map.MWStatus(mnrf_set=True), 1, 6),
    map.InformServiceCentre(mw_status=map.MWStatus(True, False, True, True, True, True, "0000000001")),
    map.AlertServiceCentre(MSISDN, SC),
    map.AlertServiceCentre(MSISDN, SC, IMSI),
    map.ReadyForSM(IMSI, map.AlertReason.ms_Present),
    map.ReadyForSM(IMSI, map.AlertReason.memoryAvailable, True, True),
    map.UpdateLocation(IMSI, MSC, VLR),
    map.UpdateLocation(IMSI, MSC, VLR, b"\1\2\3\4"),
    map.CancelLocation(IMSI),
    map.CancelLocation(IMSI, map.CancellationType.subscriptionWithdraw),
    map.CancelLocation(map.ImsiWithLmsi(IMSI, b"\1\2\3\4"), map.CancellationType.updateProcedure),
    map.InsertSubscriberData(),
    map.InsertSubscriberData(
        IMSI,
        MSISDN,
        10,
        map.SubscriberStatus.serviceGranted,
        (b"\x11", b"\x12\x13"),
        (map.SHORT_MESSAGE_MT_PP, map.SHORT_MESSAGE_MO_PP),
    ),
    map.DeleteSubscriberData(IMSI),
    map.DeleteSubscriberData(IMSI, (map.Teleservice(map.SHORT_MESSAGE_MO_PP), map.BearerService(b"\x12\x13"))),
    map.PurgeMS(IMSI),
    map.PurgeMS(IMSI, VLR, VLR),
)
FORWARD_SM = map.ForwardSM(map.Imsi(IMSI), map.ServiceCentreAddressOA(SC), DELIVER.encode(), True)
RESULTS: tuple[map.Result, ...] = (
    map.SendRoutingInfoForSMRes(IMSI, MSC),
    map.SendRoutingInfoForSMRes(IMSI, MSC, b"\1\2\3\4", True),
    map.MtForwardSMRes(DELIVER_REPORT),
    map.MtForwardSMRes(empty=True),
    map.MoForwardSMRes(SUBMIT_REPORT),
    map.ReportSMDeliveryStatusRes(MSISDN),
    map.ReadyForSMRes(empty=True),
    map.UpdateLocationRes(HLR),
    map.UpdateLocationRes(HLR, True, True),
    map.CancelLocationRes(empty=True),
    map.InsertSubscriberDataRes((map.SHORT_MESSAGE_MT_PP,), (b"\x11",)),
    map.DeleteSubscriberDataRes(empty=True),
    map.PurgeMSRes(empty=True),
    map.PurgeMSRes(True, True),
)
ERRORS: tuple[map.ErrorParameter, ...] = (
    map.UnknownSubscriber(),
    map.UnknownSubscriber(empty=True),
    map.UnknownSubscriber(1),
    map.UnidentifiedSubscriber(),
    map.AbsentSubscriberSM(),
    map.AbsentSubscriberSM(0, 6, IMSI, b"\1\2\3\4", IMSI),
    map.RoamingNotAllowed(3),
    map.RoamingNotAllowed(0, extensible=False),
    map.IllegalSubscriber(),
    map.TeleserviceNotProvisioned(empty=True),
    map.IllegalEquipment(),
    map.CallBarred(),
    map.CallBarred(1),
    map.CallBarred(0, extensible=False),
    map.CallBarred(1, True, True),
    map.FacilityNotSupported(),
    map.FacilityNotSupported(True, True),
    map.AbsentSubscriber(),
    map.AbsentSubscriber(2),
    map.SubscriberBusyForMTSMS(),
    map.SubscriberBusyForMTSMS(True),
    map.SMDeliveryFailure(0, MEMORY_EXCEEDED),
    map.SMDeliveryFailure(4, SC_BUSY),
    map.SMDeliveryFailure(map.SMEnumeratedDeliveryFailureCause.equipmentProtocolError),
    map.MessageWaitingListFull(),
    map.SystemFailure(),
    map.SystemFailure(map.NetworkResource.vmsc),
    map.SystemFailure(map.NetworkResource.vmsc, extensible=False),
    map.SystemFailure(0, 5),
    map.DataMissing(),
    map.UnexpectedDataValue(),
    map.UnexpectedDataValue(True),
)

OTID, DTID = b"\0\0\0\1", b"\0\0\0\2"


def contexts(code: int) -> tcap.ApplicationContext:
    operation = map.find(code)
    assert operation is not None
    return operation.application_context


MESSAGES: tuple[tcap.Message, ...] = (
    *(tcap.Begin(OTID, tcap.AARQ(contexts(a.operation)), (tcap.Invoke(1, a),)) for a in ARGUMENTS),
    tcap.Begin(OTID, tcap.AARQ(tcap.ApplicationContext(25, 2)), (tcap.Invoke(1, FORWARD_SM),)),
    *(tcap.End(DTID, tcap.AARE(contexts(r.operation)), (tcap.ReturnResultLast(1, r),)) for r in RESULTS),
    *(tcap.End(DTID, None, (tcap.ReturnError(1, error),)) for error in ERRORS),
    tcap.Begin(OTID, tcap.AARQ(tcap.ApplicationContext(25, 3))),
    tcap.Begin(b"\1", tcap.AARQ(tcap.ApplicationContext(20, 3), protocol_version=tcap.ProtocolVersion())),
    tcap.Continue(OTID, DTID),
    tcap.Continue(OTID, DTID, tcap.AARE(tcap.ApplicationContext(25, 3))),
    tcap.Continue(OTID, DTID, None, (tcap.Invoke(-128, ARGUMENTS[0], linked_id=127), tcap.ReturnResultLast(2))),
    tcap.Continue(
        OTID,
        DTID,
        None,
        (
            tcap.Reject(None, tcap.Problem.general, 0),
            tcap.Reject(1, tcap.Problem.invoke, 1),
            tcap.Reject(2, tcap.Problem.return_result, 2),
            tcap.Reject(3, tcap.Problem.return_error, 4),
        ),
    ),
    tcap.End(DTID),
    tcap.End(DTID, tcap.AARE(tcap.ApplicationContext(20, 3), 1, tcap.DialogueServiceUser(2))),
    tcap.End(DTID, tcap.AARE(tcap.ApplicationContext(20, 3), 1, tcap.DialogueServiceProvider(1))),
    tcap.Abort(DTID),
    tcap.Abort(DTID, 1),
    tcap.Abort(DTID, dialogue_portion=tcap.ABRT(1)),
)
"""One transaction message around each of the above, and each form of a transaction message."""


def parameters(message: tcap.Message) -> Iterator[map.Argument | map.Result | map.ErrorParameter]:
    """Find the MAP arguments, results and errors in a message."""
    for component in () if isinstance(message, tcap.Abort) else message.components:
        match component:
            case tcap.Invoke(argument=map.Argument() as found) | tcap.ReturnError(error=map.ErrorParameter() as found):
                yield found
            case tcap.ReturnResultLast(result=map.Result() as found):
                yield found


no_tpdu = st.binary(max_size=199).map(lambda octets: b"\x03" + octets)  # TP-MTI 3 is reserved


def _addresses(high: int) -> st.SearchStrategy[Address]:
    return st.builds(Address, st.text("0123456789*#abc", max_size=2 * high - 2), st.integers(0, 7), st.integers(0, 15))


def values_of(kind: asn1.Type) -> st.SearchStrategy[Any]:
    """Draw values of an ASN.1 type."""
    match kind:
        case asn1.Boolean():
            return st.booleans()
        case asn1.Integer():
            return st.integers(kind.low, kind.high)
        case asn1.Enumerated():
            return st.integers(-(2**31), 2**31) | st.sampled_from(list(kind.members))
        case asn1.BitString():
            named_bits: Any = kind.named_bits
            spare_bits = st.text("01", max_size=kind.high - kind.names)
            return st.builds(named_bits, *[st.booleans()] * kind.names, spare_bits)
        case asn1.OneOctet():
            return st.integers(0, 255)
        case asn1.TbcdString():
            return st.text("0123456789*#abc", min_size=2 * kind.low - 1, max_size=2 * kind.high)
        case asn1.AddressOctets():
            return _addresses(kind.high)
        case SignalInfo():
            return no_tpdu
        case asn1.OctetString():
            return st.binary(min_size=kind.low, max_size=kind.high)
        case constructed.SequenceOf():
            return st.lists(values_of(kind.item), min_size=kind.low, max_size=kind.high).map(tuple)
        case constructed.SequenceType():
            return values(kind.cls)
        case constructed.Choice():
            return st.one_of([_alternative(inner, python) for _, _, inner, python in kind.lines])
    raise AssertionError(kind)


def _alternative(kind: asn1.Type, python: type) -> st.SearchStrategy[Any]:
    if python is kind.python:
        return values_of(kind)
    return st.builds(python) if isinstance(kind, asn1.Null) else st.builds(python, values_of(kind))


def values(cls: type[Sequence]) -> st.SearchStrategy[Any]:
    """Draw values of a SEQUENCE class."""

    def attribute(row: Row) -> st.SearchStrategy[Any]:
        if isinstance(row.type, asn1.Null):
            return st.booleans()
        assert row.type is not None
        return st.none() | values_of(row.type) if row.optional else values_of(row.type)

    rows = [inner for row in cls.rows for inner in (row.rows or (row,))]
    return st.builds(cls, **{row.attribute: attribute(row) for row in rows})
