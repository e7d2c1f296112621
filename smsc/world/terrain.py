"""The ground on which a world stands, from its file: cells with their air, and links with their latency."""

from random import Random
from typing import Final

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from smsc.centre.failures import HOUR
from smsc.config import WorldConfig
from smsc.network.air import Air
from smsc.network.cell import Cell
from smsc.sections import CellConfig

T3212_UNIT: Final = HOUR / 10
SDCCH_BLOCK: Final = "sdcch-block"  # a key of ``[latency]``: seconds per block on a channel


def latency(config: WorldConfig) -> dict[tuple[str, str], float]:
    """Return seconds by the kinds of origin and destination, in both directions."""
    links: dict[tuple[str, str], float] = {}
    for link, seconds in config.latency.items():
        if link == SDCCH_BLOCK:
            continue
        one, other = link.split("-")
        links[one, other] = links[other, one] = seconds
    return links


def cell_of(cell: CellConfig, config: WorldConfig) -> Cell:
    """Make a cell; what happens on its air is random, but the same every time."""
    chance = Random(seed_of(cell.name, config))  # noqa: S311 - it has to be repeatable, not secret
    t3212 = sum(T3212_UNIT * msc.t3212 for msc in config.msc if msc.bss == cell.bss)
    air = Air(config.latency.get(SDCCH_BLOCK, 0.0), cell.loss, chance)
    return Cell(cell.name, cell.bss, _cgi(cell.cgi), cell.sdcch, cell.paging_failure, air, t3212)


def seed_of(cell: str, config: WorldConfig) -> str:
    """Return the seed of chance in a cell."""
    return f"{config.seed} {cell}"


def _cgi(text: str) -> CellGlobalIdentification:
    mcc, mnc, lac, ci = text.split("-")
    return CellGlobalIdentification(LocationAreaIdentification(mcc, mnc, int(lac)), int(ci))
