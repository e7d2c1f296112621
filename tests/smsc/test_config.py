"""The world as a file, and one sentence for each mistake, which names the file, the key and what was expected."""

import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from pdu.dialects import DIALECTS
from smsc.account_section import AccountConfig
from smsc.config import ConfigError, Retry, Smpp, StoreConfig, WorldConfig, load, parse
from smsc.store.retention import Retention
from tests.smsc.worlds import DEFAULT

# What is changed in the default world (at its first place), to what, and what is said about it.
MISTAKES = [
    ("port = 2775", 'port = "x"', "smpp.port: expected a whole number, found 'x'"),
    ("port = 2775", "port = 70000", "smpp.port: expected a number less than or equal to 65535, found 70000"),
    ("port = 2775", "prot = 2775", "smpp.prot: there is no such key; perhaps port is meant"),
    ("port = 2775", "colour = 2775", "smpp.colour: there is no such key"),
    ('imsi = "234150000000001"', 'imsy = "1"', "phone[0].imsy: there is no such key; perhaps imsi is meant"),
    (
        "[smpp]",
        "[smpp.limits]\nconections = 5\n[smpp]",
        "smpp.limits.conections: there is no such key; perhaps connections is meant",
    ),
    (
        "[sc]",
        "[smpp.tls]\ncertificat = 5\n[sc]",
        "smpp.tls.certificat: there is no such key; perhaps certificate is meant",
    ),
    ("[hlr]", "[hrl]", "hrl: there is no such key; perhaps hlr is meant"),
    ("[smpp]", "store = 5\n[smpp]", "store: expected a table, found 5"),
    ('number = "447700900900"', "", "sc.number: expected, but is missing"),
    ('number = "447700900900"', 'number = "+44"', "sc.number: expected 1 to 15 digits, without +, found '+44'"),
    (
        'number = "447700900900"',
        'number = "447700900910"',
        "hlr.number: expected a number of its own, found '447700900910', which sc.number is already",
    ),
    ('bss = "bss1"\ncgi', 'bss = "bss9"\ncgi', "cell[0].bss: expected one of bss1, bss2, found 'bss9'"),
    ('cell = "cell2"', 'cell = "attic"', "phone[2].cell: expected one of cell1, cell2, cell3, village, found 'attic'"),
    ("234-15-1-101", "234", "cell[0].cgi: expected MCC-MNC-LAC-CI, such as 234-15-1-101, found '234'"),
    (
        "234-15-1-101",
        "234-15-99999-1",
        "cell[0].cgi: expected a LAC and a CI of at most 65535, found '234-15-99999-1'",
    ),
    (
        "234-15-1-101",
        "234-15-65535-65536",
        "cell[0].cgi: expected a LAC and a CI of at most 65535, found '234-15-65535-65536'",
    ),
    ('imsi = "234150000000001"', 'imsi = "1"', "phone[0].imsi: expected 14 or 15 digits, found '1'"),
    ("[smpp]", '[store]\nkind = "sqlite"\n[smpp]', "store: expected a path for the store of kind sqlite, found none"),
    (
        "234150000000002",
        "234150000000001",
        "phone[1].imsi: expected an IMSI of its own, found '234150000000001', which phone[0].imsi is already",
    ),
    ('cell = "cell1"', 'cell = "cell1"\non = "perhaps"', "phone[0].on: expected true or false, found 'perhaps'"),
    (
        'system_id = "bank"',
        'system_id = "b nk"',
        "account[0].system_id: expected 1 to 15 characters of ASCII, without spaces, found 'b nk'",
    ),
    (
        'system_id = "bank"',
        'system_id = "ms1"',
        "account[0].system_id: expected a name of its own, found 'ms1', which phone[0].name is already",
    ),
    (
        'cgi = "234-15-2-201"',
        'cgi = "234-15-01-101"',
        "cell[2].cgi: expected a CGI of its own, found '234-15-01-101', which cell[0].cgi is already",
    ),
    (
        'cgi = "234-15-2-202"',
        'cgi = "234-15-1-202"',
        "cell[3].cgi: expected a location area of bss2, found 234-15-1 of cell[0] in bss1",
    ),
    ("[latency]", "[fault]\n[latency]", "fault: expected an array of tables, [[fault]], found a table"),
    ('addresses = ["7000"]', 'addresses = "7000"', "account[0].addresses: expected an array, found '7000'"),
    ('addresses = ["7000"]', "addresses = [7000]", "account[0].addresses[0]: expected a string, found 7000"),
    (
        "[latency]",
        "[retry]\nabsent = [1e12]\n[latency]",
        "retry.absent[0]: expected a number less than or equal to 1000000000, found 1000000000000.0",
    ),
    ("[latency]", "[retry]\nbusy = []\n[latency]", "retry.busy: expected at least one value, found []"),
    (
        "[latency]",
        "[retry]\nbusy = [1, 0]\n[latency]",
        "retry.busy[1]: expected a number greater than 0, found 0",
    ),
    (
        "[latency]",
        "[latency]\nfoo-bar = 1",
        (
            "latency.foo-bar: expected two of sc, hlr, msc, bss, ms, esme, srf, router, stranger, such as msc-bss, "
            "or sdcch-block, found 'foo-bar'"
        ),
    ),
    ("sc-hlr = 0.02", "sc-hlr = nan", "latency.sc-hlr: expected a number that is finite, found nan"),
    (
        "sc-hlr = 0.02",
        "sc-hlr = -1",
        "latency.sc-hlr: expected a number greater than or equal to 0, found -1",
    ),
]


@pytest.mark.parametrize(("written", "mistake", "said"), MISTAKES, ids=[said for *_, said in MISTAKES])
def test_a_mistake_is_said_in_one_sentence(written: str, mistake: str, said: str) -> None:
    assert written in DEFAULT
    with pytest.raises(ConfigError) as wrong:
        parse(DEFAULT.replace(written, mistake, 1), "my_world.toml")
    assert str(wrong.value) == f"my_world.toml: {said}"


@pytest.mark.parametrize(
    ("written", "table", "names"),
    [
        ('[[sc]]\nname = "sc2"\nnumber = "447700900901"', "sc", ["sc", "sc2"]),
        ('[[msc]]\nname = "msc3"\nnumber = "447700900923"\nbss = "bss3"', "msc", ["msc1", "msc2", "msc3"]),
        ('[[cell]]\nname = "village"\nsdcch = 2', "cell", ["cell1", "cell2", "cell3", "village"]),
    ],
)
def test_a_world_is_given_one_more_node_in_a_few_lines(written: str, table: str, names: list[str]) -> None:
    assert [row.name for row in getattr(parse(written, "mine.toml"), table)] == names


def test_a_mistake_in_what_changes_the_built_in_world_is_told_as_it_is_written() -> None:
    with pytest.raises(ConfigError) as wrong:
        parse('[[account]]\nsystem_id = "bank"\n[[account]]\nsystem_id = "me"\npasword = "x"\n', "mine.toml")
    assert str(wrong.value) == "mine.toml: account[1].pasword: there is no such key; perhaps password is meant"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('name = "ms1"\ncell = ["cell2"]', "cell: expected a string, found ['cell2']"),
        ('name = "ms1"\ncell = [{ name = "cell2" }]', "cell: expected a string, found [{'name': 'cell2'}]"),
        ('name = "ms6"\nimsi = "234150000000006"\ncell = ["cell2"]', "cell: expected a string, found ['cell2']"),
    ],
)
def test_a_key_of_a_row_that_is_also_the_name_of_a_table_is_no_table_there(written: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(f"[[phone]]\n{written}\n", "mine.toml")
    assert str(wrong.value) == f"mine.toml: phone[0].{said}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            '[[account]]\nsystem_id = "bank"\naddresses = ["7001"]\n',
            "account.shop.addresses[0]: expected a number of its own, found '7001', which account[0].addresses[0] is",
        ),
        (
            '[[account]]\nsystem_id = "me"\npassword = "x"\n' * 2,
            "account[1].system_id: expected a name of its own, found 'me', which account[0].system_id is",
        ),
        (
            '[[account]]\nsystem_id = "shop"\n[[account]]\nsystem_id = "shop"\npassword = "x"\n',
            "account[1].system_id: expected a name of its own, found 'shop', which account[0].system_id is",
        ),
    ],
)
def test_what_changes_the_built_in_world_names_nobody_twice(written: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(written, "mine.toml")
    assert str(wrong.value) == f"mine.toml: {said} already"


def test_what_is_no_toml_is_told_by_its_line() -> None:
    with pytest.raises(ConfigError, match=r"^my_world\.toml: .*\(at line 2, column \d+\)$"):
        parse("[smpp]\nport 2775\n", "my_world.toml")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"seed = {'9' * 5_000}", "a number of too many digits"),
        (f"seed = {'[' * 5_000}{']' * 5_000}", "too many arrays or tables within each other"),
        (f"seed = {'{a = ' * 5_000}1{'}' * 5_000}", "too many arrays or tables within each other"),
    ],
    ids=["digits", "arrays", "tables"],
)
@pytest.mark.usefixtures("shallow")
def test_toml_that_goes_beyond_all_bounds_is_told_as_a_mistake(written: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(written, "my_world.toml")
    assert str(wrong.value) == f"my_world.toml: {said}"


@pytest.mark.parametrize(
    "row",
    [
        f"{'a.' * 101}a = 1",
        f"[[{'a . ' * 101}a]]",
        "sc = {name = 'sc', " + '"a".' * 101 + "a = 1}",
    ],
    ids=["key", "table", "quoted"],
)
def test_a_key_of_very_many_tables_is_a_mistake_before_it_takes_minutes_to_read(row: str) -> None:
    with pytest.raises(ConfigError, match=r"^my_world\.toml: more than 100 dots in a key \(at line 2, column 1\)$"):
        parse(f"seed = 1\n{row}\n", "my_world.toml")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"seed = [{'1.5, ' * 200}]", "seed: expected a whole number"),
        (f"seed = '{'a.' * 200}'", "seed: expected a whole number"),
        (f"seed = 1.5 # {'Well, well. ' * 200}{'.' * 200}", "seed: expected a whole number"),
        (f"{'a.' * 99}a = 1", "a: there is no such key"),
    ],
    ids=["numbers", "text", "comment", "many tables"],
)
def test_dots_outside_keys_are_not_counted(row: str, said: str) -> None:
    with pytest.raises(ConfigError, match=f"^my_world\\.toml: {said}"):
        parse(row, "my_world.toml")


def test_who_has_to_use_tls_can_not_be_called_without_it() -> None:
    mistake = 'addresses = ["7000"]\ntls_required = true\noutbind = "127.0.0.1:2776"'
    with pytest.raises(ConfigError) as wrong:
        parse(DEFAULT.replace('addresses = ["7000"]', mistake, 1), "my_world.toml")
    said = "account[0]: expected tls_required or outbind, which calls without TLS, found both"
    assert str(wrong.value) == f"my_world.toml: {said}"


@pytest.mark.parametrize("password", ["17", '"much too long"', '["hush hush"]'])
def test_a_password_that_can_not_be_one_is_not_repeated(password: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(DEFAULT.replace('"secret"', password, 1), "my_world.toml")
    assert str(wrong.value).startswith("my_world.toml: account[0].password: expected ")
    assert password.strip('"[]') not in str(wrong.value)
    assert wrong.value.__cause__ is None


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: can't be read: No such file or directory$"):
        load(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"world\.toml: can't be read: it is not UTF-8$"):
        load(file)


def test_the_world_that_is_built_in_has_what_the_readme_promises() -> None:
    world = load()
    assert (world.smpp.host, world.smpp.port) == ("127.0.0.1", 2775)
    assert len(world.msc) == 2
    assert len(world.cell) == 4
    assert len(world.phone) == 5
    fiction = ("447700900", "120255501")
    numbers = [phone.msisdn for phone in world.phone] + [world.sc[0].number, world.hlr[0].number]
    assert all(number.startswith(fiction) for number in numbers)


def test_a_world_of_ones_own_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_text(DEFAULT.replace("2775", "2776"), "utf-8-sig")  # as some editors write it
    assert load(file).smpp.port == load(str(file)).smpp.port == 2776
    assert load(file).on_port(0).smpp.port == 0


def test_a_world_may_say_how_long_messages_are_kept_and_leave_it_open_where(tmp_path: Path) -> None:
    world = parse(f"{DEFAULT}\n[store]\nkeep_days = 0.5\nkeep_most = 7\n", "my_world.toml")
    assert world.store is not None
    assert world.store.kind is None
    kept = world.kept_in("sqlite", tmp_path).store
    assert kept is not None
    assert (kept.kind, kept.path, kept.retention(1_000)) == ("sqlite", tmp_path, Retention(43_200.0, 7))
    assert StoreConfig().retention(1_000) == Retention(7 * 86_400.0, 1_000)


def test_a_password_is_not_printed_with_its_account() -> None:
    assert "secret" not in repr(load())


OPERATORS = '[[operator]]\nname = "alpha"\n'


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (
            '[[operator]]\nname = "Alpha"\n',
            "operator[0].name: expected a name of small letters",
        ),
        (f'{OPERATORS}plmn = ["234"]\n', "operator[0].plmn[0]: expected MCC-MNC, such as 234-15, found '234'"),
        (f'{OPERATORS}partners = ["gamma"]\n', "operator[0].partners[0]: expected one of alpha, found 'gamma'"),
        (
            f"{OPERATORS}{OPERATORS}",
            "operator[1].name: expected a name of its own, found 'alpha'",
        ),
        (f'{OPERATORS}[[operator]]\nname = "beta"\n', "hlr: expected one of operator 'beta', found 0"),
        (f'{OPERATORS}srf = "msc1"\n', "operator[0].srf: expected a name of its own, found 'msc1'"),
        (
            '[[stranger]]\nname = "mallory"\nnumber = "447700900921"\n',
            "number: expected a number of its own",
        ),
    ],
)
def test_a_mistake_about_operators_is_said_in_one_sentence(mistake: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(f"{DEFAULT}\n{mistake}", "my_world.toml")
    assert said in str(wrong.value)


def test_a_node_belongs_to_an_operator_that_there_is() -> None:
    with pytest.raises(ConfigError, match=r"msc\[0\].operator: expected one of home, found 'beta'"):
        parse(DEFAULT.replace('bss = "bss1"', 'bss = "bss1"\noperator = "beta"', 1), "my_world.toml")


def test_what_is_wrong_in_a_pattern_is_found_once() -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(
            DEFAULT.replace('password = "secret"', 'password = "secret"\ndestination_addr = ["44[7"]', 1),
            "my_world.toml",
        )
    said = "account[0].destination_addr[0]: expected a closing bracket, found '44[7', at its character 4"
    assert str(wrong.value) == f"my_world.toml: {said}"


def test_an_account_belongs_to_a_service_centre_that_there_is() -> None:
    with pytest.raises(ConfigError, match=r"account\[0\].sc: expected one of sc, found 'sc2'"):
        parse(DEFAULT.replace('password = "secret"', 'password = "secret"\nsc = "sc2"', 1), "my_world.toml")


def test_a_mistake_in_the_only_service_centre_is_said_without_its_place() -> None:
    with pytest.raises(ConfigError, match=r"my_world.toml: sc.number: expected 1 to 15 digits"):
        parse(DEFAULT.replace('number = "447700900900"', 'number = "+44"', 1), "my_world.toml")


@pytest.mark.parametrize("timer", ["session_init_timer", "enquire_link_timer", "inactivity_timer", "response_timer"])
def test_a_timer_of_the_session_is_as_it_is_written_and_one_of_0_never_expires(timer: str) -> None:
    timers = [Smpp.model_validate({timer: seconds}).timers for seconds in (7.5, 0)]
    assert [getattr(one, timer) for one in timers] == [7.5, math.inf]


def test_the_files_of_tls_are_beside_the_world_s_file_unless_they_say_where(tmp_path: Path) -> None:
    file = tmp_path / "my_world.toml"
    file.write_text(
        '[smpp.tls]\ncertificate = "its.pem"\nkey = "/keys/its.key"\n[mqtt]\nhost = "a"\n[mqtt.tls]\nca = "ca.pem"'
    )
    world = load(file)
    assert world.smpp.tls is not None
    assert (world.smpp.tls.certificate, world.smpp.tls.key) == (tmp_path / "its.pem", Path("/keys/its.key"))
    assert world.mqtt is not None
    assert world.mqtt.tls is not None
    assert (world.mqtt.tls.ca, world.mqtt.tls.certificate) == (tmp_path / "ca.pem", None)


# The built-in world as a guide


def models(annotation: object) -> Iterator[type[BaseModel]]:
    """Find the sections in a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from models(one)


def keys(section: type[BaseModel]) -> Iterator[str]:
    """Find all keys that a section, and those within it, may have."""
    for name, field in section.model_fields.items():
        yield field.alias or name
        for one in models(field.annotation):
            yield from keys(one)


@pytest.mark.parametrize("key", sorted(set(keys(WorldConfig))))
def test_the_built_in_world_names_every_key_that_a_world_may_have(key: str) -> None:
    written = rf"(^|[\s{{\[.]){re.escape(key)}( = |\])"  # as a key, or as a table; not as a word of a comment
    assert re.search(written, DEFAULT), f"default_world.toml does not say what {key} is for"


def test_the_terms_of_an_account_are_written_as_they_may_be_said() -> None:
    begin, end = DEFAULT.index("# The terms of an account"), DEFAULT.index("# [[distribution_list]]")
    lines = [line.removeprefix("# ") for line in DEFAULT[begin:end].splitlines() if re.match(r"# \w+ = ", line)]
    written = tomllib.loads("\n".join(lines))
    assert written.pop("tls_required") is True  # it does not go with outbind
    account = AccountConfig.model_validate(
        {"system_id": "bank", "password": "secret", "tls_required": False, **written}
    )
    assert account.model_fields_set == set(AccountConfig.model_fields) - {"addresses", "sc"}


def test_what_is_written_of_retries_is_what_there_is() -> None:
    begin = DEFAULT.index("# [retry]")
    lines = [line.removeprefix("# ") for line in DEFAULT[begin:].split("\n\n")[0].splitlines()]
    assert Retry.model_validate(tomllib.loads("\n".join(lines))["retry"]) == Retry()


def test_every_receipt_dialect_is_named() -> None:
    assert [name for name in DIALECTS if not re.search(rf"\b{name}\b", DEFAULT)] == [], "default_world.toml lists them"
