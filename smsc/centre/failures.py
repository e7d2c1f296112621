"""What each MAP error means for a message: whether to try again, and what its sender is told in the end.

No standard fixes this choice; the table keeps to what published lists of error codes agree on. ``err`` in a receipt is
the decimal number of the MAP error, network_error_code the same number behind the octet for GSM.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from pdu.values import MessageState

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE


class Retry(Enum):
    """When a delivery that failed is tried again."""

    NEVER = "never"
    ROUTE_AGAIN = "route again"  # at once, with a new sendRoutingInfoForSM: the subscriber has moved
    BUSY = "busy"
    ABSENT = "absent"  # on the HLR's alert, or by the schedule where no alert comes
    MEMORY = "memory"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Failure:
    """A row: when to try again, the state once there is no more trying, what the HLR is to be told."""

    retry: Retry
    message_state: MessageState
    outcome: m.SMDeliveryOutcome | None = None


_UNDELIVERABLE, _EXPIRED = MessageState.UNDELIVERABLE, MessageState.EXPIRED

FAILURES: Final[dict[type[ErrorParameter], Failure]] = {
    m.UnknownSubscriber: Failure(Retry.NEVER, _UNDELIVERABLE),
    m.UnidentifiedSubscriber: Failure(Retry.ROUTE_AGAIN, _UNDELIVERABLE),
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
    """Find the row of an error; sm-DeliveryFailure has one more, for a memory that is full."""
    full = m.SMEnumeratedDeliveryFailureCause.memoryCapacityExceeded
    if isinstance(error, m.SMDeliveryFailure) and error.sm_enumerated_delivery_failure_cause == full:
        return MEMORY_EXCEEDED
    return FAILURES.get(type(error), _OTHERWISE)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The delays, in seconds, from one attempt to the next; the last one repeats until the message expires."""

    busy: tuple[float, ...] = (15.0, 30.0, MINUTE, 5 * MINUTE)
    absent: tuple[float, ...] = (10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR)
    memory: tuple[float, ...] = (10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR)
    network: tuple[float, ...] = (15.0, MINUTE, 5 * MINUTE, 15 * MINUTE)
    esme: tuple[float, ...] = (5.0, 15.0, MINUTE, 5 * MINUTE)
    by_retry: dict[Retry, tuple[float, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ladders = {
            Retry.BUSY: self.busy,
            Retry.ABSENT: self.absent,
            Retry.MEMORY: self.memory,
            Retry.NETWORK: self.network,
        }
        object.__setattr__(self, "by_retry", ladders)

    def delay(self, retry: Retry, attempts: int) -> float:
        """How long to wait after this many attempts."""
        return step(self.by_retry[retry], attempts)


def step(ladder: tuple[float, ...], attempts: int) -> float:
    """The delay after this many attempts."""
    return ladder[min(attempts, len(ladder)) - 1]
