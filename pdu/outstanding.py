"""SMPP v5.0 section 2.9: the window of a session, our requests that await a response, and those given up."""

from pdu.command_id import RESPONSE, CommandId
from pdu.events import FOREVER
from pdu.header import Request

SEQUENCE_NUMBERS = 0x7FFFFFFF
LATE = 1024  # requests given up that are remembered, so that a late response finds its own

_GENERIC_NACK = int(CommandId.generic_nack)

STEERING_RESPONSE = 0

Asked = dict[int, tuple[Request, float, int]]
"""Requests by sequence_number, each with its deadline and the command_id of its response.

Where the response may change the session, STEERING_RESPONSE stands in place of its command_id.
"""


class Outstanding(Asked):
    """Requests that await a response; ``given_up`` are those that no longer do.

    They are kept in the order in which they were sent and share one response_timer, so the first is due first.
    """

    __slots__ = ("given_up",)

    def __init__(self) -> None:
        super().__init__()
        self.given_up: Asked = {}

    def free_after(self, number: int) -> int:
        """Find the next sequence_number that no outstanding request has."""
        while True:
            number = number % SEQUENCE_NUMBERS + 1
            if number not in self:
                return number

    def due(self) -> float:
        """Give the first deadline; infinity if there is none."""
        for _, deadline, _ in self.values():
            return deadline
        return FOREVER

    def give_up(self) -> Request:
        """Stop waiting for the response that is due first, and give its request."""
        number = next(iter(self))
        self.given_up[number] = given_up = self.pop(number)
        if len(self.given_up) > LATE:
            del self.given_up[next(iter(self.given_up))]
        return given_up[0]


def answered(requests: Asked, number: int, command_id: int) -> Request | None:
    """Take out the request that a response answers (generic_nack answers any); None if it answers none."""
    asked = requests.get(number)
    if asked is None:
        return None
    request = asked[0]
    if command_id != request.command_id | RESPONSE and command_id != _GENERIC_NACK:
        return None
    del requests[number]
    return request
