"""A filter for signalling from abroad (GSMA FS.11, category 3): can a subscriber be where a VLR says that he is?

A false updateLocation moves a subscriber, and all that is sent to him, to the node that sent it. The message itself
looks like any other, so the HLR checks whether the VLR belongs to a roaming partner, and whether the subscriber can
have travelled there since he was last heard from.
"""

from dataclasses import dataclass

from pdu.ss7.map import RoamingNotAllowed, RoamingNotAllowedCause, UpdateLocation
from smsc.network.hlr.subscribers import Subscriber


@dataclass(frozen=True, slots=True)
class LocationChecks:
    """The checks: ``home`` and ``partners`` (None: all) are prefixes of VLR numbers, ``travel_time`` is in seconds."""

    home: tuple[str, ...] = ()
    partners: tuple[str, ...] | None = None
    travel_time: float = 0.0

    def refuse(self, moved: UpdateLocation, subscriber: Subscriber, now: float) -> RoamingNotAllowed | None:
        """Give the error for an implausible updateLocation; None for a plausible one."""
        number = moved.vlr_number.value
        if number.startswith(self.home):
            return None
        if self.partners is not None and not number.startswith(self.partners):
            return RoamingNotAllowed(RoamingNotAllowedCause.plmnRoamingNotAllowed)
        elsewhere = subscriber.vlr_number is not None and subscriber.vlr_number != moved.vlr_number
        if elsewhere and subscriber.updated is not None and now < subscriber.updated + self.travel_time:
            return RoamingNotAllowed(RoamingNotAllowedCause.plmnRoamingNotAllowed)
        return None
