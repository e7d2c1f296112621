"""What ESMEs have submitted and requested, for tests that look at it or wait for a request."""

from collections import defaultdict, deque
from collections.abc import Iterator
from heapq import merge
from operator import attrgetter
from typing import Final, TypeVar

from pdu.header import Request
from smsc.lab.journal import Journal
from smsc.lab.matching import Came, Expected
from smsc.lab.received import SUBMISSIONS
from smsc.trace.stories import Story
from smsc.trace.trace import Record
from smsc.world.world import World

KEPT: Final = 100_000  # per account; what is older is forgotten
KEPT_OTHERS: Final = 10_000  # per account, of requests that submit nothing
R = TypeVar("R", bound=Request)


class NotSubmitted(AssertionError):
    """No ESME has made the submission, or other request, that was expected, in time."""


class Submissions:
    """The submit_sm, data_sm and submit_multi of all accounts, in order, however they were answered.

    All other requests are kept apart from these, which may be many.
    """

    def __init__(self, world: World, journal: Journal) -> None:
        self._world = world
        self._journal = journal
        # By sender: they are still here when the journal has long forgotten them.
        self._records: defaultdict[str, deque[Record]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._others: defaultdict[str, deque[Record]] = defaultdict(lambda: deque(maxlen=KEPT_OTHERS))
        journal.listen(self._saw)

    def of(self, system_id: str | None, classes: tuple[type[R], ...]) -> Iterator[Came[R]]:
        """Yield the requests of an account, or of all."""
        kept = self._records if classes is SUBMISSIONS else self._others
        whose = kept.values() if system_id is None else (kept.get(system_id, ()),)
        came = (self._came(record, classes) for record in merge(*whose, key=attrgetter("serial")))
        return filter(None, came)

    async def expect(
        self,
        system_id: str | None,
        expected: Expected,
        timeout: float,  # noqa: ASYNC109 - more is said
        classes: tuple[type[R], ...],
    ) -> R:
        """Wait for a request as expected; raises NotSubmitted, which shows the closest."""
        __tracebackhide__ = True  # for pytest: the mistake is to be seen in the test
        nearest = expected.nearest(self.of(system_id, classes))
        if nearest is not None and not nearest[1]:
            return nearest[0]

        def look(record: Record, _: Story | None) -> R | None:
            came = self._came(record, classes) if system_id in (None, record.origin) else None
            return came.pdu if came is not None and not expected.misses(*came) else None

        found = await self._journal.next(look, timeout)
        if found is not None:
            return found
        what = "submitted" if classes is SUBMISSIONS else f"said {' or '.join(cls.words[0] for cls in classes)} with"
        rows = [f"nobody has {what} {expected} within {timeout:g} s"]
        came = list(self.of(system_id, classes))
        nearest = expected.nearest(came)
        if nearest is not None:
            pdu, misses = nearest
            differs = ", ".join(map(str, misses))
            rows.append(f"the closest of {len(came)} PDUs is a {pdu.words[0]} that differs in {differs}")
        elif system_id is not None and not self._is_bound(system_id):
            rows.append(f"no session of {system_id} is bound")
        raise NotSubmitted("\n".join(rows))

    def _saw(self, record: Record, _: Story | None) -> None:
        if isinstance(record.message, Request) and record.destination in self._world.centres:
            kept = self._records if isinstance(record.message, SUBMISSIONS) else self._others
            kept[record.origin].append(record)

    def _came(self, record: Record, classes: tuple[type[R], ...]) -> Came[R] | None:
        """Return an ESME's request from a record, else None: a service centre may hand a data_sm over as well."""
        if not isinstance(record.message, classes) or record.destination not in self._world.centres:
            return None
        return Came(record.message, record.default_alphabet)

    def _is_bound(self, system_id: str) -> bool:
        visits = self._world.face_of(system_id).visits
        return any(visit.esme is not None and visit.esme.name == system_id for visit in visits)
