"""All checks, family by family; those that end a session come after the others.

A bind that is refused is the last of them all, whatever its place.
"""

from typing import Final

from pdu.verdict import chosen
from smsc.probe.check import Check, Family
from smsc.probe.deliveries import DELIVERIES
from smsc.probe.endings import ENDINGS
from smsc.probe.hostile import HOSTILE
from smsc.probe.link import LINK
from smsc.probe.receipts import RECEIPTS
from smsc.probe.submissions import SUBMISSIONS

FAMILIES: Final[tuple[Family, ...]] = (LINK, SUBMISSIONS, DELIVERIES, RECEIPTS, ENDINGS, HOSTILE)


def choose(*, hostile: bool = False, only: tuple[str, ...] = ()) -> list[Check]:
    """Choose checks, as ``pdu.verdict.chosen`` does; raises Malformed."""
    return chosen(FAMILIES, hostile=hostile, only=only)
