"""Two ESMEs that broadcast in the built-in world, and what the handsets show."""

from typing import Any

from pdu.header import Request, Response
from pdu.operations.bind import BindTransceiver
from pdu.operations.broadcast_sm import BroadcastSm, BroadcastSmResp
from pdu.values import InterfaceVersion
from scenarios.comparison import START
from scenarios.esme import MemoryLine
from smsc.config import load
from smsc.network.acts import ShowsBroadcast
from smsc.store.memory import MemoryStore
from smsc.world.world import World

CELL1, CELL3, EVERYWHERE = b"\0cell1", b"\0cell3", b"\0all"
MINUTELY = b"\x09\0\1"
WEATHER = b"\1\0\x32"  # GSM; message identifier 50


class Talk:
    """The built-in world, in which ms1 and ms2 are in cell1, ms3 in cell2, ms4 and ms5 in cell3."""

    def __init__(self, store: MemoryStore | None = None, at: float = START) -> None:
        stores = {} if store is None else {"sc": store}
        self.world = World(load(), at, first_message_id=int(at - START) + 1, stores=stores)
        self.world.network.run_until(at + 1)  # handsets find their cells
        self.shown: list[tuple[str, str]] = []
        self.trace: list[Any] = []
        self.world.trace.follow(self._sees)
        self.bank, self.shop = self.bind("bank", "secret"), self.bind("shop", "opensesa")

    def restarts(self, after: float = 0) -> "Talk":
        """Start everything again, so much later, with what the store held."""
        now = self.world.network.now + after
        assert isinstance(self.world.store, MemoryStore)
        again = Talk(self.world.store, now)
        again.world.network.send(again.world.centre, again.world.centre.resume((), now + 1))
        again.run(1)
        return again

    def _sees(self, record: Any) -> None:
        self.trace.append(record.message)
        if isinstance(record.message, ShowsBroadcast):
            self.shown.append((record.origin, record.message.text))

    def bind(self, system_id: str, password: str) -> MemoryLine:
        line = MemoryLine(self.world.network, self.world.face, system_id)
        line.say(BindTransceiver(system_id, password, interface_version=InterfaceVersion.V5_0))
        return line

    def asks(self, pdu: Request, by: str = "bank") -> Any:
        line: MemoryLine = getattr(self, by)
        line.say(pdu)
        self.run(1)
        answers = [heard for heard in line.heard if isinstance(heard, Response)]
        return next(heard for heard in answers if heard.sequence_number == pdu.sequence_number)

    def broadcasts(self, text: bytes = b"Storm", *areas: bytes, by: str = "bank", **parameters: Any) -> BroadcastSmResp:
        given: dict[str, Any] = {
            "broadcast_area_identifier": areas or (CELL1,),
            "broadcast_content_type": WEATHER,
            "broadcast_rep_num": 3,
            "broadcast_frequency_interval": MINUTELY,
            "message_payload": text,
            **parameters,
        }
        resp: BroadcastSmResp = self.asks(BroadcastSm(**given), by)
        return resp

    def run(self, seconds: float) -> None:
        self.world.network.run_until(self.world.network.now + seconds)
