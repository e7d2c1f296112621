"""The three binds, and outbind."""

import pytest

from pdu import (
    Bind,
    BindReceiver,
    BindReceiverResp,
    BindResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    CommandStatus,
    Malformed,
    Outbind,
    decode,
)

BODY = bytes.fromhex(
    "62616e6b00"  # system_id "bank"
    "73656372657400"  # password "secret"
    "4f544100"  # system_type "OTA"
    "34"  # interface_version
    "01 01"  # addr_ton, addr_npi
    "5e3434373700"  # address_range "^4477"
)


@pytest.mark.parametrize(
    ("cls", "command_id"), [(BindReceiver, "00000001"), (BindTransmitter, "00000002"), (BindTransceiver, "00000009")]
)
def test_the_three_binds_have_one_table(cls: type[Bind], command_id: str) -> None:
    octets = bytes.fromhex(f"00000029 {command_id} 00000000 00000001") + BODY
    p = cls(
        system_id="bank",
        password="secret",
        system_type="OTA",
        interface_version=0x34,
        addr_ton=1,
        addr_npi=1,
        address_range="^4477",
        sequence_number=1,
    )
    assert p.encode() == octets
    assert decode(octets) == p


def test_a_bind_response_names_the_message_centre_and_its_version() -> None:
    octets = bytes.fromhex(
        "0000001e 80000009 00000000 00000001"  # bind_transceiver_resp
        "736d736300"  # system_id "smsc"
        "0210 0001 50"  # sc_interface_version v5.0
        "1401 0000"  # a vendor's TLV, empty
    )
    p = decode(octets)
    assert isinstance(p, BindResp)
    assert (p.system_id, p.sc_interface_version, p.congestion_state) == ("smsc", 0x50, None)
    assert p.encode() == octets


@pytest.mark.parametrize(
    ("cls", "octets"),
    [
        (BindReceiverResp, "00000010 80000001 0000000e 00000007"),  # v3.4: the body is not returned
        (BindTransmitterResp, "00000010 80000002 0000000e 00000007"),
        (BindTransceiverResp, "00000011 80000009 0000000e 00000007 00"),  # of this, v3.4 does not say so: system_id
    ],
    ids=str,
)
def test_a_refused_bind(cls: type[BindResp], octets: str) -> None:
    p = cls(command_status=CommandStatus.ESME_RINVPASWD, sequence_number=7)
    assert p.encode() == bytes.fromhex(octets)
    assert decode(p.encode()) == p


@pytest.mark.parametrize(
    ("field", "size", "status"),
    [
        ("system_id", 16, CommandStatus.ESME_RINVSYSID),
        ("password", 9, CommandStatus.ESME_RINVPASWD),
        ("system_type", 13, CommandStatus.ESME_RINVSYSTYP),
        ("address_range", 41, CommandStatus.ESME_RBINDFAIL),
    ],
)
def test_a_field_of_a_bind_holds_its_size_less_the_nul(field: str, size: int, status: int) -> None:
    p = BindTransceiver()
    setattr(p, field, "x" * (size - 1))
    assert decode(p.encode()) == p
    setattr(p, field, "x" * size)
    with pytest.raises(Malformed) as error:
        p.encode()
    assert (error.value.field, error.value.command_status) == (field, status)


def test_outbind_names_the_message_centre() -> None:
    octets = bytes.fromhex("0000001c 0000000b 00000000 00000001 736d736300 73656372657400")
    assert decode(octets) == Outbind(system_id="smsc", password="secret", sequence_number=1)
