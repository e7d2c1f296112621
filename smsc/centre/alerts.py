"""SMPP v5.0 section 4.1.3: alert_notification, for ESMEs asking (set_dpf) to hear when an absent handset is back."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from pdu.operations.alert_notification import AlertNotification
from pdu.sms.address import Address
from pdu.values import MsAvailabilityStatus
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import Message
from smsc.centre.store import Store
from smsc.network.hop import Send

PENDING: Final = "dpf"  # kinds of the store's notes: flags that are set,
WAITING: Final = "alert"  # and alerts that wait for a receiver


class Alerts:
    """The delivery pending flags: for each handset, which ESMEs (account and address) to alert, about which messages.

    The store keeps them, and the alerts not yet handed to an ESME, for as long as it keeps the message. Until a
    restart, a flag stays set however long the handset is away: no version gives it an end.
    """

    def __init__(self, mailboxes: Mailboxes, store: Store) -> None:
        self._mailboxes = mailboxes
        self._store = store
        self.pending: dict[str, dict[tuple[str, Address], Message]] = {}  # by MSISDN
        self._waiting: set[str] = set()  # the keys of alerts not yet handed to an ESME

    def set_dpf(self, message: Message) -> None:
        """Set the flag for a message whose handset is absent."""
        pending = self.pending.setdefault(message.destination.value, {})
        pending[message.account, message.asked_as[0]] = message
        message.dpf_is_set = True
        self._store.note(PENDING, _key(message), message.message_id)

    def alert(self, msisdn: Address, now: float) -> Iterator[Send]:
        """Alert the ESMEs that wait for a handset, which is back."""
        for message in self.pending.pop(msisdn.value, {}).values():
            self._store.note(PENDING, _key(message), None)
            self._store.note(WAITING, _key(message), message.message_id)
            yield from self._put(message, now)

    def resume(self, now: float) -> Iterator[Send]:
        """Resume, after a restart, what the store held."""
        for message in self._noted(PENDING):
            self.pending.setdefault(message.destination.value, {})[message.account, message.asked_as[0]] = message
        for message in self._noted(WAITING):
            yield from self._put(message, now)

    def clear(self) -> None:
        """Drop all flags, and all alerts not yet handed to an ESME."""
        for messages in self.pending.values():
            for message in messages.values():
                self._store.note(PENDING, _key(message), None)
        for key in self._waiting:
            self._store.note(WAITING, key, None)
        self.pending.clear()
        self._waiting.clear()

    def _put(self, message: Message, now: float) -> Iterable[Send]:
        msisdn, esme = message.destination, message.asked_as[0]
        pdu = AlertNotification(
            source_addr_ton=msisdn.ton,
            source_addr_npi=msisdn.npi,
            source_addr=msisdn.value,
            esme_addr_ton=esme.ton,
            esme_addr_npi=esme.npi,
            esme_addr=esme.value,
            ms_availability_status=MsAvailabilityStatus.AVAILABLE,
        )
        key = _key(message)
        self._waiting.add(key)
        return self._mailboxes.put_notice(message, pdu, now, partial(self._handed, key))

    def _handed(self, key: str) -> None:
        self._waiting.discard(key)
        self._store.note(WAITING, key, None)

    def _noted(self, kind: str) -> Iterator[Message]:
        for key, message_id in self._store.notes(kind):
            message = self._store.get(message_id)
            if message is None:
                self._store.note(kind, key, None)
            else:
                message.session = 0  # the session belonged to the process before
                yield message


def _key(message: Message) -> str:
    """Make the key of an ESME and a handset: one alert is enough for all messages between the two."""
    esme = message.asked_as[0]
    return json.dumps([message.destination.value, message.account, esme.ton, esme.npi, esme.value])
