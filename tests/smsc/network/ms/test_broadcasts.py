"""What a handset shows of cell broadcasts: each message once, however long it is broadcast."""

from pdu.gsm.cbs import CONTENT, CbsPage
from smsc.network.ms.broadcasts import MOST, BroadcastInbox


def page(serial_number: int) -> CbsPage:
    return CbsPage(serial_number, 900, 0x0F, 0x11, bytes(CONTENT))


def test_a_message_is_shown_once_however_often_it_comes_between_others() -> None:
    inbox = BroadcastInbox()
    assert inbox.add(page(0))
    for serial_number in range(1, 3 * MOST):
        assert inbox.add(page(serial_number))
        assert not inbox.add(page(0))


def test_a_number_that_comes_again_after_many_others_is_another_message_s() -> None:
    inbox = BroadcastInbox()
    for _ in ("first", "second"):
        assert all(inbox.add(page(serial_number)) for serial_number in range(MOST + 1))
