"""SMPP v5.0 section 4.8.4: a TLV that needs another is refused without it, in the versions that have it."""

from typing import Any

import pytest

from pdu.command_status import named
from pdu.lists import SmeAddress
from pdu.operations.bind import BindTransmitter
from pdu.operations.data_sm import DataSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.values import InterfaceVersion
from tests.smsc.smpp.centre import PHONE, Centre, Raw, said

_, V3_4, V5_0 = InterfaceVersion
ONE, TWO = b"\1\1\1447700900124", b"\1\1\1447700900125"
PORTED: dict[str, Any] = {"dest_addr_np_information": b"5551234567", "dest_addr_np_country": b"1"}


def told(version: InterfaceVersion, **tlvs: Any) -> str:
    raw = Raw(Centre())
    raw.says(BindTransmitter("bank", "secret", interface_version=version, sequence_number=1).encode())
    pdu = SubmitSm(destination_addr=PHONE, short_message=b"Hello", sequence_number=2, **tlvs)
    [resp] = raw.says(pdu.encode())
    return named(resp.command_status)


@pytest.mark.parametrize(
    ("alone", "with_it"),
    [
        ({"dest_network_id": "123415"}, {"dest_node_id": b"000001"}),
        ({"source_network_id": "123415"}, {"source_node_id": b"000001"}),
        ({"dest_addr_np_resolution": 2}, PORTED),
        ({"dest_addr_np_resolution": 2, "dest_addr_np_country": b"1"}, PORTED),
        ({"callback_num_pres_ind": (1,)}, {"callback_num": (ONE,)}),
        ({"callback_num": (ONE, TWO), "callback_num_atag": (b"\0One",)}, {"callback_num_atag": (b"\0One", b"\0Two")}),
        ({"callback_num": (ONE, TWO), "callback_num_pres_ind": (1, 1, 1)}, {"callback_num_pres_ind": (1, 1)}),
    ],
    ids=str,
)
def test_a_tlv_that_needs_another_is_refused_without_it(alone: dict[str, Any], with_it: dict[str, Any]) -> None:
    assert told(V5_0, **alone) == "ESME_RMISSINGTLV"
    assert told(V5_0, **{**alone, **with_it}) == "ESME_ROK"


@pytest.mark.parametrize("cls", [SubmitMulti, DataSm])
def test_in_every_submission(cls: Any) -> None:
    to = {"dest_address": (SmeAddress(1, 1, PHONE),)} if cls is SubmitMulti else {"destination_addr": PHONE}
    centre = Centre()
    line = centre.bound(BindTransmitter("bank", "secret", interface_version=V5_0))
    assert said(centre, line, cls(callback_num_pres_ind=(1,), **to)) == ["ESME_RMISSINGTLV"]


@pytest.mark.parametrize("np_resolution", [0, 1])
def test_a_number_that_is_not_ported_needs_nothing_more(np_resolution: int) -> None:
    assert told(V5_0, dest_addr_np_resolution=np_resolution) == "ESME_ROK"


@pytest.mark.parametrize(
    ("tlvs", "status"),
    [
        ({"dest_network_id": "123415"}, "ESME_ROK"),  # of v5.0, so v3.4 passes over it
        ({"dest_addr_np_resolution": 2}, "ESME_ROK"),
        ({"callback_num_pres_ind": (1,)}, "ESME_RMISSINGTLV"),
    ],
    ids=str,
)
def test_v3_4_asks_for_that_which_it_has(tlvs: dict[str, Any], status: str) -> None:
    assert told(V3_4, **tlvs) == status
