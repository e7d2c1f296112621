"""How a webhook is named."""

from base64 import b64encode

import pytest

from smsc.config import ConfigError, load, parse
from smsc.mistakes import section
from smsc.webhook.terms import Webhook
from tests.smsc.worlds import DEFAULT

SECRET = "whsec_" + "ab" * 16  # 24 octets


def test_a_world_names_webhooks() -> None:
    row = f'[[webhook]]\nurl = "https://hooks.example/sms?key=1"\nof = ["event"]\nsecret = "{SECRET}"\n'
    [webhook] = parse(f"{DEFAULT}\n{row}", "world").webhook
    assert (webhook.url.where, webhook.of, len(webhook.key)) == ("hooks.example:443", ("event",), 24)
    assert SECRET not in repr(webhook)
    assert (str(webhook.url), "key" in repr(webhook)) == ("https://hooks.example/***", False)
    assert load().webhook == ()


def test_a_url_alone_is_enough() -> None:
    webhook = section(Webhook, {"url": "http://[::1]:8000"})
    assert (webhook.url.where, webhook.of, webhook.key) == ("[::1]:8000", ("message.state", "phone.inbox"), b"")


@pytest.mark.parametrize("rest", ["/hush", "?key=hush", "/?key=hush", "/#hush"])
def test_of_a_url_no_more_is_shown_than_whom_it_leads_to(rest: str) -> None:
    assert str(section(Webhook, {"url": f"http://a:8000{rest}"}).url) == "http://a:8000/***"
    assert str(section(Webhook, {"url": "http://a:8000"}).url) == "http://a:8000/"


@pytest.mark.parametrize("octets", [24, 64])
def test_a_secret_has_24_to_64_octets(octets: int) -> None:
    secret = "whsec_" + b64encode(bytes(octets)).decode()
    assert section(Webhook, {"url": "http://a", "secret": secret}).key == bytes(octets)


@pytest.mark.parametrize("octets", [23, 65])
def test_a_secret_of_another_length_is_refused(octets: int) -> None:
    secret = "whsec_" + b64encode(bytes(octets)).decode()
    with pytest.raises(ValueError, match="secret: expected whsec_ and 24 to 64 octets"):
        section(Webhook, {"url": "http://a", "secret": secret})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({}, "url: expected, but is missing"),
        ({"url": "localhost:8000"}, "url: expected http://host:port/path, or https://"),
        ({"url": "hook://a/hush"}, "url: expected http://host:port/path"),
        ({"url": "http:///sms"}, "url: expected http://host:port/path"),
        ({"url": "http://a b/"}, "url: expected http://host:port/path"),
        ({"url": "http://sms.example/\u00e9"}, "url: expected http://host:port/path"),
        ({"url": "http://sms.example:x"}, "its host or port is none"),
        ({"url": "http://sms.example:+80"}, "its host or port is none"),
        ({"url": "http://[::1"}, "its host or port is none"),
        ({"url": "http://[v1.x]/hush"}, "its host or port is none"),
        ({"url": "http://xn--a"}, "its host or port is none"),
        ({"url": "http://me:hush@sms.example"}, "found one with a user: calls are signed with a secret instead"),
        ({"url": "http://hush@sms.example"}, "found one with a user: calls are signed with a secret instead"),
        ({"url": "http://a", "of": []}, "of: expected at least one value"),
        ({"url": "http://a", "of": ["inbox"]}, "of[0]: expected 'message.state', 'phone.inbox' or 'event'"),
        ({"url": "http://a", "secret": "hush"}, "secret: expected whsec_ and 24 to 64 octets in Base64"),
        ({"url": "http://a", "secret": "whsec_hush"}, "secret: expected whsec_ and 24 to 64 octets in Base64"),
        ({"url": "http://a", "secret": "hush" * 8}, "secret: expected whsec_ and 24 to 64 octets in Base64"),
        ({"url": "http://a", "secret": "whsec_" + "hush" * 22}, "secret: expected whsec_ and 24 to 64 octets"),
        ({"url": "http://a", "secret": "whsec_" + "hush" * 8 + "!"}, "secret: expected whsec_ and 24 to 64 octets"),
    ],
)
def test_what_makes_no_sense_is_told_and_no_secret_is(written: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError) as wrong:  # noqa: PT011 - what it says follows
        section(Webhook, written)
    assert said in str(wrong.value)
    assert "hush" not in str(wrong.value)


def test_a_misspelt_key_is_named() -> None:
    with pytest.raises(ConfigError, match=r"webhook\[0\]\.on: there is no such key"):
        parse(f'{DEFAULT}\n[[webhook]]\nurl = "http://a"\non = ["event"]\n', "world")
