"""SMPP v5.0 section 4.1.1: bind, which opens a session as transmitter, receiver or transceiver."""

from pdu import optional_parameters as o
from pdu.command_id import CommandId
from pdu.expand import pdu, rows, tlvs
from pdu.header import Request, Response
from pdu.parameters import AddressRange, AddrNpi, AddrTon, InterfaceVersion, Password, SystemId, SystemType
from pdu.values import InterfaceVersion as Version
from pdu.values import Npi, Ton


@rows
class Bind(Request):
    """The table that the three bind requests share."""

    system_id: SystemId = ""
    password: Password = ""
    system_type: SystemType = ""
    interface_version: InterfaceVersion = Version.V3_4
    addr_ton: AddrTon = Ton.UNKNOWN
    addr_npi: AddrNpi = Npi.UNKNOWN
    address_range: AddressRange = ""


@tlvs
class BindRespTlvs(Response):
    """The TLVs that the three bind responses share."""

    sc_interface_version: o.ScInterfaceVersion = None
    congestion_state: o.CongestionState = None


@rows
class BindResp(BindRespTlvs, Response):
    """The table that the three bind responses share."""

    system_id: SystemId = ""


@pdu(CommandId.bind_transmitter)
class BindTransmitter(Bind):
    """An ESME asks for a session in which it only submits."""


@pdu(CommandId.bind_transmitter_resp)
class BindTransmitterResp(BindResp):
    """The message centre answers bind_transmitter; system_id is its own."""

    error_has_body = False


@pdu(CommandId.bind_receiver)
class BindReceiver(Bind):
    """An ESME asks for a session in which it only receives."""


@pdu(CommandId.bind_receiver_resp)
class BindReceiverResp(BindResp):
    """The message centre answers bind_receiver; system_id is its own."""

    error_has_body = False


@pdu(CommandId.bind_transceiver)
class BindTransceiver(Bind):
    """An ESME asks for a session in which it submits and receives (since v3.4)."""


@pdu(CommandId.bind_transceiver_resp)
class BindTransceiverResp(BindResp):
    """The message centre answers bind_transceiver; system_id is its own."""
