"""SMPP v3.3: query_last_msgs, query_msg_details and param_retrieve, which v3.4 dropped: only v3.3 sessions use them.

No specification of v3.3 is at hand: pdu/operations/query_last_msgs.py says what the layouts rely on. Which parameters
there are is each message centre's own choice.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pdu.command_status import CommandStatus
from pdu.lists import SmeAddress
from pdu.malformed import Malformed
from pdu.operations.param_retrieve import ParamRetrieve, ParamRetrieveResp
from pdu.operations.query_last_msgs import QueryLastMsgs, QueryLastMsgsResp
from pdu.operations.query_msg_details import QueryMsgDetails, QueryMsgDetailsResp
from pdu.sms.address import Address
from pdu.text import data_coding as codings
from pdu.text import user_data as text_of
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.values import EsmClass, MessageState
from smsc.centre.answers import answer, find, source_of, submission
from smsc.centre.message import Message
from smsc.centre.moments import absolute
from smsc.centre.store import Store
from smsc.centre.wishes import NO_WISHES, Wishes
from smsc.network.hop import Hop, Send, Services

MOST: Final = 100  # messages that query_last_msgs can ask for

Parameters = Mapping[str, Callable[[str], str]]  # by name: the value that an account is told


class OfV33:
    """Tells of messages, for as long as the store keeps them, and of the service centre's own parameters."""

    def __init__(
        self, store: Store, sources: Mapping[str, Address], parameters: Parameters, wishes: Mapping[str, Wishes]
    ) -> None:
        self._store = store
        self._sources = sources
        self._parameters = parameters
        self._wishes = wishes
        self.services: Services = {
            QueryLastMsgs: self.query_last_msgs,
            QueryMsgDetails: self.query_msg_details,
            ParamRetrieve: self.param_retrieve,
        }

    def query_last_msgs(self, pdu: QueryLastMsgs, hop: Hop) -> Iterable[Send]:
        """Tell the message_ids of the latest messages that an account sent from an address."""
        if not 1 <= pdu.number_of_msgs <= MOST:
            expected, found = f"1 to {MOST}", f"{pdu.number_of_msgs}"
            raise Malformed("number_of_msgs", None, expected, found, CommandStatus.ESME_RINVNUMMSGS)
        source = source_of(pdu, self._sources[hop.origin])
        latest = self._store.latest(hop.origin, source, pdu.number_of_msgs)
        return (answer(QueryLastMsgsResp(tuple(latest)), pdu, hop),)

    def query_msg_details(self, pdu: QueryMsgDetails, hop: Hop) -> Iterable[Send]:
        """Tell a message as it was submitted, with as much of its text as is asked for, and what became of it."""
        message = find(self._store, pdu, hop.origin, CommandStatus.ESME_RQUERYFAIL)
        source = message.asked_as[0]
        destinations = [one.asked_as[1] for one in submission(self._store, message)]
        waits = message.state is MessageState.SCHEDULED
        alphabet = self._wishes.get(hop.origin, NO_WISHES).default_alphabet
        data_coding = message.data_coding
        if data_coding == alphabet.data_coding:
            data_coding = DataCoding.DEFAULT
        resp = QueryMsgDetailsResp(
            service_type=message.service_type,
            source_addr_ton=source.ton,
            source_addr_npi=source.npi,
            source_addr=source.value,
            dest_address=tuple(SmeAddress(one.ton, one.npi, one.value) for one in destinations),
            protocol_id=message.protocol_id,
            priority_flag=message.priority,
            schedule_delivery_time=absolute(message.next_attempt) if waits else "",
            validity_period=absolute(message.expires),
            registered_delivery=message.registered_delivery,
            data_coding=data_coding,
            short_message=_octets(message, data_coding, alphabet)[: pdu.sm_length],
            message_id=pdu.message_id,
            final_date="" if message.done is None else absolute(message.done),
            message_state=message.state,
            error_code=message.error,
        )
        return (answer(resp, pdu, hop),)

    def param_retrieve(self, pdu: ParamRetrieve, hop: Hop) -> Iterable[Send]:
        """Tell a parameter by its name."""
        value = self._parameters.get(pdu.param_name)
        if value is None:
            expected = f"one of {', '.join(self._parameters)}"
            raise Malformed("param_name", None, expected, repr(pdu.param_name), CommandStatus.ESME_RINVPARAM)
        return (answer(ParamRetrieveResp(value(hop.origin)), pdu, hop),)


def _octets(message: Message, data_coding: int, alphabet: DefaultAlphabet) -> bytes:
    """Give user data as they were submitted, as far as the parts made of them for a handset show it."""
    udhi, in_septets = bool(message.esm_class & EsmClass.UDHI), codings.is_gsm7(data_coding, alphabet)
    header = message.parts[0].tp_udh if udhi else b""  # else it was made from TLVs, or numbers the parts
    if message.text and not (udhi and in_septets):  # a header may have shifted septets to other tables
        return header + codings.encode(message.text, data_coding, alphabet)
    octets = header + b"".join(part.tp_ud for part in message.parts)
    return text_of.packed(octets, udhi=udhi) if in_septets and alphabet is DefaultAlphabet.GSM7_PACKED else octets
