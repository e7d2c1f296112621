"""SMPP v5.0 section 4.1.1: what an ESME says of itself when it binds, and how it handles what follows."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from random import Random
from ssl import SSLContext
from types import NoneType, TracebackType
from typing import ClassVar, Literal, TypeVar

from esme.client import Esme
from esme.deliveries import Deliveries, Handler
from esme.link import Link
from esme.links import Links
from esme.own_loop import running_loop
from esme.pace import Pace
from esme.rebind import Rebind
from esme.requests import Requests
from esme.retry import Retry
from esme.window import Window
from pdu.command_status import CommandStatus, named
from pdu.header import SECRETS, Request
from pdu.malformed import Malformed
from pdu.operations.bind import Bind, BindReceiver, BindTransceiver, BindTransmitter
from pdu.session import Timers, Witness
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import InterfaceVersion, Npi, Ton

Kind = Literal["transceiver", "transmitter", "receiver"]

R = TypeVar("R", bound=Request)

BINDS: dict[str, type[Bind]] = {
    "transceiver": BindTransceiver,
    "transmitter": BindTransmitter,
    "receiver": BindReceiver,
}


Kinds = dict[str, tuple[tuple[type, ...], str]]  # of terms: their types, and the same in words

_NUMBER = (int, float)
_KINDS: Kinds = {
    "timers": ((Timers,), "esme.Timers"),
    "window": ((int,), "a whole number"),
    "queue": ((int,), "a whole number"),
    "patience": ((*_NUMBER, NoneType), "a number of seconds, or None"),
    "rate": ((*_NUMBER, NoneType), "a number, or None"),
    "retries": ((Mapping,), "a table such as esme.RETRIES"),
    "inbox": ((int,), "a whole number"),
    "handler_failed": ((int,), "a command_status"),
    "default_alphabet": ((DefaultAlphabet,), "a member of esme.DefaultAlphabet"),
    "receipt_ids": ((str,), "a key of pdu.dialects.MESSAGE_IDS"),
    "part_receipts": ((str,), "each, first or last"),
    "reassembly_timer": (_NUMBER, "a number of seconds"),
    "random": ((Random,), "a random.Random"),
}
"""Terms that are first used long after they were given, when a wrong one would be hard to find."""

WHERE: Kinds = {
    "host": ((str,), "text"),
    "port": ((int,), "a whole number"),
    "tls": ((SSLContext, NoneType), "an ssl.SSLContext, or None"),
}
"""Terms of both ways to open a session, of which each has some more."""


@dataclass
class Terms:
    """What ``connect`` and ``serve_outbind`` have in common; see there."""

    _: KW_ONLY
    system_id: str
    password: str = field(default="", repr=False)
    system_type: str = ""
    interface_version: int = InterfaceVersion.V3_4
    addr_ton: int = Ton.UNKNOWN
    addr_npi: int = Npi.UNKNOWN
    address_range: str = ""
    timers: Timers = field(default_factory=Timers)
    window: int = 10
    queue: int = 10_000
    patience: float | None = None
    rate: float | None = None
    retries: Mapping[int, Retry] = field(default_factory=dict, repr=False)
    inbox: int = 1000
    handler: Handler | None = None
    handler_failed: int = CommandStatus.ESME_RX_T_APPN
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED
    receipt_ids: str = "as-is"
    part_receipts: str = "each"
    reassembly_timer: float = 300.0
    witness: Witness | None = None
    random: Random = field(default_factory=Random, repr=False)

    kinds: ClassVar[Kinds] = WHERE

    _entered: bool = field(default=False, init=False, repr=False, compare=False)
    _opened: Esme | None = field(default=None, init=False, repr=False, compare=False)

    async def __aenter__(self) -> Esme:
        if self._entered:
            raise RuntimeError(f"this {type(self).__name__} is in use: each session needs one of its own")
        self._entered = True
        try:
            self._opened = await self._open()
        except BaseException:
            self._entered = False
            raise
        return self._opened

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._opened is None:
            raise RuntimeError(f"this {type(self).__name__} is not in use: it has not begun, or has ended already")
        try:
            await self._opened.unbind()
        finally:
            self._entered, self._opened = False, None

    async def _open(self) -> Esme:
        """Connect and bind, or listen."""
        raise NotImplementedError

    def _bind_request(self, kind: str) -> Bind:
        """Make the bind, and check that it can be encoded, before anything is connected; raises Malformed."""
        return encodable(
            BINDS[kind](
                system_id=self.system_id,
                password=self.password,
                system_type=self.system_type,
                interface_version=self.interface_version,
                addr_ton=self.addr_ton,
                addr_npi=self.addr_npi,
                address_range=self.address_range,
            )
        )

    def _links(self, rebind: Rebind | None = None) -> Links:
        """Make what will hold the sessions; raises TypeError or ValueError for an invalid term."""
        running_loop()  # all that follows is made in it
        for term, (kinds, expected) in (_KINDS | self.kinds).items():
            if not isinstance(found := getattr(self, term), kinds):
                raise TypeError(f"{term}: expected {expected}, found {found!r}")
        for status, retry in self.retries.items():
            if not isinstance(status, int):  # the name of one, say, would never be met
                raise TypeError(f"retries: expected a command_status as the key, found {status!r}")
            if not isinstance(retry, Retry):
                raise TypeError(f"retries: expected esme.Retry for {named(status)}, found {retry!r}")
        if not isinstance(rebind, Rebind | None):
            raise TypeError(f"rebind: expected esme.Rebind, or None, found {rebind!r}")
        if self.handler is not None and not callable(self.handler):
            raise TypeError(f"handler: expected a coroutine function, found {self.handler!r}")
        if self.witness is not None and not callable(self.witness):
            raise TypeError(f"witness: expected a function of two arguments, found {self.witness!r}")
        if isinstance(self.handler_failed, bool) or not 0 <= self.handler_failed <= 0xFFFFFFFF:
            raise ValueError(f"handler_failed: expected a command_status, 0 to 0xFFFFFFFF, found {self.handler_failed}")
        if self.window < 1:
            raise ValueError(f"window: expected at least 1, found {self.window}")
        if self.patience is not None and not self.patience >= 0:
            raise ValueError(f"patience: expected at least 0 seconds, or None for ever, found {self.patience:g}")
        if not self.reassembly_timer >= 0:
            raise ValueError(f"reassembly_timer: expected at least 0 seconds, found {self.reassembly_timer:g}")
        window = Window(0, self.queue, Pace(self.rate) if self.rate is not None else None)
        deliveries = Deliveries(
            self.inbox,
            self.handler,
            self.handler_failed,
            self.default_alphabet,
            self.receipt_ids,
            self.part_receipts,
            self.reassembly_timer,
        )
        requests = Requests(window, self.retries, rebind.resend if rebind is not None else 0, self.patience)
        return Links(requests, deliveries, self.random)

    def _link(self, links: Links, kind: str, *, submits: bool) -> Link:
        """Make one of the sessions."""
        return links.link(lambda: self._bind_request(kind), self.window, submits=submits)


def encodable(request: R, prefix: str = "") -> R:
    """Check that a request can be encoded, whose parameters are terms of the same names behind a ``prefix``.

    Raises Malformed, which shows no secret.
    """
    try:
        request.encode()
    except Malformed as wrong:
        found = "something else, not shown here" if wrong.field in SECRETS else wrong.found
        raise Malformed(prefix + wrong.field, None, wrong.expected, found, wrong.command_status) from None
    return request
