"""All checks, family by family. Those that end a session come behind those that go on in one, and last of them all,
whatever its place, a bind that is refused.
"""

from typing import Final

from pdu.malformed import Malformed
from smsc.probe.check import Check, Family
from smsc.probe.deliveries import DELIVERIES
from smsc.probe.endings import ENDINGS
from smsc.probe.hostile import HOSTILE
from smsc.probe.link import LINK
from smsc.probe.receipts import RECEIPTS
from smsc.probe.submissions import SUBMISSIONS

FAMILIES: Final[tuple[Family, ...]] = (LINK, SUBMISSIONS, DELIVERIES, RECEIPTS, ENDINGS, HOSTILE)


def choose(*, hostile: bool = False, only: tuple[str, ...] = ()) -> list[Check]:
    """Choose checks: those of the families, or of the names, in ``only``, else all; ``hostile`` ones only on request.

    Raises Malformed for a word that is neither a family nor a check among them.
    """
    families = [family for family in FAMILIES if hostile or not family.hostile]
    words = {name for family in families for name in (family.name, *(check.name for check in family))}
    for word in only:
        if word not in words:
            expected = ", ".join(family.name for family in FAMILIES)
            asked = "" if hostile else " (hostile ones with --hostile)"
            raise Malformed("--only", None, f"{expected}, or a check that --list shows{asked}", repr(word))
    return [c for family in families for c in family if not only or family.name in only or c.name in only]
