"""SMPP v5.0 section 4.2.10: transaction mode, in which the response waits for the outcome of the only attempt.

So the response tells why a delivery failed (4.8.4.19: delivery_failure_reason); in other modes, a receipt does.
"""

from typing import Final

from pdu.command_status import CommandStatus
from pdu.operations.tlv_tables import MessageSubmissionResponseTlvs
from pdu.ss7 import map as m
from pdu.values import DeliveryFailureReason, DpfResult, MessageState, NetworkType
from smsc.centre.message import Message
from smsc.network.hop import Send

_REASONS: Final = {
    m.UnknownSubscriber.code: DeliveryFailureReason.DESTINATION_ADDRESS_INVALID,
    m.AbsentSubscriberSM.code: DeliveryFailureReason.DESTINATION_UNAVAILABLE,
    m.SubscriberBusyForMTSMS.code: DeliveryFailureReason.DESTINATION_UNAVAILABLE,
    m.IllegalSubscriber.code: DeliveryFailureReason.PERMANENT_NETWORK_ERROR,
    m.IllegalEquipment.code: DeliveryFailureReason.PERMANENT_NETWORK_ERROR,
    m.TeleserviceNotProvisioned.code: DeliveryFailureReason.DESTINATION_ADDRESS_INVALID,  # "no SMS capability"
}
_TEMPORARY: Final = DeliveryFailureReason.TEMPORARY_NETWORK_ERROR


class Transactions:
    """The responses owed for messages under way."""

    def __init__(self) -> None:
        self._responses: dict[str, Send] = {}  # by message_id

    def __len__(self) -> int:
        """How many responses are owed."""
        return len(self._responses)

    def owe(self, message: Message, response: Send) -> None:
        """Keep a response until its message reaches its final state."""
        self._responses[message.message_id] = response

    def forget(self, message: Message) -> None:
        """Drop the response owed for a message that the store could not keep."""
        del self._responses[message.message_id]

    def settle(self, message: Message) -> tuple[Send, ...]:
        """Give the response owed for a message, if any, with what became of the message."""
        owed = self._responses.pop(message.message_id, None)
        if owed is None:
            return ()
        response = owed.message
        assert isinstance(response, MessageSubmissionResponseTlvs)  # noqa: S101 - as responses to submissions are
        if message.state is not MessageState.DELIVERED:
            response.command_status = CommandStatus.ESME_RDELIVERYFAILURE
            refused = message.state is MessageState.REJECTED  # by an ESME, for good
            reason = DeliveryFailureReason.PERMANENT_NETWORK_ERROR if refused else _TEMPORARY
            response.delivery_failure_reason = _REASONS.get(message.error, reason)
            if message.error:
                response.network_error_code = bytes((NetworkType.GSM, 0, message.error))
            if message.set_dpf:
                response.dpf_result = DpfResult.SET if message.dpf_is_set else DpfResult.NOT_SET
        return (owed,)
