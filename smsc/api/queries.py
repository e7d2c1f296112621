"""RFC 3986 section 3.4, the query of a request: only the parameters that its endpoint knows, each once."""

from collections import Counter
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import HTTPConnection

from smsc.api.problems import Mistake, Refused, told


async def known(request: HTTPConnection) -> None:
    """Refuse a parameter that the endpoint would ignore in silence: one that it does not know, or one too many."""
    names = [parameter.alias for parameter in request.scope["route"].dependant.query_params]
    expected = f"one of {', '.join(names)}" if names else "no parameter"
    mistakes = [
        Mistake(field=f"query.{name}", expected=f"one value, found {count}" if name in names else expected)
        for name, count in Counter(_names(request)).items()
        if name not in names or count > 1
    ]
    if mistakes:
        raise Refused(HTTPStatus.BAD_REQUEST, told(mistakes), mistakes)


def _names(request: HTTPConnection) -> list[str]:
    query = request.scope["query_string"].decode("latin-1")
    try:
        return [name for name, _ in parse_qsl(query, keep_blank_values=True, errors="strict")]
    except UnicodeDecodeError:
        mistakes = [Mistake(field="query", expected="UTF-8 in what is written with %")]
        raise Refused(HTTPStatus.BAD_REQUEST, told(mistakes), mistakes) from None
