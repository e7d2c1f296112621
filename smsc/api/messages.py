"""``/messages``: what the service centres keep, and what handsets show."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from math import inf
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request

from pdu.values import MessageState
from smsc.api import views
from smsc.api.desk import Desk
from smsc.api.problems import DESCRIBED, Refused
from smsc.api.reading import Route
from smsc.api.searching import Search, TooSlow
from smsc.api.terms import LONGEST
from smsc.centre.message import FINAL, Message
from smsc.centre.store import Sought
from smsc.network.acts import Shows
from smsc.sections import form
from smsc.trace.parties import parties
from smsc.trace.stories import Story
from smsc.trace.trace import TEXTS, Record

PIECE: Final = 20  # messages to look through before others have their turn
AT_ONCE: Final = 20_000  # characters of texts to show before others have their turn
Plain = form(r"(\+?[^ +](?s:.*))?", "a number or a name, which begins with no space (in a query, + is %2B)")
Number = Annotated[
    str, Plain, Query(max_length=21, description="A number, with or without a +; for a sender, also a name.")
]


def messages(desk: Desk) -> APIRouter:
    """Make the endpoints."""
    api = APIRouter(tags=["messages"], route_class=Route)

    @api.get("/messages")
    async def list_messages(
        request: Request,
        to: Number = "",
        source: Number = "",
        state: Annotated[str, Query(max_length=16, examples=["DELIVERED"])] = "",
        text: Annotated[str, Query(max_length=1000, description="Part of the text, in any case.")] = "",
        before: Annotated[str, Query(max_length=65, description="``next`` of the previous page.")] = "",
        limit: Annotated[int, Query(ge=1, le=1000, description="How many at most.")] = 50,
    ) -> views.Page:
        """List the messages of the service centre, the newest first, page by page."""
        gone = request.is_disconnected
        return await page(desk, to=to, source=source, state=state, text=text, before=before, limit=limit, gone=gone)

    @api.get("/messages/wait", responses={HTTPStatus.REQUEST_TIMEOUT: DESCRIBED})
    async def wait_for_message(
        to: Annotated[
            str, Plain, Query(max_length=21, description="A handset, by its number or name; by default any.")
        ] = "",
        source: Number = "",
        text: Annotated[str, Query(max_length=1000, description="A regular expression to find in the text.")] = "",
        after: Annotated[int, Query(ge=0, description="Only messages after this event.")] = 0,
        timeout: Annotated[float, Query(ge=0, le=LONGEST, description="How many seconds to wait.")] = 10.0,  # noqa: ASYNC109 - the client's
    ) -> views.Received:
        """Wait until a handset shows a message, and return the first: a remembered one, or the next to come."""
        found = await _shown(desk, to=to, source=source, text=text, after=after, timeout=timeout)
        if found is None:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, f"no such message was shown within {timeout:g} s")
        return found

    @api.get("/messages/{message_id}")
    async def get_message(message_id: str) -> views.MessageWithLadder:
        """Get one message with its ladder."""
        return with_ladder(desk, message_id)

    @api.delete("/messages/{message_id}", status_code=204)
    async def delete_message(message_id: str) -> None:
        """Delete a message that is done: in its final state, and without a receipt that is still owed."""
        _check_done(desk, desk.message(message_id))
        desk.kept.forget(message_id)
        await desk.kept.written()

    @api.delete("/messages", status_code=204)
    async def delete_messages() -> None:
        """Delete all messages that are done."""
        desk.kept.forget()
        await desk.kept.written()

    return api


async def page(
    desk: Desk,
    *,
    to: str,
    source: str,
    state: str,
    text: str,
    before: str,
    limit: int,
    gone: Callable[[], Awaitable[bool]],
) -> views.Page:
    """Find messages, the newest first; none any more once whoever has asked is ``gone``."""
    if state and state not in MessageState.__members__:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY, f"query.state: expected one of {', '.join(MessageState.__members__)}"
        )
    sought = Sought(to.removeprefix("+"), source.removeprefix("+"), MessageState[state] if state else None)
    found: list[Message] = []
    text = text.casefold()
    for place, one in enumerate(desk.kept.newest(before, sought), 1):
        if sought.fits(one) and (not text or text in one.text.casefold()):
            found.append(one)
            if len(found) > limit:
                break
        if not place % PIECE:
            await asyncio.sleep(0)  # a search for something rare holds nobody up
            if await gone():
                break
    more = found[limit - 1].message_id if len(found) > limit else None
    shown: list[views.Message] = []
    size = 0
    for one in found[:limit]:
        shown.append(views.message(one, desk.hidden))
        size += len(one.text)
        if size > AT_ONCE:  # a code is looked for in each text
            size = 0
            await asyncio.sleep(0)
    return views.Page(messages=shown, next=more)


def with_ladder(desk: Desk, message_id: str) -> views.MessageWithLadder:
    """Find one message, with its ladder as far as it is remembered."""
    kept = desk.message(message_id)
    ladder = _ladder(desk, kept)
    return views.MessageWithLadder(
        **views.message(kept, desk.hidden).model_dump(),
        waits=desk.kept.waits(kept),
        parties=parties(ladder, desk.world.network.kind),
        ladder=ladder,
    )


def _ladder(desk: Desk, message: Message) -> list[str]:
    """Return the ladder that is remembered, after what the store kept from before that.

    Where texts are hidden, nothing of the store: they may not have been when it was written.
    """
    story = desk.journal.stories.find(message)
    records = () if story is None else tuple(story.records)
    since = records[0].at if records else inf
    kept = () if desk.hidden & TEXTS else desk.kept.ladder(message.known_as)
    return [line for at, line in kept if at < since] + [record.shown(desk.hidden) for record in records]


async def _shown(
    desk: Desk,
    *,
    to: str,
    source: str,
    text: str,
    after: int,
    timeout: float,  # noqa: ASYNC109 - None is the answer
) -> views.Received | None:
    """Wait for a handset to show a message; one shown before counts if it came after event ``after``."""
    phone = desk.handset(to).name if to else ""
    came: asyncio.Queue[tuple[Record, Shows, Story | None]] = asyncio.Queue()

    def look(record: Record, story: Story | None) -> None:
        shown = record.message
        if (
            isinstance(shown, Shows)
            and record.serial > after
            and phone in ("", record.origin)
            and source.removeprefix("+") in ("", shown.sender.value)
        ):
            came.put_nowait((record, shown, story))

    async with _search(text) as search:
        for record, story in desk.journal.shown:
            look(record, story)
        stop = desk.journal.read(phone, look)
        try:
            for _ in range(came.qsize()):
                if await search.finds((found := came.get_nowait())[1].text):
                    return views.received(*found, desk.hidden)
            async with asyncio.timeout(timeout):
                while not await search.finds((found := await came.get())[1].text):
                    pass
            return views.received(*found, desk.hidden)
        except TimeoutError:
            return None
        except TooSlow as slow:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"query.text: {slow}") from None
        finally:
            stop()


def _search(text: str) -> Search:
    try:
        return Search(text)
    except ValueError as wrong:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"query.text: expected a regular expression: {wrong}") from wrong


def _check_done(desk: Desk, message: Message) -> None:
    """Raise Refused for a message that is not done with, or that has a copy which is not."""
    copies = filter(None, map(desk.kept.get, message.copies))
    under_way = (one.message_id for one in copies if one.state not in FINAL)
    if message.state not in FINAL:
        why = f"its state is {message.state.name}"
    elif message.owes_receipt:
        why = "its receipt has not been taken"
    elif other := next(under_way, ""):
        why = f"{other} of the same submission is not"
    else:
        return
    raise Refused(HTTPStatus.CONFLICT, f"message {message.message_id} is not done with: {why}")
