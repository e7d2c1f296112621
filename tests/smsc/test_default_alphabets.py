"""Accounts with another alphabet for data_coding 0, in a world in which every text really travels, both ways."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import esme
from pdu import Malformed
from pdu.command_status import CommandStatus
from pdu.header import Request
from pdu.lists import SmeAddress
from pdu.operations.bind import BindTransceiver
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.query_msg_details import QueryMsgDetails
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.text import Carriage, NationalLanguage, gsm7, segments
from pdu.text import data_coding as codings
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import EsmClass, InterfaceVersion
from scenarios.comparison import START
from scenarios.esme import MemoryLine
from smsc.account_section import AccountConfig
from smsc.config import Retry, WorldConfig, load
from smsc.faults.rule import Rule
from smsc.network.acts import SendsText, Shows, ShowsBroadcast, SwitchesOff, SwitchesOn
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.trace.trace import Record
from smsc.world.world import World
from tests.smsc.alphabets import ASCII, IN_SEPTETS, LATIN_1, PACKED, USUAL, text
from tests.smsc.conftest import Reported
from tests.texts import texts

OTHERS = [ASCII, LATIN_1, PACKED]
PHONE = "447700900123"
CODES = {USUAL: "8000", ASCII: "8001", LATIN_1: "8002", PACKED: "8003"}
S = CommandStatus


def account(system_id: str, code: str, default_alphabet: DefaultAlphabet, **wishes: Any) -> AccountConfig:
    said = {"system_id": system_id, "password": "secret", "addresses": [code], "default_alphabet": default_alphabet}
    return AccountConfig.model_validate(said | wishes)


class Country(World):
    """The built-in world without latency, and an account for each alphabet; their ESMEs, and all that was said."""

    def __init__(self, version: InterfaceVersion = InterfaceVersion.V5_0, **wishes: Any) -> None:
        accounts = tuple(account(one.value, code, one, **wishes) for one, code in CODES.items())
        super().__init__(load().model_copy(update={"latency": {}, "account": accounts}), START)
        self.records: list[Record] = []
        self.trace.follow(self.records.append)
        self.lines: dict[DefaultAlphabet, MemoryLine] = {}
        for one in CODES:
            line = self.lines[one] = MemoryLine(self.network, self.face, one.value)
            line.say(BindTransceiver(one.value, "secret", interface_version=version))
            self.run()

    def run(self, seconds: float = 10) -> None:
        """Let time pass."""
        self.network.run_until(self.network.now + seconds)

    def asks(self, by: DefaultAlphabet, pdu: Request) -> Any:
        """Let an ESME send a request, and return the response once all that follows has happened."""
        self.lines[by].say(pdu)
        self.run()
        return next(
            one
            for one in self.lines[by].heard
            if one.command_id & 1 << 31 and one.sequence_number == pdu.sequence_number
        )

    def submits(self, by: DefaultAlphabet, octets: bytes, to: str = PHONE, **parameters: Any) -> Any:
        place = "short_message" if len(octets) <= 254 else "message_payload"
        return self.asks(by, SubmitSm(destination_addr=to, **{place: octets, **parameters}))

    def texts(self, by: str, text: str, to: DefaultAlphabet) -> None:
        """Let the owner of a handset write to an ESME."""
        self.act(by, SendsText(text, dialled(CODES[to])))
        self.run()

    def shown(self, phone: str = "ms1") -> list[str]:
        """Return what a handset has shown."""
        return [one.message.text for one in self.records if one.origin == phone and isinstance(one.message, Shows)]

    def handed(self, to: DefaultAlphabet) -> list[DeliverSm]:
        """Return what an ESME was handed."""
        return [pdu for pdu in self.lines[to].heard if isinstance(pdu, DeliverSm | DataSm)]  # type: ignore[misc]

    def read(self, by: DefaultAlphabet) -> str:
        """Return what an ESME reads in that, one part after the other."""
        return "".join(text(pdu, by) for pdu in self.handed(by))


def written(text: str, default: DefaultAlphabet) -> bytes:
    return codings.encode(text, 0, default)


@pytest.fixture
def country() -> Country:
    return Country()


def holds(default: DefaultAlphabet) -> str:
    """Return every character of an alphabet."""
    return "".join({ASCII: map(chr, range(128)), LATIN_1: map(chr, range(256))}.get(default, IN_SEPTETS))


def pieces(text: str, length: int) -> Iterator[str]:
    return (text[at : at + length] for at in range(0, len(text), length))


# To handsets


@pytest.mark.parametrize("default", OTHERS)
def test_every_character_is_shown_as_the_account_means_it(country: Country, default: DefaultAlphabet) -> None:
    sent = [*holds(default), *pieces(holds(default), 60)]
    for one in sent:
        assert country.submits(default, written(one, default)).command_status == S.ESME_ROK
    assert country.shown() == sent


@pytest.mark.parametrize("default", OTHERS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_any_text_is_shown_as_the_account_means_it_however_long(default: DefaultAlphabet, data: st.DataObject) -> None:
    country = Country()
    sent = data.draw(st.lists(texts(holds(default), 400, 1), max_size=5))
    for one in sent:
        country.submits(default, written(one, default))
    assert country.shown() == sent


@pytest.mark.parametrize("default", OTHERS)
@pytest.mark.parametrize("length", [152, 153, 154, 159, 160, 161])
@pytest.mark.parametrize("at", [-1, 0, 150, 151, 152, 153, 154, 158, 159])
def test_a_character_of_two_septets_may_stand_wherever_the_radio_cuts(
    country: Country, default: DefaultAlphabet, length: int, at: int
) -> None:
    sent = "".join("{" if place == at % length else "x" for place in range(length))
    message_id = country.submits(default, written(sent, default)).message_id
    kept = country.store.get(message_id)
    assert kept is not None
    assert (country.shown(), kept.text, len(kept.parts)) == ([sent], sent, 1 if length < 160 else 2)


def test_what_gsm_7_bit_lacks_goes_over_the_radio_in_ucs_2(country: Country) -> None:
    message_id = country.submits(LATIN_1, "garçon".encode("latin-1")).message_id
    kept = country.store.get(message_id)
    assert kept is not None
    assert ([part.tp_dcs for part in kept.parts], country.shown()) == ([8], ["garçon"])


@pytest.mark.parametrize("default", OTHERS)
def test_every_operation_is_heard_in_the_alphabet_of_its_account(country: Country, default: DefaultAlphabet) -> None:
    octets = written("@_{", default)
    both = (SmeAddress(1, 1, PHONE), SmeAddress(1, 1, "447700900124"))
    country.asks(default, DataSm(destination_addr=PHONE, message_payload=octets))
    country.asks(default, SubmitMulti(dest_address=both, short_message=octets))
    country.asks(default, SubmitSm(destination_addr=PHONE, message_payload=octets))
    assert (country.shown(), country.shown("ms2")) == (["@_{"] * 3, ["@_{"])


@pytest.mark.parametrize("default", OTHERS)
def test_what_comes_in_one_read_is_heard_in_it_as_well(country: Country, default: DefaultAlphabet) -> None:
    line = country.lines[default]
    for sent in ("1@_{", "2@_{", "3@_{"):
        line.put(SubmitSm(destination_addr=PHONE, short_message=written(sent, default)))
    line.flush()
    country.run()
    assert country.shown() == ["1@_{", "2@_{", "3@_{"]


def test_septets_may_be_packed_in_a_session_that_has_no_message_payload() -> None:
    country, sent = Country(InterfaceVersion.V3_3), "@_{" * 70
    country.submits(PACKED, written(sent, PACKED))
    assert country.shown() == [sent]


@pytest.mark.parametrize("default", OTHERS)
@pytest.mark.parametrize("data_coding", [0, 8])
def test_another_text_is_read_as_that_in_whose_place_it_comes(
    country: Country, default: DefaultAlphabet, data_coding: int
) -> None:
    country.act("ms1", SwitchesOff())
    first, second = (codings.encode(one, data_coding, default) for one in ("a@_{", "b@_{"))
    message_id = country.submits(default, first, data_coding=data_coding, source_addr="1").message_id
    replaced = country.asks(default, ReplaceSm(message_id=message_id, source_addr="1", short_message=second))
    assert replaced.command_status == S.ESME_ROK
    country.act("ms1", SwitchesOn())
    country.run()
    assert country.shown() == ["b@_{"]


def test_another_text_without_the_header_of_the_one_in_whose_place_it_comes_is_refused(country: Country) -> None:
    country.act("ms1", SwitchesOff())
    octets = bytes.fromhex("03 7F 01 00") + gsm7.pack(b"Hello", 3)
    message_id = country.submits(PACKED, octets, esm_class=EsmClass.UDHI, source_addr="1").message_id
    replaces = ReplaceSm(message_id=message_id, source_addr="1", short_message=b"\x7f")
    assert country.asks(PACKED, replaces).command_status == S.ESME_RINVESMCLASS


@pytest.mark.parametrize("default", OTHERS)
@pytest.mark.parametrize("carriage", [Carriage.UDH_8, Carriage.UDH_16, Carriage.SAR])
def test_parts_that_an_esme_has_cut_are_one_text_again(
    country: Country, default: DefaultAlphabet, carriage: Carriage
) -> None:
    sent = ("@_{a" if default is ASCII else "@_{é") * 80
    for part in segments(sent, carriage=carriage).parts:
        parameters: dict[str, Any] = {} if part.sar is None else part.sar._asdict()
        if part.elements:
            parameters["esm_class"] = EsmClass.UDHI
        country.submits(default, part.short_message(default), **parameters)
    assert country.shown() == [sent]


@pytest.mark.parametrize("data_coding", [0, 3])
def test_what_a_national_table_holds_is_read_by_that(country: Country, data_coding: int) -> None:
    sent = "ação è @ {" * 30
    for part in segments(sent, languages=[NationalLanguage.PORTUGUESE]).parts:
        octets = part.short_message(LATIN_1)
        country.submits(LATIN_1, octets, esm_class=EsmClass.UDHI, data_coding=data_coding)
    assert country.shown() == [sent]
    ucs_2 = "ação Ж".encode("iso8859-5", "replace")
    header = segments(sent, languages=[NationalLanguage.PORTUGUESE]).parts[0].header[-3:]
    country.submits(LATIN_1, bytes((3,)) + header + ucs_2, esm_class=EsmClass.UDHI, data_coding=6)
    assert country.shown()[1:] == [ucs_2.decode("iso8859-5")]


@pytest.mark.parametrize("default", [ASCII, LATIN_1])
def test_a_part_that_is_too_long_for_the_radio_is_refused_and_not_cut(
    country: Country, default: DefaultAlphabet
) -> None:
    header, fits, too_long = bytes.fromhex("05 00 03 A7 02 01"), b"x" * 151 + b"{", b"x" * 152 + b"{"
    place: dict[str, Any] = {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 1}
    for octets, status in ((fits, S.ESME_ROK), (too_long, S.ESME_RINVMSGLEN)):
        assert country.submits(default, header + octets, esm_class=EsmClass.UDHI).command_status == status
        assert country.submits(default, octets, **place).command_status == status


def test_octets_that_ascii_does_not_have_are_refused_as_septets_are_that_are_none(country: Country) -> None:
    for default in (USUAL, ASCII):
        assert country.submits(default, b"\x80").command_status == S.ESME_RINVDCS
    assert country.submits(LATIN_1, b"\x80").command_status == S.ESME_ROK


# To ESMEs


@pytest.mark.parametrize("default", OTHERS)
def test_an_esme_reads_every_character_that_a_handset_writes(country: Country, default: DefaultAlphabet) -> None:
    written = [*IN_SEPTETS, *pieces(IN_SEPTETS, 60), "Привет"]
    for one in written:
        country.texts("ms1", one, default)
    assert [text(pdu, default) for pdu in country.handed(default)] == written


@pytest.mark.parametrize("default", OTHERS)
@pytest.mark.parametrize("wishes", [{}, {"long_messages": "joined"}, {"deliver_with": "data_sm"}], ids=str)
@pytest.mark.parametrize("length", [152, 153, 154, 159, 160, 161, 400])
@pytest.mark.parametrize("character", ["{", "€", "Δ", "x"])
def test_a_long_text_of_a_handset_is_whole_whatever_its_account_wishes(
    default: DefaultAlphabet, wishes: dict[str, Any], length: int, character: str
) -> None:
    for at in (0, 151, 152, 153, length - 1):
        country = Country(**wishes)
        sent = "".join(character if place == at else "x" for place in range(length))
        country.texts("ms1", sent, default)
        assert country.read(default) == sent


@pytest.mark.parametrize("default", OTHERS)
@given(sent=texts(IN_SEPTETS, 500, 1))
@settings(max_examples=20, deadline=None)
def test_an_esme_reads_any_text_of_a_handset(default: DefaultAlphabet, sent: str) -> None:
    country = Country()
    country.texts("ms1", sent, default)
    assert country.read(default) == sent


def test_a_text_that_the_alphabet_lacks_is_cut_for_those_who_have_no_message_payload() -> None:
    country = Country(InterfaceVersion.V3_3)
    sent = "Δ" + "x" * 159
    country.texts("ms1", sent, LATIN_1)
    assert country.read(LATIN_1) == sent
    assert [(pdu.esm_class, pdu.data_coding) for pdu in country.handed(LATIN_1)] == [(EsmClass.UDHI, 8)] * 3


@pytest.mark.parametrize("sender", CODES)
@pytest.mark.parametrize("receiver", CODES)
@pytest.mark.parametrize(
    "sent", ["@_{é", "ça @_{", "Δ€", "x" * 159 + "{", "ç" * 300, "{x" * 10_000], ids=lambda sent: sent[:6]
)
def test_an_esme_reads_what_another_one_means(sender: DefaultAlphabet, receiver: DefaultAlphabet, sent: str) -> None:
    country = Country()
    try:
        octets, data_coding = written(sent, sender), 0
    except Malformed:
        octets, data_coding = sent.encode("utf-16-be"), 8
    country.submits(sender, octets, CODES[receiver], data_coding=data_coding)
    assert country.read(receiver) == sent


@pytest.mark.parametrize(("default", "sent"), [(LATIN_1, "{x" * 25_000), (PACKED, "x" * 65_000)], ids=str)
def test_a_text_that_no_parts_hold_is_handed_to_an_esme_whole(
    country: Country, default: DefaultAlphabet, sent: str
) -> None:
    for receiver in CODES:
        country.submits(default, written(sent, default), CODES[receiver])
        [pdu] = country.handed(receiver)
        assert text(pdu, receiver) == sent


@pytest.mark.parametrize("receiver", CODES)
def test_a_part_that_only_message_payload_holds_is_handed_to_an_esme_with_its_header(
    country: Country, receiver: DefaultAlphabet
) -> None:
    header, sent = bytes.fromhex("05 00 03 07 02 01"), "Δ{" * 150
    country.submits(USUAL, header + gsm7.encode(sent), CODES[receiver], esm_class=EsmClass.UDHI)
    [pdu] = country.handed(receiver)
    assert (text(pdu, receiver), pdu.esm_class) == (sent, EsmClass.UDHI)
    assert (pdu.message_payload or b"").startswith(header)


def test_more_septets_than_a_message_payload_has_room_for_are_refused(country: Country) -> None:
    resp = country.submits(PACKED, gsm7.pack(b"x" * 65_536), CODES[USUAL])
    assert resp.command_status == S.ESME_RINVMSGLEN


# What is told of a message


@pytest.mark.parametrize(
    ("default", "sent", "repeated"),
    [
        (LATIN_1, "ça @_{", "ça @_{"),
        (LATIN_1, "Δ €5", "? ?5"),
        (ASCII, "a @_{`", "a @_{`"),
        (ASCII, "ça", "?a"),
        (PACKED, "à Δ€{", "à Δ€{"),
        (PACKED, "ça", "?a"),
    ],
)
def test_a_receipt_is_in_the_alphabet_of_its_account(
    country: Country, default: DefaultAlphabet, sent: str, repeated: str
) -> None:
    try:
        octets, data_coding = written(sent, default), 0
    except Malformed:
        octets, data_coding = sent.encode("utf-16-be"), 8
    message_id = country.submits(default, octets, data_coding=data_coding, registered_delivery=1).message_id
    [receipt] = country.handed(default)
    assert receipt.data_coding == 0
    said = text(receipt, default)
    assert said.startswith(f"id:{message_id} sub:001 dlvrd:001 ")
    assert said.endswith(f"stat:DELIVRD err:000 text:{repeated}")


@pytest.mark.parametrize("default", OTHERS)
@pytest.mark.parametrize("headed", [False, True])
def test_v3_3_tells_of_a_message_as_it_was_submitted(default: DefaultAlphabet, headed: bool) -> None:
    country = Country(InterfaceVersion.V3_3)
    header, esm_class = (bytes.fromhex("03 7F 01 00"), EsmClass.UDHI) if headed else (b"", 0)
    octets = header + codings.encode("a @_{", 0, default, fill_bits=3 if headed else 0)
    message_id = country.submits(default, octets, esm_class=esm_class, source_addr="1").message_id
    query = QueryMsgDetails(message_id=message_id, source_addr="1", sm_length=160)
    resp = country.asks(default, query)
    assert (resp.data_coding, resp.short_message) == (0, octets)


def test_ladders_show_the_text_with_its_alphabet_and_captures_the_octets(country: Country) -> None:
    country.submits(LATIN_1, "ça @_{".encode("latin-1"))
    country.texts("ms1", "é @_{", LATIN_1)
    pdus = [one for one in country.records if isinstance(one.message, SubmitSm | DeliverSm)]
    for record, said in zip(pdus, ("ça @_{", "é @_{"), strict=True):
        assert f'short_message="{said}" default_alphabet=latin-1' in str(record)
        assert isinstance(record.message, SubmitSm | DeliverSm)
        assert record.message.short_message == said.encode("latin-1")


@pytest.mark.parametrize("default", OTHERS)
@pytest.mark.parametrize("stage", ["smpp", "sc"])
def test_a_fault_strikes_the_text_that_is_meant(country: Country, default: DefaultAlphabet, stage: str) -> None:
    effect = {"command_status": "ESME_RSYSERR"} if stage == "smpp" else {"message_state": "REJECTED"}
    fault = country.faults.add(Rule(stage=stage, text="^@_{$", **effect))  # type: ignore[arg-type]
    country.submits(default, written("@_{", default))
    country.submits(default, written("@_", default))
    country.asks(default, ReplaceSm(short_message=written("@_{", default)))
    assert fault.struck == (2 if stage == "smpp" else 1)
    assert country.shown() == ["@_"]


def test_a_broadcast_is_shown_as_the_account_means_it(country: Country) -> None:
    for default in OTHERS:
        broadcast = BroadcastSm(
            broadcast_area_identifier=(b"\0cell1",),
            broadcast_content_type=b"\1\0\x32",
            broadcast_rep_num=1,
            broadcast_frequency_interval=b"\x09\0\1",
            message_payload=written("@_{" * 60, default),
        )
        assert country.asks(default, broadcast).command_status == S.ESME_ROK
    country.run(60)
    shown = [one.message.text for one in country.records if isinstance(one.message, ShowsBroadcast)]
    assert shown == ["@_{" * 60] * len(shown)
    assert len(shown) >= len(OTHERS)


# What is not possible


def test_a_part_that_comes_alone_and_has_no_room_in_v3_3_is_told_in_the_log(reported: Reported) -> None:
    country = Country(InterfaceVersion.V3_3)
    country.texts("ms1", "€" + "x" * 300, LATIN_1)
    assert [pdu.data_coding for pdu in country.handed(LATIN_1)] == [0]  # the other one has no €
    told = next(entry for entry in reported if entry["event"] == "can't be sent")
    assert told["why"] == "message_payload: expected at most 254 octets, as v3.3 has no message_payload, found 310"


def test_so_is_a_text_that_is_too_long_in_ucs_2(reported: Reported, country: Country) -> None:
    country.submits(USUAL, written("Δx" * 20_000, USUAL), CODES[LATIN_1])
    assert country.handed(LATIN_1) == []
    told = next(entry for entry in reported if entry["event"] == "can't be sent")
    assert told["why"].startswith("message_payload: ")


def test_a_part_that_is_refused_is_told_in_the_log(reported: Reported, country: Country) -> None:
    country.submits(LATIN_1, bytes.fromhex("05 00 03 A7 02 01") + b"{" * 80, esm_class=EsmClass.UDHI)
    [told] = [entry for entry in reported if entry["event"] == "refused"]
    assert told["why"] == "short_message: expected at most 153 behind a header of 6 octets, found 160"


# What is kept


async def test_what_is_kept_is_the_same_when_the_account_has_another_alphabet(tmp_path: Path) -> None:
    def world(default_alphabet: DefaultAlphabet) -> WorldConfig:
        bank = account("bank", "7000", default_alphabet)
        changes = {"latency": {}, "account": (bank,), "retry": Retry(absent=(0.01,))}
        return load().model_copy(update=changes).on_port(0).kept_in("sqlite", tmp_path / "messages")

    def bound(simulator: Simulator, **terms: Any) -> esme.connect:
        server = simulator.server
        return esme.connect(server.host, server.port, system_id="bank", password="secret", **terms)

    sent, back = ["ça @_{", "@_{" * 80], "é{€_" * 60
    async with Simulator(world(LATIN_1), now=time.time()) as simulator:
        simulator.act("ms1", SwitchesOff())
        async with bound(simulator, bind="transmitter") as bank:
            for text in sent:
                octets = text.encode("latin-1")
                await bank.send(SubmitSm(destination_addr=PHONE, registered_delivery=1, short_message=octets))
        simulator.act("ms2", SendsText(back, dialled("7000")))
        await simulator.rest()
    shown: list[str] = []

    def see(record: Record) -> None:
        if isinstance(record.message, Shows):
            shown.append(record.message.text)

    async with Simulator(world(USUAL), now=time.time(), follower=see) as simulator, bound(simulator) as bank:
        async with asyncio.timeout(10):
            told = [await anext(bank) for _ in range(3)]
    assert shown == sent
    assert [one.text for one in told if one.receipt is None] == [back]
    assert sorted(one.receipt.text or "" for one in told if one.receipt) == ["?a @_{", "@_{@_{@_{@_{@_{@_{@_"]
