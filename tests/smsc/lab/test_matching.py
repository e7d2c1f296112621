"""What a test expects of a PDU, and what it is told if something else comes."""

import re

import pytest

from pdu import tlv
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.text.data_coding import DefaultAlphabet
from smsc.lab.matching import Came, Expected, ExpectedValue, differences
from tests.pdu.registered import registered

HELLO = SubmitSm(destination_addr="447700900123", dest_addr_ton=1, short_message=b"Hello", registered_delivery=1)


def misses(pdu: SubmitSm | SubmitMulti, **expected: ExpectedValue) -> list[str]:
    return [str(miss) for miss in Expected((SubmitSm, SubmitMulti), expected).misses(pdu)]


def test_a_pdu_agrees_in_all_that_is_expected_of_it() -> None:
    assert misses(HELLO, short_message=b"Hello", registered_delivery=1, user_message_reference=None) == []


def test_an_address_and_a_text_are_said_as_people_say_them() -> None:
    assert misses(HELLO, to="+447700900123", text="Hello") == []
    assert misses(HELLO, to="447700900123", text=re.compile("^Hel")) == []
    assert misses(HELLO, text=str.isalpha) == []


def test_what_differs_is_told_by_name() -> None:
    assert misses(HELLO, data_coding=8, text="Bye") == ["data_coding: 0 != 8", "text: 'Hello' != 'Bye'"]
    assert misses(HELLO, text=re.compile("code")) == ["text: 'Hello' has nothing of 'code'"]
    assert misses(HELLO, text=str.isdigit) == ["text: 'Hello' is not what isdigit agrees to"]
    assert misses(HELLO, data_coding=re.compile("0"), to=7000) == [
        "data_coding: 0 has nothing of '0'",
        "to: '+447700900123' != 7000",
    ]


def test_a_plus_is_told_of_a_number_that_is_international_and_of_no_other() -> None:
    assert misses(HELLO, to="7000", source="7000") == ["to: '+447700900123' != '7000'", "source: '' != '7000'"]
    assert misses(SubmitSm(destination_addr="447700900123"), to="7000") == ["to: '447700900123' != '7000'"]
    assert misses(SubmitMulti(), to="7000") == ["to: None != '7000'"]


def test_a_plus_says_nothing_of_a_number_as_people_say_it_but_much_of_what_is_in_a_pdu() -> None:
    plus = SubmitSm(destination_addr="+447700900123", short_message=b"+5 points")
    assert misses(plus, to="447700900123", text="+5 points") == []
    assert misses(plus, text="5 points") == ["text: '+5 points' != '5 points'"]
    wrong = "destination_addr: '+447700900123' != '447700900123'"
    assert misses(plus, destination_addr="447700900123") == [wrong]


def test_a_vendor_s_tlv_is_expected_by_its_number_or_its_registered_name() -> None:
    pdu = SubmitSm(tlvs=((0x1401, b"\7"),))
    assert misses(pdu, tlv_0x1401=b"\7", tlv_0x1402=None) == []
    with registered():
        tlv.register(0x1401, "acme_route", tlv.TlvInteger((1,)))
        assert misses(pdu, acme_route=8) == ["acme_route: 7 != 8"]


def test_a_text_is_read_by_its_data_coding_and_without_its_header() -> None:
    ucs2 = SubmitSm(data_coding=8, esm_class=0x40, short_message=bytes.fromhex("0500030102012713"))
    assert misses(ucs2, text="\u2713") == []
    assert misses(SubmitSm(data_coding=4, short_message=b"\x00"), text=None) == []
    assert misses(SubmitSm(message_payload=b"long"), text="long") == []
    assert misses(SubmitSm(), text="") == []
    assert Expected((ReplaceSm,), {"text": "@"}).misses(ReplaceSm(short_message=b"\x00")) == ()


def test_a_text_is_read_in_the_alphabet_of_its_account() -> None:
    pdu = SubmitSm(short_message=b"\xe7a @_{")
    assert Expected((SubmitSm,), {"text": "ça @_{", "data_coding": 0}).misses(pdu, DefaultAlphabet.LATIN_1) == ()


def test_of_several_the_one_that_misses_least_is_nearest_and_the_latest_of_those() -> None:
    others = [SubmitSm(data_coding=8, source_addr="7000"), SubmitSm(data_coding=8), SubmitSm(data_coding=8)]
    nearest = Expected((SubmitSm,), {"data_coding": 0, "source_addr": ""}).nearest(map(Came, others))
    assert nearest is not None
    assert nearest[0] is others[2]
    assert Expected((SubmitSm,), {}).nearest([]) is None


def test_a_name_that_no_pdu_has_is_a_mistake_of_the_test() -> None:
    with pytest.raises(
        TypeError, match=r"^destination: no PDU .* has such a parameter; did you mean destination_addr\?"
    ):
        Expected((SubmitSm,), {"destination": "7000"})
    with pytest.raises(TypeError, match=r"^zzz: no PDU that is looked for has such a parameter$"):
        Expected((SubmitSm,), {"zzz": 1})
    Expected((SubmitSm, SubmitMulti), {"dest_address": ()})
    with pytest.raises(TypeError, match=r"^receipted_message_id: "):
        Expected((SubmitSm,), {"receipted_message_id": ""})
    Expected((DeliverSm,), {"receipted_message_id": ""})


def test_in_what_a_pdu_differs_from_another_is_told_by_the_names_of_its_parameters_and_tlvs() -> None:
    found = SubmitSm(short_message=b"Hello", sequence_number=1, source_port=5, tlvs=((0x1500, b"a"),))
    expected = SubmitSm(short_message=b"Hallo", sequence_number=2, message_payload=b"Hello")
    assert sorted(map(str, differences(found, expected))) == [
        "message_payload: None != b'Hello'",
        "sequence_number: 1 != 2",
        "short_message: b'Hello' != b'Hallo'",
        "source_port: 5 != None",
        "tlv_0x1500: b'a' != None",
    ]
    assert list(differences(found, found)) == []


def test_tlvs_in_another_order_differ() -> None:
    found, expected = SubmitSm(source_port=5, set_dpf=1), SubmitSm(set_dpf=1, source_port=5)
    assert [miss.name for miss in differences(found, expected)] == ["tlvs"]
