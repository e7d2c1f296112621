"""smpplib, a client nobody here wrote: it binds, submits, gets receipts and messages from handsets, and unbinds."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import smpplib.client  # type: ignore[import-untyped]
import smpplib.consts  # type: ignore[import-untyped]
import smpplib.exceptions  # type: ignore[import-untyped]
import smpplib.gsm  # type: ignore[import-untyped]

from tests.interop.centre import PATIENCE, BlockingCentre, service_centre_in_thread

PHONE = "447700900123"  # of ms1
SHORT_CODE = "7000"  # served by the account bank


class Bank:
    """A program around smpplib, which keeps the ids of its messages, and what was delivered to it."""

    def __init__(self, centre: BlockingCentre) -> None:
        self.client = smpplib.client.Client(
            centre.host, centre.port, timeout=PATIENCE, allow_unknown_opt_params=True, logger_name="smpplib"
        )
        self.client.set_message_sent_handler(self._taken)
        self.client.set_message_received_handler(self._delivered)
        self.message_ids: dict[int, str] = {}  # by sequence_number
        self.messages: deque[Any] = deque()
        self.receipts: deque[Any] = deque()
        self.client.connect()

    def submit(self, short_message: bytes, *, receipt: bool = True, data_coding: int = 0, esm_class: int = 0) -> int:
        """Send a submit_sm to the handset, and return its sequence_number."""
        pdu = self.client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_UNK,
            source_addr=SHORT_CODE,
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
            destination_addr=PHONE,
            short_message=short_message,
            data_coding=data_coding,
            esm_class=esm_class,
            registered_delivery=receipt,
        )
        return int(pdu.sequence)

    def read_until(self, done: Callable[[], object]) -> None:
        """Read and handle PDUs until this is so; raises TimeoutError if none comes."""
        while not done():
            self.client.read_once(auto_send_enquire_link=False)

    def _taken(self, pdu: Any) -> None:
        self.message_ids[pdu.sequence] = pdu.message_id.decode("ascii")

    def _delivered(self, pdu: Any) -> None:
        receipt = pdu.esm_class == 0x04  # MC delivery receipt: smpplib has no name for it
        (self.receipts if receipt else self.messages).append(pdu)


@contextmanager
def bound(centre: BlockingCentre, mode: str = "transceiver", system_id: str = "bank") -> Iterator[Bank]:
    bank = Bank(centre)
    with bank.client as client:
        getattr(client, f"bind_{mode}")(system_id=system_id, password="secret")
        yield bank


def fields(receipt: Any) -> dict[str, str]:
    """Read the text of a receipt, as programs do."""
    return dict(re.findall(r"(\w+|submit date|done date):(\S*)", receipt.short_message.decode("ascii")))


def test_a_submitted_message_is_shown_and_its_receipt_has_the_right_id_and_text(
    blocking_centre: BlockingCentre,
) -> None:
    with bound(blocking_centre) as bank:
        number = bank.submit(b"Hello")
        bank.read_until(lambda: bank.receipts)
        [shown] = blocking_centre.shown("ms1")
        [receipt] = bank.receipts
        said = fields(receipt)
    assert (shown.text, shown.sender.value) == ("Hello", SHORT_CODE)
    assert receipt.receipted_message_id.decode("ascii") == bank.message_ids[number] == said["id"]
    assert receipt.message_state == smpplib.consts.SMPP_MESSAGE_STATE_DELIVERED
    assert {key: said[key] for key in ("sub", "dlvrd", "stat", "err", "text")} == {
        "sub": "001",
        "dlvrd": "001",
        "stat": "DELIVRD",
        "err": "000",
        "text": "Hello",
    }
    assert (receipt.source_addr, receipt.destination_addr) == (PHONE.encode("ascii"), SHORT_CODE.encode("ascii"))


def test_a_message_without_registered_delivery_has_no_receipt(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre) as bank:
        bank.submit(b"no receipt", receipt=False)
        last = bank.submit(b"receipt")
        bank.read_until(lambda: bank.receipts)
        assert fields(bank.receipts[0])["id"] == bank.message_ids[last]


def test_a_handsets_message_arrives_as_deliver_sm(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre) as bank:
        blocking_centre.text("ms1", "BALANCE", to=SHORT_CODE)
        bank.read_until(lambda: bank.messages)
        [message] = bank.messages
        blocking_centre.said("bank", "deliver_sm_resp ESME_ROK")
    assert (message.command, message.esm_class, message.data_coding) == ("deliver_sm", 0, 0)
    assert (message.source_addr_ton, message.source_addr) == (smpplib.consts.SMPP_TON_INTL, PHONE.encode("ascii"))
    assert (message.destination_addr, message.short_message) == (SHORT_CODE.encode("ascii"), b"BALANCE")


def test_a_handsets_emoji_arrives_in_ucs_2(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre) as bank:
        blocking_centre.text("ms1", "Grüße 🎉", to=SHORT_CODE)
        bank.read_until(lambda: bank.messages)
    assert bank.messages[0].data_coding == smpplib.consts.SMPP_ENCODING_ISO10646
    assert bank.messages[0].short_message.decode("utf-16-be") == "Grüße 🎉"


def test_a_carrier_may_mean_latin_1_by_data_coding_0(blocking_centre: BlockingCentre) -> None:
    blocking_centre.account("postbank", addresses=["7100"], default_alphabet="latin-1")
    sent, answer = "Ça @ {garçon}_ £5", "à @ {1}_"
    with bound(blocking_centre, system_id="postbank") as bank:
        bank.submit(sent.encode("latin-1"))
        bank.read_until(lambda: bank.receipts)
        blocking_centre.text("ms1", answer, to="7100")
        bank.read_until(lambda: bank.messages)
        [shown] = blocking_centre.shown("ms1")
    [receipt], [message] = bank.receipts, bank.messages
    assert (shown.text, receipt.data_coding, message.data_coding) == (sent, 0, 0)
    assert receipt.short_message.decode("latin-1").endswith(f"text:{sent}")
    assert message.short_message.decode("latin-1") == answer


def test_a_hundred_messages_with_a_window_of_ten_have_one_receipt_each(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre) as bank:
        numbers: list[int] = []
        while len(numbers) < 100:
            bank.read_until(lambda: len(numbers) - len(bank.message_ids) < 10)
            numbers.append(bank.submit(b"Message %d" % len(numbers)))
        bank.read_until(lambda: len(bank.message_ids) == len(bank.receipts) == 100)
        shown = blocking_centre.shown("ms1", 100)
    assert sorted(bank.message_ids) == sorted(numbers)
    assert len(set(bank.message_ids.values())) == 100
    assert sorted(fields(receipt)["id"] for receipt in bank.receipts) == sorted(bank.message_ids.values())
    assert {fields(receipt)["stat"] for receipt in bank.receipts} == {"DELIVRD"}
    assert [message.text for message in shown] == [f"Message {count}" for count in range(100)]
    assert len(blocking_centre.said("bank", "deliver_sm_resp")) == 100


@pytest.mark.parametrize("text", ["Grüße 🎉 👩‍👩‍👧 €", "Ελληνικά και 日本語", "a", "{[~^\\|]} @£$ èéùìòÇ"])
def test_a_message_arrives_as_it_was_written(blocking_centre: BlockingCentre, text: str) -> None:
    [octets], data_coding, esm_class = smpplib.gsm.make_parts(text)
    with bound(blocking_centre) as bank:
        bank.submit(octets, data_coding=data_coding, esm_class=esm_class)
        bank.read_until(lambda: bank.receipts)
    assert [message.text for message in blocking_centre.shown("ms1")] == [text]


@pytest.mark.parametrize("text", ["The quick brown fox. " * 20, "Быстрая лиса 🦊 " * 12])
def test_a_long_message_in_parts_arrives_joined(blocking_centre: BlockingCentre, text: str) -> None:
    parts, data_coding, esm_class = smpplib.gsm.make_parts(text)
    assert len(parts) > 2
    assert esm_class == smpplib.consts.SMPP_GSMFEAT_UDHI
    with bound(blocking_centre) as bank:
        for part in parts:
            bank.submit(part, data_coding=data_coding, esm_class=esm_class)
        bank.read_until(lambda: len(bank.receipts) == len(parts))
    [shown] = blocking_centre.shown("ms1")
    assert shown.text == text
    assert {fields(receipt)["id"] for receipt in bank.receipts} == set(bank.message_ids.values())


def test_receipts_of_a_transmitter_go_to_the_receiver_of_the_account(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre, "transmitter") as transmitter, bound(blocking_centre, "receiver") as receiver:
        number = transmitter.submit(b"Hello")
        transmitter.read_until(lambda: transmitter.message_ids)
        receiver.read_until(lambda: receiver.receipts)
        blocking_centre.text("ms1", "Thanks", to=SHORT_CODE)
        receiver.read_until(lambda: receiver.messages)
    assert fields(receiver.receipts[0])["id"] == transmitter.message_ids[number]
    assert receiver.messages[0].short_message == b"Thanks"
    assert not transmitter.receipts
    assert not transmitter.messages


def test_a_receipt_waits_until_a_receiver_is_bound(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre, "transmitter") as transmitter:
        number = transmitter.submit(b"Hello")
        transmitter.read_until(lambda: transmitter.message_ids)
    blocking_centre.shown("ms1")
    with bound(blocking_centre, "receiver") as receiver:
        receiver.read_until(lambda: receiver.receipts)
    assert fields(receiver.receipts[0])["id"] == transmitter.message_ids[number]


def test_unbind_is_answered_and_ends_the_connection(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre) as bank:
        resp = bank.client.unbind()
        assert (resp.command, resp.status) == ("unbind_resp", smpplib.consts.SMPP_ESME_ROK)
        assert bank.client._socket.recv(1) == b""
        bank.client.disconnect()


def test_a_wrong_password_is_a_bind_error(blocking_centre: BlockingCentre) -> None:
    bank = Bank(blocking_centre)
    with pytest.raises(smpplib.exceptions.PDUError) as refused:
        bank.client.bind_transceiver(system_id="bank", password="guessed")
    bank.client.disconnect()
    assert refused.value.args[1] == smpplib.consts.SMPP_ESME_RINVPASWD


def test_it_asks_what_has_become_of_a_message(blocking_centre: BlockingCentre) -> None:
    with bound(blocking_centre) as bank:
        number = bank.submit(b"Hello")
        bank.read_until(lambda: bank.receipts)
        answers: list[Any] = []
        bank.client.set_query_resp_handler(answers.append)
        bank.client.query_message(message_id=bank.message_ids[number], source_addr=SHORT_CODE)
        bank.read_until(lambda: answers)
    [answer] = answers
    assert answer.message_id.decode("ascii") == bank.message_ids[number]
    assert (answer.message_state, answer.error_code) == (smpplib.consts.SMPP_MESSAGE_STATE_DELIVERED, 0)


def test_it_comes_back_after_the_service_centre_has_been_restarted() -> None:
    with service_centre_in_thread() as first:
        bank = Bank(first)
        bank.client.bind_transceiver(system_id="bank", password="secret")
    assert bank.client.read_pdu().command == "unbind"
    bank.client.disconnect()
    with service_centre_in_thread(smpp={"port": first.port}) as again, bank.client as client:
        client.connect()
        client.bind_transceiver(system_id="bank", password="secret")
        bank.submit(b"Here again")
        bank.read_until(lambda: bank.receipts)
        [shown] = again.shown("ms1")
    assert shown.text == "Here again"
