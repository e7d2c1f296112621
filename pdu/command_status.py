"""SMPP v5.0 section 4.7.6: command_status, the outcome of an operation. Some values jump as in decimal (0x29, 0x30)."""

import re
from enum import IntEnum


class _Row(int):
    """A value and its meaning. They are no tuple, since pyright would then take a member for one, equal to no int."""

    sentence: str

    def __new__(cls, value: int, sentence: str) -> "_Row":
        row = int.__new__(cls, value)
        row.sentence = sentence
        return row


class CommandStatus(IntEnum):
    """Every status of v3.3 to v5.0 under its v5.0 name; v3.4 names that changed are aliases.

    ``sentence`` says what it means, ``pdu.versions`` which version has which.
    """

    sentence: str

    def __new__(cls, value: int) -> "CommandStatus":
        status = int.__new__(cls, value)
        status._value_ = int(value)
        status.sentence = value.sentence if isinstance(value, _Row) else ""
        return status

    ESME_ROK = _Row(0x00000000, "No error")
    ESME_RINVMSGLEN = _Row(0x00000001, "Message length is invalid")
    ESME_RINVCMDLEN = _Row(0x00000002, "Command length is invalid")
    ESME_RINVCMDID = _Row(0x00000003, "Invalid command_id")
    ESME_RINVBNDSTS = _Row(0x00000004, "Incorrect bind status for the given command")
    ESME_RALYBND = _Row(0x00000005, "ESME already in bound state")
    ESME_RINVPRTFLG = _Row(0x00000006, "Invalid priority flag")
    ESME_RINVREGDLVFLG = _Row(0x00000007, "Invalid registered_delivery flag")
    ESME_RSYSERR = _Row(0x00000008, "System error")
    ESME_RINVSRCADR = _Row(0x0000000A, "Invalid source address")
    ESME_RINVDSTADR = _Row(0x0000000B, "Invalid destination address")
    ESME_RINVMSGID = _Row(0x0000000C, "Message id is invalid")
    ESME_RBINDFAIL = _Row(0x0000000D, "Bind failed")
    ESME_RINVPASWD = _Row(0x0000000E, "Invalid password")
    ESME_RINVSYSID = _Row(0x0000000F, "Invalid system_id")
    ESME_RCANCELFAIL = _Row(0x00000011, "cancel_sm failed")
    ESME_RREPLACEFAIL = _Row(0x00000013, "replace_sm failed")
    ESME_RMSGQFUL = _Row(0x00000014, "Message queue full")
    ESME_RINVSERTYP = _Row(0x00000015, "Invalid service type")
    ESME_RADDCUSTFAIL = _Row(0x00000019, "Adding the customer failed")
    ESME_RDELCUSTFAIL = _Row(0x0000001A, "Deleting the customer failed")
    ESME_RMODCUSTFAIL = _Row(0x0000001B, "Modifying the customer failed")
    ESME_RENQCUSTFAIL = _Row(0x0000001C, "Enquiring about the customer failed")
    ESME_RINVCUSTID = _Row(0x0000001D, "Invalid customer id")
    ESME_RINVCUSTNAME = _Row(0x0000001F, "Invalid customer name")
    ESME_RINVCUSTADR = _Row(0x00000021, "Invalid customer address")
    ESME_RINVADR = _Row(0x00000022, "Invalid address")
    ESME_RCUSTEXIST = _Row(0x00000023, "Customer exists already")
    ESME_RCUSTNOTEXIST = _Row(0x00000024, "Customer does not exist")
    ESME_RADDDLFAIL = _Row(0x00000026, "Adding the distribution list failed")
    ESME_RMODDLFAIL = _Row(0x00000027, "Modifying the distribution list failed")
    ESME_RDELDLFAIL = _Row(0x00000028, "Deleting the distribution list failed")
    ESME_RVIEWDLFAIL = _Row(0x00000029, "Viewing the distribution list failed")
    ESME_RLISTDLSFAIL = _Row(0x00000030, "Listing the distribution lists failed")
    ESME_RPARAMRETFAIL = _Row(0x00000031, "param_retrieve failed")
    ESME_RINVPARAM = _Row(0x00000032, "Invalid parameter name")
    ESME_RINVNUMDESTS = _Row(0x00000033, "Invalid number of destinations")
    ESME_RINVDLNAME = _Row(0x00000034, "Invalid distribution list name")
    ESME_RINVDLMEMBDESC = _Row(0x00000035, "Invalid description of a distribution list member")
    ESME_RINVDLMEMBTYP = _Row(0x00000038, "Invalid type of a distribution list member")
    ESME_RINVDLMODOPT = _Row(0x00000039, "Invalid option for modifying a distribution list")
    ESME_RINVDESTFLAG = _Row(0x00000040, "Destination flag is invalid")
    ESME_RINVSUBREP = _Row(0x00000042, "Submit with replace is not supported or not allowed")
    ESME_RINVESMCLASS = _Row(0x00000043, "Invalid esm_class field data")
    ESME_RCNTSUBDL = _Row(0x00000044, "Cannot submit to distribution list")
    ESME_RSUBMITFAIL = _Row(0x00000045, "submit_sm, data_sm or submit_multi failed")
    ESME_RINVSRCTON = _Row(0x00000048, "Invalid source address TON")
    ESME_RINVSRCNPI = _Row(0x00000049, "Invalid source address NPI")
    ESME_RINVDSTTON = _Row(0x00000050, "Invalid destination address TON")
    ESME_RINVDSTNPI = _Row(0x00000051, "Invalid destination address NPI")
    ESME_RINVSYSTYP = _Row(0x00000053, "Invalid system_type field")
    ESME_RINVREPFLAG = _Row(0x00000054, "Invalid replace_if_present flag")
    ESME_RINVNUMMSGS = _Row(0x00000055, "Invalid number of messages")
    ESME_RTHROTTLED = _Row(0x00000058, "Throttling error: the ESME has exceeded allowed message limits")
    ESME_RPROVNOTALLWD = _Row(0x00000059, "Provisioning is not allowed")
    ESME_RINVSCHED = _Row(0x00000061, "Invalid scheduled delivery time")
    ESME_RINVEXPIRY = _Row(0x00000062, "Invalid message validity period (expiry time)")
    ESME_RINVDFTMSGID = _Row(0x00000063, "Predefined message id is invalid or not found")
    ESME_RX_T_APPN = _Row(0x00000064, "ESME receiver temporary application error")
    ESME_RX_P_APPN = _Row(0x00000065, "ESME receiver permanent application error")
    ESME_RX_R_APPN = _Row(0x00000066, "ESME receiver reject message error")
    ESME_RQUERYFAIL = _Row(0x00000067, "query_sm request failed")
    ESME_RINVTLVSTREAM = _Row(0x000000C0, "Error in the optional part of the PDU body")
    ESME_RTLVNOTALLWD = _Row(0x000000C1, "TLV not allowed")
    ESME_RINVTLVLEN = _Row(0x000000C2, "Invalid parameter length")
    ESME_RMISSINGTLV = _Row(0x000000C3, "Expected TLV missing")
    ESME_RINVTLVVAL = _Row(0x000000C4, "Invalid TLV value")
    ESME_RDELIVERYFAILURE = _Row(0x000000FE, "Transaction delivery failure")
    ESME_RUNKNOWNERR = _Row(0x000000FF, "Unknown error")
    ESME_RSERTYPUNAUTH = _Row(0x00000100, "ESME not authorized to use the specified service_type")
    ESME_RPROHIBITED = _Row(0x00000101, "ESME prohibited from using the specified operation")
    ESME_RSERTYPUNAVAIL = _Row(0x00000102, "Specified service_type is unavailable")
    ESME_RSERTYPDENIED = _Row(0x00000103, "Specified service_type is denied")
    ESME_RINVDCS = _Row(0x00000104, "Invalid data coding scheme")
    ESME_RINVSRCADDRSUBUNIT = _Row(0x00000105, "Source address subunit is invalid")
    ESME_RINVDSTADDRSUBUNIT = _Row(0x00000106, "Destination address subunit is invalid")
    ESME_RINVBCASTFREQINT = _Row(0x00000107, "Broadcast frequency interval is invalid")
    ESME_RINVBCASTALIAS_NAME = _Row(0x00000108, "Broadcast alias name is invalid")
    ESME_RINVBCASTAREAFMT = _Row(0x00000109, "Broadcast area format is invalid")
    ESME_RINVNUMBCAST_AREAS = _Row(0x0000010A, "Number of broadcast areas is invalid")
    ESME_RINVBCASTCNTTYPE = _Row(0x0000010B, "Broadcast content type is invalid")
    ESME_RINVBCASTMSGCLASS = _Row(0x0000010C, "Broadcast message class is invalid")
    ESME_RBCASTFAIL = _Row(0x0000010D, "broadcast_sm operation failed")
    ESME_RBCASTQUERYFAIL = _Row(0x0000010E, "query_broadcast_sm operation failed")
    ESME_RBCASTCANCELFAIL = _Row(0x0000010F, "cancel_broadcast_sm operation failed")
    ESME_RINVBCAST_REP = _Row(0x00000110, "Number of repeated broadcasts is invalid")
    ESME_RINVBCASTSRVGRP = _Row(0x00000111, "Broadcast service group is invalid")
    ESME_RINVBCASTCHANIND = _Row(0x00000112, "Broadcast channel indicator is invalid")

    # As v3.4 printed them
    ESME_RINVOPTPARSTREAM = ESME_RINVTLVSTREAM
    ESME_ROPTPARNOTALLWD = ESME_RTLVNOTALLWD
    ESME_RINVPARLEN = ESME_RINVTLVLEN
    ESME_RMISSINGOPTPARAM = ESME_RMISSINGTLV
    ESME_RINVOPTPARAMVAL = ESME_RINVTLVVAL


_BY_VALUE = {int(status): status for status in CommandStatus}
_NUMBER = re.compile("0x[0-9A-Fa-f]{1,8}|0|[1-9][0-9]{0,9}")


def named(value: int) -> str:
    """Give a status its printed name; reserved and vendor values (0x400 to 0x4FF) stay hexadecimal numbers."""
    status = _BY_VALUE.get(value)
    return status.name if status is not None else f"0x{value:08X}"


def by_name(name: str) -> int | None:
    """Give the value of a status by its printed name or its number (decimal, or after 0x); None for anything else."""
    if name in CommandStatus.__members__:
        return int(CommandStatus[name])
    number = int(name, 0) if _NUMBER.fullmatch(name) else None
    return number if number is not None and number <= 0xFFFFFFFF else None


def explained(value: int) -> str:
    """Say what a status means, in one sentence."""
    status = _BY_VALUE.get(value)
    if status is not None:
        return status.sentence
    return "Vendor-specific error" if 0x400 <= value <= 0x4FF else "Reserved status"
