"""SMPP v5.0 section 4.7: the values that parameters may take, where the specification gives them names."""

from enum import IntEnum


class Ton(IntEnum):
    """Type of number (addr_ton, source_addr_ton, dest_addr_ton, esme_addr_ton)."""

    UNKNOWN = 0
    INTERNATIONAL = 1
    NATIONAL = 2
    NETWORK_SPECIFIC = 3
    SUBSCRIBER_NUMBER = 4
    ALPHANUMERIC = 5
    ABBREVIATED = 6


class Npi(IntEnum):
    """Numbering plan indicator (addr_npi, source_addr_npi, dest_addr_npi, esme_addr_npi)."""

    UNKNOWN = 0
    ISDN = 1
    DATA = 3
    TELEX = 4
    LAND_MOBILE = 6
    NATIONAL = 8
    PRIVATE = 9
    ERMES = 10
    INTERNET = 14
    WAP_CLIENT_ID = 18


class InterfaceVersion(IntEnum):
    """interface_version and sc_interface_version."""

    V3_3 = 0x33
    V3_4 = 0x34
    V5_0 = 0x50


class EsmClass(IntEnum):
    """esm_class: a messaging mode (bits 1-0), a message type (bits 5-2, a value, not flags), GSM features (7-6)."""

    DEFAULT = 0x00
    DATAGRAM = 0x01
    FORWARD = 0x02
    STORE_AND_FORWARD = 0x03
    MC_DELIVERY_RECEIPT = 0x04
    SME_DELIVERY_ACKNOWLEDGEMENT = 0x08
    SME_MANUAL_ACKNOWLEDGEMENT = 0x10
    CONVERSATION_ABORT = 0x18
    INTERMEDIATE_DELIVERY_NOTIFICATION = 0x20
    UDHI = 0x40
    REPLY_PATH = 0x80


MESSAGING_MODE = 0x03
MESSAGE_TYPE = 0x3C
ESM_CLASS_PARTS = (MESSAGE_TYPE, MESSAGING_MODE, int(EsmClass.UDHI), int(EsmClass.REPLY_PATH))


class RegisteredDelivery(IntEnum):
    """registered_delivery: which receipt (bits 1-0, a value), SME acknowledgements (3-2), intermediate (4)."""

    NONE = 0x00
    MC_DELIVERY_RECEIPT = 0x01
    MC_DELIVERY_RECEIPT_ON_FAILURE = 0x02
    MC_DELIVERY_RECEIPT_ON_SUCCESS = 0x03
    SME_DELIVERY_ACKNOWLEDGEMENT = 0x04
    SME_MANUAL_ACKNOWLEDGEMENT = 0x08
    INTERMEDIATE_NOTIFICATION = 0x10


FINAL_RECEIPT = 0x03


class MessageState(IntEnum):
    """message_state: how far a message has come. SCHEDULED and SKIPPED are of v5.0."""

    SCHEDULED = 0
    ENROUTE = 1
    DELIVERED = 2
    EXPIRED = 3
    DELETED = 4
    UNDELIVERABLE = 5
    ACCEPTED = 6
    UNKNOWN = 7
    REJECTED = 8
    SKIPPED = 9


class DestFlag(IntEnum):
    """dest_flag of submit_multi."""

    SME_ADDRESS = 1
    DISTRIBUTION_LIST = 2


class DeliveryFailureReason(IntEnum):
    """delivery_failure_reason of data_sm_resp."""

    DESTINATION_UNAVAILABLE = 0
    DESTINATION_ADDRESS_INVALID = 1
    PERMANENT_NETWORK_ERROR = 2
    TEMPORARY_NETWORK_ERROR = 3


class NetworkType(IntEnum):
    """The first octet of network_error_code."""

    ANSI_136 = 1
    IS_95 = 2
    GSM = 3
    ANSI_136_CDMA = 4
    NO_NETWORK = 8


class MsAvailabilityStatus(IntEnum):
    """ms_availability_status of alert_notification."""

    AVAILABLE = 0
    DENIED = 1
    UNAVAILABLE = 2


class DpfResult(IntEnum):
    """dpf_result: whether the delivery pending flag was set."""

    NOT_SET = 0
    SET = 1


class BroadcastAreaFormat(IntEnum):
    """The first octet of broadcast_area_identifier."""

    ALIAS = 0
    ELLIPSOID_ARC = 1
    POLYGON = 2
