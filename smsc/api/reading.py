"""RFC 8259, the body of a request: JSON that means one thing only, and none at all where none is asked for."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from smsc.api.problems import Mistake, Refused, told

_NOTHING: Final = frozenset({b"", b"{}"})  # clients that have nothing to say may say it so


class Route(APIRoute):
    """An endpoint that refuses a body which it would not read, or would not read as it was meant."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return a handler of requests that reads their bodies strictly."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            asked = _Asked(request.scope, request.receive)
            try:
                if self.body_field is None and await asked.body() not in _NOTHING:
                    raise _refused("none")
                return await handle(asked)
            except ClientDisconnect:
                raise _refused("all of it") from None  # nobody reads that
            except HTTPException as wrong:
                if isinstance(wrong.__cause__, Refused):  # by _Asked, which FastAPI takes for a failure
                    raise wrong.__cause__ from None
                raise

        return handled


class _Asked(Request):
    async def json(self) -> Any:
        """Read the body, once."""
        if not hasattr(self, "_json"):
            self._json = read(await self.body())
        return self._json


def read(body: bytes) -> Any:
    """Read JSON; raises JSONDecodeError, and Refused for what is JSON but not of one meaning, or not to be read."""
    try:
        text = body.decode(json.detect_encoding(body))
        value = json.loads(text, object_pairs_hook=_each_once)
        if "\\ud" in text.lower():  # else no escape can stand for half a character
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError as wrong:
        raise _refused(f"JSON in UTF-8, which ends at octet {wrong.start}") from None
    except UnicodeEncodeError as wrong:
        raise _refused(f"whole characters, found \\u{ord(wrong.object[wrong.start]):04x} alone") from None
    except RecursionError:
        raise _refused("JSON with fewer arrays or objects in each other") from None
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python's, which reads no longer integers
        raise _refused(f"integers of at most {sys.get_int_max_str_digits():,} digits") from None
    return value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; of a name that is there twice, one value would be passed over in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _refused(f"each name of an object once, found {twice!r} again")
    return found


def _refused(expected: str) -> Refused:
    mistakes = [Mistake(field="body", expected=expected)]
    return Refused(HTTPStatus.BAD_REQUEST, told(mistakes), mistakes)
