"""What could not be compared, by reason."""

from __future__ import annotations

from harness.model.comparison import Unpaired
from harness.model.run import Setting
from harness.report.notcompared import NAMED, group_unpaired


def test_questions_with_one_reason_share_a_row() -> None:
    """A setting that only one run has takes one row, however many questions there are."""
    warm = Setting(0.7)
    found = group_unpaired(
        [
            Unpaired("a", None, "edited"),
            *(Unpaired(f"q-{number}", warm, "asked only before") for number in range(300)),
            Unpaired("b", None, "edited"),
        ]
    )
    edited, asked = found
    assert (edited.names, edited.setting, edited.more) == (("a", "b"), "", 0)
    assert (asked.setting, asked.why) == ("temperature 0.7", "asked only before")
    assert (asked.questions, len(asked.names), asked.more) == (300, NAMED, 280)
