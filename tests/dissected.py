"""A whole capture before tshark, which checks every sum in it: the packets with their layers, comments and texts."""

import subprocess
from dataclasses import dataclass
from typing import Final

from tests.oracle import tshark

_FIELDS: Final = (
    "frame.interface_name", "frame.protocols", "frame.comment", "_ws.col.Source", "_ws.col.Destination",
    "_ws.malformed", "_ws.expert.severity", "_ws.expert.message",
    "gsm_sms.sms_text", "gsm_cbs.page_content", "cbsp.cb_page_content",
    "smpp.message", "smpp.message_payload", "smpp.data_coding",
)  # fmt: skip
_PREFERENCES: Final = (
    "ip.check_checksum:TRUE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE", "sctp.checksum:CRC 32c",
)  # fmt: skip
_COMMENT: Final = 0x100000  # the severity of a comment, which is among the expert's remarks
_BETWEEN: Final = "\x1f"  # values of a field
_UCS2: Final = 8


@dataclass(frozen=True)
class Dissected:
    """One packet."""

    number: int
    interface: str
    protocols: tuple[str, ...]
    comments: tuple[str, ...]
    source: str
    destination: str
    complaints: tuple[str, ...]
    texts: frozenset[str]

    @property
    def comment(self) -> str:
        """What the packet is; other comments tell what happened before."""
        return self.comments[-1]


def dissected(capture: bytes) -> list[Dissected]:
    """Let tshark read a capture."""
    options = [option for preference in _PREFERENCES for option in ("-o", preference)]
    columns = [option for field in _FIELDS for option in ("-e", field)]
    command = [tshark(), "-r", "-", "-N", "n", *options, "-T", "fields", "-E", f"aggregator={_BETWEEN}", *columns]
    run = subprocess.run(command, input=capture, capture_output=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr.decode()
    rows = run.stdout.decode(errors="replace").split("\n")[:-1]  # tshark cuts remarks anywhere, within characters too
    return [_packet(number, row.split("\t")) for number, row in enumerate(rows, 1)]


def _packet(number: int, row: list[str]) -> Dissected:
    interface, protocols, comment, source, destination, malformed, severity, message, *contents = row
    severities = [int(one) for one in severity.split(_BETWEEN) if one]
    messages = message.split(_BETWEEN)
    complaints = [said for said, how in zip(messages, severities, strict=False) if how > _COMMENT]
    if malformed and not complaints:
        complaints.append("malformed")
    return Dissected(
        number,
        interface,
        tuple(protocols.split(":")),
        tuple(comment.split(_BETWEEN)),
        source,
        destination,
        tuple(complaints),
        frozenset(_texts(*contents)),
    )


def _texts(sms: str, page: str, ordered: str, octets: str, payload: str, coding: str) -> list[str]:
    """The texts in a packet. Of a long message, the packet of the last part has all of them."""
    texts = ["".join(sms.split(_BETWEEN))] if sms else []
    texts += [each.replace("\\r", "").rstrip() for each in (page, ordered) if each]
    charset = "utf-16-be" if int(coding or "0", 0) == _UCS2 else "latin-1"  # scenarios have nothing else
    return texts + [bytes.fromhex(each).decode(charset, "replace") for each in (octets, payload) if each]
