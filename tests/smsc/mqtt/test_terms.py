"""How a broker is named."""

from pathlib import Path

import pytest

from smsc.api import NotServed
from smsc.config import ConfigError, load, parse
from smsc.mqtt.broker import _context
from smsc.mqtt.terms import Mqtt, MqttTls, of_url
from tests.smsc.worlds import DEFAULT


def test_a_url_says_where_who_and_how() -> None:
    terms = of_url("mqtts://lab:s%40crit@broker.example?name=lab1&version=3.1.1&ca=ca.pem&qos=1&buffer=9")
    assert terms.address == ("broker.example", 8883)
    assert (terms.username, terms.password.get_secret_value()) == ("lab", "s@crit")
    assert (terms.name, terms.version, terms.qos, terms.buffer) == ("lab1", "3.1.1", 1, 9)
    assert terms.tls == MqttTls(ca=Path("ca.pem"))
    assert of_url("mqtt://[::1]").address == ("::1", 1883)


def test_what_a_url_does_not_say_is_as_the_world_says() -> None:
    known = Mqtt.model_validate({"host": "one", "port": 9, "name": "lab", "username": "u", "password": "p"})
    terms = of_url("mqtt://two", known)
    assert terms.address == ("two", 1883)
    assert (terms.name, terms.username, terms.password.get_secret_value()) == ("lab", "u", "p")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("broker", "expected mqtt://user:password@host:1883"),
        ("http://broker", "expected mqtt://user"),
        ("mqtt://", "expected mqtt://user"),
        ("mqtt://broker/topic", "expected mqtt://user"),
        ("mqtt://broker:x", "the port is none"),
        ("mqtt://broker:0", "port: expected a number greater than or equal to 1, found 0"),
        ("mqtt://broker?colour=red", "expected one of name, version, qos, buffer, ca behind the ?, found 'colour'"),
        ("mqtt://broker?version=4", "version: expected '3.1.1' or '5', found '4'"),
        ("mqtt://broker?name=a/b", "name: expected letters, digits, dots and strokes"),
        ("mqtt://broker?ca=ca.pem", "expected mqtts:// where there is a ca"),
    ],
)
def test_a_url_that_makes_no_sense_is_told_so(url: str, said: str) -> None:
    with pytest.raises(ValueError) as wrong:  # noqa: PT011 - what it says follows
        of_url(url)
    assert said in str(wrong.value)


def test_a_world_names_a_broker_and_its_files_stand_beside_it(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text(f'{DEFAULT}\n[mqtt]\nhost = "broker"\ntls.ca = "ca.pem"\n', "utf-8")
    terms = load(world).mqtt
    assert terms is not None
    assert terms.tls == MqttTls(ca=tmp_path / "ca.pem")
    with pytest.raises(ConfigError, match=r"mqtt\.hots: there is no such key; perhaps host is meant"):
        parse(f'{DEFAULT}\n[mqtt]\nhots = "broker"\n', "world")
    with pytest.raises(ConfigError, match=r"mqtt\.tls: expected a certificate for the key, found none"):
        parse(f'{DEFAULT}\n[mqtt]\nhost = "broker"\ntls.key = "key.pem"\n', "world")


def test_files_of_tls_that_can_t_be_used_are_told_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(NotServed, match=r"mqtt\.tls: .*ca\.pem can't be used: No such file or directory"):
        _context(MqttTls(ca=tmp_path / "ca.pem"))
    with pytest.raises(NotServed, match=r"mqtt\.tls: .*its\.pem, .*its\.key can't be used: No such file or directory"):
        _context(MqttTls(certificate=tmp_path / "its.pem", key=tmp_path / "its.key"))
    (tmp_path / "its.pem").write_text("no certificate")
    with pytest.raises(NotServed, match=r"mqtt\.tls: .*its\.pem can't be used: ."):
        _context(MqttTls(certificate=tmp_path / "its.pem"))
