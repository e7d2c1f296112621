"""Receipts matched to messages by message_id, for as long as somebody waits for them."""

import gc

import pytest

from esme import Disconnected, Message
from esme.receipts import EARLY, Receipts
from tests.esme.message_centre import receipt


async def test_of_the_receipts_that_nobody_expects_the_last_are_kept() -> None:
    receipts = Receipts()
    for number in range(EARLY + 1):
        receipts.put(str(number), Message(receipt(str(number))))
    assert not receipts.expect("0").done()
    assert receipts.expect("1").result().message_id == "1"
    assert receipts.expect(str(EARLY)).done()


async def test_of_long_receipts_that_nobody_expects_fewer_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.receipts.ROOM", 2_000)
    receipts = Receipts()

    def long(message_id: str) -> Message:
        pdu = receipt(message_id)
        pdu.tlvs = (*pdu.tlvs, (0x1400, b"x" * 400))
        return Message(pdu)

    for number in "1223":
        receipts.put(number, long(number))
    assert [receipts.expect(number).done() for number in "123"] == [False, True, True]
    for number in "45":  # there is room again for two
        receipts.put(number, long(number))
    assert [receipts.expect(number).done() for number in "45"] == [True, True]


async def test_a_receipt_is_expected_as_long_as_somebody_holds_on_to_it() -> None:
    receipts = Receipts()
    expected = receipts.expect("7")
    assert receipts.expects("7")
    assert receipts.expect("7") is expected
    del expected
    gc.collect()
    assert not receipts.expects("7")


async def test_the_first_final_receipt_counts() -> None:
    receipts = Receipts()
    expected = receipts.expect("7")
    first = Message(receipt("7"))
    receipts.put("7", first)
    receipts.put("7", Message(receipt("7", "EXPIRED", None)))
    assert expected.result() is first


async def test_what_has_come_outlives_the_session_and_what_has_not_does_not() -> None:
    receipts = Receipts()
    receipts.put("7", Message(receipt("7")))
    waiting = receipts.expect("8")
    receipts.end("the peer closed the connection")
    assert receipts.expect("7").result().message_id == "7"
    for missing in (waiting, receipts.expect("9")):
        with pytest.raises(Disconnected):
            missing.result()
