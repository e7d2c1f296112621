"""The demonstration: one story over real SMPP sockets, in real time, with its ladder as it happens.

The only place, with the scenarios, that knows both ends: it starts the service centre and an ESME in one process.
"""

import asyncio
import time
from collections.abc import Callable

import esme
from pdu.host_port import host_port
from smsc.config import load
from smsc.network.acts import SendsText, SwitchesOff, SwitchesOn
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.trace.trace import Record

PATIENCE = 20.0  # seconds for each thing that is awaited
SHORT_CODE = "7000"  # the number that the bank serves
NUMBERS = {"ms1": "+447700900123", "ms2": "+447700900124"}


async def demo(say: Callable[[str], None], ladder: Callable[[Record], None]) -> None:
    """Play the story; ``say`` is told what happens in words, ``ladder`` every message."""
    config = load().on_port(0)
    latency = {**config.latency, "sdcch-block": 0.0}  # a story that moves on: the radio takes no time
    config = config.model_copy(update={"latency": latency})
    password = next(a.password.get_secret_value() for a in config.account if a.system_id == "bank")
    async with Simulator(config, now=time.time()) as centre:
        centre.world.trace.follow(ladder)
        say(f"The service centre listens on {host_port(centre.server.host, centre.server.port)}. A bank binds to it.")
        async with esme.connect(centre.server.host, centre.server.port, system_id="bank", password=password) as bank:
            say("\n1. The bank sends a text to a handset, and asks for a receipt.")
            await _send(bank, "Your code is 493021", NUMBERS["ms1"])

            say("\n2. The handset writes to the bank, which answers.")
            centre.act("ms1", SendsText("BALANCE", dialled(SHORT_CODE)))
            asked = await _next(bank)
            await _send(bank, "Your balance is 12.50 EUR", asked.source)

            say("\n3. Another handset is off. The HLR remembers who waits, and alerts when it comes back.")
            centre.act("ms2", SwitchesOff())
            await centre.rest()
            message_id = await bank.submit(
                "Your parcel has arrived", to=NUMBERS["ms2"], source=SHORT_CODE, receipt=True
            )
            await centre.rest()
            centre.act("ms2", SwitchesOn())
            await _receipt(bank, message_id)
        await centre.rest()
    say("\nThe bank has unbound, and the service centre has stopped.")


async def _send(bank: esme.Esme, text: str, number: str) -> None:
    message_id = await bank.submit(text, to=number, source=SHORT_CODE, receipt=True)
    await _receipt(bank, message_id)


async def _receipt(bank: esme.Esme, message_id: str) -> None:
    """Wait for the receipt of a message."""
    message = await _next(bank)
    receipt = message.receipt
    if receipt is None or receipt.id != message_id or receipt.stat != "DELIVRD":
        raise AssertionError(f"expected the receipt DELIVRD of {message_id}, found {message}")


async def _next(bank: esme.Esme) -> esme.Message:
    return await asyncio.wait_for(anext(aiter(bank)), PATIENCE)
