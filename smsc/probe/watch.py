"""The rules for all that a client says, whichever check is being done (SMPP v5.0 sections 2.4, 3.2 and 4.8.4)."""

from collections.abc import Iterator
from typing import Final

from pdu.command_id import RESPONSE
from pdu.companions import beside_header, check_companions
from pdu.header import Pdu, named
from pdu.malformed import Malformed
from pdu.matrix import SessionState, Side, allowed
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.data_sm import DataSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.values import InterfaceVersion
from pdu.verdict import Finding, Rule, Said, Verdict
from pdu.versions import check

RULES: Final = {
    name: Rule("watched", name, rule, clause)
    for name, rule, clause in (
        ("readable", "All that it says can be read", "3.2"),
        ("bind_first", "Before its bind it asks for nothing, unless by enquire_link", "2.4"),
        ("bind_alone", "It waits for the answer to its bind before it asks for more", "2.4"),
        ("numbers", "Its sequence numbers are from 0x00000001 to 0x7FFFFFFF", "4.7.24"),
        ("numbers_differ", "No two of its requests wait for an answer under one sequence_number", "4.7.24"),
        ("null_status", "The command_status of its requests is 0", "4.7.6"),
        ("in_state", "It asks only for what its session allows", "2.4"),
        ("in_version", "It says nothing that the version of its bind has not", "2.11"),
        (
            "tlvs_together",
            "Its messages have TLVs that need others with these, and none that a header excludes",
            "4.8.4",
        ),
        ("answers", "It answers what was asked, by the response to that, and once", "3.2"),
    )
}

_NUMBERS: Final = range(1, 0x80000000)
_BEFORE: Final = 4  # things said that are shown with a departure, which is the last of them


class Watch:
    """Sees all sessions of a client: which rules have applied, and the first departure from each."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._departed: dict[str, tuple[str, tuple[Said, ...]]] = {}

    def see(self, rule: str, why: str, said: list[Said]) -> None:
        """Note how a rule was kept: ``why`` is empty if it was; ``said`` ends with what is judged."""
        assert rule in RULES  # noqa: S101 - the table above has all
        self._seen.add(rule)
        if why and rule not in self._departed:
            self._departed[rule] = (why, tuple(said[-_BEFORE:]))

    def judge(self, pdu: Pdu, state: SessionState, version: InterfaceVersion, said: list[Said]) -> None:
        """Judge a PDU that can be read by what a session in this state and of this version allows."""
        self.see("readable", "", said)
        if pdu.command_id & RESPONSE:
            return
        name, number = named(pdu.command_id), pdu.sequence_number
        allows = pdu.command_id in allowed(Side.ESME, state, version)
        self.see("numbers", "" if number in _NUMBERS else f"{name} has {number:#010x}", said)
        self.see("null_status", f"{name} has {pdu.command_status:#010x}" if pdu.command_status else "", said)
        if state is SessionState.OPEN:
            self.see("bind_first", "" if allows else f"{name} came before it was bound", said)
            return
        self.see("in_state", "" if allows else f"{name} came in state {state.name}", said)
        try:
            check(pdu, version)
        except Malformed as malformed:
            self.see("in_version", f"{name}: {malformed}", said)
        else:
            self.see("in_version", "", said)
        if isinstance(pdu, SubmitSm | SubmitMulti | DataSm | BroadcastSm):
            self.see("tlvs_together", _apart(pdu, name, version), said)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each rule."""
        for name, rule in RULES.items():
            if name not in self._seen:
                yield rule.found(Verdict.NOT_JUDGED, "nothing of the kind was said")
            elif name in self._departed:
                yield rule.found(Verdict.DEPARTS, *self._departed[name])
            else:
                yield rule.found(Verdict.HOLDS, "")


def _apart(pdu: Pdu, name: str, version: InterfaceVersion) -> str:
    """Say what is wrong with the TLVs of a message as they go together; empty if nothing is."""
    try:
        check_companions(pdu, version)
    except Malformed as malformed:
        return f"{name}: {malformed}"
    beside = beside_header(pdu)
    return f"{name} has {beside} beside a user data header" if beside else ""
