"""A mistake in a section is described in the words of its file, whatever it is."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from smsc.account_section import AccountConfig
from smsc.config import WorldConfig
from smsc.faults.rule import Rule
from smsc.mistakes import section, told
from smsc.sections import Phone

WRONG: tuple[Any, ...] = ("nonsense!", "", "x" * 2000, 5, -7.5, True, [], ["!"], [5], [[1]], {"a": 1}, [{"a": 1}])
STRANGE = re.compile(
    r"[()]|input|function|valid|instance|literal|<class|json|NoneType|dictionary|tuple|should", re.IGNORECASE
)


def keys(cls: type[BaseModel], above: tuple[tuple[str, bool], ...] = ()) -> Iterator[tuple[tuple[str, bool], ...]]:
    """Yield every key of a section and of those within it: the names on the way, and which are arrays of tables."""
    for name, field in cls.model_fields.items():
        inner, many = sections(field.annotation)
        yield (*above, (name, False))
        for one in inner:
            yield from keys(one, (*above, (name, many)))


def sections(annotation: Any) -> tuple[list[type[BaseModel]], bool]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation], False
    found = [one for part in get_args(annotation) for one in sections(part)[0]]
    return found, "tuple" in str(annotation)


def written(way: tuple[tuple[str, bool], ...], value: Any) -> dict[str, Any]:
    """Make a file with a value at a key, and nothing else."""
    for name, many in reversed(way):
        value = {name: [value] if many else value}
    return dict(value)


def sentences(cls: type[BaseModel], keys: dict[str, Any]) -> Iterator[str]:
    """Yield what is said about each mistake."""
    try:
        cls.model_validate(keys)
    except ValidationError as wrong:
        yield from (told(one, keys, cls) for one in wrong.errors())


@pytest.mark.parametrize("cls", [WorldConfig, Rule])
def test_no_mistake_is_told_in_the_words_of_a_library(cls: type[BaseModel]) -> None:
    every = [said for way in keys(cls) for value in WRONG for said in sentences(cls, written(way, value))]
    assert [said for said in every if STRANGE.search(said.partition(", found ")[0])] == []
    assert len({said.partition(":")[0] for said in every}) >= len(cls.model_fields)  # something about every key


@pytest.mark.parametrize(
    ("cls", "keys", "said"),
    [
        (
            Phone,
            {"name": "ms6", "imsi": "2341500", "cell": "cell1", "msisdn": "+44"},
            "msisdn: expected 1 to 15 digits, without +, found '+44'",
        ),
        (Rule, {"stage": "mcs"}, "stage: expected 'smpp', 'sc', 'hlr', 'msc', 'bss', 'ms' or 'receipt', found 'mcs'"),
        (Rule, {"error": "absentSubscriberSM"}, "stage: expected, but is missing"),
        (Rule, {"stage": "msc"}, "expected one of error, delay, silence, loss, found none"),
        (
            AccountConfig,
            {"system_id": "club", "password": "x", "windw": 3},
            "windw: there is no such key; perhaps window is meant",
        ),
        (
            AccountConfig,
            {"system_id": "club", "password": "x", "networks": ["home"]},
            "networks[0]: expected an IP network, such as 192.0.2.0/24, found 'home'",
        ),
        (
            AccountConfig,
            {"system_id": "club", "password": "x", "outbind_password": "much too long"},
            "outbind_password: expected at most 8 characters",
        ),
        (
            AccountConfig,
            {"system_id": "club", "password": "x", "outbind_password": "a\0b"},
            "outbind_password: expected characters of Latin-1 other than NUL, as a PDU can carry them",
        ),
        (
            AccountConfig,
            {"system_id": "club", "password": "\N{KEY}"},
            "password: expected at most 8 characters of Latin-1 other than NUL, as a PDU can carry them",
        ),
    ],
)
def test_a_mistake_is_told_by_its_key(cls: type[BaseModel], keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        section(cls, keys)
