"""The options that say where the message centre is, and who we are there, as what opens a session."""

from esme import connect
from esme.commands.options import Host, Password, Port, SystemId
from esme.commands.tls import PLAIN, Secure, over_tls
from pdu.commands.options import made_from
from pdu.session import Timers


@over_tls
def _opening(
    system_id: SystemId,
    password: Password = connect.password,
    host: Host = connect.host,
    port: Port = connect.port,
    secure: Secure = PLAIN,
) -> connect:
    return connect(
        host,
        port,
        tls=secure.context,
        tls_server_name=secure.server_name,
        system_id=system_id,
        password=password,
        timers=Timers(session_init_timer=10, response_timer=10),  # a person is waiting
    )


opens = made_from(_opening, "opening")
