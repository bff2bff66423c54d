from __future__ import annotations

import pytest

from harness.live.presets import PRESETS, terms_of
from harness.model.proof import Until


@pytest.mark.parametrize("preset", PRESETS)
def test_a_small_suite_is_asked_more_often(preset: str) -> None:
    """Fewer questions never mean fewer rounds: the mean of few takes more answers each."""
    rounds = [terms_of(preset, n, margin=0.05).method.rounds for n in (3, 10, 30, 100, 1000)]

    assert sorted(rounds, reverse=True) == rounds
    assert PRESETS[preset].rounds == rounds[-1]


def test_what_is_said_counts_more_than_the_preset() -> None:
    """Rounds, margin, end and seed as given."""
    terms = terms_of("quick", 10, margin=0.1, rounds=7, until="labels", seed=4)

    assert (7, 0.1, Until.LABELS, 4) == (
        terms.method.rounds,
        terms.method.margin,
        terms.method.until,
        terms.seed,
    )


def test_chance_is_fresh() -> None:
    """Two comparisons do not ask in the same order, unless a seed says so."""
    assert terms_of("normal", 9, margin=0.05).seed != terms_of("normal", 9, margin=0.05).seed
