"""How ``esme query``, ``cancel`` and ``replace`` ask: one request over a session of its own, shown with its answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from esme import Esme, connect
from esme.commands import show
from pdu.header import Pdu, Request, Response


def ask(
    opening: connect,
    question: Callable[[Esme], Awaitable[Response]],
    *,
    shown: Callable[[Any], dict[str, Any]],
    as_json: bool,
) -> None:
    """Bind, ask, print the conversation, or with ``as_json`` what is ``shown`` of the answer, and unbind."""

    def wanted(ours: bool, pdu: Pdu) -> bool:
        about_the_link = pdu.words[0].startswith(("bind", "unbind", "enquire_link"))
        return not as_json and not about_the_link and isinstance(pdu, Request if ours else Response)

    witness = show.Witness(opening.system_id, wanted, opening.default_alphabet)

    async def run() -> Response:
        async with replace(opening, bind="transmitter", witness=witness) as bank:
            return await question(bank)

    response = asyncio.run(run())
    witness.check()
    if as_json:
        show.record(shown(response))
