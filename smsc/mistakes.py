"""A mistake in a world's file or a program, told in one sentence: the key, what was expected, and what was found."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

S = TypeVar("S", bound=BaseModel)
_SECRETS: Final = frozenset({"password", "secret", "token", "url"})  # in keys whose values are not repeated


class Misfit(ValueError):
    """Values that no section can have, in one sentence; ``together``: each could be, but not beside the others."""

    def __init__(self, sentence: str, *, together: bool) -> None:
        super().__init__(f"expected {sentence}" if together else sentence)
        self.together = together


def section(cls: type[S], written: dict[str, Any]) -> S:
    """Make a section from a program's values; raises Misfit."""
    try:
        return cls.model_validate(written)
    except ValidationError as wrong:
        raise Misfit(sentence(wrong, written, cls), together=not wrong.errors()[0]["loc"]) from None


def sentence(wrong: ValidationError, written: dict[str, Any], root: type[BaseModel]) -> str:
    """Describe the first mistake: the key, what was expected, what was found (but no secret).

    An unknown key comes before all others: if it is misspelt, the right one may be missing as well.
    """
    mistakes = wrong.errors(include_url=False)
    first = next((one for one in mistakes if one["type"] == "extra_forbidden"), mistakes[0])
    return told(first, written, root)


def told(mistake: ErrorDetails, written: dict[str, Any], root: type[BaseModel]) -> str:
    """Describe one mistake in a section as it is written."""
    kind, found = mistake["type"], mistake["input"]
    one = isinstance(written.get(str(next(iter(mistake["loc"]), ""))), dict)  # a single table, where an array may be
    loc = tuple(step for place, step in enumerate(mistake["loc"]) if not (one and place == 1 and step == 0))
    key = ""
    for step in loc:
        if step != "[key]":  # pydantic's mark for a mistake in the key itself
            key += f"[{step}]" if isinstance(step, int) else f".{step}" if key else str(step)
    if kind == "value_error" and not loc:
        return str(mistake.get("ctx", {})["error"])
    if kind == "extra_forbidden":
        return f"{key}: there is no such key{perhaps(loc, root)}"
    if kind == "missing":
        return f"{key}: expected, but is missing"
    if kind == "tuple_type" and isinstance(found, dict):
        return f"{key}: expected an array of tables, [[{key}]], found a table"
    said = _expected(kind, mistake)
    tells = not _SECRETS.intersection(re.split(r"\W|_", key)) and not isinstance(found, dict) and ", found " not in said
    return f"{key}: expected {said}" + (f", found {_toml(found)}" if tells else "")


def perhaps(loc: Sequence[int | str], root: type[BaseModel]) -> str:
    """Name the key that may be meant by an unknown one, if any: one that has it as a word, or else one like it."""
    written, known = str(loc[-1]), _known_keys(root, loc[:-1])
    near = [key for key in known if written in key.split("_")] or get_close_matches(written, known, 1)
    return f"; perhaps {near[0]} is meant" if near else ""


def _known_keys(root: type[BaseModel], loc: Sequence[int | str]) -> list[str]:
    """List the keys that the section at a place of the file may have."""
    for step in loc:
        if isinstance(step, str):
            root = _section_in(root.model_fields[step].annotation) or root
    return [field.alias or name for name, field in root.model_fields.items()]


def _section_in(annotation: Any) -> type[BaseModel] | None:
    """Find the section that a field holds, be it optional or in an array."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section_in(part)) is not None), None)


_EXPECTED: Final = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number that is finite",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "a string",
    "tuple_type": "an array",
    "dict_type": "a table",
    "model_type": "a table",
    "path_type": "the path of a file",
    "too_short": "at least one value",
}


def _expected(kind: str, error: Any) -> str:
    """Say what could stand there, in the words of TOML."""
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind in ("string_too_long", "too_long"):  # the latter of a secret
        return f"at most {error['ctx']['max_length']} characters"
    if kind == "string_too_short":
        return f"at least {error['ctx']['min_length']} characters"
    said: str = error["msg"]
    return _EXPECTED.get(kind) or re.sub("^(greater|less)", r"a number \1", said.removeprefix("Input should be "))


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
