"""The event log: what it keeps, whom it tells, and how a record reads."""

from pdu.operations.bind import BindTransceiver
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.sms.address import Address
from pdu.ss7 import map as m
from smsc.network.acts import Shows, SwitchesOff
from smsc.trace.trace import Record, Trace, ladder
from tests.smsc.hops import arrived


def submit(text: bytes = b"Hello") -> SubmitSm:
    return SubmitSm(destination_addr="7000", short_message=text)


def test_a_record_reads_as_the_rung_of_a_ladder() -> None:
    assert (
        str(Record(0, "bank", "sc", submit())) == 'bank -> sc    submit_sm destination_addr=7000 short_message="Hello"'
    )
    assert str(Record(0, "hlr", "sc", m.UnknownSubscriber())) == "hlr  -> sc    returnError unknownSubscriber"


def test_what_people_do_and_see_reads_without_an_arrow() -> None:
    assert str(Record(0, "", "ms1", SwitchesOff())) == "ms1           switches off"
    assert (
        str(Record(0, "ms1", "", Shows("Hello", Address("7000", 0, 0))))
        == "ms1           shows text=Hello sender=0.0:7000"
    )


def test_a_ladder_of_records_has_columns_as_wide_as_the_longest_name() -> None:
    records = [
        Record(0, "esme10", "sc", submit()),
        Record(1, "hlr", "sc", m.UnknownSubscriber()),
        Record(2, "", "ms1", SwitchesOff()),
    ]
    assert ladder(records).splitlines() == [
        'esme10 -> sc      submit_sm destination_addr=7000 short_message="Hello"',
        "hlr    -> sc      returnError unknownSubscriber",
        "ms1               switches off",
    ]
    assert ladder(records[1:]).splitlines() == [str(record) for record in records[1:]]
    assert ladder([]) == ""


def test_a_password_is_shown_to_nobody() -> None:
    assert "opensesa" not in str(Record(0, "shop", "sc", BindTransceiver("shop", "opensesa")))


def test_followers_are_told_of_what_comes_after_them_until_they_have_enough() -> None:
    trace, told = Trace(), list[Record]()
    trace.smpp(1, "bank", "sc", submit(b"1"))
    stop = trace.follow(told.append)
    trace.smpp(2, "bank", "sc", submit(b"2"))
    stop()
    trace.smpp(3, "bank", "sc", submit(b"3"))
    assert [record.at for record in told] == [2]


def test_sources_are_switched_on_while_somebody_follows() -> None:
    trace, told = Trace(), list[bool]()
    trace.source(told.append)
    stops = [trace.follow(lambda _: None), trace.follow(lambda _: None)]
    for stop in stops:
        stop()
    trace.follow(lambda _: None)
    assert told == [False, True, False, True]


def test_only_the_last_records_are_kept() -> None:
    trace = Trace()
    records = trace.keep(2)
    for at in range(5):
        trace.smpp(at, "bank", "sc", submit())
    assert [(record.at, record.serial) for record in records] == [(3, 4), (4, 5)]


def test_an_smpp_hop_is_recorded_once_by_its_session() -> None:
    trace = Trace()
    records = trace.keep()
    trace.hop(arrived("sc", submit(), 1, at=0, origin="bank"))
    trace.hop(arrived("hlr", m.UnknownSubscriber(), 7, at=0, origin="sc"))
    assert [(record.origin, record.conversation) for record in records] == [("sc", 7)]


def test_a_pdu_for_an_esme_is_recorded_with_its_session_and_the_number_the_centre_knows_it_by() -> None:
    trace = Trace()
    records = trace.keep()
    trace.hop(arrived("bank", DeliverSm(), 7, at=0, origin="sc"))
    trace.smpp(0, "sc", "bank", DeliverSm(), 3)
    trace.hop(arrived("bank", SubmitSmResp(), 3, at=0, origin="sc"))
    trace.smpp(0, "sc", "bank", SubmitSmResp(), 3)
    assert [(record.conversation, record.dialogue) for record in records] == [(3, 7), (3, 0)]
