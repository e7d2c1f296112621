"""SMPP v5.0 section 4.2.1: the submit_sm_resps with which a message centre accepts the submissions of one read."""

from collections.abc import Iterator
from typing import Final

from pdu.command_id import CommandId
from pdu.header import HEADER, HEADER_LENGTH
from pdu.operations.submit_sm import SubmitSmResp

_SUBMIT_SM_RESP: Final = int(CommandId.submit_sm_resp)


class Accepted:
    """submit_sm_resps with ESME_ROK and nothing but a message_id (1 to 64 characters of ASCII).

    ``answers`` are the sequence_number and the message_id of each. Iterating makes PDUs; ``encode`` makes none, which
    takes half the time.
    """

    __slots__ = ("_answers",)

    def __init__(self, answers: list[tuple[int, str]]) -> None:
        self._answers = answers

    def __iter__(self) -> Iterator[SubmitSmResp]:
        return (SubmitSmResp(message_id, sequence_number=number) for number, message_id in self._answers)

    @property
    def sequence_numbers(self) -> list[int]:
        """Which requests they answer."""
        return [number for number, _ in self._answers]

    def encode(self) -> list[bytes]:
        """Lay them out, each by itself."""
        pack, empty = HEADER.pack, HEADER_LENGTH + 1
        return [
            pack(empty + len(message_id), _SUBMIT_SM_RESP, 0, number) + message_id.encode("ascii") + b"\0"
            for number, message_id in self._answers
        ]
