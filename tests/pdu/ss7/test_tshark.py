"""The whole stack, from IPv4 to MAP, against Wireshark's dissectors: one capture, every message in it."""

from collections.abc import Iterator

import pytest

from pdu.capture import LinkType, enhanced_packet, interface_description, section_header
from pdu.ss7 import asn1, constructed, m3ua, map, sccp, tcap  # noqa: A004
from pdu.ss7.m3ua import Data
from pdu.ss7.sccp import CC, CR, DT1, RLC, RLSD, UDT, GlobalTitle, PartyAddress
from pdu.ss7.sctp import Association, Endpoint
from pdu.ss7.sequence import Row, Sequence
from tests.oracle import Dissection, dissect
from tests.pdu.ss7.catalogue import MESSAGES, MO, MO_RELAY, MT, MT_RELAY, OTID, parameters

SC, HLR = Endpoint("10.0.0.1", 2905, 0x11111111), Endpoint("10.0.0.2", 2906, 0x22222222)
BSC, MSC = Endpoint("10.0.0.3", 2905, 0x33333333), Endpoint("10.0.0.4", 2907, 0x44444444)
AT_HLR = PartyAddress(GlobalTitle("447700900006"), sccp.HLR)
AT_SC = PartyAddress(GlobalTitle("44770090099", 9, 6, 3), sccp.MSC)  # an odd number of digits, of another plan
AT_MSC = PartyAddress(ssn=sccp.BSSAP, point_code=0x1234, route_on_ssn=True)

# Without a dialogue portion Wireshark takes a dialogue for one of version 1.
MAP_MESSAGES = (
    *MESSAGES,
    tcap.Begin(OTID, tcap.AARQ(MT_RELAY), (tcap.Invoke(1, MT),)),
    tcap.Begin(OTID, tcap.AARQ(MO_RELAY), (tcap.Invoke(1, MO),)),
)
EXCEPTED = (
    map.RoamingNotAllowed(0, extensible=False),  # 4.0.17 has only the parameter of version 3
    map.InformServiceCentre(
        mw_status=map.MWStatus(True, False, True, True, True, True, "0000000001")
    ),  # bit 15: no name
)

PAGING_RESPONSE = bytes.fromhex("06 27 07  03 505981  08 2943051234567890")
COMPLETE_LAYER_3 = bytes.fromhex("00 1a  57  05 05 01 0001 0002  17 10") + PAGING_RESPONSE
CLEAR_COMMAND = bytes.fromhex("00 04 20 04 01 09")
CONNECTION = (
    (BSC, CR(0x010203, AT_MSC, COMPLETE_LAYER_3)),
    (MSC, CC(0x010203, 0x040506)),
    (MSC, DT1(0x010203, CLEAR_COMMAND)),
    (MSC, RLSD(0x010203, 0x040506)),
    (BSC, RLC(0x040506, 0x010203)),
)


def packets() -> Iterator[bytes]:
    link, a_interface = Association(SC, HLR, m3ua.PAYLOAD_PROTOCOL_IDENTIFIER), Association(BSC, MSC, 3)
    for at, message in enumerate(MAP_MESSAGES):
        sender = HLR if at % 2 else SC
        yield link.packet(sender, Data(1, 2, UDT(AT_HLR, AT_SC, message), sls=at % 16)).encode()
    for sender, connected in CONNECTION:
        yield a_interface.packet(sender, Data(3, 4, connected) if sender is BSC else Data(4, 3, connected)).encode()


@pytest.fixture(scope="module")
def dissections() -> list[Dissection]:
    blocks = [section_header(), interface_description(LinkType.RAW)]
    blocks += [enhanced_packet(0, at, packet) for at, packet in enumerate(packets())]
    return dissect(b"".join(blocks), ("-o", "ip.check_checksum:TRUE", "-o", "sctp.checksum:CRC 32c"))


def elements(message: Sequence, rows: tuple[Row, ...]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each element that is present, under Wireshark's name, with its contents if Wireshark shows them."""
    for row in rows:
        name = row.name.replace("-", "_")
        if row.type is None:
            yield from elements(message, row.rows)
            continue
        value = getattr(message, row.attribute)
        match row.type:
            case asn1.Null():
                if value:
                    yield f"{name}_element", None
            case _ if value is None:
                pass
            case constructed.SequenceOf() as kind:
                yield name, b"".join(kind.item.encode(each, None, name) for each in value)
            case constructed.Choice() as kind:
                (line,) = (line for line in kind.lines if isinstance(value, line[3]))
                yield from _alternative(line[0].replace("-", "_"), line[2], getattr(value, "value", value))
            case asn1.BitString() as kind:
                yield name, kind.contents(value, name)[1:]
            case kind:
                yield name, kind.contents(value, name)


def _alternative(name: str, kind: asn1.Type, value: object) -> Iterator[tuple[str, bytes | None]]:
    if isinstance(value, Sequence):
        yield from elements(value, value.rows)
    elif isinstance(kind, asn1.Null):
        yield f"{name}_element", None
    else:
        yield name, kind.contents(value, name)


def test_nothing_is_malformed(dissections: list[Dissection]) -> None:
    assert len(dissections) == len(MAP_MESSAGES) + len(CONNECTION)
    excepted = [any(each in EXCEPTED for each in parameters(message)) for message in MAP_MESSAGES]
    for dissection, known in zip(dissections, [*excepted, *[False] * len(CONNECTION)], strict=True):
        complaints = [field.label for field in dissection.fields if field.name.startswith("_ws.")]
        assert known or not (dissection.malformed or complaints)


def test_the_checksums_are_right(dissections: list[Dissection]) -> None:
    assert {dissection.number("ip.checksum.status") for dissection in dissections} == {1}
    assert {dissection.number("sctp.checksum.status") for dissection in dissections} == {1}


def test_every_message_is_read_down_to_the_short_message(dissections: list[Dissection]) -> None:
    stack = ("raw", "ip", "sctp", "m3ua", "sccp", "tcap")
    for message, dissection in zip(MAP_MESSAGES, dissections, strict=False):
        assert dissection.protocols[:6] == stack
        assert ("gsm_map" in dissection.protocols) == any(True for _ in getattr(message, "components", ()))
    assert dissections[len(MESSAGES)].protocols == (*stack, "gsm_map", "gsm_sms")
    assert dissections[len(MESSAGES)].shown("gsm_sms.sms_text") == "x" * 160


def test_every_element_has_its_name_and_its_contents(dissections: list[Dissection]) -> None:
    for message, dissection in zip(MAP_MESSAGES, dissections, strict=False):
        shown = [(field.name.rpartition(".")[2], field.value) for field in dissection.fields]
        names = {name for name, _ in shown}
        for parameter in parameters(message):
            if parameter in EXCEPTED:
                continue
            for name, contents in elements(parameter, parameter.rows):
                assert name in names if contents is None else (name, contents) in shown, (parameter, name)


def test_every_operation_and_error_has_its_name(dissections: list[Dissection]) -> None:
    for message, dissection in zip(MAP_MESSAGES, dissections, strict=False):
        shown = [
            field.label.removeprefix("localValue: ").split(" (")[0] for field in dissection.all("gsm_old.localValue")
        ]
        names = [parameter.words[-1] for parameter in parameters(message)]
        assert [name.lower() for name in shown] == [name.lower() for name in names]


def test_every_application_context_has_its_name(dissections: list[Dissection]) -> None:
    fields = (field for each in dissections for field in each.fields)
    contexts = [field for field in fields if field.name.endswith("application_context_name")]  # 4.6: tcap.aarq_, .aare_
    shown = {field.label.partition("(")[2] for field in contexts}
    assert shown == {
        "shortMsgGatewayContext-v3)",
        "shortMsgMT-RelayContext-v3)",
        "shortMsgMT-RelayContext-v2)",
        "shortMsgMO-RelayContext-v3)",
        "shortMsgAlertContext-v2)",
        "mwdMngtContext-v3)",
        "networkLocUpContext-v3)",
        "locationCancellationContext-v3)",
        "subscriberDataMngtContext-v3)",
        "msPurgingContext-v3)",
    }


def test_addresses_are_read(dissections: list[Dissection]) -> None:
    first = dissections[0]
    assert (first.number("m3ua.protocol_data_opc"), first.number("m3ua.protocol_data_dpc")) == (1, 2)
    assert (first.number("m3ua.protocol_data_si"), first.number("m3ua.protocol_data_ni")) == (3, 2)
    assert (first.shown("sccp.called.digits"), first.number("sccp.called.ssn")) == ("447700900006", 6)
    assert (first.shown("sccp.calling.digits"), first.number("sccp.calling.ssn")) == ("44770090099", 8)
    assert [first.number(f"sccp.calling.{name}") for name in ("tt", "np", "es", "nai")] == [9, 6, 1, 3]


def test_a_connection_carries_bssap(dissections: list[Dissection]) -> None:
    request, confirm, data, released, complete = dissections[-5:]
    assert (request.number("sccp.slr"), request.number("sccp.called.pc")) == (0x010203, 0x1234)
    assert (confirm.number("sccp.dlr"), confirm.number("sccp.slr")) == (0x010203, 0x040506)
    assert request.protocols[-3:] == ("bssap", "gsm_a.bssmap", "gsm_a.dtap")
    assert data.protocols[-2:] == ("bssap", "gsm_a.bssmap")
    assert (released.number("sccp.release_cause"), complete.number("sccp.slr")) == (0, 0x010203)
