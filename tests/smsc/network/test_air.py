"""smsc.network.air: how long messages are on the air, and what gets lost there."""

from random import Random

import pytest

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.gsm.mm import CMServiceAccept
from pdu.sms.address import Address
from pdu.sms.cp import CpAck, CpData
from pdu.sms.direction import Direction
from pdu.sms.rp import RpAck, RpData, RpError, RpMessage, RpSmma
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsDeliverReport, SmsStatusReport, SmsSubmit, SmsSubmitReport
from smsc.network.air import BLOCK, N200, N201, Air, Link, blocks_of
from smsc.network.cell import Cell
from tests.smsc.network.world import BANK, SC, SCTS, chance

FRIEND = Address("447700900002")
LONG = b"x" * 160


def to_ms(tpdu: SmsDeliver | SmsStatusReport | bytes) -> RpData:
    return RpData(1, SC, None, tpdu, direction=Direction.SC_TO_MS)


@pytest.mark.parametrize(
    "relayed",
    [
        to_ms(SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_ud=b"Hello")),
        to_ms(SmsDeliver(tp_oa=FRIEND, tp_scts=SCTS, tp_ud=LONG)),
        to_ms(SmsDeliver(tp_oa=FRIEND, tp_scts=SCTS, tp_udh=bytes.fromhex("050003000301"), tp_ud=b"x" * 153)),
        to_ms(SmsDeliver(tp_oa=FRIEND, tp_scts=SCTS, tp_dcs=8, tp_ud="\u041f\u0440".encode("utf-16-be") * 35)),
        to_ms(SmsStatusReport(tp_ra=FRIEND, tp_scts=SCTS, tp_dt=SCTS)),
        to_ms(b"\x00" * 60),
        RpData(1, None, SC, SmsSubmit(tp_da=FRIEND, tp_ud=LONG)),
        RpData(1, None, SC, SmsSubmit(tp_da=FRIEND, tp_vp=11, tp_dcs=4, tp_ud=bytes(140))),
        RpData(1, None, SC, SmsSubmit(tp_da=FRIEND, tp_vp=Timestamp(SCTS.octets), tp_ud=b"Hello")),
        RpAck(1, SmsDeliverReport()),
        RpAck(1, SmsSubmitReport(tp_scts=SCTS)),
        RpError(1, 22, SmsDeliverReport(tp_fcs=0xD3), direction=Direction.MS_TO_SC),
        RpAck(1, SmsDeliverReport(tp_pid=0, tp_dcs=0, tp_ud=LONG[:100])),
        RpSmma(1),
    ],
)
def test_the_blocks_of_a_message_are_those_of_its_octets(relayed: RpMessage) -> None:
    data = CpData(0, relayed)
    assert blocks_of(data) == -(-len(data.encode()) // N201)


def test_a_long_text_takes_nine_blocks_and_two_seconds() -> None:
    data = CpData(0, to_ms(SmsDeliver(tp_oa=FRIEND, tp_scts=SCTS, tp_ud=LONG)))
    assert blocks_of(data) == 9
    assert Air(BLOCK).seconds(blocks_of(data)) == pytest.approx(2.118, abs=0.001)


class Course(Random):
    """A source of chance whose course is known."""

    def __init__(self, *course: float) -> None:
        super().__init__()
        self._course = iter(course)

    def random(self) -> float:
        return next(self._course)


LOST, ARRIVES = 0.49, 0.5  # where half of everything is lost


def test_a_block_is_sent_again_so_often_and_then_the_link_has_broken() -> None:
    def seconds(*course: float) -> float | None:
        return Air(1.0, 0.5, Course(*course)).seconds(2)

    assert seconds(ARRIVES, ARRIVES) == 2.0
    assert seconds(ARRIVES, *[LOST] * N200, ARRIVES) == N200 + 2.0
    assert seconds(ARRIVES, *[LOST] * (N200 + 1)) is None


@pytest.mark.parametrize(
    ("paging_failure", "loss", "probability"), [(0.6, 0.5, 0.8), (0.6, 0.0, 0.6), (0.0, 0.5, 0.5), (0.0, 0.0, 0.0)]
)
def test_a_call_is_heard_that_neither_fails_nor_gets_lost(
    paging_failure: float, loss: float, probability: float
) -> None:
    cgi = CellGlobalIdentification(LocationAreaIdentification("234", "15", 1), 101)
    air = Air(loss=loss, chance=Course(probability - 0.01, probability + 0.01))
    cell = Cell("cell1", "bss1", cgi, paging_failure=paging_failure, air=air)
    assert (cell.call_fails(), cell.call_fails()) == (probability > 0, False)


def test_one_message_goes_after_the_other_behind_the_data_link_for_short_messages() -> None:
    link = Link(Air(1.0))
    assert link.after(CMServiceAccept(), 0.0) == 1.0
    assert link.after(CpAck(0), 0.0) == 3.0  # SABM and UA of SAPI 3 come before it
    assert link.after(CpAck(0), 0.0) == 4.0
    assert link.after(CpAck(0), 10.0) == 1.0


def test_a_block_that_gets_lost_is_sent_again() -> None:
    air = Air(1.0, 0.5, chance(1))
    seconds = [air.seconds(1) for _ in range(1000)]
    assert all(seconds)
    assert sum(filter(None, seconds)) / 1000 == pytest.approx(2, abs=0.2)


def test_the_link_breaks_when_nothing_gets_through() -> None:
    class Never(Random):
        calls = 0

        def random(self) -> float:
            self.calls += 1
            return 0.0

    never = Never()
    assert Air(1.0, 0.999, never).seconds(1) is None
    assert never.calls == N200 + 1
    assert Link(Air(1.0, 0.999, never)).after(CpAck(0), 0.0) is None


def test_air_without_time_and_loss_is_plain() -> None:
    assert Air().plain
    assert not Air(loss=0.1).plain
    assert not Air(BLOCK).plain
    assert Air().seconds(1) == 0


def test_who_asks_for_a_channel_asks_several_times() -> None:
    air = Air(loss=0.5, chance=chance(1))
    failed = sum(air.access_fails() for _ in range(2000))
    assert failed / 2000 == pytest.approx(0.75**5, abs=0.03)
    assert not Air().access_fails()
