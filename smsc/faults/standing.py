"""Where faults are built into a world: only into the places that there are faults for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from smsc.centre.mailboxes import Mailboxes
from smsc.centre.queues import Queues
from smsc.centre.service_centre import ServiceCentre
from smsc.faults.afterwards import Afterwards
from smsc.faults.centre import Hand, StruckMailboxes, StruckQueues
from smsc.faults.directory import Directory
from smsc.faults.effects import Place
from smsc.faults.esme import StruckEsme
from smsc.faults.faults import Faults
from smsc.faults.network import STANDS_BEFORE, Struck
from smsc.faults.smpp import Requests
from smsc.network.hop import Element
from smsc.network.network import Network
from smsc.smpp.esme import Esme
from smsc.smpp.face import Face

AT_ESMES: Final[frozenset[Place]] = frozenset({"response", "delivery"})
KIND_OF: Final[dict[Place, str]] = {"hlr": "hlr", "msc": "msc", "bss": "bss", "channel": "bss", "ms": "ms"}


class Standing:
    """Puts faults where they are to strike, and takes them away again.

    ESMEs, queues and mailboxes change their class while there are faults for them, so that whatever holds one need not
    know, and without faults each is as it always was. A node or a handset gets another element before it.
    """

    def __init__(
        self,
        faults: Faults,
        network: Network,
        centres: Mapping[str, ServiceCentre],
        faces: Mapping[str, Face],
        directory: Directory,
        message_ids: Iterator[str],
    ) -> None:
        self._faults = faults
        self._network = network
        self._centres = centres
        self._faces = faces
        self._directory = directory
        self._afterwards = afterwards = Afterwards(network)
        self._hands = {name: Hand(faults, afterwards, network, centre, message_ids) for name, centre in centres.items()}
        self._wanted: set[Place] = set()
        self._kinds: set[str] = set()  # of the elements that have another one before them
        switches: dict[Place, Callable[[], None]] = {
            "request": self._requests,
            "link": self._requests,
            "response": self._responses,
            "delivery": self._deliveries,
            "message": self._messages,
            "receipt": self._messages,
            **{place: partial(self._elements, kind) for place, kind in KIND_OF.items()},
        }
        for place, switch in switches.items():
            faults.stand_at(place, partial(self._switch, place, switch))

    def before(self, element: Element) -> Element:
        """Give what is to join the network for an element: the element itself, or the one that stands before it."""
        return self._stand(element) if element.kind in self._kinds else element

    def behind(self, element: Element) -> Element:
        """Give the element that another one stands before; without one, the element itself."""
        return element.element if isinstance(element, Struck) else element

    def joined(self) -> None:
        """Apply the faults for ESMEs to an account that has been opened."""
        if self._wanted & AT_ESMES:
            self._deliveries()

    def let_go(self) -> None:
        """Give up all that faults hold: lost messages, and delayed messages and receipts."""
        for name, hand in self._hands.items():
            self._network.send(self._centres[name], hand.let_go())

    def _switch(self, place: Place, switch: Callable[[], None], wanted: bool) -> None:
        if wanted != (place in self._wanted):
            (self._wanted.add if wanted else self._wanted.discard)(place)
            switch()

    def _requests(self) -> None:
        wanted = bool(self._wanted & {"request", "response", "link"})
        for name, face in self._faces.items():
            face.faults = requests = Requests(self._faults, self._network, name, self._afterwards) if wanted else None
            if requests is not None and "link" in self._wanted:
                requests.of_links = True
                for visit in face.visits:
                    requests.watch(visit)

    def _responses(self) -> None:
        self._requests()
        self._deliveries()

    def _deliveries(self) -> None:
        wanted = bool(self._wanted & AT_ESMES)
        for face in self._faces.values():
            for esme in face.esmes:
                esme.__class__ = StruckEsme if wanted else Esme
                if isinstance(esme, StruckEsme):
                    esme.begin(self._faults, self._afterwards)

    def _messages(self) -> None:
        wanted = bool(self._wanted & {"message", "receipt"})
        for name, centre in self._centres.items():
            queues, mailboxes = centre.queues, centre.mailboxes
            queues.__class__ = StruckQueues if wanted else Queues
            mailboxes.__class__ = StruckMailboxes if wanted else Mailboxes
            for one in (queues, mailboxes):
                if isinstance(one, StruckQueues | StruckMailboxes):
                    one.hand = self._hands[name]

    def _elements(self, kind: str) -> None:
        """Put another element before each of a kind; it stays, as it may hold something back."""
        if kind not in self._kinds:
            self._kinds.add(kind)
            self._network.stand_before(kind, self._stand)

    def _stand(self, element: Element) -> Element:
        return STANDS_BEFORE[element.kind](element, self._faults, self._directory, self._afterwards)
