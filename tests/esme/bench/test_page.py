"""The page with plots, and the plots themselves."""

import re
from array import array
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from esme.bench import plot
from esme.bench.outcome import Outcome, Sample, quantile
from esme.bench.page import histogram, page
from esme.bench.plot import Series

VOID = {"meta", "br"}


class Elements(HTMLParser):
    """Every element of a page; each must be closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outcome(**changes: object) -> Outcome:
    samples = [
        Sample(0.25, 120, 100, 10, 1, 20, array("d", [0.001] * 100)),
        Sample(0.5, 200, 200, 50, 2, 0, array("d", [0.002] * 100)),
    ]
    told: dict[str, object] = {
        "submitted": 200,
        "refused": {"ESME_RTHROTTLED": 2},
        "submitting": 0.5,
        "latencies": array("d", [0.001] * 100 + [0.002] * 100),
        "lost_responses": 0,
        "unexpected": 0,
        "unreadable": 0,
        "receipts": 50,
        "receipt_states": {"DELIVERED": 50},
        "receiving": 0.5,
        "receipt_latencies": array("d", [0.01] * 50),
        "lost_receipts": 3,
        "duplicate_receipts": 0,
        "duplicate_ids": 0,
        "strangers": 0,
        "others": 0,
        "late": 0,
        "ended": ("<script>",),
        "samples": tuple(samples),
    }
    return Outcome(**(told | changes))  # type: ignore[arg-type]  # the fields of an Outcome, by their names


def test_the_page_is_whole_and_needs_nothing_else() -> None:
    text = page("sc & <co>", "10 s", outcome())
    elements = Elements(text)
    assert [tag for tag, _ in elements.seen].count("svg") == 4
    fetching = {"src", "href", "srcset", "data"}
    assert [attributes for _, attributes in elements.seen if fetching & set(attributes)] == []
    assert "url(" not in text
    assert "@import" not in text
    assert "<title>sc &amp; &lt;co&gt;</title>" in text
    assert "<script>" not in text


def test_the_page_shows_what_was_lost() -> None:
    text = page("sc", "", outcome())
    assert '<tr class="bad"><th>receipts lost</th><td>3</td></tr>' in text
    assert "<th>p99.9</th><td>2.00</td>" in text
    assert "<th>ESME_RTHROTTLED</th><td>2</td>" in text
    assert "Sessions ended: &lt;script&gt;" in text


def test_the_plots_show_rates_and_latencies_over_time() -> None:
    text = page("sc", "", outcome())
    plots = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]  # noqa: S314 - ours
    points = [[line.attrib["points"] for line in drawn.iter("polyline")] for drawn in plots]
    answered, receipts, refused = points[0]
    assert answered == "386.0,30.0 708.0,30.0"  # 400 in a second, and as many again
    assert (receipts, refused) == ("386.0,188.4 708.0,135.6", "386.0,204.2 708.0,204.2")
    assert points[1] == ["386.0,118.0 708.0,30.0"] * 2  # 1 ms, and then 2


def test_a_program_is_told_all_numbers() -> None:
    assert outcome().as_json() == {
        "submitted": 200,
        "answered": 200,
        "submits_per_second": 400.0,
        "latency_ms": {"p50": 1.0, "p90": 2.0, "p99": 2.0, "p99.9": 2.0, "max": 2.0},
        "refused": {"ESME_RTHROTTLED": 2},
        "receipts": 50,
        "receipts_per_second": 100.0,
        "receipt_latency_ms": {"p50": 10.0, "p90": 10.0, "p99": 10.0, "p99.9": 10.0, "max": 10.0},
        "receipt_states": {"DELIVERED": 50},
        "lost_responses": 0,
        "lost_receipts": 3,
        "duplicate_receipts": 0,
        "duplicate_message_ids": 0,
        "unexpected_responses": 0,
        "unreadable_pdus": 0,
        "receipts_of_others": 0,
        "other_requests": 0,
        "due_and_not_submitted": 0,
        "sessions_ended": ["<script>"],
        "seconds": {"submitting": 0.5, "receiving": 0.5},
    }


def test_a_load_of_which_nothing_came_has_a_page_too() -> None:
    nothing = outcome(
        latencies=array("d"), receipt_latencies=array("d"), receipts=0, samples=(), submitting=0.0, receiving=0.0
    )
    Elements(page("sc", "", nothing))
    told = nothing.as_json()
    assert (told["submits_per_second"], told["receipts_per_second"], told["latency_ms"]) == (0, 0, {})


def test_a_line_goes_through_its_points() -> None:
    drawn = ElementTree.fromstring(plot.lines("Rate", [Series("a & b", [(0, 0), (5, 50), (10, 100)])], "s", "per s"))  # noqa: S314 - ours
    [line] = drawn.iter("polyline")
    assert line.attrib["points"] == "64.0,206.0 386.0,118.0 708.0,30.0"
    texts = [text.text for text in drawn.iter("text")]
    assert {"0", "20", "40", "60", "80", "100", "2", "10", "s", "per s"} <= set(texts)


def test_bars_are_as_high_as_their_counts() -> None:
    drawn = ElementTree.fromstring(plot.bars("Latency", [("1", 5), ("2", 10), ("4", 0)], "ms", "messages"))  # noqa: S314 - ours
    heights = [float(bar.attrib["height"]) for bar in drawn.iter("rect")]
    assert heights == [88.0, 176.0, 0.0]


@pytest.mark.parametrize("most", [0.0, 0.003, 1.0, 7.3, 99.0, 12_345.0, 4e9])
def test_an_axis_has_a_few_round_ticks_and_room_for_the_largest_value(most: float) -> None:
    drawn = ElementTree.fromstring(plot.bars("", [("", most)], "", ""))  # noqa: S314 - ours
    grid = list(drawn.iter("line"))
    assert 4 <= len(grid) <= 8
    [bar] = drawn.iter("rect")
    assert float(bar.attrib["y"]) >= 30


def test_a_histogram_has_every_latency_in_a_class_of_its_size() -> None:
    classes = histogram([0.001, 0.0010001, 0.009, 0.1])
    assert sum(count for _, count in classes) == 4
    assert (classes[0], classes[-1]) == (("1", 1), ("100", 1))
    assert dict(classes)["1.26"] == 1


def test_a_quantile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(1, 1001)]
    assert [quantile(values, share) for share in (0.5, 0.99, 0.999, 1.0)] == [500, 990, 999, 1000]
    assert quantile([], 0.5) == 0
    assert quantile([7.0], 0.001) == 7
