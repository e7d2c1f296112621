"""What ``smsc run`` says first: who may bind, which handsets there are, and where everything can be reached."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from pdu.host_port import host_port
from smsc.account_section import AccountConfig
from smsc.api.terms import is_loopback
from smsc.config import WorldConfig
from smsc.public import is_public
from smsc.simulator import Simulator
from smsc.smpp.passwords import SCHEME

if TYPE_CHECKING:
    from smsc.api.serving import Serving
    from smsc.mqtt.broker import Broker


def introduce(
    config: WorldConfig, centre: Simulator, out: Console, *, api: "Serving | None", broker: "Broker | None"
) -> None:
    """Print the introduction."""
    accounts = Table("system_id", "password", "serves", title="Accounts", title_justify="left")
    for account in config.account:
        accounts.add_row(account.system_id, _shown(account), ", ".join(account.addresses))
    phones = Table("name", "number", "IMSI", "cell", title="Handsets", title_justify="left")
    for phone in config.phone:
        phones.add_row(phone.name, f"+{phone.msisdn}" if phone.msisdn else "(no number)", phone.imsi, phone.cell)
    out.print(accounts)
    out.print(phones)
    if warning := exposed(config):
        out.print(warning, style="bold yellow")
    if config.anybody is not None:
        out.print("Every other international number has a handset too: n and the number is its name.")
    file = config.store.file if config.store is not None else None
    out.print(f"Messages are kept in {file or 'memory'}.")
    if centre.goes_on_from is not None:
        now = datetime.fromtimestamp(centre.goes_on_from, UTC)
        out.print(f"The clock goes on from {now:%Y-%m-%d %H:%M:%S} UTC, to which it was advanced: messages wait.")
    if api is not None:
        moved = f" (port {config.api.port} is taken)" if config.api.port not in (0, api.port) else ""
        out.print(f"Page and control API: http://{host_port(api.host, api.port)}{moved}.")
    for webhook in config.webhook:
        out.print(f"Webhook: {', '.join(webhook.of)} to {webhook.url.where}.")
    if broker is not None:
        out.print(f"MQTT: {broker.topics.root}/# at {host_port(broker.host, broker.port)}.")
    for sc, server in centre.servers.items():
        if server is not centre.server:
            out.print(f"SMPP of {sc} on {host_port(server.host, server.port)}.")
    tls = f", over TLS on port {centre.server.tls_port}" if config.smpp.tls is not None else ""
    out.print(f"SMPP on {host_port(centre.server.host, centre.server.port)}{tls}. Ctrl-C ends it.", style="bold")


def _shown(account: AccountConfig) -> str:
    """Return the password of a test account, which is there to be used, unless it is hashed."""
    password = account.password.get_secret_value()
    return "(hashed)" if password.startswith(f"{SCHEME}:") else password


def exposed(config: WorldConfig) -> str:
    """Warn of accounts that other machines can use, as everybody knows their passwords; "" if there are none."""
    if is_loopback(config.smpp.host):
        return ""
    names = [one.system_id for one in config.account if is_public(one.system_id, one.password.get_secret_value())]
    if not names:
        return ""
    who = ", ".join(names)
    return f"Other machines can bind as {who}, with passwords that are public: --account NAME:PASSWORD changes them."
