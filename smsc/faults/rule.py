"""One fault: where it strikes, whom, how often, and what then happens. A section ``[[fault]]`` of the world.

| stage | what it stands before | what it may do |
|---|---|---|
| smpp | requests of ESMEs, as they come in | ``command_status``, ``delay``, ``silence``, ``disconnect`` |
| hlr | sendRoutingInfoForSM | ``error``, ``delay``, ``silence`` |
| msc | mt-ForwardSM | ``error``, ``delay``, ``silence`` |

An ``error`` of the HLR or an MSC is told to the sender as the service centre tells every such error: by the state, the
``err`` and the network_error_code of its receipt, once the message is given up.
"""

import re
from random import Random
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field, model_validator

from pdu.command_status import CommandStatus
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from smsc.sections import Section
from smsc.smpp.address_range import AddressRange
from smsc.smpp.terms import Pattern

_Cause = m.SMEnumeratedDeliveryFailureCause

OF_HLR: Final[dict[str, ErrorParameter]] = {
    # what an HLR may answer to sendRoutingInfoForSM (TS 29.002 clause 23.3)
    "systemFailure": m.SystemFailure(),
    "dataMissing": m.DataMissing(),
    "unexpectedDataValue": m.UnexpectedDataValue(),
    "facilityNotSupported": m.FacilityNotSupported(),
    "unknownSubscriber": m.UnknownSubscriber(),
    "teleserviceNotProvisioned": m.TeleserviceNotProvisioned(),
    "callBarred": m.CallBarred(),
    "absentSubscriberSM": m.AbsentSubscriberSM(),
}
OF_MSC: Final[dict[str, ErrorParameter]] = {
    # what an MSC may answer to mt-ForwardSM; the last three are the causes of sm-DeliveryFailure that are a handset's
    "systemFailure": m.SystemFailure(),
    "dataMissing": m.DataMissing(),
    "unexpectedDataValue": m.UnexpectedDataValue(),
    "facilityNotSupported": m.FacilityNotSupported(),
    "unidentifiedSubscriber": m.UnidentifiedSubscriber(),
    "illegalSubscriber": m.IllegalSubscriber(),
    "illegalEquipment": m.IllegalEquipment(),
    "subscriberBusyForMT-SMS": m.SubscriberBusyForMTSMS(),
    "absentSubscriberSM": m.AbsentSubscriberSM(),
    "memoryCapacityExceeded": m.SMDeliveryFailure(_Cause.memoryCapacityExceeded),
    "equipmentProtocolError": m.SMDeliveryFailure(_Cause.equipmentProtocolError),
    "equipmentNotSM-Equipped": m.SMDeliveryFailure(_Cause.equipmentNotSM_Equipped),
}
ERRORS: Final[dict[str, dict[str, ErrorParameter]]] = {"smpp": {}, "hlr": OF_HLR, "msc": OF_MSC}


def _status(name: str) -> str:
    if name not in CommandStatus.__members__ or name == CommandStatus.ESME_ROK.name:
        raise ValueError("the name of an error, such as ESME_RTHROTTLED")
    return name


def _text(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as wrong:
        raise ValueError(f"a regular expression ({wrong})") from None
    return pattern


BINDS: Final = ("bind_transmitter", "bind_receiver", "bind_transceiver")
REQUESTS: Final = (
    *BINDS, "submit_sm", "submit_multi", "data_sm", "query_sm", "cancel_sm", "replace_sm",
    "broadcast_sm", "query_broadcast_sm", "cancel_broadcast_sm",
)  # fmt: skip


def _operation(name: str) -> str:
    if name not in REQUESTS:
        raise ValueError(f"one of {', '.join(REQUESTS)}")
    return name


Stage = Literal["smpp", "hlr", "msc"]


class Seen(NamedTuple):
    """What a stage sees of a message: as much as it can know."""

    account: str = ""
    pdu: str = ""
    source: str = ""
    destination: str = ""
    text: str = ""


class Rule(Section):
    """A fault. What is left out fits everything; numbers are patterns as in ``source_addr`` of an account.

    It strikes every ``every``-th of those that fit, with a ``probability``, at most so many ``times``.
    """

    stage: Stage
    account: str | None = None
    pdu: Annotated[str, AfterValidator(_operation)] | None = None
    source: Pattern | None = None
    destination: Pattern | None = None
    text: Annotated[str, Field(max_length=1000), AfterValidator(_text)] | None = None
    every: Annotated[int, Field(ge=1)] = 1
    probability: Annotated[float, Field(gt=0, le=1)] = 1.0
    times: Annotated[int, Field(ge=1)] | None = None

    command_status: Annotated[str, AfterValidator(_status)] | None = None
    error: str | None = None
    delay: Annotated[float, Field(gt=0, le=86_400)] | None = None
    silence: bool = False
    disconnect: Literal["before", "after"] | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        effects = {
            "command_status": self.command_status is not None,
            "error": self.error is not None,
            "delay": self.delay is not None,
            "silence": self.silence,
            "disconnect": self.disconnect is not None,
        }
        chosen = [name for name, is_chosen in effects.items() if is_chosen]
        if len(chosen) != 1:
            raise ValueError(f"one of {', '.join(effects)}, found {' and '.join(chosen) or 'none'}")
        allowed = _EFFECTS[self.stage]
        if chosen[0] not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} at stage {self.stage}, found {chosen[0]}")
        if self.error is not None and self.error not in ERRORS[self.stage]:
            raise ValueError(f"an error of stage {self.stage}: {', '.join(ERRORS[self.stage])}, found {self.error!r}")
        if self.pdu in BINDS and (self.delay is not None or self.disconnect == "after"):
            raise ValueError("command_status, silence or disconnect = before for a bind")
        if self.stage != "smpp" and (self.account is not None or self.pdu is not None):
            raise ValueError(f"neither account nor pdu at stage {self.stage}, which knows numbers and texts")
        return self


_EFFECTS: Final = {
    "smpp": ("command_status", "delay", "silence", "disconnect"),
    "hlr": ("error", "delay", "silence"),
    "msc": ("error", "delay", "silence"),
}


class Fault:
    """A rule at work: ``seen`` counts what has fitted, ``struck`` how often it has struck."""

    __slots__ = ("_destination", "_source", "_text", "number", "rule", "seen", "struck")

    def __init__(self, number: int, rule: Rule) -> None:
        self.number = number
        self.rule = rule
        self.seen = self.struck = 0
        self._source = AddressRange(rule.source) if rule.source is not None else None
        self._destination = AddressRange(rule.destination) if rule.destination is not None else None
        self._text = re.compile(rule.text) if rule.text is not None else None

    def strikes(self, seen: Seen, chance: Random) -> bool:
        """Whether it strikes this one; chance is asked only where it has a say."""
        rule = self.rule
        if rule.times is not None and self.struck >= rule.times:
            return False
        if (
            rule.account not in (None, seen.account)
            or rule.pdu not in (None, seen.pdu)
            or (self._source is not None and seen.source not in self._source)
            or (self._destination is not None and seen.destination not in self._destination)
            or (self._text is not None and not self._text.search(seen.text))
        ):
            return False
        self.seen += 1
        if self.seen % rule.every or (rule.probability < 1 and chance.random() >= rule.probability):
            return False
        self.struck += 1
        return True
