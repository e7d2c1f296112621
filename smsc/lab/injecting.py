"""Injected deliver_sm: what a test hands a program past the network, and what the program answers."""

import asyncio
from collections.abc import Iterable, Iterator

from pdu.header import Pdu, Request, Response
from pdu.operations.deliver_sm import DeliverSm
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.default_alphabet import cut
from pdu.timeout import checked
from pdu.values import EsmClass, Npi, Ton
from smsc.numbering import dialled
from smsc.smpp.face import Face


class NotBound(AssertionError):
    """No session of the account receives."""


class NotAnswered(AssertionError):
    """The program did not answer a deliver_sm in time."""


def delivered(text: str, source: str, number: str, default_alphabet: DefaultAlphabet) -> Iterator[DeliverSm]:
    """Yield the deliver_sm that deliver a handset's text; raises Malformed for what is not a number."""
    sender, receiver = (dialled(one) if one else Address("", Ton.UNKNOWN, Npi.UNKNOWN) for one in (source, number))
    for part in cut(text, default_alphabet).parts:
        yield DeliverSm(
            source_addr_ton=sender.ton,
            source_addr_npi=sender.npi,
            source_addr=sender.value,
            dest_addr_ton=receiver.ton,
            dest_addr_npi=receiver.npi,
            destination_addr=receiver.value,
            esm_class=EsmClass.UDHI if part.elements else EsmClass.DEFAULT,
            data_coding=part.encoding.data_coding,
            short_message=part.short_message(default_alphabet),
        )


async def handed(face: Face, system_id: str, pdus: Iterable[Request], timeout: float) -> Response:  # noqa: ASYNC109
    """Hand a bound program one PDU after the other, and return the first refusal, if any, else the last answer.

    Raises NotBound, NotAnswered, and Malformed for what its version of SMPP lacks.
    """
    __tracebackhide__ = True
    checked(timeout)
    answers: list[Response] = []
    for pdu in pdus:  # in Python 3.11 a comprehension would have a frame of its own, which is not hidden
        answers += (await _answer(face, system_id, pdu, timeout),)
    return next((one for one in answers if one.command_status), answers[-1])


async def _answer(face: Face, system_id: str, pdu: Request, timeout: float) -> Response:  # noqa: ASYNC109 - more is said
    """Hand a bound program a request, and wait for its answer."""
    __tracebackhide__ = True  # for pytest: the mistake is to be seen in the test
    answered: asyncio.Future[Pdu | None] = asyncio.get_running_loop().create_future()

    def take(response: Pdu | None) -> None:
        if not answered.done():
            answered.set_result(response)

    if not face.inject(system_id, pdu, take):
        raise NotBound(f"no session of {system_id} receives, so that {pdu.words[0]} can't be sent")
    try:
        async with asyncio.timeout(timeout):
            response = await answered
    except TimeoutError:
        response = None
    if not isinstance(response, Response):
        raise NotAnswered(f"{system_id} has not answered {pdu.words[0]} within {timeout:g} s")
    return response
