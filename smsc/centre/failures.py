"""What each MAP error means for a message: whether to try again, and what its sender is told in the end.

TS 23.040 clause 3.3 calls each error permanent or temporary, and the table agrees but for sm-DeliveryFailure (below).
No standard fixes the rest; the table keeps to what published lists of error codes agree on. ``err`` in a receipt is
the decimal number of the MAP error; network_error_code is the octet for GSM followed by the same number.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from pdu.values import MessageState
from smsc.centre.message import Message
from smsc.network.causes import AbsentSubscriberDiagnosticSM

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE


class Retry(Enum):
    """When a failed delivery is tried again."""

    NEVER = "never"
    ROUTE_AGAIN = "route again"  # at once, with a new sendRoutingInfoForSM: the subscriber has moved
    BUSY = "busy"
    ABSENT = "absent"  # on the HLR's alert, or by the schedule if no alert comes
    MEMORY = "memory"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Failure:
    """A row: when to try again, the final state if the message is given up, and what the HLR is told."""

    retry: Retry
    message_state: MessageState
    outcome: m.SMDeliveryOutcome | None = None


_UNDELIVERABLE, _EXPIRED = MessageState.UNDELIVERABLE, MessageState.EXPIRED

# sm-DeliveryFailure: TS 23.040 calls an error in the handset, and a handset without SMS, temporary. Here they end the
# message, as in YateSMSC and by default in RestComm's: the same handset refuses the same TPDU again, and if only its
# report was lost, which is an equipmentProtocolError as well, another attempt would show the text twice.
FAILURES: Final[dict[type[ErrorParameter], Failure]] = {
    m.UnknownSubscriber: Failure(Retry.NEVER, _UNDELIVERABLE),
    m.UnidentifiedSubscriber: Failure(Retry.ROUTE_AGAIN, _UNDELIVERABLE, m.SMDeliveryOutcome.absentSubscriber),
    m.AbsentSubscriberSM: Failure(Retry.ABSENT, _EXPIRED, m.SMDeliveryOutcome.absentSubscriber),
    m.IllegalSubscriber: Failure(Retry.NEVER, _UNDELIVERABLE),
    m.TeleserviceNotProvisioned: Failure(Retry.NEVER, _UNDELIVERABLE),
    m.IllegalEquipment: Failure(Retry.NEVER, _UNDELIVERABLE),
    m.CallBarred: Failure(Retry.NETWORK, _UNDELIVERABLE),
    m.FacilityNotSupported: Failure(Retry.NETWORK, _UNDELIVERABLE),
    m.SubscriberBusyForMTSMS: Failure(Retry.BUSY, _EXPIRED),
    m.SMDeliveryFailure: Failure(Retry.NEVER, _UNDELIVERABLE),
    m.SystemFailure: Failure(Retry.NETWORK, _EXPIRED),
}
MEMORY_EXCEEDED: Final = Failure(Retry.MEMORY, _EXPIRED, m.SMDeliveryOutcome.memoryCapacityExceeded)
_OTHERWISE: Final = Failure(Retry.NETWORK, _UNDELIVERABLE)


def failure(error: ErrorParameter) -> Failure:
    """Find the row of an error; sm-DeliveryFailure has another one for a full memory."""
    full = m.SMEnumeratedDeliveryFailureCause.memoryCapacityExceeded
    if isinstance(error, m.SMDeliveryFailure) and error.sm_enumerated_delivery_failure_cause == full:
        return MEMORY_EXCEEDED
    return FAILURES.get(type(error), _OTHERWISE)


def diagnostic(error: ErrorParameter) -> int | None:
    """Say why a subscriber is absent, for the HLR; one unknown to his MSC counts as absent (TS 23.040)."""
    if isinstance(error, m.UnidentifiedSubscriber):
        return AbsentSubscriberDiagnosticSM.unidentifiedSubscriberViaTheMSC
    return error.absent_subscriber_diagnostic_sm if isinstance(error, m.AbsentSubscriberSM) else None


_ALWAYS_MEMORY: Final = {m.SMDeliveryFailure.code: MEMORY_EXCEEDED}  # its other causes are never waited for
_AFTER: Final = {error.code: row for error, row in FAILURES.items()} | _ALWAYS_MEMORY


def given_up(error: int) -> MessageState:
    """Give the final state of an expired message, by the code of its last error; 0 is none."""
    return _AFTER.get(error, _OTHERWISE).message_state if error else _EXPIRED


def cause(error: int) -> str:
    """Name a MAP error by its code; empty if there was none."""
    return m.ERRORS[error].words[1] if error in m.ERRORS else ""


def told(message: Message) -> dict[str, object]:
    """Say, for the log, which message is not delivered, how often it was tried, and what went wrong the last time."""
    return {
        "message_id": message.message_id,
        "system_id": message.account,
        "destination_addr": message.destination.value,
        "attempts": message.attempts,
        "err": message.error,
        "error": cause(message.error),
    }


@dataclass(frozen=True, slots=True)
class Schedule:
    """The delays in seconds from one attempt to the next; the last repeats until the message expires."""

    busy: tuple[float, ...] = (15.0, 30.0, MINUTE, 5 * MINUTE)
    absent: tuple[float, ...] = (10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR)
    memory: tuple[float, ...] = (10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR)
    network: tuple[float, ...] = (15.0, MINUTE, 5 * MINUTE, 15 * MINUTE)
    esme: tuple[float, ...] = (5.0, 15.0, MINUTE, 5 * MINUTE)

    def delay(self, retry: Retry, attempts: int) -> float:
        """Give the seconds to wait after this many attempts (1 or more) have failed."""
        delays = {Retry.BUSY: self.busy, Retry.ABSENT: self.absent, Retry.MEMORY: self.memory}
        return step(delays.get(retry, self.network), attempts)


def step(delays: tuple[float, ...], attempts: int) -> float:
    """Give the delay after this many attempts, 1 or more."""
    return delays[min(attempts, len(delays)) - 1]
