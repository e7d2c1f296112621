"""TS 29.002 clause 19.1.2: location cancellation in the HLR, repeated until the VLR has forgotten the subscriber."""

from collections.abc import Iterable, Iterator

from pdu.sms.address import Address
from pdu.ss7.map import CancellationType, CancelLocation, CancelLocationRes
from smsc.network.hop import Hop, Send, Services
from smsc.network.timers import CANCELLATION, Timer


class Cancellations:
    """The cancelLocations that VLRs have not answered yet, which are repeated.

    Until it has forgotten him, a VLR would take a subscriber who comes back for a known visitor, and not tell the HLR.
    """

    def __init__(self, name: str, conversations: Iterator[int]) -> None:
        self._conversations = conversations
        self._asked: dict[tuple[str, str], tuple[int, CancelLocation]] = {}  # with its dialogue, by IMSI and VLR
        self._dialogues: dict[int, tuple[str, str]] = {}
        self._unanswered = Timer(name, CANCELLATION, self._ask)
        self.services: Services = {CancelLocationRes: self.cancel_location_res}

    def cancel(self, imsi: str, vlr_number: Address, why: CancellationType, now: float) -> Iterable[Send]:
        """Tell a VLR to forget a subscriber."""
        key = imsi, vlr_number.value
        self._asked[key] = 0, CancelLocation(imsi, why)
        return self._ask(key, now)

    def hurry(self, imsi: str, now: float) -> Iterable[Send]:
        """Repeat at once to VLRs what is unanswered about a SIM, as it is given a new subscription."""
        return [send for key in tuple(self._asked) if key[0] == imsi for send in self._ask(key, now)]

    def is_there(self, imsi: str, vlr_number: Address) -> None:
        """Stop telling a VLR to forget a subscriber, who has come back to it."""
        self._answered((imsi, vlr_number.value))

    def cancel_location_res(self, _: CancelLocationRes, hop: Hop) -> Iterable[Send]:
        """Note that a VLR has forgotten a subscriber."""
        key = self._dialogues.get(hop.conversation)
        if key is not None:
            self._answered(key)
        return ()

    def _ask(self, key: tuple[str, str], now: float) -> Iterable[Send]:
        former, cancellation = self._asked[key]
        self._dialogues.pop(former, None)
        dialogue = next(self._conversations)
        self._asked[key], self._dialogues[dialogue] = (dialogue, cancellation), key
        return self._unanswered.start(key, now, (Send(key[1], cancellation, dialogue),))

    def _answered(self, key: tuple[str, str]) -> None:
        if key in self._asked:
            dialogue, _ = self._asked.pop(key)
            del self._dialogues[dialogue]
            self._unanswered.stop(key)
