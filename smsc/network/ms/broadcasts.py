"""TS 23.041 clause 9.4: the cell broadcasts that a handset has heard."""

from collections.abc import Iterable
from typing import Final

from pdu.gsm import cbs
from pdu.gsm.cbs import CbsPage, Scope
from pdu.gsm.location import CellGlobalIdentification
from smsc.network.acts import ShowsBroadcast
from smsc.network.hop import Send

MOST: Final = 100  # messages; numbers are used again, for other messages


class BroadcastInbox:
    """The pages of cell broadcast messages, by the messages' numbers; complete messages have been shown.

    A number stands for one message only within its geographical scope: elsewhere, it is that of a new message. If there
    are too many, the message not heard for longest is forgotten.
    """

    __slots__ = ("_pages",)

    def __init__(self) -> None:
        self._pages: dict[tuple[int, int, object], dict[int, CbsPage]] = {}

    def add(self, page: CbsPage, cell: CellGlobalIdentification) -> Iterable[Send]:
        """Keep a page heard in a cell, and show the message if it is the last one missing."""
        number, total = page.place
        message = page.message_identifier, page.serial_number, _area(page.scope, cell)
        pages = self._pages[message] = self._pages.pop(message, {})
        if len(self._pages) > MOST:
            del self._pages[next(iter(self._pages))]
        if number in pages:
            return ()
        pages[number] = page
        if len(pages) < total:
            return ()
        whole = tuple(pages[one] for one in sorted(pages))
        return (Send("", ShowsBroadcast(cbs.text(whole), page.message_identifier)),)


def _area(scope: Scope, cell: CellGlobalIdentification) -> object:
    """Give the area around a cell in which a message code stands for the same message."""
    match scope:
        case Scope.PLMN_WIDE:
            return cell.lai.mcc, cell.lai.mnc
        case Scope.LOCATION_AREA_WIDE:
            return cell.lai
        case Scope.CELL_WIDE | Scope.CELL_WIDE_IMMEDIATE:
            return cell
