"""What goes wrong in a scenario, by an act or by its world, and what is said of a mistake in it."""

import pytest

from scenarios.player import play
from scenarios.script import ScriptError, parse
from tests.scenarios.story import story

SUBMIT = "bank -> sc  submit_sm destination_addr=447700900123 registered_delivery=1 short_message=Hello"


def test_something_goes_wrong_from_an_act_on_and_right_again() -> None:
    story(f"""
        smpp        goes wrong command_status=ESME_RTHROTTLED pdu=submit_sm
        {SUBMIT}
        sc -> bank  submit_sm_resp ESME_RTHROTTLED
        {SUBMIT}
        sc -> bank  submit_sm_resp ESME_RTHROTTLED
        smpp        goes right
        {SUBMIT}
        sc -> bank  submit_sm_resp ESME_ROK
        ...
    """)


def test_only_the_faults_of_one_stage_go() -> None:
    story(f"""
        sc          goes wrong message_state=REJECTED
        hlr         goes wrong silence=true
        hlr         goes right
        {SUBMIT}
        sc -> bank  submit_sm_resp ESME_ROK
        sc -> bank  deliver_sm message_state=REJECTED
        bank -> sc  deliver_sm_resp ESME_ROK
    """)


def test_a_fault_of_the_world_strikes_as_often_with_the_same_seed() -> None:
    text = f"""
        ---
        seed = 7
        [[fault]]
        stage = "smpp"
        pdu = "submit_sm"
        command_status = "ESME_RSYSERR"
        probability = 0.5
        ---
        {SUBMIT}
        {SUBMIT}
        {SUBMIT}
        {SUBMIT}
        ...
    """.replace(SUBMIT, f"{SUBMIT}\n        ...")
    first = story(text)
    assert list(map(str, first.rungs)) == list(map(str, story(text).rungs))
    assert {"submit_sm_resp ESME_ROK", "submit_sm_resp ESME_RSYSERR"} <= {
        " ".join(rung.line.words) for rung in first.rungs
    }


def test_an_act_can_name_what_was_seen_before() -> None:
    story(
        f"""
        {SUBMIT}
        sc -> hlr   sendRoutingInfoForSM msisdn=$number
        ...
        hlr         goes wrong error=unknownSubscriber destination=$number
        {SUBMIT}
        ...
        sc -> bank  deliver_sm message_state=UNDELIVERABLE network_error_code=0x030001
        ...
    """.replace("sc -> hlr", "...\n        sc -> hlr", 1)
    )


MISTAKES = {
    "radio  goes wrong loss=true": "1: expected one of smpp, sc, hlr, msc, bss, ms, receipt, found 'radio'",
    "smpp  goes wrong": "7: expected one of command_status, delay,",
    "smpp  goes wrong los=true": "18: los: there is no such key; perhaps loss is meant",
    "hlr  goes wrong error=memoryFull": "17: error: expected one of systemFailure, dataMissing,",
    "sc  goes wrong swap=true": "5: expected one of message_state, delay, loss, duplicate at stage sc, found swap",
    "sc  goes wrong delay=soon": "16: delay: expected a number, found 'soon'",
    "sc  goes right los=true": "16: los: there is no such key; perhaps loss is meant",
    "sc  goes right loss=true": "5: expected a fault of stage sc that says just this, found none",
}


@pytest.mark.parametrize(("line", "said"), MISTAKES.items())
def test_a_mistake_is_told_by_line_and_column_before_anything_is_played(line: str, said: str) -> None:
    with pytest.raises(ScriptError) as wrong:
        play(parse(f"{SUBMIT}\n...\n{line}\n", "story"))
    assert str(wrong.value).startswith(f"story:3:{said}")


def test_a_mistake_in_the_world_is_told_as_well() -> None:
    with pytest.raises(
        ScriptError, match=r"^story:4:1: fault\[0\]\.error: expected one of systemFailure, .*found 'full'$"
    ):
        play(parse(f'---\n[[fault]]\nstage = "hlr"\nerror = "full"\n---\n{SUBMIT}\n', "story"))
