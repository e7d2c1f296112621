"""``/api/v1/events/scenario``: what has happened, as a scenario that can be played."""

from http import HTTPStatus

from smsc.api.desk import Desk
from smsc.api.problems import Refused
from smsc.world.past import Bound, Past


def past(desk: Desk) -> Past:
    """Return what has happened since the simulator began, or was reset; raises Refused if part of it is forgotten."""
    desk.show_texts("a scenario")
    records = [record for record, _ in desk.journal.records]
    if desk.journal.forgotten:
        many = f"the last {len(records):,} events"
        raise Refused(HTTPStatus.CONFLICT, f"the beginning is forgotten, as {many} are remembered; a reset begins anew")
    sessions = {
        visit.number: Bound(visit.line.session.state, visit.version)
        for face in desk.world.faces.values()
        for visit in face.visits
        if visit.esme is not None
    }
    return Past(desk.began, desk.simulator.clock.now, records, desk.world.with_all_that_joined, sessions)
