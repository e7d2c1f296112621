"""A handset's long message reaches an ESME as its parts, or as one message if the account wishes."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.sms.address import Address
from pdu.sms.status import TpSt
from pdu.sms.tp import SmsStatusReport, SmsSubmit
from pdu.ss7 import map as m
from pdu.text import udh
from pdu.values import EsmClass, MessageState
from smsc.centre.joining import TIME_LIMIT
from smsc.centre.wishes import DeliverWith, LongMessages, Wishes
from smsc.store.memory import MemoryStore
from tests.smsc.centre.conversation import IMSI, NUMBER, SC, Conversation
from tests.smsc.centre.notebook import Notebook

BANK = Address("7000", 0, 1)


def wishing(*bound: str, store: MemoryStore | None = None, **wishes: Any) -> Conversation:
    joined = Wishes(long_messages=LongMessages.JOINED, **wishes)
    return Conversation(*bound, wishes={"bank": joined}, store=store)


def dials(
    talk: Conversation,
    sequence: int,
    data: bytes,
    *,
    of: int = 3,
    reference: int = 7,
    sender: str = NUMBER,
    to: Address = BANK,
    **fields: Any,
) -> None:
    """Let a handset send one part; `others` are further elements of its header."""
    header = udh.encode((udh.Concatenation8(reference, of, sequence), *fields.pop("others", ())))
    submit = SmsSubmit(tp_da=to, tp_udh=header, tp_ud=data, **fields)
    talk.says(talk.msc, m.MoForwardSM(m.ServiceCentreAddressDA(SC), m.Msisdn(Address(sender)), submit, IMSI))


def payloads(talk: Conversation) -> list[bytes | None]:
    return [pdu.message_payload for pdu in talk.deliver_sms()]


def states(talk: Conversation) -> list[MessageState]:
    return [message.state for message in talk.centre.store.messages()]


def test_parts_are_handed_over_as_they_come_unless_otherwise_wished() -> None:
    talk = Conversation()
    dials(talk, 2, b"second")
    [part] = talk.deliver_sms()
    assert part.esm_class == EsmClass.UDHI
    assert part.short_message == b"\5\0\3\7\3\2second"


def test_parts_are_told_apart_by_tlvs_or_by_references_of_16_bits_where_that_is_wished() -> None:
    ports = (udh.ApplicationPort16(9200, 1),)
    for wished, esm_class, short_message, tlvs in (
        (LongMessages.SAR, 0, b"second", (7, 3, 2)),
        (LongMessages.PARTS_16, EsmClass.UDHI, b"\6\x08\4\0\7\3\2second", (None, None, None)),
    ):
        talk = Conversation(wishes={"bank": Wishes(long_messages=wished)})
        dials(talk, 2, b"second")
        [part] = talk.deliver_sms()
        assert (part.esm_class, part.short_message) == (esm_class, short_message)
        assert (part.sar_msg_ref_num, part.sar_total_segments, part.sar_segment_seqnum) == tlvs
        dials(talk, 1, b"first", others=ports)
        [*_, part] = talk.deliver_sms()
        assert part.sar_total_segments == tlvs[1]
        if esm_class:
            assert ports[0] in udh.decode(udh.split(part.short_message)[0])
        else:  # sar_* TLVs do not go with a header, but ports have TLVs as well (v5.0 4.7.12)
            assert (part.esm_class, part.dest_port, part.source_port) == (0, 9200, 1)


def test_a_part_whose_header_says_more_than_its_place_and_ports_keeps_its_place_there() -> None:
    talk = Conversation(wishes={"bank": Wishes(long_messages=LongMessages.SAR)})
    dials(talk, 1, b"first", others=(udh.UnknownElement(0x70, b"\xaa"),))
    [part] = talk.deliver_sms()
    assert (part.esm_class, part.sar_total_segments) == (EsmClass.UDHI, None)
    assert udh.concatenation(udh.decode(udh.split(part.short_message)[0])) is not None


def test_what_is_no_part_stays_as_it_is_whatever_is_wished() -> None:
    for wished in LongMessages:
        talk = Conversation(wishes={"bank": Wishes(long_messages=wished)})
        submit = SmsSubmit(tp_da=BANK, tp_ud=b"alone")
        talk.says(talk.msc, m.MoForwardSM(m.ServiceCentreAddressDA(SC), m.Msisdn(Address(NUMBER)), submit, IMSI))
        [pdu] = talk.deliver_sms()
        assert (pdu.esm_class, pdu.short_message, pdu.tlvs) == (0, b"alone", ())


def test_all_parts_become_one_in_whatever_order_they_come() -> None:
    talk = wishing()
    for sequence, data in ((2, b"two "), (3, b"three"), (1, b"one ")):
        assert payloads(talk) == []
        dials(talk, sequence, data)
    [whole] = talk.deliver_sms()
    assert (whole.message_payload, whole.short_message, whole.esm_class) == (b"one two three", b"", 0)
    assert states(talk) == [MessageState.DELIVERED] * 3


def test_ucs_2_stays_ucs_2() -> None:
    talk = wishing()
    for sequence, text in enumerate("абв", 1):
        dials(talk, sequence, text.encode("utf-16-be"), tp_dcs=8)
    [whole] = talk.deliver_sms()
    assert whole.data_coding == 8
    assert whole.message_payload == "абв".encode("utf-16-be")


def test_what_is_not_all_of_one_alphabet_stays_in_parts() -> None:
    talk = wishing()
    dials(talk, 1, b"One ", of=2)
    dials(talk, 2, "два".encode("utf-16-be"), of=2, tp_dcs=8)
    assert [(pdu.data_coding, pdu.short_message[6:]) for pdu in talk.deliver_sms()] == [
        (0, b"One "),
        (8, "два".encode("utf-16-be")),
    ]


def test_ports_become_tlvs() -> None:
    talk = wishing()
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x", others=(udh.ApplicationPort16(5000, 6000),), tp_dcs=4)
    [whole] = talk.deliver_sms()
    assert (whole.dest_port, whole.source_port) == (5000, 6000)


def test_what_needs_its_header_stays_in_parts() -> None:
    talk = wishing()
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x", others=(udh.NationalLanguageSingleShift(1),))
    assert [pdu.esm_class for pdu in talk.deliver_sms()] == [EsmClass.UDHI] * 3
    assert states(talk) == [MessageState.DELIVERED] * 3


def test_a_short_message_and_one_with_a_strange_header_go_at_once() -> None:
    talk = wishing()
    talk.dials(BANK, "short")
    for header in (b"\2\x70\0", b"\1\x70", b"\5\0\3\7\0\0"):
        submit = SmsSubmit(tp_da=BANK, tp_udh=header, tp_ud=b"x")
        talk.says(talk.msc, m.MoForwardSM(m.ServiceCentreAddressDA(SC), m.Msisdn(Address(NUMBER)), submit, IMSI))
    assert len(talk.deliver_sms()) == 4


def test_a_part_that_comes_twice_counts_once() -> None:
    talk = wishing()
    for sequence in (1, 1, 2, 3):
        dials(talk, sequence, b"x%d" % sequence)
    assert payloads(talk) == [b"x1x2x3"]
    assert states(talk) == [MessageState.DELIVERED] * 4  # the doubled one as well: nothing is left to do for it


def test_parts_of_two_handsets_or_for_two_numbers_are_not_each_other_s() -> None:
    talk = Conversation(wishes=dict.fromkeys(("bank", "shop"), Wishes(long_messages=LongMessages.JOINED)))
    for number, to in ((NUMBER, BANK), ("447700900124", BANK), (NUMBER, Address("7001", 0, 1))):
        dials(talk, 1, f"{number} to {to.value}, ".encode(), of=2, sender=number, to=to)
    assert talk.deliver_sms() == []
    dials(talk, 2, b"and again", of=2)
    assert payloads(talk) == [b"447700900123 to 7000, and again"]


def test_parts_whose_others_do_not_come_are_handed_over_in_the_end() -> None:
    talk = wishing()
    dials(talk, 3, b"three")
    talk.run(1)
    dials(talk, 1, b"one")
    talk.run(TIME_LIMIT - 2)
    assert talk.deliver_sms() == []
    talk.run(1)
    assert [pdu.short_message[-4:] for pdu in talk.deliver_sms()] == [b"\1one", b"hree"]


def test_a_second_message_with_the_same_reference_does_not_take_the_first_one_s_parts() -> None:
    talk = wishing()
    dials(talk, 1, b"old")
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"new")
    assert [pdu.short_message[-3:] or pdu.message_payload for pdu in talk.deliver_sms()] == [b"old", b"newnewnew"]


def test_timers_go_on_for_as_long_as_something_is_incomplete() -> None:
    talk = wishing()
    for at in range(3):
        dials(talk, 1, b"x", reference=at)
        talk.run(100)
    talk.run(2 * TIME_LIMIT)
    assert len(talk.deliver_sms()) == 3


def test_it_can_be_handed_over_by_data_sm() -> None:
    talk = wishing(deliver_with=DeliverWith.DATA_SM)
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x")
    assert not any(isinstance(heard, DeliverSm) for heard in talk.bank.heard)
    assert talk.bank.heard[-1]["message_payload"] == b"xxx"


def test_what_an_esme_sends_to_another_in_one_arrives_in_one() -> None:
    talk = Conversation("bank", "shop", wishes={"shop": Wishes(long_messages=LongMessages.JOINED)})
    talk.submits("x" * 1000, to="7001")
    [whole] = talk.deliver_sms("shop")
    assert whole.message_payload == b"x" * 1000
    assert talk.told() == ["DELIVRD 000"]


@pytest.mark.parametrize("status", [CommandStatus.ESME_RX_P_APPN, CommandStatus.ESME_RX_R_APPN])
def test_a_whole_message_that_is_refused_is_rejected(status: int) -> None:
    talk = wishing("shop")
    talk.bind("bank", answer=lambda _: DeliverSmResp(command_status=status))
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x")
    assert states(talk) == [MessageState.REJECTED] * 3


def reports(talk: Conversation) -> list[tuple[int, int]]:
    """Return TP-MR and TP-ST of the reports that the handset got."""
    tpdus = [forward.sm_rp_ui for forward in talk.msc.heard if isinstance(forward, m.MtForwardSM)]
    return [(tpdu.tp_mr, tpdu.tp_st) for tpdu in tpdus if isinstance(tpdu, SmsStatusReport)]


def test_no_part_is_reported_before_the_whole_is_taken() -> None:
    talk = wishing("shop")
    for sequence in (2, 1, 3):
        dials(talk, sequence, b"x", tp_srr=True, tp_mr=sequence)
    talk.run(1)
    assert reports(talk) == []
    assert states(talk) == [MessageState.ENROUTE] * 3
    talk.bind("bank")
    talk.run(1)
    assert sorted(reports(talk)) == [(1, TpSt.RECEIVED_BY_THE_SME), (2, 0), (3, 0)]


def test_every_part_is_reported_as_the_whole_has_ended() -> None:
    talk = wishing("shop")
    talk.bind("bank", answer=lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_P_APPN))
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x", tp_srr=sequence == 3, tp_mr=sequence)
    talk.run(1)
    assert reports(talk) == [(3, TpSt.PERMANENT_CONNECTION_REJECTED_BY_SME)]


@pytest.mark.parametrize("taken", [False, True])
def test_parts_that_have_been_put_together_stay_so_after_a_restart(taken: bool) -> None:
    store = Notebook()
    talk = wishing("bank" if taken else "shop", store=store)
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x")
    kept = [*store.read()]
    for message in kept[1:] if taken else ():
        message.state, message.done = MessageState.ENROUTE, None  # as if the process had ended before they were written
    again = wishing("shop")
    again.store.add(*kept)
    unfinished = [message for message in kept if message.state is MessageState.ENROUTE]
    again.network.send(again.centre, again.centre.resume(unfinished, again.network.now))
    again.bind("bank")
    again.run(2 * TIME_LIMIT)
    assert payloads(again) == ([] if taken else [b"xxx"])
    assert states(again) == [MessageState.DELIVERED] * 3
    assert again.centre.waiting.total() == 0


def test_parts_that_have_expired_by_a_restart_end_once_each() -> None:
    store = Notebook()
    talk = wishing("shop", store=store)
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x", tp_srr=True)
    kept = [*store.read()]
    again = wishing("shop")
    again.run(30 * 24 * 3600)
    again.store.add(*kept)
    again.network.send(again.centre, again.centre.resume(kept, again.network.now))
    again.run()
    assert [message.state for message in kept] == [MessageState.EXPIRED] * 3
    asked = (one.status_report for one in again.centre.store.messages())
    assert len([one for one in asked if one is not None and one.tp_st is not None]) == 3
    assert again.centre.waiting[""] == len(again.centre.queues)


def test_parts_of_a_message_that_is_kept_no_longer_were_delivered_with_it() -> None:
    store = Notebook()
    talk = wishing("shop", store=store)
    for sequence in (1, 2, 3):
        dials(talk, sequence, b"x")
    _, *others = store.read()
    again = wishing("bank")
    again.store.add(*others)
    again.network.send(again.centre, again.centre.resume(others, again.network.now))
    again.run(2 * TIME_LIMIT)
    assert payloads(again) == []
    assert states(again) == [MessageState.DELIVERED] * 2


@pytest.mark.parametrize("parts", [(3, 1), (1, 2, 3)])
def test_who_begins_anew_hears_no_more_of_parts(parts: tuple[int, ...]) -> None:
    talk = wishing("shop")
    for sequence in parts:
        dials(talk, sequence, b"old", tp_srr=True)
    talk.network.send(talk.centre, talk.centre.clear(talk.network.now))
    assert states(talk) == [MessageState.DELETED] * len(parts)
    talk.bind("bank")
    dials(talk, 2, b"new")
    talk.run(2 * TIME_LIMIT)
    assert [pdu.short_message[-3:] for pdu in talk.deliver_sms()] == [b"new"]
    assert reports(talk) == []
