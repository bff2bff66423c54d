"""The drawings of the report."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from harness.report.banner import Tone
from harness.report.cards import Count
from harness.report.charts import badge, bar, chart, icon
from harness.report.figures import IntervalChart, PartsChart, SpanChart
from harness.report.status import RUN_WORDS, WORDS, Status


def numbers(drawn: str, shape: str, name: str) -> list[float]:
    """Return an attribute of all shapes of a drawing."""
    root = ET.fromstring(drawn)  # noqa: S314 (our own drawing)
    return [float(found.get(name, "nan")) for found in root.iter(shape)]


def test_every_status_and_state_has_its_mark() -> None:
    """Each mark is drawn, for comparisons and for single runs, and no two look the same."""
    marks = {words.symbol: icon(words.symbol, status) for status, words in WORDS.items()}
    marks |= {words.symbol: icon(words.symbol, status) for status, words in RUN_WORDS.items()}
    assert len({re.sub(r' (class|fill|stroke)="[^"]*"', "", mark) for mark in marks.values()}) == 7
    badges = [badge(symbol, Tone.LOOK) for symbol in "✕✓!=≠○"]
    assert len(set(badges)) == 6


def test_the_dot_lies_on_its_scale() -> None:
    """Zero is in the middle, a fall to its left, and the interval around the dot."""
    drawn = chart(
        IntervalChart(-4, -6, -2, reach=8, allowed_fall=5, status=Status.WORSE, label="fell")
    )
    (dot,) = numbers(drawn, "circle", "cx")
    zero, low = numbers(drawn, "line", "x1")
    high = numbers(drawn, "line", "x2")[1]
    assert low < dot < high < zero == 120
    assert low >= 0
    assert "−8" in drawn
    assert 'aria-label="fell"' in drawn


def test_parts_that_are_empty_are_not_drawn() -> None:
    """Only what there is has a bar and a word."""
    drawn = chart(PartsChart(new=2, kept=0, settled=1, label="x"))
    assert len(numbers(drawn, "rect", "width")) == 2
    assert "2 new, 1 settled" in drawn


def test_times_begin_at_zero() -> None:
    """Twice the time is twice as far to the right."""
    old, new = numbers(chart(SpanChart(1.0, 2.0, "x")), "circle", "cx")
    assert new - 8 == pytest.approx(2 * (old - 8))
    assert numbers(chart(SpanChart(0.0, 0.0, "x")), "circle", "cx") == [8, 8]


@pytest.mark.parametrize("counts", [(1, 0, 2, 9, 0), (0, 0, 0, 0, 0), (1, 0, 0, 100_000, 0)])
def test_the_bar_has_a_part_for_each_count(counts: tuple[int, ...]) -> None:
    """A single question among thousands is still seen; a zero is not; nothing is an empty bar."""
    drawn = bar(
        [
            Count(status, WORDS[status], number, "x")
            for status, number in zip(Status, counts, strict=True)
        ]
    )
    parts = drawn.count("<rect x=") - drawn.count("url(#hatch)")
    assert parts == max(1, sum(number > 0 for number in counts))
    assert all(width >= 2.6 for width in numbers(drawn, "rect", "width"))
