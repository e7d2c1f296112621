"""The radio interface Um: RR, MM and CP messages between a BSS and handsets, in LAPDm, as GSMTAP shows them.

Pagings, requests and assignments are blocks of the common channels. On its own channel (SDCCH) a handset establishes
the data link for RR and MM with its first message in SABM; the side that begins a short message transaction establishes
the one for those (SAPI 3). Messages go in frames of 20 octets; all have the time at which the message arrived. Of what
is lost, the last frame is not acknowledged.
"""

from collections.abc import Iterator
from typing import Any, Final

from pdu.gsm import cbs
from pdu.gsm.bssap import SAPI_0, SAPI_3
from pdu.gsm.cbs import CbsPage
from pdu.gsm.gsmtap import PORT, Block, Channel
from pdu.gsm.lapdm import N201, DataLink, Sent, Side
from pdu.gsm.mm import CMServiceRequest, IMSIDetachIndication, LocationUpdatingRequest
from pdu.gsm.rr import (
    ABNORMAL_RELEASE,
    ChannelDescription,
    ChannelRelease,
    ChannelRequest,
    ImmediateAssignment,
    ImmediateAssignmentReject,
    PagingRequest,
    PagingResponse,
)
from pdu.ip.udp import Datagram
from pdu.sms.cp import CpAck, CpData, CpError
from smsc.capture.layers import Layered
from smsc.capture.places import Places
from smsc.network.air import TDMA_FRAME
from smsc.trace.bounded import Bounded
from smsc.trace.trace import Record

_COMMON: Final = {
    ChannelRequest: Channel.RACH,
    ImmediateAssignment: Channel.AGCH,
    ImmediateAssignmentReject: Channel.AGCH,
    PagingRequest: Channel.PCH,
}
_INITIAL: Final = (PagingResponse, CMServiceRequest, LocationUpdatingRequest, IMSIDetachIndication)
_HYPERFRAME: Final = 2_715_648  # TDMA frames, after which their numbers begin again (TS 45.002)
_BEACON: Final = 1  # ARFCN of the common channels
_SUBCHANNELS: Final = 8


class Dedicated:
    """A handset's own channel, and its data links."""

    __slots__ = ("description", "links")

    def __init__(self, description: ChannelDescription, *, established: bool) -> None:
        self.description = description
        self.links = {sapi: DataLink(sapi, established=established) for sapi in (SAPI_0, SAPI_3)}


class Um:
    """The channels of a capture."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._channels: Bounded[int, Dedicated] = Bounded()
        self._blocks = 0
        # The last N(S), by timeslot, subchannel, SAPI and side: Wireshark takes an I frame with the same one for a
        # repetition, whichever cell and connection that last one belonged to.
        self._last: dict[tuple[int, int, int, Side], int] = {}

    def packets(self, record: Record) -> Iterator[Layered]:
        """Make the packets of a message on the channel to which it belongs."""
        message: Any = record.message
        if isinstance(message, CbsPage):
            blocks = cbs.blocks(message.encode())
            for number, block in enumerate(blocks, 1):
                comment = "" if number == len(blocks) else f"block {number} of {len(blocks)} of a page"
                yield self._layered(record, Block(Channel.CBCH, False, block, arfcn=_BEACON, subchannel=2), comment)
            return
        common = _COMMON.get(type(message))
        if common is not None:
            yield self._layered(record, Block(common, common is Channel.RACH, message.encode(), arfcn=_BEACON))
            if isinstance(message, ImmediateAssignment):
                channel = Dedicated(message.channel_description, established=False)
                self._channels[record.conversation] = channel
            return
        yield from self._dedicated(record, message)

    def _dedicated(self, record: Record, message: Any) -> Iterator[Layered]:
        channel = self._channels.get(record.conversation)
        if channel is None:  # it was assigned before the capture
            channel = Dedicated(ChannelDescription(), established=not isinstance(message, _INITIAL))
            self._channels[record.conversation] = channel
        side = Side.NETWORK if self._places.kind(record.origin) == "bss" else Side.MOBILE
        sapi = SAPI_3 if isinstance(message, CpData | CpAck | CpError) else SAPI_0
        link, octets = channel.links[sapi], message.encode()
        releases = isinstance(message, ChannelRelease)
        lost = record.lost or (releases and message.rr_cause == ABNORMAL_RELEASE)
        if isinstance(message, _INITIAL) and not link.established and len(octets) <= N201:
            for sent, comment in zip(link.establish(side, octets), ("", "the channel is this handset's"), strict=True):
                if sent.side is side or not lost:
                    yield self._sent(record, channel, sent, comment)
            return
        if not link.established:
            for sent, does in zip(link.establish(side), ("asks for", "establishes"), strict=True):
                yield self._sent(record, channel, sent, f"the {sent.side.value} {does} the data link of SAPI {sapi}")
        unlike = self._last.get((*_place(channel.description), sapi, side))
        frames = list(link.send(side, octets, unlike))
        for number, sent in enumerate(frames):
            if sent.side is side:
                pieces = f"frame {number // 2 + 1} of {len(frames) // 2}, which together are what the last one says"
                yield self._sent(record, channel, sent, "" if number == len(frames) - 2 else pieces)
            elif not lost or number < len(frames) - 1:
                yield self._sent(record, channel, sent, "the frame has arrived")
        if releases:
            del self._channels[record.conversation]
            said = ("the handset gives the channel up", "the channel is free") if not lost else ()
            for sent, comment in zip(link.release(side.other), said, strict=False):
                yield self._sent(record, channel, sent, comment)
        self._last[(*_place(channel.description), sapi, side)] = link.last[side]

    def _sent(self, record: Record, channel: Dedicated, sent: Sent, comment: str) -> Layered:
        timeslot, subchannel = _place(channel.description)
        block = Block(
            Channel.SDCCH_8,
            sent.side is Side.MOBILE,
            sent.frame.encode(),
            arfcn=channel.description.frequency,
            timeslot=timeslot,
            subchannel=subchannel,
        )
        said = sent.side is (Side.NETWORK if self._places.kind(record.origin) == "bss" else Side.MOBILE)
        back = record._replace(origin=record.destination, destination=record.origin)
        return self._layered(record if said else back, block, comment)

    def _layered(self, record: Record, block: Block, comment: str = "") -> Layered:
        block.frame_number = int(record.at / TDMA_FRAME) % _HYPERFRAME
        addresses = self._places.address(record.origin), self._places.address(record.destination)
        self._blocks += 1
        return Layered("Um", Datagram(PORT, PORT, block.encode()).packet(self._blocks & 0xFFFF, *addresses), comment)


def _place(description: ChannelDescription) -> tuple[int, int]:
    """Return the timeslot and the subchannel of an SDCCH/8."""
    return description.timeslot, description.channel_type % _SUBCHANNELS
