"""How much memory a PDU holds."""

import pytest

from pdu.header import Pdu, Unknown
from pdu.held import held
from pdu.lists import SmeAddress, UnsuccessSme
from pdu.operations.bind import BindTransceiverResp
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp


@pytest.mark.parametrize(
    "pdu",
    [
        Unknown(command_id=0x1234, body=bytes(60_000)),
        SubmitSm(tlvs=((0x0424, bytes(60_000)),)),
        SubmitSm(tlvs=((0x1400, b""),) * 1_000),
        SubmitMulti(dest_address=(SmeAddress(1, 1, "1"),) * 254),
        SubmitMultiResp(unsuccess_sme=(UnsuccessSme(1, 1, "1", 11),) * 255),
        BindTransceiverResp(body=bytes(60_000)),
    ],
    ids=lambda pdu: type(pdu).__name__,
)
def test_a_pdu_holds_at_least_its_octets(pdu: Pdu) -> None:
    assert held(pdu) >= 0.9 * len(pdu.encode())


def test_a_short_pdu_holds_next_to_nothing() -> None:
    assert held(EnquireLink()) == 0
    assert held(SubmitSm(short_message=b"Hello")) == held(SubmitSmResp(message_id="1")) == 0
