"""SMPP v5.0 section 2.9: the window of a session, our requests that wait for a response, and those that did in vain."""

from pdu.command_id import RESPONSE, CommandId
from pdu.events import FOREVER
from pdu.header import Pdu

SEQUENCE_NUMBERS = 0x7FFFFFFF
LATE = 1024  # requests given up that are remembered, so that a late response finds its own

_GENERIC_NACK = int(CommandId.generic_nack)

STEERING_RESPONSE = 0

Asked = dict[int, tuple[Pdu, float, int]]
"""Requests by sequence_number, each with its deadline and the command_id of its response.

In place of that is STEERING_RESPONSE where the response may change the state of the session.
"""


class Outstanding(Asked):
    """Requests that wait for a response, and as ``given_up`` those that wait no more.

    They are asked in the order of time with one response_timer, so the first is the first due.
    """

    __slots__ = ("given_up",)

    def __init__(self) -> None:
        super().__init__()
        self.given_up: Asked = {}

    def free_after(self, number: int) -> int:
        """The next sequence_number that no request has."""
        while True:
            number = number % SEQUENCE_NUMBERS + 1
            if number not in self:
                return number

    def due(self) -> float:
        """The first deadline."""
        for _, deadline, _ in self.values():
            return deadline
        return FOREVER

    def give_up(self) -> Pdu:
        """Wait no longer for the response that is due first; gives its request."""
        number = next(iter(self))
        self.given_up[number] = given_up = self.pop(number)
        if len(self.given_up) > LATE:
            del self.given_up[next(iter(self.given_up))]
        return given_up[0]


def answered(requests: Asked, number: int, command_id: int) -> Pdu | None:
    """Take out the request that a response answers, generic_nack being one to each; None if it answers none of them."""
    asked = requests.get(number)
    if asked is None:
        return None
    request = asked[0]
    if command_id != request.command_id | RESPONSE and command_id != _GENERIC_NACK:
        return None
    del requests[number]
    return request
