"""What the network may say: the words and the keys of every message below SMPP, to find one that is mistyped."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import walk_packages
from typing import Final

import pdu.gsm
import pdu.sms
import pdu.ss7
from smsc.trace.trace import LOST

_LAYERS: Final = (pdu.gsm, pdu.sms, pdu.ss7)


def _messages() -> Iterator[type]:
    for layer in _LAYERS:
        for module in walk_packages(layer.__path__, f"{layer.__name__}."):
            yield from (one for _, one in getmembers(import_module(module.name), isclass))


@cache
def all_words() -> frozenset[str]:
    """Every word that names a message or what it carries."""
    return frozenset(word for one in _messages() for words in getattr(one, "words", ()) for word in words.split())


@cache
def all_keys() -> frozenset[str]:
    """Every key that may stand in a line of the network."""
    own = (field.name for one in _messages() if is_dataclass(one) for field in fields(one))
    return frozenset((*own, *(key for key, _ in LOST)))
