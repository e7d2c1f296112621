"""smsc.network.messages: texts cut on their way out, and joined when they have come in."""

from pdu.sms.address import Address
from pdu.sms.rp import RpAck, RpError
from pdu.sms.tp import SmsDeliver, SmsDeliverReport, SmsStatusReport, SmsSubmit
from pdu.text import udh
from smsc.network.acts import CannotSend, SendsText, Shows, ShowsReport
from smsc.network.messages import TIME_LIMIT, Inbox, Outbox
from smsc.network.network import Send
from tests.smsc.network.world import BANK, SC, SCTS

FRIEND = Address("447700900002")
LONG = "The quick brown fox jumps over the lazy dog. " * 8


def parts_of(text: str) -> list[SmsSubmit]:
    outbox = Outbox()
    outbox.add(SendsText(text, FRIEND))
    return list(outbox.texts[0].parts)


def delivered(part: SmsSubmit, sender: Address = BANK) -> SmsDeliver:
    return SmsDeliver(tp_oa=sender, tp_scts=SCTS, tp_dcs=part.tp_dcs, tp_udh=part.tp_udh, tp_ud=part.tp_ud)


def test_a_text_of_the_gsm_alphabet_is_sent_as_septets() -> None:
    [part] = parts_of("Hello")
    assert (part.tp_dcs, part.tp_ud, part.tp_udh) == (0x00, b"Hello", b"")


def test_a_text_of_other_letters_is_sent_in_ucs2() -> None:
    [part] = parts_of("Привет")
    assert (part.tp_dcs, part.tp_ud) == (0x08, "Привет".encode("utf-16-be"))


def test_each_long_text_has_a_reference_of_its_own() -> None:
    outbox = Outbox()
    for text in (LONG, "short", LONG):
        outbox.add(SendsText(text, FRIEND))
    places = [udh.concatenation(text.parts[0].user_data_header) for text in outbox.texts]
    assert places == [udh.Concatenation8(0, 3, 1), None, udh.Concatenation8(1, 3, 1)]


def test_a_text_is_done_when_its_last_part_is_accepted() -> None:
    outbox = Outbox()
    outbox.add(SendsText(LONG, FRIEND))
    for _ in range(3):
        assert len(outbox.texts) == 1
        assert outbox.settle(RpAck(outbox.next(SC).rp_mr)) == ()
    assert not outbox.texts


def test_a_report_about_another_message_settles_nothing() -> None:
    outbox = Outbox()
    outbox.add(SendsText("Hello", FRIEND))
    assert outbox.settle(RpError(outbox.next(SC).rp_mr + 1, 38)) is None
    assert len(outbox.texts) == 1


def test_a_refused_text_is_given_up() -> None:
    outbox = Outbox()
    outbox.add(SendsText("Hello", FRIEND))
    assert outbox.settle(RpError(outbox.next(SC).rp_mr, 38)) == (Send("", CannotSend("Hello", FRIEND, 38)),)
    assert not outbox.texts


def test_a_message_is_shown_at_once() -> None:
    inbox = Inbox()
    [part] = parts_of("Hello")
    assert inbox.add(delivered(part), 0.0) == (Send("", Shows("Hello", BANK)),)


def test_a_long_message_is_shown_when_all_parts_are_there_in_whatever_order() -> None:
    for text in (LONG, "Привет, мир! " * 12, "😀" * 80):
        inbox = Inbox()
        last, *others = [delivered(part) for part in parts_of(text)]
        for part in reversed(others):
            assert inbox.add(part, 0.0) == ()
        assert inbox.add(last, 1.0) == (Send("", Shows(text, BANK)),)
        assert [message.text for message in inbox.messages] == [text]
        assert inbox.messages[0].parts == (last, *others)


def test_the_parts_of_two_senders_are_not_mixed() -> None:
    inbox = Inbox()
    for sender in (BANK, FRIEND):
        for part in parts_of(LONG)[:2]:
            assert inbox.add(delivered(part, sender), 0.0) == ()


def test_parts_do_not_wait_for_ever() -> None:
    inbox = Inbox()
    first, *others = [delivered(part) for part in parts_of(LONG)]
    inbox.add(first, 0.0)
    for part in others:
        assert inbox.add(part, TIME_LIMIT) == ()
    assert inbox.messages == []


def test_what_is_no_text_is_shown_in_hexadecimal() -> None:
    inbox = Inbox()
    data = SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_dcs=0x04, tp_ud=b"\x00\xff")
    wrong = SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_dcs=0x00, tp_ud=b"\xff")
    assert inbox.add(data, 0.0) == (Send("", Shows("00ff", BANK)),)
    assert inbox.add(wrong, 0.0) == (Send("", Shows("ff", BANK)),)


def test_a_header_that_cannot_be_read_does_not_hide_the_text() -> None:
    message = SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_udh=b"\x01\x00", tp_ud=b"Hello")
    assert Inbox().add(message, 0.0) == (Send("", Shows("Hello", BANK)),)


def test_a_status_report_says_what_became_of_a_message() -> None:
    report = SmsStatusReport(tp_mr=7, tp_ra=FRIEND, tp_scts=SCTS, tp_dt=SCTS, tp_st=0x46)
    assert Inbox().add(report, 0.0) == (Send("", ShowsReport(FRIEND, 7, 0x46)),)


def test_what_a_handset_never_receives_is_not_shown() -> None:
    assert Inbox().add(SmsDeliverReport(), 0.0) == ()
