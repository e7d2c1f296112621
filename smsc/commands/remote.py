"""What the commands ask of a running simulator: its control API, over HTTP."""

import json
import os
import re
import socket
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import quote

from pdu.why import why
from smsc.api.terms import borne

if TYPE_CHECKING:  # a tenth of the time that `smsc run` takes to start, and it asks nobody
    import httpx

DEFAULT: Final = "http://127.0.0.1:2780"
LATE: Final = 124  # the exit status for what has not happened in time
_USER: Final = re.compile(r"//[^/?#]*@")
_UPWARDS: Final = (".", "..")  # steps that a client takes away
_TOO_LONG: Final = "too long"  # as httpx says of a URL of more than 65,536 characters
_NUMBER: Final = re.compile(r"^\[Errno -?\d+\] ")
# In a request, which the user of a command has not written.
_PLACES: Final = re.compile(r"(^|; )(?:body|path|query)(?:\.|: )")


class RemoteError(Exception):
    """The simulator can't be asked, or refuses; says why in one sentence. ``status`` is the exit status for it."""

    def __init__(self, sentence: str, status: int = 2) -> None:
        super().__init__(sentence)
        self.status = status


class NobodyThere(RemoteError):
    """Nothing listens there."""


class Refusal(RemoteError):
    """It is there and will not do it: who waits for it would wait in vain."""


class Ended(RemoteError):
    """The simulator has ended while it was answering."""


class Remote:
    """A running simulator: at ``api``, or where a ports file says; else as the environment says, or the default."""

    def __init__(self, api: str = "", ports_file: Path | None = None) -> None:
        import httpx

        url = _where(api, ports_file).rstrip("/")
        self.url = _shown(url)
        with _sentences(self.url):
            self._client = httpx.Client(
                base_url=f"{url}/api/v1",
                headers=_authorization(os.environ.get("SMSC_API_TOKEN", "")),
                transport=httpx.HTTPTransport(trust_env=False, socket_options=tuple(_noticing_its_end())),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._client.close()

    def get(self, path: str, query: Mapping[str, Any] | None = None, timeout: float = 10.0) -> Any:
        """Ask; raises RemoteError."""
        return self._call("GET", path, params=query, timeout=timeout)

    def post(self, path: str, body: Any, *, timeout: float = 10.0) -> Any:
        """Have something done; raises RemoteError."""
        return self._call("POST", path, json=body, timeout=timeout)

    def patch(self, path: str, body: Any) -> Any:
        """Have something changed; raises RemoteError."""
        return self._call("PATCH", path, json=body, timeout=10.0)

    def delete(self, path: str) -> None:
        """Have something ended; raises RemoteError."""
        self._call("DELETE", path, timeout=10.0)

    def events(self, after: int | None = None) -> Generator[dict[str, Any]]:
        """Yield events as they come, without end; raises RemoteError."""
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        with self._streamed("/events", "text/event-stream", headers=headers) as answer:
            for row in answer.iter_lines():
                if row.startswith("data: "):
                    yield json.loads(row.removeprefix("data: "))

    def octets(self, path: str, query: Mapping[str, Any], media_type: str) -> Iterator[bytes]:
        """Yield an answer that is not JSON, piece by piece as it comes; raises RemoteError."""
        with self._streamed(path, media_type, params=query) as answer:
            yield from answer.iter_raw()

    @contextmanager
    def _streamed(self, path: str, media_type: str, **how: Any) -> "Iterator[httpx.Response]":
        request = self._request("GET", path, timeout=None, **how)
        with _sentences(self.url), closing(self._client.send(request, stream=True)) as answer:
            if answer.is_error:
                answer.read()
                raise _refused(answer)
            if answer.headers.get("Content-Type", "").partition(";")[0] != media_type:
                raise _strange(answer)
            yield answer

    def _call(self, method: str, path: str, **how: Any) -> Any:
        request = self._request(method, path, **how)
        with _sentences(self.url):
            answer = self._client.send(request)
        if answer.is_error:
            raise _refused(answer)
        try:
            return answer.json() if answer.status_code != HTTPStatus.NO_CONTENT else None
        except ValueError:
            raise _strange(answer) from None

    def _request(self, method: str, path: str, **how: Any) -> "httpx.Request":
        """Write down what is asked; raises RemoteError for what no request can hold."""
        import httpx

        try:
            return self._client.build_request(method, path, **how)
        except UnicodeEncodeError as wrong:
            raise _no_text(wrong) from wrong
        except httpx.InvalidURL as wrong:
            if wrong.args[0].endswith(_TOO_LONG):
                raise RemoteError("expected shorter words: all together are too long for a URL") from wrong
            raise RemoteError(f"no simulator can be asked at {self.url}: {wrong}; `smsc run` starts one") from wrong


def _authorization(token: str) -> dict[bytes, bytes]:
    """Write the header that bears a token; raises RemoteError."""
    if not token:
        return {}
    try:
        return {b"Authorization": f"Bearer {borne(token)}".encode()}
    except ValueError as wrong:
        raise RemoteError(f"SMSC_API_TOKEN: expected {wrong}") from wrong


def _noticing_its_end() -> Iterator[tuple[int, int, int]]:
    """Have the system ask whether the other machine is still there (RFC 9293, 3.8.4): its end is noticed within 60 s.

    Who follows events says nothing himself, and would wait for ever. A time limit of ours would end a simulator that
    stands still in a debugger, too: its machine answers.
    """
    yield socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1
    for option, number in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, option):  # macOS calls the first TCP_KEEPALIVE; without these, two hours are usual
            yield socket.IPPROTO_TCP, getattr(socket, option), number


def step(name: str) -> str:
    """Write a name as one step of a path, whatever it is made of (RFC 3986); raises RemoteError if it is no text."""
    try:
        written = quote(name, safe="")
    except UnicodeEncodeError as wrong:
        raise _no_text(wrong) from wrong
    return written.replace(".", "%2E") if name in _UPWARDS else written


def _no_text(wrong: UnicodeEncodeError) -> RemoteError:
    octets = wrong.object[wrong.start : wrong.end].encode("utf-8", "surrogateescape")
    return RemoteError(f"expected text in UTF-8, found the octets {octets.hex(' ')}")


def _shown(url: str) -> str:
    """Hide the user in a URL: a password is among it."""
    return _USER.sub("//***@", url)


@contextmanager
def _sentences(url: str) -> Iterator[None]:
    import httpx

    try:
        yield
    except httpx.ConnectError as wrong:
        said = _NUMBER.sub("", str(wrong))
        raise NobodyThere(f"no simulator can be asked at {url}: {said}; `smsc run` starts one") from wrong
    except httpx.RemoteProtocolError as wrong:
        raise Ended(f"the simulator at {url} has ended, or cut its answer off") from wrong
    except httpx.TimeoutException as wrong:
        raise RemoteError(f"{url} does not answer in time", LATE) from wrong
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as wrong:  # the latter: no host can have that name
        said = why(wrong).rstrip(".")
        raise RemoteError(f"no simulator can be asked at {url}: {said}; `smsc run` starts one") from wrong


def _refused(answer: "httpx.Response") -> RemoteError:
    status = LATE if answer.status_code == HTTPStatus.REQUEST_TIMEOUT else 2
    try:
        sentence = _PLACES.sub(r"\1", str(answer.json()["detail"]))
    except (ValueError, KeyError, TypeError):
        return _strange(answer, status)
    return Refusal(sentence) if answer.is_client_error and status != LATE else RemoteError(sentence, status)


def _strange(answer: "httpx.Response", status: int = 2) -> RemoteError:
    said = answer.headers.get("Content-Type", "without a type")
    return RemoteError(
        f"{_shown(str(answer.url))} answers {answer.status_code} {said}, which is no simulator's word", status
    )


def _where(api: str, ports_file: Path | None) -> str:
    """Choose the address: flags go before the environment."""
    if api:
        return api
    if ports_file is not None:
        return _of_file(ports_file)
    file = os.environ.get("SMSC_PORTS_FILE")
    return os.environ.get("SMSC_API") or (_of_file(Path(file)) if file else DEFAULT)


def _of_file(path: Path) -> str:
    try:
        api = json.loads(path.read_text("utf-8"))["api"]
    except FileNotFoundError as wrong:
        raise RemoteError(f"{path}: no simulator has written its ports there; `smsc run --ports-file` does") from wrong
    except OSError as wrong:
        raise RemoteError(f"{path}: can't be read as the ports of a simulator: {wrong.strerror}") from wrong
    except ValueError as wrong:
        raise RemoteError(f"{path}: can't be read as the ports of a simulator: {wrong}") from wrong
    except (KeyError, TypeError):
        said = "expected a table with api, as `smsc run --ports-file` writes it"
        raise RemoteError(f"{path}: can't be read as the ports of a simulator: {said}") from None
    if not api:
        raise Refusal(f"{path}: is of a simulator that serves no control API")
    return str(api)
