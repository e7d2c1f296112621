"""What ESMEs have submitted, for tests that look at it, and the one that a test waits for."""

from collections import defaultdict, deque
from collections.abc import Iterator
from heapq import merge
from operator import attrgetter
from typing import Final

from pdu.header import Pdu
from smsc.lab.journal import Journal
from smsc.lab.matching import Came, Expected
from smsc.lab.received import SUBMISSIONS
from smsc.stories import Story
from smsc.trace import Record
from smsc.world import World

KEPT: Final = 100_000  # of an account; what is older is forgotten


class NotSubmitted(AssertionError):
    """No ESME has submitted what was expected, in time."""


class Submissions:
    """The submit_sm, data_sm and submit_multi of all accounts, in their order, whatever they were answered."""

    def __init__(self, world: World, journal: Journal) -> None:
        self._world = world
        self._journal = journal
        # By who has said them: they are still here when the journal has long forgotten them.
        self._records: defaultdict[str, deque[Record]] = defaultdict(lambda: deque(maxlen=KEPT))
        journal.listen(self._saw)

    def of(self, system_id: str | None) -> Iterator[Came]:
        """Those of an account, or of all."""
        whose = self._records.values() if system_id is None else (self._records.get(system_id, ()),)
        return filter(None, map(self._submission, merge(*whose, key=attrgetter("serial"))))

    async def expect(self, system_id: str | None, expected: Expected, timeout: float) -> Pdu:  # noqa: ASYNC109 - more is said
        """Wait for one as it is expected; raises NotSubmitted, with the nearest."""
        __tracebackhide__ = True  # of pytest: what is wrong stands in the test
        nearest = expected.nearest(self.of(system_id))
        if nearest is not None and not nearest[1]:
            return nearest[0]

        def look(record: Record, _: Story | None) -> Pdu | None:
            came = self._submission(record) if system_id in (None, record.origin) else None
            return came.pdu if came is not None and not expected.misses(*came) else None

        found = await self._journal.next(look, timeout)
        if found is not None:
            return found
        rows = [f"nobody has submitted {expected} within {timeout:g} s"]
        came = list(self.of(system_id))
        nearest = expected.nearest(came)
        if nearest is not None:
            pdu, misses = nearest
            differs = ", ".join(map(str, misses))
            rows.append(f"the closest of {len(came)} PDUs is a {pdu.words[0]} that differs in {differs}")
        elif system_id is not None and not self._is_bound(system_id):
            rows.append(f"no session of {system_id} is bound")
        raise NotSubmitted("\n".join(rows))

    def _saw(self, record: Record, _: Story | None) -> None:
        if self._submission(record) is not None:
            self._records[record.origin].append(record)

    def _submission(self, record: Record) -> Came | None:
        """The submission that a record is; None for others: a service centre may hand a data_sm over as well."""
        if not isinstance(record.message, SUBMISSIONS) or record.destination not in self._world.centres:
            return None
        return Came(record.message, record.default_alphabet)

    def _is_bound(self, system_id: str) -> bool:
        visits = self._world.face_of(system_id).visits
        return any(visit.esme is not None and visit.esme.name == system_id for visit in visits)
