"""SMPP v5.0 section 4.5.2: query_sm, by which an ESME asks what became of a message."""

from collections.abc import Iterable

from pdu.command_status import CommandStatus
from pdu.operations.query_sm import QuerySm, QuerySmResp
from smsc.centre.answers import answer, find, submission
from smsc.centre.message import FINAL
from smsc.centre.moments import absolute
from smsc.centre.store import Store
from smsc.network.hop import Hop, Send, Services


class Queries:
    """Answers queries from the store, for as long as it keeps the message."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.services: Services = {QuerySm: self.query_sm}

    def query_sm(self, pdu: QuerySm, hop: Hop) -> Iterable[Send]:
        """Tell the state; of a submit_multi, that of the first message not yet in a final state."""
        found = find(self._store, pdu, hop.origin, CommandStatus.ESME_RQUERYFAIL)
        message = next((one for one in submission(self._store, found) if one.state not in FINAL), found)
        final_date = "" if message.done is None else absolute(message.done)
        resp = QuerySmResp(pdu.message_id, final_date, message.state, message.error)
        return (answer(resp, pdu, hop),)
