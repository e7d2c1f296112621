"""A message as the service centre keeps it, with what it costs."""

import subprocess
import sys

_ALL_COME_BEFORE_ONE_IS_DELIVERED = """
import itertools, sys
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from smsc.centre.submission import message_of_submit_sm

ids, pdu = map(str, itertools.count()), SubmitSm(destination_addr="447700900123", short_message=b"Hello")
messages = [message_of_submit_sm(pdu, "bank", Address("7000"), ids, ids, 0.0, ()) for _ in range(100)]
for message in messages:
    message.session = message.attempts = message.next_part = message.arrival = 1
    message.error, message.state, message.done, message.receipted = 0, 2, 1.0, True
print(max(sys.getsizeof(vars(message)) for message in messages))
"""


def test_a_message_that_is_delivered_is_laid_out_as_all_are() -> None:
    asked = [sys.executable, "-c", _ALL_COME_BEFORE_ONE_IS_DELIVERED]
    octets = int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    assert octets < 400  # a dict of its own has 800 and more
