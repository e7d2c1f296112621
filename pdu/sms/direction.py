"""TS 23.040 clause 9.2.3.1: the two directions of the transfer layer, without which TP-MTI cannot be read."""

from enum import Enum


class Direction(Enum):
    """Who speaks: the mobile station or the service centre."""

    MS_TO_SC = "MS to SC"
    SC_TO_MS = "SC to MS"
