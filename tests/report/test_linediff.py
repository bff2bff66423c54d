"""Differences as lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.report.linediff import LONGEST, diff_lines


def test_sentences_are_gone_new_or_the_same() -> None:
    """A change shows all that is gone before all that is new."""
    before = "We open at 9. We close at 5. Come in."
    after = "We open at 10. We close at 6. Come in."
    assert diff_lines(before, after) == [
        "- We open at 9.",
        "- We close at 5.",
        "+ We open at 10.",
        "+ We close at 6.",
        "  Come in.",
    ]


def test_a_missing_answer_has_no_lines_and_an_empty_one_says_so() -> None:
    """None is no answer; nothing said is an answer."""
    assert diff_lines(None, None) == []
    assert diff_lines("Yes.", None) == ["- Yes."]
    assert diff_lines(None, " ") == ["+ (empty answer)"]


def test_a_long_answer_is_cut_and_says_so() -> None:
    """The last line of a cut answer ends with a mark."""
    (line,) = diff_lines(None, "x" * (LONGEST + 1))
    assert line.endswith("x…")
    assert len(line) == LONGEST + 2


@given(st.text(max_size=200), st.text(max_size=200))
def test_every_line_is_marked(before: str, after: str) -> None:
    """No line of an answer begins a line of the file."""
    for line in diff_lines(before, after):
        assert line[:2] in {"- ", "+ ", "  "}
        assert "\n" not in line
