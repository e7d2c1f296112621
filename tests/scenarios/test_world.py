"""The world of a scenario: what it changes in the built-in one, and what is said of a mistake."""

from textwrap import dedent

import pytest

from scenarios.script import ScriptError, parse
from scenarios.world import world
from smsc.config import WorldConfig, load


def of(text: str) -> WorldConfig:
    return world(parse(f"# A story.\n---\n{dedent(text)}\n---\nms1  switches off\n...\n", "story"))


def test_a_scenario_without_a_world_has_the_one_that_is_built_in() -> None:
    assert world(parse("ms1  switches off\n...\n")) == load()


def test_a_row_that_is_there_is_changed_and_another_is_added() -> None:
    config = of("""
        seed = 7
        [latency]
        sc-hlr = 0.5
        [[account]]
        system_id = "bank"
        window = 2
        [[account]]
        system_id = "post"
        password = "secret"
    """)
    accounts = {account.system_id: account for account in config.account}
    assert list(accounts) == [*(account.system_id for account in load().account), "post"]
    assert (accounts["bank"].addresses, accounts["bank"].window) == (("7000",), 2)
    assert (config.seed, config.latency["sc-hlr"]) == (7, 0.5)
    assert config.latency["sc-msc"] == load().latency["sc-msc"]


def test_there_may_be_more_of_what_there_is_one_of() -> None:
    config = of("""
        [[sc]]
        name = "sc2"
        number = "447700900901"
        [[phone]]
        name = "ms1"
        sc = "sc2"
    """)
    assert [sc.name for sc in config.sc] == ["sc", "sc2"]
    assert config.phone[0].sc == "sc2"
    assert config.phone[0].msisdn == "447700900123"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed = ", "story:3:8: it is no TOML: invalid value"),
        ("[smpp", "story:3:6: it is no TOML: expected "),
        (f"seed = {'9' * 5_000}", "story:3:1: it is no TOML: a number of too many digits"),
        (f"seed = 1\n{'a.' * 101}a = 1", "story:4:1: it is no TOML: more than 100 dots in a key"),
        ('"" = 1', "story:2:1: : there is no such key"),
        (
            '[[account]]\nsystem_id = "bank"\nwindw = 2',
            "story:5:1: account.0..windw: there is no such key; perhaps window",
        ),
        ('[[phone]]\nname = "ms1"\ncell = "cell9"', "story:5:1: phone.0..cell: expected one of"),
        ('[[phone]]\nname = "ms1"\ncell = ["cell2"]', "story:5:1: phone.0..cell: expected a string, found"),
        ("seed = 1\n[latency]\nsc-moon = 1", "story:5:1: latency.sc-moon: expected two of"),
        (
            '[[account]]\nsystem_id = "bank"\nwindow = 2\n[[account]]\nsystem_id = "shop"\nwindow = "two"',
            "story:8:1: account.1..window: expected a whole number",
        ),
        ('[[phone]]\nname = "ms1"\n[[phone]]\nname = "ms9"', "story:5:3: phone.5..imsi: expected, but is missing"),
        ("seed = 1\n[retry]\nbusy = [1, {}]", "story:5:1: retry.busy.1.: expected a number"),
        ("seed = 1  # one\u2028of many\n[latency]\nsc-moon = 1", "story:5:1: latency.sc-moon: expected two of"),
        (
            'seed = 1\n[[answer]]\nreply = "YES"',
            "story:4:3: answer: expected none, as a scenario itself says what people",
        ),
        ("seed = 1\n[[account]]\nwindow = 2", "story:4:3: account.3..system_id: expected, but is missing"),
    ],
)
def test_a_mistake_is_told_by_line_and_column(text: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        world(parse(f"# A story.\n---\n{text}\n---\n", "story"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\nseed = 1\n", "story:1:1: expected --- after the world that begins here, found none"),
        ("---\n---\n---\n", "story:3:1: expected one world, before the first line that is played, found ---"),
        ("ms1 switches off\n---\n---\n", "story:2:1: expected one world, before the first line"),
    ],
)
def test_a_world_stands_once_and_before_all_else(text: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        parse(text, "story")
