"""Which setting answers best."""

from __future__ import annotations

from harness.model.comparison import ChangeKind, Side
from harness.report.matrix import build_matrix
from harness.report.status import Status

from . import builders


def pairs(*letters: tuple[str, str]) -> list[tuple[str, Side, Side]]:
    """Make questions from the outcomes before and after, a group for each temperature."""
    found = []
    for number, (before, after) in enumerate(letters):
        case = builders.make_case(f"case-{number}", "Why?")
        stories = [builders.Story("a", "b", outcomes) for outcomes in (before, after)]
        change = builders.change(case, ChangeKind.UNCHANGED, *stories)
        found.append((case.id, change.before, change.after))
    return found


def test_each_setting_has_its_cell() -> None:
    """Pass rate after, change against before, unstable questions and answers are those of it."""
    matrix = build_matrix(pairs(*[("fff ppp", "ppp pfp")] * 12))
    assert matrix
    assert matrix.temperatures == (0.0, 0.5)
    (row,) = matrix.rows
    cold, warm = row.cells
    assert cold
    assert warm
    assert (cold.rate, cold.unstable, cold.answers, cold.status) == (1.0, 0, 36, Status.BETTER)
    assert (round(warm.rate, 3), warm.unstable, warm.status) == (0.667, 12, Status.WORSE)
    assert (cold.best, warm.best, matrix.clearly) == (True, False, True)
    assert (cold.level, warm.level) == (4, 0)
    assert row.seconds is not None


def test_the_best_is_not_clear_by_one_answer() -> None:
    """One question more that passes is no proof."""
    matrix = build_matrix(pairs(("ppp ppp", "ppp ppf"), *[("ppp ppp", "ppp ppp")] * 5))
    assert matrix
    assert not matrix.clearly


def test_a_single_run_has_no_change() -> None:
    """Without a side before there is nothing to compare with."""
    run = [(name, Side(()), after) for name, _, after in pairs(*[("ppp ppp", "ppp pfp")] * 3)]
    matrix = build_matrix(run)
    assert matrix
    assert [cell and cell.change for cell in matrix.rows[0].cells] == [None, None]


def test_one_setting_leaves_no_choice() -> None:
    """The section is left out; so it is where nothing was judged."""
    assert build_matrix(pairs(("ppp", "ppp"))) is None
    assert build_matrix(pairs(("!!! !!!", "!!! !!!"))) is None
