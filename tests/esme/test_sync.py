"""The client without asyncio: its calls block, in any thread, and none of them for ever."""

import asyncio
import copy
import inspect
import os
import pickle
import pydoc
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any, TypeVar, assert_type

import pytest

import esme
import esme.sync
import pdu
from pdu import CommandStatus, MessageState, QuerySmResp, SubmitSm, SubmitSmResp
from pdu.events import Event
from pdu.matrix import SessionState
from tests.esme.conversation import TO
from tests.esme.message_centre import PATIENCE, Answer, MessageCentre, message, receipt

T = TypeVar("T")


async def told(
    talk: Callable[[esme.sync.Esme, MessageCentre], T], script: dict[str, Answer] | None = None, **parameters: Any
) -> T:
    """Run ``talk`` in a thread, with a bank bound to a message centre, and return its result; nothing is left over."""
    async with MessageCentre(**script or {}) as sc:

        def run() -> T:
            with esme.sync.connect("127.0.0.1", sc.port, system_id="bank", **parameters) as bank:
                return talk(bank, sc)

        async with asyncio.timeout(20):
            return await asyncio.to_thread(run)


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Any:
    yield
    assert [thread for thread in threading.enumerate() if thread.name == "esme.sync"] == []


def receipted(request: SubmitSm) -> list[pdu.Pdu]:
    number = str(request.sequence_number)
    return [SubmitSmResp(message_id=number), receipt(number)]


# What it does


async def test_a_message_is_submitted_and_its_receipt_waited_for() -> None:
    def talk(bank: esme.sync.Esme, _: MessageCentre) -> esme.Message:
        submitted = bank.submit("Hello", to=TO, receipt=True)
        assert_type(submitted, esme.sync.Submitted)
        assert submitted == submitted.message_ids[0]
        assert bank.receipt_of(submitted).message_state is MessageState.DELIVERED
        return submitted.delivered(timeout=5)

    assert (await told(talk, {"submit_sm": receipted})).message_state is MessageState.DELIVERED


async def test_the_operations_are_those_of_the_library() -> None:
    query = QuerySmResp(message_id="7", message_state=MessageState.ENROUTE)
    script: dict[str, Answer] = {
        "query_sm": lambda _: [query],
        "cancel_sm": lambda _: [pdu.CancelSmResp()],
        "replace_sm": lambda _: [pdu.ReplaceSmResp()],
    }

    def talk(bank: esme.sync.Esme, sc: MessageCentre) -> list[str]:
        assert assert_type(bank.query("7", source="60300"), QuerySmResp).message_state == MessageState.ENROUTE
        assert_type(bank.cancel("7"), pdu.CancelSmResp)
        assert_type(bank.replace("7", "Bye"), pdu.ReplaceSmResp)
        assert assert_type(bank.send(SubmitSm(destination_addr="1")), SubmitSmResp).message_id == "1"
        assert bank.bind_resp.system_id == "sc"
        assert bank.state is SessionState.BOUND_TRX
        return list(sc.said())

    assert {"query_sm", "cancel_sm", "replace_sm", "submit_sm"} <= set(await told(talk, script))


@pytest.mark.parametrize("name", ["connect", "serve_outbind"])
def test_help_tells_how_it_is_used_without_asyncio(name: str) -> None:
    function = getattr(esme.sync, name)
    told = pydoc.plain(pydoc.render_doc(function))
    assert told.startswith(f"Python Library Documentation: function {name} in module esme.sync")
    assert (f"with {name}(...) as bank" in told, "async" in told.replace("asyncio", "")) == (True, False)
    assert inspect.signature(function) == inspect.signature(getattr(esme, name))


def test_every_operation_of_the_library_is_here() -> None:
    public = {name for name in dir(esme.Esme) if not name.startswith("_")}
    assert public - set(dir(esme.sync.Esme)) == set()


async def test_messages_come_one_after_the_other_until_the_session_ends() -> None:
    script: dict[str, Answer] = {"submit_sm": lambda _: [message("one"), message("two"), pdu.Unbind()]}

    def talk(bank: esme.sync.Esme, _: MessageCentre) -> list[str | None]:
        with pytest.raises(esme.Disconnected):
            bank.submit("Hello", to=TO)
        texts = [one.text for one in bank]
        assert bank.receive() is None
        return texts

    assert await told(talk, script) == ["one", "two"]


async def test_a_handler_may_wait_and_use_the_session() -> None:
    banks: list[esme.sync.Esme] = []
    ready = threading.Event()

    def answer(incoming: esme.Message) -> int:
        assert ready.wait(5)
        banks[0].submit(f"{incoming.text}, too", to=incoming.source)
        return CommandStatus.ESME_ROK

    async with MessageCentre() as sc:

        def run() -> None:
            opened = esme.sync.connect(
                "127.0.0.1", sc.port, system_id="bank", handler=esme.sync.handler(answer), window=3
            )
            with opened as bank:
                banks.append(bank)
                ready.set()
                bank.closed()

        running = asyncio.create_task(asyncio.to_thread(run))
        await sc.hears("bind_transceiver")
        sc.says(message("Hello"))
        assert (await sc.hears("submit_sm")).short_message == b"Hello, too"
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_ROK
        sc.says(pdu.Unbind())
        await running


async def test_a_handler_whose_iterator_is_at_its_end_has_raised() -> None:
    answers = iter([CommandStatus.ESME_ROK])
    handler = esme.sync.handler(lambda _: next(answers))
    incoming = esme.Message(message("Hello"))
    assert await handler(incoming) == CommandStatus.ESME_ROK
    with pytest.raises(RuntimeError, match="a handler of messages raised StopIteration"):
        await asyncio.wait_for(handler(incoming), PATIENCE)


async def test_an_esme_without_asyncio_is_called_by_outbind() -> None:
    listening: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def run() -> list[str | None]:
        with esme.sync.serve_outbind(system_id="bank", mc_system_id="sc") as bank:
            loop.call_soon_threadsafe(listening.put_nowait, bank.address)
            return [next(bank).text for _ in range(2)]

    running = asyncio.create_task(asyncio.to_thread(run))
    address = await asyncio.wait_for(listening.get(), 20)
    sc = MessageCentre()
    for text in ("one", "two"):
        await loop.create_connection(sc.connection, *address)
        sc.says(pdu.Outbind(system_id="sc"))
        assert (await sc.hears("bind_receiver")).system_id == "bank"
        sc.says(message(text))
        await sc.hears("deliver_sm_resp")
    assert await asyncio.wait_for(running, 20) == ["one", "two"]
    for connection in sc.connections:
        await connection.lost
    assert sc.said()["unbind_resp"] == 2


async def test_a_port_that_is_taken_leaves_nothing_behind() -> None:
    async with MessageCentre() as sc:

        def run() -> None:
            with pytest.raises(esme.NotListening, match="can't be listened at"):
                esme.sync.serve_outbind("127.0.0.1", sc.port, system_id="bank")
            assert "esme.sync" not in {thread.name for thread in threading.enumerate()}

        await asyncio.to_thread(run)


async def test_threads_share_a_session_and_its_window() -> None:
    def talk(bank: esme.sync.Esme, sc: MessageCentre) -> None:
        with ThreadPoolExecutor(8) as threads:
            ids = set(threads.map(lambda number: bank.submit(str(number), to=TO), range(40)))
        assert len(ids) == 40
        assert sc.said()["submit_sm"] == 40

    await told(talk, window=3)


# What goes wrong


async def test_errors_are_those_of_the_library() -> None:
    throttled: dict[str, Answer] = {"submit_sm": lambda _: [SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED)]}

    def talk(bank: esme.sync.Esme, _: MessageCentre) -> None:
        with pytest.raises(esme.Refused, match="ESME_RTHROTTLED"):
            bank.submit("Hello", to=TO)
        with pytest.raises(esme.Malformed, match="destination_addr"):
            bank.submit("Hello", to="Bank")
        with pytest.raises(ValueError, match="receipt=True"):
            esme.sync.Submitted.of(bank, esme.Submitted.under(["1"])).delivered()

    await told(talk, throttled)


async def test_what_does_not_come_in_time_is_told() -> None:
    def talk(bank: esme.sync.Esme, _: MessageCentre) -> None:
        with pytest.raises(TimeoutError, match=r"no message within 0\.01 s"):
            bank.receive(timeout=0.01)
        with pytest.raises(ValueError, match="timeout: expected a number of seconds, found nan"):
            bank.receive(timeout=float("nan"))
        submitted = bank.submit("Hello", to=TO, receipt=True)
        with pytest.raises(esme.NoReceipt, match=f"no receipt for message {submitted}"):
            submitted.delivered(timeout=0.01)

    await told(talk)


async def test_a_program_whose_clock_a_test_has_frozen_does_not_wait_for_ever() -> None:
    def talk(bank: esme.sync.Esme, _: MessageCentre) -> None:
        with pytest.MonkeyPatch.context() as frozen:
            frozen.setattr("time.monotonic", repeat(time.monotonic()).__next__)  # as freezegun does
            with pytest.raises(TimeoutError):
                bank.receive(timeout=0.01)

    await told(talk)


async def test_a_response_that_does_not_come_is_given_up_after_response_timer() -> None:
    def talk(bank: esme.sync.Esme, _: MessageCentre) -> None:
        with pytest.raises(esme.NoResponse, match="submit_sm was not answered"):
            bank.submit("Hello", to=TO)

    await told(talk, {"submit_sm": lambda _: []}, timers=esme.Timers(response_timer=0.2))


async def test_a_message_centre_that_goes_away_ends_every_wait() -> None:
    async with MessageCentre(submit_sm=lambda _: []) as sc:

        def run() -> None:
            with esme.sync.connect("127.0.0.1", sc.port, system_id="bank") as bank:
                with pytest.raises(esme.Disconnected, match="the peer closed the connection"):
                    bank.submit("Hello", to=TO)
                with pytest.raises(esme.Disconnected):
                    bank.receive()
                with pytest.raises(esme.Disconnected):
                    next(bank)

        running = asyncio.create_task(asyncio.to_thread(run))
        await sc.hears("submit_sm")
        sc.hang_up()
        await asyncio.wait_for(running, 20)


async def test_closing_ends_what_other_threads_wait_for() -> None:
    def talk(bank: esme.sync.Esme, _: MessageCentre) -> None:
        waits = threading.Barrier(2)

        def wait() -> None:
            waits.wait(5)
            with pytest.raises(esme.Disconnected):
                bank.query("7")

        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(wait)
            waits.wait(5)
            bank.close()
            waiting.result(10)
        with pytest.raises(esme.Disconnected, match="closed by us"):
            bank.submit("Hello", to=TO)
        bank.close()

    await told(talk)


async def test_a_connection_that_fails_leaves_nothing_behind() -> None:
    refused = pdu.BindTransceiverResp(command_status=CommandStatus.ESME_RINVPASWD)
    with pytest.raises(esme.BindRefused, match="ESME_RINVPASWD"):
        await told(lambda *_: None, {"bind_transceiver": lambda _: [refused]})
    with pytest.raises(esme.Malformed, match="system_id"):
        await asyncio.to_thread(esme.sync.connect, "127.0.0.1", 1, system_id="far too long a system_id")


async def test_a_call_that_would_hold_up_an_event_loop_is_refused() -> None:
    with pytest.raises(RuntimeError, match=r"use esme\.connect there"):
        esme.sync.connect("127.0.0.1", 1, system_id="bank")


async def test_a_session_that_a_coroutine_may_not_close_goes_on() -> None:
    async with MessageCentre() as sc:
        bank = await asyncio.to_thread(esme.sync.connect, "127.0.0.1", sc.port, system_id="bank")
        with pytest.raises(RuntimeError, match=r"hold up the event loop it is in: .* asyncio\.to_thread"):
            bank.close()
        await asyncio.to_thread(bank.submit, "Hello", to=TO)
        await asyncio.to_thread(bank.close)
        assert sc.said()["unbind"] == 1


AT_THE_VERY_END = """
import sys
import esme.sync
class Gateway:
    def __init__(self):
        self.bank = esme.sync.connect("127.0.0.1", int(sys.argv[1]), system_id="bank")
    def __del__(self):
        try:
            self.bank.submit("Hello", to="+447700900123")
        except RuntimeError as error:
            sys.stdout.write(f"{error}\\n")
        self.bank.close()
gateway = Gateway()
"""


async def test_a_session_that_is_used_once_the_program_has_ended_holds_nobody_up() -> None:
    async with MessageCentre() as sc:
        command = (sys.executable, "-c", AT_THE_VERY_END, str(sc.port))
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=20)
    assert (done.stdout, done.stderr, done.returncode) == ("the program has ended, and its sessions with it\n", "", 0)


async def test_a_program_that_has_a_loop_under_its_feet_and_is_no_coroutine_may_wait() -> None:
    async with MessageCentre() as sc:

        def program() -> None:  # like a test that Playwright's greenlet returns to
            with esme.sync.connect("127.0.0.1", sc.port, system_id="bank") as bank:
                bank.submit("Hello", to=TO)

        def run() -> None:
            loop = asyncio.new_event_loop()
            loop.call_soon(program)
            loop.call_soon(loop.stop)
            loop.run_forever()
            loop.close()

        await asyncio.to_thread(run)
        assert "submit_sm_resp" in " ".join(sc.ladder)


async def test_who_is_told_of_a_pdu_may_not_wait_for_another() -> None:
    refused: list[str] = []

    def talk(bank: esme.sync.Esme, _: MessageCentre) -> None:
        banks.append(bank)
        bank.submit("Hello", to=TO)

    def witness(sent: bool, one: pdu.Pdu) -> None:
        if not sent and isinstance(one, SubmitSmResp):
            try:
                banks[0].enquire_link()
            except RuntimeError as error:
                refused.append(str(error))

    banks: list[esme.sync.Esme] = []
    await told(talk, witness=witness)
    assert refused == ["this call would hold up the event loop it is in: use esme.connect there, or asyncio.to_thread"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # Python 3.12's: there are threads, as intended
async def test_a_process_that_is_forked_has_no_part_in_the_session() -> None:
    def talk(bank: esme.sync.Esme, _: MessageCentre) -> tuple[str, int]:
        out, into = os.pipe()
        child = os.fork()
        if not child:  # so that what pytest set up is not torn down here too
            try:
                bank.submit("Hello", to=TO)
            except RuntimeError as error:
                os.write(into, str(error).encode())
            bank.close()
            os._exit(0)
        os.close(into)
        with os.fdopen(out) as said:
            told = said.read()
        status = os.waitpid(child, 0)[1]
        bank.submit("Hello", to=TO)
        return told, status

    assert await told(talk) == (
        "this session is bound by the process that this one was forked from: connect in each process",
        0,
    )


async def test_a_session_sent_to_another_process_says_what_to_do() -> None:
    def talk(bank: esme.sync.Esme, _: MessageCentre) -> None:
        for one in (bank, bank.aio):
            for away in (pickle.dumps, copy.copy):
                with pytest.raises(TypeError, match=r"a session can't be .* sent to another process: connect in each"):
                    away(one)

    await told(talk)


PROGRAM = """
import signal, sys
import esme, esme.sync
signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background, nobody hears Ctrl-C
with esme.sync.connect("127.0.0.1", int(sys.argv[1]), system_id="bank") as bank:
    try:
        bank.submit("Hello", to="+447700900123", receipt=True).delivered()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        raise
"""


async def started(sc: MessageCentre, program: str = PROGRAM) -> asyncio.subprocess.Process:
    """Start a program, and wait until it waits for its receipt."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, str(sc.port)), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    await sc.hears("submit_sm")
    sc.says(pdu.EnquireLink())
    await sc.hears("enquire_link_resp")  # by then submit_sm_resp has come too
    return process


async def test_ctrl_c_ends_a_wait_and_the_session_is_unbound() -> None:
    async with MessageCentre() as sc:
        process = await started(sc)
        process.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(process.communicate(), 20)
        assert sc.ladder[-1] == "sc -> bank  unbind_resp ESME_ROK"
    assert out == b"interrupted\n"
    assert err.rstrip().endswith(b"KeyboardInterrupt")
    assert process.returncode == -signal.SIGINT


async def test_a_second_ctrl_c_does_not_wait_for_unbind_resp() -> None:
    async with MessageCentre() as sc:
        process = await started(sc)
        heard = asyncio.Event()

        def deaf(*_: Any) -> list[Event]:
            heard.set()
            return []

        sc.connections[-1].session.receive_data = deaf  # type: ignore[assignment]  # from here on
        process.send_signal(signal.SIGINT)
        await heard.wait()
        process.send_signal(signal.SIGINT)
        _, err = await asyncio.wait_for(process.communicate(), 20)
        await sc.gone()
    assert err.rstrip().endswith(b"KeyboardInterrupt")
    assert process.returncode == -signal.SIGINT


SIGNALLED = """
import signal, sys
import esme, esme.sync
signal.signal(signal.SIGINT, signal.default_int_handler)

async def signals(_):  # in the thread of the session: it wakes nobody who waits
    signal.raise_signal(signal.SIGINT)

with esme.sync.connect("127.0.0.1", int(sys.argv[1]), system_id="bank", handler=signals) as bank:
    try:
        bank.submit("Hello", to="+447700900123", receipt=True).delivered()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


async def test_a_signal_that_wakes_nobody_ends_a_wait_as_well() -> None:
    async with MessageCentre() as sc:
        process = await started(sc, SIGNALLED)
        sc.says(pdu.DeliverSm(short_message=b"Hello"))
        out, _ = await asyncio.wait_for(process.communicate(), 20)
    assert (out, process.returncode) == (b"interrupted\n", 0)
