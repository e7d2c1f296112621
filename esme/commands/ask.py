"""How ``esme query``, ``cancel`` and ``replace`` ask: one request over a session of its own, shown with its answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from esme import Esme, connect
from esme.commands import show
from esme.commands.options import TIMERS
from esme.commands.tls import Secure
from pdu.header import Pdu, Request, Response
from pdu.text.data_coding import DefaultAlphabet


def ask(
    question: Callable[[Esme], Awaitable[Response]],
    *,
    host: str,
    port: int,
    secure: Secure,
    system_id: str,
    password: str,
    shown: Callable[[Any], dict[str, Any]],
    as_json: bool,
    default_alphabet: DefaultAlphabet = connect.default_alphabet,
) -> None:
    """Bind, ask, print the conversation, or with ``as_json`` what is ``shown`` of the answer, and unbind."""

    def wanted(ours: bool, pdu: Pdu) -> bool:
        about_the_link = pdu.words[0].startswith(("bind", "unbind", "enquire_link"))
        return not as_json and not about_the_link and isinstance(pdu, Request if ours else Response)

    witness = show.Witness(system_id, wanted, default_alphabet)

    async def run() -> Response:
        opening = connect(
            host,
            port,
            tls=secure.context,
            tls_server_name=secure.server_name,
            system_id=system_id,
            password=password,
            bind="transmitter",
            timers=TIMERS,
            default_alphabet=default_alphabet,
            witness=witness,
        )
        async with opening as bank:
            return await question(bank)

    response = asyncio.run(run())
    witness.check()
    if as_json:
        show.record(shown(response))
