"""The command ``esme``."""

import sys

from esme.commands import show
from esme.commands.bench import bench
from esme.commands.cancel import cancel
from esme.commands.listen import listen
from esme.commands.probe import probe
from esme.commands.query import query
from esme.commands.replace import replace
from esme.commands.send import TIMED_OUT, send
from esme.errors import EsmeError, NoReceipt
from pdu.commands.application import application
from pdu.commands.saying import FAILED, saying
from pdu.commands.version import Version
from pdu.malformed import Malformed
from pdu.session import LocalProtocolError

app = application("An SMPP client: the outside end of a message centre.", "esme")


@app.callback()
def _shared(version: Version = False) -> None:
    pass


app.command()(send)
app.command()(listen)
app.command()(query)
app.command()(cancel)
app.command()(replace)
app.command()(bench)
app.command()(probe)


def main() -> None:
    """Run the command; whatever goes wrong is one sentence on stderr and an exit status."""
    try:
        with saying("esme"):  # the OSErrors of the network are EsmeErrors
            app(prog_name="esme")
    except NoReceipt as late:
        _fail(late, TIMED_OUT)
    except (EsmeError, Malformed, LocalProtocolError) as error:
        _fail(error, FAILED)


def _fail(error: Exception, status: int) -> None:
    show.complaint(error)
    sys.exit(status)


if __name__ == "__main__":
    main()
