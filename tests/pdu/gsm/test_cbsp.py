"""pdu.gsm.cbsp: the order to broadcast, element by element, and before tshark."""

import re

import pytest

from pdu.capture import LinkType, enhanced_packet, interface_description, section_header
from pdu.gsm import cbs, cbsp
from pdu.gsm.cbs import CbsPage
from pdu.gsm.gsmtap import PORT, Block, Channel
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.ip.tcp import Connection, Endpoint
from pdu.ip.udp import Datagram
from pdu.malformed import Malformed
from pdu.text import gsm7
from pdu.text.dcs import Alphabet
from tests.oracle import Dissection, dissect

CELLS = tuple(CellGlobalIdentification(LocationAreaIdentification("234", "15", 1), ci) for ci in (101, 102))
CONTENTS = cbs.contents(gsm7.encode("Storm warning"), Alphabet.GSM7)
ORDER = cbsp.WriteReplace(50, 0x4010, CELLS, 60.0, 3, 0x0F, CONTENTS)
ANSWERS = (
    cbsp.WriteReplaceComplete(50, 0x4010, CELLS),
    cbsp.MessageStatusQuery(50, 0x4010),
    cbsp.MessageStatusQueryComplete(50, 0x4010, CELLS, (2, 0x10000)),
    cbsp.Kill(50, 0x4010),
    cbsp.KillComplete(50, 0x4010),
    cbsp.Restart(),
)
SC, BSS = Endpoint("10.0.0.1", 50000), Endpoint("10.0.0.2", cbsp.PORT)


def test_an_order_is_laid_out_element_by_element() -> None:
    assert ORDER.encode() == bytes.fromhex(
        "01 00007a"  # WRITE-REPLACE, 122 octets
        "0e 0032  03 4010"  # message identifier, new serial number
        "04 000f 00 32f45100010065 32f45100010066"  # cell list of whole CGIs
        "12 00  05 02"  # basic channel, normal category
        "06 02 00"  # repetition period 32
        "07 0003  13 01  0c 0f"  # broadcasts, pages, data coding scheme
        "01 52" + CONTENTS[0].hex()
    )


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            cbsp.WriteReplace(50, 1, CELLS, 7712.0, 3, 0x0F, CONTENTS),
            "repetition_period: expected 7710.89 s at most, found 7712 s",
        ),
        (
            cbsp.WriteReplace(50, 1, CELLS, 60.0, 0x10000, 0x0F, CONTENTS),
            "number_of_broadcasts_requested: expected 0 to 65535, found 65536",
        ),
        (
            cbsp.WriteReplace(50, 1, CELLS, 60.0, 3, 0x0F, ()),
            "message_content: expected 1 to 15 pages, found 0",
        ),
        (
            cbsp.WriteReplace(50, 1, CELLS, 60.0, 3, 0x0F, (b"short",)),
            "message_content: expected 82 octets, found 5",
        ),
        (cbsp.Kill(0x10000, 1), "message_identifier: expected 0 to 65535, found 65536"),
    ],
)
def test_what_does_not_fit_is_malformed(message: cbsp.CbspMessage, said: str) -> None:
    with pytest.raises(Malformed, match=f"^{re.escape(said)}$"):
        message.encode()


@pytest.fixture(scope="module")
def dissections() -> list[Dissection]:
    connection = Connection(SC, BSS)
    said: list[tuple[Endpoint, cbsp.CbspMessage]]
    said = [(SC, ORDER), (BSS, ANSWERS[0]), (SC, ANSWERS[1]), (BSS, ANSWERS[2]), (SC, ANSWERS[3]), (BSS, ANSWERS[4])]
    said.append((BSS, ANSWERS[5]))
    packets = [packet for sender, message in said for packet in connection.send(sender, message.encode())]
    page = CbsPage(0x4010, 50, 0x0F, 0x11, CONTENTS[0])
    for block in cbs.blocks(page.encode()):
        datagram = Datagram(PORT, PORT, Block(Channel.CBCH, False, block).encode())
        packets.append(datagram.packet(1, SC.address, BSS.address))
    blocks = [section_header(), interface_description(LinkType.RAW)]
    return dissect(b"".join(blocks + [enhanced_packet(0, at, one.encode()) for at, one in enumerate(packets)]))


def test_tshark_reads_every_message(dissections: list[Dissection]) -> None:
    order, complete, query, status, kill, killed, restart = dissections[:7]
    assert [one.number("cbsp.msg_type") for one in dissections[:7]] == [1, 2, 10, 11, 4, 5, 19]
    assert not any(one.malformed for one in dissections)
    assert (order.shown("cbsp.rep_period"), order.shown("cbsp.num_bcast_req")) == ("32", "3")
    assert [field.show for field in complete.all("cbsp.ci")] == ["0x0065", "0x0066"]
    assert query.shown("cbsp.old_serial_nr") == "0x4010"
    assert [field.show for field in status.all("cbsp.num_bcast_compl")] == ["2", "65535"]
    assert kill.number("cbsp.cell_id_disc") == 6
    assert killed.number("cbsp.message_id") == 50
    assert restart.number("cbsp.recovery_ind") == 1  # data lost


def test_tshark_reads_a_page_of_the_air(dissections: list[Dissection]) -> None:
    assert [one.protocols[-1] for one in dissections[7:10]] == ["gsm_cbch"] * 3
    last = dissections[10]
    assert "gsm_cbs" in last.protocols
    assert any("Storm warning" in field.show for field in last.fields)
