"""The GSM messages before a referee: tshark reads the fields as they were written."""

import pytest

from pdu.gsm import bssap
from pdu.gsm.bssap import SAPI_3, Dtap
from pdu.gsm.bssmap import OtherCells
from pdu.gsm.rr import ChannelRequest
from tests.oracle import Dissection, Packet, pdml
from tests.pdu.gsm.samples import BSSMAP, MM, RR

CCCH = [message for message, octets in RR if int(octets[:2], 16) & 3 == 1 and not isinstance(message, ChannelRequest)]
# tshark 4.0 prints the discriminator of a cell without its leading zero, unless it is 0: oracle.py reads whole octets.
ON_A = [m for m, _ in BSSMAP if not isinstance(getattr(m, "cell_identifier", None), OtherCells)]
DCCH = [message for message, octets in [*RR, *MM] if octets[:2] in ("06", "05")]

PACKETS: list[Packet] = [
    *(("gsm_a_ccch", message.encode()) for message in CCCH),
    *(("gsm_a_dtap", message.encode()) for message in DCCH),
    *(("bssap", bssap.encode(message)) for message in ON_A),
    ("bssap", bssap.encode(Dtap(SAPI_3, b"\x05\x21"))),
]


@pytest.fixture(scope="module")
def dissections() -> dict[str, Dissection]:
    """All packets in one run, by their octets."""
    return {packet[1].hex(): found for packet, found in zip(PACKETS, pdml(*PACKETS), strict=True)}


def test_nothing_is_malformed_or_missed(dissections: dict[str, Dissection]) -> None:
    assert [octets for octets, found in dissections.items() if found.malformed] == []
    remarks = [field.show for found in dissections.values() for field in found.all("_ws.expert.message")]
    assert [remark for remark in remarks if not remark.startswith("Extraneous Data")] == []  # which is ``rest``


# How tshark names each field, and what it shows of it.
SHOWN = {
    "2d063f005aa36795c4f509002b2b2b2b2b2b2b2b2b2b2b": {
        "gsm_a.rr.tch_facch_sacchm": "3",
        "gsm_a.rr.timeslot": "2",
        "gsm_a.rr.training_sequence": "5",
        "gsm_a.rr.single_channel_arfcn": "871",
        "gsm_a.rr.ra": "149",
        "gsm_a.rr.rfn": "32781",
        "gsm_a.rr.timing_adv": "9",
    },
    "310621000829435100000000102b2b2b2b2b2b2b2b2b2b": {
        "gsm_a.rr.l2_pseudo_len": "12",
        "gsm_a.dtap.msg_rr_type": "0x21",
        "e212.imsi": "234150000000001",
    },
    "06270703331800082943510000000010": {
        "gsm_a.dtap.msg_rr_type": "0x27",
        "gsm_a.SM_cap": "1",
        "e212.imsi": "234150000000001",
    },
    "060d00": {"gsm_a.dtap.msg_rr_type": "0x0d", "gsm_a.rr.RRcause": "0"},
    "05247403331800082943510000000010": {
        "gsm_a.dtap.msg_mm_type": "0x24",
        "gsm_a.dtap.service_type": "4",
        "gsm_a.dtap.ciphering_key_sequence_number": "7",
    },
    "05647403331800" + "05f41a2b3c4d": {"gsm_a.dtap.seq_no": "1", "3gpp.tmsi": "439041101"},
    "0521": {"gsm_a.dtap.msg_mm_type": "0x21"},
    "052204": {"gsm_a.dtap.msg_mm_type": "0x22", "gsm_a.dtap.rej_cause": "4"},
    "050872130014fffe33082943510000000010": {
        "gsm_a.dtap.updating_type": "2",
        "e212.lai.mcc": "310",
        "e212.lai.mnc": "410",
        "gsm_a.lac": "0xfffe",
        "e212.imsi": "234150000000001",
    },
    "050232f4510102": {"gsm_a.dtap.msg_mm_type": "0x02", "e212.lai.mnc": "15", "gsm_a.lac": "0x0102"},
    "050232f45101021705f41a2b3c4d": {"gsm_a.lac": "0x0102", "3gpp.tmsi": "439041101"},
    "051801": {"gsm_a.dtap.msg_mm_type": "0x18", "gsm_a.dtap.type_of_identity": "1"},
    "0559082943510000000010": {
        "gsm_a.dtap.msg_mm_type": "0x19",
        "gsm_a.dtap.seq_no": "1",
        "e212.imsi": "234150000000001",
    },
    "051b": {"gsm_a.dtap.msg_mm_type": "0x1b"},
    "050402": {"gsm_a.dtap.msg_mm_type": "0x04", "gsm_a.dtap.rej_cause": "2"},
    "050133082943510000000010": {"gsm_a.dtap.msg_mm_type": "0x01", "e212.imsi": "234150000000001"},
    "001d5705080032f45101020304171006270703331800082943510000000010": {
        "gsm_a.bssmap.msgtype": "0x57",
        "gsm_a.bssmap.be.cell_id_disc": "0",
        "gsm_a.bssmap.cell_lac": "0x0102",
        "gsm_a.bssmap.cell_ci": "0x0304",
        "gsm_a.dtap.msg_rr_type": "0x27",
    },
    "000422040101": {"gsm_a.bssmap.msgtype": "0x22", "gsm_a.bssmap.cause": "0x01"},
    "000420040109": {"gsm_a.bssmap.msgtype": "0x20", "gsm_a.bssmap.cause": "0x09"},
    "000121": {"gsm_a.bssmap.msgtype": "0x21"},
    "0006251803040125": {
        "gsm_a.bssmap.msgtype": "0x25",
        "gsm_a.bssmap.dlci.sapi": "0x03",
        "gsm_a.bssmap.cause": "0x25",
    },
    "0103020521": {"bssap.dlci.sapi": "0x03", "gsm_a.dtap.msg_mm_type": "0x21"},
}


@pytest.mark.parametrize("octets", SHOWN)
def test_tshark_reads_what_was_written(octets: str, dissections: dict[str, Dissection]) -> None:
    found = dissections[octets]
    assert {name: found.shown(name) for name in SHOWN[octets]} == SHOWN[octets]


def test_a_call_in_two_areas_names_both(dissections: dict[str, Dissection]) -> None:
    found = dissections["001852080829435100000000101a0b0432f4510102130014fffe"]
    assert [field.show for field in found.all("gsm_a.bssmap.cell_lac")] == ["0x0102", "0xfffe"]
    assert found.shown("e212.imsi") == "234150000000001"


def test_a_reject_has_no_extended_ra_of_a_packet_channel_request(dissections: dict[str, Dissection]) -> None:
    found = dissections["4d063a0095c4f50595c4f50595c4f50595c4f5050b2b2b"]
    assert [field.value for field in found.all("gsm_a.rr.wait_indication")] == [b"\5"] * 4
    assert [field.show for field in found.all("gsm_a.rr.extended_ra.present")] == ["0"] * 4
