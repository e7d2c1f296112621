"""``smsc run``: the simulator at the wall's pace, until Ctrl-C."""

import asyncio
import errno
import gc
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from smsc.api.ports import published
from smsc.commands.screen import Ladder
from smsc.config import AccountConfig, WorldConfig
from smsc.prompt import Prompt
from smsc.simulator import Simulator
from smsc.smpp.passwords import SCHEME
from smsc.trace import SECRETS, TEXTS

if TYPE_CHECKING:
    from smsc.api.serving import Serving


async def run(
    config: WorldConfig,
    out: Console,
    *,
    quiet: bool,
    redact: bool = False,
    speed: float | None = None,
    ports_file: Path | None = None,
) -> None:
    """Run a world until a signal ends it; raises OSError where its port can't be had."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    hidden = SECRETS | TEXTS if redact else SECRETS
    screen = None if quiet else Ladder(out, hidden=hidden, unread=stop.set, waits=True)
    told = (None, None) if screen is None else (screen.show, hidden)
    async with Simulator(config, now=time.time(), follower=told[0], ladders=told[1], speed=speed) as centre:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        async with AsyncExitStack() as stack:
            api = await stack.enter_async_context(_api(config, centre, hidden)) if config.api.enabled else None
            stack.enter_context(published(ports_file, _ports(centre, api)))
            _introduce(config, centre, api, out)
            _spare_the_collector()
            if screen is not None:
                screen.begin()
            prompt = Prompt(centre, out.print)
            prompt.start(loop)
            await stop.wait()
            prompt.stop(loop)


@asynccontextmanager
async def _api(config: WorldConfig, centre: Simulator, hidden: frozenset[str]) -> AsyncIterator["Serving"]:
    """Serve the control API; what it takes is imported only for who wants it."""
    from smsc.api.app import create
    from smsc.api.desk import Desk
    from smsc.api.serving import Serving
    from smsc.metrics.metrics import Metrics

    terms = config.api
    async with AsyncExitStack() as stack:
        desk = stack.enter_context(closing(Desk(centre, hidden)))
        measured = stack.enter_context(closing(Metrics(centre.world)))
        if terms.metrics:
            measured.count()
        app = create(desk, host=terms.host, token=terms.token.get_secret_value(), measured=measured)
        yield await stack.enter_async_context(Serving(app, host=terms.host, port=terms.port))


def _ports(centre: Simulator, api: "Serving | None") -> dict[str, object]:
    smpp = {name: server.port for name, server in centre.servers.items()}
    return {
        "host": centre.server.host,
        "smpp": centre.server.port,
        "smpp_of": smpp,
        "smpp_tls": centre.server.tls_port or None,
        "api": f"http://{api.host}:{api.port}" if api is not None else None,
    }


def _spare_the_collector() -> None:
    """Messages live long and hold no cycles: looking through all of them again and again costs, and finds nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 1_000_000)


def taken(wrong: OSError, config: WorldConfig) -> str:
    """Say in one sentence why the port can't be had."""
    where = f"{config.smpp.host}:{config.smpp.port}"
    if wrong.errno == errno.EADDRINUSE:
        return f"{where} is taken: stop what listens there, or choose another port with --port (0: any free one)"
    return f"can't listen on {where}: {wrong.strerror or wrong}"


def _introduce(config: WorldConfig, centre: Simulator, api: "Serving | None", out: Console) -> None:
    accounts = Table("system_id", "password", "serves", title="Accounts", title_justify="left")
    for account in config.account:
        accounts.add_row(account.system_id, _shown(account), ", ".join(account.addresses))
    phones = Table("name", "number", "IMSI", "cell", title="Handsets", title_justify="left")
    for phone in config.phone:
        phones.add_row(phone.name, f"+{phone.msisdn}" if phone.msisdn else "(no number)", phone.imsi, phone.cell)
    out.print(accounts)
    out.print(phones)
    kept = config.store.path if config.store is not None and config.store.path is not None else "memory"
    out.print(f"Messages are kept in {kept}.")
    if api is not None:
        moved = f" (port {config.api.port} is taken)" if config.api.port not in (0, api.port) else ""
        out.print(f"Control API on http://{api.host}:{api.port}{moved}.")
    tls = f", over TLS on port {centre.server.tls_port}" if config.smpp.tls is not None else ""
    out.print(f"SMPP on {centre.server.host}:{centre.server.port}{tls}. Ctrl-C ends it.", style="bold")


def _shown(account: AccountConfig) -> str:
    """The password of a test account, which is there to be used, unless somebody has hashed it."""
    password = account.password.get_secret_value()
    return "(hashed)" if password.startswith(f"{SCHEME}:") else password
