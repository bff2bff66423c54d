"""The report as JUnit XML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from harness.model.comparison import Decision
from harness.model.suite import Waiver
from harness.report.clean import plain
from harness.report.junit import render_junit
from harness.report.view import View, build_run_view, build_view

from . import builders
from .states import STATES
from .strings import HOSTILE

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("junit.xsd"))))


def parse(view: View) -> etree._Element:
    """Parse the report of a view, as a CI server would."""
    return etree.fromstring(render_junit(view).encode())


def cases(root: etree._Element, kind: str) -> list[str]:
    """Return the names of the test cases that hold such an element."""
    return [str(case.get("name")) for case in root.iter("testcase") if case.find(kind) is not None]


@pytest.mark.parametrize("state", STATES)
def test_each_state_fits_the_schema_of_jenkins(state: str) -> None:
    """Jenkins refuses what does not fit."""
    SCHEMA.assertValid(parse(STATES[state]()))


def test_hostile_text_fits_too_and_is_read_back() -> None:
    """Controls are named, and whatever else strangers write arrives as text."""
    view = build_view(*builders.hostile(HOSTILE))
    root = parse(view)
    SCHEMA.assertValid(root)
    said = "".join(str(text) for text in root.itertext())
    for text in HOSTILE:
        assert plain(text)[:300] in said


def test_counts_are_those_of_the_cases() -> None:
    """The head says what stands below it: a server may read only one of them."""
    for make in STATES.values():
        root = parse(make())
        for head in (root, root[0]):
            assert head.get("tests") == str(len(list(root.iter("testcase"))))
            assert head.get("failures") == str(len(cases(root, "failure")))
            assert head.get("errors") == str(len(cases(root, "error")))
        assert root[0].get("skipped") == str(len(cases(root, "skipped")))


def test_what_got_worse_fails_and_what_is_missing_is_an_error() -> None:
    """Errors are no failures; what fails only as before is skipped, with the reason."""
    root = parse(STATES["do_not_ship"]())
    assert cases(root, "failure") == [
        "verdict",
        "repair-days [temperature 0]",
        "repair-days [temperature 0.5]",
        "bulbs [temperature 0]",
        "bulbs [temperature 0.5]",
    ]
    assert cases(root, "error") == ["test-ride [temperature 0]", "test-ride [temperature 0.5]"]
    assert "voucher [temperature 0]" in cases(root, "skipped")
    assert "opening-hours" in cases(root, "skipped")


def test_a_failure_tells_expected_actual_and_reason() -> None:
    """Who reads it on the CI server need not open the report."""
    root = parse(STATES["do_not_ship"]())
    text = next(
        str(found.text)
        for found in root.iter("failure")
        if found.get("type") != "x"
        and "trailers" not in str(found.text)
        and "asked" in str(found.text)
    )
    for part in (
        "where: suites/bicycle-shop.suite.yaml:18",
        "asked: On which days",
        "expected: keywords: all = every working day | frame number | 2 days",
        "actual: You can hand in a bicycle for repair on Mondays",
        "failed: keywords 0.33, passes from 1.00: 1 of 3 keywords are there",
        "before: You can hand in a bicycle for repair on every working day",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("decision", "kind"),
    [(Decision.DO_NOT_SHIP, "failure"), (Decision.INCONCLUSIVE, "error"), (Decision.SHIP, None)],
)
def test_a_verdict_that_no_question_shows_is_not_green(
    decision: Decision, kind: str | None
) -> None:
    """A rule on averages, or runs that cannot be compared, break no question, but the build."""
    comparison, verdict = builders.exactly_as_before()
    root = parse(build_view(comparison, replace(verdict, decision=decision)))
    for each in ("failure", "error"):
        assert cases(root, each) == (["verdict"] if each == kind else [])


def test_scores_are_properties() -> None:
    """The schema takes them for the suite; each names its question and setting."""
    root = parse(STATES["do_not_ship"]())
    found = {one.get("name"): one.get("value") for one in root.iter("property")}
    assert found["score before of bulbs [temperature 0]"] == "0.97"
    assert found["score of bulbs [temperature 0]"] == "0.11"
    assert "score of test-ride [temperature 0]" not in found


def test_a_question_of_a_run_fails_with_any_of_its_answers() -> None:
    """In a single run there is nothing to compare with: every wrong answer counts."""
    root = parse(STATES["single_run"]())
    assert "deposit [temperature 0.5]" in cases(root, "failure")
    assert "deposit [temperature 0]" not in cases(root, "failure")


def test_what_was_never_asked_is_no_pass() -> None:
    """A run that was cut off has errors for what it lacks."""
    run = builders.single_run()
    kept = tuple(trial for trial in run.trials if trial.key.case_id != "sell-pumps")
    root = parse(build_run_view(replace(run, trials=kept)))
    assert "sell-pumps [temperature 0]" in cases(root, "error")


def test_waived_cases_are_skipped_with_their_reason() -> None:
    """A case that is left out, or known to fail, says why; one that passes after all passes."""
    run = builders.single_run()
    waiver = Waiver(reason="bug 7")
    waived = [
        case.model_copy(update={"expected_failure": waiver})
        if case.id in {"bulbs", "sell-chains"}
        else case.model_copy(update={"skip": waiver})
        if case.id == "sell-pumps"
        else case
        for case in run.suite.cases
    ]
    kept = tuple(trial for trial in run.trials if trial.key.case_id != "sell-pumps")
    suite = run.suite.model_copy(update={"cases": tuple(waived)})
    root = parse(build_run_view(replace(run, suite=suite, trials=kept)))
    skipped = cases(root, "skipped")
    assert "bulbs [temperature 0]" in skipped
    assert "sell-pumps [temperature 0]" in skipped
    assert "sell-chains [temperature 0]" not in skipped
    assert {"known to fail: bug 7", "bug 7"} == {one.get("message") for one in root.iter("skipped")}
