"""The command ``pdu``: octets in words, words in octets, and what a text costs."""

import sys

from pdu.commands.application import application
from pdu.commands.encode import encode
from pdu.commands.explain import explain
from pdu.commands.given import Unusable
from pdu.commands.saying import FAILED, complain, saying
from pdu.commands.text import text
from pdu.commands.version import Version
from pdu.ladder import Unreadable
from pdu.malformed import Malformed

app = application("Turn octets into words and back, and count what a text costs: SMPP and the layers below it.", "pdu")


@app.callback()
def _shared(version: Version = False) -> None:
    pass


app.command()(explain)
app.command()(encode)
app.command()(text)


def main() -> None:
    """Run the command; input that can't be read is one sentence on stderr and exit status 2."""
    try:
        with saying("pdu"):
            app(prog_name="pdu")
    except (Malformed, Unreadable, Unusable) as error:
        sys.stdout.flush()
        complain(f"pdu: {error}")
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
