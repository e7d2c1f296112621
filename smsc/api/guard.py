"""Who may use the API: this machine's own pages and programs, or whoever has the token.

A stranger's page, open in a browser on this machine, reaches loopback as well. Headers that no page can forge give it
away: Origin says whose page it is, Sec-Fetch-Site does if there is no Origin (as with an image), and Host says by
which name it found us (DNS rebinding).
"""

from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from smsc.api.callers import ADMITTED
from smsc.api.camara import refusal
from smsc.api.page import START, is_of_page
from smsc.api.problems import response
from smsc.api.sim_swap import PATH

OPEN: Final = frozenset({"/livez", "/readyz"})  # for what supervises the process; they tell nothing else
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_OTHERS: Final = frozenset({"cross-site", "same-site"})  # the latter means another port (W3C Fetch Metadata)


class Guard:
    """Stands before the application, and refuses strangers (RFC 6750 for the token)."""

    def __init__(self, app: ASGIApp, *, host: str, token: str = "") -> None:
        self._app = app
        self._token = token.encode()  # a header's octets, which are read as Latin-1
        self._hosts = _LOOPBACK | {_plain(host)}
        self._any_host = bool(token) and is_wildcard(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._refused(Headers(scope=scope), scope["path"])
        if refused is None:
            if not _is_open(scope["path"]):
                scope.get(ADMITTED, _nobody_asks)()
            await self._app(scope, receive, send)
            return
        status, why = refused
        headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
        # A WebSocket that is not accepted is answered as HTTP (RFC 6455 section 4.2.2).
        refuse = refusal if scope["path"].startswith(PATH) else response
        await refuse(status, why, headers=headers)(scope, receive, send)

    def _refused(self, headers: Headers, path: str) -> tuple[HTTPStatus, str] | None:
        """Return the status of a refusal, and why; None if there is none."""
        host = headers.get("host", "")
        if not self._any_host and _name(host) not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST, f"Host: expected one of {', '.join(sorted(self._hosts))}"
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() != host.lower():
            return HTTPStatus.FORBIDDEN, "Origin: expected a page of this server"
        if headers.get("sec-fetch-site") in _OTHERS and not (
            path == START and headers.get("sec-fetch-mode") == "navigate"
        ):
            return HTTPStatus.FORBIDDEN, "Sec-Fetch-Site: expected a page of this server"
        if not self._token or _is_open(path):
            return None
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and compare_digest(given.strip(" \t").encode("latin-1"), self._token):
            return None
        return HTTPStatus.UNAUTHORIZED, "Authorization: expected Bearer and the token of this simulator"


def _is_open(path: str) -> bool:
    """Whether even strangers may ask for it."""
    return path in OPEN or is_of_page(path)


def _nobody_asks() -> None:
    """Stand in for what is called for a request that is admitted, where no server counts them."""


def is_wildcard(host: str) -> bool:
    """Whether an address stands for all addresses of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _name(host: str) -> str:
    """Return the name in a Host header, without the port and the brackets of IPv6."""
    try:
        return _plain(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return ""


def _plain(host: str) -> str:
    """Write an address in its one short form (RFC 5952), without its zone, which each machine names as it likes."""
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        return host.lower()
