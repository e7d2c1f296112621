"""SMPP v5.0 section 4.7: the mandatory parameters, each said once: type, size, the status that refuses it, meaning."""

from typing import Annotated

from pdu import values
from pdu.command_status import CommandStatus
from pdu.lists import Counted, DestAddress, DestAddressItem, MessageIdItem, UnsuccessSme, UnsuccessSmeItem
from pdu.octets import COctetString, Integer, Place, SizedOctetString

_E = CommandStatus
_OCTET = Integer(1)
_TIME = COctetString(17, fixed=True)

# fmt: off

# The bind operations
SystemId = Annotated[str, COctetString(16), _E.ESME_RINVSYSID,
    "identifies the ESME to the message centre, or the reverse"]
Password = Annotated[str, COctetString(9), _E.ESME_RINVPASWD, "proves the system_id"]
SystemType = Annotated[str, COctetString(13), _E.ESME_RINVSYSTYP, "the type of ESME, such as VMS or OTA; usually empty"]
InterfaceVersion = Annotated[int, _OCTET, values.InterfaceVersion, _E.ESME_RBINDFAIL,
    "the version of SMPP that the ESME speaks: 0x34 is v3.4"]
AddrTon = Annotated[int, _OCTET, values.Ton, _E.ESME_RBINDFAIL, "type of number of address_range"]
AddrNpi = Annotated[int, _OCTET, values.Npi, _E.ESME_RBINDFAIL, "numbering plan of address_range"]
AddressRange = Annotated[str, COctetString(41), _E.ESME_RBINDFAIL,
    "the addresses that the ESME serves, a pattern; empty for those of its account"]

# Addresses
SourceAddrTon = Annotated[int, _OCTET, values.Ton, _E.ESME_RINVSRCTON, "type of number of the sender"]
SourceAddrNpi = Annotated[int, _OCTET, values.Npi, _E.ESME_RINVSRCNPI, "numbering plan of the sender"]
SourceAddr = Annotated[str, COctetString(21), _E.ESME_RINVSRCADR,
    "address of the sender; empty for the account's default"]
SourceAddr65 = Annotated[str, COctetString(65), _E.ESME_RINVSRCADR,
    "address of the sender; empty for the account's default"]
DestAddrTon = Annotated[int, _OCTET, values.Ton, _E.ESME_RINVDSTTON, "type of number of the destination"]
DestAddrNpi = Annotated[int, _OCTET, values.Npi, _E.ESME_RINVDSTNPI, "numbering plan of the destination"]
DestinationAddr = Annotated[str, COctetString(21), _E.ESME_RINVDSTADR, "address of the destination"]
DestinationAddr65 = Annotated[str, COctetString(65), _E.ESME_RINVDSTADR, "address of the destination"]
EsmeAddrTon = Annotated[int, _OCTET, values.Ton, _E.ESME_RINVDSTTON,
    "type of number of the ESME that asked to be alerted"]
EsmeAddrNpi = Annotated[int, _OCTET, values.Npi, _E.ESME_RINVDSTNPI,
    "numbering plan of the ESME that asked to be alerted"]
EsmeAddr = Annotated[str, COctetString(65), _E.ESME_RINVDSTADR, "address of the ESME that asked to be alerted"]
DestAddresses = Annotated[tuple[DestAddress, ...],
    Counted(Place("number_of_dests", _E.ESME_RINVNUMDESTS), 1, DestAddressItem()), _E.ESME_RINVDSTADR,
    "the destinations: addresses of SMEs and names of distribution lists"]
UnsuccessSmes = Annotated[tuple[UnsuccessSme, ...],
    Counted(Place("no_unsuccess", _E.ESME_RINVNUMDESTS), 0, UnsuccessSmeItem()), _E.ESME_RINVDSTADR,
    "the destinations that the message could not be sent to, each with its command_status"]

# The messages
ServiceType = Annotated[str, COctetString(6), _E.ESME_RINVSERTYP,
    "the SMS application service, such as CMT or WAP; empty for the default"]
EsmClass = Annotated[int, _OCTET, values.EsmClass, _E.ESME_RINVESMCLASS,
    "messaging mode (bits 1-0), message type (bits 5-2) and GSM features (bits 7-6)"]
ProtocolId = Annotated[int, _OCTET, _E.ESME_RSYSERR, "the TP-PID of TS 23.040 on a GSM network"]
PriorityFlag = Annotated[int, _OCTET, _E.ESME_RINVPRTFLG,
    "0 (lowest) to 3; of a broadcast 0, 1 (immediate), 2 (high) or 4 (background)"]
ScheduleDeliveryTime = Annotated[str, _TIME, _E.ESME_RINVSCHED,
    "when to try first, absolute or relative; empty for at once"]
ValidityPeriod = Annotated[str, _TIME, _E.ESME_RINVEXPIRY,
    "until when to try, absolute or relative; empty for the message centre's default"]
RegisteredDelivery = Annotated[int, _OCTET, _E.ESME_RINVREGDLVFLG,
    "which receipt (bits 1-0), SME acknowledgement (bits 3-2) and intermediate notification (bit 4) is asked for"]
ReplaceIfPresentFlag = Annotated[int, _OCTET, _E.ESME_RINVREPFLAG,
    "1 replaces a message of the same service_type that waits between the same addresses"]
DataCoding = Annotated[int, _OCTET, _E.ESME_RINVDCS,
    "the encoding of the user data; 0 is the message centre's default alphabet"]
SmDefaultMsgId = Annotated[int, _OCTET, _E.ESME_RINVDFTMSGID, "which predefined message to send; 0 for none"]
ShortMessage = Annotated[bytes, SizedOctetString(), _E.ESME_RINVMSGLEN,
    "the user data, up to 254 octets in v3.4, 255 in v5.0"]

# What has become of a message
MessageId = Annotated[str, COctetString(65), _E.ESME_RINVMSGID, "the message centre's name for a message"]
MessageIds = Annotated[tuple[str, ...],
    Counted(Place("no_messages", _E.ESME_RINVNUMMSGS), 0, MessageIdItem()), _E.ESME_RINVMSGID,
    "the message centre's names for the messages, the latest first"]
FinalDate = Annotated[str, _TIME, _E.ESME_RSYSERR,
    "when the message reached its final state, as an absolute time; empty if it has not"]
MessageState = Annotated[int, _OCTET, values.MessageState, _E.ESME_RSYSERR, "how far the message has come"]
ErrorCode = Annotated[int, _OCTET, _E.ESME_RSYSERR, "the network's or the message centre's own error code; 0 for none"]

# v3.3 only
NumberOfMsgs = Annotated[int, _OCTET, _E.ESME_RINVNUMMSGS, "how many messages to tell of, 1 to 100"]
SmLength = Annotated[int, _OCTET, _E.ESME_RINVMSGLEN, "how much of the user data to return, in octets"]
ParamName = Annotated[str, COctetString(32), _E.ESME_RINVPARAM, "the name of a parameter of the message centre"]
ParamValue = Annotated[str, COctetString(101), _E.ESME_RINVPARAM, "the value of the parameter, as text"]

# fmt: on
