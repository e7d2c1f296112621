"""A service centre in virtual time, with ESMEs without sockets; the terms of its bank are the test's."""

from collections.abc import Iterable
from typing import Any

from pdu.codec import Frames, decode
from pdu.command_status import named
from pdu.header import Pdu, Request, Response
from pdu.matrix import Side
from pdu.operations.bind import BindTransceiver
from pdu.operations.submit_sm import SubmitSm
from pdu.session import Session
from scenarios.comparison import START
from scenarios.esme import NEVER, MemoryLine
from smsc.account_section import AccountConfig
from smsc.config import WorldConfig, load
from smsc.world.world import World

PHONE = "447700900123"


def config(**terms: Any) -> WorldConfig:
    """Make the built-in world, with these terms for the bank."""
    bank = {"system_id": "bank", "password": "secret", "addresses": ("7000",), **terms}
    shop = {"system_id": "shop", "password": "opensesa"}
    accounts = (AccountConfig.model_validate(bank), AccountConfig.model_validate(shop))
    return load().model_copy(update={"account": accounts})


class Centre:
    """The world, and its ESMEs by a name for each session."""

    def __init__(self, *, limits: dict[str, Any] | None = None, **terms: Any) -> None:
        self.world = World(config(**terms), START)
        if limits is not None:
            smpp = self.world.config.smpp.model_validate({"limits": limits})
            self.world = World(self.world.config.model_copy(update={"smpp": smpp}), START)
        self._sessions = 0

    def line(self, host: str = "", *, tls: bool = False) -> MemoryLine:
        """Open another session."""
        self._sessions += 1
        return MemoryLine(self.world.network, self.world.face, f"{self._sessions}", host=host, tls=tls)

    def bound(self, bind: Request | None = None) -> MemoryLine:
        """Open another session, and bind."""
        line = self.line()
        assert said(self, line, bind or BindTransceiver("bank", "secret")) == ["ESME_ROK"]
        return line

    def rest(self) -> None:
        """Let everything arrive that needs no more than its time on the air, some seconds for each message."""
        self.wait(30)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.world.network.run_until(self.world.network.now + seconds)


def said(centre: Centre, line: MemoryLine, *pdus: Pdu) -> list[str]:
    """Let an ESME send these PDUs in one go, and return the statuses of the responses."""
    before = len(line.heard)
    for pdu in pdus[:-1]:
        line.put(pdu)
    line.say(pdus[-1])
    centre.wait(0)
    return [named(pdu.command_status) for pdu in line.heard[before:] if not isinstance(pdu, Request)]


def to_phone(number: str = PHONE, **values: Any) -> SubmitSm:
    """Make a message for a handset."""
    return SubmitSm(destination_addr=number, **{"short_message": b"Hello", **values})


class Raw:
    """A peer that sends whatever octets a test gives it, and hears PDUs."""

    def __init__(self, centre: Centre, host: str = "") -> None:
        self._network = centre.world.network
        self._face = centre.world.face
        self.session = Session(Side.MC, self._network.now, timers=NEVER)
        self._face.opened(self, "raw", host)

    def send(self, pdu: Pdu) -> int:
        return self.session.send(pdu, self._network.now)

    def respond(self, responses: Iterable[Response]) -> None:
        self.session.respond(responses, self._network.now)

    def flush(self) -> None:
        """Do nothing: a test fetches the octets itself."""

    def stop_reading(self) -> None:
        """Do nothing: there is no connection, and the session itself reads nothing any more."""

    def close(self, reason: str = "closed by us") -> None:
        if not self.session.closed:
            self._face.events(self, self.session.close(reason))

    def says(self, octets: bytes) -> list[Pdu]:
        """Send octets, and return what the service centre answers."""
        if events := self.session.receive_data(octets, self._network.now):
            self._face.events(self, events)
        self._network.run_until(self._network.now)
        return self.hears()

    def hears(self) -> list[Pdu]:
        """Return what the service centre has said since."""
        whole, broken = Frames().cut(self.session.data_to_send())
        assert broken is None
        return [decode(one) for one in whole]
