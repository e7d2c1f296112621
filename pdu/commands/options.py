"""Options that several commands have: declared once, as the parameters of what is made from them."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")


def made_from(options: Callable[..., object], name: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Give a command these options in place of its parameter of this ``name``, which is made from them."""
    declared = inspect.signature(options).parameters

    def expanded(command: Callable[..., T]) -> Callable[..., T]:
        parameters: list[inspect.Parameter] = []
        for parameter in inspect.signature(command).parameters.values():
            parameters += declared.values() if parameter.name == name else [parameter]

        @wraps(command)
        def called(**given: Any) -> T:
            said: Any = {option: given.pop(option) for option in declared}
            return command(**given, **{name: options(**said)})

        # By name alone, as a command is called: so one that must be given may stand behind one that has a default.
        called.__dict__["__signature__"] = inspect.Signature(
            [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
        )
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return expanded
