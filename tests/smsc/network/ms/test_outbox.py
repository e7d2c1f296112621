"""smsc.network.ms.outbox: texts cut on their way out, and what becomes of them."""

from pdu.sms.rp import RpAck, RpError
from pdu.sms.status import TpSt
from pdu.sms.tp import SmsStatusReport, SmsSubmit
from pdu.text import udh
from smsc.network.acts import CannotSend, ShowsReport
from smsc.network.hop import Send
from smsc.network.ms.outbox import Outbox
from tests.smsc.network.ms.written import FRIEND, LONG, parts_of
from tests.smsc.network.world import SC, SCTS


def test_a_text_of_the_gsm_alphabet_is_sent_as_septets() -> None:
    [part] = parts_of("Hello")
    assert (part.tp_dcs, part.tp_ud, part.tp_udh) == (0x00, b"Hello", b"")


def test_a_text_of_other_letters_is_sent_in_ucs2() -> None:
    [part] = parts_of("Привет")
    assert (part.tp_dcs, part.tp_ud) == (0x08, "Привет".encode("utf-16-be"))


def test_each_long_text_has_a_reference_of_its_own() -> None:
    outbox = Outbox()
    for text in (LONG, "short", LONG):
        outbox.add(text, FRIEND, SC)
    places = [udh.concatenation(text.parts[0].user_data_header) for text in outbox.texts]
    assert places == [udh.Concatenation8(0, 3, 1), None, udh.Concatenation8(1, 3, 1)]


def test_a_text_is_done_when_its_last_part_is_accepted() -> None:
    outbox = Outbox()
    outbox.add(LONG, FRIEND, SC)
    for _ in range(3):
        assert len(outbox.texts) == 1
        assert outbox.settle(RpAck(outbox.next(0).rp_mr)) == ()
    assert not outbox.texts


def test_a_refused_text_is_given_up() -> None:
    outbox = Outbox()
    outbox.add("Hello", FRIEND, SC)
    assert outbox.settle(RpError(outbox.next(0).rp_mr, 38)) == (Send("", CannotSend("Hello", FRIEND, 38)),)
    assert not outbox.texts


def test_a_report_names_the_text_that_it_is_about() -> None:
    outbox = Outbox()
    outbox.add("Hello", FRIEND, SC, report=True)
    assert outbox.next(1).rp_user_data == SmsSubmit(tp_srr=True, tp_da=FRIEND, tp_ud=b"Hello")
    outbox.settle(RpAck(1))
    for tp_st in (TpSt.TRYING_SME_BUSY, TpSt.RECEIVED_BY_THE_SME):
        assert outbox.reported(report(0, tp_st)) == ShowsReport(FRIEND, 0, tp_st, "Hello")
    assert outbox.reported(report(0, 0x00)) == ShowsReport(FRIEND, 0, 0x00)


def test_a_report_about_a_message_that_nobody_knows_is_shown_all_the_same() -> None:
    assert Outbox().reported(report(7, 0x46)) == ShowsReport(FRIEND, 7, 0x46)


def report(tp_mr: int, tp_st: int) -> SmsStatusReport:
    return SmsStatusReport(tp_mr=tp_mr, tp_ra=FRIEND, tp_scts=SCTS, tp_dt=SCTS, tp_st=tp_st)
