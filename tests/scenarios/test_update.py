"""``--update``: a scenario rewritten from what comes, where that differs from what is written."""

from textwrap import dedent

from scenarios.player import play
from scenarios.script import parse
from scenarios.update import updated


def anew(text: str) -> str:
    return updated(parse(dedent(text), "story"))


def test_what_goes_as_it_is_written_stays_as_it_is_written() -> None:
    text = """\
    # Nothing is to be changed.
    bank -> sc  submit_sm destination_addr=447700900123   short_message=Hello

    ...

    1m  ms1  switches off
    ...
    """
    assert anew(text) == dedent(text)


def test_an_act_alone_becomes_the_whole_ladder_which_then_goes_as_it_is_written() -> None:
    text = anew("""\
        # What happens here?
        1s    bank -> sc    submit_sm destination_addr=447700900123 short_message="Hello"
    """)
    rows = text.splitlines()
    assert rows[0] == "# What happens here?"
    assert rows[1] == '1s    bank -> sc    submit_sm destination_addr=447700900123 short_message="Hello"'
    assert rows[2] == "      sc   -> bank  submit_sm_resp ESME_ROK message_id=00000001"
    assert len(rows) == 25
    play(parse(text))


def test_the_column_of_the_times_is_as_wide_as_the_longest() -> None:
    text = anew("1.433s  ms1  switches off\n3750.25s  ms1  switches on")
    play(parse(text))
    assert text.startswith("1.433s   ms1 ")
    assert "\n         ms1  -> bss1  CHANNEL REQUEST" in text
    assert "\n3750.25s ms1 " in text


def test_what_comes_by_itself_before_the_first_act_is_written_too() -> None:
    text = anew("""\
        # Who is there says so every six minutes.
        ---
        [[msc]]
        name = "msc1"
        t3212 = 1
        ---
        # Too late.
        7m    ms1  switches off
    """)
    play(parse(text))
    assert text.splitlines()[:6] == [
        "# Who is there says so every six minutes.", "---", "[[msc]]", 'name = "msc1"', "t3212 = 1", "---",
    ]  # fmt: skip
    assert text.splitlines()[6:8] == [
        "# Too late.",
        "      ms1  -> bss1  CHANNEL REQUEST establishment_cause=0 random_reference=1",
    ]
    assert updated(parse(text, "story")) == text


def test_only_the_part_behind_the_act_that_went_otherwise_is_written_anew() -> None:
    text = anew("""\
        ms1  switches off
        ...
        # An answer that is wrong.
        10s   bank -> sc    submit_sm destination_addr="" short_message=Hello
              sc   -> bank  submit_sm_resp ESME_ROK
        # It stays as it is.
        20s   ms1  switches on
        ...
    """)
    assert text == dedent("""\
        ms1  switches off
        ...
        # An answer that is wrong.
        10s   bank -> sc    submit_sm destination_addr="" short_message=Hello
              sc   -> bank  submit_sm_resp ESME_RINVDSTADR
        # It stays as it is.
        20s   ms1  switches on
        ...
    """)


def test_a_value_that_has_a_name_goes_by_that_name() -> None:
    text = anew("""\
        bank -> sc    submit_sm destination_addr=447700900123 short_message=Hello
        sc   -> bank  submit_sm_resp ESME_ROK message_id=$id
        ...
        bank -> sc    query_sm message_id=$id
    """)
    assert "query_sm message_id=$id" in text
    assert "query_sm_resp" in text


def test_a_bind_that_is_written_anew_keeps_its_password() -> None:
    text = anew("bank -> sc  bind_transceiver system_id=bank password=secret\n")
    assert "password=secret" in text
    play(parse(text))


def test_what_has_not_come_by_the_next_act_is_written_anew_and_the_act_keeps_its_time() -> None:
    text = anew("""\
        1s    bank -> sc    submit_sm destination_addr=447700900123 short_message="Hello"
              ...
              ms1           shows text=Goodbye
              ...
        30s   ms1           reads messages
              ms1           holds text=Hello
    """)
    assert "Goodbye" not in text
    assert "\n30s   ms1           reads messages\n" in text
    play(parse(text))
