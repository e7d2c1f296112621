"""SMPP v5.0 section 4.1.3: alert_notification, by which the message centre says that a handset is back.

It has no response.
"""

from pdu import optional_parameters as o
from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import Request
from pdu.parameters import EsmeAddr, EsmeAddrNpi, EsmeAddrTon, SourceAddr65, SourceAddrNpi, SourceAddrTon
from pdu.values import Npi, Ton


@pdu(CommandId.alert_notification)
class AlertNotification(Request):
    """The handset at the source address can be reached again, after a delivery that failed with set_dpf."""

    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr65 = ""
    esme_addr_ton: EsmeAddrTon = Ton.UNKNOWN
    esme_addr_npi: EsmeAddrNpi = Npi.UNKNOWN
    esme_addr: EsmeAddr = ""

    ms_availability_status: o.MsAvailabilityStatus = None
