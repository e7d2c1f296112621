"""The short message service below SMPP: TPDUs (TS 23.040) within RP and CP messages (TS 24.011).

>>> from pdu.sms import Address, CpData, RpData, SmsSubmit, cp
>>> from pdu.text import gsm7
>>> submit = SmsSubmit(tp_da=Address("447700900123"), tp_ud=gsm7.encode("Hello"))
>>> octets = CpData(0, RpData(5, None, Address("447700900001"), submit)).encode()
>>> cp.decode(octets).cp_user_data.rp_user_data.text
'Hello'
"""

from pdu.sms import cp, rp, tp
from pdu.sms.address import Address
from pdu.sms.cp import CpAck, CpCause, CpData, CpError, CpMessage
from pdu.sms.direction import Direction
from pdu.sms.failure_cause import TpFcs
from pdu.sms.pid import TpPid
from pdu.sms.rp import RpAck, RpCause, RpData, RpError, RpMessage, RpSmma
from pdu.sms.status import TpSt
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import (
    SmsCommand,
    SmsDeliver,
    SmsDeliverReport,
    SmsStatusReport,
    SmsSubmit,
    SmsSubmitReport,
    TpCt,
    Tpdu,
)
from pdu.sms.validity import EnhancedValidity, Validity, Vpf

__all__ = [
    "Address",
    "CpAck",
    "CpCause",
    "CpData",
    "CpError",
    "CpMessage",
    "Direction",
    "EnhancedValidity",
    "RpAck",
    "RpCause",
    "RpData",
    "RpError",
    "RpMessage",
    "RpSmma",
    "SmsCommand",
    "SmsDeliver",
    "SmsDeliverReport",
    "SmsStatusReport",
    "SmsSubmit",
    "SmsSubmitReport",
    "Timestamp",
    "TpCt",
    "TpFcs",
    "TpPid",
    "TpSt",
    "Tpdu",
    "Validity",
    "Vpf",
    "cp",
    "rp",
    "tp",
]
