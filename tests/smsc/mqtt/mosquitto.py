"""Mosquitto, started and stopped."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt

from smsc.mqtt.broker import VERSIONS
from tests.programs import need

PATIENCE = 60.0  # seconds, so that nothing hangs


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@asynccontextmanager
async def mosquitto(folder: Path, port: int, *rows: str) -> AsyncIterator[None]:
    """Run a broker on a port; ``rows`` are the rows of its configuration after the listener."""
    config = folder / "mosquitto.conf"
    rows = rows or ("allow_anonymous true",)
    config.write_text(
        "\n".join((f"listener {port} 127.0.0.1", "user root", "persistence false", *rows)) + "\n", "utf-8"
    )
    program = need("mosquitto")
    process = await asyncio.create_subprocess_exec(
        program, "-c", str(config), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    said = b""
    try:
        async with asyncio.timeout(PATIENCE):
            while not said.endswith(b" running\n"):  # 2.1 says as which user it is running, before it listens
                row = await process.stderr.readline()
                assert row, said.decode()
                said += row
        draining = asyncio.create_task(process.stderr.read())
        yield
        draining.cancel()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


Said = list[tuple[str, str]]


@asynccontextmanager
async def subscribed(port: int, topic: str, version: str = "5", **more: Any) -> AsyncIterator[aiomqtt.Client]:
    async with aiomqtt.Client("127.0.0.1", port, protocol=VERSIONS[version], **more) as client:
        await client.subscribe(topic, qos=1)
        yield client


async def until(client: aiomqtt.Client, topic: str) -> Said:
    """Collect what comes, up to the first message under a topic."""
    said: Said = []
    async with asyncio.timeout(PATIENCE):
        async for message in client.messages:
            said.append((message.topic.value, bytes(message.payload).decode()))
            if message.topic.matches(topic):
                return said
    raise AssertionError(said)
