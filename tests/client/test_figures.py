from __future__ import annotations

from statistics import quantiles
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harness.client.figures import Figures


@given(st.lists(st.floats(0.001, 100), min_size=1, max_size=200))
def test_quantiles_are_right_to_a_hundredth(seconds: list[float]) -> None:
    """The p95 lies within 1 % of a reply that at most one in twenty exceeded."""
    figures = Figures(lambda: 0.0)
    for one in seconds:
        figures.answered(one)
    late = figures.quantile(0.95)

    assert late is not None
    assert sum(one > late * 1.011 for one in seconds) <= 0.05 * len(seconds)
    assert any(0.989 <= one / late <= 1.011 for one in seconds)


def test_the_median_of_even_latencies() -> None:
    """Of 1 to 1000 ms it is 500 ms."""
    figures = Figures(lambda: 0.0)
    seconds = [n / 1000 for n in range(1, 1001)]
    for one in seconds:
        figures.answered(one)

    assert abs((figures.quantile(0.5) or 0) - quantiles(seconds, n=2)[0]) < 0.01
    assert None is Figures(lambda: 0.0).quantile(0.5)


def test_overlapping_waits_count_once(time: Any) -> None:
    """Ten requests held back for the same second lost one second."""
    figures = Figures(lambda: time.seconds)
    with figures.held():
        time.pass_seconds(1)
        with figures.held():
            time.pass_seconds(1)
            assert 2 == figures.held_seconds
    time.pass_seconds(5)

    assert 2 == figures.held_seconds


def test_a_run_without_trouble_tells_of_latency_only(time: Any) -> None:
    """No row stands for nothing."""
    figures = Figures(lambda: time.seconds)
    assert {} == figures.told(8, 8)
    figures.answered(0.5)
    assert {"latency": "p50 0.50 s, p95 0.50 s"} == figures.told(8, 8)
    figures.limited = 3
    assert (
        "0.0 s (3 × 429, 0 × no answer, down to 2 of 8 at once)"
        == (figures.told(2, 8)["time lost to limits"])
    )
