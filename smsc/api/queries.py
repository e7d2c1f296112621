"""RFC 3986 section 3.4, the query of a request: only the parameters that its endpoint knows."""

from http import HTTPStatus

from starlette.requests import HTTPConnection

from smsc.api.problems import Mistake, Refused, told


async def known(request: HTTPConnection) -> None:
    """Refuse a parameter that the endpoint does not know: a mistyped one would be ignored in silence."""
    names = [parameter.alias for parameter in request.scope["route"].dependant.query_params]
    expected = f"one of {', '.join(names)}" if names else "no parameter"
    mistakes = [Mistake(field=f"query.{name}", expected=expected) for name in request.query_params if name not in names]
    if mistakes:
        raise Refused(HTTPStatus.BAD_REQUEST, told(mistakes), mistakes)
