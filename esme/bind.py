"""SMPP v5.0 sections 2.2 and 4.1.1: opening a session: a TCP connection, then one of the three binds."""

import asyncio
import os
import socket
import ssl
from collections.abc import Generator
from dataclasses import KW_ONLY, dataclass, field
from random import Random
from types import TracebackType
from typing import Any, Literal

from esme.client import Esme
from esme.deliveries import Handler
from esme.errors import Unreachable
from pdu.command_status import CommandStatus
from pdu.connection import Connection
from pdu.malformed import Malformed
from pdu.matrix import Side
from pdu.operations.bind import Bind, BindReceiver, BindTransceiver, BindTransmitter
from pdu.session import FOREVER, Timers, Witness
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import InterfaceVersion, Npi, Ton

_BINDS: dict[str, type[Bind]] = {
    "transceiver": BindTransceiver,
    "transmitter": BindTransmitter,
    "receiver": BindReceiver,
}


@dataclass
class connect:  # noqa: N801 - read as a verb: async with esme.connect(...) as bank
    """Connect to a message centre and bind: ``async with connect(...) as bank``, or ``bank = await connect(...)``.

    The first form unbinds at its end, however it ends; the second leaves ``await bank.unbind()`` to the caller.
    Raises Unreachable, BindRefused, NoResponse, Disconnected, and Malformed for a parameter that can't be.

    ``window``: requests unanswered at a time. ``inbox``: messages taken and not read yet. ``handler``: awaited for
    each message, see ``Esme``; ``handler_failed``: the command_status of one at which it raises. ``default_alphabet``:
    what data_coding 0 means to this account. ``receipt_ids``: what the receipts of this message centre make of a
    message_id, a word of ``pdu.dialects.MESSAGE_IDS``; neither case nor leading zeros count in hexadecimal digits.
    ``reassembly_timer``: seconds for which the parts of a long message wait for each other; 0 leaves them apart.
    ``witness``: told of every PDU, True if we sent it. ``random``: where segments' reference numbers start.
    ``tls``: whom to trust and what to show, for a message centre that speaks TLS; ``ssl.create_default_context()``
    will often do.
    """

    host: str = "127.0.0.1"
    port: int = 2775
    _: KW_ONLY
    system_id: str
    password: str = field(default="", repr=False)
    bind: Literal["transceiver", "transmitter", "receiver"] = "transceiver"
    system_type: str = ""
    interface_version: int = InterfaceVersion.V3_4
    addr_ton: int = Ton.UNKNOWN
    addr_npi: int = Npi.UNKNOWN
    address_range: str = ""
    timers: Timers = field(default_factory=Timers)
    window: int = 10
    inbox: int = 1000
    handler: Handler | None = None
    handler_failed: int = CommandStatus.ESME_RX_T_APPN
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED
    receipt_ids: str = "as-is"
    reassembly_timer: float = 300.0
    witness: Witness | None = None
    random: Random = field(default_factory=Random, repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    _opened: Esme | None = field(default=None, init=False, repr=False)

    def __await__(self) -> Generator[Any, None, Esme]:
        return self._open().__await__()

    async def __aenter__(self) -> Esme:
        self._opened = await self._open()
        return self._opened

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._opened is not None  # noqa: S101 - __aenter__ has set it
        await self._opened.unbind()

    async def _open(self) -> Esme:
        request = self.request()
        bank = Esme(
            window=self.window,
            inbox=self.inbox,
            handler=self.handler,
            handler_failed=self.handler_failed,
            default_alphabet=self.default_alphabet,
            receipt_ids=self.receipt_ids,
            reassembly_timer=self.reassembly_timer,
            reference=self.random.randrange(256),
        )
        connection = await self._connect(bank)
        try:
            await bank.bind(connection, request)
        except BaseException:
            connection.abort()
            await asyncio.wait((connection.lost,))
            raise
        return bank

    def request(self) -> Bind:
        """The bind that this asks for; raises Malformed if it can't be laid out, before anybody is bothered."""
        request = _BINDS[self.bind](
            system_id=self.system_id,
            password=self.password,
            system_type=self.system_type,
            interface_version=self.interface_version,
            addr_ton=self.addr_ton,
            addr_npi=self.addr_npi,
            address_range=self.address_range,
        )
        try:
            request.encode()
        except Malformed as malformed:
            if malformed.field != "password":
                raise
            found = "something else, not shown here"
            raise Malformed("password", None, malformed.expected, found, malformed.command_status) from None
        return request

    async def _connect(self, bank: Esme) -> Connection:
        def protocol() -> Connection:
            return Connection(Side.ESME, bank.receive, timers=self.timers, witness=self.witness)

        patience = self.timers.session_init_timer
        try:
            async with asyncio.timeout(patience if patience != FOREVER else None):
                _, connection = await asyncio.get_running_loop().create_connection(
                    protocol, self.host, self.port, ssl=self.tls
                )
        except (OSError, OverflowError, UnicodeError) as error:
            raise Unreachable(self.host, self.port, why(error)) from error
        return connection


def why(error: Exception) -> str:
    """What the operating system says, in words."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted: {error.verify_message}"
        case ssl.SSLError(reason=str(reason)):
            return f"TLS fails: {reason.lower().replace('_', ' ')}"
        case ConnectionRefusedError():
            return "nothing listens there"
        case socket.gaierror() | UnicodeError():
            return "no such host is known"
        case OverflowError():
            return "a port is a number from 0 to 65535"
        case TimeoutError():
            return "no answer"
        case OSError(errno=int(number)):
            return os.strerror(number)
    return str(error)
