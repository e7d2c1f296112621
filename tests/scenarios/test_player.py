"""The player: what is acted, what is expected, and what is said if a scenario goes otherwise."""

import pytest

from scenarios.comparison import Mismatch
from scenarios.script import ScriptError
from tests.scenarios.story import story

SUBMIT = "bank -> sc    submit_sm destination_addr=447700900123 short_message=Hello"


def test_only_the_keys_that_are_written_have_to_agree() -> None:
    played = story(f"""
        {SUBMIT}
        sc  -> bank   submit_sm_resp ESME_ROK
        sc  -> hlr    sendRoutingInfoForSM msisdn=447700900123
        ...
    """)
    assert len(played.rungs) == 24


def test_a_key_that_is_written_twice_has_the_values_that_came_in_their_order() -> None:
    one, other = "callback_num=0x0101013131", "callback_num=0x0101013232"
    submit = f"bank -> sc  submit_sm dest_addr_npi=1 destination_addr=7001 short_message=Hello {one} {other}"
    story(f"{submit}\n...\nsc -> shop  deliver_sm {one} {other}\n...\n")
    with pytest.raises(Mismatch, match="callback_num: 0x0101013232 is written, 0x0101013131 came"):
        story(f"{submit}\n...\nsc -> shop  deliver_sm {other} {one}\n...\n")
    with pytest.raises(Mismatch, match="callback_num: 0x0101013131 is written, 0x0101013232 came"):
        story(f"{submit}\n...\nsc -> shop  deliver_sm {one} {one}\n...\n")


def test_a_call_that_nobody_hears_can_be_written() -> None:
    story(f"""
        ms1 loses coverage
        {SUBMIT}
        ...
        msc1 -> bss1  PAGING
        bss1          PAGING REQUEST mobile_identity_1=234150000000001
        ...
    """)


def test_a_command_status_is_written_as_a_number_or_by_any_of_its_names() -> None:
    for status, written in [("0x400", "1024"), ("0x00000400", "0x400"), ("ESME_RINVTLVVAL", "ESME_RINVOPTPARAMVAL")]:
        story(f"""
            smpp  goes wrong command_status={status} pdu=submit_sm
            {SUBMIT}
            sc -> bank  submit_sm_resp {written}
        """)


def test_a_name_stands_for_what_it_was_at_first_sight() -> None:
    played = story(f"""
        {SUBMIT} registered_delivery=1
        sc -> bank  submit_sm_resp ESME_ROK message_id=$id
        ...
        sc -> bank  deliver_sm receipted_message_id=$id
        ...
    """)
    assert played.names == {"id": "00000001"}


def test_a_name_that_a_line_has_twice_stands_for_one_value() -> None:
    with pytest.raises(Mismatch, match='tp_ud: 234150000000001 is written, "Hello" came'):
        story(f"""
            {SUBMIT}
            ...
            sc -> msc1  mt-ForwardSM sm_rp_da=$one tp_ud=$one
            ...
        """)


def test_a_name_stands_for_nothing_where_nothing_came() -> None:
    with pytest.raises(Mismatch, match=r"receipted_message_id: \$id is written, nothing came"):
        story(f"""
            {SUBMIT}
            sc -> bank  submit_sm_resp ESME_ROK receipted_message_id=$id
            ...
        """)


def test_a_name_that_stands_for_something_else_is_a_mismatch() -> None:
    with pytest.raises(Mismatch, match="message_id: 00000001 is written, 00000002 came"):
        story(f"""
            {SUBMIT}
            sc -> bank  submit_sm_resp ESME_ROK message_id=$id
            ...
            {SUBMIT}
            sc -> bank  submit_sm_resp ESME_ROK message_id=$id
            ...
        """)


def test_a_name_can_be_said_by_an_esme_too() -> None:
    story(f"""
        {SUBMIT}
        sc -> bank  submit_sm_resp ESME_ROK message_id=$id
        ...
        bank -> sc  query_sm message_id=$id
        sc -> bank  query_sm_resp ESME_ROK message_id=$id
        ...
    """)


def test_an_act_without_a_time_waits_until_nothing_is_under_way() -> None:
    played = story("""
        ms1  switches off
        ...
        ms1  switches on
        ...
    """)
    [off, on] = [rung for rung in played.rungs if rung.destination is None]
    assert 0 < on.at - off.at < 1


def test_an_act_with_a_time_happens_then() -> None:
    played = story("""
        10s  ms1  switches off
        ...
        1h   ms1  switches on
        ...
    """)
    assert [rung.at for rung in played.rungs if rung.destination is None] == [10, 3600]


def test_a_time_of_the_first_line_is_counted_from_the_beginning_in_either_form() -> None:
    for time in ("10s", "+10s"):
        assert story(f"{time}  ms1  switches off\n...\n").rungs[0].at == 10


def test_an_act_may_happen_at_the_very_beginning() -> None:
    played = story("""
        0s  ms1  switches off
        0s  bank -> sc  submit_sm destination_addr=447700900124 short_message=Hello
        ...
            ms2  shows text=Hello
        ...
    """)
    assert [rung.at for rung in played.rungs[:2]] == [0, 0]


def test_an_expected_line_with_a_time_has_to_come_then() -> None:
    with pytest.raises(Mismatch, match=r"nearest; it differs in: at 0s"):
        story(f"""
            {SUBMIT}
            1s  sc -> bank  submit_sm_resp ESME_ROK
            ...
        """)


def test_an_esme_that_binds_itself_is_not_bound_before() -> None:
    played = story("""
        bank -> sc  bind_transceiver system_id=bank password=secret
        sc -> bank  bind_transceiver_resp ESME_ROK system_id=mini-smsc
    """)
    assert len(played.rungs) == 2


def test_what_is_not_written_is_a_mismatch_unless_dots_allow_it() -> None:
    with pytest.raises(Mismatch, match="story: more came than is written"):
        story(SUBMIT)
    with pytest.raises(Mismatch, match="story: line 3 did not come"):
        story(f"""
            {SUBMIT}
            sc -> hlr  sendRoutingInfoForSM
            ...
        """)


def test_a_mismatch_shows_both_ladders_and_the_nearest_line() -> None:
    with pytest.raises(Mismatch) as mismatch:
        story(f"""
            {SUBMIT}
            sc -> bank  submit_sm_resp ESME_RINVDSTADR
            ...
        """)
    rows = str(mismatch.value).splitlines()
    assert rows[:3] == [
        "story: line 3 did not come",
        '    bank -> sc    submit_sm destination_addr=447700900123 short_message="Hello"',
        "  - sc   -> bank  submit_sm_resp ESME_RINVDSTADR",
    ]
    at = rows.index("    ^ nearest; it differs in: submit_sm_resp ESME_ROK")
    assert rows[at - 1] == "  + sc   -> bank  submit_sm_resp ESME_ROK message_id=00000001"


def test_of_all_that_was_skipped_the_nearest_is_shown_however_late_it_came() -> None:
    with pytest.raises(Mismatch) as mismatch:
        story(f"""
            {SUBMIT}
            ...
            ms1  shows text=Goodbye
            ...
        """)
    rows = str(mismatch.value).splitlines()
    at = rows.index("    ^ nearest; it differs in: text: Goodbye is written, Hello came")
    assert rows[at - 2 : at] == ["  + ...", "  + ms1           shows text=Hello sender=0.1:7000"]
    assert rows[at + 1 :] == ["  + ... and 10 more"]


def test_what_is_expected_before_an_act_has_to_come_by_then() -> None:
    with pytest.raises(Mismatch, match=r"line 3 did not come") as mismatch:
        story(f"1s {SUBMIT}\n...\nms1  shows text=Goodbye\n...\n30s ms1  switches off")
    assert "switches off" in str(mismatch.value)


def test_a_mismatch_shows_no_password() -> None:
    with pytest.raises(Mismatch) as mismatch:
        story("""
            ms1  switches off
            ...
            bank -> sc  bind_transceiver system_id=bank password=secret
            sc -> bank  bind_transceiver_resp ESME_RALYBND
        """)
    assert "secret" not in str(mismatch.value)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            "ms9  switches off",
            "story:1:1: expected one of: ms1, ms2, ms3, ms4, ms5, sc, hlr, .*; or a link",
        ),
        ("ms1  moves to", "story:1:6: expected cell="),
        (
            "bank -> sc  submit_sms",
            "story:1:13: expected the name of a PDU, perhaps submit_sm or submit_sm_resp, found 'submit_sms'",
        ),
        (
            "bank -> sc  submit_sm colour=red",
            "story:1:23: expected a parameter of submit_sm, or a TLV, one of: service_type",
        ),
        ("bank -> sc  submit_sm destination_addr=$nobody", "story:1:40: expected a name that was seen before"),
        ("bank -> sc  deliver_sm", "story:1:13: expected what its session may send"),
        (f"10s ms1 switches off\n...\n5s {SUBMIT}", "story:3:1: expected times that rise, found 5s, when it is 10"),
    ],
)
def test_an_act_that_can_not_be_is_told_by_its_line(act: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        story(act)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bank -> hlr  submit_sm", "story:2:9: expected a service centre, one of: sc, found 'hlr'"),
        ("hlr -> sc  returnResultLst", "story:2:12: expected a message of the network, perhaps returnResultLast"),
        ("msc1 -> bss1  CP-DATA RP-DTA", "story:2:23: expected a message of the network, perhaps RP-DATA"),
        ("bss1  PAGING REQUEST imzi=1", "story:2:22: expected a key of the network's messages, perhaps imsi"),
        ("hlr -> sc  returnResultLast imzi=1", "story:2:29: expected a key of the network's messages, perhaps imsi"),
        ("1x  ms1  switches on", "story:2:1: expected a time, such as 1.5s, 1h30m or .90s, or a name, found '1x'"),
        ("-5s  ms1  switches on", "story:2:1: expected a time, such as 1.5s, 1h30m or .90s, or a name, found '-5s'"),
    ],
)
def test_what_can_not_come_is_told_by_its_line_before_anything_is_played(line: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        story(f"ms1  switches off\n{line}")


def test_a_submission_before_the_bind_is_told_by_its_line() -> None:
    with pytest.raises(ScriptError, match="story:2:15: expected what its session may send, found submit_sm may not"):
        story(f"""
            {SUBMIT}
            bank -> sc  bind_transmitter system_id=bank password=secret
        """)


def test_an_expected_line_may_be_waited_for_for_days() -> None:
    story(f"""
        ms1  loses power
        {SUBMIT} registered_delivery=1
        ...
        sc -> bank  deliver_sm message_state=EXPIRED network_error_code=0x030006
        ...
    """)


def test_an_expected_line_is_not_waited_for_for_ever_where_handsets_report_again_and_again() -> None:
    with pytest.raises(Mismatch, match="line 9 did not come"):
        story("""
            ---
            [[msc]]
            name = "msc1"
            t3212 = 255
            ---
            ms2  switches off
            ...
            ms1  shows text=Hello
        """)
