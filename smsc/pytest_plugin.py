"""The simulator as pytest fixtures, installed with the package: a test that asks for ``phone`` or ``account`` gets one.

    def test_the_code_arrives(account, phone):
        sign_in(phone.number, smpp=account.url)
        assert phone.wait(sender="BANK").code

One simulator runs for all tests of a process (and so one for each worker of pytest-xdist), in a thread of its own, on a
port that the system chooses. Each test has its own handset and its own account, so tests never see each other's
messages. If a test or one of its fixtures fails, the report shows the ladder of what was said meanwhile, in ``smsc``
and in whatever else ``with smsc.running()`` runs: the end of it if it is long, or all with ``-vv``. A clock that a test
stops or speeds up runs as before after the test; but time that has passed has passed for the next tests too.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:  # imported when a test asks for the simulator: a suite where none does pays nothing
    from smsc.config import WorldConfig
    from smsc.lab.blocking import Account, Centre, Phone

_ROWS: Final = 200  # lines of a ladder; more would push the reason of a failure out of sight
_BEFORE = pytest.StashKey[dict["Centre", int]]()
_MEANWHILE = pytest.StashKey[list["Centre"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini option."""
    parser.addini("smsc_world", "A world of your own (TOML) for the fixture smsc, beside the ini-file.", default="")


@pytest.fixture(scope="session")
def smsc_config(pytestconfig: pytest.Config) -> "WorldConfig | None":
    """The world of the ini option ``smsc_world``, by default the built-in one without latencies. Override to choose."""
    from smsc.config import load

    name, ini = pytestconfig.getini("smsc_world"), pytestconfig.inipath
    return load((ini.parent if ini is not None else pytestconfig.rootpath) / name) if name else None


@pytest.fixture(scope="session")
def smsc(smsc_config: "WorldConfig | None") -> Iterator["Centre"]:
    """The simulator, one for all tests of this process."""
    from smsc.lab.running import running

    with running(smsc_config) as centre:
        yield centre


@pytest.fixture
def phone(smsc: "Centre") -> "Phone":
    """A handset with a number of its own, switched on."""
    return smsc.phone()


@pytest.fixture
def account(smsc: "Centre") -> "Account":
    """An account of its own: a system_id, a password, and a number by which handsets reach it."""
    return smsc.account()


@pytest.fixture
def smsc_url(account: "Account") -> str:
    """How to bind: ``smpp://system_id:password@host:port``."""
    return account.url


@pytest.fixture
def smsc_environment(account: "Account", monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """SMPP_HOST, SMPP_PORT, SMPP_SYSTEM_ID and SMPP_PASSWORD, set in the environment of this process as well."""
    for name, value in account.environment.items():
        monkeypatch.setenv(name, value)
    return account.environment


def _running() -> "list[Centre]":
    lab = sys.modules.get("smsc.lab.blocking")
    return list(lab.RUNNING) if lab is not None else []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note how much had been said before the test."""
    item.stash[_BEFORE] = {centre: centre.said for centre in _running()}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:  # noqa: ARG001 - pytest knows it by its name
    """Have the clocks run as they did before the test, which may have failed before it did so itself."""
    before = {centre: centre.clock.speed for centre in _running()}
    yield
    for centre in _running():
        speed = before.get(centre, centre.clock.speed)
        if speed != centre.clock.speed:
            centre.clock.set_speed(speed)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Show in what two PDUs of one class differ: each is one line, and a long one."""
    if op != "==" or type(left) is not type(right) or "pdu.header" not in sys.modules:  # where there are no PDUs
        return None
    from pdu.header import Pdu

    if not isinstance(left, Pdu) or not isinstance(right, Pdu):
        return None
    from smsc.lab.matching import differences

    name = type(left).__name__
    return [f"{name} == {name}", *map(str, differences(left, right))]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Note what runs: the teardown of the last test ends the simulator of all, before that test is reported."""
    item.stash[_MEANWHILE] = _running()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Attach the ladder of what was said to the report of a test that failed, or could not be set up or torn down."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()  # type: ignore[attr-defined]  # pluggy's, which has no type here
    if not report.failed:
        return
    before = item.stash.get(_BEFORE, {})
    for centre in item.stash.get(_MEANWHILE, _running()):
        if ladder := centre.ladder(after=before.get(centre, 0)):
            report.sections.append(("messages", "\n".join(_shown(centre, ladder.split("\n"), item.config))))


def _shown(centre: "Centre", rows: list[str], config: pytest.Config) -> Iterator[str]:
    ahead = round(centre.clock.ahead)
    if ahead > 0:  # perhaps since an earlier test: dates from the system's clock are then in the past
        yield f"the clock is {timedelta(seconds=ahead)} ahead of the system's"
    if len(rows) > _ROWS and config.get_verbosity() < 2:
        yield f"the last {_ROWS} of {len(rows)} lines; pytest -vv shows all"
        rows = rows[-_ROWS:]
    yield from rows
