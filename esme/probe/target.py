"""Which message centre is probed, as whom, and how patiently."""

from dataclasses import dataclass, field
from ssl import SSLContext

from pdu.sms.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A message centre at ``host`` and ``port``, over TLS if ``tls`` says how, and an account there.

    The messages of the probe go from ``source`` to ``to``. ``patience`` is how many seconds each answer may take,
    ``receipts_within`` the same for a receipt.
    """

    host: str
    port: int
    tls: SSLContext | None = field(default=None, repr=False)
    tls_server_name: str | None = None
    system_id: str
    password: str = field(default="", repr=False)
    system_type: str = ""
    to: Address
    source: Address
    patience: float = 5.0
    receipts_within: float = 30.0
