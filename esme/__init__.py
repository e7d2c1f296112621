"""An SMPP client: the ESME's end of a session with a message centre. It needs only the standard library and ``pdu``.

async with esme.connect("127.0.0.1", 2775, system_id="bank", password="secret") as bank:
    message = await bank.submit("Hello", to="+447700900123", receipt=True)
    receipt = await message.delivered()
    async for message in bank:
        print(message.source, message.text)
"""

from esme.bind import connect
from esme.client import Esme
from esme.deliveries import Handler
from esme.errors import (
    BadResponse,
    BindRefused,
    Disconnected,
    EsmeError,
    Interrupted,
    NoReceipt,
    NoResponse,
    NotListening,
    NoTurn,
    QueueFull,
    Refused,
    Unanswered,
    Unreachable,
)
from esme.message import Message
from esme.outbind import serve_outbind
from esme.rebind import Rebind
from esme.retry import RETRIES, Retry
from esme.submission import Submitted
from esme.times import Time
from pdu.malformed import Malformed
from pdu.receipt import Receipt
from pdu.session import LocalProtocolError, SessionState, Timers, Witness
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet

__all__ = [
    "RETRIES",
    "Address",
    "BadResponse",
    "BindRefused",
    "DefaultAlphabet",
    "Disconnected",
    "Esme",
    "EsmeError",
    "Handler",
    "Interrupted",
    "LocalProtocolError",
    "Malformed",
    "Message",
    "NoReceipt",
    "NoResponse",
    "NoTurn",
    "NotListening",
    "QueueFull",
    "Rebind",
    "Receipt",
    "Refused",
    "Retry",
    "SessionState",
    "Submitted",
    "Time",
    "Timers",
    "Unanswered",
    "Unreachable",
    "Witness",
    "connect",
    "serve_outbind",
]
