"""TS 23.040 clause 9.2.3.9: the values of TP-Protocol-Identifier which have a name; a TPDU holds the octet as int."""

from enum import IntEnum


class TpPid(IntEnum):
    """Every octet is allowed in a TPDU, those without a name too."""

    SME_TO_SME = 0x00
    # telematic interworking
    IMPLICIT = 0x20
    TELEX = 0x21
    GROUP_3_TELEFAX = 0x22
    GROUP_4_TELEFAX = 0x23
    VOICE_TELEPHONE = 0x24
    ERMES = 0x25
    NATIONAL_PAGING_SYSTEM = 0x26
    VIDEOTEX = 0x27
    TELETEX = 0x28
    TELETEX_IN_PSPDN = 0x29
    TELETEX_IN_CSPDN = 0x2A
    TELETEX_IN_ANALOG_PSTN = 0x2B
    TELETEX_IN_DIGITAL_ISDN = 0x2C
    UCI = 0x2D
    MESSAGE_HANDLING_FACILITY = 0x30
    X400 = 0x31
    INTERNET_ELECTRONIC_MAIL = 0x32
    MOBILE_STATION = 0x3F
    # handling by the receiver
    SHORT_MESSAGE_TYPE_0 = 0x40
    REPLACE_SHORT_MESSAGE_TYPE_1 = 0x41
    REPLACE_SHORT_MESSAGE_TYPE_2 = 0x42
    REPLACE_SHORT_MESSAGE_TYPE_3 = 0x43
    REPLACE_SHORT_MESSAGE_TYPE_4 = 0x44
    REPLACE_SHORT_MESSAGE_TYPE_5 = 0x45
    REPLACE_SHORT_MESSAGE_TYPE_6 = 0x46
    REPLACE_SHORT_MESSAGE_TYPE_7 = 0x47
    DEVICE_TRIGGERING_SHORT_MESSAGE = 0x48
    ENHANCED_MESSAGE_SERVICE = 0x5E
    RETURN_CALL_MESSAGE = 0x5F
    ANSI_136_R_DATA = 0x7C
    ME_DATA_DOWNLOAD = 0x7D
    ME_DE_PERSONALIZATION_SHORT_MESSAGE = 0x7E
    USIM_DATA_DOWNLOAD = 0x7F


def replaces(tp_pid: int) -> bool:
    """Whether a stored message with the same TP-PID, TP-OA and SC gives way to this one.

    A return call message does as the replace types do: the latest says how many voice messages wait.
    """
    return 0x41 <= tp_pid <= 0x47 or tp_pid == TpPid.RETURN_CALL_MESSAGE
