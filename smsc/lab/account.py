"""An account of the service centre, as a test uses it: the program under test binds with it."""

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote

from pdu.header import Request, Response
from pdu.host_port import host_port
from pdu.operations.deliver_sm import DeliverSm
from smsc.lab.injecting import delivered, handed
from smsc.lab.loop import at_home
from smsc.lab.matching import Expected, ExpectedValue, check_text
from smsc.lab.received import SUBMISSIONS, Submission

if TYPE_CHECKING:
    from smsc.lab.centre import AsyncCentre


R = TypeVar("R", bound=Request)
_OF_USERINFO: Final = "!$&'()*+,;="  # RFC 3986 section 3.2.1: what may stand there as it is, besides letters and digits


class AsyncAccount:
    """An account of its own: a system_id, a password, and a number by which handsets reach it."""

    def __init__(self, centre: "AsyncCentre", system_id: str, password: str, number: str) -> None:
        self.system_id: Final = system_id
        self.password: Final = password
        self.number: Final = number
        self._centre = centre

    def __repr__(self) -> str:
        return f"<account {self.system_id}>"

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which the simulator runs."""
        return self._centre.loop

    @property
    def environment(self) -> dict[str, str]:
        """How to bind, as environment variables for a program in another process."""
        return {
            "SMPP_HOST": self._centre.host,
            "SMPP_PORT": str(self._centre.port_of(self.system_id)),
            "SMPP_SYSTEM_ID": self.system_id,
            "SMPP_PASSWORD": self.password,
        }

    @property
    def url(self) -> str:
        """The same as a URL, ``smpp://system_id:password@host:port``; reserved characters are escaped: @ as %40."""
        who = ":".join(quote(said, safe=_OF_USERINFO) for said in (self.system_id, self.password))
        return f"smpp://{who}@{host_port(self._centre.host, self._centre.port_of(self.system_id))}"

    @at_home
    async def pdus(self) -> list[Submission]:
        """Return every submit_sm, data_sm and submit_multi received, in order, however it was answered.

        The latest 100,000 are kept, for this and for ``submitted``.
        """
        return [came.pdu for came in self._centre.submissions.of(self.system_id, SUBMISSIONS)]

    @at_home
    async def submitted(self, /, *, timeout: float = 5.0, **expected: ExpectedValue) -> Submission:  # noqa: ASYNC109 - more is said
        """Wait for a submission with the expected parameters, and return the latest.

        They have their names in SMPP, a vendor's TLV its registered one or one such as ``tlv_0x1401``; ``text``, ``to``
        and ``source`` are the text and the addresses as people say them, with or without a +. A value may be a compiled
        pattern, which must match somewhere, or a function, which must return true; None stands for a TLV that is not
        there. Raises TypeError for a name that is none, and after ``timeout`` seconds NotSubmitted, which shows the
        closest PDU and what differs in it.
        """
        __tracebackhide__ = True  # for pytest: the mistake is to be seen in the test
        found = Expected(SUBMISSIONS, expected)
        return await self._centre.submissions.expect(self.system_id, found, timeout, SUBMISSIONS)

    @at_home
    async def said(self, request: type[R], /, *, timeout: float = 5.0, **expected: ExpectedValue) -> R:  # noqa: ASYNC109 - more is said
        """Wait for a request that is not a submission, such as CancelSm with message_id=..., and return the latest.

        Raises TypeError for a class of submissions, or a name that its PDUs do not have, and NotSubmitted after
        ``timeout`` seconds. The latest 10,000 are kept.
        """
        __tracebackhide__ = True
        given: object = request
        if not isinstance(given, type) or not issubclass(given, Request):
            raise TypeError(f"said: expected a class of requests, such as CancelSm, found {request!r}")
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
        timeout: float = 5.0,  # noqa: ASYNC109 - more is said
    ) -> Response:
        """Hand the bound program a deliver_sm past the network, and return its response: of parts, any first refusal.

        ``text`` is sent as if written on a handset with the number ``source``; ``deliver_sm``, given instead, as it is.
        Raises NotAnswered after ``timeout`` seconds, NotBound if no session receives, and ValueError for a source that
        is not a number, or a PDU with what the version of its bind lacks.
        """
        __tracebackhide__ = True
        if (text is None) == (deliver_sm is None):
            raise ValueError("inject: expected either a text or a deliver_sm")
        if not isinstance(deliver_sm, DeliverSm | None):
            raise TypeError(f"deliver_sm: expected a DeliverSm, found {deliver_sm!r}")
        check_text(text="" if text is None else text, source=source)
        face = self._centre.face_of(self.system_id)
        alphabet = face.account(self.system_id).terms.default_alphabet
        pdus = [deliver_sm] if deliver_sm is not None else list(delivered(text or "", source, self.number, alphabet))
        return await handed(face, self.system_id, pdus, timeout)
