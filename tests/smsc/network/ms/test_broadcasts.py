"""What a handset shows of cell broadcasts: each message once, however long it is broadcast."""

import pytest

from pdu.gsm import cbs
from pdu.gsm.cbs import CONTENT, CbsPage, Scope
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from smsc.network.ms.broadcasts import MOST, BroadcastInbox

HERE = CellGlobalIdentification(LocationAreaIdentification("234", "15", 1), 101)
NEXT_CELL = CellGlobalIdentification(LocationAreaIdentification("234", "15", 1), 102)
NEXT_AREA = CellGlobalIdentification(LocationAreaIdentification("234", "15", 2), 201)
ABROAD = CellGlobalIdentification(LocationAreaIdentification("208", "01", 1), 101)


def page(serial_number: int) -> CbsPage:
    return CbsPage(serial_number, 900, 0x0F, 0x11, bytes(CONTENT))


@pytest.mark.parametrize(
    ("scope", "new"),
    [
        (Scope.CELL_WIDE, [NEXT_CELL, NEXT_AREA, ABROAD]),
        (Scope.CELL_WIDE_IMMEDIATE, [NEXT_CELL, NEXT_AREA, ABROAD]),
        (Scope.LOCATION_AREA_WIDE, [NEXT_AREA, ABROAD]),
        (Scope.PLMN_WIDE, [ABROAD]),
    ],
)
def test_a_number_is_that_of_another_message_beyond_its_scope(
    scope: Scope, new: list[CellGlobalIdentification]
) -> None:
    inbox = BroadcastInbox()
    number = cbs.serial_number(scope, 50, 3)
    assert inbox.add(page(number), HERE)
    assert [cell for cell in (HERE, NEXT_CELL, NEXT_AREA, ABROAD) if inbox.add(page(number), cell)] == new


def test_a_message_is_shown_once_however_often_it_comes_between_others() -> None:
    inbox = BroadcastInbox()
    assert inbox.add(page(0), HERE)
    for serial_number in range(1, 3 * MOST):
        assert inbox.add(page(serial_number), HERE)
        assert not inbox.add(page(0), HERE)


def test_a_number_that_comes_again_after_many_others_is_another_message_s() -> None:
    inbox = BroadcastInbox()
    for _ in ("first", "second"):
        assert all(inbox.add(page(serial_number), HERE) for serial_number in range(MOST + 1))
