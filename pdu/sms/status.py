"""TS 23.040 clause 9.2.3.15: TP-Status; a TPDU holds the octet as int."""

from enum import IntEnum


class TpSt(IntEnum):
    """The values with a name; the clause prints the same reasons in three groups, and here the group opens the name."""

    # Short message transaction completed
    RECEIVED_BY_THE_SME = 0x00
    FORWARDED_BUT_UNCONFIRMED = 0x01
    REPLACED_BY_THE_SC = 0x02
    # Temporary error, SC still trying to transfer SM
    TRYING_CONGESTION = 0x20
    TRYING_SME_BUSY = 0x21
    TRYING_NO_RESPONSE_FROM_SME = 0x22
    TRYING_SERVICE_REJECTED = 0x23
    TRYING_QUALITY_OF_SERVICE_NOT_AVAILABLE = 0x24
    TRYING_ERROR_IN_SME = 0x25
    # Permanent error, SC is not making any more transfer attempts
    PERMANENT_REMOTE_PROCEDURE_ERROR = 0x40
    PERMANENT_INCOMPATIBLE_DESTINATION = 0x41
    PERMANENT_CONNECTION_REJECTED_BY_SME = 0x42
    PERMANENT_NOT_OBTAINABLE = 0x43
    PERMANENT_QUALITY_OF_SERVICE_NOT_AVAILABLE = 0x44
    PERMANENT_NO_INTERWORKING_AVAILABLE = 0x45
    PERMANENT_SM_VALIDITY_PERIOD_EXPIRED = 0x46
    PERMANENT_SM_DELETED_BY_ORIGINATING_SME = 0x47
    PERMANENT_SM_DELETED_BY_SC_ADMINISTRATION = 0x48
    PERMANENT_SM_DOES_NOT_EXIST = 0x49
    # Temporary error, SC is not making any more transfer attempts
    TEMPORARY_CONGESTION = 0x60
    TEMPORARY_SME_BUSY = 0x61
    TEMPORARY_NO_RESPONSE_FROM_SME = 0x62
    TEMPORARY_SERVICE_REJECTED = 0x63
    TEMPORARY_QUALITY_OF_SERVICE_NOT_AVAILABLE = 0x64
    TEMPORARY_ERROR_IN_SME = 0x65


def completed(tp_st: int) -> bool:
    """Whether the transaction is completed: there is nothing left to deliver."""
    return tp_st < 0x20


def still_trying(tp_st: int) -> bool:
    """Whether the SC goes on trying: another status report may follow."""
    return 0x20 <= tp_st < 0x40
