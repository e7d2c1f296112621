"""SMPP v5.0 sections 2.2 and 4.1.1: opening a session: a TCP connection, then one of the three binds."""

import ssl
from collections.abc import Generator, Sequence
from dataclasses import KW_ONLY, dataclass, field
from types import NoneType
from typing import Any

from esme.client import Esme
from esme.dial import Dial
from esme.rebind import Rebind
from esme.terms import BINDS, WHERE, Kind, Terms
from pdu.operations.bind import Bind


@dataclass
class connect(Terms):  # noqa: N801 - read as a verb: async with esme.connect(...) as bank
    """Connect to a message centre and bind: ``async with connect(...) as bank``, or ``bank = await connect(...)``.

    The first form unbinds at its end, however it ends; the second leaves ``await bank.unbind()`` to the caller.
    Raises Unreachable, BindRefused, NoResponse, Disconnected, Malformed for what a bind can't have, and ValueError or
    TypeError for any other argument that can't be.

    ``system_id`` to ``address_range`` are what the bind says, see ``pdu.BindTransceiver``. What only v5.0 has, such as
    broadcasts, needs ``interface_version=0x50``, and what only v3.3 has needs 0x33.

    ``bind``: transceiver, transmitter or receiver, or a list of them for several sessions used as one, such as
    ``["transmitter", "receiver"]`` or ``["transceiver"] * 4``; each request goes over the one with the most room.
    ``rebind``: how to bind again when a session ends that nobody unbound; without it, everything ends then.
    ``window``: how many requests may be unanswered in each session. ``queue``: how many requests may wait for their
    turn; one more raises QueueFull. ``patience``: for how many seconds each may wait, as while no session is bound;
    then it raises NoTurn, and is not sent later. ``rate``: requests per second, over all sessions. ``retries``: for
    each status, how to send a request again that was refused with it, such as ``esme.RETRIES``; without it, every
    refusal raises Refused at once. A congestion_state of 90 or more shrinks the window, one below 80 lets it grow
    again.

    ``inbox``: how many messages may be taken and not yet read, and no more of them than 64 MiB. ``handler``: awaited
    for each message, see ``Esme``; ``handler_failed``: the command_status to answer if it raises.
    ``default_alphabet``: what data_coding 0 means to this account. ``receipt_ids``: how the receipts of this message
    centre write a message_id, a key of ``pdu.dialects.MESSAGE_IDS``; case and leading zeros of hexadecimal ids never
    matter. ``part_receipts``: for which segments of a long text it gives receipts: each, first or last.
    ``reassembly_timer``: seconds for which the parts of a long message wait for each other; 0 leaves them separate.

    ``timers``: section 2.7, see ``Timers``. ``witness(sent, pdu)``: called for every PDU that we send (True) or are
    sent; one that raises ends the session. ``random``: chooses where the segments' reference numbers start, and the
    jitter of ``rebind``. ``tls``: which certificates to trust and to present, for a message centre that speaks TLS;
    ``ssl.create_default_context()`` will often do. ``tls_server_name``: the name in its certificate, if that is not
    ``host``.
    """

    host: str = "127.0.0.1"
    port: int = 2775
    _: KW_ONLY
    bind: Kind | Sequence[Kind] = "transceiver"
    rebind: Rebind | None = None
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    tls_server_name: str | None = None

    kinds = WHERE | {"tls_server_name": ((str, NoneType), "text, or None")}

    def __await__(self) -> Generator[Any, None, Esme]:
        return self._open().__await__()

    async def _open(self) -> Esme:
        kinds = self._kinds()
        self.request()
        if self.tls_server_name is not None and self.tls is None:
            raise ValueError(f"tls_server_name: expected tls beside it, found {self.tls_server_name!r} alone")
        dial = Dial(self.host, self.port, self.timers, self.witness, self.tls, self.tls_server_name)
        links = self._links(self.rebind)
        bank = Esme(links, self.default_alphabet, self.random)
        mute = all(kind == "receiver" for kind in kinds)  # then a request is told that it may not be sent
        each = [self._link(links, kind, submits=mute or kind != "receiver") for kind in kinds]
        await links.open(each, dial, self.rebind)
        return bank

    def request(self) -> Bind:
        """Make the first bind; raises Malformed if it can't be encoded, before anything is connected."""
        return self._bind_request(self._kinds()[0])

    def _kinds(self) -> Sequence[str]:
        given: object = self.bind
        kinds = [given] if isinstance(given, str) else given
        if not isinstance(kinds, Sequence) or not kinds or not all(kind in tuple(BINDS) for kind in kinds):
            raise ValueError(f"bind: expected one or more of {', '.join(BINDS)}, found {self.bind!r}")
        return kinds
