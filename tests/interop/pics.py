"""What is supported, and where that is tested, as a table (known as a PICS).

``python -m tests.interop.pics`` runs the tests that have a service centre in them, sees every PDU of its sessions, and
writes PICS.md beside this file.

An operation or TLV counts as supported in a version once a session of that version has seen it succeed: a request
answered with ESME_ROK, and all its TLVs; the TLVs of an answer, whatever its status; an alert_notification or outbind
that was sent.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

import pytest

from pdu.command_id import RESPONSE, CommandId
from pdu.header import Pdu, named
from pdu.matrix import COLUMNS, UNANSWERED, Side, allowed
from pdu.operations.bind import Bind
from pdu.session import Session
from pdu.tlv import TLVS, name_of
from pdu.values import InterfaceVersion
from pdu.versions import has_operation, has_tlv, spoken

ROOT: Final = Path(__file__).parents[2]
PICS: Final = Path(__file__).with_name("PICS.md")
SUITES: Final = ("tests/interop", "tests/smsc", "tests/scenarios")
VERSIONS: Final = tuple(InterfaceVersion)
MOST: Final = 3  # places named, of all where a thing is tested

MISSING: Final = {
    "additional_status_info_text": "never sent: many clients fail on a response which has an error status and a body, "
    "and `smsc run` logs the same words",
}  # the reason for a "no"

_GENERIC_NACK = int(CommandId.generic_nack)

Seen = dict[int, dict[InterfaceVersion, set[str]]]  # by command_id or tag: in which version, and where


class Recorder:
    """A pytest plugin that sees what the message centre's sessions say and hear, and in which test."""

    def __init__(self) -> None:
        self.operations: Seen = defaultdict(lambda: defaultdict(set))
        self.tlvs: Seen = defaultdict(lambda: defaultdict(set))
        self.carriers: dict[int, set[str]] = defaultdict(set)  # the PDUs in which a TLV has been seen
        self.place = ""
        self._asked: WeakKeyDictionary[Session, dict[tuple[bool, int], Pdu]] = WeakKeyDictionary()

    @pytest.hookimpl
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Note that a test begins."""
        self.place = item.path.relative_to(ROOT / "tests").as_posix()

    def see(self, session: Session, sent: bool, pdu: Pdu) -> None:
        """Judge a PDU of a session."""
        if session.side is not Side.MC:
            return
        asked = self._asked.setdefault(session, {})
        if pdu.command_id == _GENERIC_NACK:
            self._count(session, pdu)
        elif not pdu.command_id & RESPONSE:
            asked[sent, pdu.sequence_number] = pdu
            if pdu.command_id in UNANSWERED:
                self._count(session, pdu)
        else:
            request = asked.pop((not sent, pdu.sequence_number), None)
            if request is not None and not pdu.command_status:
                self._count(session, request, request)
                self._count(session, pdu, request)
            elif request is not None and sent and session.interface_version is not None:
                self._count_tlvs(session.interface_version, pdu)

    def _count(self, session: Session, pdu: Pdu, request: Pdu | None = None) -> None:
        version = session.interface_version
        if version is None and isinstance(request, Bind):
            version = spoken(request.interface_version)
        if version is None:
            return
        self.operations[pdu.command_id][version].add(self.place)
        self._count_tlvs(version, pdu)

    def _count_tlvs(self, version: InterfaceVersion, pdu: Pdu) -> None:
        for tag, _ in pdu.tlvs:
            self.tlvs[tag][version].add(self.place)
            self.carriers[tag].add(named(pdu.command_id))


def watch(recorder: Recorder) -> Callable[[], None]:
    """Have a recorder see every session, beside any witness it has; calling the result ends that."""

    def get(session: Session) -> Callable[[bool, Pdu], None]:
        own = session.__dict__.get("witness")  # now: who asks may put another in its place, which calls this one

        def witness(sent: bool, pdu: Pdu) -> None:
            recorder.see(session, sent, pdu)
            if own is not None:
                own(sent, pdu)

        return witness

    def put(session: Session, witness: object) -> None:
        session.__dict__["witness"] = witness

    def stop() -> None:
        if before is None:
            del Session.witness  # type: ignore[misc]  # the class had none
        else:
            Session.witness = before

    before = vars(Session).get("witness")
    Session.witness = property(get, put)  # type: ignore[assignment]  # for as long as we look
    return stop


def written(recorder: Recorder) -> str:
    """Write both tables."""
    return "\n".join((*_opening(), *_operations(recorder), "", *_tlvs(recorder), "", *_missing(), ""))


def _opening() -> Iterator[str]:
    yield "# What the service centre supports"
    yield ""
    yield "Written by `python -m tests.interop.pics` from what the tests see in its sessions; do not edit."
    yield ""
    yield "- yes: in a session of this version it has succeeded (a request: was answered with ESME_ROK)."
    yield "- no: the version has it, and no test has seen it succeed."
    yield "- \\-: the version does not have it."
    yield ""


def _operations(recorder: Recorder) -> Iterator[str]:
    yield "## Operations"
    yield ""
    yield "| command_id | operation | sent by | v3.3 | v3.4 | v5.0 | tested in |"
    yield "|---|---|---|---|---|---|---|"
    for command_id in CommandId:
        seen = recorder.operations.get(int(command_id), {})
        cells = [_cell(has_operation(command_id, version), seen.get(version)) for version in VERSIONS]
        yield _row(f"0x{command_id:08X}", command_id.name, _senders(command_id), *cells, _places(seen))


def _tlvs(recorder: Recorder) -> Iterator[str]:
    yield "## TLVs"
    yield ""
    yield "| tag | TLV | v3.4 | v5.0 | seen in | tested in |"
    yield "|---|---|---|---|---|---|"
    for tag in sorted(TLVS):
        seen = recorder.tlvs.get(tag, {})
        cells = [_cell(has_tlv(tag, version), seen.get(version)) for version in VERSIONS[1:]]
        carriers = ", ".join(sorted(recorder.carriers.get(tag, ())))
        yield _row(f"0x{tag:04X}", name_of(tag), *cells, carriers, _places(seen))


def _missing() -> Iterator[str]:
    yield "## What is missing"
    yield ""
    for name, why in MISSING.items():
        yield f"- {name}: {why}."


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(exists: bool, places: set[str] | None) -> str:
    return "-" if not exists else "yes" if places else "no"


def _senders(command_id: int) -> str:
    """Say which side may send it, in any state of any version."""
    sides = [
        str(side.name)
        for side in (Side.ESME, Side.MC)
        if any(command_id in allowed(side, state, version) for state in COLUMNS for version in VERSIONS)
    ]
    return ", ".join(sides)


def _places(seen: dict[InterfaceVersion, set[str]]) -> str:
    places = sorted(set().union(*seen.values()))
    more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
    return ", ".join(places[:MOST]) + more


def main() -> int:
    """Run the tests, and write the file if they pass."""
    recorder = Recorder()
    stop = watch(recorder)
    try:
        code = pytest.main(
            ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--ignore=tests/interop/test_pics.py", *SUITES],
            plugins=[recorder],
        )
    finally:
        stop()
    if code == pytest.ExitCode.OK:
        PICS.write_text(written(recorder), "utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
