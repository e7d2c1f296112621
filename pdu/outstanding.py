"""SMPP v5.0 section 2.9: the window of a session, our requests that wait for a response, and those that did in vain."""

from pdu.command_id import RESPONSE, CommandId
from pdu.events import FOREVER
from pdu.header import Pdu

SEQUENCE_NUMBERS = 0x7FFFFFFF
LATE = 1024  # requests given up that are remembered, so that a late response finds its own

_GENERIC_NACK = int(CommandId.generic_nack)


class Outstanding(dict[int, tuple[Pdu, float]]):
    """Requests by sequence_number, each with its deadline.

    They are asked in the order of time with one response_timer, so the first is the first due.
    """

    __slots__ = ("_given_up",)

    def __init__(self) -> None:
        super().__init__()
        self._given_up: dict[int, Pdu] = {}

    def free_after(self, number: int) -> int:
        """The next sequence_number that no request has."""
        while True:
            number = number % SEQUENCE_NUMBERS + 1
            if number not in self:
                return number

    def due(self) -> float:
        """The first deadline."""
        for _, deadline in self.values():
            return deadline
        return FOREVER

    def give_up(self) -> Pdu:
        """Wait no longer for the response that is due first; gives its request."""
        number = next(iter(self))
        request, _ = self.pop(number)
        self._given_up[number] = request
        if len(self._given_up) > LATE:
            del self._given_up[next(iter(self._given_up))]
        return request

    def late(self, number: int, command_id: int) -> Pdu | None:
        """Give the request that was given up and is answered now, if this is its response; once."""
        request = self._given_up.get(number)
        if request is None or not answers(command_id, request):
            return None
        return self._given_up.pop(number)


def answers(command_id: int, request: Pdu) -> bool:
    """Whether a response is of the kind that a request has; generic_nack is of every kind."""
    return command_id == request.command_id | RESPONSE or command_id == _GENERIC_NACK
