"""TS 44.006 and TS 45.002: how long a message takes on the air of an SDCCH, and how much of it gets lost there.

An SDCCH has one block of 23 octets every 51 TDMA frames, in each direction. LAPDm puts 20 octets of a message into a
block, and sends the next one once this one is acknowledged: a message of N blocks takes N times 235 ms. What gets lost
on a channel is sent again in the next block; what gets lost on the common channels (a call, a request) stays lost.
"""

from functools import lru_cache
from random import Random
from typing import Final

from pdu.sms import validity
from pdu.sms.address import Address
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.sms.rp import RpAck, RpData, RpError, RpSmma
from pdu.sms.tp import SmsDeliver, SmsDeliverReport, SmsSubmit, SmsSubmitReport
from pdu.sms.tp.user_data import SEPTETS

TDMA_FRAME: Final = 0.12 / 26  # seconds
BLOCK: Final = 51 * TDMA_FRAME
CONNECTION_SUBLAYER: Final = frozenset({CpData, CpAck, CpError})
N201: Final = 20  # octets of a message in a block
N200: Final = 23  # how often a block is repeated before the link is given up
CHANNEL_REQUESTS: Final = 5  # how often a handset asks before it gives up (M + 1)


class Air:
    """The air of a cell: the seconds of a ``block`` (0: it takes no time), and the probability of its ``loss``."""

    __slots__ = ("block", "chance", "loss", "plain")

    def __init__(self, block: float = 0.0, loss: float = 0.0, chance: Random | None = None) -> None:
        self.block = block
        self.loss = loss
        self.chance = chance or Random(0)  # noqa: S311 - chance in a simulation has to be repeatable, not secret
        self.plain = not (block or loss)  # nothing takes time, nothing gets lost

    def seconds(self, blocks: int) -> float | None:
        """Give the seconds that so many blocks take; None if the link breaks over them."""
        if self.loss:
            sent = [self._transmissions() for _ in range(blocks)]
            if max(sent) > N200 + 1:
                return None
            blocks = sum(sent)
        return blocks * self.block

    def _transmissions(self) -> int:
        for number in range(1, N200 + 2):
            if self.chance.random() >= self.loss:
                return number
        return N200 + 2

    def fails(self, probability: float) -> bool:
        """Whether something with this probability happens; ``chance`` is not used for what can't happen."""
        return probability > 0 and self.chance.random() < probability

    def access_fails(self) -> bool:
        """Whether every one of a handset's requests for a channel, or the answer to it, gets lost."""
        return self.fails((1 - (1 - self.loss) ** 2) ** CHANNEL_REQUESTS)


def link(air: Air, former: "Link | None") -> "Link | None":
    """Give a channel of a cell its link, reusing the former one if possible; None if the air is plain."""
    if air.plain:
        return None
    if former is None or former.air is not air:
        return Link(air)
    former.open()
    return former


class Link:
    """One direction of a channel, on which one message goes after the other."""

    __slots__ = ("_free_at", "air", "sapi_3")

    def __init__(self, air: Air) -> None:
        self.air = air
        self.open()

    def open(self) -> None:
        """Begin anew, as the channel has been given to a handset."""
        self.sapi_3 = False  # the data link for short messages has been established, by either side
        self._free_at = 0.0

    def after(self, message: object, now: float) -> float | None:
        """Give the seconds until a message will have arrived; None if the link breaks over it.

        The first message of the connection sublayer waits for its data link (SAPI 3) to be established.
        """
        blocks = blocks_of(message) if type(message) is CpData else 1
        if not self.sapi_3 and type(message) in CONNECTION_SUBLAYER:
            self.sapi_3 = True
            blocks += 1
        air, free_at = self.air, self._free_at
        if free_at < now:
            free_at = now
        if air.loss:
            seconds = air.seconds(blocks)
            if seconds is None:
                return None
            free_at += seconds
        else:
            free_at += blocks * air.block
        self._free_at = free_at
        return free_at - now


def blocks_of(data: CpData) -> int:
    """Give the number of blocks of a CP-DATA; its octets are counted without encoding it, unless it is a rare kind."""
    relayed = data.cp_user_data
    octets = None
    if isinstance(relayed, RpData):
        if not relayed.rest:
            octets = _octets_with(relayed, relayed.rp_user_data)
    elif not isinstance(relayed, bytes) and _is_short(relayed):
        return 1
    return -(-(len(data.encode()) if octets is None else octets) // N201)


def _is_short(relayed: RpAck | RpError | RpSmma) -> bool:
    """Whether a report fits into one block: it has no more than a code or a time."""
    carried = None if isinstance(relayed, RpSmma) else relayed.rp_user_data
    return carried is None or (isinstance(carried, _REPORTS) and carried.tp_ud is None)


def _octets_with(relayed: RpData, tpdu: object) -> int | None:
    """Give the length of the CP-DATA with this RP-DATA; None for rare kinds of TPDU."""
    if type(tpdu) is SmsDeliver:
        octets = _DELIVER + _addresses(relayed.rp_oa, relayed.rp_da, tpdu.tp_oa)
    elif type(tpdu) is SmsSubmit:
        octets = _SUBMIT + _addresses(relayed.rp_oa, relayed.rp_da, tpdu.tp_da) + len(validity.encode(tpdu.tp_vp))
    else:
        return None
    length = (tpdu.tp_udl or 0) if tpdu.tp_udh else len(tpdu.tp_ud)
    return octets + ((length * 7 + 7) // 8 if SEPTETS[tpdu.tp_dcs] else length)


_REPORTS: Final = (SmsDeliverReport, SmsSubmitReport)
_CP_RP: Final = 3 + 3  # the headers of CP-DATA and RP-DATA, each with the length of its user data
_DELIVER: Final = _CP_RP + 11  # plus first octet, TP-PID, TP-DCS, seven octets of TP-SCTS, TP-UDL
_SUBMIT: Final = _CP_RP + 5  # likewise, with TP-MR and without TP-SCTS


@lru_cache(1 << 12)
def _addresses(rp_oa: Address | None, rp_da: Address | None, tp_address: Address) -> int:
    relayed = sum(1 if one is None else 1 + len(one.encode_rp("rp")) for one in (rp_oa, rp_da))
    return relayed + len(tp_address.encode_tp("tp"))
