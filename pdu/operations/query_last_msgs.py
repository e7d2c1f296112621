"""SMPP v3.3: query_last_msgs, by which an ESME asks for the latest messages from an address. v3.4 dropped it.

Two independent public implementations of v3.3 (smppapi and macsmpp) agree on this layout, and on the layouts of
query_msg_details and param_retrieve; the sizes are smppapi's. The names of the counts are ours.
"""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.parameters import MessageIds, NumberOfMsgs, SourceAddr, SourceAddrNpi, SourceAddrTon
from pdu.values import Npi, Ton


@pdu(CommandId.query_last_msgs)
class QueryLastMsgs(RequestFor["QueryLastMsgsResp"]):
    """An ESME asks for the message_ids of the latest messages that it sent from an address."""

    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    number_of_msgs: NumberOfMsgs = 1


@pdu(CommandId.query_last_msgs_resp)
class QueryLastMsgsResp(Response):
    """The message_ids, as many as there are."""

    message_id: MessageIds = ()
