"""MAP in dialogues: what begins one, what continues it, and what ends it."""

from datetime import UTC, datetime

from pdu.sms import Address, SmsDeliver, SmsDeliverReport, Timestamp
from pdu.ss7 import map as m
from pdu.ss7.map.operations import OPERATIONS
from pdu.ss7.party_address import HLR, MSC, VLR, GlobalTitle, PartyAddress
from pdu.ss7.tcap import AARE, AARQ, Begin, Continue, End, Invoke, ReturnError, ReturnResultLast
from pdu.text import gsm7
from smsc.capture.core import INTERFACE
from tests.smsc.capture.packets import laid_out, places, said, sccp_of, tcap_of

SC, MSC1, HLR1 = Address("447700900900"), Address("447700900921"), Address("447700900910")
NUMBER = Address("447700900123")
IMSI = "234150000000001"
ASKED = m.SendRoutingInfoForSM(NUMBER, sm_rp_pri=True, service_centre_address=SC)
FOUND = m.SendRoutingInfoForSMRes(IMSI, MSC1)


def forward(text: str = "Hello", *, more: bool = False, sender: Address = Address("7000", 0, 0)) -> m.MtForwardSM:  # noqa: B008 - immutable
    tpdu = SmsDeliver(tp_oa=sender, tp_scts=Timestamp.of(datetime(2026, 1, 1, tzinfo=UTC)), tp_ud=gsm7.encode(text))
    return m.MtForwardSM(m.Imsi(IMSI), m.ServiceCentreAddressOA(SC), tpdu, more_messages_to_send=more)


def test_every_operation_has_its_interface() -> None:
    assert [row.name for row in OPERATIONS if row.context not in INTERFACE] == [], "INTERFACE lacks their contexts"


def test_a_question_begins_a_dialogue_and_its_answer_ends_it() -> None:
    begin, end = map(tcap_of, laid_out((said(ASKED, "sc hlr"), said(FOUND, "hlr sc"))))
    assert isinstance(begin, Begin)
    assert isinstance(end, End)
    assert (begin.otid, end.dtid) == (b"\0\0\0\7", b"\0\0\0\7")
    assert begin.dialogue_portion == AARQ(m.ApplicationContext(20, 3))
    assert isinstance(end.dialogue_portion, AARE)
    assert begin.components == (Invoke(1, ASKED),)
    assert end.components == (ReturnResultLast(1, FOUND),)


def test_a_question_about_a_number_is_addressed_to_the_number() -> None:
    asked, found = map(sccp_of, laid_out((said(ASKED, "sc hlr"), said(FOUND, "hlr sc"))))
    assert (asked.called_party_address.global_title.digits, asked.called_party_address.ssn) == ("447700900123", HLR)
    assert (asked.calling_party_address.global_title.digits, asked.calling_party_address.ssn) == ("447700900900", MSC)
    assert found.calling_party_address.global_title.digits == "447700900910"


def test_a_location_is_told_to_who_is_responsible_for_the_imsi_until_its_number_is_known() -> None:
    """TS 29.002 clause 6.1.3.3: an E.214 title, in which the operator's digits take the place of MCC and MNC."""
    moved, data = m.UpdateLocation(IMSI, MSC1, MSC1), m.InsertSubscriberData()
    records = (said(moved, "msc1 hlr"), said(data, "hlr msc1"), said(m.InsertSubscriberDataRes(), "msc1 hlr"))
    found = places(lambda imsi: f"447700{imsi[5:]}"[:15] if imsi == IMSI else "")
    update, answer, result = map(sccp_of, laid_out(records, found))
    assert update.called_party_address == PartyAddress(GlobalTitle("447700000000000", numbering_plan=7), HLR)
    assert answer.calling_party_address == result.called_party_address
    assert result.called_party_address == PartyAddress(GlobalTitle("447700900910"), HLR)


def test_what_is_passed_on_is_the_same_message_for_who_has_asked() -> None:
    first, second, answer = laid_out((said(ASKED, "sc srf"), said(ASKED, "srf hlr"), said(FOUND, "hlr sc")))
    assert tcap_of(first) == tcap_of(second)
    assert sccp_of(second).calling_party_address == sccp_of(first).calling_party_address
    assert tcap_of(answer).components == (ReturnResultLast(1, FOUND),)
    assert isinstance(tcap_of(answer), End)


def test_what_is_told_before_the_answer_continues_the_dialogue() -> None:
    waits = m.InformServiceCentre(NUMBER, m.MWStatus(False, True, False))
    _, told, end = map(tcap_of, laid_out((said(ASKED, "sc hlr"), said(waits, "hlr sc"), said(FOUND, "hlr sc"))))
    assert isinstance(told, Continue)
    assert (told.otid, told.dtid) == (b"\x80\0\0\7", b"\0\0\0\7")
    assert isinstance(told.dialogue_portion, AARE)
    assert (type(end), end.dialogue_portion) == (End, None)


def test_an_operation_within_another_leaves_that_open() -> None:
    moved, data = m.UpdateLocation(IMSI, MSC1, MSC1), m.InsertSubscriberData()
    records = [
        said(moved, "msc1 hlr"),
        said(data, "hlr msc1"),
        said(m.InsertSubscriberDataRes(), "msc1 hlr"),
        said(m.UpdateLocationRes(HLR1), "hlr msc1"),
    ]
    packets = laid_out(records)
    assert [type(tcap_of(packet)) for packet in packets] == [Begin, Continue, Continue, End]
    assert {sccp_of(packets[0]).calling_party_address.ssn, sccp_of(packets[1]).called_party_address.ssn} == {VLR}


def test_a_dialogue_stays_open_while_more_messages_are_announced() -> None:
    done = m.MtForwardSMRes(SmsDeliverReport())
    records = [
        said(forward(more=True), "sc msc1"),
        said(done, "msc1 sc"),
        said(forward("World"), "sc msc1"),
        said(m.SubscriberBusyForMTSMS(), "msc1 sc"),
    ]
    messages = [tcap_of(packet) for packet in laid_out(records)]
    assert [type(message) for message in messages] == [Begin, Continue, Continue, End]
    assert [message.components[0].invoke_id for message in messages] == [1, 1, 2, 2]
    assert isinstance(messages[3].components[0], ReturnError)


def test_a_failure_ends_a_dialogue_whatever_is_announced() -> None:
    records = [said(forward(more=True), "sc msc1"), said(m.AbsentSubscriberSM(1), "msc1 sc")]
    assert [type(tcap_of(packet)) for packet in laid_out(records)] == [Begin, End]


def test_an_invoke_that_has_no_room_in_the_first_message_comes_behind_it() -> None:
    long = forward("x" * 160, sender=Address("Mini-Weathe", 5, 0))
    assert len(laid_out((said(long, "sc msc1"),))) == 1, "it just has room"
    long.sm_delivery_timer, long.sms_gmsc_address = 600, SC
    long.sm_delivery_start_time = bytes(4)
    answer = m.MtForwardSMRes(SmsDeliverReport())
    begin, granted, invoke, end = map(tcap_of, laid_out((said(long, "sc msc1"), said(answer, "msc1 sc"))))
    assert (begin.components, type(granted.dialogue_portion)) == ((), AARE)
    assert invoke.components == (Invoke(1, long),)
    assert (begin.otid, granted.dtid, invoke.otid, end.dtid) == (b"\0\0\0\7",) * 4
    assert (granted.otid, invoke.dtid) == (b"\x80\0\0\7",) * 2
    assert (end.dialogue_portion, end.components) == (None, (ReturnResultLast(1, answer),))


def test_an_answer_without_its_question_is_an_end() -> None:
    [packet] = laid_out((said(m.AbsentSubscriberSM(1), "hlr sc"),))
    assert (type(tcap_of(packet)), tcap_of(packet).dialogue_portion) == (End, None)
