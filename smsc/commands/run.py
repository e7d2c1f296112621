"""``smsc run``: the simulator at the wall's pace, until Ctrl-C."""

import asyncio
import errno
import signal
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console

from pdu.aside import Aside
from pdu.commands.signals import told_to_end
from pdu.header import SECRETS
from pdu.host_port import host_port
from pdu.why import why
from smsc import collector
from smsc.api import NotServed
from smsc.api.terms import Api
from smsc.capture.file import capturing
from smsc.commands.introduction import introduce
from smsc.commands.outlets import outlets
from smsc.commands.ports_file import published
from smsc.commands.screen import Ladder
from smsc.config import WorldConfig
from smsc.log import LoopLog, get_logger
from smsc.mqtt.terms import Mqtt
from smsc.outlet import Outlet
from smsc.prompt import Prompt
from smsc.simulator import Simulator
from smsc.smpp.listening import NotListening
from smsc.trace.trace import TEXTS
from smsc.webhook.terms import Webhook

if TYPE_CHECKING:
    from smsc.api.desk import Desk
    from smsc.api.scenarios import Stage
    from smsc.api.serving import Serving
    from smsc.metrics.metrics import Metrics
    from smsc.mqtt.broker import Broker
    from smsc.webhook.caller import Caller

log = get_logger(__name__)


async def run(
    config: WorldConfig,
    out: Console,
    *,
    quiet: bool,
    redact: bool = False,
    ports_file: Path | None = None,
    capture: Path | None = None,
    stage: "Stage | None" = None,
) -> None:
    """Run a world until a signal ends it; raises NotServed if a port can't be had, CaptureError if the file can't.

    ``stage`` is where the control API has scenarios played. A slow reader of stdout and stderr holds up nobody; raises
    OSError if nothing at all could be written to stdout, and ends if nobody reads it any more.
    """
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(LoopLog())
    loop.set_default_executor(Aside())  # of the webhooks' name server, and of the connection with the broker
    collector.slow_down()  # before a store is read
    hidden = SECRETS | TEXTS if redact else SECRETS
    screen = None if quiet else Ladder(out, hidden=hidden, waits=True)
    told = (None, None) if screen is None else (screen.show, hidden)
    end = _End()
    async with AsyncExitStack() as stack:
        stack.enter_context(outlets(lambda *seen: loop.call_soon_threadsafe(end.look, *seen)))
        begin = stack.enter_context(capturing(capture)) if capture is not None else None
        simulator = Simulator(config, now=time.time(), follower=told[0], ladders=told[1], capture=begin)
        try:
            centre = await stack.enter_async_context(simulator)
        except NotListening as wrong:
            raise NotServed(_taken(wrong, config)) from wrong
        told_to_end(end.come, by=_ends())
        services = await stack.enter_async_context(_services(config, centre, hidden, stage))
        if ports_file is not None:
            stack.enter_context(published(ports_file, _ports(centre, services.api)))
        introduce(config, centre, out, api=services.api, broker=services.broker)
        collector.spare()
        if screen is not None:
            screen.begin()
        prompt = Prompt(centre, out.print)
        prompt.start(loop)
        await end.awaited()
        prompt.stop(loop)
    collector.leave()


class _End:
    """What ends a run: a signal, or a stdout that nobody reads any more."""

    def __init__(self) -> None:
        self._come = asyncio.Event()
        self._wrong: OSError | None = None

    def come(self) -> None:
        """End the run."""
        self._come.set()

    def look(self, out: Outlet, wrong: OSError | None) -> None:
        """Note that stdout can't be written, or can again; if nothing was ever written, end the run with an error."""
        if wrong is None:
            log.info("the ladder can be written again")
        elif not out.taken:
            self._wrong = wrong
            self._come.set()
        elif isinstance(wrong, BrokenPipeError):
            self._come.set()
        else:
            log.warning("the ladder can't be written", why=why(wrong))

    async def awaited(self) -> None:
        """Wait for the end; raises OSError if nothing could be written."""
        await self._come.wait()
        if self._wrong is not None:
            raise self._wrong


def _ends() -> Iterator[signal.Signals]:
    yield from (signal.SIGINT, signal.SIGTERM)
    closed = getattr(signal, "SIGHUP", None)  # the terminal is closed; Windows has none
    if closed is not None and signal.getsignal(closed) is not signal.SIG_IGN:  # as under nohup
        yield closed


class Services(NamedTuple):
    """What is served besides SMPP."""

    api: "Serving | None" = None
    broker: "Broker | None" = None


@asynccontextmanager
async def _services(
    config: WorldConfig, centre: Simulator, hidden: frozenset[str], stage: "Stage | None"
) -> AsyncIterator[Services]:
    """Serve the control API, publish and call; what each of these needs is imported only if it is wanted."""
    if not (config.api.enabled or config.mqtt is not None or config.webhook):
        yield Services()
        return
    from smsc.api.desk import Desk
    from smsc.metrics.metrics import Metrics

    async with AsyncExitStack() as stack:
        desk = stack.enter_context(closing(Desk(centre, hidden)))
        measured = stack.enter_context(closing(Metrics(centre.world)))
        broker = await stack.enter_async_context(_broker(config.mqtt, desk)) if config.mqtt is not None else None
        if broker is not None:
            measured.broker = broker
        if config.webhook:
            measured.webhooks += await stack.enter_async_context(_calling(config.webhook, desk))
        api = await stack.enter_async_context(_api(config.api, desk, measured, stage)) if config.api.enabled else None
        yield Services(api, broker)


def _api(terms: Api, desk: "Desk", measured: "Metrics", stage: "Stage | None") -> "Serving":
    from smsc.api.app import create
    from smsc.api.serving import Serving

    if terms.metrics:
        measured.count()
    app = create(desk, host=terms.host, token=terms.token.get_secret_value(), measured=measured, stage=stage)
    return Serving(app, host=terms.host, port=terms.port)


def _broker(terms: Mqtt, desk: "Desk") -> "Broker":
    try:
        from smsc.mqtt.broker import Broker
    except ImportError as wrong:
        raise NotServed("MQTT needs aiomqtt: pip install 'aiomqtt>=2.5,<3'") from wrong
    return Broker(terms, desk)


def _calling(webhooks: Sequence[Webhook], desk: "Desk") -> AbstractAsyncContextManager["list[Caller]"]:
    from smsc.webhook.caller import calling

    return calling(webhooks, desk)


def _ports(centre: Simulator, api: "Serving | None") -> dict[str, object]:
    smpp = {name: server.port for name, server in centre.servers.items()}
    return {
        "host": centre.server.host,
        "smpp": centre.server.port,
        "smpp_of": smpp,
        "smpp_tls": centre.server.tls_port or None,
        "api": f"http://{host_port(api.host, api.port)}" if api is not None else None,
    }


def _taken(wrong: NotListening, config: WorldConfig) -> str:
    """Say in one sentence why the port can't be had."""
    where = host_port(wrong.host, wrong.port)
    if wrong.errno != errno.EADDRINUSE:
        return f"can't listen on {where}: {wrong.strerror}"
    choose = "with --port" if wrong.port == config.smpp.port else "in the world"
    return f"{where} is taken: stop what listens there, or choose another port {choose} (0: any free one)"
