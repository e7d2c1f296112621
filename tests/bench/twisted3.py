# mypy: disable-error-code="import-not-found, import-untyped, misc"
"""smpp.twisted3 as a message centre that takes every submit_sm; run by the Python of its own venv."""

import logging
import sys
from typing import Any

CREDENTIALS = ("bench", "secret")


def serve() -> None:
    """Serve on a free port of 127.0.0.1, and print which."""
    from smpp.pdu import pdu_types
    from smpp.twisted.config import SMPPServerConfig
    from smpp.twisted.protocol import DataHandlerResponse
    from smpp.twisted.server import SMPPServerFactory
    from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
    from twisted.cred.portal import IRealm, Portal
    from twisted.internet import reactor
    from zope.interface import implementer

    @implementer(IRealm)
    class Realm:
        def requestAvatar(self, avatar: Any, _: Any, *interfaces: Any) -> Any:  # noqa: N802 - as IRealm has it
            return interfaces[0], avatar, lambda: None

    logging.disable()  # its log is not to be measured
    ids = iter(range(1, sys.maxsize))

    def take(*_: Any) -> Any:
        return DataHandlerResponse(status=pdu_types.CommandStatus.ESME_ROK, message_id=f"{next(ids):08X}".encode())

    checker = InMemoryUsernamePasswordDatabaseDontUse()
    checker.addUser(*CREDENTIALS)
    config = SMPPServerConfig(msgHandler=take, systems={CREDENTIALS[0]: {"max_bindings": 100}})
    port = reactor.listenTCP(0, SMPPServerFactory(config, Portal(Realm(), [checker])), interface="127.0.0.1")
    sys.stdout.write(f"SMPP on 127.0.0.1:{port.getHost().port}\n")
    sys.stdout.flush()
    reactor.run()


if __name__ == "__main__":
    serve()
