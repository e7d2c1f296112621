"""tests.oracle: what it says of a packet, and what happens where tshark is missing."""

import pytest

from tests.oracle import pdml, tshark

ENQUIRE_LINK = bytes.fromhex("00000010 00000015 00000000 00000007")
CP_ACK = bytes.fromhex("89 04")


def test_each_packet_has_a_dissection_in_order() -> None:
    smpp, dtap = pdml(("smpp", ENQUIRE_LINK), ("gsm_a_dtap", CP_ACK))
    assert (smpp.protocols, dtap.protocols) == (("smpp",), ("gsm_a.dtap",))


def test_a_field_has_its_place_its_octets_and_what_it_shows() -> None:
    [smpp] = pdml(("smpp", ENQUIRE_LINK))
    number = smpp.one("smpp.sequence_number")
    assert (number.offset, number.size, number.value, number.show) == (12, 4, b"\x00\x00\x00\x07", "7")
    assert smpp.number("smpp.sequence_number") == 7
    assert smpp.shown("smpp.system_id") is None


def test_a_bit_field_has_its_number_and_the_octet_around_it() -> None:
    [dtap] = pdml(("gsm_a_dtap", CP_ACK))
    flag = dtap.one("gsm_a.dtap.ti_flag")
    assert (flag.offset, flag.value, flag.number) == (0, b"\x89", 1)


def test_what_breaks_off_is_malformed() -> None:
    [whole, part] = pdml(("gsm_a_dtap", CP_ACK), ("gsm_sms", b"\x04\x0c", False))
    assert not whole.malformed
    assert part.malformed


def test_without_tshark_a_test_is_skipped_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="tshark is not installed: apt-get install tshark"):
        tshark()


def test_without_tshark_a_test_fails_on_the_build_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="tshark is not installed: apt-get install tshark"):
        tshark()
