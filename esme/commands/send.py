"""``esme send``: submit a text to one number or many, and wait for the receipts if asked to."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Annotated

import typer

from esme import Esme, Message, Submitted, connect
from esme.commands import show
from esme.commands.config import Config
from esme.commands.numbers import ToFile, numbers
from esme.commands.opening import opens
from esme.commands.options import AsJson, From, InAlphabet, PartReceipts, ReceiptIds, Schedule, Validity, time
from esme.errors import BadResponse, EsmeError, NoReceipt, NoResponse, Refused
from esme.receipts import PART_RECEIPTS, plain, receipted
from pdu.command_status import CommandStatus
from pdu.commands.options import in_vain
from pdu.commands.saying import FAILED
from pdu.dialects import MESSAGE_IDS
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.session import LocalProtocolError
from pdu.values import MessageState

UNDELIVERED = 1
TIMED_OUT = 124


@opens
def send(
    context: typer.Context,
    *,
    text: Annotated[str, typer.Option(help="The text. A long one goes as several segments.")],
    to: Annotated[
        list[str] | None,
        typer.Option(show_default=False, help="The number it goes to, international with a +; may be repeated."),
    ] = None,
    to_file: ToFile = None,
    opening: connect,
    default_alphabet: InAlphabet = connect.default_alphabet,
    source: From = "",
    flash: Annotated[bool, typer.Option("--flash", help="Show it at once and do not store it (class 0).")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a message that still waits (replace_if_present_flag).")
    ] = False,
    schedule: Schedule = "",
    validity: Validity = "",
    receipt: Annotated[bool, typer.Option("--receipt", help="Wait for the delivery receipt and print it.")] = False,
    receipt_ids: ReceiptIds = connect.receipt_ids,
    part_receipts: PartReceipts = connect.part_receipts,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds to wait for the receipt.")] = 60.0,
    as_json: AsJson = False,
    _config: Config = None,
) -> None:
    """Submit a text to one number or many; wait for receipts if asked.

    Exit status 0 if it was accepted (with --receipt: delivered), 1 if a receipt says otherwise, 2 after an error, 124
    if a receipt did not come in time. If one number is refused, the text still goes to the others.
    """
    goes, ends = time(schedule, "--schedule"), time(validity, "--validity")
    if not receipt:
        in_vain(context, ("timeout", "receipt_ids", "part_receipts"), "a --receipt beside it", "none")

    def submit(bank: Esme, number: str) -> Awaitable[Submitted]:
        return bank.submit(
            text,
            to=number,
            source=source,
            receipt=receipt,
            flash=flash,
            replace=replace,
            schedule=goes,
            validity=ends,
        )

    opening = dataclasses.replace(
        opening, default_alphabet=default_alphabet, receipt_ids=receipt_ids, part_receipts=part_receipts
    )
    errand = _Errand(opening, submit, timeout if receipt else None, as_json=as_json)
    raise typer.Exit(asyncio.run(errand.run(numbers(to or (), to_file))))


class _Errand:
    """A text on its way to each of its numbers, as the terminal shows it; ``patience`` for receipts is in seconds."""

    def __init__(
        self,
        opening: connect,
        submit: Callable[[Esme, str], Awaitable[Submitted]],
        patience: float | None,
        *,
        as_json: bool,
    ) -> None:
        self.system_id = opening.system_id
        self.submit = submit
        self.patience = patience
        self.as_json = as_json
        self.witness = show.Witness(opening.system_id, self._tells, opening.default_alphabet)
        self._opening = dataclasses.replace(
            opening,
            bind="transmitter" if patience is None else "transceiver",
            handler=None if patience is None else self.receive,
            witness=self.witness,
        )
        self._spelled = MESSAGE_IDS[opening.receipt_ids]
        self._parts = PART_RECEIPTS[opening.part_receipts]
        self._ours: set[str] = set()
        self._under_way: set[asyncio.Future[None]] = set()
        self._statuses: set[int] = set()

    async def run(self, to: Sequence[str]) -> int:
        """Submit to all, as many at a time as the window allows, wait for receipts, and return the exit status."""
        left = iter(to)
        stopped: list[Exception] = []  # raised below: before Python 3.11.4, an except* wraps what it raises in a group
        async with self._opening as bank:
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(self._opening.window, len(to))):
                        group.create_task(self._some(bank, group, left, several=len(to) > 1))
            except* (
                EsmeError,
                Malformed,
                LocalProtocolError,
                OSError,
            ) as errors:  # OSError: what we print can't be written
                stopped.extend(errors.exceptions)
            if stopped:
                raise stopped[0] from None
        return next((status for status in (FAILED, TIMED_OUT, UNDELIVERED) if status in self._statuses), 0)

    async def _some(self, bank: Esme, group: asyncio.TaskGroup, left: Iterator[str], *, several: bool) -> None:
        """Submit to the numbers that are left, one after the other."""
        for number in left:
            try:
                message = await self._submit(bank, number)
            except (Refused, BadResponse, NoResponse) as error:
                self._failed(number, error, FAILED, several=several)
                continue
            finally:
                self.witness.check()
            if self.as_json:
                show.record({"to": number, "message_id": message, "message_ids": message.message_ids})
            if self.patience is not None:
                group.create_task(self._receipts(bank, number, message, self.patience, several=several))

    async def _submit(self, bank: Esme, number: str) -> Submitted:
        answered = asyncio.get_running_loop().create_future()
        self._under_way.add(answered)
        try:
            message = await self.submit(bank, number)
            self._ours.update(plain(self._spelled(message_id)) for message_id in message.message_ids)
        finally:
            self._under_way.discard(answered)
            answered.set_result(None)
        return message

    async def _receipts(self, bank: Esme, number: str, message: Submitted, patience: float, *, several: bool) -> None:
        """Wait for the receipt of each segment that has one."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        for message_id in message.message_ids[self._parts]:
            try:
                receipt = await bank.receipt_of(message_id, timeout=max(until - loop.time(), 0))
            except NoReceipt as late:
                self._failed(number, late, TIMED_OUT, several=several)
                return
            if receipt.message_state is not MessageState.DELIVERED:
                self._statuses.add(UNDELIVERED)
            if self.as_json:
                show.record(show.fields(receipt))
            else:
                show.rung("sc", self.system_id, receipt.pdu, receipt.default_alphabet)

    def _failed(self, number: str, error: EsmeError, status: int, *, several: bool) -> None:
        self._statuses.add(status)
        if self.as_json:
            show.record({"to": number, "error": str(error)})
        show.complaint(error, f"{number}: " if several else "")

    async def receive(self, message: Message) -> int:
        """Take the receipts of these messages; leave anything else to a session that stays longer."""
        message_id = receipted(message, self._spelled)
        if message_id is None:
            return CommandStatus.ESME_RX_T_APPN
        if self._under_way:  # a receipt may come before the response that tells its message_id
            await asyncio.wait(set(self._under_way))
        return CommandStatus.ESME_ROK if plain(message_id) in self._ours else CommandStatus.ESME_RX_T_APPN

    def _tells(self, _ours: bool, pdu: Pdu) -> bool:
        """Whether a PDU shows how a message is submitted."""
        return not self.as_json and isinstance(pdu, SubmitSm | SubmitSmResp)
