"""The calls to one webhook, one after the other; the service centre never waits for them."""

import asyncio
import base64
import hmac
import ssl
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import httpx

from pdu.why import why
from smsc.api import views
from smsc.api.desk import Desk
from smsc.log import get_logger
from smsc.news.changes import Changes
from smsc.news.outbox import Outbox, Publication
from smsc.trace.stories import Story
from smsc.trace.trace import Record
from smsc.webhook.terms import Webhook

log = get_logger(__name__)

PATIENCE: Final = 15.0  # seconds for an answer
FIRST, LONGEST = 0.5, 30.0  # seconds before another try: doubled each time, up to the latter
ATTEMPTS: Final = 5  # of a call that the program answers with an error of its own
GRACE: Final = 2.0  # seconds for what waits when the simulator ends
ENOUGH: Final = 1 << 16  # octets of an answer that are read, so that the connection can be used again,
A_WHILE: Final = 0.25  # and seconds in which they have to come
MISSED: Final = "missed"
HEADERS: Final = {"Content-Type": "application/json", "User-Agent": "mini-smsc"}
LATER: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
AN_HOUR: Final = 3600.0  # seconds: whoever asks for a longer pause (Retry-After) has this one


class _Gone(Exception):
    """The program wants no more calls."""


class Kinds:
    """The types of calls, of which a webhook wants some."""

    def __init__(self, of: tuple[str, ...]) -> None:
        self._event, self._state, self._inbox = (
            kind if kind in of else "" for kind in ("event", "message.state", "phone.inbox")
        )

    def event(self, _: Record, __: Story | None) -> str:
        """Return the type of an event."""
        return self._event

    def state_of_message(self, _: str) -> str:
        """Return the type of a message's state."""
        return self._state

    def inbox(self, _: str) -> str:
        """Return the type of what a handset shows."""
        return self._inbox


class Caller:
    """Calls a webhook of what happens, until it is ended."""

    def __init__(self, terms: Webhook, desk: Desk) -> None:
        self.terms = terms
        self.outbox = Outbox(terms.buffer)
        self.taken = 0  # calls that the program has taken,
        self.refused = 0  # and those that it has refused for good
        self.failing = asyncio.Event()  # set while calls fail, and are made again
        self._desk = desk
        self._url = httpx.URL(terms.url.get_secret_value())
        self._key = terms.key
        self._told: set[int] = set()  # the statuses of refusals that are logged
        self._changes = Changes(desk, Kinds(terms.of), self.outbox)
        self._task = asyncio.create_task(self._call_all(), name="webhook")

    async def end(self) -> None:
        """Make the calls that wait, if they are answered at once, and no more."""
        self._changes.close()
        self.outbox.close()
        try:
            await asyncio.wait((self._task,), timeout=0 if self.failing.is_set() else GRACE)
        finally:
            self._task.cancel()
            await asyncio.wait((self._task,))
            refused, left, missed = self.refused, self.outbox.events, self.outbox.untold
            if refused or left or missed:
                where = self.terms.url.where
                log.warning("webhook: calls were not taken", webhook=where, refused=refused, left=left, missed=missed)

    async def _call_all(self) -> None:
        tls = ssl.create_default_context()
        # Not by a client, which would keep cookies, and go by the environment's proxies.
        async with httpx.AsyncHTTPTransport(verify=tls, trust_env=False) as transport:
            while taken := await self.outbox.take(1):
                try:
                    await self._say_what_is_missed(transport)
                    await self._call(transport, taken[0])
                except _Gone:
                    self._changes.close()
                    return
                except asyncio.CancelledError:  # the simulator ends
                    self.outbox.back(taken)
                    raise
                except Exception as wrong:  # a mistake of the simulator, which goes on all the same
                    log.error("webhook: failed, and goes on", webhook=self.terms.url.where, why=repr(wrong))

    async def _say_what_is_missed(self, transport: httpx.AsyncHTTPTransport) -> None:
        if missed := self.outbox.untold:
            log.warning("webhook: calls were dropped", webhook=self.terms.url.where, missed=missed)
            await self._call(transport, Publication(MISSED, f'{{"missed":{missed}}}', at=self._desk.world.network.now))
            self.outbox.told(missed)

    async def _call(self, transport: httpx.AsyncHTTPTransport, news: Publication) -> None:
        """Call until there is an answer; if it says that a later one may be better, a few times."""
        body = f'{{"type":"{news.topic}","timestamp":"{views.time(news.at)}","data":{news.payload}}}'.encode()
        webhook_id = f"msg_{uuid.uuid4().hex}"
        delay, answers = FIRST, 0
        while True:
            pause = 0.0
            try:
                async with asyncio.timeout(PATIENCE):
                    status, pause = await self._post(transport, webhook_id, body)
            except (httpx.HTTPError, TimeoutError) as wrong:
                trouble = _why(wrong)
            else:
                answers += 1
                passing = status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR
                if not passing or answers == ATTEMPTS:
                    self._settled(status, passing=passing)
                    return
                trouble = f"it answers {status}"
            if not self.failing.is_set():
                self.failing.set()
                log.warning("webhook: a call fails, and is made again", webhook=self.terms.url.where, why=trouble)
            await asyncio.sleep(max(delay, pause))
            delay = min(2 * delay, LONGEST)

    def _settled(self, status: int, *, passing: bool) -> None:
        if self.failing.is_set() and not passing:
            self.failing.clear()
            log.info("webhook: calls are answered again", webhook=self.terms.url.where)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            self.taken += 1
            return
        self.refused += 1
        if status == HTTPStatus.GONE:
            log.warning("webhook: it is gone, and not called any more", webhook=self.terms.url.where, status=status)
            raise _Gone
        if status not in self._told:
            self._told.add(status)
            log.warning("webhook: a call is refused, and not made again", webhook=self.terms.url.where, status=status)

    async def _post(self, transport: httpx.AsyncHTTPTransport, webhook_id: str, body: bytes) -> tuple[int, float]:
        """Call once; return the status of the answer, and how many seconds it asks for before the next call."""
        headers = {"webhook-id": webhook_id, "webhook-timestamp": str(int(time.time()))}
        if self._key:
            signed = b".".join((*(text.encode() for text in headers.values()), body))
            signature = base64.b64encode(hmac.digest(self._key, signed, "sha256")).decode()
            headers["webhook-signature"] = f"v1,{signature}"
        request = httpx.Request("POST", self._url, headers=HEADERS | headers, content=body)
        async with aclosing(await transport.handle_async_request(request)) as answer:
            with suppress(httpx.HTTPError, TimeoutError):  # its status is all that counts
                async with asyncio.timeout(A_WHILE):
                    await _read(answer)
            return answer.status_code, _pause(answer.headers.get("Retry-After", ""))


async def _read(answer: httpx.Response) -> None:
    read = 0
    async for piece in answer.aiter_raw():
        read += len(piece)
        if read > ENOUGH:
            return


def _pause(retry_after: str) -> float:
    """Read a Retry-After (RFC 9110 section 10.2.3), which is a number of seconds or a date."""
    try:
        if retry_after.isdecimal():
            pause = float(retry_after)
        else:
            pause = parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (ValueError, OverflowError):
        return 0.0
    return min(max(pause, 0.0), AN_HOUR)


def _why(wrong: Exception) -> str:
    """Say why there was no answer: what the system or TLS said, below all that was made of it on the way up."""
    if isinstance(wrong, httpx.RemoteProtocolError):
        return "it gave no answer of HTTP"  # which h11 would quote: it may be an echo of the request
    match wrong.__cause__ or wrong.__context__:
        case BaseExceptionGroup(exceptions=(Exception() as first, *_)):  # one for each address of the host
            return _why(first)
        case Exception() as below:
            return _why(below)
    return why(wrong)


@asynccontextmanager
async def calling(webhooks: Sequence[Webhook], desk: Desk) -> AsyncIterator[list[Caller]]:
    """Call webhooks of what happens while the context lasts; none of them waits for another at the end."""
    callers = [Caller(terms, desk) for terms in webhooks]
    try:
        yield callers
    finally:
        await asyncio.gather(*(caller.end() for caller in callers))
