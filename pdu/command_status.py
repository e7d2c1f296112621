"""SMPP v5.0 section 4.7.6: command_status, the outcome of an operation. Some values jump as in decimal (0x29, 0x30)."""

from enum import IntEnum


class CommandStatus(IntEnum):
    """Every status of v3.3 to v5.0 under its v5.0 name; v3.4 names that changed are aliases.

    versions.py says which version has which.
    """

    sentence: str

    def __new__(cls, value: int, sentence: str = "") -> "CommandStatus":
        status = int.__new__(cls, value)
        status._value_ = value
        status.sentence = sentence
        return status

    ESME_ROK = 0x00000000, "No error"
    ESME_RINVMSGLEN = 0x00000001, "Message length is invalid"
    ESME_RINVCMDLEN = 0x00000002, "Command length is invalid"
    ESME_RINVCMDID = 0x00000003, "Invalid command_id"
    ESME_RINVBNDSTS = 0x00000004, "Incorrect bind status for the given command"
    ESME_RALYBND = 0x00000005, "ESME already in bound state"
    ESME_RINVPRTFLG = 0x00000006, "Invalid priority flag"
    ESME_RINVREGDLVFLG = 0x00000007, "Invalid registered_delivery flag"
    ESME_RSYSERR = 0x00000008, "System error"
    ESME_RINVSRCADR = 0x0000000A, "Invalid source address"
    ESME_RINVDSTADR = 0x0000000B, "Invalid destination address"
    ESME_RINVMSGID = 0x0000000C, "Message id is invalid"
    ESME_RBINDFAIL = 0x0000000D, "Bind failed"
    ESME_RINVPASWD = 0x0000000E, "Invalid password"
    ESME_RINVSYSID = 0x0000000F, "Invalid system_id"
    ESME_RCANCELFAIL = 0x00000011, "cancel_sm failed"
    ESME_RREPLACEFAIL = 0x00000013, "replace_sm failed"
    ESME_RMSGQFUL = 0x00000014, "Message queue full"
    ESME_RINVSERTYP = 0x00000015, "Invalid service type"
    ESME_RADDCUSTFAIL = 0x00000019, "Adding the customer failed"
    ESME_RDELCUSTFAIL = 0x0000001A, "Deleting the customer failed"
    ESME_RMODCUSTFAIL = 0x0000001B, "Modifying the customer failed"
    ESME_RENQCUSTFAIL = 0x0000001C, "Enquiring about the customer failed"
    ESME_RINVCUSTID = 0x0000001D, "Invalid customer id"
    ESME_RINVCUSTNAME = 0x0000001F, "Invalid customer name"
    ESME_RINVCUSTADR = 0x00000021, "Invalid customer address"
    ESME_RINVADR = 0x00000022, "Invalid address"
    ESME_RCUSTEXIST = 0x00000023, "Customer exists already"
    ESME_RCUSTNOTEXIST = 0x00000024, "Customer does not exist"
    ESME_RADDDLFAIL = 0x00000026, "Adding the distribution list failed"
    ESME_RMODDLFAIL = 0x00000027, "Modifying the distribution list failed"
    ESME_RDELDLFAIL = 0x00000028, "Deleting the distribution list failed"
    ESME_RVIEWDLFAIL = 0x00000029, "Viewing the distribution list failed"
    ESME_RLISTDLSFAIL = 0x00000030, "Listing the distribution lists failed"
    ESME_RPARAMRETFAIL = 0x00000031, "param_retrieve failed"
    ESME_RINVPARAM = 0x00000032, "Invalid parameter name"
    ESME_RINVNUMDESTS = 0x00000033, "Invalid number of destinations"
    ESME_RINVDLNAME = 0x00000034, "Invalid distribution list name"
    ESME_RINVDLMEMBDESC = 0x00000035, "Invalid description of a distribution list member"
    ESME_RINVDLMEMBTYP = 0x00000038, "Invalid type of a distribution list member"
    ESME_RINVDLMODOPT = 0x00000039, "Invalid option for modifying a distribution list"
    ESME_RINVDESTFLAG = 0x00000040, "Destination flag is invalid"
    ESME_RINVSUBREP = 0x00000042, "Submit with replace is not supported or not allowed"
    ESME_RINVESMCLASS = 0x00000043, "Invalid esm_class field data"
    ESME_RCNTSUBDL = 0x00000044, "Cannot submit to distribution list"
    ESME_RSUBMITFAIL = 0x00000045, "submit_sm, data_sm or submit_multi failed"
    ESME_RINVSRCTON = 0x00000048, "Invalid source address TON"
    ESME_RINVSRCNPI = 0x00000049, "Invalid source address NPI"
    ESME_RINVDSTTON = 0x00000050, "Invalid destination address TON"
    ESME_RINVDSTNPI = 0x00000051, "Invalid destination address NPI"
    ESME_RINVSYSTYP = 0x00000053, "Invalid system_type field"
    ESME_RINVREPFLAG = 0x00000054, "Invalid replace_if_present flag"
    ESME_RINVNUMMSGS = 0x00000055, "Invalid number of messages"
    ESME_RTHROTTLED = 0x00000058, "Throttling error: the ESME has exceeded allowed message limits"
    ESME_RPROVNOTALLWD = 0x00000059, "Provisioning is not allowed"
    ESME_RINVSCHED = 0x00000061, "Invalid scheduled delivery time"
    ESME_RINVEXPIRY = 0x00000062, "Invalid message validity period (expiry time)"
    ESME_RINVDFTMSGID = 0x00000063, "Predefined message id is invalid or not found"
    ESME_RX_T_APPN = 0x00000064, "ESME receiver temporary application error"
    ESME_RX_P_APPN = 0x00000065, "ESME receiver permanent application error"
    ESME_RX_R_APPN = 0x00000066, "ESME receiver reject message error"
    ESME_RQUERYFAIL = 0x00000067, "query_sm request failed"
    ESME_RINVTLVSTREAM = 0x000000C0, "Error in the optional part of the PDU body"
    ESME_RTLVNOTALLWD = 0x000000C1, "TLV not allowed"
    ESME_RINVTLVLEN = 0x000000C2, "Invalid parameter length"
    ESME_RMISSINGTLV = 0x000000C3, "Expected TLV missing"
    ESME_RINVTLVVAL = 0x000000C4, "Invalid TLV value"
    ESME_RDELIVERYFAILURE = 0x000000FE, "Transaction delivery failure"
    ESME_RUNKNOWNERR = 0x000000FF, "Unknown error"
    ESME_RSERTYPUNAUTH = 0x00000100, "ESME not authorized to use the specified service_type"
    ESME_RPROHIBITED = 0x00000101, "ESME prohibited from using the specified operation"
    ESME_RSERTYPUNAVAIL = 0x00000102, "Specified service_type is unavailable"
    ESME_RSERTYPDENIED = 0x00000103, "Specified service_type is denied"
    ESME_RINVDCS = 0x00000104, "Invalid data coding scheme"
    ESME_RINVSRCADDRSUBUNIT = 0x00000105, "Source address subunit is invalid"
    ESME_RINVDSTADDRSUBUNIT = 0x00000106, "Destination address subunit is invalid"
    ESME_RINVBCASTFREQINT = 0x00000107, "Broadcast frequency interval is invalid"
    ESME_RINVBCASTALIAS_NAME = 0x00000108, "Broadcast alias name is invalid"
    ESME_RINVBCASTAREAFMT = 0x00000109, "Broadcast area format is invalid"
    ESME_RINVNUMBCAST_AREAS = 0x0000010A, "Number of broadcast areas is invalid"
    ESME_RINVBCASTCNTTYPE = 0x0000010B, "Broadcast content type is invalid"
    ESME_RINVBCASTMSGCLASS = 0x0000010C, "Broadcast message class is invalid"
    ESME_RBCASTFAIL = 0x0000010D, "broadcast_sm operation failed"
    ESME_RBCASTQUERYFAIL = 0x0000010E, "query_broadcast_sm operation failed"
    ESME_RBCASTCANCELFAIL = 0x0000010F, "cancel_broadcast_sm operation failed"
    ESME_RINVBCAST_REP = 0x00000110, "Number of repeated broadcasts is invalid"
    ESME_RINVBCASTSRVGRP = 0x00000111, "Broadcast service group is invalid"
    ESME_RINVBCASTCHANIND = 0x00000112, "Broadcast channel indicator is invalid"

    # As v3.4 printed them
    ESME_RINVOPTPARSTREAM = ESME_RINVTLVSTREAM
    ESME_ROPTPARNOTALLWD = ESME_RTLVNOTALLWD
    ESME_RINVPARLEN = ESME_RINVTLVLEN
    ESME_RMISSINGOPTPARAM = ESME_RMISSINGTLV
    ESME_RINVOPTPARAMVAL = ESME_RINVTLVVAL


_BY_VALUE = {int(status): status for status in CommandStatus}


def named(value: int) -> str:
    """Give a status its printed name; reserved and vendor values (0x400 to 0x4FF) stay hexadecimal numbers."""
    status = _BY_VALUE.get(value)
    return status.name if status is not None else f"0x{value:08X}"


def explained(value: int) -> str:
    """Say what a status means, in one sentence."""
    status = _BY_VALUE.get(value)
    if status is not None:
        return status.sentence
    return "Vendor-specific error" if 0x400 <= value <= 0x4FF else "Reserved status"
