"""The code that a person would copy."""

import pytest

from smsc.lab.code import code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your code is 493021", "493021"),
        ("493021 is your verification code.", "493021"),
        ("Use 493 021 to sign in", "493021"),
        ("G-493021 is your verification code", "493021"),
        ("Your PIN: 4930. Valid until 12:30 on 2026-01-01.", "4930"),
        ("Order 7781123 has left. Your pickup code: 4930", "4930"),
        ("Dein Code lautet 4930-2100", "49302100"),
        ("Ваш код: 4930", "4930"),
        ("Your code is AB12CD", "AB12CD"),
        ("Your Example code is 1234.\n\n@example.com #987654", "987654"),
        ("4930", "4930"),
        ("493021 is your code. Call 02079460123 if it was not you", "493021"),
        ("Tu código es 4930", "4930"),
    ],
)
def test_a_code_is_found(text: str, found: str) -> None:
    assert code(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Hello",
        "Your balance is 1250.00 EUR",
        "Call us: +447700900123",
        "Meet me on 2026-01-01 or 2026/01/02",
        "Choose 1111 or 2222",
        "You have 3 messages",
        "",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert code(text) is None
