"""SMPP v5.0 chapter 4 and v3.3, from the ESME's end: every operation but ``submit`` as a method.

For a parameter that a method lacks, send the bare PDU.
"""

from collections.abc import Iterable
from typing import TypeVar, overload

from esme.address import addressed, check, destination, sent_from
from esme.requests import Requests
from esme.submission import check_flags
from esme.times import Time, written
from pdu.header import Request, RequestFor, Response
from pdu.lists import DestAddress, DistributionList, SmeAddress
from pdu.operations.broadcast_sm import BroadcastSm, BroadcastSmResp
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSm, CancelBroadcastSmResp
from pdu.operations.cancel_sm import CancelSm, CancelSmResp
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.param_retrieve import ParamRetrieve, ParamRetrieveResp
from pdu.operations.query_broadcast_sm import QueryBroadcastSm, QueryBroadcastSmResp
from pdu.operations.query_last_msgs import QueryLastMsgs, QueryLastMsgsResp
from pdu.operations.query_msg_details import QueryMsgDetails, QueryMsgDetailsResp
from pdu.operations.query_sm import QuerySm, QuerySmResp
from pdu.operations.replace_sm import ReplaceSm, ReplaceSmResp
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.sms.address import Address
from pdu.text import data_coding as codings
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.default_alphabet import cut
from pdu.text.segmentation import Carriage
from pdu.values import RegisteredDelivery

R = TypeVar("R", bound=Response)


class Operations:
    """What an ESME may ask of a message centre. For an earlier message, ``source`` is the one it was submitted with.

    Every method raises what ``send`` raises, and Malformed for an invalid address or time.
    """

    _requests: Requests
    _default_alphabet: DefaultAlphabet

    @overload
    async def send(self, request: RequestFor[R]) -> R: ...
    @overload
    async def send(self, request: Request) -> Response: ...
    async def send(self, request: Request) -> Response:
        """Number and send a bare PDU, and return its response.

        Waits for a place in the window, first come first served. Raises Refused for a response with an error status
        (after any ``retries``) and BadResponse for one that can't be read. Raises an Unanswered where the request may
        have been accepted: NoResponse after response_timer, Interrupted if the session ends first. If nothing was
        sent, raises Disconnected, QueueFull, NoTurn, LocalProtocolError for a PDU that may not be sent now, or
        Malformed for one that can't be encoded.
        """
        return await self._requests.ask(request)

    # Messages (4.2)

    async def submit_multi(
        self,
        text: str,
        *,
        to: Iterable[str | Address | DistributionList],
        source: str | Address = "",
        receipt: bool = False,
        schedule: Time = "",
        validity: Time = "",
    ) -> SubmitMultiResp:
        """Submit one text to many; unsuccess_sme lists those it can't go to. A long text goes in message_payload.

        Raises Malformed for none, and for more than 254, in v5.0 255.
        """
        if isinstance(to, str | Address | DistributionList) or not isinstance(to, Iterable):
            raise TypeError(f"to: expected several addresses, found {to!r} alone")
        whole = cut(text, self._default_alphabet, carriage=Carriage.MESSAGE_PAYLOAD)
        [part] = whole.parts
        octets, short = part.short_message(self._default_alphabet), whole.messages == 1
        request = SubmitMulti(
            dest_address=tuple(map(_dest_address, to)),
            schedule_delivery_time=written(schedule, "schedule_delivery_time"),
            validity_period=written(validity, "validity_period"),
            registered_delivery=_registered(receipt),
            data_coding=part.encoding.data_coding,
            short_message=octets if short else b"",
            message_payload=None if short else octets,
        )
        return await self.send(sent_from(request, source))

    async def data(
        self, text: str, *, to: str | Address, source: str | Address = "", receipt: bool = False
    ) -> DataSmResp:
        """Send a text by data_sm, whole, in message_payload. Since v3.4."""
        [part] = cut(text, self._default_alphabet, carriage=Carriage.MESSAGE_PAYLOAD).parts
        request = DataSm(
            registered_delivery=_registered(receipt),
            data_coding=part.encoding.data_coding,
            message_payload=part.short_message(self._default_alphabet),
        )
        return await self.send(addressed(sent_from(request, source), to))

    # What has been submitted (4.5)

    async def query(self, message_id: str, *, source: str | Address = "") -> QuerySmResp:
        """Ask what has become of a message."""
        return await self.send(sent_from(QuerySm(message_id=message_id), source))

    async def cancel(
        self,
        message_id: str = "",
        *,
        source: str | Address = "",
        to: str | Address | None = None,
        service_type: str = "",
    ) -> CancelSmResp:
        """Cancel one message, or without a message_id all from ``source`` to ``to`` (and of a service_type)."""
        request = sent_from(CancelSm(service_type=service_type, message_id=message_id), source)
        return await self.send(request if to is None else addressed(request, to))

    async def replace(
        self,
        message_id: str,
        text: str,
        *,
        source: str | Address = "",
        receipt: bool = False,
        schedule: Time = "",
        validity: Time = "",
        data_coding: int = 0,
    ) -> ReplaceSmResp:
        """Replace the text of a message, in the ``data_coding`` it was submitted with: replace_sm can't change that.

        Raises Malformed for a text that takes more than 254 octets, in v5.0 255.
        """
        for name, one, kind, expected in (("text", text, str, "text"), ("data_coding", data_coding, int, "a number")):
            if not isinstance(one, kind):
                raise TypeError(f"{name}: expected {expected}, found {one!r}")
        request = ReplaceSm(
            message_id=message_id,
            schedule_delivery_time=written(schedule, "schedule_delivery_time"),
            validity_period=written(validity, "validity_period"),
            registered_delivery=_registered(receipt),
            short_message=codings.encode(text, data_coding, self._default_alphabet),
        )
        return await self.send(sent_from(request, source))

    # Broadcasts (4.4 and 4.6), v5.0

    async def broadcast(
        self,
        text: str,
        *,
        areas: Iterable[bytes],
        content_type: bytes,
        repetitions: int,
        frequency_interval: bytes,
        source: str | Address = "",
        schedule: Time = "",
        validity: Time = "",
    ) -> BroadcastSmResp:
        """Have a text broadcast. v5.0 only; 4.8.4 has the values of the octets.

        ``areas`` (broadcast_area_identifier): of each, its format in one octet, then the area. ``content_type``: the
        kind of network (1 octet), then the content (2 octets). ``repetitions``: how often; 0 for as long as the
        broadcast is valid. ``frequency_interval``: the unit of time (1 octet), then how many of it lie between two
        broadcasts (2 octets).
        """
        if not hasattr(areas, "__iter__"):
            raise TypeError(f"areas: expected the octets of each area, found {areas!r}")
        [part] = cut(text, self._default_alphabet, carriage=Carriage.MESSAGE_PAYLOAD).parts
        request = BroadcastSm(
            schedule_delivery_time=written(schedule, "schedule_delivery_time"),
            validity_period=written(validity, "validity_period"),
            data_coding=part.encoding.data_coding,
            broadcast_area_identifier=tuple(areas),
            broadcast_content_type=content_type,
            broadcast_rep_num=repetitions,
            broadcast_frequency_interval=frequency_interval,
            message_payload=part.short_message(self._default_alphabet),
        )
        return await self.send(sent_from(request, source))

    async def query_broadcast(self, message_id: str, *, source: str | Address = "") -> QueryBroadcastSmResp:
        """Ask what has become of a broadcast. v5.0 only."""
        return await self.send(sent_from(QueryBroadcastSm(message_id=message_id), source))

    async def cancel_broadcast(self, message_id: str, *, source: str | Address = "") -> CancelBroadcastSmResp:
        """Cancel a broadcast. v5.0 only."""
        return await self.send(sent_from(CancelBroadcastSm(message_id=message_id), source))

    # The session (4.1), and what only v3.3 has

    async def enquire_link(self) -> EnquireLinkResp:
        """Ask whether the message centre is still there."""
        return await self.send(EnquireLink())

    async def param_retrieve(self, name: str) -> ParamRetrieveResp:
        """Ask for a parameter of the message centre. v3.3 only."""
        return await self.send(ParamRetrieve(param_name=name))

    async def query_last_msgs(self, source: str | Address, number_of_msgs: int = 1) -> QueryLastMsgsResp:
        """Ask for the message_ids of the latest messages from an address. v3.3 only."""
        return await self.send(sent_from(QueryLastMsgs(number_of_msgs=number_of_msgs), source))

    async def query_msg_details(
        self, message_id: str, *, source: str | Address = "", sm_length: int = 0
    ) -> QueryMsgDetailsResp:
        """Ask for a message, with ``sm_length`` octets of its text. v3.3 only."""
        return await self.send(sent_from(QueryMsgDetails(message_id=message_id, sm_length=sm_length), source))


def _registered(receipt: bool) -> int:
    check_flags(receipt=receipt)
    return RegisteredDelivery.MC_DELIVERY_RECEIPT if receipt else RegisteredDelivery.NONE


def _dest_address(to: str | Address | DistributionList) -> DestAddress:
    if isinstance(to, DistributionList):
        return to
    check(to)
    receiver = destination(to)
    return SmeAddress(receiver.ton, receiver.npi, receiver.value)
