"""What is said in the network as packets, one file per link: octets are made only where somebody captures."""


class CaptureError(Exception):
    """There can be no such file: in one sentence."""
