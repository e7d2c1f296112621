"""Options that several commands have: declared once, as the parameters of what is made from them."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any


def made_from(options: Callable[..., object], name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command these options in place of its parameter of this ``name``, which is made from them."""
    declared = inspect.signature(options).parameters

    def expanded(command: Callable[..., None]) -> Callable[..., None]:
        parameters: list[inspect.Parameter] = []
        for parameter in inspect.signature(command).parameters.values():
            parameters += declared.values() if parameter.name == name else [parameter]

        @wraps(command)
        def called(**given: Any) -> None:
            said: Any = {option: given.pop(option) for option in declared}
            command(**given, **{name: options(**said)})

        called.__dict__["__signature__"] = inspect.Signature(parameters)
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return expanded
