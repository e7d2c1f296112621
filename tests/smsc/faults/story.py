"""What the tests of faults share: how a fault begins, and what an ESME has heard."""

from typing import Any

from pdu import ladder
from pdu.header import Pdu
from pdu.operations.bind import BindReceiver
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSmResp
from scenarios.esme import MemoryLine
from smsc.faults.rule import Fault, Rule
from smsc.network.acts import Shows
from tests.smsc.smpp.centre import Centre, to_phone

LONG = 3 * 24 * 3600.0  # seconds, after which every message has come to its end


def goes_wrong(centre: Centre, stage: str, **values: Any) -> Fault:
    """Let something go wrong from now on."""
    return centre.world.faults.add(Rule.model_validate({"stage": stage, **values}))


def submit(line: MemoryLine, **values: Any) -> None:
    """Let an ESME submit a message to a handset, and ask for a receipt."""
    line.say(to_phone(registered_delivery=1, **values))


def heard(line: MemoryLine) -> list[str]:
    """Say what an ESME has heard since its bind: responses by number, receipts by their state, messages by text."""
    return [_short(pdu) for pdu in line.heard[1:]]


def _short(pdu: Pdu) -> str:
    if isinstance(pdu, DeliverSm):
        text = pdu.short_message.decode("ascii")
        return text[text.index("stat:") :].split(" text")[0] if pdu.esm_class else text
    if isinstance(pdu, SubmitSmResp):
        return f"{pdu.sequence_number} {ladder.line(pdu).words[1]}"
    return " ".join(ladder.line(pdu).words)


def shown(centre: Centre) -> list[str]:
    """Follow what the handsets of a centre show from now on."""
    texts: list[str] = []
    centre.world.trace.follow(
        lambda record: texts.append(record.message.text) if isinstance(record.message, Shows) else None
    )
    return texts


def receiver(centre: Centre) -> MemoryLine:
    """Bind another session of the bank, a receiver."""
    return centre.bound(BindReceiver("bank", "secret"))
