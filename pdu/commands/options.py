"""Options that several commands have, declared once as the parameters of what is made from them; options in vain."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import typer

from pdu.malformed import Malformed

T = TypeVar("T")


def made_from(options: Callable[..., object], name: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Give a command these options in place of its parameter of this ``name``, which is made from them."""
    declared = inspect.signature(options).parameters

    def expanded(command: Callable[..., T]) -> Callable[..., T]:
        own = inspect.signature(command).parameters
        parameters: dict[str, inspect.Parameter] = {}  # by name: what both have, such as the context, they share
        for parameter in own.values():
            parameters |= declared if parameter.name == name else {parameter.name: parameter}

        @wraps(command)
        def called(**given: Any) -> T:
            said: Any = {option: given[option] for option in declared}
            its = {option: value for option, value in given.items() if option in own}
            return command(**its, **{name: options(**said)})

        # By name alone, as a command is called: so one that must be given may stand behind one that has a default.
        called.__dict__["__signature__"] = inspect.Signature(
            [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters.values()]
        )
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters.values()}
        return called

    return expanded


def in_vain(context: typer.Context, options: tuple[str, ...], expected: str, found: str) -> None:
    """Refuse these options where they would be passed over, if one is on the command line; raises Malformed.

    What the environment or a file says is there for other commands, too.
    """
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if option.name in options and source is not None and source.name == "COMMANDLINE":
            raise Malformed(option.opts[0], None, expected, found)
