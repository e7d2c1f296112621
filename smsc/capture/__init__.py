"""What is said in the network, as packets; each link has a file here. Octets are made only while somebody captures."""

from typing import Final

PCAPNG: Final = "application/x-pcapng"  # the media type


class CaptureError(Exception):
    """A capture can't be written to its file; says why in one sentence."""
