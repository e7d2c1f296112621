"""What a fault may do, and where: a table in which every effect is a key of ``[[fault]]``.

| effect | smpp | sc | hlr | msc | bss | ms | receipt |
|---|---|---|---|---|---|---|---|
| ``command_status``: the request is refused with it, perhaps beside a ``message_id`` | x | | | | | | |
| ``message_state``: the message's final state, without an attempt; for a receipt, the state told | | x | | | | | x |
| ``stat``: the word for the state in the text of a receipt | | | | | | | x |
| ``error``: the error that is answered | | | x | x | x | x | |
| ``absence`` beside the error absentSubscriberSM: seconds for which he stays absent | | | x | x | | | |
| ``delay``, ``jitter``: seconds, and up to so many more by chance | x | x | x | x | x | x | x |
| ``silence``: nothing is done, and nothing answered | x | | x | x | | x | |
| ``loss``: it is done, but the answer gets lost; what has no answer gets lost itself | x | x | x | x | x | x | x |
| ``duplicate``: it is sent twice; the first of two receipts may tell another ``message_state`` | x | x | | | | | x |
| ``disconnect``: the line is cut, ``before`` or ``after``, or is ``half-open`` from now on | x | | | | | | x |
| ``swap``: the response comes after the next one | x | | | | | | |
| ``before_response``: it comes before the response to the submission | | | | | | | x |
| ``another_bind``: it goes to another session than that of the submission, if there is one | | | | | | | x |
| ``split``: it is sent in two writes, the first of so many octets | x | | | | | | x |
| ``glue``: it is sent in one write with the next PDU | x | | | | | | x |
| ``malformed``: the octets of the PDU are not what they should be | x | | | | | | x |

What each stage is about: requests of ESMEs (smpp), messages that the service centre has accepted (sc),
sendRoutingInfoForSM (hlr), mt-ForwardSM (msc), PAGING, and CP-DATA with messages for handsets (bss), the latter at the
handset (ms), and delivery receipts (receipt).

The sender learns of an ``error`` as of every such error: by the state, the ``err`` and the network_error_code of its
receipt, once the message is given up.
"""

from typing import Final, Literal, get_args

from pdu.sms.failure_cause import TpFcs
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter

Stage = Literal["smpp", "sc", "hlr", "msc", "bss", "ms", "receipt"]
Place = Literal["request", "link", "message", "hlr", "msc", "bss", "channel", "ms", "receipt", "response", "delivery"]

_OCTETS: Final = ("disconnect", "split", "glue", "malformed")
_REQUEST: Final = ("command_status", "delay", "silence", "loss", "duplicate", "disconnect", "swap", *_OCTETS[1:])
EFFECTS: Final[dict[Stage, dict[str, Place]]] = {
    # the columns of the table: the effects at each stage, and which place in the machinery does each
    "smpp": dict.fromkeys(_REQUEST, "request"),
    "sc": dict.fromkeys(("message_state", "delay", "loss", "duplicate"), "message"),
    "hlr": dict.fromkeys(("error", "delay", "silence", "loss"), "hlr"),
    "msc": dict.fromkeys(("error", "delay", "silence", "loss"), "msc"),
    "bss": {"error": "channel", "delay": "bss", "loss": "bss"},
    "ms": dict.fromkeys(("error", "delay", "silence", "loss"), "ms"),
    "receipt": {
        **dict.fromkeys(("message_state", "stat", "delay", "loss", "duplicate"), "receipt"),
        "before_response": "response",
        **dict.fromkeys(("another_bind", *_OCTETS), "delivery"),
    },
}  # fmt: skip
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
NAMES: Final = tuple(dict.fromkeys(name for stage in STAGES for name in EFFECTS[stage]))

KNOWS: Final[dict[Stage, tuple[str, ...]]] = {
    # what a stage knows of a message and a rule can match
    "smpp": ("account", "pdu", "source", "destination", "text", "tlv"),
    "sc": ("account", "source", "destination", "text", "tlv"),
    "hlr": ("destination",),
    "msc": ("source", "destination", "text"),
    "bss": ("pdu", "source", "destination", "text"),
    "ms": ("source", "destination", "text"),
    "receipt": ("account", "source", "destination", "text", "tlv"),
}

BINDS: Final = ("bind_transmitter", "bind_receiver", "bind_transceiver")
NOT_OF_BINDS: Final = ("delay", "loss", "swap")
ENQUIRE_LINK: Final = "enquire_link"  # answered by the session itself: it can only be left unanswered
PDUS: Final[dict[Stage, tuple[str, ...]]] = {
    "smpp": (
        *BINDS, ENQUIRE_LINK, "submit_sm", "submit_multi", "data_sm", "query_sm", "cancel_sm", "replace_sm",
        "broadcast_sm", "query_broadcast_sm", "cancel_broadcast_sm",
    ),
    "bss": ("PAGING", "CP-DATA"),
}  # fmt: skip

_Cause = m.SMEnumeratedDeliveryFailureCause
OF_HLR: Final[dict[str, ErrorParameter]] = {
    # the errors an HLR may answer to sendRoutingInfoForSM (TS 29.002 clause 23.3)
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
    # the errors an MSC may answer to mt-ForwardSM; the last three are the handset's causes of sm-DeliveryFailure
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
BESIDE: Final[dict[Stage, str]] = {
    # what more a rule can say of an effect
    "smpp": "command_status with message_id, delay with jitter",
    "sc": "delay with jitter",
    "hlr": "error=absentSubscriberSM with absence and jitter, delay with jitter",
    "msc": "error=absentSubscriberSM with absence and jitter, delay with jitter",
    "bss": "delay with jitter",
    "ms": "delay with jitter",
    "receipt": "duplicate with message_state (told first), delay with jitter",
}
ABSENT: Final = "absentSubscriberSM"
STAY_ABSENT: Final[tuple[Stage, ...]] = ("hlr", "msc")
RADIO_INTERFACE_FAILURE: Final = "radioInterfaceFailure"  # the BSS clears the connection
SAPI_N_REJECT: Final = "sapiNReject"  # the BSS has no link for short messages
ERRORS: Final[dict[Stage, tuple[str, ...]]] = {
    "hlr": tuple(OF_HLR),
    "msc": tuple(OF_MSC),
    "bss": (RADIO_INTERFACE_FAILURE, SAPI_N_REJECT),
    "ms": tuple(TpFcs.__members__),  # TP-Failure-Cause, of an RP-ERROR
}
