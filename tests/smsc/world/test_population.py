"""Handsets by the million: which one a number means, and that each exists once somebody has to do with it."""

import pytest
from pydantic import ValidationError

from pdu.malformed import Malformed
from pdu.values import MessageState
from scenarios.comparison import START
from smsc.config import ConfigError, parse
from smsc.sections import Phone, Phones
from smsc.world.acts import read
from smsc.world.population import Population
from tests.smsc.worlds import DEFAULT, PHONES, Watched, bound, shown, submits


def world() -> Watched:
    return Watched(parse(DEFAULT + PHONES, "world"), START)


def test_a_handset_is_found_by_number_imsi_and_name() -> None:
    population = Population((Phones(name="m", count=50, msisdn="0100", imsi="00101000000000", cells=("a", "b", "c")),))
    phone = population.named("m5")
    assert phone is not None
    assert (phone.name, phone.msisdn, phone.imsi, phone.cell) == ("m5", "0104", "00101000000004", "b")
    assert population.of_msisdn("0104") == population.of_imsi("00101000000004") == phone
    assert [one.name for one in population][4] == "m5"
    assert len(population) == 50


def test_each_has_the_room_for_messages_that_is_said_of_all() -> None:
    of_millions = Watched(parse(DEFAULT + PHONES + "memory = 1\n", "world"), START)
    line = bound(of_millions)
    for _ in range(2):
        submits(of_millions, line, "447911000007")
    assert shown(of_millions) == [("m8", "Hello")]
    assert [message.state for message in of_millions.store.messages()] == [
        MessageState.DELIVERED,
        MessageState.ENROUTE,
    ]


def test_their_numbers_are_taken_whether_anybody_has_met_them_or_not() -> None:
    of_millions = world()
    line = bound(of_millions)
    submits(of_millions, line, "447911000007")
    assert [of_millions.has_number(number) for number in ("447911000007", "447911000008", "447912000000")] == [
        True,
        True,
        False,
    ]
    assert [of_millions.has_name(name) for name in ("m8", "m9", "m1000001")] == [True, True, False]


@pytest.mark.parametrize("name", ["m", "m0", "m05", "m51", "n5", "m-5", "m5x", "m" + 5_000 * "9"])
def test_a_name_that_is_nobodys_is_nobodys(name: str) -> None:
    population = Population((Phones(name="m", count=50, msisdn="0100", imsi="00101000000000", cells=("a",)),))
    assert population.named(name) is None


@pytest.mark.parametrize("number", ["0099", "0150", "104", "00104", "00101000000050"])
def test_a_number_that_is_nobodys_is_nobodys(number: str) -> None:
    population = Population((Phones(name="m", count=50, msisdn="0100", imsi="00101000000000", cells=("a",)),))
    assert population.of_msisdn(number) is None
    assert population.of_imsi(number) is None


def test_a_range_ends_with_the_last_of_its_handsets() -> None:
    phones = Phones(name="m", count=50, msisdn="0100", imsi="00101000000000", cells=("a",))
    assert [phones.number(name) for name in ("m1", "m50", "m51", "5", "m\u0665")] == [1, 50, 0, 0, 0]
    assert [phones.has(number, "") for number in ("0099", "0100", "0149", "0150")] == [False, True, True, False]
    assert Phones(name="m", count=2, msisdn="98", imsi="00101000000000", cells=("a",)).has("99", "")
    with pytest.raises(ValidationError, match="numbers enough for 3 handsets behind 98"):
        Phones(name="m", count=3, msisdn="98", imsi="00101000000000", cells=("a",))


def test_a_handset_is_there_once_somebody_writes_to_it() -> None:
    of_millions = world()
    line = bound(of_millions)
    assert "m777778" not in of_millions.network
    submits(of_millions, line, "447911777777")
    assert shown(of_millions) == [("m777778", "Hello")]
    assert {message.state for message in of_millions.store.messages()} == {MessageState.DELIVERED}
    assert len(of_millions.hlr.subscribers) == 5 + 1


def test_a_number_behind_the_last_is_unknown() -> None:
    of_millions = world()
    submits(of_millions, bound(of_millions), "447912000000")
    assert [message.state for message in of_millions.store.messages()] == [MessageState.UNDELIVERABLE]


def test_a_handset_is_there_once_its_owner_does_something() -> None:
    of_millions = world()
    line = bound(of_millions)
    of_millions.act(*read("m2 sends text text=BALANCE to=7000"))
    of_millions.network.run_until(START + 60)
    assert [getattr(pdu, "source_addr", "") for pdu in line.heard][-1] == "447911000001"
    with pytest.raises(Malformed, match="found 'm1000001'"):
        of_millions.act(*read("m1000001 switches off"))


def test_a_handset_whose_subscription_is_withdrawn_does_not_come_back() -> None:
    of_millions = world()
    line = bound(of_millions)
    of_millions.act(*read("hlr withdraws msisdn=447911000001"))
    submits(of_millions, line, "447911000001")
    assert [message.state for message in of_millions.store.messages()] == [MessageState.UNDELIVERABLE]
    assert not of_millions.has_number("447911000001")  # it is free


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (
            PHONES.replace("447911000000", "447700900000"),
            "sc.number: expected a number that is none of phones[0]",
        ),
        (
            PHONES.replace("234151000000000", "234150000000000"),
            "phone[0].imsi: expected an IMSI that is none of phones[0]",
        ),
        (PHONES.replace("447911000000", "999999"), "numbers enough for 1000000 handsets behind 999999"),
        (PHONES.replace("cell3", "attic"), "phones[0].cells[1]: expected one of cell1, cell2, cell3"),
        (PHONES.replace('"m"', '"ms"'), "phone[0].name: expected a name that is none of phones[0], found 'ms1'"),
        (
            PHONES + PHONES.replace("447911", "447922").replace("234151", "234152"),
            "phones[1].name: expected one of its own, found 'm'",
        ),
        (PHONES + PHONES, "phones[1]: expected numbers that are no other phones', found '447911000000'"),
        (
            PHONES + PHONES.replace("447911000000", "447911999999").replace("234151", "234152"),
            "phones[1]: expected numbers that are no other phones', found '447911999999'",  # the last of the others
        ),
        (
            PHONES + PHONES.replace("447911000000", "447910000001").replace("234151", "234152"),
            "phones[1]: expected numbers that are no other phones', found '447910000001'",  # its last is one
        ),
    ],
)
def test_a_mistake_about_many_handsets_is_said_in_one_sentence(mistake: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(f"{DEFAULT}{mistake}", "my_world.toml")
    assert said in str(wrong.value)


# [anybody]


def anybody(more: str = "") -> Watched:
    return Watched(parse(f"{DEFAULT}\n[anybody]\n{more}", "world"), START)


def states(world: Watched) -> list[str]:
    return [message.state.name for message in world.store.messages()]


def test_whatever_number_is_dialled_has_a_handset() -> None:
    everyone = anybody()
    line = bound(everyone)
    for number in ("4917612345678", "+5511987654321", "4917612345678"):
        submits(everyone, line, number)
    assert shown(everyone) == [
        (f"n{number}", "Hello") for number in ("4917612345678", "5511987654321", "4917612345678")
    ]
    assert states(everyone) == ["DELIVERED"] * 3
    everyone.act(*read("n4917612345678 switches off"))
    submits(everyone, line, "4917612345678")
    assert states(everyone)[-1] == "ENROUTE"


def test_whoever_is_there_already_is_nobody_new() -> None:
    everyone = anybody()
    line = bound(everyone)
    submits(everyone, line, "447700900123")
    submits(everyone, line, "7001")  # an account's
    submits(everyone, line, "447700900900")  # the service centre's
    submits(everyone, line, "12345")  # a short code
    assert shown(everyone) == [("ms1", "Hello")]
    assert states(everyone) == ["DELIVERED", "ENROUTE", "UNDELIVERABLE", "UNDELIVERABLE"]
    assert everyone.handset("n447700900123") is None


def test_only_numbers_that_fit_are_anybody_s() -> None:
    everyone = anybody('numbers = ["^49", "^5511"]\ncells = ["cell2", "cell3"]')
    line = bound(everyone)
    for number in ("4917600000001", "5511987654321", "3312345678"):
        submits(everyone, line, number)
    assert states(everyone) == ["DELIVERED", "DELIVERED", "UNDELIVERABLE"]
    assert [phone.cell for phone, _ in everyone.handsets()][-2:] == ["cell2", "cell3"]


def test_a_number_that_nobody_has_dialled_yet_is_free() -> None:
    everyone = anybody()
    assert not everyone.has_number("4917612345678")
    everyone.add_phone(Phone(name="new", msisdn="4917612345678", imsi="001019999999999", cell="cell1"))
    line = bound(everyone)
    submits(everyone, line, "4917612345679")  # whose SIM is the next one
    submits(everyone, line, "4917612345678")
    assert shown(everyone) == [("n4917612345679", "Hello"), ("new", "Hello")]
    with pytest.raises(ValueError, match="the number 4917612345679 is taken"):
        everyone.add_phone(Phone(name="late", msisdn="4917612345679", imsi="001019999999990", cell="cell1"))


def test_a_cell_of_anybody_s_exists() -> None:
    with pytest.raises(ConfigError, match=r"anybody.cells.0.: expected one of cell1, .*, found 'attic'"):
        anybody('cells = ["attic"]')
