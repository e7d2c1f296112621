"""Orders that come faster than they are carried out."""

import asyncio

import aiomqtt
import pytest

from smsc.mqtt.broker import Orders
from tests.smsc.conftest import Reported


def order(number: int) -> aiomqtt.Message:
    return aiomqtt.Message(f"smsc/sc/phone/{number}/power", b"on", qos=1, retain=False, mid=number, properties=None)


async def test_how_many_orders_were_dropped_is_told_as_soon_as_there_is_room_again(
    reported: Reported,
) -> None:
    orders = Orders(2)
    for number in (1, 2):
        orders.put_nowait(order(number))
    for number in (3, 4, 5):
        with pytest.raises(asyncio.QueueFull):
            orders.put_nowait(order(number))
    assert [(await orders.get()).mid for _ in range(2)] == [1, 2]
    orders.put_nowait(order(6))
    assert (await orders.get()).mid == 6
    assert [(entry["event"], entry["missed"], entry["why"]) for entry in reported] == [
        ("MQTT: orders were dropped", 3, "2 were waiting")
    ]
