"""A handset, as a test uses it."""

import asyncio
import re
from typing import TYPE_CHECKING, Final

from pdu.timeout import checked
from smsc.lab.loop import at_home
from smsc.lab.matching import ExpectedText, Miss, agrees, check_text
from smsc.lab.received import Received
from smsc.network.acts import LosesPower, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.numbering import dialled

if TYPE_CHECKING:
    from smsc.lab.centre import AsyncCentre


class NotReceived(AssertionError):
    """A handset did not show what was expected in time, or showed what was not."""


class AsyncPhone:
    """A handset with a number of its own. ``inbox`` has all that it has shown, in order."""

    def __init__(self, centre: "AsyncCentre", name: str, number: str, imsi: str) -> None:
        self.name: Final = name
        self.number = number
        self.imsi: Final = imsi
        self.inbox: Final[list[Received]] = []
        self._centre = centre
        self._unread: list[Received] = []

    def __repr__(self) -> str:
        return f"<phone {self.name} {self.number}, {len(self.inbox)} messages>"

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which the simulator runs."""
        return self._centre.loop

    def show(self, received: Received) -> None:
        """Take a message in; the centre calls this."""
        self.inbox.append(received)
        self._unread.append(received)

    @at_home
    async def wait(
        self,
        *,
        text: ExpectedText = None,
        sender: ExpectedText = None,
        timeout: float = 5.0,  # noqa: ASYNC109 - more is said than TimeoutError
    ) -> Received:
        """Wait for a message, and return the first that is as expected; each message is returned once.

        ``text`` and ``sender`` may be a string, which must equal it, a compiled pattern, which must match somewhere, or
        a function, which must return true. Raises NotReceived after ``timeout`` seconds, which shows the closest
        message.
        """
        __tracebackhide__ = True  # for pytest: the mistake is to be seen in the test
        wanted = _expected(text=text, sender=sender)
        found = await self._centre.journal.until(lambda: self._take(wanted), timeout)
        if found is None:
            raise NotReceived(self._nearest(wanted, timeout))
        return found

    @at_home
    async def expect_none(self, *, text: ExpectedText = None, sender: ExpectedText = None, within: float = 0.5) -> None:
        """Check that no (further) such message comes within so many seconds; raises NotReceived if one does.

        ``text`` and ``sender`` are as with ``wait``.
        """
        __tracebackhide__ = True
        wanted = _expected(text=text, sender=sender)
        found = await self._centre.journal.until(lambda: self._take(wanted), checked(within, "within"))
        if found is not None:
            raise NotReceived(f"{self.name} was to receive nothing, and shows: {found}\n{found.ladder}")

    @at_home
    async def send(self, text: str, to: str) -> None:
        """Send a text to a number, with a + if it is international; raises ValueError for what is none.

        While the handset is off, the text waits. One of more than 255 parts is given up, as ``cannot send`` in the
        ladder tells.
        """
        check_text(text=text, to=to)
        self._centre.do(self.name, SendsText(text, dialled(to)))

    @at_home
    async def reply(self, text: str) -> None:
        """Answer the last message; raises ValueError if there is none, or its sender is a name."""
        if not self.inbox:
            raise ValueError(f"{self.name} has received nothing that it could answer")
        sender = self.inbox[-1].sender
        if not re.fullmatch(r"\+?\d+", sender):
            raise ValueError(f"{self.name} can't answer {sender!r}: a name can be read, not reached")
        await self.send(text, sender)

    @at_home
    async def switch_off(self) -> None:
        """Switch it off, and wait until the network knows."""
        self._centre.do(self.name, SwitchesOff())
        await self._centre.rest()

    @at_home
    async def switch_on(self) -> None:
        """Switch it on, and wait until the network knows and has delivered what waited for it."""
        self._centre.do(self.name, SwitchesOn())
        await self._centre.rest()

    @at_home
    async def lose_power(self) -> None:
        """Take the battery out: the network is not told."""
        self._centre.do(self.name, LosesPower())

    @at_home
    async def move(self, cell: str) -> None:
        """Carry it into a cell, and wait until the network knows; raises ValueError for an unknown cell."""
        self._centre.check_cell(cell)
        self._centre.do(self.name, MovesTo(cell))
        await self._centre.rest()

    @at_home
    async def swap_sim(self, into: "AsyncPhone") -> None:
        """Have the operator move its number to the SIM in another handset, which is reached by it from then on.

        Nobody tells that handset, so it is switched off and on; its former number is nobody's any more, and ``number``
        is the same for both. ``/sim-swap/v2`` at the centre's ``api_url`` then tells of the swap. Raises ValueError for
        what is no other handset of this simulator.
        """
        given: object = into
        if not isinstance(given, AsyncPhone) or given._centre is not self._centre or given is self:
            raise ValueError(f"swap_sim: expected another handset of this simulator, found {into!r}")
        self._centre.swap_sim(self.number, into.imsi)
        await into.switch_off()
        await into.switch_on()
        into.number = self.number

    def _take(self, wanted: dict[str, ExpectedText]) -> Received | None:
        for received in self._unread:
            if not _misses(received, wanted):
                self._unread.remove(received)
                return received
        return None

    def _nearest(self, wanted: dict[str, ExpectedText], timeout: float) -> str:
        expected = " ".join(f"{name}={value!r}" for name, value in wanted.items() if value is not None)
        said = f"{self.name} ({self.number}) has not received {expected or 'anything'} within {timeout:g} s"
        rows = [said]
        if self._unread:
            nearest = min(reversed(self._unread), key=lambda received: len(_misses(received, wanted)))
            misses = ", ".join(map(str, _misses(nearest, wanted)))
            rows.append(f"the closest of {len(self._unread)} differs in {misses}")
        elif self.inbox:
            rows.append(f"it has received {len(self.inbox)}, each of which was waited for before")
        rows += self._centre.waiting_for(self.number)
        return "\n".join(rows)


def _expected(**wanted: ExpectedText) -> dict[str, ExpectedText]:
    """Check what is expected of a message: what no text can agree to would make ``expect_none`` a check of nothing."""
    for name, one in wanted.items():
        is_text = isinstance(one, str) or (isinstance(one, re.Pattern) and isinstance(one.pattern, str))
        if one is not None and not is_text and not callable(one):
            raise TypeError(f"{name}: expected text, a pattern of text or a function, found {one!r}")
    return wanted


def _misses(received: Received, wanted: dict[str, ExpectedText]) -> list[Miss]:
    found = (Miss(name, getattr(received, name), expected) for name, expected in wanted.items() if expected is not None)
    return [one for one in found if not agrees(*one)]
