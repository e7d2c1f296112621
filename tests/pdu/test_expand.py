"""The expander: what it makes of a declared table, and that its straight lines agree with the walk."""

import copy
import dataclasses
import inspect
import pickle
import random
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import (
    Bind,
    BindTransceiver,
    CommandStatus,
    DeliverSm,
    EnquireLink,
    Malformed,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    decode,
    walk,
)
from pdu.expand import maker, source
from pdu.header import HEADER, HEADER_LENGTH, Response
from pdu.operations.outbind import Outbind
from pdu.table import CLASSES, DECODERS, parameters
from tests.pdu.goldens import straight_lines
from tests.pdu.pdus import PDUS, RESPONSES, SAMPLES, UNHURRIED, full, minimal, name, pdus

SLOW_TO_DRAW = settings(max_examples=25, **UNHURRIED)


def framed(cls: type[Pdu], body: bytes, command_status: int = 0) -> bytes:
    return HEADER.pack(HEADER_LENGTH + len(body), cls.command_id, command_status, 1) + body


# The class


def test_a_pdu_has_no_attribute_that_its_table_does_not_have() -> None:
    p: Any = SubmitSm()
    with pytest.raises(AttributeError):
        p.destination_address = "4477"  # it is destination_addr


def test_a_pdu_holds_its_defaults() -> None:
    p = BindTransceiver()
    assert (p.system_id, p.interface_version, p.addr_ton, p.tlvs) == ("", 0x34, 0, ())


def test_parameters_may_be_given_in_the_order_of_the_table() -> None:
    assert SubmitSm("CMT", 1, 1, "4477").source_addr == "4477"


@pytest.mark.parametrize("p", SAMPLES, ids=repr)
def test_a_maker_makes_what_its_class_does(p: Pdu) -> None:
    names = [*(row.name for row in parameters(type(p))), "command_status", "sequence_number", "tlvs"]
    values = {name: getattr(p, name) for name in [*names, "body"][: len(names) + isinstance(p, Response)]}
    assert maker(type(p))(**values) == p
    assert maker(type(p))() == type(p)()


def test_a_maker_takes_parameters_by_their_place_and_tlvs_by_their_names() -> None:
    made = maker(SubmitSm)("CMT", 1, 1, "4477", message_payload=b"Hello")
    assert made == SubmitSm("CMT", 1, 1, "4477", message_payload=b"Hello")
    wrong: dict[str, Any] = {"no_such_tlv": 1}
    with pytest.raises(TypeError, match="no_such_tlv"):
        maker(SubmitSm)(**wrong)


def test_a_pdu_is_matched_in_the_order_of_its_table() -> None:
    match decode(BindTransceiver("bank", "secret", sequence_number=1).encode()):
        case Bind(system_id, "secret", interface_version=version):
            assert (system_id, version) == ("bank", 0x34)
        case other:
            raise AssertionError(other)
    assert SubmitSmResp.__match_args__ == ("message_id",)
    assert EnquireLink.__match_args__ == ()


def test_a_pdu_is_no_sequence_although_it_gives_a_tlv_by_name() -> None:
    p: Any = SubmitSm(source_port=9200)
    assert p["source_port"] == 9200
    with pytest.raises(TypeError, match="'SubmitSm' object is not iterable"):
        list(p)
    with pytest.raises(TypeError, match="'SubmitSm' is not"):
        "source_port" in p  # noqa: B015 - it raises


class Code(SubmitSm):
    """A message of a program, which may derive it from a PDU."""


def test_what_a_program_derives_from_a_pdu_is_laid_out_and_shown_as_that_pdu() -> None:
    code = Code(destination_addr="7000", short_message=b"493021", sequence_number=1)
    assert code.encode() == SubmitSm(destination_addr="7000", short_message=b"493021", sequence_number=1).encode()
    assert repr(code) == "Code(destination_addr='7000', short_message=b'493021', sequence_number=1)"
    code.destination_addr = "7" * 21
    with pytest.raises(Malformed, match=r"^destination_addr: expected C-Octet String, at most 21 octets"):
        code.encode()


def test_what_several_pdus_share_is_no_pdu() -> None:
    with pytest.raises(TypeError, match=r"^Bind: .*, BindTransmitter, BindReceiver, BindTransceiver$"):
        Bind(system_id="bank")


def test_pdus_are_compared_by_value() -> None:
    assert SubmitSm(source_addr="4477") == SubmitSm(source_addr="4477")
    assert SubmitSm(source_addr="4477") != SubmitSm(source_addr="4478")
    assert SubmitSm(sequence_number=1) != SubmitSm(sequence_number=2)
    assert SubmitSmResp(command_status=8) != SubmitSmResp(command_status=8, body=b"\0")


def test_pdus_of_different_operations_are_never_equal() -> None:
    others: list[Any] = [DeliverSm(), None, 4]
    assert SubmitSm() not in others
    assert SubmitSm().__eq__(DeliverSm()) is NotImplemented


def test_a_pdu_can_change_and_so_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(SubmitSm())


def test_a_pdu_shows_what_is_not_at_its_default() -> None:
    p = SubmitSm(destination_addr="4477", short_message=b"Hi", sequence_number=3, set_dpf=1)
    assert repr(p) == (
        "SubmitSm(destination_addr='4477', short_message=b'Hi', sequence_number=3, tlvs=((1057, b'\\x01'),))"
    )
    assert repr(SubmitSmResp(command_status=8, body=b"?")) == "SubmitSmResp(command_status=8, body=b'?')"


@pytest.mark.parametrize("cls", [BindTransceiver, Outbind])
def test_a_pdu_does_not_show_its_password(cls: type[BindTransceiver | Outbind]) -> None:
    assert repr(cls(system_id="bank", password="secret")) == f"{cls.__name__}(system_id='bank', password=***)"


@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_a_pdu_can_be_copied_pickled_and_replaced(cls: type[Pdu]) -> None:
    p = full(cls)
    assert copy.copy(p) == p
    assert copy.deepcopy(p) == p
    assert pickle.loads(pickle.dumps(p)) == p  # noqa: S301 - our own
    changed = dataclasses.replace(p, sequence_number=9)
    assert changed != p
    assert dataclasses.replace(changed, sequence_number=p.sequence_number) == p


@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_every_field_of_a_pdu_is_a_field_to_dataclasses(cls: type[Pdu]) -> None:
    own = {row.name for row in parameters(cls)}
    header = {"command_status", "sequence_number", "tlvs"} | ({"body"} if issubclass(cls, Response) else set())
    assert {field.name for field in dataclasses.fields(cls)} == own | header


def test_every_class_is_known_by_its_command_id() -> None:
    assert {cls.command_id for cls in PDUS} == set(CLASSES) == set(DECODERS)
    assert all(CLASSES[cls.command_id] is cls for cls in PDUS)


# The straight lines can be read


def test_the_source_can_be_looked_at() -> None:
    assert "def encode_submit_sm(p: SubmitSm) -> bytes:" in source(SubmitSm)
    assert inspect.getsource(SubmitSm.encode).startswith("def encode_submit_sm(p: SubmitSm) -> bytes:")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: SubmitSm(source_addr="4" * 21).encode(),
        lambda: SubmitSm(tlvs=((0x1401, "text"),)).encode(),  # type: ignore[arg-type]
        lambda: decode(HEADER.pack(HEADER_LENGTH + 1, SubmitSm.command_id, 0, 1) + b"x"),
    ],
)
def test_a_traceback_shows_the_straight_line_and_nothing_but_what_is_malformed(wrong: Callable[[], object]) -> None:
    with pytest.raises(Malformed) as error:
        wrong()
    told = "".join(traceback.format_exception(error.value))
    assert 'File "<pdu submit_sm>"' in told
    assert "_slowly(" in told
    assert told.count("Traceback") == 1


# The straight lines do it


def without_the_walk(cls: type[Pdu]) -> dict[str, Any]:
    """Run the straight lines of a class where they can't fall back on the walk."""

    def refuse(*_: Any) -> None:
        raise AssertionError("left to the walk")

    names = vars(straight_lines) | {"decode_slowly": refuse, "encode_slowly": refuse, "decode_error": refuse}
    exec(compile(f"from __future__ import annotations\n{source(cls)}", "<alone>", "exec"), names)  # noqa: S102 - ours
    return names


@pytest.mark.parametrize("cls", PDUS, ids=name)
def test_the_straight_lines_need_no_walk_for_what_is_well_formed(cls: type[Pdu]) -> None:
    names = without_the_walk(cls)
    [operation] = cls.words
    for p in (minimal(cls), full(cls)):
        octets = names[f"encode_{operation}"](p)
        assert octets == walk.encode(p)
        assert names[f"decode_{operation}"](octets, 0, p.sequence_number) == p


@pytest.mark.parametrize("cls", PDUS, ids=name)
@SLOW_TO_DRAW
@given(data=st.data())
def test_what_is_laid_out_is_read_again(cls: type[Pdu], data: st.DataObject) -> None:
    p = data.draw(pdus(cls))
    octets = p.encode()
    assert octets == walk.encode(p)
    assert decode(octets) == p
    assert decode(octets).encode() == octets


@pytest.mark.parametrize("cls", RESPONSES, ids=name)
@SLOW_TO_DRAW
@given(data=st.data(), command_status=st.integers(1, 0xFFFFFFFF))
def test_an_error_response_is_read_again(cls: type[Response], data: st.DataObject, command_status: int) -> None:
    p = data.draw(pdus(cls))
    p.command_status = command_status
    octets = p.encode()
    assert decode(octets) == p
    assert decode(octets).encode() == octets


@settings(deadline=None)
@given(cls=st.sampled_from(RESPONSES), body=st.binary(max_size=40), command_status=st.integers(1, 0xFFFFFFFF))
def test_any_error_response_can_be_read(cls: type[Response], body: bytes, command_status: int) -> None:
    octets = framed(cls, body, command_status)
    assert decode(octets).encode() == octets


# The straight lines and the walk agree


def outcome(cls: type[Pdu], octets: bytes) -> Pdu | tuple[str, int | None, int]:
    """Return what the straight lines make of octets, having seen that the walk makes the same."""
    status, number = HEADER.unpack_from(octets)[2:]
    found: list[Any] = []
    for read in (DECODERS[cls.command_id], lambda *header: walk.decode(cls, *header)):
        try:
            found.append(read(octets, status, number))
        except Malformed as malformed:
            found.append((malformed.field, malformed.offset, malformed.command_status))
    assert found[0] == found[1]
    made: Pdu | tuple[str, int | None, int] = found[0]
    if isinstance(made, Pdu):
        assert made.encode() == octets
    return made


@pytest.mark.parametrize("p", SAMPLES, ids=repr)
def test_every_truncation_is_malformed_or_a_pdu_without_its_last_tlvs(p: Pdu) -> None:
    octets = p.encode()
    cls = type(p)
    tlvs = sum(4 + len(value) for _, value in p.tlvs)
    for size in range(HEADER_LENGTH, len(octets)):
        read = outcome(cls, framed(cls, octets[HEADER_LENGTH:size]))
        if isinstance(read, Pdu):
            assert size >= len(octets) - tlvs
            assert p.tlvs[: len(read.tlvs)] == read.tlvs
        else:
            assert read[1] is not None


def test_octets_behind_the_last_parameter_are_never_dropped() -> None:
    with pytest.raises(Malformed) as error:
        decode(framed(EnquireLink, b"\0"))
    assert error.value.command_status == CommandStatus.ESME_RINVTLVSTREAM


def mutated(octets: bytes, chance: random.Random) -> bytes:
    """Change the body of a PDU in one of the ways in which bodies go wrong."""
    body = bytearray(octets[HEADER_LENGTH:])
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(6):
            case 0:
                body[at:at] = chance.randbytes(chance.randint(1, 5))
            case 1:
                del body[at : at + chance.randint(1, 5)]
            case 2:
                body[at:] = chance.randbytes(chance.randint(0, 40))
            case 3:
                body[at : at + 1] = bytes((chance.choice((0, 1, 2, 0x7F, 0x80, 0xFF)),))
            case 4:
                body[at : at + 1] = bytes((chance.randrange(256),))
            case _:
                body += chance.choice(
                    (b"\0", b"\x04\x24\0\0", b"\x04\x27\0\1\2", b"\0\x10\0\3\0\0\0", b"\x14\0\xff\xff")
                )
    return bytes(body)


def test_a_long_run_of_mutations_gives_pdus_and_malformed_and_nothing_else() -> None:
    chance = random.Random("mutations")  # noqa: S311 - to be repeated, not to be secret
    read = refused = 0
    for _ in range(60_000):
        p = chance.choice(SAMPLES)
        status = chance.choice((0, 0, 0, 8)) if not isinstance(p, Response) else 0
        if isinstance(outcome(type(p), framed(type(p), mutated(p.encode(), chance), status)), Pdu):
            read += 1
        else:
            refused += 1
    assert min(read, refused) > 10_000


@settings(max_examples=500, deadline=None)
@given(cls=st.sampled_from(PDUS), body=st.binary(max_size=80))
def test_any_body_is_a_pdu_or_malformed(cls: type[Pdu], body: bytes) -> None:
    outcome(cls, framed(cls, body))
