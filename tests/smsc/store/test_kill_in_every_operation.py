"""kill -9 in the middle of every operation, and of what handsets send: what was acknowledged happens, and only that.

Each text is written once, so that it can be counted where it arrives. Nothing arrives twice within one life of the
service centre; only what was on its way, unanswered, when it was killed may arrive a second time.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Literal

import esme
from pdu.lists import SmeAddress
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.data_sm import DataSm
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm
from tests.smsc.store.lives import PATIENCE, PHONES, Life, a_service_centre, number_of, write_world

LIVES = 5  # of the service centre; the last one is not cut short
KILL_AFTER = 40  # acknowledgements in each life, or a few more
OFF = 19  # this handset is switched off in every life but the last
SOON, LATER = "000000000001000R", "000000010000000R"  # a second, an hour
SHOP = "7001"

Operation = Callable[["Customer", esme.Esme], Awaitable[None]]


class Customer:
    """An ESME that does everything: what was promised to it, and what it was told."""

    def __init__(self) -> None:
        self.due: dict[tuple[str, str], str] = {}  # message_id and destination: the stat of the receipt that is due
        self.texts: dict[str, str] = {}  # each text that is to arrive, and where
        self.never: set[str] = set()  # texts that must not arrive
        self.unsure: list[SubmitSm | ReplaceSm | CancelSm] = []  # requested, and not answered before the end
        self.receipts: Counter[tuple[str, str, str]] = Counter()
        self.arrived: list[Counter[tuple[str, str]]] = []  # in each life: text and where
        self.written: dict[int, int] = dict.fromkeys(range(PHONES), 0)  # texts that each handset's owner wrote
        self.acknowledged = 0
        self.heard = asyncio.Event()
        self._numbers = count(1)

    # Both ends of a text

    async def told(self, message: esme.Message) -> None:
        """Take a receipt, which is acknowledged when this returns, so that none is lost on this side."""
        assert message.receipt is not None
        self.receipts[message.receipt.id, message.source, message.receipt.stat] += 1
        self.heard.set()

    async def shop(self, message: esme.Message) -> None:
        """Take a text, as the other ESME."""
        self._arrives(message.text or "", SHOP)

    def rung(self, line: str) -> None:
        """Note what handsets show, and what they are told about their own texts."""
        if shown := re.search(r" ms(\d+) +shows text=(\S+) sender=", line):
            self._arrives(shown[2], number_of(int(shown[1])))
        if taken := re.search(r"-> ms(\d+) +CP-DATA RP-ACK SMS-SUBMIT-REPORT", line):
            self.texts[self.written_text(int(taken[1]))] = SHOP
            self.heard.set()

    def _arrives(self, text: str, where: str) -> None:
        self.arrived[-1][text, where] += 1
        self.heard.set()

    def written_text(self, phone: int) -> str:
        """Return the text that the owner of a handset wrote last."""
        return f"written-{phone}-{self.written[phone]}"

    def another(self, kind: str) -> tuple[str, int]:
        """Choose a text, and a handset for it."""
        number = next(self._numbers)
        return f"{kind}-{number}", number % PHONES

    def promised(self, message_id: str, text: str, *numbers: str, stat: str = "DELIVRD") -> None:
        """Note that a text is acknowledged: from now on it is due."""
        self.acknowledged += 1
        for number in numbers:
            self.due[message_id, number] = stat
            if stat == "DELIVRD":
                self.texts[text] = number if len(numbers) == 1 else "each"

    # What came of it

    def missing(self) -> list[object]:
        """List what was promised and has not come."""
        arrived = Counter[str]()
        for life in self.arrived:
            arrived.update(text for text, _ in life)
        receipts = [due for due in self.due.items() if not self.receipts[(*due[0], due[1])]]
        return [*receipts, *(text for text in self.texts if not arrived[text])]

    def wrong(self) -> list[object]:
        """List what came and should not have: another final state, a cancelled text, a text twice in one life."""
        twice = [(text, life) for life in self.arrived for text, times in life.items() if times > 1]
        never = [text for life in self.arrived for text, _ in life if text in self.never]
        others = [told for told in self.receipts if self.due.get(told[:2], told[2]) != told[2]]
        return [*twice, *never, *others]


def submit_sm(text: str, phone: int, **more: str) -> SubmitSm:
    to = {"dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": number_of(phone)[1:]}
    octets = text.encode("ascii")
    place: Literal["short_message", "message_payload"] = "message_payload" if len(octets) > 160 else "short_message"
    return SubmitSm(source_addr="7000", registered_delivery=1, **{place: octets}, **to, **more)  # type: ignore[arg-type]


async def submit(customer: Customer, bank: esme.Esme) -> None:
    text, phone = customer.another("submit")
    customer.promised(await bank.submit(text, to=number_of(phone), receipt=True), text, number_of(phone))


async def submit_to_shop(customer: Customer, bank: esme.Esme) -> None:
    text, _ = customer.another("shop")
    customer.promised(await bank.submit(text, to=SHOP, receipt=True), text, SHOP)


async def submit_long(customer: Customer, bank: esme.Esme) -> None:
    text, phone = customer.another("long")
    text = f"{text}-{'x' * 600}"
    resp = await bank.send(submit_sm(text, phone))
    customer.promised(resp.message_id, text, number_of(phone))


async def submit_scheduled(customer: Customer, bank: esme.Esme) -> None:
    text, phone = customer.another("scheduled")
    resp = await bank.send(submit_sm(text, phone, schedule_delivery_time=SOON))
    customer.promised(resp.message_id, text, number_of(phone))


async def submit_multi(customer: Customer, bank: esme.Esme) -> None:
    text, phone = customer.another("multi")
    numbers = [number_of((phone + step) % PHONES) for step in range(3)]
    dest_address = tuple(SmeAddress(1, 1, number[1:]) for number in numbers)
    pdu = SubmitMulti(source_addr="7000", dest_address=dest_address, registered_delivery=1, short_message=text.encode())
    resp = await bank.send(pdu)
    assert isinstance(resp, SubmitMultiResp)
    assert not resp.unsuccess_sme
    customer.promised(resp.message_id, text, *numbers)


async def data_sm(customer: Customer, bank: esme.Esme) -> None:
    text, phone = customer.another("data")
    to = {"dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": number_of(phone)[1:]}
    pdu = DataSm(source_addr="7000", registered_delivery=1, message_payload=text.encode(), **to)  # type: ignore[arg-type]
    customer.promised((await bank.send(pdu)).message_id, text, number_of(phone))


async def replace_sm(customer: Customer, bank: esme.Esme) -> None:
    text, phone = customer.another("replaced")
    message_id = (await bank.send(submit_sm(f"old-{text}", phone, schedule_delivery_time=LATER))).message_id
    customer.never.add(f"old-{text}")
    customer.promised(message_id, text, number_of(phone))
    pdu = ReplaceSm(
        message_id,
        source_addr="7000",
        schedule_delivery_time=SOON,
        registered_delivery=1,
        short_message=text.encode(),
    )
    customer.unsure.append(pdu)
    await bank.send(pdu)
    customer.unsure.remove(pdu)


async def cancel_sm(customer: Customer, bank: esme.Esme) -> None:
    text, phone = customer.another("cancelled")
    message_id = (await bank.send(submit_sm(text, phone, schedule_delivery_time=LATER))).message_id
    customer.never.add(text)
    customer.promised(message_id, text, number_of(phone), stat="DELETED")
    pdu = CancelSm(message_id=message_id, source_addr="7000")
    customer.unsure.append(pdu)
    await bank.send(pdu)
    customer.unsure.remove(pdu)


OPERATIONS: tuple[Operation, ...] = (
    submit,
    submit_to_shop,
    submit_long,
    submit_scheduled,
    submit_multi,
    data_sm,
    replace_sm,
    cancel_sm,
)


async def write_texts(customer: Customer, life: Life, phone: int) -> None:
    """Let the owner of a handset write one text after the other, each once the one before has been accepted."""
    while True:
        customer.written[phone] += 1
        text = customer.written_text(phone)
        life.act(f'ms{phone} sends text text="{text}" to={SHOP}')
        while text not in customer.texts:
            customer.heard.clear()
            await customer.heard.wait()


async def ask(customer: Customer, bank: esme.Esme, operation: Operation, life: Life, target: int) -> None:
    """Do the same again and again until there are enough acknowledgements; then kill the service centre."""
    while True:
        await operation(customer, bank)
        if customer.acknowledged >= target:
            life.kill()


async def live(customer: Customer, life: Life, how: Literal["transceiver", "transmitter"]) -> None:
    """Do everything at once until the service centre is killed; if bound as a transmitter, the receipts wait."""
    target = customer.acknowledged + KILL_AFTER
    life.act(f"ms{OFF} switches off")
    writers = [asyncio.create_task(write_texts(customer, life, phone)) for phone in range(3)]
    try:
        async with (
            esme.connect(
                "127.0.0.1", life.port, system_id="bank", password="secret", bind=how, handler=customer.told
            ) as bank,
            asyncio.TaskGroup() as group,
        ):
            for operation in OPERATIONS:
                group.create_task(ask(customer, bank, operation, life, target))
    except* (esme.EsmeError, OSError):
        pass  # killed, as intended
    finally:
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)


async def collect(customer: Customer, port: int) -> None:
    """Repeat what was not answered, and wait until nothing is missing."""
    async with (
        esme.connect("127.0.0.1", port, system_id="bank", password="secret", handler=customer.told) as bank,
        esme.connect("127.0.0.1", port, system_id="shop", password="opensesa", handler=customer.shop),
    ):
        for pdu in customer.unsure:
            pdu.sequence_number = 0
            try:
                await bank.send(pdu)
            except esme.Refused:
                continue  # it was carried out before the answer got lost
        try:
            async with asyncio.timeout(PATIENCE):
                while customer.missing():
                    customer.heard.clear()
                    await customer.heard.wait()
        except TimeoutError:
            raise AssertionError(f"these never came: {customer.missing()}") from None


async def test_whatever_is_going_on_when_it_is_killed_comes_to_its_end(tmp_path: Path) -> None:
    write_world(tmp_path)
    customer = Customer()
    for lived in range(LIVES - 1):
        customer.arrived.append(Counter())
        async with a_service_centre(tmp_path, customer.rung) as life:
            await live(customer, life, "transceiver" if lived % 2 else "transmitter")
            await life.killed()
    customer.arrived.append(Counter())
    async with a_service_centre(tmp_path, customer.rung) as life:
        await collect(customer, life.port)
    assert customer.acknowledged >= KILL_AFTER * (LIVES - 1)
    assert sum(text.startswith("written") for text in customer.texts) >= LIVES
    assert customer.wrong() == []
