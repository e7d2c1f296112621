"""Both ends in a program whose threads gevent has made greenlets, as its workers of gunicorn and Celery do."""

import subprocess
import sys

import pytest

PATCHED = "from gevent import monkey\nmonkey.patch_all()\nimport esme.sync, smsc"
# as under gunicorn --preload
LATE = """
import warnings
import esme.sync, smsc.lab.running
from gevent import monkey
with warnings.catch_warnings(action="ignore"):  # gevent's, that it is late
    monkey.patch_all()
"""
PROGRAM = """
import asyncio
import gevent

def alone():
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return True

async def beside(bank, phone):  # the bank's loop has its turns while this one waits
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def submit():
        bank.submit("5", to=phone.number)
        loop.call_soon_threadsafe(done.set_result, None)

    gevent.spawn(submit)
    await done
    assert asyncio.get_running_loop() is loop

with smsc.running() as centre:
    account, phone = centre.account(), centre.phone()
    login = dict(system_id=account.system_id, password=account.password)

    @esme.sync.handler
    def answer(message):
        bank.submit(f"You wrote: {message.text}", to=message.source)

    with esme.sync.connect("localhost", centre.port, handler=answer, **login) as bank:
        with esme.sync.connect("127.0.0.1", centre.port, bind="transmitter", **login) as other:
            waiting = gevent.spawn(phone.wait, text="4")
            sent = [gevent.spawn(one.submit, f"{n}", to=phone.number) for n in range(5) for one in (bank, other)]
            assert len({one.get() for one in sent}) == 10
            assert waiting.get().text == "4"
        account.inject("Hello", source=phone.number)
        assert phone.wait(text="You wrote: Hello")
        assert alone(), "Django reads no database where it sees a loop"
        asyncio.run(beside(bank, phone))
"""


@pytest.mark.parametrize("begin", [PATCHED, LATE], ids=["patched", "late"])
def test_sessions_and_simulators_live_beside_other_greenlets(begin: str) -> None:
    command = (sys.executable, "-W", "error", "-c", begin + PROGRAM)
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, "")
