"""SMPP v5.0 section 4.2.2 and 4.3.2: data_sm, the shorter way to send a message, in either direction."""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.operations.tlv_tables import (
    MessageDeliveryRequestTlvs,
    MessageSubmissionRequestTlvs,
    MessageSubmissionResponseTlvs,
)
from pdu.parameters import (
    DataCoding,
    DestAddrNpi,
    DestAddrTon,
    DestinationAddr65,
    EsmClass,
    MessageId,
    RegisteredDelivery,
    ServiceType,
    SourceAddr65,
    SourceAddrNpi,
    SourceAddrTon,
)
from pdu.values import Npi, Ton


@pdu(CommandId.data_sm)
class DataSm(MessageSubmissionRequestTlvs, MessageDeliveryRequestTlvs, RequestFor["DataSmResp"]):
    """A message whose text is in message_payload."""

    service_type: ServiceType = ""
    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr65 = ""
    dest_addr_ton: DestAddrTon = Ton.UNKNOWN
    dest_addr_npi: DestAddrNpi = Npi.UNKNOWN
    destination_addr: DestinationAddr65 = ""
    esm_class: EsmClass = 0
    registered_delivery: RegisteredDelivery = 0
    data_coding: DataCoding = 0


@pdu(CommandId.data_sm_resp)
class DataSmResp(MessageSubmissionResponseTlvs, Response):
    """The message has been taken under this message_id, or command_status says why not."""

    message_id: MessageId = ""
