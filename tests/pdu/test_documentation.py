"""What help() and inspect.signature say of a PDU."""

import inspect
import pydoc

import pytest

from pdu import BindTransceiver, BroadcastSm, DeliverSm, EnquireLink, Pdu, SubmitMultiResp, SubmitSm
from pdu.table import parameters, tlv_rows
from tests.pdu.pdus import PDUS, full, name


def test_help_gives_each_parameter_with_size_status_meaning_and_unit() -> None:
    text = pydoc.plain(pydoc.render_doc(SubmitSm))
    for line in (
        "An ESME submits a short message for onward transmission to one destination.",
        "submit_sm, command_id 0x00000004",
        "source_addr: C-Octet String, at most 21 octets with its NUL; else ESME_RINVSRCADR",
        "address of the sender; empty for the account's default",
        "validity_period: C-Octet String, 1 or 17 octets with its NUL; else ESME_RINVEXPIRY",
        "short_message: Octet String, at most 255 octets, behind sm_length (Integer, 1 octet); else ESME_RINVMSGLEN",
        "the user data, up to 254 octets in v3.4, 255 in v5.0",
        "qos_time_to_live: TLV 0x0017, Integer, 4 octets; else ESME_RINVTLVVAL",
        "how long the message is worth keeping, in seconds from submission",
        "callback_num: TLV 0x0381, Octet String, 4 to 19 octets, may repeat; else ESME_RINVTLVVAL",
        "dest_node_id: TLV 0x0610, Octet String, 6 octets, since v5.0; else ESME_RINVTLVVAL",
    ):
        assert line in text


def test_help_says_which_tlvs_must_be_there() -> None:
    assert (
        "broadcast_content_type: TLV 0x0601, Octet String, 3 octets, since v5.0; else ESME_RINVBCASTCNTTYPE, "
        "ESME_RMISSINGTLV where it is missing"
    ) in str(BroadcastSm.__doc__)


def test_help_of_a_pdu_without_parameters_is_short() -> None:
    assert EnquireLink.__doc__ == (
        "The sender wants to know whether the link and the application behind it live.\n\n"
        "enquire_link, command_id 0x00000015"
    )


def test_help_of_one_parameter_is_that_parameter_s() -> None:
    assert pydoc.plain(pydoc.render_doc(SubmitSm.source_addr)).splitlines()[-2:] == [
        "    C-Octet String, at most 21 octets with its NUL; else ESME_RINVSRCADR",
        "    address of the sender; empty for the account's default",
    ]
    assert "how far the message has come" in pydoc.render_doc(DeliverSm.message_state)


@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_the_signature_shows_every_parameter_and_every_tlv(cls: type[Pdu]) -> None:
    signature = inspect.signature(cls)
    named = [parameter.name for parameter in signature.parameters.values()]
    assert named[: len(parameters(cls))] == [row.name for row in parameters(cls)]
    assert set(tlv_rows(cls)) < set(named)
    values = {key: getattr(full(cls), key) for key in named}
    assert cls(**signature.bind(**values).arguments) == full(cls)


def test_the_signature_shows_types_and_defaults() -> None:
    assert str(inspect.signature(BindTransceiver)) == (
        "(system_id: str = '', password: str = '', system_type: str = '', interface_version: int = "
        "<InterfaceVersion.V3_4: 52>, addr_ton: int = <Ton.UNKNOWN: 0>, addr_npi: int = <Npi.UNKNOWN: 0>, "
        "address_range: str = '', *, command_status: int = 0, sequence_number: int = 0, "
        "tlvs: tuple[tuple[int, bytes], ...] = ()) -> None"
    )
    assert inspect.signature(SubmitMultiResp).parameters["congestion_state"].annotation == int | None
