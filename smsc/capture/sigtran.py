"""SS7 over IP (SIGTRAN): SCCP in M3UA in SCTP, with an association between each pair of nodes."""

from typing import Final

from pdu.ip import ipv4
from pdu.ss7 import m3ua, sccp
from pdu.ss7.sctp import Association, Endpoint
from smsc.capture.places import Places

PORT: Final = 2905  # of M3UA


class Sigtran:
    """The associations of a capture."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._associations: dict[frozenset[str], Association] = {}
        self._endpoints: dict[tuple[str, str], Endpoint] = {}

    def packet(self, origin: str, destination: str, message: sccp.Message, conversation: int) -> ipv4.Packet:
        """Make the packet of a message to the next node; those of a conversation have one SLS, and so stay in order.

        Each SLS has a stream of its own; stream 0 is not for data (RFC 4666 clause 1.4.7).
        """
        association = self._associations.get(frozenset((origin, destination)))
        if association is None:
            ends = self._endpoint(origin, destination), self._endpoint(destination, origin)
            association = Association(*ends, m3ua.PAYLOAD_PROTOCOL_IDENTIFIER)
            self._associations[frozenset((origin, destination))] = association
        codes = self._places.point_code(origin), self._places.point_code(destination)
        sls = conversation % 16
        data = m3ua.Data(*codes, message, sls=sls)
        return association.packet(self._endpoint(origin, destination), data, 1 + sls)

    def _endpoint(self, name: str, peer: str) -> Endpoint:
        """Return an end with a tag of its own, as Wireshark tells associations apart by their tags."""
        found = self._endpoints.get((name, peer))
        if found is None:
            found = Endpoint(self._places.address(name), PORT, len(self._endpoints) + 1)
            self._endpoints[name, peer] = found
        return found
