"""A host with several addresses, some of which are dead: real sockets on loopback."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import pytest

from pdu import reach
from pdu.why import why
from tests.cancelling import Moment, cancelled_wherever_it_waits, open_files
from tests.name import NAME, name_means

Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]


@asynccontextmanager
async def listening() -> AsyncIterator[int]:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def closed() -> int:
    """Give a port where nothing listens."""
    async with listening() as port:
        return port


async def the_other_is_closed() -> None:
    for _ in ("it is cancelled", "and closes its own"):
        await asyncio.sleep(0)


async def test_an_address_that_never_answers_has_a_head_start_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "HEAD_START", 0.001)
    dead = await closed()
    async with listening() as port:
        name_means(monkeypatch, dead, port, dead=dead)
        before = open_files()
        reported: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
        with await reach.reach(NAME, 2775) as connected:
            assert connected.getpeername() == ("127.0.0.1", port)
            await the_other_is_closed()
            assert open_files() == before + 1
        assert reported == []


async def test_an_address_that_refuses_is_passed_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "HEAD_START", 3600)
    async with listening() as port:
        name_means(monkeypatch, await closed(), port)
        with await reach.reach(NAME, 2775) as connected:
            assert connected.getpeername() == ("127.0.0.1", port)
            assert connected.proto == socket.IPPROTO_TCP  # by which asyncio knows that it may set TCP_NODELAY


async def test_where_all_refuse_for_one_reason_it_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    name_means(monkeypatch, await closed(), await closed())
    with pytest.raises(ConnectionRefusedError) as wrong:
        await reach.reach(NAME, 2775)
    assert why(wrong.value) == "nothing listens there"  # and not, as asyncio says, "Multiple exceptions: ..."


async def test_where_each_refuses_for_its_own_reason_each_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [await closed(), await closed()]
    name_means(monkeypatch, *ports)
    numbers = count()

    async def sock_connect(_: socket.socket, _where: object) -> None:
        raise (ConnectionRefusedError(), TimeoutError())[next(numbers)]

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", sock_connect)
    told = f"127.0.0.1:{ports[0]}: nothing listens there, 127.0.0.1:{ports[1]}: no answer"
    with pytest.raises(OSError, match=f"^{told}$"):
        await reach.reach(NAME, 2775)


async def test_the_first_is_waited_for_though_all_that_were_tried_after_it_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach, "HEAD_START", 0.001)
    loop, slow, refused = asyncio.get_running_loop(), 1, asyncio.Event()

    async def sock_connect(_: socket.socket, where: tuple[str, int]) -> None:
        if where[1] == slow:
            await refused.wait()
        else:
            loop.call_later(0.001, refused.set)
            raise ConnectionRefusedError

    name_means(monkeypatch, slow, 2)
    monkeypatch.setattr(loop, "sock_connect", sock_connect)
    (await asyncio.wait_for(reach.reach(NAME, 2775), 5)).close()


@pytest.mark.parametrize("refuses", [False, True])
async def test_of_two_that_answer_at_the_same_time_one_is_closed(
    refuses: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "HEAD_START", 0.001)
    loop = asyncio.get_running_loop()
    made: list[socket.socket] = []
    both = loop.create_future()
    reported: list[object] = []
    loop.set_exception_handler(lambda _, context: reported.append(context))

    async def sock_connect(one: socket.socket, _where: object) -> None:
        made.append(one)
        if len(made) == 2:
            loop.call_soon(both.set_result, None)
        await both
        if refuses and one is made[1]:
            raise ConnectionRefusedError

    name_means(monkeypatch, 1, 2)
    monkeypatch.setattr(loop, "sock_connect", sock_connect)
    with await reach.reach(NAME, 2775) as connected:
        await the_other_is_closed()
        assert [one.fileno() >= 0 for one in made] == [True, False]
        assert connected is made[0]
    assert reported == []


@pytest.mark.parametrize("moment", Moment)
async def test_nothing_stays_open_wherever_it_is_cancelled(moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "HEAD_START", 0.001)
    dead = await closed()
    async with listening() as port:
        name_means(monkeypatch, dead, port, dead=dead)

        async def work() -> None:
            (await reach.reach(NAME, 2775)).close()

        assert await cancelled_wherever_it_waits(work, moment) >= 2  # for the name, and for its addresses


def test_a_name_server_that_is_dead_holds_up_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    end, answers = threading.Event(), []

    async def ask() -> None:
        loop, asked = asyncio.get_running_loop(), asyncio.Event()

        def getaddrinfo(*_: object, flags: int = 0, **__: object) -> None:
            if not flags & socket.AI_NUMERICHOST:
                loop.call_soon_threadsafe(asked.set)
                answers.append(end.wait(20))
            raise socket.gaierror(socket.EAI_NONAME, "it is no number")

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        asking = asyncio.create_task(reach.reach(NAME, 2775))
        await asked.wait()
        asking.cancel()
        await asyncio.wait((asking,))

    asyncio.run(ask())
    assert not answers  # it is still being asked
    end.set()


@pytest.mark.parametrize("known", [True, False])
async def test_a_name_server_that_answers_when_nobody_waits_any_more_disturbs_nothing(
    known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, asked, answers = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    reported: list[object] = []
    loop.set_exception_handler(lambda _, context: reported.append(context))

    def getaddrinfo(*_: object, flags: int = 0, **__: object) -> list[Found]:
        if not flags & socket.AI_NUMERICHOST:
            loop.call_soon_threadsafe(asked.set)
            answers.wait(20)
            if known:
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 2775))]
        raise socket.gaierror(socket.EAI_NONAME, "it is no number")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    before = set(threading.enumerate())
    asking = asyncio.create_task(reach.reach(NAME, 2775))
    await asked.wait()
    asking.cancel()
    await asyncio.wait((asking,))
    answers.set()
    for thread in set(threading.enumerate()) - before:
        thread.join()
    await asyncio.sleep(0)  # what the thread has had called
    assert reported == []


async def test_a_name_that_is_nobodys_is_told_as_the_resolver_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(socket.gaierror, match="Name or service not known"):
        await asyncio.wait_for(reach.reach(NAME, 2775), 5)


async def test_a_port_beyond_all_ports_is_not_cut_short() -> None:
    with pytest.raises(OverflowError, match="found 70000"):
        await reach.reach("localhost", 70000)


def test_the_versions_of_ip_take_turns_beginning_with_the_first() -> None:
    def address(host: str) -> Found:
        return socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 2775)

    def turns(*hosts: str) -> list[str]:
        return [one[4][0] for one in reach.by_turns([address(host) for host in hosts])]

    assert turns("::1", "::2", "::3", "192.0.2.1") == ["::1", "192.0.2.1", "::2", "::3"]
    assert turns("192.0.2.1", "192.0.2.2", "::1") == ["192.0.2.1", "::1", "192.0.2.2"]
