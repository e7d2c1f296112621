"""Passwords in clear, and as hashes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu.operations.bind import BindTransceiver
from smsc.config import ConfigError, parse
from smsc.smpp.passwords import Password, hashed
from tests.smsc.smpp.centre import Centre, said

SALT = bytes(range(16))


def test_a_password_matches_itself_only() -> None:
    for stored in ("secret", hashed("secret")):
        password = Password(stored)
        said = ["wrong", "secret", "secret", "secre", "secrets", "", "wrong"]
        assert [password.matches(one) for one in said] == [False, True, True, False, False, False, False]


def test_a_hash_names_all_that_made_it() -> None:
    scheme, *numbers, salt, key = hashed("secret", SALT).split(":")
    assert (scheme, numbers, salt, len(key)) == ("scrypt", ["8192", "8", "1"], SALT.hex(), 64)
    assert hashed("secret", SALT) == hashed("secret", SALT) != hashed("secret")


def test_a_hash_of_another_cost_is_read_as_well() -> None:
    # RFC 7914, section 12: scrypt("", "", N=16, r=1, p=1) and its first 32 octets
    key = "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
    assert Password(f"scrypt:16:1:1::{key}").matches("")
    assert not Password(f"scrypt:16:1:1::{key}").matches("x")


@pytest.mark.parametrize(
    "stored",
    [
        "ninechars",
        "scrypt:",
        "scrypt:16:1:1:00",
        "scrypt:16:1:1:zz:00",
        "scrypt:15:1:1:00:00",  # no power of two
        "scrypt:1073741824:8:1:00:00",  # more memory than there is
        "scrypt:32768:1:33:00:00",  # more work than there is time
        "scrypt:16:0:1:00:00",
        "scrypt:-16:1:1:00:00",
        "scrypt:16:1:1:00:",
        "a\0b",
        "\N{KEY}",
    ],
)
def test_what_is_neither_is_refused_and_not_repeated(stored: str) -> None:
    with pytest.raises(ValueError, match=r"characters|hash as") as refused:
        Password(stored)
    assert (
        stored.removeprefix("scrypt:") not in str(refused.value).removesuffix("scrypt:N:r:p:salt:key")
        or stored == "scrypt:"
    )


@pytest.mark.parametrize("password", ["", "ninechars", "ärger", "a\0b"])
def test_what_no_bind_can_carry_is_not_hashed(password: str) -> None:
    with pytest.raises(ValueError, match="1 to 8 ASCII characters"):
        hashed(password)


@settings(deadline=None, max_examples=10)
@given(st.text(st.characters(min_codepoint=1, max_codepoint=0x7F), min_size=1, max_size=8), st.text(max_size=8))
def test_a_hash_is_of_one_password(password: str, other: str) -> None:
    stored = Password(hashed(password))
    assert stored.matches(password)
    assert stored.matches(other) == (other == password)


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Password("secret"))


def test_an_esme_binds_to_an_account_whose_password_is_hashed() -> None:
    centre = Centre(password=hashed("secret"))
    line = centre.line()
    assert said(centre, line, BindTransceiver("bank", hashed("secret")[:8])) == ["ESME_RINVPASWD"]
    assert said(centre, line, BindTransceiver("bank", "secret")) == ["ESME_ROK"]


def test_the_file_may_hold_a_hash_and_a_bad_one_is_not_repeated() -> None:
    world = parse(f'[[account]]\nsystem_id = "bank"\npassword = "{hashed("secret")}"\n', "w.toml")
    [password] = [Password(one.password.get_secret_value()) for one in world.account if one.system_id == "bank"]
    assert [password.matches(one) for one in ("secret", "secre")] == [True, False]
    with pytest.raises(ConfigError) as refused:
        parse('[[account]]\nsystem_id = "bank"\npassword = "scrypt:hush"\n', "w.toml")
    assert "hush" not in str(refused.value)
