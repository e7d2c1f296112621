"""ESMEs' numbers as seen by other service centres: their own service centre takes their messages, as an MSC would."""

from itertools import count

from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsStatusReport
from pdu.ss7 import map as m
from smsc.centre.promises import Promises
from smsc.centre.virtual import VirtualHandsets
from smsc.network.hop import Send
from smsc.store.memory import MemoryStore
from tests.smsc.hops import arrived

IMSI = "001010000000001"
SCTS = Timestamp(bytes.fromhex("62101000000000"))


def test_what_is_no_message_is_refused_as_unexpected() -> None:
    promises = Promises(MemoryStore(), lambda *_: [])
    handsets = VirtualHandsets("sc2", {IMSI: Address("7000", 0, 1)}, map(str, count(1)), promises)
    report = SmsStatusReport(tp_mr=1, tp_ra=Address("447700900123"), tp_scts=SCTS, tp_dt=SCTS, tp_st=0)
    forward = m.MtForwardSM(m.Imsi(IMSI), m.ServiceCentreAddressOA(Address("447700900900")), report, False)
    hop = arrived("sc2", forward, 7, at=0.0, origin="sc")
    assert list(handsets.mt_forward_sm(forward, hop)) == [Send("sc", m.UnexpectedDataValue(), 7)]
