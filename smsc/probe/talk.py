"""What the conversations of the checks are made of: a session, and what its client should answer."""

import asyncio
from contextlib import suppress
from typing import Final, TypeVar

from pdu.command_status import CommandStatus as S
from pdu.command_status import named as status_named
from pdu.header import Pdu, Response, named
from pdu.operations.bind import Bind
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.verdict import Departs, NotJudged, NotSupported, brief
from smsc.probe.line import Line
from smsc.probe.manners import Submission

R = TypeVar("R", bound=Response)

TEXT: Final = b"A test of smsc probe"
FROM: Final = "447700900123"
TO: Final = "7000"
_NOT_NOW: Final = (S.ESME_RX_T_APPN, S.ESME_RTHROTTLED, S.ESME_RMSGQFUL)


def taken(request: Pdu, answer: Pdu, cls: type[R]) -> R:
    """Check that a request was answered by its own response, with ESME_ROK."""
    status = answer.command_status
    if status == S.ESME_RINVCMDID:
        raise NotSupported(f"{named(request.command_id)} was refused with ESME_RINVCMDID")
    if isinstance(answer, cls) and status in _NOT_NOW:
        raise NotJudged(f"{named(request.command_id)} was refused with {status_named(status)}")
    if status or not isinstance(answer, cls):
        raise Departs(f"{named(request.command_id)} was answered by {brief(answer)}")
    return answer


class Talk:
    """A session on which the usual exchanges take one call each, and which can wait for the bind of another."""

    def __init__(self, line: Line, others: asyncio.Condition) -> None:
        self.line = line
        self.terms = line.terms
        self._others = others  # told of every bind

    async def comes_back(self, within: float) -> float | None:
        """Wait for the bind of another session, and return how many seconds it took; None if none comes in time."""
        begun = asyncio.get_running_loop().time()
        with suppress(TimeoutError):
            async with asyncio.timeout(within), self._others:
                await self._others.wait()
                return asyncio.get_running_loop().time() - begun
        return None

    async def opens(self) -> Bind:
        """Wait for the bind of this session, and tell the others of it."""
        bind = await self.line.opens()
        async with self._others:
            self._others.notify_all()
        return bind

    async def goes_on(self) -> None:
        """Check that the session goes on: enquire_link is answered."""
        request = EnquireLink()
        taken(request, await self.line.asks(request), EnquireLinkResp)

    async def delivers(self, request: DeliverSm | DataSm, *, how: str = "", pieces: int = 0) -> Response:
        """Deliver a message, and check that the client takes it."""
        cls: type[Response] = DeliverSmResp if isinstance(request, DeliverSm) else DataSmResp
        return taken(request, await self.line.asks(request, how=how, pieces=pieces), cls)

    async def submission(self) -> Submission:
        """Wait for a message of the client, and do not answer it yet; raises NotJudged if none comes."""
        pdu = await self.line.submission()
        if pdu is None:
            raise NotJudged(f"the client submitted nothing within {self.terms.patience:g} s")
        return pdu

    async def submissions(self) -> list[Submission]:
        """Wait for as many messages as the client submits without an answer, at most one more than agreed."""
        held = [await self.submission()]
        while len(held) <= self.terms.window and (more := await self.line.submission(self.terms.pause)) is not None:
            held.append(more)
        return held
