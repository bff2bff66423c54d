"""A difference on one line of the terminal."""

from __future__ import annotations

from harness.report.diffline import diff_line
from harness.report.ink import Ink
from harness.report.textdiff import compare_texts

INK = Ink(80, colour=False, unicode=True)


def line(before: str, after: str) -> str:
    """Return the difference as it is shown."""
    return "".join(span.text for span in diff_line(compare_texts(before, after), INK))


def test_changes_have_the_marks_of_git() -> None:
    """Removed words stand in [-…-], added ones in {+…+}."""
    assert line("We open at nine each day.", "We open at ten each day.") == (
        "We open at [-nine-]{+ten+} each day."
    )


def test_it_begins_shortly_before_the_first_change() -> None:
    """A long beginning that is the same is cut to its last words."""
    same = "This part is the same in both answers and of no interest to anybody at all, "
    assert line(same + "but nine it was.", same + "but ten it was.").startswith(
        "…to anybody at all, but [-nine-]{+ten+}"
    )


def test_a_rewritten_answer_shows_both_beginnings() -> None:
    """Neither text pushes the other off the line."""
    shown = line("alpha " * 40, "omega " * 40)
    assert shown.startswith("[-alpha ")
    assert "-]{+omega " in shown


def test_equal_answers_are_said_to_be_equal() -> None:
    """Where the most common answer did not change, the line says so."""
    assert line("same", "same") == "the most common answer is the same"


def test_escapes_do_not_pass() -> None:
    """What a bot answers cannot move the cursor."""
    assert "\x1b" not in line("one two three", "one \x1b[2J three")
