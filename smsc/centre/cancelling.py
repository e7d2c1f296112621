"""SMPP v5.0 section 4.5.1: cancel_sm, by which an ESME cancels messages that are not delivered yet."""

from collections.abc import Iterator, Mapping

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.cancel_sm import CancelSm, CancelSmResp
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.answers import find, source_of, submission
from smsc.centre.message import End, Message
from smsc.centre.promises import Promises
from smsc.centre.store import Store
from smsc.centre.waiting import Waiting
from smsc.network.hop import Hop, Send, Services
from smsc.numbering import address


class Cancelling:
    """Cancels messages: one by its message_id, or all between two addresses.

    A destination that is given beside a message_id has to be the message's own (v5.0 4.5.1.1).
    """

    def __init__(
        self,
        store: Store,
        promises: Promises,
        waiting: Waiting,
        sources: Mapping[str, Address],
        end: End,
    ) -> None:
        self._store = store
        self._promises = promises
        self._waiting = waiting
        self._sources = sources
        self._end = end
        self.services: Services = {CancelSm: self.cancel_sm}

    def cancel_sm(self, pdu: CancelSm, hop: Hop) -> Iterator[Send]:
        """Delete the messages meant that still wait; if there are none, raises Malformed with ESME_RCANCELFAIL."""
        messages = self._meant(pdu, hop.origin)
        if not messages:
            found = pdu.message_id or f"{pdu.source_addr} to {pdu.destination_addr}"
            raise Malformed("message_id", None, "a message that waits", repr(found), CommandStatus.ESME_RCANCELFAIL)
        yield from self._waiting.drop(messages, hop.at)
        receipts: list[Send] = []
        for message in messages:
            receipts += self._end(message, MessageState.DELETED, hop.at)
        yield from self._promises.respond(CancelSmResp(), pdu, hop, then=tuple(receipts))

    def _meant(self, pdu: CancelSm, account: str) -> tuple[Message, ...]:
        destination = address(pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi)
        if pdu.message_id:
            found = find(self._store, pdu, account, CommandStatus.ESME_RCANCELFAIL)
            waiting = filter(self._waiting.has, submission(self._store, found))
            return tuple(one for one in waiting if not pdu.destination_addr or one.destination == destination)
        if destination is None:
            found_address = repr(pdu.destination_addr)
            raise Malformed("destination_addr", None, "a number", found_address, CommandStatus.ESME_RINVDSTADR)
        source = source_of(pdu, self._sources[account])
        return tuple(self._waiting.between(account, source, destination, pdu.service_type or None))
