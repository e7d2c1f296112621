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
RECEIPTS = (EsmClass.MC_DELIVERY_RECEIPT, EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION)  # message types
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
    """The first octet of network_error_code; v3.4 has the first three. The other two octets may hold ASCII digits."""

    ANSI_136_ACCESS_DENIED_REASON = 1
    IS_95_ACCESS_DENIED_REASON = 2
    GSM = 3
    ANSI_136_CAUSE_CODE = 4
    IS_95_CAUSE_CODE = 5
    ANSI_41_ERROR = 6
    SMPP_ERROR = 7
    MESSAGE_CENTER_SPECIFIC = 8


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


class BroadcastFrequencyUnit(IntEnum):
    """The first octet of broadcast_frequency_interval; the other two count these units."""

    AS_FREQUENTLY_AS_POSSIBLE = 0x00
    SECONDS = 0x08
    MINUTES = 0x09
    HOURS = 0x0A
    DAYS = 0x0B
    WEEKS = 0x0C
    MONTHS = 0x0D
    YEARS = 0x0E


class AddrSubunit(IntEnum):
    """source_addr_subunit and dest_addr_subunit: the part of a device which a message comes from or is for."""

    UNKNOWN = 0
    MS_DISPLAY = 1
    MOBILE_EQUIPMENT = 2
    SMART_CARD_1 = 3
    EXTERNAL_UNIT_1 = 4


class AddrNetworkType(IntEnum):
    """source_network_type and dest_network_type; not the NetworkType of network_error_code."""

    UNKNOWN = 0
    GSM = 1
    ANSI_136 = 2
    IS_95 = 3
    PDC = 4
    PHS = 5
    IDEN = 6
    AMPS = 7
    PAGING_NETWORK = 8


class BearerType(IntEnum):
    """source_bearer_type and dest_bearer_type."""

    UNKNOWN = 0
    SMS = 1
    CSD = 2
    PACKET_DATA = 3
    USSD = 4
    CDPD = 5
    DATATAC = 6
    FLEX_REFLEX = 7
    CELL_BROADCAST = 8


class PrivacyIndicator(IntEnum):
    """privacy_indicator."""

    NOT_RESTRICTED = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
    SECRET = 3


class LanguageIndicator(IntEnum):
    """language_indicator."""

    UNSPECIFIED = 0
    ENGLISH = 1
    FRENCH = 2
    SPANISH = 3
    GERMAN = 4
    PORTUGUESE = 5


class ItsReplyType(IntEnum):
    """its_reply_type: how a subscriber may answer an interactive teleservice message (CDMA)."""

    DIGIT = 0
    NUMBER = 1
    TELEPHONE_NO = 2
    PASSWORD = 3
    CHARACTER_LINE = 4
    MENU = 5
    DATE = 6
    TIME = 7
    CONTINUE = 8


class UssdServiceOp(IntEnum):
    """ussd_service_op."""

    PSSD_INDICATION = 0
    PSSR_INDICATION = 1
    USSR_REQUEST = 2
    USSN_REQUEST = 3
    PSSD_RESPONSE = 16
    PSSR_RESPONSE = 17
    USSR_CONFIRM = 18
    USSN_CONFIRM = 19
