"""What an ESME may submit, and the command_status that refuses everything else."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus, named
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.text import gsm7
from pdu.values import EsmClass, MessageState, Npi, Ton
from smsc.centre.submission import times
from tests.smsc.centre.conversation import HOUR, NUMBER, START, Conversation

C = CommandStatus

REFUSED: dict[str, tuple[dict[str, Any], CommandStatus]] = {
    "no destination": ({"destination_addr": ""}, C.ESME_RINVDSTADR),
    "a name as the destination": ({"destination_addr": "ACME"}, C.ESME_RINVDSTADR),
    "a destination that is called a name": (
        {"destination_addr": NUMBER, "dest_addr_ton": Ton.ALPHANUMERIC},
        C.ESME_RINVDSTADR,
    ),
    "16 digits as the destination": ({"destination_addr": "4477009001234567"}, C.ESME_RINVDSTADR),
    "letters in an international number": (
        {"destination_addr": "44770x", "dest_addr_ton": Ton.INTERNATIONAL},
        C.ESME_RINVDSTADR,
    ),
    "a name of 12 characters as the source": ({"source_addr": "ABCDEFGHIJKL"}, C.ESME_RINVSRCADR),
    "a name of 11 characters, one of which takes two septets": ({"source_addr": "ABCDEFGHIJ["}, C.ESME_RINVSRCADR),
    "a name with a character that no TPDU has": ({"source_addr": "A`B"}, C.ESME_RINVSRCADR),
    "16 digits as the source": ({"source_addr": "4477009001234567"}, C.ESME_RINVSRCADR),
    "a receipt as a submission": ({"esm_class": EsmClass.MC_DELIVERY_RECEIPT}, C.ESME_RINVESMCLASS),
    "a header that is promised and not there": (
        {"esm_class": EsmClass.UDHI, "short_message": b"\x09\x00"},
        C.ESME_RINVESMCLASS,
    ),
    "priority 4, which only cell broadcast has": ({"priority_flag": 4}, C.ESME_RINVPRTFLG),
    "registered_delivery 0x20": ({"registered_delivery": 0x20}, C.ESME_RINVREGDLVFLG),
    "a predefined message": ({"sm_default_msg_id": 1}, C.ESME_RINVDFTMSGID),
    "a schedule that is none": ({"schedule_delivery_time": "260230000000000+"}, C.ESME_RINVSCHED),
    "a schedule in transaction mode": (
        {"esm_class": 0x02, "schedule_delivery_time": "000000010000000R"},
        C.ESME_RINVSCHED,
    ),
    "something to replace in transaction mode": (
        {"esm_class": 0x02, "replace_if_present_flag": 1},
        C.ESME_RINVREPFLAG,
    ),
    "a schedule in the past": ({"schedule_delivery_time": "251231235859000+"}, C.ESME_RINVSCHED),
    "a validity that is none": ({"validity_period": "000000000061000R"}, C.ESME_RINVEXPIRY),
    "a validity in the past": ({"validity_period": "251231235959000+"}, C.ESME_RINVEXPIRY),
    "a validity that ends now": ({"validity_period": "000000000000000R"}, C.ESME_RINVEXPIRY),
    "a validity that ends before the first attempt": (
        {"validity_period": "000000010000000R", "schedule_delivery_time": "000000020000000R"},
        C.ESME_RINVEXPIRY,
    ),
    "half a UCS-2 character": ({"data_coding": 8, "short_message": b"\x04"}, C.ESME_RINVDCS),
    "half a surrogate pair": ({"data_coding": 8, "short_message": b"\xd8\x3d"}, C.ESME_RINVDCS),
    "an octet above 0x7F as a septet": ({"data_coding": 0, "short_message": b"\x80"}, C.ESME_RINVDCS),
    "an octet above 0x7F as ASCII": ({"data_coding": 1, "short_message": b"\xe9"}, C.ESME_RINVDCS),
    "an octet above 0x7F as a septet behind a header": (
        {"esm_class": EsmClass.UDHI, "short_message": b"\x00\x80"},
        C.ESME_RINVDCS,
    ),
    "septets above 0x7F of a message class": ({"data_coding": 0xF0, "short_message": b"\x80"}, C.ESME_RINVDCS),
    "141 octets behind a concatenation header": (
        {
            "data_coding": 4,
            "esm_class": EsmClass.UDHI,
            "short_message": bytes.fromhex("050003010201") + bytes(135),
        },
        C.ESME_RINVMSGLEN,
    ),
    "more than 255 parts": ({"message_payload": b"a" * (153 * 255 + 1), "short_message": b""}, C.ESME_RINVMSGLEN),
    "a short_message and a message_payload": ({"message_payload": b"Hello"}, C.ESME_RINVMSGLEN),
}


@pytest.mark.parametrize(("parameters", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_what_can_not_be_delivered_is_refused_with_the_status_of_its_parameter(
    parameters: dict[str, Any], status: CommandStatus
) -> None:
    talk = Conversation()
    assert named(talk.status(**parameters)) == status.name
    assert talk.hlr.heard == []
    assert list(talk.centre.store.messages()) == []


def test_a_refusal_takes_no_message_id() -> None:
    talk = Conversation()
    talk.status(priority_flag=9)
    assert talk.submits() == "00000001"


# Addresses


@pytest.mark.parametrize(
    ("parameters", "msisdn"),
    [
        ({"destination_addr": "447700900123"}, Address(NUMBER)),
        ({"destination_addr": "+447700900123"}, Address(NUMBER)),
        ({"destination_addr": NUMBER, "dest_addr_ton": Ton.INTERNATIONAL, "dest_addr_npi": Npi.ISDN}, Address(NUMBER)),
        ({"destination_addr": "07700900123", "dest_addr_ton": Ton.NATIONAL}, Address("07700900123", Ton.NATIONAL, 0)),
        ({"destination_addr": "12345"}, Address("12345", Ton.UNKNOWN, 0)),
    ],
    ids=str,
)
def test_a_destination_is_read_as_people_write_numbers(parameters: dict[str, Any], msisdn: Address) -> None:
    talk = Conversation()
    assert talk.status(**parameters) == CommandStatus.ESME_ROK
    assert talk.hlr.heard[0].msisdn == msisdn


@pytest.mark.parametrize(
    ("parameters", "tp_oa"),
    [
        ({"source_addr": "7000"}, Address("7000", Ton.UNKNOWN, 0)),
        ({"source_addr": "+447700900800"}, Address("447700900800")),
        ({"source_addr": "ACME Ltd."}, Address("ACME Ltd.", Ton.ALPHANUMERIC, 0)),
        ({"source_addr": "ABCDEFGHIJK", "source_addr_ton": Ton.ALPHANUMERIC}, Address("ABCDEFGHIJK", 5, 0)),
        ({"source_addr": "2468", "source_addr_ton": Ton.ALPHANUMERIC}, Address("2468", Ton.ALPHANUMERIC, 0)),
        ({}, Address("7000", Ton.UNKNOWN, Npi.ISDN)),
    ],
    ids=str,
)
def test_a_handset_sees_who_it_is_from(parameters: dict[str, Any], tp_oa: Address) -> None:
    talk = Conversation()
    assert talk.status(**parameters) == CommandStatus.ESME_ROK
    [deliver] = talk.delivered()
    assert deliver.tp_oa == tp_oa
    assert deliver.encode()


def test_an_account_without_a_number_sends_under_its_name() -> None:
    talk = Conversation("news")
    talk.submits(by="news", source_addr="")
    assert talk.delivered()[0].tp_oa == Address("news", Ton.ALPHANUMERIC, 0)


def test_a_receipt_goes_to_the_address_that_stood_for_an_empty_one() -> None:
    talk = Conversation()
    talk.submits(source_addr="")
    [receipt] = talk.deliver_sms()
    assert (receipt.source_addr, receipt.destination_addr) == (NUMBER, "7000")


# Time


def test_a_scheduled_message_waits_for_its_time() -> None:
    talk = Conversation()
    message_id = talk.submits(schedule_delivery_time="000000020000000R")
    assert talk.message(message_id).state is MessageState.SCHEDULED
    talk.run(2 * HOUR - 1)
    assert talk.hlr.heard == []
    talk.run(1)
    assert talk.told() == ["DELIVRD 000"]
    assert talk.attempts() == [2 * HOUR]


@pytest.mark.parametrize("esm_class", [EsmClass.DEFAULT, EsmClass.FORWARD])
@pytest.mark.parametrize("present", ["251231235959900+", "251231235900000+", "260101020000008+", "260101000000000+"])
def test_a_schedule_of_the_present_is_due_at_once(present: str, esm_class: int) -> None:
    talk = Conversation()  # at 2026-01-01 00:00:00.0: clocks differ, and a tenth of a second was on the way
    assert talk.status(schedule_delivery_time=present, esm_class=esm_class) == CommandStatus.ESME_ROK
    assert talk.attempts() == [0]


def test_a_message_may_be_scheduled_for_later_than_the_default_validity() -> None:
    talk = Conversation()
    talk.submits(schedule_delivery_time="260105120000000+")
    talk.run(4 * 24 * HOUR + 12 * HOUR)
    assert talk.told() == ["DELIVRD 000"]


def test_a_scheduled_message_of_one_esme_to_another_waits_too() -> None:
    talk = Conversation("bank", "shop")
    talk.submits("Hello", "7001", schedule_delivery_time="000000000100000R")
    talk.run(59)
    assert talk.deliver_sms("shop") == []
    talk.run(1)
    assert len(talk.deliver_sms("shop")) == 1


# User data on its way to the handset


def ucs2(text: str) -> bytes:
    return text.encode("utf-16-be")


@pytest.mark.parametrize(
    ("parameters", "tp_dcs", "text"),
    [
        ({"short_message": gsm7.encode("Héllo [€]")}, 0x00, "Héllo [€]"),
        ({"short_message": b"Hello [x]", "data_coding": 1}, 0x00, "Hello [x]"),
        ({"short_message": "Crème brûlée".encode("latin-1"), "data_coding": 3}, 0x08, "Crème brûlée"),
        ({"short_message": "Привет".encode("iso8859-5"), "data_coding": 6}, 0x08, "Привет"),
        ({"short_message": ucs2("Привет 👋🏽"), "data_coding": 8}, 0x08, "Привет 👋🏽"),
        ({"short_message": ucs2("Hello"), "data_coding": 8}, 0x08, "Hello"),
        ({"short_message": gsm7.encode("Flash"), "data_coding": 0xF0}, 0xF0, "Flash"),
        ({"short_message": gsm7.encode("Flash"), "data_coding": 0x10}, 0x10, "Flash"),
        ({"short_message": ucs2("Вспышка"), "data_coding": 0x18}, 0x18, "Вспышка"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_text_is_what_the_handset_shows(parameters: dict[str, Any], tp_dcs: int, text: str) -> None:
    talk = Conversation()
    assert talk.status(**parameters) == CommandStatus.ESME_ROK
    [deliver] = talk.delivered()
    assert (deliver.tp_dcs, deliver.text) == (tp_dcs, text)
    assert deliver.encode()


@pytest.mark.parametrize(
    ("subunit", "message_class"),
    [(1, 0), (2, 1), (3, 2), (4, 3)],  # MS display, mobile equipment, smart card, external unit
)
@pytest.mark.parametrize(("data_coding", "tp_dcs"), [(0, 0x10), (4, 0x14), (8, 0x18)])
def test_the_part_of_a_handset_that_a_message_is_for_is_its_message_class(
    subunit: int, message_class: int, data_coding: int, tp_dcs: int
) -> None:
    talk = Conversation()
    talk.submits(short_message=b"\0H\0i", data_coding=data_coding, dest_addr_subunit=subunit)
    assert [deliver.tp_dcs for deliver in talk.delivered()] == [tp_dcs | message_class]


@pytest.mark.parametrize(
    ("data_coding", "subunit", "tp_dcs"),
    [(0xF2, 1, 0xF2), (0x11, 3, 0x11), (0xC8, 1, 0xC8), (8, 0, 0x08), (8, 9, 0x08)],
)
def test_a_class_that_data_coding_says_and_a_part_that_is_none_leave_it_so(
    data_coding: int, subunit: int, tp_dcs: int
) -> None:
    talk = Conversation()
    talk.submits(short_message=b"\0H\0i", data_coding=data_coding, dest_addr_subunit=subunit)
    assert [deliver.tp_dcs for deliver in talk.delivered()] == [tp_dcs]


def test_every_part_of_a_long_text_for_the_display_is_of_class_0() -> None:
    talk = Conversation()
    talk.submits(short_message=b"", message_payload=ucs2("Привет " * 20), data_coding=8, dest_addr_subunit=1)
    assert [deliver.tp_dcs for deliver in talk.delivered()] == [0x18, 0x18, 0x18]


def test_another_esme_is_told_by_the_tlv() -> None:
    talk = Conversation("bank", "shop")
    talk.submits(to="7001", short_message=ucs2("Hi"), data_coding=8, dest_addr_subunit=1)
    assert [(pdu.data_coding, pdu.dest_addr_subunit) for pdu in talk.deliver_sms("shop")] == [(8, 1)]


@pytest.mark.parametrize("data_coding", [2, 4])
def test_8_bit_data_arrive_as_they_are(data_coding: int) -> None:
    talk = Conversation()
    octets = bytes(range(116, 256))
    assert talk.status(short_message=octets, data_coding=data_coding) == CommandStatus.ESME_ROK
    [deliver] = talk.delivered()
    assert (deliver.tp_dcs, deliver.tp_udh, deliver.tp_ud) == (0x04, b"", octets)


def test_a_long_flash_message_stays_one_in_every_part() -> None:
    talk = Conversation()
    talk.submits(short_message=b"", message_payload=ucs2("Привет " * 20), data_coding=0x18)
    assert [deliver.tp_dcs for deliver in talk.delivered()] == [0x18, 0x18, 0x18]


def test_8_bit_data_that_are_too_long_arrive_in_parts() -> None:
    talk = Conversation()
    octets = bytes(200)
    talk.status(short_message=octets, data_coding=4)
    assert [len(deliver.tp_ud) for deliver in talk.delivered()] == [134, 66]


def test_a_header_of_the_esmes_own_arrives_as_it_is() -> None:
    talk = Conversation()
    header = bytes.fromhex("05 00 03 2A 02 01")  # concatenation, reference 42, part 1 of 2
    talk.status(short_message=header + b"Hello", esm_class=EsmClass.UDHI)
    [deliver] = talk.delivered()
    assert (deliver.tp_udhi, deliver.tp_udh, deliver.text) == (True, header, "Hello")


def test_a_long_text_with_emoji_is_cut_between_characters() -> None:
    talk = Conversation()
    text = "x" + "👋🏽" * 40
    talk.status(message_payload=ucs2(text), short_message=b"", data_coding=8)
    parts = [deliver.text or "" for deliver in talk.delivered()]
    assert len(parts) > 1
    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-be")) <= 134 for part in parts)


def test_two_long_messages_have_different_references() -> None:
    talk = Conversation()
    talk.submits("a" * 161)
    talk.submits("b" * 161)
    references = {deliver.tp_udh[3] for deliver in talk.delivered()}
    assert len(references) == 2


def test_an_empty_text_is_a_message_too() -> None:
    talk = Conversation()
    assert talk.submits("")
    assert [deliver.text for deliver in talk.delivered()] == [""]


def test_protocol_id_and_priority_go_with_the_message() -> None:
    talk = Conversation()
    talk.bank.say(SubmitSm(destination_addr=NUMBER, protocol_id=0x41, priority_flag=3, short_message=b"x"))
    talk.run()
    assert talk.delivered()[0].tp_pid == 0x41
    assert talk.hlr.heard[0].sm_rp_pri is True


@pytest.mark.parametrize("fraction", range(10))
def test_no_fraction_of_a_microsecond_makes_a_validity_that_ends_now_a_validity(fraction: int) -> None:
    now = START + fraction * 2.5e-7  # about the smallest part of a second that a float can tell today
    with pytest.raises(Malformed, match=r"^validity_period: expected a time after the first attempt, "):
        times(SubmitSm(validity_period="000000000000000R"), now, now, None)
