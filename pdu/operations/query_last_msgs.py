"""SMPP v3.3: query_last_msgs, by which an ESME asks for the latest messages from an address. v3.4 dropped it.

The layout is that on which two independent public implementations of v3.3 agree (smppapi and macsmpp), as it is for
query_msg_details and param_retrieve; so are the sizes, of smppapi. The names of the counts are ours.
"""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import Request, Response
from pdu.parameters import MessageIds, NumberOfMsgs, SourceAddr, SourceAddrNpi, SourceAddrTon
from pdu.values import Npi, Ton


@pdu(CommandId.query_last_msgs)
class QueryLastMsgs(Request):
    """An ESME asks for the message_ids of the latest messages that it sent from an address."""

    source_addr_ton: SourceAddrTon = Ton.UNKNOWN
    source_addr_npi: SourceAddrNpi = Npi.UNKNOWN
    source_addr: SourceAddr = ""
    number_of_msgs: NumberOfMsgs = 1


@pdu(CommandId.query_last_msgs_resp)
class QueryLastMsgsResp(Response):
    """The message_ids, as many as there are."""

    message_id: MessageIds = ()
