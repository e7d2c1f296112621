"""Tables of the commands: with 80 columns nothing is cut off, and what people write is shown as written."""

from io import StringIO

import pytest
from rich.console import Console, RenderableType

from pdu.terminal import harmless
from smsc.commands.tables import list_messages, of_messages, table


def printed(what: RenderableType, width: int = 80) -> str:
    out = StringIO()
    Console(file=out, width=width, highlight=False, soft_wrap=True).print(what)
    return out.getvalue()


def a_message(text: str) -> dict[str, str]:
    return {
        "message_id": "000009C4",
        "source": "447700900456",
        "destination": "447700900123",
        "state": "UNDELIVERABLE",
        "submitted": "2026-01-02T03:04:05+01:00",
        "text": text,
    }


def test_a_message_keeps_its_numbers_and_its_time_whole() -> None:
    told = printed(of_messages([a_message("Your parcel is on its way and will be with you between 10 and 12.")]))
    for whole in ("000009C4", "447700900456", "447700900123", "UNDELIVERABLE", "01-02 02:04:05"):
        assert whole in told
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= 80


def test_nothing_is_cut_off_on_a_narrow_terminal_either() -> None:
    told = printed(
        of_messages([a_message("Your parcel is on its way and will be with you between 10 and 12.")]), width=40
    )
    for whole in ("000009C4", "447700900456", "447700900123", "UNDELIVERABLE", "01-02 02:04:05", "parcel", "between"):
        assert whole in told
    assert "…" not in told


def test_a_text_is_no_markup() -> None:
    assert "[red]" in printed(of_messages([a_message("[red]")]))
    assert "[otp] 493021" in printed(table(("phone", "text"), [("ms1", "[otp] 493021")]))


def test_a_text_does_not_steer_the_terminal() -> None:
    told = printed(of_messages([a_message("\x1b[2J\x9b1mred\r\u202e!\N{FAMILY}")]), width=200)
    assert r"\u001b[2J\u009b1mred\u000d\u202e!" in told
    assert "\N{FAMILY}" in told
    assert harmless("one\ntwo\tthree") == "one\ntwo\tthree"


def test_what_is_for_programs_is_not_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Console, "print")
    out = StringIO()
    list_messages(Console(file=out, width=20), [{"text": "[b]\nHello"}, {"text": "\u0416"}], as_json=True)
    assert out.getvalue() == '{"text": "[b]\\nHello"}\n{"text": "\u0416"}\n'


def test_no_message_is_said_in_words() -> None:
    assert of_messages([]) == "No message is there."
