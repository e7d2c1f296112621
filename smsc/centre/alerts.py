"""SMPP v5.0 section 4.1.3: alert_notification, for who asked (set_dpf) to be told when an absent handset is back."""

from collections.abc import Iterator

from pdu.operations.alert_notification import AlertNotification
from pdu.sms.address import Address
from pdu.values import MsAvailabilityStatus
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import Message
from smsc.network.network import Send


class Alerts:
    """The delivery pending flags: by handset, which ESME (account and address) is to be alerted.

    They are forgotten when the service centre restarts, and set again by the next attempt of a message that waits.
    """

    def __init__(self, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes
        self._pending: dict[str, dict[tuple[str, Address], Message]] = {}

    def set_dpf(self, message: Message) -> None:
        """Set the flag: the handset of a message is absent."""
        pending = self._pending.setdefault(message.destination.value, {})
        pending[message.account, message.asked_as[0]] = message
        message.dpf_is_set = True

    def alert(self, msisdn: Address) -> Iterator[Send]:
        """The handset is back."""
        for (_, esme), message in self._pending.pop(msisdn.value, {}).items():
            pdu = AlertNotification(
                source_addr_ton=msisdn.ton,
                source_addr_npi=msisdn.npi,
                source_addr=msisdn.value,
                esme_addr_ton=esme.ton,
                esme_addr_npi=esme.npi,
                esme_addr=esme.value,
                ms_availability_status=MsAvailabilityStatus.AVAILABLE,
            )
            yield from self._mailboxes.put_notice(message, pdu)
