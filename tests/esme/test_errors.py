"""The errors of an ESME, as other processes get them: from a pool of workers, say."""

import copy
import pickle

import pytest

import esme
from esme import errors
from pdu import CommandStatus, EnquireLink, SubmitSm, SubmitSmResp

REQUEST = SubmitSm(destination_addr="447700900123", sequence_number=7)
THROTTLED = SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED, sequence_number=7)

ERRORS: list[esme.EsmeError] = [
    esme.EsmeError("something"),
    esme.Unreachable("192.0.2.1", 2775, "nothing listens there"),
    esme.NotListening("192.0.2.1", 2775, "it is another's address"),
    esme.Refused(THROTTLED, REQUEST),
    esme.BindRefused(THROTTLED, REQUEST),
    esme.BadResponse(SubmitSmResp(), REQUEST, "it is cut off"),
    esme.Disconnected("the peer unbound"),
    esme.Interrupted("the peer unbound", REQUEST),
    esme.NoResponse(EnquireLink(), "no response within 30 s"),
    esme.QueueFull(10),
    esme.NoTurn(REQUEST, 5.0, "the session ended: the peer unbound"),
    esme.NoReceipt("2A", 5.0),
]


def test_no_error_is_forgotten_here() -> None:
    classes = {one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, esme.EsmeError)}
    assert {type(error) for error in ERRORS} == classes - {esme.Unanswered}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_in_another_process(error: esme.EsmeError) -> None:
    error.add_note("of 3 segments these were taken: 2A")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own
        assert type(other) is type(error)
        assert (str(other), vars(other)) == (str(error), vars(error))
