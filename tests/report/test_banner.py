"""The headline and the release rules in each state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.comparison import Comparison, Decision, Verdict
from harness.model.run import RunStatus
from harness.report.banner import (
    RuleResult,
    Tone,
    build_banner,
    build_rules,
    build_run_banner,
)
from harness.report.wording import new_version, old_version

from . import builders


@pytest.mark.parametrize(
    ("state", "symbol", "tone", "headline"),
    [
        (builders.do_not_ship(), "✕", Tone.STOP, "Do not ship v42"),
        (builders.ready(), "✓", Tone.GO, "Ready to ship v42"),
        (builders.ready_but_look(), "!", Tone.LOOK, "Ready to ship v42, with 1 answer to look at"),
        (builders.exactly_as_before(), "=", Tone.GO, "v42 answers exactly as v41"),
        (
            builders.part_missing(),
            "!",
            Tone.LOOK,
            "Cannot decide on v42: 33\u00a0% of the answers are missing",
        ),
        (
            builders.bot_did_not_answer(),
            "!",
            Tone.LOOK,
            "Cannot decide on v42: the bot did not answer",
        ),
        (builders.cannot_compare(), "≠", Tone.LOOK, "Cannot compare v42 with v41"),
        (builders.nothing_paired(), "≠", Tone.LOOK, "Cannot compare v42 with v41"),
    ],
)
def test_each_state_has_its_headline(
    state: tuple[Comparison, Verdict], symbol: str, tone: Tone, headline: str
) -> None:
    """Sign, colour and words say how the comparison ended."""
    banner = build_banner(*state)
    assert (banner.symbol, banner.tone, banner.headline) == (symbol, tone, headline)
    assert banner.lead


def test_the_reasons_lead() -> None:
    """The verdict's sentences stand under the headline, in its order."""
    comparison, verdict = builders.do_not_ship()
    assert build_banner(comparison, verdict).lead == verdict.reasons


def test_equal_answers_raise_the_question() -> None:
    """Where not one answer differs, the banner asks whether the text was loaded."""
    lead = build_banner(*builders.exactly_as_before()).lead
    assert lead == (
        "All 18 answers are the same, word for word. Was the new training text loaded?",
    )


def test_an_unmoved_training_time_is_told() -> None:
    """Where the bot was not trained between the runs, the reader learns it."""
    comparison, verdict = builders.exactly_as_before()
    untrained = replace(comparison, after=replace(comparison.after, bot=comparison.before.bot))
    lead = build_banner(untrained, verdict).lead
    assert "The bot was last trained at the same time in both runs." in lead


@pytest.mark.parametrize("identical", [True, False])
@pytest.mark.parametrize("mismatches", [(), ("The suites differ.",)])
def test_a_stop_stays_a_stop(mismatches: tuple[str, ...], identical: bool) -> None:  # noqa: FBT001
    """Nothing else in a comparison turns the headline away from the verdict."""
    comparison, verdict = builders.do_not_ship()
    comparison = replace(comparison, mismatches=mismatches, identical=identical)
    banner = build_banner(comparison, verdict)
    assert banner.headline == "Do not ship v42"
    assert set(verdict.reasons + mismatches) <= set(banner.lead)
    assert ("Was the new training text loaded?" in banner.lead[-1]) is identical


def test_an_open_verdict_without_missing_answers_blames_none() -> None:
    """Where everything was answered, the headline names no cause; the reasons do."""
    comparison, _ = builders.ready()
    verdict = Verdict(Decision.INCONCLUSIVE, (), ("Ask more repeats.",))
    banner = build_banner(comparison, verdict)
    assert (banner.headline, banner.lead) == ("Cannot decide on v42", ("Ask more repeats.",))


def test_a_silent_run_before_is_named() -> None:
    """It is told which of the two runs has no answers."""
    comparison, verdict = builders.bot_did_not_answer()
    turned = replace(comparison, before=comparison.after, after=comparison.before)
    banner = build_banner(turned, verdict)
    assert banner.headline == "Cannot decide on v41: the bot did not answer in the run before"


def test_few_missing_answers_of_a_stopped_run_are_told() -> None:
    """An incomplete run says so, even below what the gate allows."""
    comparison, verdict = builders.part_missing()
    planned = len(comparison.after.trials) + 1
    after = replace(comparison.after, status=RunStatus.INTERRUPTED, planned=planned)
    headline = build_banner(replace(comparison, after=after), verdict).headline
    assert headline == "Cannot decide on v42: 3\u00a0% of the answers are missing"


def test_failed_rules_come_first() -> None:
    """Failed rules stand before those that cannot be judged, and these before the passed."""
    rows = build_rules(builders.do_not_ship()[1])
    assert [row.result for row in rows] == [
        RuleResult.FAILED,
        RuleResult.FAILED,
        RuleResult.UNKNOWN,
        RuleResult.PASSED,
    ]
    assert [row.name for row in rows[:2]] == [
        "Answers that got worse",
        "Answers that must not break",
    ]


def test_a_first_run_has_nothing_to_compare_with() -> None:
    """A single run is counted, not judged; missing answers are no failures."""
    banner = build_run_banner(builders.single_run())
    assert banner.headline == "First run: nothing to compare with yet"
    assert banner.lead[:2] == ("23 of 36 answers pass (63.9 %).", "6 answers are missing.")


def test_a_silent_first_run_says_so() -> None:
    """A run without any answer has no pass rate."""
    silent = builders.bot_did_not_answer()[0].after
    assert build_run_banner(silent).headline == "The bot did not answer"


def test_an_empty_run_is_no_pass_rate() -> None:
    """Before the first answer nothing is counted."""
    empty = replace(builders.single_run(), trials=(), planned=0)
    assert build_run_banner(empty).lead[0] == "There is no answer in this run yet."


def test_labels_that_name_only_the_place_become_words() -> None:
    """No headline reads "Do not ship after": the sides are the old version and the new one."""
    assert ("the new version", "the old version") == (new_version("after"), old_version("before"))
    assert ("v42", "v41") == (new_version("v42"), old_version("v41"))
