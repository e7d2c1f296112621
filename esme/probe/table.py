"""All checks, family by family, in the order in which they run.

Receipts come early: later, their messages would wait behind those of other checks, which go to the same handset.
"""

from typing import Final

from esme.probe.binds import BINDS
from esme.probe.check import Check, Family
from esme.probe.framing import FRAMING
from esme.probe.hostile import HOSTILE
from esme.probe.link import LINK
from esme.probe.of_versions import OF_VERSIONS
from esme.probe.operations import OPERATIONS
from esme.probe.receipts import RECEIPTS
from esme.probe.tlvs import TLVS
from pdu.verdict import chosen

FAMILIES: Final[tuple[Family, ...]] = (BINDS, LINK, FRAMING, RECEIPTS, OPERATIONS, TLVS, OF_VERSIONS, HOSTILE)


def choose(*, hostile: bool = False, only: tuple[str, ...] = ()) -> list[Check]:
    """Choose checks, as ``pdu.verdict.chosen`` does; raises Malformed."""
    return chosen(FAMILIES, hostile=hostile, only=only)
