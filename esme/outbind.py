"""SMPP v5.0 section 4.1.1.7, outbind: the message centre calls the ESME, which then binds over that connection."""

import ssl
from dataclasses import KW_ONLY, dataclass, field
from functools import partial
from hmac import compare_digest
from typing import Literal

from esme.client import Esme
from esme.links import Links
from esme.terms import WHERE, Terms, encodable
from pdu.connection import Connection
from pdu.matrix import Side
from pdu.operations.outbind import Outbind
from pdu.session import Closed, Event, RequestReceived


@dataclass
class serve_outbind(Terms):  # noqa: N801 - read as a verb: async with esme.serve_outbind(...) as bank
    """Listen for message centres that call by outbind, and bind to each that does: ``async with serve_outbind(...)``.

    All sessions are one ``Esme``, which gives the messages of all of them. A session that ends is forgotten, since the
    message centre will call again. ``bank.address`` is where it listens (port 0: any that is free).

    ``mc_system_id`` and ``mc_password`` are what outbind must contain; other callers are hung up on. None accepts
    anything. ``most``: how many calls there may be at a time; further ones are hung up on too. ``tls``: which
    certificate to present, and which to ask callers for. All else is as with ``connect``. Raises NotListening if the
    port can't be had.
    """

    host: str = "127.0.0.1"
    port: int = 0
    _: KW_ONLY
    bind: Literal["receiver", "transceiver"] = "receiver"
    mc_system_id: str | None = None
    mc_password: str | None = field(default=None, repr=False)
    most: int = 10
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    kinds = WHERE | {"most": ((int,), "a whole number")}

    async def _open(self) -> Esme:
        if self.bind not in ("receiver", "transceiver"):
            raise ValueError(f"bind: expected receiver or transceiver, found {self.bind!r}")
        self._bind_request(self.bind)  # raises Malformed before anybody calls
        links = self._links()
        if self.most < 1:
            raise ValueError(f"most: expected at least 1, found {self.most}")
        system_id, password = ("" if one is None else one for one in (self.mc_system_id, self.mc_password))
        encodable(Outbind(system_id=system_id, password=password), "mc_")
        bank = Esme(links, self.default_alphabet, self.random)
        await links.listen(partial(self._answer, links), self.host, self.port, self.tls)
        return bank

    def _answer(self, links: Links) -> Connection:
        """Make the protocol of an incoming connection."""
        link = self._link(links, self.bind, submits=True)

        def made(connection: Connection) -> None:
            link.take(connection)  # before it says anything: we may leave in the meantime
            if not links.take(link, self.most):
                connection.abort()

        def receive(connection: Connection, events: list[Event]) -> None:
            link.receive(connection, events)
            for event in events:
                if isinstance(event, RequestReceived) and isinstance(event.pdu, Outbind):
                    if self._believes(event.pdu):
                        link.bind_soon()
                    else:
                        connection.close("outbind came from somebody else")
            if isinstance(events[-1], Closed):
                links.forget(link)

        return Connection(Side.ESME, receive, timers=self.timers, witness=self.witness, made=made)

    def _believes(self, outbind: Outbind) -> bool:
        """Whether the caller is who it should be."""
        said = (self.mc_system_id, outbind.system_id), (self.mc_password, outbind.password)
        return all(wanted is None or compare_digest(wanted.encode(), came.encode()) for wanted, came in said)
