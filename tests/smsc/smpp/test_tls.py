"""SMPP over TLS, with certificates of a CA made for the test, and whatever else comes to its port."""

import asyncio
import gc
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import structlog
import trustme

import esme
from esme.errors import BindRefused, Disconnected, Unreachable
from smsc.config import ConfigError, load, parse
from smsc.simulator import Simulator
from smsc.smpp.terms import Tls
from smsc.smpp.tls import NO_TLS, Handshake, TlsError, context
from smsc.smpp.tls_alert import Telling
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.smsc.smpp.centre import PHONE, config
from tests.smsc.smpp.peer import RESET
from tests.smsc.worlds import DEFAULT


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def files(ca: trustme.CA, tmp_path: Path) -> dict[str, Path]:
    """Write the server's certificate and key, and the CA of its clients."""
    certificate = ca.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(tmp_path / "certificate.pem", append=True)
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    return {name: tmp_path / f"{name}.pem" for name in ("certificate", "key", "ca")}


def trusting(ca: trustme.CA, *, shows: trustme.CA | None = None) -> ssl.SSLContext:
    """Make the context of a client that trusts the CA, and perhaps presents a certificate."""
    made = ssl.create_default_context()
    ca.configure_trust(made)
    if shows is not None:
        shows.issue_cert("bank@example.org").configure_cert(made)
    return made


@asynccontextmanager
async def running(files: dict[str, Path], *, mutual: bool = False, **terms: Any) -> AsyncIterator[Simulator]:
    """Run a service centre with both ports, and a neighbour on the plain one who must notice nothing."""
    world = config(**terms).on_port(0)
    tls = Tls(port=0, certificate=files["certificate"], key=files["key"], client_ca=files["ca"] if mutual else None)
    world = world.model_copy(update={"smpp": world.smpp.model_copy(update={"tls": tls})})
    async with Simulator(world, now=time.time()) as centre:
        to_plain = esme.connect("127.0.0.1", centre.server.port, system_id="shop", password="opensesa")
        async with to_plain as neighbour:
            yield centre
            assert (await neighbour.submit(to=PHONE, text="Hello")).message_ids


def bank(port: int, tls: ssl.SSLContext | None) -> esme.connect:
    return esme.connect("127.0.0.1", port, system_id="bank", password="secret", tls=tls)


@asynccontextmanager
async def reported(event: str) -> AsyncIterator[list[dict[str, Any]]]:
    """Wait, after the block, until something has been reported."""
    came = asyncio.Event()

    def look(_: object, __: str, said: Any) -> Any:
        entries.append(dict(said))
        if said["event"] == event:
            came.set()
        raise structlog.DropEvent

    entries: list[dict[str, Any]] = []
    before = structlog.get_config()
    structlog.configure(processors=[look], wrapper_class=structlog.make_filtering_bound_logger(0))
    found: list[dict[str, Any]] = []
    try:
        yield found
        await asyncio.wait_for(came.wait(), 5)
        found += [entry for entry in entries if entry["event"] == event]
    finally:
        structlog.configure(**before)


async def test_an_esme_binds_and_submits_over_tls(ca: trustme.CA, files: dict[str, Path]) -> None:
    async with running(files, tls_required=True) as centre, bank(centre.server.tls_port, trusting(ca)) as over_tls:
        assert (await over_tls.submit(to=PHONE, text="Hello")).message_ids


async def test_an_account_that_requires_tls_is_refused_without(files: dict[str, Path]) -> None:
    async with running(files, tls_required=True) as centre:
        with pytest.raises(BindRefused) as refused:
            await bank(centre.server.port, None)
        assert refused.value.command_status == 0x0D


async def test_who_shows_the_right_certificate_is_let_in(ca: trustme.CA, files: dict[str, Path]) -> None:
    async with (
        running(files, mutual=True) as centre,
        bank(centre.server.tls_port, trusting(ca, shows=ca)) as over_tls,
    ):
        assert (await over_tls.submit(to=PHONE, text="Hello")).message_ids


@pytest.mark.parametrize(
    ("shows", "why", "told"),
    [
        (None, "it shows no certificate", "it asks for a certificate of ours"),
        (trustme.CA(), "its certificate is refused", "it does not trust our certificate"),
    ],
    ids=["none", "of another CA"],
)
async def test_who_does_not_is_not_and_is_told_why_like_the_log(
    ca: trustme.CA, files: dict[str, Path], shows: trustme.CA | None, why: str, told: str
) -> None:
    async with running(files, mutual=True) as centre, reported("TLS handshake failed") as log:
        with pytest.raises((Unreachable, Disconnected), match=f"TLS fails: {told}$"):  # with TLS 1.3, either may happen
            await bank(centre.server.tls_port, trusting(ca, shows=shows))
    assert log[0]["why"].startswith(why)
    assert log[0]["peer"].startswith("127.0.0.1:")


async def test_a_client_that_does_not_trust_us_goes_and_the_log_says_so(files: dict[str, Path]) -> None:
    async with running(files) as centre, reported("TLS handshake failed") as log:
        with pytest.raises(Unreachable, match="certificate"):
            await bank(centre.server.tls_port, trusting(trustme.CA()))
    assert "does not trust our certificate" in log[0]["why"]


async def test_plain_smpp_on_the_tls_port_is_turned_away_and_told_why_like_the_log(files: dict[str, Path]) -> None:
    async with running(files) as centre, reported("TLS handshake failed") as log:
        with pytest.raises(Disconnected, match=r"as TLS begins$"):
            await bank(centre.server.tls_port, None)
    assert log[0]["why"] == "it does not speak TLS; plain SMPP has a port of its own"


async def flood(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(bytes(1 << 20))
        await writer.drain()


async def test_who_goes_on_when_the_handshake_has_failed_is_not_heard_for_long(files: dict[str, Path]) -> None:
    async with running(files) as centre:
        reader, writer = await asyncio.open_connection("127.0.0.1", centre.server.tls_port)
        writer.write(b"no client hello of any kind")
        assert await reader.read() == NO_TLS
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(flood(writer), 10)
        writer.close()


async def distrust(peer: socket.socket) -> None:
    """Begin a handshake, and send an alert that the certificate is not trusted, to which there is no answer."""
    loop, said, heard = asyncio.get_running_loop(), ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = trusting(trustme.CA()).wrap_bio(heard, said, server_hostname="127.0.0.1")
    with suppress(ssl.SSLCertVerificationError):
        while True:
            with suppress(ssl.SSLWantReadError):
                tls.do_handshake()
            await loop.sock_sendall(peer, said.read())
            heard.write(await loop.sock_recv(peer, 1 << 16))
    await loop.sock_sendall(peer, said.read())


async def test_who_resets_when_the_handshake_has_failed_is_gone_without_a_word(files: dict[str, Path]) -> None:
    """One that does so between the two leaves nothing that could be ended."""
    loop = asyncio.get_running_loop()
    wrong: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: wrong.append(context))
    peer = socket.socket()
    peer.setblocking(False)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    tls = context(Tls(certificate=files["certificate"], key=files["key"]))
    gone: asyncio.Future[None] = loop.create_future()

    def handshake() -> Handshake:
        return Handshake(
            tls,
            asyncio.Protocol,
            came=lambda _: None,
            went=lambda _: gone.set_result(None),
            failed=lambda *_: peer.close(),
        )

    async with await loop.create_server(handshake, "127.0.0.1", 0) as server:
        await loop.sock_connect(peer, server.sockets[0].getsockname())
        await distrust(peer)
        await asyncio.wait_for(gone, 5)
    assert wrong == []


async def test_who_stays_when_the_handshake_has_failed_has_to_go(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsc.smpp.tls.LINGER", 0.02)
    async with running(files) as centre:
        reader, writer = await asyncio.open_connection("127.0.0.1", centre.server.tls_port)
        writer.write(b"no client hello of any kind")
        assert await reader.read() == NO_TLS
        for handshake in tuple(centre.server._handshakes):
            await asyncio.wait_for(handshake.ended(), 5)
        assert not centre.server._handshakes
        writer.close()


async def test_tls_on_the_plain_port_is_turned_away_and_the_log_says_why(
    ca: trustme.CA, files: dict[str, Path]
) -> None:
    async with running(files) as centre, reported("TLS on the plain port"):
        with pytest.raises(Unreachable):
            await bank(centre.server.port, trusting(ca))


async def test_who_says_nothing_on_the_tls_port_has_to_go_when_others_come(files: dict[str, Path]) -> None:
    """There may be as many handshakes under way as unbound sessions."""
    async with running(files) as centre:
        centre.server._strangers = centre.server._strangers.model_copy(update={"unbound": 3})
        silent = [await asyncio.open_connection("127.0.0.1", centre.server.tls_port) for _ in range(6)]
        for reader, writer in silent[:3]:
            with pytest.raises((ConnectionError, EOFError)):
                await asyncio.wait_for(reader.readexactly(1), 5)
            writer.close()
        for _, writer in silent:
            writer.close()


async def test_the_server_stops_while_handshakes_are_under_way(files: dict[str, Path]) -> None:
    async with running(files) as centre:
        _, writer = await asyncio.open_connection("127.0.0.1", centre.server.tls_port)
    writer.close()


@pytest.mark.parametrize("moment", Moment)
async def test_a_server_that_is_cancelled_wherever_it_waits_leaves_no_port_and_no_handshake(
    ca: trustme.CA, files: dict[str, Path], moment: Moment
) -> None:
    trusts = trusting(ca)

    async def work() -> None:
        async with running(files) as centre:
            _, writer = await asyncio.open_connection("127.0.0.1", centre.server.tls_port)
            try:
                async with bank(centre.server.tls_port, trusts):
                    pass
            finally:
                writer.close()

    assert await cancelled_wherever_it_waits(work, moment) > 10


async def test_a_pdu_may_come_in_the_write_that_ends_the_handshake(ca: trustme.CA, files: dict[str, Path]) -> None:
    async with running(files) as centre:
        for _ in range(20):
            async with bank(centre.server.tls_port, trusting(ca)):
                pass


@contextmanager
def without_a_collector() -> Iterator[Callable[[], int]]:
    """Turn garbage collection off, so that cycles stay, and count our sides made in the block that are still there."""

    def sides() -> int:
        return sum(type(one) is Telling for one in gc.get_objects())

    gc.collect()
    before = sides()
    gc.disable()
    try:
        yield lambda: sides() - before
    finally:
        gc.enable()


async def ends(left: Callable[[], int]) -> None:
    """Let the loop run until nothing is left."""
    async with asyncio.timeout(5):
        while left():
            await asyncio.to_thread(lambda: None)


async def test_a_session_that_is_over_leaves_no_buffers_to_the_collector_though_somebody_looks_on(
    ca: trustme.CA, files: dict[str, Path]
) -> None:
    async with running(files) as centre:
        centre.world.trace.follow(lambda _: None)
        with without_a_collector() as left:
            async with bank(centre.server.tls_port, trusting(ca)):
                assert left() == 1
            await ends(left)


async def test_a_handshake_that_has_failed_leaves_none_either(files: dict[str, Path]) -> None:
    async with running(files) as centre:
        with without_a_collector() as left:
            for hello in (b"", b"no client hello of any kind"):
                reader, writer = await asyncio.open_connection("127.0.0.1", centre.server.tls_port)
                writer.write(hello)
                writer.write_eof()
                await reader.read()
                writer.close()
            await ends(left)


def test_files_that_are_no_certificates_are_named(files: dict[str, Path], tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pem"
    with pytest.raises(TlsError, match=r"nothing\.pem .*No such file"):
        context(Tls(certificate=nothing))
    nothing.write_text("no certificate")
    with pytest.raises(TlsError, match=r"nothing\.pem"):
        context(Tls(certificate=nothing))
    with pytest.raises(TlsError, match=r"client_ca: .*nothing\.pem"):
        context(Tls(certificate=files["certificate"], key=files["key"], client_ca=nothing))


def test_files_are_sought_beside_the_file_that_names_them(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text(f'{DEFAULT}\n[smpp.tls]\nport = 3551\ncertificate = "c.pem"\nkey = "/k.pem"\n')
    tls = load(world).smpp.tls
    assert tls == Tls(port=3551, certificate=tmp_path / "c.pem", key=Path("/k.pem"))
    with pytest.raises(ConfigError, match=r"smpp\.tls\.certificate: .*missing"):
        parse(f"{DEFAULT}\n[smpp.tls]\n", "w.toml")
