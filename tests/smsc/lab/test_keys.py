"""The keywords of a fault and of an account are the keys of their sections."""

from enum import Enum
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Final, get_args, get_origin, get_type_hints

from pydantic import SecretStr

from smsc.account_section import AccountConfig
from smsc.faults.rule import Rule
from smsc.lab.keys import AccountKeys, Array, FaultKeys
from smsc.sections import Section
from smsc.smpp.terms import Terms

ARRAY: Final[Any] = Array  # a value, to be applied to types that are values
WRITTEN: Final = {  # what a section has, and how it is written in a world's file
    SecretStr: str,
    tuple[str, int] | None: str | None,  # host:port
    tuple[IPv4Network | IPv6Network, ...]: ARRAY[str],
}


def keys(section: type[Section | Terms]) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(section).items() if name in section.model_fields}


def written(hint: Any) -> Any:
    if hint in WRITTEN:
        return WRITTEN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint | str
    return ARRAY[get_args(hint)[0]] if get_origin(hint) is tuple else hint


def test_the_keywords_of_a_fault_are_the_keys_of_its_section() -> None:
    assert get_type_hints(FaultKeys) == {**keys(Rule), "command_status": str | int | None}  # a rule has its name
    assert FaultKeys.__required_keys__ == {name for name, key in Rule.model_fields.items() if key.is_required()}


def test_the_keywords_of_an_account_are_the_keys_of_its_section_besides_who_it_is() -> None:
    terms = {name: written(hint) for name, hint in keys(AccountConfig).items()}
    del terms["system_id"], terms["password"]
    assert get_type_hints(AccountKeys) == terms
