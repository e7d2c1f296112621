"""For every check of the probe, and for every rule that it watches, a client that fails it."""

from collections.abc import Callable
from typing import Any, Final

from pdu.command_status import CommandStatus as S
from pdu.header import Pdu, Unknown, response_id
from pdu.operations.bind import BindResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLinkResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import UnbindResp
from pdu.session import refusal
from smsc.probe.deliveries import DELIVERIES
from smsc.probe.hostile import HOSTILE
from smsc.probe.receipts import RECEIPTS
from tests.smsc.probe.client import Answer, Answers, Client, binds, leaves, right

Wrong = Callable[[int], Client]
WINDOW: Final = 3  # the window that was agreed


def client(**how: Any) -> Wrong:
    return lambda port: Client(port, **how)


def nothing(_: Client, __: Any) -> Answers:
    return ()


def refuses(_: Client, pdu: Pdu) -> Answers:
    """Refuse a message for good."""
    response = refusal(pdu.command_id, S.ESME_RX_P_APPN)
    response.sequence_number = pdu.sequence_number
    return [response]


def once(one: Client, pdu: Pdu) -> Answers:
    """Answer the first request of a kind in a session, and no other."""
    return right(one, pdu) if one.heard[pdu.words[0]] == 1 else ()


def says(make: Callable[[Any], Pdu | bytes]) -> Answer:
    """Answer with this."""
    return lambda _, pdu: [make(pdu)]


def leaves_if(wrong: Callable[[Client, Any], bool]) -> Answer:
    """End the session at a response that some clients can't bear."""
    return lambda one, pdu: leaves(one, pdu) if wrong(one, pdu) else right(one, pdu)


def impatient(one: Client, pdu: Pdu) -> Answers:
    """Submit the next message whatever became of this."""
    one.numbers.clear()
    if not isinstance(pdu, BindResp) or not pdu.command_status:
        yield one.message()


def refused(_: Client, pdu: Pdu) -> bool:
    return bool(pdu.command_status)


def unknown_to(one: Client, pdu: Pdu) -> bool:
    return pdu.sequence_number not in one.numbers


LEAVES_REFUSED: Final = client(submit_sm_resp=leaves_if(refused), generic_nack=leaves)
REFUSES: Final = client(deliver_sm=refuses, data_sm=refuses)

WRONGS: Final[dict[str, Wrong]] = {
    # link
    "enquire_link": client(enquire_link=nothing),
    "octet_by_octet": client(most=10),
    "glued": client(enquire_link=once),
    "highest_number": client(enquire_link=says(lambda pdu: EnquireLinkResp(sequence_number=pdu.sequence_number & 255))),
    "unknown_command": client(
        unknown=says(lambda pdu: Unknown(command_id=response_id(0xFF), sequence_number=pdu.sequence_number))
    ),
    "stray_response": client(submit_sm_resp=leaves_if(unknown_to)),
    "stray_nack": client(generic_nack=leaves),
    "alert_notification": client(alert_notification=leaves),
    # submissions
    "window": client(window=WINDOW + 1),
    "late": client(enquire_link=leaves_if(lambda one, _: bool(one.numbers))),
    "swapped": client(window=2, submit_sm_resp=leaves_if(lambda one, pdu: pdu.sequence_number != min(one.numbers))),
    "twice": client(submit_sm_resp=leaves_if(unknown_to)),
    "response_octet_by_octet": client(most=10),
    "longest_id": client(submit_sm_resp=leaves_if(lambda _, pdu: len(pdu.message_id) > 10)),
    "receipt_before_response": client(deliver_sm=refuses),
    **dict.fromkeys(("refused_ESME_RINVDSTADR", "refused_ESME_RSYSERR", "refused_ESME_RSUBMITFAIL"), LEAVES_REFUSED),
    "refused_by_vendor": LEAVES_REFUSED,
    "refused_by_nack": LEAVES_REFUSED,
    "throttled": client(submit_sm_resp=impatient),
    "queue_full": client(submit_sm_resp=impatient),
    # deliveries
    **{check.name: REFUSES for check in DELIVERIES},
    "to_nobody": client(deliver_sm=leaves),
    "unused_message_id": client(
        deliver_sm=says(lambda pdu: DeliverSmResp(message_id="1", sequence_number=pdu.sequence_number))
    ),
    "cut": client(most=16),
    "several": client(deliver_sm=once),
    "unreadable": client(unreadable=says(lambda pdu: DeliverSmResp(sequence_number=pdu.sequence_number))),
    # receipts
    **{check.name: REFUSES for check in RECEIPTS},
    # hostile
    **{check.name: client(broken=nothing) for check in HOSTILE},
    # endings
    "unbind": client(unbind=lambda one, pdu: [UnbindResp(sequence_number=pdu.sequence_number), one.message()]),
    "bind_refused": client(bind_transceiver_resp=leaves_if(refused)),
}


def before_the_answer(*what: Pdu | bytes) -> Wrong:
    """Make one that says these before it answers enquire_link."""
    return client(enquire_link=lambda one, pdu: [*what, *right(one, pdu)])


def message(**fields: Any) -> SubmitSm:
    return SubmitSm(**{"destination_addr": "1", "sequence_number": 1000, **fields})


BROKEN: Final = message(short_message=b"Hello").encode()

WATCHED: Final[dict[str, Wrong]] = {
    "readable": before_the_answer(BROKEN[:-6] + b"\xff" + BROKEN[-5:]),
    "bind_first": client(at_first=lambda one, bind: [message(), *binds(one, bind)]),
    "bind_alone": client(at_first=lambda one, bind: [*binds(one, bind), message()]),
    "numbers": before_the_answer(message(sequence_number=0x80000000)),
    "numbers_differ": before_the_answer(message(), message()),
    "null_status": before_the_answer(message(command_status=8)),
    "in_state": before_the_answer(DeliverSm(sequence_number=1000)),
    "in_version": before_the_answer(message(billing_identification=b"mini")),
    "tlvs_together": before_the_answer(message(callback_num_pres_ind=(1,))),
    "answers": before_the_answer(SubmitSmResp(sequence_number=0x7000)),
}
