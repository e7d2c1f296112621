"""Messages that wait for a reader, and the room that they take."""

import pytest

from esme.inbox import Delivery, Inbox
from esme.message import Message
from pdu.connection import Connection
from pdu.matrix import Side
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.session import Session


async def test_what_came_over_a_connection_that_is_gone_takes_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.inbox.ROOM", 1_000)
    inbox = Inbox(10)
    gone, stays = (Connection(Side.ESME, lambda *_: None) for _ in range(2))
    for way in (gone, stays):
        way.session = Session(Side.ESME, 0.0)
    one = DeliverSm(message_payload=b"x" * 600)
    lost, kept = (Delivery(Message(one), one, ((DeliverSmResp(), way),)) for way in (gone, stays))
    inbox.put(lost)
    inbox.put(kept)
    assert inbox.take_out_lost() == []
    gone.session.close()
    before, out, after = inbox.full, inbox.take_out_lost(), inbox.full
    assert (before, out, after) == (True, [lost], False)
    inbox.put(lost)
    assert inbox.full
