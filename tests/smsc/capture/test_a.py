"""BSSMAP and DTAP: a connection, from the handset's first message to the BSS's last."""

from pdu.gsm import bssap
from pdu.gsm.bssap import SAPI_3, Dtap
from pdu.gsm.bssmap import (
    EQUIPMENT_FAILURE,
    RADIO_INTERFACE_FAILURE,
    ClearCommand,
    ClearComplete,
    ClearRequest,
    CompleteLayer3Information,
    Paging,
    Reset,
    ResetAcknowledge,
)
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.gsm.rr import PagingResponse
from pdu.sms import CpAck
from pdu.ss7.sccp import CC, CR, DT1, RLC, RLSD, UDT
from tests.smsc.capture.packets import laid_out, said, sccp_of

IMSI = "234150000000001"
CELL = CellGlobalIdentification(LocationAreaIdentification("234", "15", 1), 101)
FIRST = CompleteLayer3Information(CELL, PagingResponse(MobileIdentity(IMSI)))


def test_a_call_has_no_connection() -> None:
    [paging] = map(sccp_of, laid_out((said(Paging(IMSI, (CELL.lai,)), "msc1 bss1", 0),)))
    assert isinstance(paging, UDT)
    assert paging.called_party_address.ssn == 254


def test_a_reset_has_no_connection() -> None:
    records = (said(Reset(EQUIPMENT_FAILURE), "bss1 msc1", 0), said(ResetAcknowledge(), "msc1 bss1", 0))
    assert [type(sccp_of(packet)) for packet in laid_out(records)] == [UDT, UDT]


def test_a_connection_is_confirmed_before_it_is_used_and_released_when_all_is_clear() -> None:
    records = [
        said(FIRST, "bss1 msc1"),
        said(CpAck(0), "msc1 bss1"),
        said(ClearCommand(), "msc1 bss1"),
        said(ClearComplete(), "bss1 msc1"),
    ]
    messages = [sccp_of(packet) for packet in laid_out(records)]
    assert [type(message) for message in messages] == [CR, CC, DT1, DT1, DT1, RLSD, RLC]
    request, confirm, down, _, up, released, complete = messages
    assert (
        request.source_local_reference == confirm.destination_local_reference == down.destination_local_reference == 7
    )
    assert confirm.source_local_reference == up.destination_local_reference == 0x800007
    assert (released.destination_local_reference, complete.destination_local_reference) == (7, 0x800007)
    assert bssap.decode(down.data) == Dtap(SAPI_3, CpAck(0).encode())


def test_a_request_that_nobody_answers_is_not_confirmed() -> None:
    assert [type(sccp_of(packet)) for packet in laid_out((said(FIRST, "bss1 msc1"),))] == [CR]


def test_a_request_is_confirmed_once_something_arrives() -> None:
    request, gives_up = said(FIRST, "bss1 msc1"), said(ClearRequest(RADIO_INTERFACE_FAILURE), "bss1 msc1")
    records = (request._replace(lost=True), gives_up._replace(lost=True), gives_up, said(ClearCommand(), "msc1 bss1"))
    assert [type(sccp_of(packet)) for packet in laid_out(records)] == [CR, DT1, CC, DT1, DT1]


def test_an_end_that_is_lost_releases_nothing() -> None:
    records = (said(FIRST, "bss1 msc1"), said(ClearCommand(), "msc1 bss1"), said(ClearComplete(), "bss1 msc1"))
    lost = (*records[:2], records[2]._replace(lost=True))
    assert [type(sccp_of(packet)) for packet in laid_out(lost)] == [CR, CC, DT1, DT1]


def test_a_connection_from_before_the_capture_is_gone_on_with() -> None:
    assert [type(sccp_of(packet)) for packet in laid_out((said(CpAck(8), "bss1 msc1"),))] == [DT1]
