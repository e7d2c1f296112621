"""A broadcast as the store keeps it: one line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.broadcast import Area, Broadcast, Cell, area_of
from smsc.centre.store import Unreadable


def written(broadcast: Broadcast) -> str:
    """Write a broadcast, with its areas as the ESME named them: the world says which cells these mean."""
    plain: dict[str, Any] = {field.name: getattr(broadcast, field.name) for field in fields(broadcast)}
    plain["source"] = [broadcast.source.value, broadcast.source.ton, broadcast.source.npi]
    plain["content_type"] = broadcast.content_type.hex()
    plain["areas"] = [area.identifier.hex() for area in broadcast.areas]
    plain["contents"] = [page.hex() for page in broadcast.contents]
    plain["state"] = int(broadcast.state)
    return json.dumps(plain)


def read(text: str, cells: Mapping[str, Cell]) -> Broadcast:
    """Read what ``written`` wrote, where areas that the world no longer has have no cells. Raises Unreadable."""
    try:
        plain: dict[str, Any] = json.loads(text)
        plain["source"] = Address(*plain["source"])
        plain["content_type"] = bytes.fromhex(plain["content_type"])
        plain["areas"] = tuple(_area(bytes.fromhex(identifier), cells) for identifier in plain["areas"])
        plain["contents"] = tuple(map(bytes.fromhex, plain["contents"]))
        plain["state"] = MessageState(plain["state"])
        return Broadcast(**plain)
    except (ValueError, TypeError, KeyError) as wrong:
        raise Unreadable(f"a broadcast can't be read: {text!r}") from wrong


def _area(identifier: bytes, cells: Mapping[str, Cell]) -> Area:
    try:
        return Area(identifier, area_of(identifier, cells))
    except Malformed:
        return Area(identifier)
