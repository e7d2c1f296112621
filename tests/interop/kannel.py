"""Kannel, a gateway that nobody here wrote: bearerbox holds the session, smsbox offers its users an HTTP interface."""

import asyncio
import os
import random
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.interop.centre import PATIENCE, Centre
from tests.programs import need

USER: Final = {"username": "tester", "password": "foobar"}

CONFIG: Final = """
group = core
admin-port = {admin_port}
admin-interface = {address}
admin-password = unused
smsbox-port = {smsbox_port}
smsbox-interface = {address}
box-allow-ip = "127.*.*.*"
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = mini-smsc
host = {host}
port = {port}
transceiver-mode = true
smsc-username = bank
smsc-password = secret
system-type = ""
reconnect-delay = 1

group = smsbox
bearerbox-host = {address}
sendsms-port = {sendsms_port}
sendsms-interface = {address}
global-sender = 7000

group = sendsms-user
username = tester
password = foobar
max-messages = 10
concatenation = true

group = sms-service
keyword = default
get-url = "{site}/message?from=%p&to=%P&text=%a&charset=%C"
"""


class Box:
    """One of Kannel's processes, in a group of its own. It reports on stderr, which is kept in a file."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        log.touch()
        self._process = process
        self._log = log
        self._changed = asyncio.Event()
        self._reading = asyncio.ensure_future(self._read())

    async def until(self, words: str) -> None:
        """Wait until it reports this."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.report:
                assert not self._reading.done(), f"{self._log.name}: it has ended:\n{self.report}"
                self._changed.clear()
                await self._changed.wait()

    @property
    def report(self) -> str:
        """Return what it has reported so far."""
        return self._log.read_text("utf-8", "replace")

    async def stop(self) -> None:
        """Ask it to end, and insist if it does not; how it ends does not matter, since a busy smsbox may panic."""
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE)
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self._process.wait()
        await self._reading

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    async def _read(self) -> None:
        assert self._process.stderr is not None
        with self._log.open("wb", buffering=0) as log:
            while octets := await self._process.stderr.read(65536):
                log.write(octets)
                self._changed.set()
        self._changed.set()


class Site:
    """A web site of Kannel's user: it notes each request, and answers them all with one text."""

    def __init__(self, answer: str) -> None:
        self._answer = answer.encode("utf-8")
        self._asked: asyncio.Queue[tuple[str, dict[str, str]]] = asyncio.Queue()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, and close."""
        head = await reader.readuntil(b"\r\n\r\n")
        url = urlsplit(head.split()[1].decode("ascii"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n")
        writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(self._answer), self._answer))
        writer.close()
        await writer.wait_closed()
        self._asked.put_nowait((url.path, {key: values[-1] for key, values in parse_qs(url.query).items()}))

    async def asked(self) -> tuple[str, dict[str, str]]:
        """Wait for the next request, and return its path and query."""
        return await asyncio.wait_for(self._asked.get(), PATIENCE)


class Kannel:
    """Kannel, bound to the service centre as bank; its user's ``site`` is at ``site_url``."""

    def __init__(self, address: str, sendsms_port: int, site: Site, site_url: str) -> None:
        self.site = site
        self.site_url = site_url
        self._address = address
        self._sendsms_port = sendsms_port

    async def send(self, **query: str) -> str:
        """Fetch the sendsms URL as its user, and return the status line and the text of the answer."""
        reader, writer = await asyncio.open_connection(self._address, self._sendsms_port)
        writer.write(f"GET /cgi-bin/sendsms?{urlencode(USER | query)} HTTP/1.0\r\n\r\n".encode("ascii"))
        answer = (await asyncio.wait_for(reader.read(), PATIENCE)).decode("ascii")
        writer.close()
        await writer.wait_closed()
        return f"{answer.splitlines()[0]}: {answer.splitlines()[-1]}"


@asynccontextmanager
async def kannel(centre: Centre, directory: Path, *, answer: str = "") -> AsyncIterator[Kannel]:
    """Start both boxes, with a configuration and logs in ``directory``, and wait until they are ready; stop them.

    ``answer`` is how the site of Kannel's user answers messages from handsets.
    """
    bearerbox, smsbox = need("bearerbox"), need("smsbox")
    address = f"127.{random.randint(1, 254)}.{random.randint(1, 254)}.{os.getpid() % 253 + 1}"  # noqa: S311
    admin_port, smsbox_port, sendsms_port = _free_ports(address, 3)
    site = Site(answer)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(await asyncio.start_server(site.serve, address, 0))
        site_url = f"http://{address}:{server.sockets[0].getsockname()[1]}"
        config = directory / "kannel.conf"
        ports = {"admin_port": admin_port, "smsbox_port": smsbox_port, "sendsms_port": sendsms_port}
        config.write_text(
            CONFIG.format(host=centre.host, port=centre.port, address=address, site=site_url, **ports), "ascii"
        )
        boxes: list[Box] = []
        try:
            boxes.append(await _start(bearerbox, config, stack))
            await centre.said("sc", "bind_transceiver_resp ESME_ROK")
            await boxes[0].until("entering mainloop")
            boxes.append(await _start(smsbox, config, stack))
            await boxes[1].until("gw/heartbeat.c")  # now it is connected; it says "Connected" too early
            yield Kannel(address, sendsms_port, site, site_url)
        except BaseException as wrong:
            for box in boxes:
                wrong.add_note(box.report)
            raise


async def _start(program: str, config: Path, stack: AsyncExitStack) -> Box:
    process = await asyncio.create_subprocess_exec(
        program,
        *("-v", "0", str(config)),
        cwd=config.parent,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    box = Box(process, config.with_name(f"{Path(program).name}.log"))
    stack.push_async_callback(box.stop)
    return box


def _free_ports(address: str, count: int) -> list[int]:
    """Find ports where nobody listens; the address is this test's own, so that they stay free."""
    sockets = [socket.create_server((address, 0)) for _ in range(count)]
    try:
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
