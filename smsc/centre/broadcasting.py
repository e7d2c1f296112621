"""SMPP v5.0 sections 4.4 and 4.6: broadcast_sm, query_broadcast_sm and cancel_broadcast_sm.

The service centre is also the cell broadcast centre: it has the BSSs broadcast, and asks them how often they did.
After a restart it has them broadcast what is left; the success in an area is then counted from there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from pdu.command_status import CommandStatus
from pdu.gsm import cbs
from pdu.gsm.cbsp import Kill, Restart, WriteReplace
from pdu.malformed import Malformed
from pdu.operations.broadcast_sm import BroadcastSm, BroadcastSmResp
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSm, CancelBroadcastSmResp
from pdu.operations.query_broadcast_sm import QueryBroadcastSm
from pdu.session import refusal
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.answers import answer, check_source, source_of
from smsc.centre.broadcast import Area, Broadcast, Cell, area_of, broadcast_of
from smsc.centre.broadcast_queries import BroadcastQueries
from smsc.centre.kept_broadcast import read, written
from smsc.centre.promises import Promises
from smsc.centre.store import Store
from smsc.network.appointments import Appointments
from smsc.network.hop import Hop, Send, Services

KIND: Final = "broadcast"  # of the store's notes
MOST: Final = 1000  # broadcasts that are kept; above that, the oldest that is over goes
CODES: Final = range(1024)  # message codes, which distinguish broadcasts of one message identifier (TS 23.041)
# A store may still have DELIVERED, which v5.0 (4.7.15) has for messages only.
_FINAL: Final = frozenset({MessageState.EXPIRED, MessageState.DELETED, MessageState.DELIVERED})


@dataclass(slots=True, eq=False)
class Kept:
    """The store has a broadcast, which may replace an ``old`` one."""

    broadcast: Broadcast
    old: Broadcast | None


class Broadcasting:
    """All broadcasts, by message_id. ``codes`` are the message codes that no other service centre uses."""

    def __init__(
        self,
        name: str,
        cells: Mapping[str, Cell],
        sources: Mapping[str, Address],
        message_ids: Iterator[str],
        conversations: Iterator[int],
        store: Store,
        promises: Promises,
        codes: range,
    ) -> None:
        self._name = name
        self._cells = cells
        self._sources = sources
        self._message_ids = message_ids
        self._conversations = conversations
        self._store = store
        self._promises = promises
        self._codes = codes
        self._code = 0  # the index among them of the next broadcast's code
        self._broadcasts: dict[str, Broadcast] = {}
        self._queries = BroadcastQueries(name, conversations)
        self._timer = Appointments(name, self._come)
        self.operations: Services = {
            BroadcastSm: self.broadcast_sm,
            QueryBroadcastSm: self.query_broadcast_sm,
            CancelBroadcastSm: self.cancel_broadcast_sm,
        }
        self.services: Services = {
            Kept: self.kept,
            Appointments: Appointments.ring,
            Restart: self.restart,
            **self._queries.services,
        }

    def broadcast_sm(self, pdu: BroadcastSm, hop: Hop) -> Iterator[Send]:
        """Take a message for the areas that are known, and tell which are not; raises Malformed if none is."""
        areas: list[Area] = []
        failed: list[tuple[bytes, Malformed]] = []
        for identifier in pdu.broadcast_area_identifier or ():
            try:
                areas.append(Area(identifier, area_of(identifier, self._cells)))
            except Malformed as wrong:
                areas.append(Area(identifier))  # 4.6.1.3: a query tells of as many areas as were asked for
                failed.append((identifier, wrong))
        if len(failed) == len(areas):
            raise failed[0][1]
        old = self._replaced(pdu, hop.origin)
        source = source_of(pdu, self._sources[hop.origin])
        message_id = old.message_id if old is not None else ""
        serial = self._serial_number() if old is None else _updated(old.serial_number)
        broadcast = broadcast_of(pdu, hop.origin, source, areas, message_id, serial, hop.at)
        if old is not None:
            broadcast.user_message_reference = old.user_message_reference
        broadcast.message_id = message_id or next(self._message_ids)
        self._keep(broadcast)
        resp = BroadcastSmResp(broadcast.message_id)
        if failed:
            resp.broadcast_error_status = tuple(wrong.command_status for _, wrong in failed)
            resp.broadcast_area_identifier = tuple(identifier for identifier, _ in failed)
        kept = (answer(resp, pdu, hop), Send(self._name, Kept(broadcast, old)))

        def lost() -> tuple[Send]:
            self._forget(broadcast, old)
            return (answer(refusal(pdu.command_id, CommandStatus.ESME_RSYSERR), pdu, hop),)

        yield from self._promises.give((), kept, hop.at, lost)

    def kept(self, kept: Kept, hop: Hop) -> Iterator[Send]:
        broadcast = kept.broadcast
        if kept.old is not None:
            yield from self._stop(kept.old, MessageState.DELETED, hop.at)
            self._save(broadcast)
        if broadcast.starts > hop.at:
            yield from self._timer.make(broadcast, broadcast.starts, hop.at)
        else:
            yield from self._begin(broadcast, hop.at)

    def resume(self, now: float) -> Iterator[Send]:
        """Resume, after a restart, what the store held; raises Unreadable before anything is resumed."""
        self._broadcasts = {message_id: read(text, self._cells) for message_id, text in self._store.notes(KIND)}
        for broadcast in self._broadcasts.values():
            code = (broadcast.serial_number >> 4) % len(CODES)
            self._code = max(self._code, code // self._codes.step + 1)
            if broadcast.state in _FINAL:
                continue
            times = broadcast.due(now)
            if broadcast.started and broadcast.repetitions and times >= broadcast.repetitions:
                broadcast.state, broadcast.done = MessageState.EXPIRED, now
                self._save(broadcast)
                continue
            broadcast.starts += times * broadcast.interval
            broadcast.repetitions -= times if broadcast.repetitions else 0
            broadcast.started = False
            yield from self._timer.make(broadcast, broadcast.starts, now)

    def clear(self, now: float) -> Iterator[Send]:
        """End all broadcasts, and forget them."""
        for broadcast in tuple(self._broadcasts.values()):
            yield from self._stop(broadcast, MessageState.DELETED, now)
            self._let_go(broadcast)

    def query_broadcast_sm(self, pdu: QueryBroadcastSm, hop: Hop) -> Iterable[Send]:
        """Ask the BSSs, and answer once they have answered."""
        broadcast = self._found(pdu, hop.origin, CommandStatus.ESME_RBCASTQUERYFAIL)
        return self._queries.ask(broadcast, pdu, hop)

    def restart(self, _: Restart, hop: Hop) -> Iterator[Send]:
        """Order what is left of the broadcasts of a BSS that lost them; it no longer counts what it sent before."""
        for broadcast in self._broadcasts.values():
            left = broadcast.repetitions - broadcast.due(hop.at)
            goes_on = broadcast.started and broadcast.state not in _FINAL and hop.origin in broadcast.bss
            if goes_on and (left > 0 or not broadcast.repetitions):
                yield self._write(broadcast, hop.origin, max(0, left))

    def cancel_broadcast_sm(self, pdu: CancelBroadcastSm, hop: Hop) -> Iterator[Send]:
        """End one broadcast, or all of a sender (of one service_type and one content type, if these are given)."""
        failed = CommandStatus.ESME_RBCASTCANCELFAIL
        if pdu.message_id or pdu.user_message_reference is not None:
            meant = [self._found(pdu, hop.origin, failed)]
        else:
            source = source_of(pdu, self._sources[hop.origin])
            meant = [
                one
                for one in self._broadcasts.values()
                if (one.account, one.source) == (hop.origin, source)
                and (not pdu.service_type or one.service_type == pdu.service_type)
                and pdu.broadcast_content_type in (None, one.content_type)
            ]
        meant = [broadcast for broadcast in meant if broadcast.state not in _FINAL]
        if not meant:
            raise Malformed("message_id", None, "a broadcast that goes on", repr(pdu.message_id), failed)
        kills = [send for broadcast in meant for send in self._stop(broadcast, MessageState.DELETED, hop.at)]
        yield from self._promises.respond(CancelBroadcastSmResp(), pdu, hop, then=tuple(kills))

    # Time

    def _come(self, broadcast: Broadcast, now: float) -> Iterable[Send]:
        """Begin a broadcast whose time has come, or end it: it was repeated often enough, or has expired."""
        return self._end(broadcast, now) if broadcast.started else self._begin(broadcast, now)

    def _end(self, broadcast: Broadcast, now: float) -> Iterable[Send]:
        """End it as EXPIRED: of cell broadcast no version has DELIVERED (4.7.15); how far it came, its areas tell."""
        if now < broadcast.expires:  # after its last repetition, for which nothing has to be stopped
            broadcast.state, broadcast.done = MessageState.EXPIRED, now
            self._save(broadcast)
            return ()
        return self._stop(broadcast, MessageState.EXPIRED, now)

    # What is ordered and kept

    def _begin(self, broadcast: Broadcast, now: float) -> Iterator[Send]:
        """Order a broadcast, unless it has been cancelled or has expired before it could begin."""
        if broadcast.state in _FINAL:
            return
        if broadcast.expires <= now:
            yield from self._stop(broadcast, MessageState.EXPIRED, now)
            return
        broadcast.state, broadcast.started = MessageState.ENROUTE, True
        broadcast.starts = now
        self._save(broadcast)
        for bss in broadcast.bss:
            yield self._write(broadcast, bss, broadcast.repetitions)
        last = now + (broadcast.repetitions - 1) * broadcast.interval if broadcast.repetitions else inf
        yield from self._timer.make(broadcast, min(last, broadcast.expires), now)

    def _write(self, broadcast: Broadcast, bss: str, times: int) -> Send:
        """Order a broadcast from a BSS, so many ``times``; 0: until it is killed."""
        order = WriteReplace(
            broadcast.message_identifier,
            broadcast.serial_number,
            tuple(cell.cgi for cell in broadcast.bss[bss]),
            broadcast.interval,
            times,
            broadcast.data_coding_scheme,
            broadcast.contents,
        )
        return Send(bss, order, next(self._conversations))

    def _keep(self, broadcast: Broadcast) -> None:
        """Keep a broadcast; if there are too many, drop the oldest that is over."""
        self._broadcasts[broadcast.message_id] = broadcast
        self._save(broadcast)
        if len(self._broadcasts) > MOST:
            over = next((one for one in self._broadcasts.values() if one.state in _FINAL), None)
            if over is not None:
                self._let_go(over)

    def _save(self, broadcast: Broadcast) -> None:
        self._store.note(KIND, broadcast.message_id, written(broadcast))

    def _forget(self, broadcast: Broadcast, old: Broadcast | None) -> None:
        """Drop a broadcast that the store could not keep; the one it was to replace goes on."""
        if old is not None:
            self._keep(old)
        else:
            self._let_go(broadcast)

    def _let_go(self, broadcast: Broadcast) -> None:
        self._broadcasts.pop(broadcast.message_id, None)
        self._store.note(KIND, broadcast.message_id, None)

    def _serial_number(self) -> int:
        code = self._codes[self._code % len(self._codes)]
        self._code += 1
        return cbs.serial_number(cbs.Scope.PLMN_WIDE, code)

    def _stop(self, broadcast: Broadcast, state: MessageState, now: float) -> Iterator[Send]:
        if broadcast.state in _FINAL:
            return
        broadcast.state, broadcast.done = state, now
        self._save(broadcast)
        self._timer.call_off(broadcast)
        if broadcast.started:
            for bss in broadcast.bss:
                kill = Kill(broadcast.message_identifier, broadcast.serial_number)
                yield Send(bss, kill, next(self._conversations))

    # Which is meant

    def _found(self, pdu: QueryBroadcastSm | CancelBroadcastSm, account: str, failed: CommandStatus) -> Broadcast:
        """Find a broadcast by its message_id or by its user_message_reference; raises Malformed."""
        for broadcast in reversed(self._broadcasts.values()):
            by_id = broadcast.account == account and broadcast.message_id == pdu.message_id
            if by_id or (not pdu.message_id and _refers(broadcast, account, pdu.user_message_reference)):
                check_source(pdu, broadcast.source, failed)
                return broadcast
        found = repr(pdu.message_id or pdu.user_message_reference)
        raise Malformed("message_id", None, "a broadcast of this account", found, CommandStatus.ESME_RINVMSGID)

    def _replaced(self, pdu: BroadcastSm, account: str) -> Broadcast | None:
        """Find the broadcast that another is to replace; raises Malformed if there is none (4.4.4)."""
        s, flag, reference = CommandStatus, pdu.replace_if_present_flag, pdu.user_message_reference
        if flag > 1:
            raise Malformed("replace_if_present_flag", None, "0 or 1", str(flag), s.ESME_RINVREPFLAG)
        if not flag:
            return None
        if pdu.message_id and reference is not None:
            expected = "none beside a message_id"
            raise Malformed("user_message_reference", None, expected, str(reference), s.ESME_RTLVNOTALLWD)
        if pdu.message_id:
            old = self._broadcasts.get(pdu.message_id)
            if old is None or old.account != account:
                found = repr(pdu.message_id)
                raise Malformed("message_id", None, "a broadcast of this account", found, s.ESME_RINVMSGID)
        else:
            old = next((one for one in reversed(self._broadcasts.values()) if _refers(one, account, reference)), None)
        if old is None or old.state in _FINAL:
            expected, found = "a broadcast that goes on, to replace", repr(pdu.message_id or reference)
            raise Malformed("message_id", None, expected, found, s.ESME_RBCASTFAIL)
        return old


def _refers(broadcast: Broadcast, account: str, reference: int | None) -> bool:
    return broadcast.account == account and reference == broadcast.user_message_reference is not None


def _updated(serial_number: int) -> int:
    """Give the serial number of the next version of a message, which makes handsets show it again."""
    return serial_number & 0xFFF0 | (serial_number + 1) & 0x000F
