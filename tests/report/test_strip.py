"""The strip of sample marks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from harness.model.run import Outcome
from harness.report.cards import build_cards, build_groups
from harness.report.findings import Samples
from harness.report.strip import STRIP_WIDTH, is_narrow, strip

from . import builders

P, F, E = Outcome.PASSED, Outcome.FAILED, Outcome.ERRORED


def test_each_sample_has_its_mark() -> None:
    """Passed (broad line), failed (box) and missing (cross) are told apart, one mark a sample."""
    drawn = strip([Samples("a", (P, P, F), (E, F, F)), Samples("b", (P,), (P,))])
    assert len(re.findall(r"M[\d. ]+v10", drawn)) == 4
    assert len(re.findall(r"M[\d. ]+h", drawn)) == 3
    assert len(re.findall(r"M[\d. ]+l", drawn)) == 1


def test_a_screen_reader_hears_the_counts() -> None:
    """The label says what the marks show."""
    drawn = strip([Samples("a", (P, P, F), (E, F, P))])
    assert (
        'aria-label="before: 2 of 3 samples pass; '
        'after: 1 of 3 samples pass, 1 without an answer"' in drawn
    )


def test_a_single_run_has_one_row() -> None:
    """Without samples before there is no row for them, and without any there is none."""
    drawn = strip([Samples("a", (), (P,))])
    assert "before" not in drawn
    assert drawn.count("<text") == 0
    assert 'aria-label="samples: 1 of 1 samples pass"' in drawn
    assert strip([]).count("<text") == 0


@pytest.mark.parametrize(("settings", "repeats"), [(1, 100), (3, 20), (30, 5), (200, 1), (12, 3)])
def test_any_number_of_samples_fits(settings: int, repeats: int) -> None:
    """With many samples or settings nothing is drawn beyond the strip."""
    samples = [Samples(str(n), (P,) * repeats, (F,) * repeats) for n in range(settings)]
    drawn = strip(samples)
    lefts = [float(x) for x in re.findall(r"M([\d.]+) ", drawn)]
    rights = [
        float(x) + float(width)
        for x, width in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    ]
    assert lefts or rights
    assert max([*lefts, *rights]) <= STRIP_WIDTH


def test_few_samples_need_little_room() -> None:
    """The column is narrow only where every strip of the report fits."""
    comparison, _ = builders.ready()
    groups = build_groups(build_cards(comparison, ()))
    assert is_narrow(groups)
    case = builders.make_case("long", "Why?")
    story = builders.Story("a", "b", "p" * 9 + " " + "f" * 9)
    change = builders.change(case, comparison.changes[0].kind, story, story)
    assert not is_narrow(
        build_groups(build_cards(replace(comparison, changes=(*comparison.changes, change)), ()))
    )
