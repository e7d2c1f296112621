"""The benchmark of the codec runs, and compares like with like."""

import pytest

from pdu import Pdu, decode
from tests.bench.codec import LIBRARIES, PDUS, encoders, from_octets, main, measure
from tests.bench.options import Options


@pytest.mark.parametrize("p", PDUS, ids=lambda p: p.words[0])
def test_what_the_libraries_lay_out_is_the_same_pdu(p: Pdu) -> None:
    for encode in encoders(p).values():
        theirs = decode(encode())
        assert sorted(theirs.tlvs) == sorted(p.tlvs)
        theirs.tlvs = p.tlvs  # smpplib has an order of its own
        assert theirs == p


def test_aiosmpplib_reads_what_it_is_to_read() -> None:
    assert [from_octets(p.encode()).smpp_command.name.lower() for p in PDUS] == [p.words[0] for p in PDUS]


def test_every_library_is_measured_on_everything() -> None:
    measured = measure(rounds=1, repeats=1)
    assert [(line.operation, line.what) for line in measured] == [
        (p.words[0], what) for p in PDUS for what in ("encode", "decode")
    ]
    assert all(tuple(line.ratios) == LIBRARIES for line in measured)


def test_the_table_shows_the_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    main(Options(quick=True))
    assert "submit_sm" in capsys.readouterr().out
