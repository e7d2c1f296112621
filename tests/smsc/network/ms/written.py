"""A text that a handset's owner writes, as the SMS-SUBMITs in which it leaves."""

from pdu.sms.address import Address
from pdu.sms.tp import SmsSubmit
from smsc.network.ms.outbox import Outbox
from tests.smsc.network.world import SC

FRIEND = Address("447700900002")
LONG = "The quick brown fox jumps over the lazy dog. " * 8


def parts_of(text: str) -> list[SmsSubmit]:
    outbox = Outbox()
    outbox.add(text, FRIEND, SC)
    return list(outbox.texts[0].parts)
