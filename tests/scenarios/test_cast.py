"""The ESMEs of a scenario: several sessions, what they answer, and being called."""

import pytest

from scenarios.comparison import Mismatch
from scenarios.script import ScriptError
from tests.scenarios.story import story

SUBMIT = 'bank -> sc  submit_sm destination_addr=447700900123 registered_delivery=1 short_message="Hello"'


def test_an_esme_has_as_many_sessions_as_it_binds() -> None:
    story(f"""
        bank -> sc  bind_transmitter system_id=bank password=secret
        sc -> bank  bind_transmitter_resp ESME_ROK
        bank.2 -> sc  bind_receiver system_id=bank password=secret
        sc -> bank.2  bind_receiver_resp ESME_ROK
        {SUBMIT}
        sc -> bank  submit_sm_resp ESME_ROK
        ...
        sc -> bank.2  deliver_sm message_state=DELIVERED
        bank.2 -> sc  deliver_sm_resp ESME_ROK
    """)


def test_what_one_session_is_told_another_is_not() -> None:
    with pytest.raises(Mismatch, match=r"nearest; it differs in: sc -> bank\.2"):
        story("""
            bank -> sc  bind_transmitter system_id=bank password=secret
            sc -> bank  bind_transmitter_resp ESME_ROK
            bank.2 -> sc  bind_receiver system_id=bank password=secret
            sc -> bank  bind_receiver_resp ESME_ROK
        """)


def test_an_esme_refuses_what_it_is_handed_until_it_says_otherwise() -> None:
    story(f"""
        bank  answers ESME_RX_T_APPN
        {SUBMIT}
        ...
        bank -> sc  deliver_sm_resp ESME_RX_T_APPN
        bank  answers ESME_ROK
        sc -> bank  deliver_sm
        bank -> sc  deliver_sm_resp ESME_ROK
    """)


def test_what_an_esme_answers_outlives_its_session() -> None:
    story(f"""
        bank  answers ESME_RX_T_APPN
        bank  loses connection
        bank -> sc  bind_transceiver system_id=bank password=secret
        sc -> bank  bind_transceiver_resp ESME_ROK
        {SUBMIT}
        ...
        sc -> bank  deliver_sm message_state=DELIVERED
        bank -> sc  deliver_sm_resp ESME_RX_T_APPN
        ...
    """)


def test_an_esme_answers_late() -> None:
    played = story(f"""
        bank  answers nothing
        {SUBMIT}
        ...
        sc -> bank  deliver_sm
        +20s  bank -> sc  deliver_sm_resp ESME_ROK
    """)
    assert played.rungs[-1].at == played.rungs[-2].at + 20


def test_an_esme_that_never_answers_is_tried_again_when_the_response_timer_is_over() -> None:
    story(f"""
        ---
        [smpp]
        response_timer = 7
        ---
        bank  answers nothing
        {SUBMIT}
        ...
        sc -> bank  deliver_sm
        +7s  sc -> bank  deliver_sm
        ...
    """)


def test_a_response_to_nothing_is_told_by_its_line() -> None:
    with pytest.raises(ScriptError, match="story:3:13: expected what its session may send, found a deliver_sm_resp"):
        story("""
            bank  answers nothing
bank -> sc  deliver_sm_resp ESME_ROK
        """)


def test_a_connection_that_is_lost_takes_its_session_with_it() -> None:
    story("""
        bank -> sc  bind_transceiver system_id=bank password=secret
        sc -> bank  bind_transceiver_resp ESME_ROK
        bank  loses connection
        bank -> sc  bind_transceiver system_id=bank password=secret
        sc -> bank  bind_transceiver_resp ESME_ROK
    """)


def test_a_connection_that_is_lost_takes_the_timers_of_its_session_with_it() -> None:
    story(f"""
        bank  answers nothing
        {SUBMIT}
        ...
        sc -> bank  deliver_sm message_state=DELIVERED
        bank  loses connection
        100s  ms1  switches off
        ...
    """)


def test_an_esme_that_is_called_binds() -> None:
    story("""
        ---
        [[account]]
        system_id = "bank"
        outbind = "bank.example:2776"
        ---
        1s  ms1  sends text text="BALANCE" to=7000
        ...
        sc -> bank  outbind system_id=mini-smsc
        ...
        9s  bank -> sc  bind_receiver system_id=bank password=secret
        sc -> bank  bind_receiver_resp ESME_ROK
        sc -> bank  deliver_sm short_message="BALANCE"
        bank -> sc  deliver_sm_resp ESME_ROK
    """)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bank  anwsers nothing", "story:1:7: expected what an ESME does by itself, perhaps answers nothing"),
        ("bank  answers ESME_NONSENSE", "story:1:15: expected nothing, or a command_status such as ESME_RX_T_APPN"),
        ("bank  answers ESME_RX_T_AP", "story:1:15: expected nothing, or a command_status such as ESME_RX_T_APPN or "),
        ("bank  answers", "story:1:7: expected nothing, or a command_status such as ESME_RX_T_APPN, found 'none'"),
        ("bank  sc  submit_sm short_message=Hi", "story:1:7: expected ->, and a name, found 'sc submit_sm'"),
        ("bank → sc  submit_sm short_message=Hi", "story:1:6: expected ->, and a name, found '→ sc submit_sm'"),
        ("msc1  bss1  PAGING", "story:1:7: expected ->, and a name, found 'bss1 PAGING'"),
        (".5s ms1  switches off", "story:1:1: expected a time, such as "),
        ("ms1  shows txt=Hi", "story:1:12: expected a key of what is behind `shows`, perhaps text, found 'txt'"),
        ("ms1  sends text txt=Hi to=7000", "story:1:6: expected text=... to=..., perhaps report="),
        ("sc-hlr  loses share=3", "story:1:15: expected a number from 0 to 1, found share 3"),
        ("bnak -> sc  unbind", "story:1:1: expected somebody of this world, perhaps bank, found 'bnak'"),
        ("ms1  swiches off", "story:1:6: expected an act, or what a handset shows, perhaps switches off"),
        ("sc -> bank  submit_sm", "story:1:13: expected what a service centre says, perhaps submit_sm_resp, found"),
        ("sc -> bank  submit_sm_rsp", "story:1:13: expected the name of a PDU, perhaps submit_sm_resp"),
        ("sc -> bank  submit_sm_resp ESME_ROCK", "story:1:28: expected a command_status, perhaps ESME_ROK"),
        ("sc -> bank  submit_sm_resp 0xZZ", "story:1:28: expected a command_status, one of: ESME_ROK"),
        ("sc -> bank  submit_sm_resp mesage_id=1", "story:1:28: expected a parameter of submit_sm_resp, .* message_id"),
    ],
)
def test_what_can_not_be_is_told_before_anything_is_played(line: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        story(line)


def test_a_value_that_a_pdu_has_without_being_said_may_be_written() -> None:
    story(f"""
        {SUBMIT}
        sc -> bank  submit_sm_resp ESME_ROK sequence_number=0
        ...
    """)
