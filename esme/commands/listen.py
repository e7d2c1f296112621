"""``esme listen``: print the messages and receipts that the message centre delivers."""

import asyncio
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from esme import Message, connect
from esme.commands import show
from esme.commands.config import Config
from esme.commands.opening import opens
from esme.commands.options import AsJson, InAlphabet
from pdu.command_status import CommandStatus
from pdu.commands.signals import told_to_end
from pdu.host_port import host_port

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger, Processor


@opens
def listen(
    opening: connect,
    default_alphabet: InAlphabet = connect.default_alphabet,
    count: Annotated[
        int | None, typer.Option(min=1, show_default=False, help="End after this many messages; by default never.")
    ] = None,
    as_json: AsJson = False,
    _config: Config = None,
) -> None:
    """Print the messages and receipts that come for this account.

    Each is acknowledged once it is printed. Ctrl-C unbinds and exits with 0; a lost session exits with 2.
    """
    audience = _Audience(opening.system_id, count, as_json=as_json)
    listening = replace(opening, bind="receiver", handler=audience.receive, default_alphabet=default_alphabet)
    with suppress(asyncio.CancelledError):
        asyncio.run(audience.run(listening))


class _Audience:
    """What takes the messages, until it has had enough."""

    def __init__(self, system_id: str, count: int | None, *, as_json: bool) -> None:
        self.system_id = system_id
        self.count = count
        self.as_json = as_json
        self.heard = 0
        self.enough: asyncio.Future[None]

    async def run(self, opening: connect) -> None:
        """Listen until there have been enough messages, the session ends, or we are told to end."""
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio.run makes one
        # both: a shell may have started us with SIGINT ignored
        told_to_end(task.cancel, by=(signal.SIGINT, signal.SIGTERM))
        self.enough = loop.create_future()
        async with opening as bank:
            log = _log().bind(system_id=self.system_id, session=host_port(opening.host, opening.port))
            log.info("bound", message_centre=bank.bind_resp.system_id)
            closed = asyncio.create_task(bank.closed())
            closed.add_done_callback(lambda task: task.cancelled() or task.exception())  # lest asyncio complain
            await asyncio.wait((self.enough, closed), return_when=asyncio.FIRST_COMPLETED)
            if self.enough.done():
                self.enough.result()
            else:
                closed.result()
                log.info("unbound by the message centre")

    async def receive(self, message: Message) -> int:
        """Print a message."""
        if self.enough.done():
            return CommandStatus.ESME_RX_T_APPN  # left for the next listener
        try:
            if self.as_json:
                show.record(show.fields(message))
            else:
                for pdu in message.pdus:
                    show.rung("sc", self.system_id, pdu, message.default_alphabet)
        except OSError as error:  # nobody reads what we print
            self.enough.set_exception(error)
            return CommandStatus.ESME_RX_T_APPN
        self.heard += 1
        if self.heard == self.count:
            self.enough.set_result(None)
        return CommandStatus.ESME_ROK


def _log() -> "FilteringBoundLogger":
    """Make a log on stderr: readable on a terminal, JSON otherwise."""
    import structlog  # would slow down every other command

    renderer: Processor = structlog.processors.JSONRenderer()
    if sys.stderr.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ],
    )
    return logger
