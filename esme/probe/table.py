"""All checks, family by family, in the order in which they are made.

Receipts come early: later their messages would wait behind those of the others, which are for the same handset.
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
from pdu.malformed import Malformed

FAMILIES: Final[tuple[Family, ...]] = (BINDS, LINK, FRAMING, RECEIPTS, OPERATIONS, TLVS, OF_VERSIONS, HOSTILE)


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
