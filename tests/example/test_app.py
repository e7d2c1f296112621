"""The tests that the makers of the application would write."""

import pytest
from flask.testing import FlaskClient

from smsc import Account, Phone
from tests.example.app import create_app


@pytest.fixture
def web(account: Account) -> FlaskClient:
    return create_app(account.environment).test_client()


def test_who_has_the_phone_signs_in(web: FlaskClient, phone: Phone) -> None:
    assert web.post("/sign-in", data={"number": phone.number}).status_code == 204
    text = phone.wait(sender="EXAMPLE")
    assert text.segments == 1
    answer = web.post("/verify", data={"number": phone.number, "code": text.code})
    assert (answer.status_code, answer.text) == (200, "Welcome")


def test_a_code_is_good_for_once(web: FlaskClient, phone: Phone) -> None:
    web.post("/sign-in", data={"number": phone.number})
    code = phone.wait(sender="EXAMPLE").code
    for status in (200, 403):
        assert web.post("/verify", data={"number": phone.number, "code": code}).status_code == status


def test_nobody_else_is_sent_the_code(web: FlaskClient, account: Account, phone: Phone) -> None:
    web.post("/sign-in", data={"number": "+447700900123"})
    account.submitted(to="+447700900123", source="EXAMPLE")
    phone.expect_none(within=0)


def test_a_number_that_is_none_is_told_to_the_user(web: FlaskClient) -> None:
    answer = web.post("/sign-in", data={"number": "everybody"})
    assert (answer.status_code, answer.text) == (503, "The text could not be sent")
