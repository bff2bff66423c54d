"""Facts that hold for every scorer, whatever people and bots write."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.model.run import Answer, Exchange, Score
from harness.model.suite import Expectation
from harness.scorers import bind, match, scorers

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=60)
WORDS = """
    you can not keep the receipt for 14 days 5.5 € no , . 3 May 10:30 https://a.example `x` ﬁ
"""
SENTENCE = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12).map(" ".join)
FEW = settings(max_examples=25)
FILLED = (ANY_TEXT | SENTENCE).filter(lambda text: any(c.isalnum() for c in text) and text.strip())

SAME_TEXT: dict[str, dict[str, Any]] = {
    "says": {"text": ...},
    "exact": {"text": ...},
    "contains": {"text": ...},
    "icontains": {"text": ...},
    "contains_any": {"text": ...},
    "starts_with": {"text": ...},
    "ends_with": {"text": ...},
    "fuzzy": {"text": ...},
    "rouge_n": {"text": ...},
    "rouge_l": {"text": ...},
    "gleu": {"text": ...},
    "chrf": {"text": ...},
    "levenshtein": {"text": ...},
}
"""Scorers by which a text is the same as itself, `...` standing for it."""
WITHOUT_TEXT: dict[str, dict[str, Any]] = {
    "char_count": {"max": 20},
    "word_count": {"min": 3},
    "numeric": {"value": 14},
    "is_json": {},
    "contains_json": {},
    "is_xml": {},
    "contains_xml": {},
    "is_html": {},
    "contains_html": {},
    "is_sql": {},
    "contains_sql": {},
    "refusal": {},
    "language": {"code": "en"},
    "url": {"hosts": "a.example"},
    "latency": {"max_seconds": 1},
    "not": {"of": ["14 days"]},
    "all_of": {"of": ["14 days", {"regex": "a"}]},
    "any_of": {"of": ["14 days", {"regex": "a"}]},
    "at_least": {"count": 1, "of": ["14 days"]},
    "regex": {"pattern": "(a|aa)+$"},
    "bleu": {"text": "Keep the receipt for 14 days"},
    "keywords": {"all": ["receipt"], "none": ["no"]},
}


def judged(scorer: str, parameters: dict[str, Any], text: str, answer: str) -> Score:
    """Judge an answer; `...` among the parameters stands for the text."""
    filled = {name: text if value is ... else value for name, value in parameters.items()}
    bound = bind(Expectation(scorer=scorer, parameters=filled))
    return bound.judge(Exchange("Why?", Answer(answer, 0.5)))


@pytest.mark.parametrize("scorer", SAME_TEXT)
@FEW
@given(text=FILLED)
def test_equal_texts_score_one(scorer: str, text: str) -> None:
    """A text is what it is, for every scorer that compares with one."""
    score = judged(scorer, SAME_TEXT[scorer], text, text)
    assert score.value == pytest.approx(1)
    assert score.passed


@pytest.mark.parametrize("scorer", [*SAME_TEXT, *WITHOUT_TEXT])
@FEW
@given(text=FILLED, answer=ANY_TEXT | SENTENCE)
def test_the_value_is_a_share(scorer: str, text: str, answer: str) -> None:
    """Whatever is expected and said, there is a value from 0 to 1 and a reason."""
    score = judged(scorer, {**SAME_TEXT, **WITHOUT_TEXT}[scorer], text, answer)
    assert score.value is not None, score.reason
    assert 0 <= score.value <= 1
    assert score.reason


@given(text=FILLED, answer=ANY_TEXT | SENTENCE)
def test_adding_the_expected_sentence_never_lowers_what_is_said(text: str, answer: str) -> None:
    """Whoever also says the expected text misses nothing of it."""
    score = judged("says", {"text": ..., "facts": "ignore"}, text, f"{answer}\n\n{text}")
    assert score.details["missing"] == []


@pytest.mark.parametrize("scorer", ["exact", "levenshtein", "rouge_n", "rouge_l", "gleu"])
@FEW
@given(one=FILLED, other=FILLED)
def test_symmetric_scorers_are_symmetric(scorer: str, one: str, other: str) -> None:
    """It makes no difference which of two texts is expected and which is said."""
    there = judged(scorer, {"text": ...}, one, other).value
    back = judged(scorer, {"text": ...}, other, one).value
    assert there == pytest.approx(back)


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(a|aa)+$", r"(.*a){20}$", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(x+x+)+y", r"\s+$"],
)
def test_patterns_that_run_away_are_stopped(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The known bad ones end within their time limit: with a value, or not judged."""
    monkeypatch.setattr(match, "_LONGEST_SECONDS", 0.1)
    bound = bind(Expectation(scorer="regex", parameters={"pattern": pattern}))
    score = bound.judge(Exchange("?", Answer("a" * 5_000 + "xx!" + " " * 5_000 + "!", 0)))
    assert score.value in {None, 0.0, 1.0}


def test_every_scorer_is_in_these_tests_or_needs_more_than_text() -> None:
    """A new scorer is not forgotten here."""
    more = {"first_chunk", "similar", "python", "judge"}
    alike = {"contains_all", "icontains_all", "icontains_any"}
    own = {name for name in scorers if scorers.get(name).__module__.startswith("harness.")}
    assert own - more - alike == {*SAME_TEXT, *WITHOUT_TEXT}
