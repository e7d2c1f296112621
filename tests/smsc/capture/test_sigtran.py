"""SS7 over IP: what stays in order, and where."""

from pdu.ip import ipv4
from pdu.sms import Address
from pdu.ss7 import m3ua, sctp
from pdu.ss7.map import SendRoutingInfoForSM
from tests.smsc.capture.packets import laid_out, said

ASKED = SendRoutingInfoForSM(Address("447700900123"), sm_rp_pri=True, service_centre_address=Address("447700900900"))


def carried(packet: ipv4.Packet) -> tuple[sctp.Data, m3ua.Data]:
    assert isinstance(packet.data, bytes)
    chunk = sctp.decode(packet.data)
    assert isinstance(chunk.user_data, bytes)
    return chunk, m3ua.decode(chunk.user_data)


def test_what_has_one_sls_has_one_stream_and_none_is_on_stream_0() -> None:
    """RFC 4666 clause 1.4.7: DATA is not sent on stream 0."""
    sent = [carried(packet) for packet in laid_out(said(ASKED, "sc hlr", number) for number in (16, 17, 32, 31))]
    assert [data.sls for _, data in sent] == [0, 1, 0, 15]
    assert [chunk.stream_identifier for chunk, _ in sent] == [1, 2, 1, 16]
    assert [chunk.stream_sequence_number for chunk, _ in sent] == [0, 0, 1, 0]
    assert [chunk.tsn for chunk, _ in sent] == [0, 1, 2, 3]
