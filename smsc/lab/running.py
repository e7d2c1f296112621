"""A simulator for as long as a ``with`` or an ``async with`` lasts."""

from contextlib import AbstractAsyncContextManager
from types import TracebackType

from smsc.config import WorldConfig
from smsc.lab.blocking import Centre
from smsc.lab.centre import AsyncCentre, started


class running:  # noqa: N801 - read as a verb: with smsc.running() as centre
    """Run a simulator: ``with running() as centre`` in a thread, ``async with running() as centre`` in this event loop.

    ``config`` is a world (``smsc.config.load(path)``), by default the built-in one. SMPP is on a port that the system
    chooses, messages are kept in memory, and all is gone at the end.
    """

    def __init__(self, config: WorldConfig | None = None) -> None:
        self._config = config
        self._centre: Centre | None = None
        self._started: AbstractAsyncContextManager[AsyncCentre] | None = None

    def __enter__(self) -> Centre:
        self._centre = Centre(self._config)
        return self._centre.__enter__()

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._centre is not None:
            self._centre.__exit__(exc_type, exc, traceback)

    async def __aenter__(self) -> AsyncCentre:
        self._started = started(self._config)
        return await self._started.__aenter__()

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._started is not None:
            await self._started.__aexit__(exc_type, exc, traceback)
