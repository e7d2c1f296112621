"""What the verbs print of alerts, and of messages that are not whole."""

from esme import Message
from esme.commands import show
from tests.esme.long_message import LONG, cut
from tests.esme.message_centre import alert


def test_an_alert_is_told_as_one_and_has_no_octets() -> None:
    assert show.fields(Message(alert())) == {
        "source": "+447700900123",
        "destination": "60300",
        "text": None,
        "alert": True,
    }


def test_what_is_missing_of_a_message_is_told() -> None:
    first = cut(LONG)[0]
    told = show.fields(Message(first, parts=(first,), missing=(2, 3)))
    assert (told["text"], told["missing"]) == (LONG[:153] + "…", (2, 3))
