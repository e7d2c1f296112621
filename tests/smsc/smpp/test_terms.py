"""The terms of accounts and the limits for strangers, as written in the file of a world."""

import re

import pytest

from smsc.config import ConfigError, WorldConfig, parse
from smsc.smpp.terms import Strangers, Terms, Tls
from tests.smsc.worlds import DEFAULT


def commented(section: str) -> list[str]:
    """Find the keys that the built-in world shows as comments after a line."""
    rows = DEFAULT.split(section, 1)[1].splitlines()[1:]
    shown = []
    for row in rows:
        if not row.startswith("#"):
            break
        shown += re.findall(r"^# (\w+) = .*$", row)
    return shown


def with_account(terms: str) -> WorldConfig:
    return parse(f'{DEFAULT}\n[[account]]\nsystem_id = "new"\npassword = "secret"\n{terms}\n', "w.toml")


def test_the_built_in_world_shows_every_key_that_there_is() -> None:
    assert sorted(commented("# [smpp.limits]")) == sorted(Strangers.model_fields)
    assert sorted(commented("# [smpp.tls]")) == sorted(Tls.model_fields)
    assert sorted(commented("# one address.")) == sorted(Terms.model_fields)


def test_what_it_shows_may_be_written() -> None:
    commented_out = rf"^# (\[smpp\.limits\].*|(?:{'|'.join(Strangers.model_fields)}) = .*)$"
    text = re.sub(commented_out, r"\1", DEFAULT, flags=re.MULTILINE)
    assert parse(text, "w.toml").smpp.limits == Strangers()
    rows = re.findall(r"^# ((?:" + "|".join(Terms.model_fields) + r") = .*)$", DEFAULT, flags=re.MULTILINE)
    account = with_account("\n".join(rows)).account[-1]
    assert account.window == 10
    assert account.source_addr == ("^4477", "^BANK$")
    assert str(account.networks[0]) == "192.0.2.0/24"


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ('source_addr = ["^(44"]', r"account\[\d\]\.source_addr\[0\]: expected a closing parenthesis, found '\^\(44'"),
        ('networks = ["192.0.2.7/24"]', r"account\[\d\]\.networks\[0\]"),
        ('versions = ["3.5"]', r"account\[\d\]\.versions\[0\]"),
        ("binds = []", r"account\[\d\]\.binds"),
        ("window = -1", r"account\[\d\]\.window"),
        ("source_addr_ton = [256]", r"account\[\d\]\.source_addr_ton\[0\]"),
        ('rate_exceeded = "ESME_ROK"', r"account\[\d\]\.rate_exceeded"),
        ("windows = 1", r"account\[\d\]\.windows"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(terms: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence) as refused:
        with_account(terms)
    assert "\n" not in str(refused.value)
