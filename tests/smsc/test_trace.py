"""The event log: what it keeps, whom it tells, and how a record reads."""

from pdu.operations.bind import BindTransceiver
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.ss7 import map as m
from smsc.network.acts import Shows, SwitchesOff
from smsc.network.network import Hop
from smsc.trace import Record, Trace


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
    assert [record.at for record in trace] == [1, 2, 3]


def test_only_the_last_records_are_kept() -> None:
    trace = Trace(size=2)
    for at in range(5):
        trace.smpp(at, "bank", "sc", submit())
    assert [record.at for record in trace] == [3, 4]


def test_an_smpp_hop_is_recorded_once_by_its_session() -> None:
    trace = Trace()
    trace.hop(Hop(0, 0, "bank", "sc", 1, submit()))
    trace.hop(Hop(0, 1, "sc", "hlr", 1, m.UnknownSubscriber()))
    assert [record.origin for record in trace] == ["sc"]
