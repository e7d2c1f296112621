"""TS 29.002 clause 19.1.2: location cancellation in the HLR, until a VLR says that it has forgotten a subscriber."""

from collections.abc import Iterable, Iterator

from pdu.sms.address import Address
from pdu.ss7.map import CancellationType, CancelLocation, CancelLocationRes
from smsc.network.hop import Hop, Send, Services
from smsc.network.timers import CANCELLATION, Timer


class Cancellations:
    """Which VLRs have not said yet that they have forgotten somebody: they are told again.

    Until then such a VLR takes him for one of its own where he comes back to it, and the HLR would never hear of that.
    """

    def __init__(self, name: str, conversations: Iterator[int]) -> None:
        self._conversations = conversations
        self._asked: dict[tuple[str, str], tuple[int, CancelLocation]] = {}  # by IMSI and VLR, with the dialogue
        self._dialogues: dict[int, tuple[str, str]] = {}
        self._unanswered = Timer(name, CANCELLATION, self._ask)
        self.services: Services = {CancelLocationRes: self.cancel_location_res}

    def cancel(self, imsi: str, vlr_number: Address, why: CancellationType, now: float) -> Iterable[Send]:
        """A VLR is to forget somebody."""
        key = imsi, vlr_number.value
        self._asked[key] = 0, CancelLocation(imsi, why)
        return self._ask(key, now)

    def hurry(self, imsi: str, now: float) -> Iterable[Send]:
        """A SIM is given a subscription: a VLR that still has it from before is told again at once."""
        return [send for key in tuple(self._asked) if key[0] == imsi for send in self._ask(key, now)]

    def is_there(self, imsi: str, vlr_number: Address) -> None:
        """Somebody is with a VLR, which is not to forget him any more."""
        self._answered((imsi, vlr_number.value))

    def cancel_location_res(self, _: CancelLocationRes, hop: Hop) -> Iterable[Send]:
        """A VLR has forgotten somebody."""
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
