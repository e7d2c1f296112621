"""SMPP v3.3: param_retrieve, by which an ESME asks for a parameter of the message centre. v3.4 dropped it.

query_last_msgs says what the layout relies on.
"""

from pdu.command_id import CommandId
from pdu.expand import pdu
from pdu.header import RequestFor, Response
from pdu.parameters import ParamName, ParamValue


@pdu(CommandId.param_retrieve)
class ParamRetrieve(RequestFor["ParamRetrieveResp"]):
    """An ESME asks for the value of a parameter by its name."""

    param_name: ParamName = ""


@pdu(CommandId.param_retrieve_resp)
class ParamRetrieveResp(Response):
    """The value, as text."""

    param_value: ParamValue = ""
