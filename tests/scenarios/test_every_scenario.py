"""Every scenario goes as it is written, every time."""

from pathlib import Path

import pytest

from pdu.table import CLASSES
from scenarios import built_in
from scenarios.player import play
from scenarios.script import read
from scenarios.update import updated
from scenarios.vocabulary import all_keys, all_words

PDUS = {pdu.words[0] for pdu in CLASSES.values()}


@pytest.mark.parametrize("file", built_in(), ids=lambda file: file.stem)
def test_a_scenario_goes_as_it_is_written(file: Path) -> None:
    script = read(file)
    assert script.intro, "a scenario begins with a comment that says what it teaches"
    first = play(script)
    assert list(map(str, play(script).rungs)) == list(map(str, first.rungs)), "the same scenario is the same ladder"
    of_the_network = [rung.line for rung in first.rungs if rung.destination and rung.line.words[0] not in PDUS]
    assert {word for line in of_the_network for words in line.words for word in words.split()} <= all_words()
    assert {key for line in of_the_network for key, _ in line.fields} <= all_keys()
    assert updated(script) == script.text, "there is nothing to update in what goes as it is written"


def test_the_library_has_what_every_introduction_to_short_messages_has() -> None:
    assert {
        "submit_and_receipt", "mobile_to_mobile", "mobile_originated", "absent_subscriber", "memory_full",
        "validity_expired", "scheduled_message", "long_message", "emoji", "flash", "replaced_message",
        "query_cancel_replace", "submit_multi", "priority_overtakes", "throttled_client", "window_full",
        "roaming_in_flight", "sim_swap", "false_update_location", "home_routing", "crowded_cell", "hlr_down",
        "two_service_centres", "number_ported", "cell_broadcast", "outbind", "receipt_dialects",
        "temporary_identity",
        "receipt_before_response", "receipt_elsewhere", "receipt_twice", "lost_response", "lost_answer", "lost_report",
    } <= {file.stem for file in built_in()}  # fmt: skip
