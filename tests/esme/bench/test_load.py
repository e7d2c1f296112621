"""The load, against message centres that do everything right, or wrong in a way that it must notice."""

import asyncio
import gc
from itertools import count, pairwise
from typing import Any

import pytest

import esme
import pdu
from esme.bench.load import SAMPLE, Task, load
from esme.bench.mix import DEFAULT, plan
from esme.bench.outcome import Outcome, Sample
from esme.bench.session import Session
from pdu import CommandStatus, DataSm, MessageState, SubmitSmResp
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.esme.conversation import mute_message_centre, next_pdu
from tests.esme.message_centre import Answer, MessageCentre, message, receipt
from tests.name import NAME, name_means

SHORT = 0.15  # seconds of patience, when something does not come


def bank(port: int, host: str = "127.0.0.1") -> esme.connect:
    return esme.connect(host, port, system_id="bank")


async def loaded(sc: MessageCentre, task: Task, *, receipts: float = 0.0, **more: Any) -> Outcome:
    messages = plan(DEFAULT, destinations=["60300"], receipts=receipts)
    async with asyncio.timeout(20):
        return await load(bank(sc.port), messages, task, **more)


async def outcome_of(task: Task, *, receipts: float = 0.0, **script: Answer) -> Outcome:
    async with MessageCentre(**script) as sc:
        return await loaded(sc, task, receipts=receipts)


async def test_every_session_submits_its_part_and_unbinds() -> None:
    async with MessageCentre() as sc:
        outcome = await loaded(sc, Task(sessions=3, window=5, count=100))
        said = sc.said()
    assert (outcome.submitted, outcome.answered, outcome.sound) == (100, 100, True)
    assert (said["bind_transceiver"], said["submit_sm"], said["unbind"]) == (3, 100, 3)


async def test_a_dead_address_of_a_host_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async with MessageCentre() as dead, MessageCentre() as sc:
        name_means(monkeypatch, dead.port, sc.port, dead=dead.port)
        async with asyncio.timeout(20):
            outcome = await load(bank(2775, NAME), plan(DEFAULT, destinations=["60300"]), Task(count=1))
    assert outcome.sound


async def test_the_window_is_kept() -> None:
    most = 0

    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        nonlocal most
        most = max(most, sc.said()["submit_sm"] - sc.said()["submit_sm_resp"])
        return [SubmitSmResp(message_id="1")]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(window=7, count=50))
    assert outcome.answered == 50
    assert most == 7


async def test_sequence_numbers_begin_anew_where_there_are_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.bench.session.SEQUENCE_NUMBERS", 20)
    numbers: list[int] = []

    def taken(asked: pdu.Pdu) -> list[pdu.Pdu]:
        numbers.append(asked.sequence_number)
        return [SubmitSmResp(message_id="1")]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(window=7, count=50))
    assert (outcome.answered, outcome.sound) == (50, True)
    assert max(numbers) <= 20
    assert numbers.count(1) > 1
    assert numbers[:13] == list(range(2, 15))  # the bind has 1


async def test_a_load_lasts_as_long_as_it_is_told_and_tells_how_it_goes() -> None:
    samples: list[Sample] = []
    async with MessageCentre() as sc:
        outcome = await loaded(sc, Task(seconds=0.6), watch=samples.append)
    assert outcome.submitted == outcome.answered > 0
    assert len(samples) >= 2
    *regular, last = [after.at - before.at for before, after in pairwise(samples)]
    assert all(seconds >= SAMPLE for seconds in regular)
    assert last > 0
    assert samples[-1].at < 20
    assert samples[-1].answered == outcome.answered
    assert sum(len(sample.latencies) for sample in samples) == outcome.answered
    assert list(outcome.latencies) == sorted(outcome.latencies)


async def test_no_two_samples_are_of_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.bench.load.SAMPLE", 0.0)
    samples: list[Sample] = []
    async with MessageCentre() as sc:
        await loaded(sc, Task(count=10), watch=samples.append)
    assert len(samples) >= 2
    assert all(before.at < after.at for before, after in pairwise(samples))


async def test_no_more_go_than_the_rate_allows() -> None:
    async with MessageCentre() as sc:
        outcome = await loaded(sc, Task(sessions=2, window=100, rate=100, seconds=0.5))
    assert 0 < outcome.submitted <= 50
    assert outcome.sound


async def test_it_ends_when_it_is_stopped_with_what_was_measured() -> None:
    stop = asyncio.Event()

    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        if sc.taken == 10:
            stop.set()
        return [SubmitSmResp(message_id=str(sc.taken))]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=1_000_000), stop=stop)
    assert 10 <= outcome.submitted == outcome.answered < 1_000_000
    assert outcome.sound


async def test_once_it_is_stopped_it_does_not_wait_for_receipts_as_long_as_some_come() -> None:
    stop = asyncio.Event()

    def trickles() -> None:
        if stop.is_set() and sc.connections[-1].session.state.bound:
            sc.says(receipt(str(next(ids))))
        ticks.append(loop.call_later(SHORT / 3, trickles))

    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        if sc.taken == 200:
            stop.set()
        return [SubmitSmResp(message_id=str(sc.taken))]

    ids, loop = count(1), asyncio.get_running_loop()
    ticks: list[asyncio.TimerHandle] = []
    async with MessageCentre(submit_sm=taken) as sc:
        trickles()
        outcome = await loaded(sc, Task(count=1_000_000, patience=SHORT), receipts=1.0, stop=stop)
        ticks[-1].cancel()
    assert outcome.answered >= 200 > outcome.receipts
    assert outcome.lost_receipts == outcome.answered - outcome.receipts


# What is refused, lost, or nonsense


async def test_refusals_are_counted_by_their_status() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        if sc.taken % 4 == 1:
            return [SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED)]
        if sc.taken % 4 == 2:
            return [pdu.GenericNack(command_status=CommandStatus.ESME_RSYSERR)]
        return [SubmitSmResp(message_id=str(sc.taken))]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=40), receipts=0.0)
    assert outcome.refused == {"ESME_RTHROTTLED": 10, "ESME_RSYSERR": 10}
    assert (outcome.answered, outcome.sound) == (40, True)


async def test_a_response_that_never_comes_is_lost_and_its_place_in_the_window_is_not() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        return [SubmitSmResp(message_id=str(sc.taken))] if sc.taken > 3 else []

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(window=3, count=20, patience=1))
    assert (outcome.submitted, outcome.answered, outcome.lost_responses) == (20, 17, 3)
    assert not outcome.sound


async def test_a_request_that_it_does_not_know_is_answered_so() -> None:
    answers: list[pdu.Pdu] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        submit_sm = await next_pdu(reader)
        writer.write(pdu.AlertNotification(sequence_number=1).encode())
        writer.write(pdu.Unknown(command_id=0x00010203, sequence_number=2).encode())
        answers.append(await next_pdu(reader))
        writer.write(SubmitSmResp(message_id="1", sequence_number=submit_sm.sequence_number).encode())

    async with mute_message_centre(talk) as port, asyncio.timeout(20):
        outcome = await load(bank(port), plan(DEFAULT, destinations=["60300"]), Task(count=1))
    assert answers == [pdu.GenericNack(command_status=CommandStatus.ESME_RINVCMDID, sequence_number=2)]
    assert (outcome.answered, outcome.unexpected, outcome.others, outcome.sound) == (1, 0, 2, True)


async def test_a_response_to_nothing_is_no_response() -> None:
    def taken(request: pdu.Pdu) -> list[pdu.Pdu]:
        right = SubmitSmResp(message_id="1", sequence_number=request.sequence_number)
        return [right, right, SubmitSmResp(message_id="1", sequence_number=request.sequence_number + 500_000)]

    outcome = await outcome_of(Task(count=10, window=1), submit_sm=taken)
    assert (outcome.answered, outcome.unexpected) == (10, 20)
    assert not outcome.sound


async def test_a_response_without_a_message_id_is_told() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = 0
        with_resp = {0x00000009: b"sc\0", 0x00000004: b"", 0x00000006: b""}
        while number < 3:
            head = await reader.readexactly(16)
            await reader.readexactly(int.from_bytes(head[:4], "big") - 16)
            body = with_resp[int.from_bytes(head[4:8], "big")]
            length = (16 + len(body)).to_bytes(4, "big")
            writer.write(length + bytes([0x80, *head[5:8]]) + b"\0\0\0\0" + head[12:16] + body)
            number += 1
        await reader.read()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        outcome = await load(bank(port), plan(DEFAULT, destinations=["1"]), Task(count=1))
    assert (outcome.answered, outcome.unreadable) == (1, 1)


@pytest.mark.parametrize(
    ("octets", "found"),
    [(b"\0\0\0\7" + bytes(20), "7"), (b"HTTP/1.1 400 Bad Request\r\n", "1213486160, as HTTP begins")],
)
async def test_garbage_ends_the_session_and_is_told(octets: bytes, found: str) -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        transport = sc.connections[-1].transport
        assert transport is not None
        transport.write(octets)
        return []

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=5))
    assert outcome.lost_responses == 5
    assert outcome.ended == (f"command_length at octet 0: expected from 16 to 69632 octets, found {found}",)


async def test_a_message_centre_may_end_the_session_and_read_the_rest_later() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bind = await next_pdu(reader)
        writer.write(pdu.BindTransceiverResp(sequence_number=bind.sequence_number).encode())
        await next_pdu(reader)  # more is written by now than the system takes
        writer.write_eof()
        try:
            while await reader.read(1 << 16):
                pass
        finally:
            writer.close()
            gone.set()

    gone = asyncio.Event()
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        outcome = await load(bank(port), plan(DEFAULT, destinations=["1"]), Task(window=100_000, count=100_000))
        await gone.wait()
    assert outcome.ended == ("the message centre closed the connection",)


async def test_a_session_that_is_lost_is_told_and_the_others_go_on() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        if sc.taken == 5:
            sc.connections[0].abort()
        return [SubmitSmResp(message_id=str(sc.taken))]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(sessions=2, window=1, count=200))
    assert outcome.submitted == 200
    assert outcome.lost_responses == 1
    assert len(outcome.ended) == 1


async def test_a_message_centre_that_unbinds_ends_the_load() -> None:
    async with MessageCentre(submit_sm=lambda _: [pdu.Unbind()]) as sc:
        outcome = await loaded(sc, Task(count=3))
    assert outcome.ended == ("the message centre unbound",)
    assert outcome.lost_responses == 3


async def test_it_answers_enquire_link() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        return [pdu.EnquireLink(), SubmitSmResp(message_id="1")]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=5))
        assert sc.said()["enquire_link_resp"] == 5
    assert outcome.sound


# Receipts


async def test_every_receipt_is_counted_even_before_the_response() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        return [receipt(str(sc.taken)), SubmitSmResp(message_id=str(sc.taken))]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=50), receipts=1)
        assert sc.said()["deliver_sm_resp"] == 50
    assert (outcome.receipts, outcome.receipt_states, outcome.sound) == (50, {"DELIVERED": 50}, True)
    assert outcome.receipts_per_second > 0


async def test_what_comes_in_pieces_is_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Session.data_received

    def octet_by_octet(session: Session, data: bytes) -> None:
        for octet in data:
            whole(session, bytes((octet,)))

    monkeypatch.setattr(Session, "data_received", octet_by_octet)

    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        return [receipt(str(sc.taken)), SubmitSmResp(message_id=str(sc.taken))]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=10), receipts=1)
    assert (outcome.answered, outcome.receipts, outcome.sound) == (10, 10, True)


async def test_a_receipt_may_come_by_data_sm() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        told = receipt(str(sc.taken))
        by_data_sm = DataSm(
            esm_class=told.esm_class, source_addr=told.source_addr, message_payload=told.short_message, tlvs=told.tlvs
        )
        return [SubmitSmResp(message_id=str(sc.taken)), by_data_sm]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=5, patience=SHORT), receipts=1)
        assert sc.said()["data_sm_resp"] == 5
    assert (outcome.receipts, outcome.others, outcome.sound) == (5, 0, True)


async def test_receipts_that_are_lost_or_come_twice_are_counted() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        sc.taken += 1
        one = str(sc.taken)
        come = [[], [receipt(one)], [receipt(one), receipt(one)]][sc.taken % 3]
        return [SubmitSmResp(message_id=one), *come]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=30, patience=SHORT), receipts=1)
    assert (outcome.receipts, outcome.lost_receipts, outcome.duplicate_receipts) == (20, 10, 10)
    assert not outcome.sound


async def test_what_is_no_receipt_of_ours_is_left_where_it_is() -> None:
    def taken(_: pdu.Pdu) -> list[pdu.Pdu]:
        failed = receipt("1", "UNDELIV", MessageState.UNDELIVERABLE)
        return [message("not for us"), SubmitSmResp(message_id="1"), receipt("another"), failed]

    async with MessageCentre(submit_sm=taken) as sc:
        outcome = await loaded(sc, Task(count=1), receipts=1)
        answers = [(await sc.hears("deliver_sm_resp")).command_status for _ in range(3)]
    assert answers == [CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_ROK, CommandStatus.ESME_ROK]
    assert (outcome.others, outcome.strangers, outcome.receipts) == (1, 1, 1)
    assert outcome.receipt_states == {"DELIVERED": 1, "UNDELIVERABLE": 1}


async def test_an_id_that_was_given_twice_is_told() -> None:
    outcome = await outcome_of(
        Task(count=4, patience=SHORT), receipts=1, submit_sm=lambda _: [SubmitSmResp(message_id="1"), receipt("1")]
    )
    assert outcome.duplicate_ids == 3
    assert not outcome.sound


# The beginning


async def test_a_bind_that_is_refused_is_told_as_the_library_does() -> None:
    refusal = pdu.BindTransceiverResp(command_status=CommandStatus.ESME_RINVPASWD)
    with pytest.raises(esme.BindRefused, match="ESME_RINVPASWD"):
        await outcome_of(Task(), bind_transceiver=lambda _: [refusal])


async def test_sessions_that_are_bound_unbind_when_another_is_refused() -> None:
    def let_in(_: pdu.Pdu) -> list[pdu.Pdu]:
        first = len(sc.connections) == 1
        return [pdu.BindTransceiverResp(command_status=0 if first else CommandStatus.ESME_RALYBND)]

    async with MessageCentre(bind_transceiver=let_in) as sc:
        with pytest.raises(esme.BindRefused, match="ESME_RALYBND"):
            await loaded(sc, Task(sessions=2))
        assert sc.said()["unbind_resp"] == 1


@pytest.mark.parametrize("moment", Moment)
async def test_one_that_is_cancelled_wherever_it_waits_leaves_no_session(moment: Moment) -> None:
    async with MessageCentre() as sc:
        assert await cancelled_wherever_it_waits(lambda: loaded(sc, Task(sessions=2, count=4)), moment) > 4


async def test_a_bind_that_is_not_answered_is_given_up_and_told_once() -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    with pytest.raises(esme.NoResponse, match=r"bind_transceiver was not answered: no response within 0\.15 s"):
        await outcome_of(Task(patience=SHORT), bind_transceiver=lambda _: [])
    gc.collect()
    assert not reported


async def test_a_closed_port_is_told() -> None:
    async with MessageCentre() as sc:
        port = sc.port
    with pytest.raises(esme.Unreachable, match="nothing listens there"):
        await load(bank(port), plan(DEFAULT, destinations=["1"]), Task())
