"""How numbers, times and counts read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from harness.model.run import Outcome
from harness.report import wording


def test_signs_are_true_and_zero_has_none() -> None:
    """A fall has a real minus sign; what rounds to zero has no sign at all."""
    assert wording.signed(-0.684, 2) == "−0.68"
    assert wording.signed(2.34, 1) == "+2.3"
    assert wording.signed(-0.001, 2) == "0.00"
    assert wording.points(-0.014) == "−1.4"


def test_shares_are_percent() -> None:
    """Shares have one decimal, all and nothing have none."""
    assert [wording.percent(part) for part in (0.915, 1.0, 0.0)] == ["91.5 %", "100 %", "0 %"]


def test_a_missing_score_is_no_zero() -> None:
    """None is a word, 0 is a number."""
    assert (wording.score(None), wording.score(0.0)) == ("none", "0.00")


def test_counts_agree_with_their_noun() -> None:
    """One answer, 3,600 answers."""
    assert wording.counted(1, "answer") == "1 answer"
    assert wording.counted(3600, "answer") == "3,600 answers"
    assert wording.counted(2, "try", "tries") == "2 tries"
    assert wording.share(14, 18) == "14 of 18"


def test_names_in_headlines_are_cut() -> None:
    """A label as long as a page does not push the verdict off it."""
    assert wording.brief("v42") == "v42"
    assert wording.brief("v" * 5000) == "v" * 59 + "…"


def test_seconds_keep_three_digits() -> None:
    """Long times need no hundredths."""
    assert (wording.seconds(1.838), wording.seconds(31.27)) == ("1.84 s", "31.3 s")


def test_times_are_told_in_utc() -> None:
    """The machine's zone and language play no part."""
    when = datetime(2031, 5, 5, 1, 5, tzinfo=timezone(timedelta(hours=2)))
    assert wording.day(when) == "4 May 2031"
    assert wording.moment(when) == "4 May 2031 23:05 UTC"
    assert wording.moment(when.astimezone(UTC).replace(tzinfo=None)) == "4 May 2031 23:05 UTC"


@pytest.mark.parametrize(
    ("seconds", "said"), [(-3, "0 s"), (42, "42 s"), (1140, "19 min"), (7500, "2 h 5 min")]
)
def test_lengths_of_time_are_round(seconds: int, said: str) -> None:
    """Seconds, minutes or hours, whichever says it."""
    assert wording.duration(timedelta(seconds=seconds)) == said


def test_missing_samples_are_told() -> None:
    """A tally does not hide what got no answer."""
    passed, failed, errored = Outcome.PASSED, Outcome.FAILED, Outcome.ERRORED
    assert wording.tally((passed, failed)) == "1 of 2"
    assert wording.tally((passed, errored)) == "1 of 2, 1 missing"
    assert wording.tally(()) == "not asked"
