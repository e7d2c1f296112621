"""Messages that are sent again and again, made once."""

from functools import lru_cache
from typing import Final

from pdu.gsm.rr import ChannelRequest
from pdu.sms.cp import CpAck

CP_ACK: Final = tuple(map(CpAck, range(16)))  # by transaction
channel_request: Final = lru_cache(1 << 8)(ChannelRequest)
