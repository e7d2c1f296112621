"""What has happened is written as a scenario, and happens again when that is played."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pdu import CancelSm, SubmitSm, SubmitSmResp
from pdu.matrix import SessionState
from scenarios import built_in
from scenarios.comparison import START, Rung
from scenarios.player import Player, play
from scenarios.recording import recorded
from scenarios.script import Script, parse, read
from scenarios.sessions import Unrecordable
from scenarios.world import world
from smsc.config import WorldConfig, load
from smsc.config import built_in as written_world
from smsc.trace.trace import Record
from smsc.world.past import Bound, Past
from tests.smsc.worlds import Watched, bound

SUBMIT = 'bank -> sc  submit_sm destination_addr=447700900123 registered_delivery=1 short_message="Hello"'


@dataclass
class Run:
    """A scenario that is played in place of a run: what was told from its first line on."""

    script: Script
    records: list[Record] = field(default_factory=list)
    rungs: list[Rung] = field(default_factory=list)
    began: int = 0

    def past(self) -> Past:
        player = Player(self.script, tell=self._told)
        player._world.trace.follow(self.records.append)
        player.play()
        return Past(START, player._world.network.now, self.records[self.began :], player._config, {})

    def _told(self, rung: Rung) -> None:
        if not self.rungs:  # a mere act has no record
            self.began = len(self.records) - bool(self.records and str(self.records[-1]) == str(rung))
        self.rungs.append(rung)


def story(text: str) -> Past:
    return Run(parse(text, "story")).past()


def said(rungs: list[Rung] | tuple[Rung, ...]) -> list[str]:
    """Return the ladder without what a recording may say in its own way: how ESMEs are bound at first, and answer."""
    alone = ("answers", "bind_transceiver news", "bind_transceiver_resp news")
    return [
        str(rung)
        for rung in rungs
        if rung.line.words[0] not in alone and not (rung.line.words[0].startswith("bind_") and "news" in str(rung))
    ]


@pytest.mark.parametrize("file", built_in(), ids=lambda file: file.stem)
def test_a_run_that_is_recorded_goes_the_same_way_again(file: Path) -> None:
    run = Run(read(file))
    again = play(parse(recorded(run.past()), "again"))
    assert said(again.rungs) == said(run.rungs)


def test_it_begins_with_when_that_was_and_is_a_ladder_in_full() -> None:
    first, *rows = recorded(story(f"1.25s {SUBMIT}\n...\n")).splitlines()
    assert first == "# What happened from 2026-01-01 00:00:00 UTC on."
    assert rows[0].split() == ["1.25s", *SUBMIT.split()]
    assert rows[1].split()[:4] == ["sc", "->", "bank", "submit_sm_resp"]
    assert rows[-1].split()[:4] == ["bank", "->", "sc", "deliver_sm_resp"]
    assert len(rows) == 26


def test_an_id_that_an_esme_goes_on_to_use_has_a_name() -> None:
    text = recorded(
        story(f"""
            ms1 switches off
            ...
            {SUBMIT}
            ...
            {SUBMIT}
            sc -> bank  submit_sm_resp ESME_ROK message_id=$second
            ...
            bank -> sc  query_sm message_id=$second
            ...
            bank -> sc  cancel_sm message_id=nonsense
            ...
        """)
    )
    assert "submit_sm_resp ESME_ROK message_id=00000001" in text
    assert "submit_sm_resp ESME_ROK message_id=$id1" in text
    assert "query_sm message_id=$id1" in text
    assert "query_sm_resp ESME_ROK message_id=$id1" in text
    assert "cancel_sm message_id=nonsense" in text
    play(parse(text))


def test_an_id_is_that_of_its_own_request_though_others_were_sent_before_the_answer() -> None:
    run = Watched(load(), START)
    line = bound(run)
    first, second = (SubmitSm(destination_addr="447700900123", short_message=text) for text in (b"first", b"second"))
    for submit in (first, second):
        submit.schedule_delivery_time = "000000010000000R"
        line.put(submit)
    line.flush()
    line.say(CancelSm(message_id=next(pdu.message_id for pdu in line.heard if isinstance(pdu, SubmitSmResp))))
    run.network.run_until(START + 3700)
    rows = recorded(Past(START, run.network.now, list(run.records), run.config, {})).splitlines()
    place = next(place for place, row in enumerate(rows) if row.endswith("message_id=$id1"))
    assert rows[place - 1].endswith('short_message="first"')
    assert [row.split()[2] for row in rows if " shows " in row] == ["text=second"]


def test_an_id_that_came_only_after_something_else_had_happened_has_a_name_as_well() -> None:
    text = recorded(
        story(f"""
            0s  smpp  goes wrong delay=5 times=1
            1s  {SUBMIT}
            2s  ms2  switches off
            ...
            sc -> bank  submit_sm_resp ESME_ROK message_id=$late
            ...
            9s  bank -> sc  query_sm message_id=$late
            ...
        """)
    )
    assert "submit_sm_resp ESME_ROK message_id=$id1" in text
    assert "query_sm_resp ESME_ROK message_id=$id1" in text
    play(parse(text))


@pytest.mark.parametrize("fault", ["delay=5 times=2", "swap=true times=1"])
def test_an_id_is_that_of_its_own_request_though_the_responses_come_late_or_the_other_way_round(fault: str) -> None:
    text = recorded(
        story(f"""
            0s  smpp  goes wrong {fault}
            1s  {SUBMIT.replace("Hello", "first")} schedule_delivery_time="000000010000000R"
            2s  {SUBMIT.replace("Hello", "second")} schedule_delivery_time="000000010000000R"
            ...
            sc -> bank  submit_sm_resp ESME_ROK message_id=00000002
            ...
            9s  bank -> sc  cancel_sm message_id=00000002
            ...
        """)
    )
    rungs = play(parse(text)).rungs
    assert [str(rung) for rung in rungs if "message_state=DELETED" in str(rung) and "text:second" in str(rung)]
    assert "submit_sm_resp ESME_ROK message_id=$id1" in text
    assert "cancel_sm message_id=$id1" in text


def test_an_id_from_before_the_beginning_stays_as_it_is() -> None:
    past = story(f"""
        ms1 switches off
        ...
        {SUBMIT}
        ...
        1s  bank -> sc  query_sm message_id=00000001
        ...
        2s  bank -> sc  cancel_sm message_id=00000001
        ...
    """)
    text = recorded(past._replace(records=[record for record in past.records if record.at >= START + 1]))
    assert "query_sm message_id=00000001" in text
    assert "cancel_sm message_id=00000001" in text
    assert "cancel_sm_resp ESME_RINVMSGID" in text


def test_dates_are_as_far_from_the_beginning_as_they_were() -> None:
    past = story(f"{SUBMIT} schedule_delivery_time=260101010000000+ validity_period=000002000000000R\n...\n")
    later = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC).timestamp()
    moved = [record._replace(at=record.at - START + later) for record in past.records]
    moved[0].message.schedule_delivery_time = "310506080809000+"  # type: ignore[attr-defined]  # of a submit_sm
    text = recorded(past._replace(began=later, now=past.now - START + later, records=moved))
    assert text.startswith("# What happened from 2031-05-06 07:08:09 UTC on.\n")
    assert "schedule_delivery_time=260101010000000+ validity_period=000002000000000R" in text


def test_what_came_long_after_the_last_act_is_in_it() -> None:
    past = story(f"ms1 loses power\n{SUBMIT} validity_period=000000010000000R\n...\n7201s ms2 switches off\n...\n")
    until_then = [record for record in past.records if not (record.person and record.destination == "ms2")]
    text = recorded(past._replace(records=until_then))
    assert "message_state=EXPIRED" in text
    assert "ms2" not in text


# Sessions


def test_a_session_that_was_bound_before_is_bound_as_it_was() -> None:
    past = story(f"{SUBMIT}\n...\n")
    [session] = {record.conversation for record in past.records if record.origin == "bank"}
    usual = Bound(SessionState.BOUND_TRX, 0x34)
    assert "bind_" not in recorded(past._replace(sessions={session: usual}))
    text = recorded(past._replace(sessions={session: usual._replace(version=0x33)}))
    assert text.splitlines()[1].split() == (
        ["0s", "bank", "->", "sc", "bind_transceiver", "system_id=bank", "password=secret", "interface_version=V3_3"]
    )
    text = recorded(past._replace(sessions={session: Bound(SessionState.BOUND_TX, 0x34)}))
    assert "0s    bank -> sc    bind_transmitter system_id=bank password=secret" in text.splitlines()


def test_the_sessions_of_an_esme_have_names_of_their_own_and_a_name_is_used_again() -> None:
    bind = "bind_transceiver system_id=bank password=secret"
    text = recorded(
        story(f"""
            bank   -> sc  {bind}
            ...
            bank.2 -> sc  {bind}
            ...
            1s bank  loses connection
            2s bank   -> sc  {bind}
            ...
            3s bank.2 -> sc  unbind
            ...
            4s bank.2 -> sc  {bind}
            ...
        """)
    )
    acts = [row.split()[1] for row in text.splitlines() if row.startswith(tuple("01234"))]
    assert acts == ["bank", "bank.2", "bank", "bank", "bank.2", "bank.2"]
    play(parse(text))


def test_an_esme_may_have_many_sessions() -> None:
    names = ["bank", *(f"bank.{number}" for number in range(2, 33))]
    text = recorded(
        story("".join(f"{name} -> sc  bind_receiver system_id=bank password=secret\n...\n" for name in names))
    )
    assert [row.split()[0 if row[0].isalpha() else 1] for row in text.splitlines() if "bind_receiver " in row] == names
    play(parse(text))


def test_a_password_is_not_told_but_whether_it_was_right_is() -> None:
    run = Run(
        parse("""
            1s bank -> sc  bind_transceiver system_id=bank password=sesame
            ...
            2s shop -> sc  bind_transceiver system_id=shop password=opensesa
            ...
        """)
    )
    past = run.past()
    accounts = tuple(one.model_copy(update={"password": type(one.password)("private")}) for one in past.config.account)
    text = recorded(past._replace(config=past.config.model_copy(update={"account": accounts})))
    assert "system_id=bank password=wrong" in text
    assert "system_id=shop password=opensesa" in text
    assert "private" not in text
    assert "sesame" not in text
    assert "bind_transceiver_resp ESME_RINVPASWD" in text


def test_binds_may_be_refused_in_any_number_of_sessions() -> None:
    refused = """
        bank -> sc  bind_transceiver system_id=bank password=sesame
        sc -> bank  bind_transceiver_resp ESME_RINVPASWD
        bank  loses connection
    """
    text = recorded(story(refused * 10 + "bank -> sc  bind_transceiver system_id=bank password=secret\n...\n"))
    assert text.count("password=wrong") == 10
    assert text.count("bind_transceiver_resp ESME_ROK") == 1
    assert "bank.2" not in text


def test_a_bind_that_is_refused_for_another_reason_than_its_password_is_refused_for_that_again() -> None:
    text = recorded(
        story("""
            ---
            [[account]]
            system_id = "bank"
            max_binds = 1
            ---
            1s bank -> sc  bind_transmitter system_id=bank password=secret
            ...
            2s bank.2 -> sc  bind_receiver system_id=bank password=secret
            ...
        """)
    )
    assert "bind_receiver_resp ESME_RALYBND" in text
    assert "password=wrong" not in text


def test_an_esme_that_answers_late_answers_as_late_again() -> None:
    text = recorded(
        story(f"""
            bank answers nothing
            {SUBMIT}
            ...
            20s bank -> sc  deliver_sm_resp ESME_ROK
            ...
        """)
    )
    assert "0s    bank          answers nothing" in text
    assert "20s   bank -> sc    deliver_sm_resp ESME_ROK" in text


def test_so_does_one_that_was_called_by_outbind() -> None:
    world = '[[account]]\nsystem_id = "bank"\noutbind = "bank.example:2776"\noutbind_password = "knockers"'
    text = recorded(
        story(f"""---\n{world}\n---
            1s    ms1  sends text text="BALANCE" to=7000
            ...
            4s    bank answers nothing
            ...
            5s    bank -> sc  bind_receiver system_id=bank password=secret
            ...
            60s   bank loses connection
            ...
        """)
    )
    assert 'outbind_password = "secret"' in text
    assert "knockers" not in text
    assert "bank          answers nothing" in text
    acts = [row.split()[:4] for row in text.splitlines() if row.startswith(("5s", "60s"))]
    assert acts[:2] == [["5s", "bank", "->", "sc"], ["60s", "bank", "loses", "connection"]]
    play(parse(text))


def test_of_an_esme_that_takes_all_at_once_no_answer_is_an_act() -> None:
    text = recorded(story(f"{SUBMIT}\n...\n60s ms1 switches off\n...\n"))
    assert " answers " not in text
    acts = [row.split()[1:3] for row in text.splitlines() if row.startswith(("0s", "60s"))]
    assert acts == [["bank", "->"], ["ms1", "switches"]]


def test_an_esme_that_is_gone_at_once_leaves_nothing_unanswered() -> None:
    text = recorded(
        story(f"""
            bank answers nothing
            1s {SUBMIT}
            ...
            1s {SUBMIT.replace("123", "124")}
            ...
            sc -> bank deliver_sm source_addr=447700900123
            ...
            sc -> bank deliver_sm source_addr=447700900124
            bank loses connection
            ...
            60s ms1 switches off
            ...
        """)
    )
    assert "answers nothing" not in text
    assert "bank" in text


def test_an_answer_to_what_came_later_is_to_that_again() -> None:
    past = story(f"""
        bank answers nothing
        {SUBMIT}
        ...
        sc -> bank  deliver_sm
        ...
        45s bank -> sc  deliver_sm_resp ESME_RX_T_APPN sequence_number=2
        ...
    """)
    text = recorded(past)
    assert "45s   bank -> sc    deliver_sm_resp ESME_RX_T_APPN sequence_number=2" in text
    told = [str(record) for record in past.records]
    assert [str(rung) for rung in play(parse(text)).rungs][2:] == told[1:]


def test_what_goes_wrong_is_in_it_and_enquire_link_is_not() -> None:
    text = recorded(
        story(f"""
            1s hlr goes wrong error=callBarred times=1
            2s bank -> sc  enquire_link
            ...
            3s {SUBMIT}
            ...
            4s hlr goes right
            ...
        """)
    )
    assert "1s    hlr           goes wrong times=1 error=callBarred" in text
    assert "returnError callBarred" in text
    assert "4s    hlr           goes right" in text
    assert "enquire_link" not in text


# Its world


def test_only_what_differs_from_the_built_in_world_is_written() -> None:
    text = recorded(story(f'---\nseed = 9\n[[account]]\nsystem_id = "bank"\nwindow = 2\n---\n{SUBMIT}\n...\n'))
    _, written, _ = text.split("---\n")
    assert tomllib.loads(written) == {"seed": 9, "account": [{"system_id": "bank", "window": 2}]}


def test_who_is_told_and_what_handsets_answer_by_themselves_is_left_out() -> None:
    past = story(f"{SUBMIT}\n...\n")
    more = WorldConfig.model_validate(
        written_world()
        | {
            "webhook": [{"url": "http://127.0.0.1:9/hidden", "secret": "whsec_" + 32 * "A"}],
            "mqtt": {"host": "127.0.0.1"},
            "answer": [{"reply": "YES"}],
        }
    )
    assert recorded(past._replace(config=more)) == recorded(past)


def test_a_world_that_lacks_something_is_written_whole() -> None:
    past = story(f"---\n[latency]\nsc-hlr = 0.25\n---\n{SUBMIT}\n...\n")
    few: WorldConfig = past.config.model_copy(update={"phone": past.config.phone[:1]})
    text = recorded(past._replace(config=few))
    assert "built_in = false" in text
    assert "ms2" not in text
    assert play(parse(text)).rungs


def test_a_world_whose_rows_have_another_order_keeps_it() -> None:
    past = story(f"{SUBMIT}\n...\n")
    turned: WorldConfig = past.config.model_copy(update={"cell": past.config.cell[::-1]})
    text = recorded(past._replace(config=turned))
    assert [cell.name for cell in world(parse(text)).cell] == ["village", "cell3", "cell2", "cell1"]
    assert play(parse(text)).rungs


def test_handsets_that_are_met_only_by_what_happens_are_met_again() -> None:
    phones = 'name = "p"\ncount = 9\nmsisdn = "447700900300"\nimsi = "234150000000300"\ncells = ["cell2"]\n'
    past = story(f"""---\n[anybody]\n[[phones]]\n{phones}---
        1s bank -> sc  submit_sm destination_addr=4917612345678 short_message="Hello"
        ...
        2s p3  sends text text="Hello" to=7000
        ...
    """)
    text = recorded(past)
    assert "bss1 -> n4917612345678  PAGING REQUEST" in text
    assert "p3   -> bss1  CHANNEL REQUEST" in text
    play(parse(text))


def test_an_esme_may_have_a_stroke_in_its_name() -> None:
    past = story(f"""---
        [[account]]
        system_id = "acme/tx@1"
        password = "secret"
        ---
        {SUBMIT.replace("bank", "acme/tx@1")}
        ...
        +5s acme/tx@1  loses connection
    """)
    text = recorded(past)
    assert "acme/tx@1 -> sc  submit_sm " in text
    assert play(parse(text)).rungs


def test_where_nobody_has_done_anything_there_is_nothing_to_record() -> None:
    past = story(f"{SUBMIT}\n...\n")
    with pytest.raises(Unrecordable, match=r"^nothing has been done yet that a scenario could do again$"):
        recorded(past._replace(records=()))


def test_more_sessions_than_there_are_names_for_are_told() -> None:
    past = story(f"{SUBMIT}\n...\n")
    [first, *_] = past.records
    many = [first._replace(conversation=number) for number in range(1, 101)]
    with pytest.raises(Unrecordable, match=r"^bank had more than 99 sessions at a time: a scenario has no names for m"):
        recorded(past._replace(records=many))
