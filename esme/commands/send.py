"""``esme send``: submit one message, and wait for its receipt if asked to."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

import typer

from esme import Message, Submitted, connect
from esme.commands import show
from esme.commands.options import TIMERS, AsJson, Host, Password, Port, Schedule, SystemId, Validity, time
from esme.times import Time
from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.values import MessageState

UNDELIVERED = 1


def send(
    to: Annotated[str, typer.Option(help="The number it goes to, international with a +.")],
    text: Annotated[str, typer.Option(help="What it says. A long text goes as several segments.")],
    system_id: SystemId,
    password: Password = connect.password,
    host: Host = connect.host,
    port: Port = connect.port,
    source: Annotated[str, typer.Option("--from", help="The sender: a number, or a name.", show_default=False)] = "",
    flash: Annotated[bool, typer.Option("--flash", help="Show it at once and keep it nowhere (class 0).")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of a message that waits (replace_if_present_flag).")
    ] = False,
    schedule: Schedule = "",
    validity: Validity = "",
    receipt: Annotated[bool, typer.Option("--receipt", help="Wait for the delivery receipt and print it.")] = False,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds to wait for the receipt.")] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Submit one message, and wait for its receipt if asked to.

    Ends with 0 if it was taken, with --receipt: delivered; 1 if the receipt says otherwise; 2 after an error;
    124 if no receipt came in time.
    """
    what = _What(text, to, source, flash, replace, time(schedule, "--schedule"), time(validity, "--validity"))
    errand = _Errand(system_id, as_json=as_json)
    bank = connect(
        host,
        port,
        system_id=system_id,
        password=password,
        bind="transceiver" if receipt else "transmitter",
        timers=TIMERS,
        handler=errand.receive if receipt else None,
        witness=errand.witness,
    )
    delivered = asyncio.run(errand.run(bank, what, timeout if receipt else None))
    raise typer.Exit(0 if delivered else UNDELIVERED)


@dataclass
class _What:
    """What is to be sent, and how."""

    text: str
    to: str
    source: str
    flash: bool
    replace: bool
    schedule: Time
    validity: Time


class _Errand:
    """One message on its way, as the terminal shows it."""

    def __init__(self, system_id: str, *, as_json: bool) -> None:
        self.system_id = system_id
        self.as_json = as_json
        self.submitted: asyncio.Future[Submitted]

    async def run(self, opening: connect, what: "_What", patience: float | None) -> bool:
        """Submit, and with ``patience`` (seconds) wait for the receipt of each segment; False if one is undelivered."""
        self.submitted = asyncio.get_running_loop().create_future()
        async with opening as bank:
            message = await bank.submit(
                what.text,
                to=what.to,
                source=what.source,
                receipt=patience is not None,
                flash=what.flash,
                replace=what.replace,
                schedule=what.schedule,
                validity=what.validity,
            )
            self.submitted.set_result(message)
            if self.as_json:
                show.record({"message_id": message, "message_ids": message.message_ids})
            if patience is None:
                return True
            until = asyncio.get_running_loop().time() + patience
            states: list[MessageState | None] = []
            for message_id in message.message_ids:
                left = max(until - asyncio.get_running_loop().time(), 0)
                receipt = await bank.receipt_of(message_id, timeout=left)
                states.append(receipt.message_state)
                if self.as_json:
                    show.record(show.fields(receipt))
                else:
                    show.rung("sc", self.system_id, receipt.pdu)
        return all(state is MessageState.DELIVERED for state in states)

    async def receive(self, message: Message) -> int:
        """Take the receipts of this message; whatever else comes is for a session that stays."""
        ours = message.message_id in (await self.submitted).message_ids
        return CommandStatus.ESME_ROK if ours else CommandStatus.ESME_RX_T_APPN

    def witness(self, ours: bool, pdu: Pdu) -> None:
        """Show how the message is submitted."""
        if not self.as_json and isinstance(pdu, SubmitSm | SubmitSmResp):
            parties = (self.system_id, "sc") if ours else ("sc", self.system_id)
            show.rung(*parties, pdu)
