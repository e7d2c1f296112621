"""The calls to one webhook, one after the other; the service centre never waits for them."""

import asyncio
import base64
import hmac
import ssl
import time
import uuid
from collections import deque
from http import HTTPStatus
from typing import Final, Self

import httpx

from pdu.why import why
from smsc.api import views
from smsc.api.desk import Desk
from smsc.log import get_logger
from smsc.news.changes import Changes
from smsc.news.outbox import Outbox, Publication
from smsc.stories import Story
from smsc.trace import Record
from smsc.webhook.terms import Webhook

log = get_logger(__name__)

PATIENCE: Final = 15.0  # seconds for an answer
FIRST, LONGEST = 0.5, 30.0  # seconds before another try: doubled each time, up to the latter
ATTEMPTS: Final = 5  # of a call that the program answers with an error of its own
GRACE: Final = 2.0  # seconds for what waits when the simulator ends
ENOUGH: Final = 1 << 16  # octets of an answer that are read, so that the connection can be used again
MISSED: Final = "missed"
AGAIN: Final = frozenset(
    (
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    )
)


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
    """Calls a webhook of what happens while its context lasts."""

    def __init__(self, terms: Webhook, desk: Desk) -> None:
        self.terms = terms
        self.outbox = Outbox(terms.buffer)
        self.taken = 0  # calls that the program has taken,
        self.refused = 0  # and those that it has refused for good
        self.failing = asyncio.Event()  # set while a call fails, and is made again
        self._desk = desk
        self._key = terms.key
        self._told: set[int] = set()  # the statuses of refusals that are logged

    async def __aenter__(self) -> Self:
        self._changes = Changes(self._desk, Kinds(self.terms.of), self.outbox)
        self._task = asyncio.create_task(self._call_all(), name="webhook")
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._changes.close()
        self.outbox.close()
        try:
            await asyncio.wait((self._task,), timeout=0 if self.failing.is_set() else GRACE)
        finally:
            self._task.cancel()
            await asyncio.wait((self._task,))
            left = self.outbox.events
            if left or self.refused:
                log.warning(
                    "webhook: calls were not taken", webhook=self.terms.url.where, refused=self.refused, left=left
                )

    async def _call_all(self) -> None:
        transport = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(), trust_env=False)
        headers = {"Content-Type": "application/json", "User-Agent": "mini-smsc"}
        async with httpx.AsyncClient(transport=transport, timeout=PATIENCE, headers=headers) as client:
            while batch := deque(await self.outbox.take()):
                try:
                    while batch:
                        await self._say_what_is_missed(client)
                        try:
                            await self._call(client, batch[0])
                        except Exception as wrong:  # a mistake of the simulator, which goes on all the same
                            log.error("webhook: failed, and goes on", webhook=self.terms.url.where, why=repr(wrong))
                        batch.popleft()
                finally:  # also when this is cancelled, since the simulator ends
                    self.outbox.back(batch)

    async def _say_what_is_missed(self, client: httpx.AsyncClient) -> None:
        if missed := self.outbox.untold:
            log.warning("webhook: calls were dropped", webhook=self.terms.url.where, missed=missed)
            await self._call(client, Publication(MISSED, f'{{"missed":{missed}}}', at=self._desk.world.network.now))
            self.outbox.told(missed)

    async def _call(self, client: httpx.AsyncClient, news: Publication) -> None:
        """Call until there is an answer; if it says that a later one may be better, a few times."""
        body = f'{{"type":"{news.topic}","timestamp":"{views.time(news.at)}","data":{news.payload}}}'.encode()
        webhook_id = f"msg_{uuid.uuid4().hex}"
        delay, answers = FIRST, 0
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    status = await self._post(client, webhook_id, body)
            except (httpx.HTTPError, TimeoutError) as wrong:
                trouble = _why(wrong)
            else:
                answers += 1
                if status not in AGAIN or answers == ATTEMPTS:
                    self._settled(status)
                    return
                trouble = f"it answers {status}"
            if not self.failing.is_set():
                self.failing.set()
                log.warning("webhook: a call fails, and is made again", webhook=self.terms.url.where, why=trouble)
            await asyncio.sleep(delay)
            delay = min(2 * delay, LONGEST)

    def _settled(self, status: int) -> None:
        if self.failing.is_set():
            self.failing.clear()
            log.info("webhook: calls are answered again", webhook=self.terms.url.where)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            self.taken += 1
            return
        self.refused += 1
        if status not in self._told:
            self._told.add(status)
            log.warning("webhook: a call is refused, and not made again", webhook=self.terms.url.where, status=status)

    async def _post(self, client: httpx.AsyncClient, webhook_id: str, body: bytes) -> int:
        headers = {"webhook-id": webhook_id, "webhook-timestamp": str(int(time.time()))}
        if self._key:
            signed = b".".join((*(text.encode() for text in headers.values()), body))
            signature = base64.b64encode(hmac.digest(self._key, signed, "sha256")).decode()
            headers["webhook-signature"] = f"v1,{signature}"
        async with client.stream("POST", self.terms.url.get_secret_value(), content=body, headers=headers) as answer:
            read = 0
            async for piece in answer.aiter_raw():
                read += len(piece)
                if read > ENOUGH:
                    break
            return answer.status_code


def _why(wrong: Exception) -> str:
    """Say why there was no answer: what the system or TLS said, below all that was made of it on the way up."""
    below = wrong.__cause__ or wrong.__context__
    return _why(below) if isinstance(below, Exception) else why(wrong)
