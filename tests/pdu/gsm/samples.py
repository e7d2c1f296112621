"""What the GSM tests share: every message with its octets, and strategies for everything a message can hold."""

from typing import Any

from hypothesis import strategies as st

from pdu.gsm.bssmap import (
    EQUIPMENT_FAILURE,
    RADIO_INTERFACE_FAILURE,
    BssmapMessage,
    ClearCommand,
    ClearComplete,
    ClearRequest,
    CompleteLayer3Information,
    OtherCells,
    Paging,
    Reset,
    ResetAcknowledge,
    SapiNReject,
)
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.gsm.mm import (
    CMServiceAccept,
    CMServiceReject,
    CMServiceRequest,
    IdentityRequest,
    IdentityResponse,
    IMSIDetachIndication,
    LocationUpdatingAccept,
    LocationUpdatingReject,
    LocationUpdatingRequest,
    MmMessage,
    TMSIReallocationComplete,
)
from pdu.gsm.rr import (
    FRAMES,
    SDCCH_8,
    ChannelDescription,
    ChannelRelease,
    ChannelRequest,
    ImmediateAssignment,
    ImmediateAssignmentReject,
    PagingRequest,
    PagingResponse,
    Rejected,
    RrMessage,
)

MS = MobileIdentity("234150000000001")
OTHER = MobileIdentity("1a2b3c4d", 4)
HERE = LocationAreaIdentification("234", "15", 0x0102)
ABROAD = LocationAreaIdentification("310", "410", 0xFFFE)
CELL = CellGlobalIdentification(HERE, 0x0304)

RR: list[tuple[RrMessage, str]] = [
    (ChannelRequest(0b100, 21), "95"),
    (
        ImmediateAssignment(ChannelDescription(SDCCH_8 | 3, 2, 5, frequency=871), 4, 21, 32781, timing_advance=9),
        # length, type, dedicated mode | page mode, SDCCH/8 3, TN 2, TSC 5, ARFCN 871, request, frame, TA, no allocation
        "2d 063f 00 5a a367 95 c4f5 09 00 2b2b2b2b2b2b2b2b2b2b2b",
    ),
    (
        ImmediateAssignment(
            ChannelDescription(1, 0, 7, hopping=True, frequency=0xABC),
            0,
            0,
            0,
            mobile_allocation=b"\x03",
            ia_rest_octets=b"\xc0" + 9 * b"\x2b",
        ),
        "31 063f 00 08 fabc 00 0000 00 0103 c02b2b2b2b2b2b2b2b2b",
    ),
    (
        ImmediateAssignmentReject(4, 21, 32781, 5),
        # length, type, page mode, four times request, frame and wait indication; no Extended RA
        "4d 063a 00 95c4f505 95c4f505 95c4f505 95c4f505 0b2b2b",
    ),
    (
        ImmediateAssignmentReject(
            *(4, 21, 32781, 5, (Rejected(0, 0, 0, 255), Rejected(4, 21, 32781, 5))), page_mode=1, feature_indicator=2
        ),
        "4d 063a 21 95c4f505 000000ff 95c4f505 95c4f505 0b2b2b",
    ),
    (PagingRequest(MS), "31 0621 00 08 2943510000000010 2b2b2b2b2b2b2b2b2b2b"),
    (PagingRequest(OTHER, MS, channels_needed=1), "4d 0621 10 05 f41a2b3c4d 1708 2943510000000010 2b2b2b"),
    (PagingRequest(OTHER, p1_rest_octets=b"\xab\xcd"), "25 0621 00 05 f41a2b3c4d abcd"),
    (PagingResponse(MS), "0627 07 03331800 08 2943510000000010"),
    (PagingResponse(OTHER, ciphering_key_sequence_number=0, rest=b"\xd1"), "0627 00 03331800 05 f41a2b3c4d d1"),
    (ChannelRelease(), "060d 00"),
    (ChannelRelease(1, rest=b"\xc0"), "060d 01 c0"),
]
MM: list[tuple[MmMessage, str]] = [
    (CMServiceRequest(4, MS), "0524 74 03331800 08 2943510000000010"),
    (CMServiceRequest(4, OTHER, n_sd=1), "0564 74 03331800 05 f41a2b3c4d"),
    (CMServiceAccept(), "0521"),
    (CMServiceReject(4), "0522 04"),
    (LocationUpdatingRequest(2, ABROAD, MS), "0508 72 130014fffe 33 08 2943510000000010"),
    (LocationUpdatingAccept(HERE), "0502 32f4510102"),
    (LocationUpdatingAccept(HERE, rest=b"\xa1"), "0502 32f4510102 a1"),
    (LocationUpdatingAccept(HERE, OTHER), "0502 32f4510102 1705 f41a2b3c4d"),
    (LocationUpdatingAccept(HERE, MS, rest=b"\xa1"), "0502 32f4510102 1708 2943510000000010 a1"),
    (LocationUpdatingReject(2), "0504 02"),
    (IdentityRequest(1), "0518 01"),
    (IdentityResponse(MS, n_sd=1), "0559 08 2943510000000010"),
    (TMSIReallocationComplete(), "051b"),
    (IMSIDetachIndication(MS), "0501 33 08 2943510000000010"),
]
BSSMAP: list[tuple[BssmapMessage, str]] = [
    (Paging(MS.digits, (HERE, ABROAD)), "52 0808 2943510000000010 1a0b 04 32f4510102 130014fffe"),
    (
        Paging(MS.digits, OtherCells(6, b""), tmsi=b"\x1a\x2b\x3c\x4d", rest=b"\x24\x01"),
        "52 0808 2943510000000010 0904 1a2b3c4d 1a01 06 2401",
    ),
    (Paging(MS.digits, (CELL,)), "52 0808 2943510000000010 1a08 00 32f45101020304"),
    (
        CompleteLayer3Information(CELL, PagingResponse(MS)),
        "57 0508 00 32f45101020304 1710 0627 07 03331800 08 2943510000000010",
    ),
    (
        CompleteLayer3Information(CELL, IMSIDetachIndication(MS), rest=b"\x21\x01"),
        "57 0508 00 32f45101020304 170c 0501 33 08 2943510000000010 2101",
    ),
    (CompleteLayer3Information(OtherCells(2, b"\x03\x04"), b"\x05\x28\x06"), "57 0503 02 0304 1703 052806"),
    (ClearRequest(RADIO_INTERFACE_FAILURE), "22 0401 01"),
    (ClearCommand(), "20 0401 09"),
    (ClearCommand(0x8001, layer_3_header_information=b"\x06\x05"), "20 0702 0605 0402 8001"),
    (ClearComplete(), "21"),
    (SapiNReject(3, 0x25), "25 1803 0401 25"),
    (Reset(EQUIPMENT_FAILURE), "30 0401 20"),
    (ResetAcknowledge(), "31"),
]

octet = st.integers(0, 255)
half = st.integers(0, 15)
rest = st.just(b"") | st.binary(max_size=4)
identities = (
    st.builds(MobileIdentity, st.text("0123456789", min_size=1, max_size=16), st.integers(1, 3))
    | st.builds(MobileIdentity, st.binary(min_size=4, max_size=4).map(bytes.hex), st.just(4))
    | st.binary(min_size=1, max_size=9)
    .filter(lambda octets: octets[0] & 7 in (0, 5, 6, 7))
    .map(lambda octets: MobileIdentity(octets.hex(), octets[0] & 7))
)
areas = st.builds(
    LocationAreaIdentification,
    st.text("0123456789abcdef", min_size=3, max_size=3),
    st.from_regex("[0-9a-f]{2}[0-9a-e]?", fullmatch=True),
    st.integers(0, 0xFFFF),
)
cells = st.builds(CellGlobalIdentification, areas, st.integers(0, 0xFFFF))
channels = st.builds(
    ChannelDescription, st.integers(0, 31), st.integers(0, 7), st.integers(0, 7), st.booleans(), st.integers(0, 0xFFF)
)
other_cells = st.builds(OtherCells, octet.filter(lambda value: value not in (0, 4)), st.binary(max_size=6))
paging_responses = st.builds(
    PagingResponse,
    identities,
    ciphering_key_sequence_number=half,
    mobile_station_classmark_2=st.binary(max_size=4),
    rest=rest,
)
rejected = st.builds(Rejected, st.integers(0, 7), st.integers(0, 31), st.integers(0, FRAMES - 1), octet)
rr_messages: st.SearchStrategy[RrMessage] = (
    st.builds(ChannelRequest, st.integers(0, 7), st.integers(0, 31))
    | st.builds(
        ImmediateAssignment,
        channels,
        st.integers(0, 7),
        st.integers(0, 31),
        st.integers(0, FRAMES - 1),
        page_mode=half,
        dedicated_mode_or_tbf=half,
        timing_advance=octet,
        mobile_allocation=st.binary(max_size=8),
        ia_rest_octets=st.binary(max_size=11),
    )
    | st.builds(
        PagingRequest,
        identities,
        st.none() | identities,
        page_mode=half,
        channels_needed=half,
        p1_rest_octets=st.none() | st.binary(max_size=8).map(lambda octets: b"\xff" + octets),
    )
    | st.lists(rejected, min_size=1, max_size=4, unique=True).map(
        lambda several: ImmediateAssignmentReject(*several[0], tuple(several[1:]))
    )
    | paging_responses
    | st.builds(ChannelRelease, octet, rest=rest)
)
n_sd = st.integers(0, 3)
initial_mm_messages = (
    st.builds(
        CMServiceRequest,
        half,
        identities,
        ciphering_key_sequence_number=half,
        mobile_station_classmark_2=st.binary(max_size=4),
        n_sd=n_sd,
        rest=rest,
    )
    | st.builds(
        LocationUpdatingRequest,
        half,
        areas,
        identities,
        ciphering_key_sequence_number=half,
        mobile_station_classmark_1=octet,
        n_sd=n_sd,
        rest=rest,
    )
    | st.builds(IMSIDetachIndication, identities, mobile_station_classmark_1=octet, n_sd=n_sd, rest=rest)
)
mm_messages: st.SearchStrategy[MmMessage] = (
    initial_mm_messages
    | st.builds(CMServiceAccept, n_sd=n_sd, rest=rest)
    | st.builds(CMServiceReject, octet, n_sd=n_sd, rest=rest)
    | st.builds(LocationUpdatingAccept, areas, n_sd=n_sd, rest=rest.filter(lambda octets: octets[:1] != b"\x17"))
    | st.builds(LocationUpdatingAccept, areas, identities, n_sd=n_sd, rest=rest)
    | st.builds(IdentityRequest, st.integers(0, 7), n_sd=n_sd, rest=rest)
    | st.builds(IdentityResponse, identities, n_sd=n_sd, rest=rest)
    | st.builds(TMSIReallocationComplete, n_sd=n_sd, rest=rest)
    | st.builds(LocationUpdatingReject, octet, n_sd=n_sd, rest=rest)
)


def several(places: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(places, min_size=1, max_size=4).map(tuple)


causes = st.integers(0, 0x7F) | st.integers(0x8000, 0xFFFF)
bssmap_messages: st.SearchStrategy[BssmapMessage] = (
    st.builds(
        Paging,
        st.text("0123456789", min_size=1, max_size=15),
        several(areas) | several(cells) | other_cells,
        tmsi=st.none() | st.binary(min_size=4, max_size=4),
        rest=rest,
    )
    | st.builds(CompleteLayer3Information, cells | other_cells, paging_responses | initial_mm_messages, rest=rest)
    | st.builds(ClearRequest, causes, rest=rest)
    | st.builds(ClearCommand, causes, layer_3_header_information=st.none() | st.binary(max_size=3), rest=rest)
    | st.builds(ClearComplete, rest=rest)
    | st.builds(SapiNReject, octet, causes, rest=rest)
)
