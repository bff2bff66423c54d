from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, cast

import numpy as np
import pytest
from pydantic import ValidationError

from harness.errors import UnknownPlugin
from harness.model.run import Answer, Exchange, Message, Outcome, Score, Setting, Trial, TrialKey
from harness.model.suite import Case, Expectation, Turn
from harness.scorers import Scorer, bind, score_trial, scorers
from harness.scorers import scorer as scorer_module
from harness.scorers.built_in import BUILT_IN


class MaxWords(Scorer):
    """The answer is short: a scorer as a stranger would write it."""

    shorthand: ClassVar[str | None] = "limit"
    made: ClassVar[int] = 0

    limit: int

    def model_post_init(self, context: object, /) -> None:
        """Count how often one is made."""
        super().model_post_init(context)
        MaxWords.made += 1

    def score(self, exchange: Exchange) -> Score:
        """Count words; "crash" is more than it can take."""
        if exchange.answer.text == "crash":
            raise RuntimeError("no words for this")
        if exchange.answer.text == "exit":
            sys.exit(0)
        if exchange.answer.text == "nothing":
            return None  # type: ignore[return-value]
        if exchange.answer.text == "set":
            return self.grade(1, "", {"words": {"a"}})
        if exchange.answer.text == "set within":
            return self.grade(1, "", {"words": ["a"], "more": {"words": [{"a"}]}})
        count = len(exchange.answer.text.split())
        return self.grade(min(1, self.limit / max(count, 1)), f"{count} words", {"words": count})


@pytest.fixture(autouse=True)
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register the stranger's scorer for the time of a test."""
    monkeypatch.setitem(scorers._things, "max_words", MaxWords)
    MaxWords.made = 0


def case(*turns: tuple[Expectation, ...], threshold: float | None = None) -> Case:
    """Make a case of turns with these expectations."""
    return Case(
        id="c", turns=tuple(Turn(user="?", expect=expect) for expect in turns), threshold=threshold
    )


def trial(*answers: str, error: str | None = None) -> Trial:
    """Make a trial with these answers."""
    exchanges = tuple(Exchange("?", Answer(text, 0)) for text in answers)
    key = TrialKey("c", Setting(0.0), 0)
    return Trial(key, "digest", exchanges, datetime(2026, 1, 1, tzinfo=UTC), error)


def expect(scorer: str, **parameters: object) -> Expectation:
    """Make an expectation."""
    return Expectation(scorer=scorer, parameters=parameters)


def test_a_scorer_is_bound_to_text_parameters() -> None:
    """Parameters may be the text of a suite; the score bears the name, weight and pass mark."""
    scorer = bind(expect("max_words", limit="2", weight="3", threshold="0.5"))
    score = scorer.score(Exchange("?", Answer("a b c d", 0)))
    assert score == Score("max_words", 0.5, True, "4 words", 0.5, 3.0, {"words": 4})


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"limit": "x"},
        {"limit": 1, "limits": 2},
        {"limit": 1, "weight": -1},
        {"limit": 1, "weight": "inf"},
        {"limit": 1, "weight": "nan"},
        {"limit": 1, "threshold": 1.1},
        {"limit": 1, "threshold": "nan"},
    ],
)
def test_wrong_parameters_are_refused(parameters: dict[str, object]) -> None:
    """Missing, unknown and impossible parameters are errors when the scorer is bound."""
    with pytest.raises(ValidationError):
        bind(expect("max_words", **parameters))


def test_an_unknown_scorer_is_refused_with_a_suggestion() -> None:
    """A misspelt name is an error that names the nearest scorer."""
    with pytest.raises(UnknownPlugin, match="did you mean 'keywords'"):
        bind(expect("keywrds"))


def test_the_threshold_of_the_case_is_for_graded_scorers_only() -> None:
    """It replaces the default pass mark of graded scorers that give none, and no other."""
    assert bind(expect("says", text="a"), 0.9).threshold == 0.9
    assert bind(expect("says", text="a", threshold=0.2), 0.9).threshold == 0.2
    assert bind(expect("keywords", all="a"), 0.9).threshold is None


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_value_that_is_no_share_is_refused(value: float) -> None:
    """No scorer can put anything but 0..1 into a Score."""
    with pytest.raises(ValueError, match="from 0 to 1"):
        MaxWords(limit=1).grade(value, "?")


def test_each_answer_is_scored_by_the_expectations_of_its_turn() -> None:
    """Scores stand at the exchange that they judge, in the order of the suite."""
    turns = case(
        (expect("exact", text="a"),), (expect("exact", text="a"), expect("says", text="b"))
    )
    scored = score_trial(turns, trial("a", "b"))
    assert [[s.value for s in exchange.scores] for exchange in scored.exchanges] == [[1], [0, 1]]
    assert scored.outcome is Outcome.FAILED


def test_a_scorer_that_raises_makes_an_errored_trial() -> None:
    """What could not be judged is neither right nor wrong, and says why."""
    scored = score_trial(case((expect("max_words", limit=3),)), trial("crash"))
    assert scored.scores == (
        Score("max_words", None, None, "the scorer failed: RuntimeError: no words for this", 1.0),
    )
    assert scored.outcome is Outcome.ERRORED


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("exit", "SystemExit: 0"),
        ("nothing", "TypeError: it returned NoneType, no Score"),
        ("set", "TypeError: set in the details is no JSON value"),
        ("set within", "TypeError: set in the details is no JSON value"),
    ],
)
def test_no_scorer_can_end_the_run_or_lose_the_answer(answer: str, reason: str) -> None:
    """A function that exits would end the command well; what cannot be kept would stop the run."""
    scored = score_trial(case((expect("max_words", limit=3),)), trial(answer))
    assert f"the scorer failed: {reason}" == scored.scores[0].reason
    assert scored.outcome is Outcome.ERRORED


def test_a_grade_is_a_plain_number() -> None:
    """A number of numpy, which no store takes, becomes one of Python."""
    score = MaxWords(limit=3).grade(cast("float", np.float32(1)), "")
    assert (float, bool) == (type(score.value), type(score.passed))


def test_an_error_is_kept_and_what_was_said_is_scored() -> None:
    """A conversation that broke off keeps its error beside the scores of its beginning."""
    two = case((expect("exact", text="a"),), (expect("exact", text="b"),))
    scored = score_trial(two, trial("a", error="timed out"))
    assert (scored.error, len(scored.scores)) == ("timed out", 1)


def test_missing_answers_never_pass() -> None:
    """A trial with fewer answers than questions and no error becomes an error."""
    two = case((expect("exact", text="a"),), (expect("exact", text="b"),))
    scored = score_trial(two, trial("a"))
    assert scored.error == "the conversation ended after 1 of 2 questions"
    assert scored.outcome is Outcome.ERRORED


def test_scoring_again_replaces_the_scores() -> None:
    """A trial that was scored before has the scores of the last time only."""
    first = score_trial(case((expect("exact", text="a"),)), trial("a"))
    again = score_trial(case((expect("exact", text="b"),)), first)
    assert [score.value for score in again.scores] == [0]


def test_scoring_changes_the_scores_alone() -> None:
    """Of all that is known of a trial and an exchange, each field comes through."""
    answer = Answer("a", 0.5, sent={"messages": []})
    exchange = Exchange("?", answer, (Message("user", "!"),), (Score("old", 1.0, True, ""),))
    key = TrialKey("c", Setting(0.5, "m", stream=True), 3)
    before = Trial(key, "digest", (exchange,), datetime(2026, 1, 1, tzinfo=UTC), "timed out")

    after = score_trial(case((expect("exact", text="a"),)), before)

    old = dataclasses.replace(after.exchanges[0], scores=exchange.scores)
    assert before == dataclasses.replace(after, exchanges=(old,))
    assert all(getattr(exchange, f.name) != f.default for f in dataclasses.fields(Exchange))
    assert all(getattr(before, f.name) != f.default for f in dataclasses.fields(Trial))


def test_more_answers_than_questions_are_kept_without_scores() -> None:
    """An exchange that the case does not know is kept and not judged."""
    scored = score_trial(case((expect("exact", text="a"),)), trial("a", "b"))
    assert [len(exchange.scores) for exchange in scored.exchanges] == [1, 0]


def test_a_case_is_bound_once_for_all_its_trials() -> None:
    """Binding is remembered, however many trials follow."""
    one = case((expect("max_words", limit=7, weight=7.7),))
    for _ in range(5):
        score_trial(one, trial("a"))
    assert MaxWords.made == 1


def test_the_table_of_built_in_scorers_is_what_their_modules_register() -> None:
    """Every name leads to the module that registers it, and no module registers another one."""
    folder = Path(scorer_module.__file__).parent
    registered = {
        name: f"harness.scorers.{path.stem}"
        for path in folder.glob("*.py")
        for name in re.findall(r'@scorers\.register\("(\w+)"\)', path.read_text("utf-8"))
    }

    assert registered == BUILT_IN


def test_a_scorer_is_imported_only_when_it_is_asked_for() -> None:
    """A program that names no scorer pays for none."""
    code = (
        "import sys, harness.scorers as s; before = 'harness.scorers.overlap' in sys.modules; "
        "s.scorers.get('bleu'); print(before, 'harness.scorers.overlap' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False True" == told.stdout.strip()
