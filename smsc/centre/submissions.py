"""SMPP v5.0 section 4.2: submit_sm, data_sm and submit_multi, by which ESMEs hand over messages."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.session import refusal
from pdu.sms.address import Address
from smsc.centre.answers import answer
from smsc.centre.destinations import Destinations, submit_sms
from smsc.centre.promises import Promise, Promises
from smsc.centre.replacing import Replacing
from smsc.centre.submission import message_of_submit_sm
from smsc.network.network import Hop, Send, Services


class Submissions:
    """Takes messages: once the store has them, the response is a promise."""

    def __init__(
        self,
        sources: Mapping[str, Address],
        message_ids: Iterator[str],
        references: Iterator[int],
        promises: Promises,
        replacing: Replacing,
        destinations: Destinations,
    ) -> None:
        self._sources = sources
        self._message_ids = message_ids
        self._references = references
        self._promises = promises
        self._replacing = replacing
        self._destinations = destinations
        self.services: Services = {
            SubmitSm: self.submit_sm,
            DataSm: self.data_sm,
            SubmitMulti: self.submit_multi,
        }
