"""SMPP v5.0 section 4.7: the mandatory parameters, each said once: type, size, the status that refuses it, meaning."""

from typing import Annotated

from pdu import values
from pdu.command_status import CommandStatus
from pdu.octets import COctetString, Integer, SizedOctetString

_OCTET = Integer(1)
_E = CommandStatus

# The bind operations
SystemId = Annotated[
    str, COctetString(16), _E.ESME_RINVSYSID, "identifies the ESME to the message centre, or the reverse"
]
Password = Annotated[str, COctetString(9), _E.ESME_RINVPASWD, "authenticates the system_id"]
SystemType = Annotated[str, COctetString(13), _E.ESME_RINVSYSTYP, "the type of ESME, such as VMS or OTA; usually empty"]
InterfaceVersion = Annotated[
    int, _OCTET, values.InterfaceVersion, _E.ESME_RBINDFAIL, "the version of SMPP the ESME speaks"
]
AddrTon = Annotated[int, _OCTET, values.Ton, _E.ESME_RBINDFAIL, "type of number of address_range"]
AddrNpi = Annotated[int, _OCTET, values.Npi, _E.ESME_RBINDFAIL, "numbering plan of address_range"]
AddressRange = Annotated[str, COctetString(41), _E.ESME_RBINDFAIL, "a pattern of the addresses the ESME serves"]

# The messages
ServiceType = Annotated[
    str,
    COctetString(6),
    _E.ESME_RINVSERTYP,
    "the SMS application service, such as CMT or WAP; empty for the default",
]
SourceAddrTon = Annotated[int, _OCTET, values.Ton, _E.ESME_RINVSRCTON, "type of number of the sender"]
SourceAddrNpi = Annotated[int, _OCTET, values.Npi, _E.ESME_RINVSRCNPI, "numbering plan of the sender"]
SourceAddr = Annotated[
    str, COctetString(21), _E.ESME_RINVSRCADR, "address of the sender; empty for the account's default"
]
SourceAddr65 = Annotated[
    str, COctetString(65), _E.ESME_RINVSRCADR, "address of the sender; empty for the account's default"
]
DestAddrTon = Annotated[int, _OCTET, values.Ton, _E.ESME_RINVDSTTON, "type of number of the destination"]
DestAddrNpi = Annotated[int, _OCTET, values.Npi, _E.ESME_RINVDSTNPI, "numbering plan of the destination"]
DestinationAddr = Annotated[str, COctetString(21), _E.ESME_RINVDSTADR, "address of the destination"]
DestinationAddr65 = Annotated[str, COctetString(65), _E.ESME_RINVDSTADR, "address of the destination"]
EsmeAddrTon = Annotated[
    int, _OCTET, values.Ton, _E.ESME_RINVDSTTON, "type of number of the ESME that asked to be alerted"
]
EsmeAddrNpi = Annotated[
    int, _OCTET, values.Npi, _E.ESME_RINVDSTNPI, "numbering plan of the ESME that asked to be alerted"
]
EsmeAddr = Annotated[str, COctetString(65), _E.ESME_RINVDSTADR, "address of the ESME that asked to be alerted"]
EsmClass = Annotated[
    int, _OCTET, values.EsmClass, _E.ESME_RINVESMCLASS, "messaging mode, message type and GSM features"
]
ProtocolId = Annotated[int, _OCTET, _E.ESME_RSYSERR, "the TP-PID of TS 23.040 on a GSM network"]
PriorityFlag = Annotated[int, _OCTET, _E.ESME_RINVPRTFLG, "0 (lowest) to 3, or 4 on some networks"]
ScheduleDeliveryTime = Annotated[
    str, COctetString(17, fixed=True), _E.ESME_RINVSCHED, "when to try first; empty for at once"
]
ValidityPeriod = Annotated[
    str, COctetString(17, fixed=True), _E.ESME_RINVEXPIRY, "until when to try; empty for the default"
]
RegisteredDelivery = Annotated[
    int, _OCTET, _E.ESME_RINVREGDLVFLG, "which receipts and acknowledgements are asked for, by bits"
]
ReplaceIfPresentFlag = Annotated[
    int, _OCTET, _E.ESME_RINVREPFLAG, "1 replaces a message that waits for the same pair of addresses"
]
DataCoding = Annotated[
    int, _OCTET, _E.ESME_RINVDCS, "the encoding of the text; 0 is the message centre's default alphabet"
]
SmDefaultMsgId = Annotated[int, _OCTET, _E.ESME_RINVDFTMSGID, "which predefined message to send; 0 for none"]
ShortMessage = Annotated[
    bytes, SizedOctetString(255), _E.ESME_RINVMSGLEN, "the user data, up to 254 octets in v3.4, 255 in v5.0"
]
MessageId = Annotated[str, COctetString(65), _E.ESME_RINVMSGID, "the message centre's identifier of a message"]
FinalDate = Annotated[
    str,
    COctetString(17, fixed=True),
    _E.ESME_RSYSERR,
    "when the message reached its final state; empty if it has not",
]
MessageState = Annotated[int, _OCTET, values.MessageState, _E.ESME_RSYSERR, "how far the message has come"]
ErrorCode = Annotated[int, _OCTET, _E.ESME_RSYSERR, "the network's or the message centre's error, 0 for none"]
