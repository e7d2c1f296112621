"""What nobody may read: passwords always, and texts if that is asked for."""

import io
from collections.abc import Iterable

import pytest
from rich.console import Console
from structlog.typing import EventDict

from pdu.header import SECRETS, Pdu
from pdu.malformed import Malformed
from pdu.operations.bind import BindTransceiver
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm
from smsc.commands.screen import Ladder
from smsc.log import redacted
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.trace.trace import TEXTS, Record
from tests.smsc.smpp.centre import Centre, said

SECRET = "Attack at dawn"


def ladder(records: Iterable[Record], *, redact: bool) -> str:
    out = io.StringIO()
    hidden = SECRETS | TEXTS if redact else SECRETS
    show = Ladder(Console(file=out, soft_wrap=True), hidden=hidden).show
    for record in records:
        show(record)
    return out.getvalue()


def conversation(*pdus: Pdu, password: str = "my word") -> Iterable[Record]:
    """Have an ESME write to a handset and ask for a receipt, a handset write to it, and another ESME try to bind."""
    centre = Centre()
    records = centre.world.trace.keep()
    line = centre.bound()
    said(centre, line, *pdus)
    centre.rest()
    centre.world.network.act("ms1", SendsText(SECRET, dialled("7000")))
    centre.rest()
    assert sum(isinstance(pdu, DeliverSm) for pdu in line.heard) == 2
    said(centre, centre.line(), BindTransceiver("bank", password))
    return records


@pytest.mark.parametrize(
    "submit",
    [
        SubmitSm(destination_addr="447700900123", registered_delivery=1, short_message=SECRET.encode()),
        SubmitSm(destination_addr="447700900123", registered_delivery=1, message_payload=SECRET.encode()),
    ],
    ids=["short_message", "message_payload"],
)
def test_texts_are_hidden_on_request_on_every_hop(submit: SubmitSm) -> None:
    records = conversation(submit)
    assert SECRET in ladder(records, redact=False)
    hidden = ladder(records, redact=True)
    assert SECRET not in hidden
    assert SECRET.encode().hex() not in hidden.lower()
    assert "short_message=***" in hidden or "message_payload=***" in hidden
    assert "message_state=DELIVERED" in hidden
    assert len(hidden.splitlines()) == len(ladder(records, redact=False).splitlines())


def test_a_text_that_another_one_replaces_is_hidden_as_well() -> None:
    of_type_1 = [
        SubmitSm(destination_addr="447700900123", registered_delivery=1, protocol_id=0x41, short_message=text)
        for text in (SECRET.encode(), b"Attack at dusk")
    ]
    centre = Centre()
    records = centre.world.trace.keep()
    for submit in of_type_1:
        said(centre, centre.bound(), submit)
        centre.rest()
    assert f'replaces="{SECRET}"' in ladder(records, redact=False)
    hidden = ladder(records, redact=True)
    assert "replaces=***" in hidden
    assert SECRET not in hidden


def test_a_password_is_hidden_always() -> None:
    submit = SubmitSm(destination_addr="447700900123", registered_delivery=1, short_message=b"x")
    records = conversation(submit)
    for redact in (True, False):
        shown = ladder(records, redact=redact)
        assert "password=***" in shown
        assert "secret" not in shown
        assert "my word" not in shown


def test_the_log_says_where_a_text_is_wrong_and_not_what_it_is() -> None:
    wrong = Malformed("short_message", 3, "a character of the alphabet", repr(SECRET))
    event: EventDict = {"event": "refused", "why": str(wrong)}
    assert redacted(None, "info", event)["why"] == (
        "short_message at octet 3: expected a character of the alphabet, found ***"
    )
    other: EventDict = {"event": "refused", "why": "source_addr: expected a number, found 'x'"}
    assert redacted(None, "info", dict(other)) == other
