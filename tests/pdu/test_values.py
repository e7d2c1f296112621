"""The values with names, and which of their bits are flags and which are not."""

from pdu import EsmClass, RegisteredDelivery, SubmitSm
from pdu.values import ESM_CLASS_PARTS, FINAL_RECEIPT, MESSAGE_TYPE, MESSAGING_MODE, InterfaceVersion, MessageState


def test_the_message_type_of_esm_class_is_a_value_of_four_bits_and_no_flags() -> None:
    assert MESSAGE_TYPE == 0b00111100
    abort = EsmClass.CONVERSATION_ABORT
    assert abort & MESSAGE_TYPE == abort
    assert abort != EsmClass.SME_MANUAL_ACKNOWLEDGEMENT | EsmClass.MC_DELIVERY_RECEIPT
    # 0x18 shares a bit with 0x08 and with 0x10, and is neither of them
    assert abort == EsmClass.SME_DELIVERY_ACKNOWLEDGEMENT | EsmClass.SME_MANUAL_ACKNOWLEDGEMENT


def test_the_parts_of_esm_class_make_up_the_octet() -> None:
    assert sum(ESM_CLASS_PARTS) == 0xFF
    assert MESSAGING_MODE == 0b11


def test_the_final_receipt_of_registered_delivery_is_a_value_of_two_bits() -> None:
    assert FINAL_RECEIPT == 0b11
    assert RegisteredDelivery(2).name == "MC_DELIVERY_RECEIPT_ON_FAILURE"
    assert RegisteredDelivery(3).name == "MC_DELIVERY_RECEIPT_ON_SUCCESS"  # since v5.0


def test_the_intermediate_notification_is_bit_4() -> None:
    assert RegisteredDelivery(0x10).name == "INTERMEDIATE_NOTIFICATION"
    p = SubmitSm(registered_delivery=RegisteredDelivery.MC_DELIVERY_RECEIPT | 0x10)
    assert p.registered_delivery & FINAL_RECEIPT == RegisteredDelivery.MC_DELIVERY_RECEIPT


def test_v5_0_adds_states_at_both_ends() -> None:
    assert (MessageState.SCHEDULED, MessageState.SKIPPED) == (0, 9)


def test_versions_are_read_as_hexadecimal_digits() -> None:
    assert [version.name for version in sorted(InterfaceVersion)] == ["V3_3", "V3_4", "V5_0"]
