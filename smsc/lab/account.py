"""An account of the service centre in the hands of a test: whoever binds with it is the program that is tested."""

import asyncio
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pdu.header import Pdu, Request, Response
from pdu.host_port import host_port
from pdu.operations.deliver_sm import DeliverSm
from smsc.lab.loop import at_home
from smsc.lab.matching import Expected
from smsc.lab.received import SUBMISSIONS

if TYPE_CHECKING:
    from smsc.lab.centre import AsyncCentre


_OF_USERINFO: Final = "!$&'()*+,;="  # RFC 3986 section 3.2.1: what may stand there as it is, beside letters and digits


class AsyncAccount:
    """An account of its own: a system_id, a password, and a number by which handsets reach it."""

    def __init__(self, centre: "AsyncCentre", system_id: str, password: str, number: str) -> None:
        self.system_id = system_id
        self.password = password
        self.number = number
        self._centre = centre

    def __repr__(self) -> str:
        return f"<account {self.system_id}>"

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which the simulator runs."""
        return self._centre.loop

    @property
    def environment(self) -> dict[str, str]:
        """How to bind, for a program in another process."""
        return {
            "SMPP_HOST": self._centre.host,
            "SMPP_PORT": str(self._centre.port_of(self.system_id)),
            "SMPP_SYSTEM_ID": self.system_id,
            "SMPP_PASSWORD": self.password,
        }

    @property
    def url(self) -> str:
        """The same as one string: ``smpp://system_id:password@host:port``; what is no part of a name as %40 for @."""
        who = ":".join(quote(said, safe=_OF_USERINFO) for said in (self.system_id, self.password))
        return f"smpp://{who}@{host_port(self._centre.host, self._centre.port_of(self.system_id))}"

    @at_home
    async def pdus(self) -> list[Pdu]:
        """Every submit_sm, data_sm and submit_multi that has come, in order, whatever it was answered.

        Behind 100,000 the oldest are forgotten, here and by ``submitted``.
        """
        return [came.pdu for came in self._centre.submissions.of(self.system_id)]

    @at_home
    async def submitted(self, /, *, timeout: float = 5.0, **expected: Any) -> Pdu:  # noqa: ASYNC109 - more is said
        """Wait for a submission whose parameters are as expected, and give the latest; see ``Expected``.

        Raises NotSubmitted after ``timeout`` seconds, with the PDU that is nearest and what differs there.
        """
        __tracebackhide__ = True  # of pytest: what is wrong stands in the test
        return await self._centre.submissions.expect(self.system_id, Expected(SUBMISSIONS, expected), timeout)

    @at_home
    async def said(self, request: type[Request], /, *, timeout: float = 5.0, **expected: Any) -> Pdu:  # noqa: ASYNC109
        """Wait for another request of the program, such as CancelSm with message_id=..., and give the latest.

        Raises NotSubmitted after ``timeout`` seconds. Behind 10,000 the oldest are forgotten.
        """
        __tracebackhide__ = True
        if issubclass(request, SUBMISSIONS):
            raise TypeError(f"{request.__name__}: expected a request that submits nothing; submitted is for those")
        found = Expected((request,), expected)
        return await self._centre.submissions.expect(self.system_id, found, timeout, (request,))

    @at_home
    async def inject(
        self,
        text: str | None = None,
        *,
        source: str = "",
        deliver_sm: DeliverSm | None = None,
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> Response:
        """Hand the bound program a deliver_sm from nowhere, and give its answer: of several parts the first refusal.

        ``text`` is what a handset of number ``source`` might have written; ``deliver_sm`` any PDU instead, sent as
        it is. Raises NotAnswered, NotBound where no session receives, and ValueError for a source that is no number.
        """
        __tracebackhide__ = True
        return await self._centre.inject(self.system_id, self.number, text, source, deliver_sm, timeout)
