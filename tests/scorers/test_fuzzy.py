from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rapidfuzz import fuzz

from harness.model.run import Answer, Exchange
from harness.scorers.fuzzy import RATIOS, Fuzzy

from .conftest import Judge

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=40)


def test_every_ratio_of_rapidfuzz_is_there() -> None:
    """The names are rapidfuzz's own."""
    assert {"ratio", "partial_ratio", "token_set_ratio", "WRatio", "QRatio"} <= set(RATIOS)
    assert all(callable(getattr(fuzz, name)) for name in RATIOS)


def test_the_value_is_the_ratio(judge: Judge) -> None:
    """The value is what rapidfuzz says of the normalised words, from 0 to 1."""
    score = judge("fuzzy", "Keep YOUR receipt!", text="keep the receipt", ratio="ratio")
    assert score.value == fuzz.ratio("keep the receipt", "keep your receipt") / 100
    assert score.reason == "78 % similar to the expected text (ratio)"


def test_a_longer_answer_is_no_worse_by_default(judge: Judge) -> None:
    """The default ratio takes the expected words wherever they are; `ratio` does not."""
    answer = "Well, in order to return it you must please keep the receipt at home."
    assert judge("fuzzy", answer, text="Keep the receipt").passed
    assert not judge("fuzzy", answer, text="Keep the receipt", ratio="ratio").passed


def test_an_unknown_ratio_is_refused_with_a_suggestion() -> None:
    """A misspelt ratio is an error that names the nearest one."""
    with pytest.raises(ValidationError, match="did you mean 'token_set_ratio'"):
        Fuzzy(text="a", ratio="tokenset_ratio")


@pytest.mark.parametrize("ratio", RATIOS)
@given(expected=ANY_TEXT.filter(lambda text: text.strip()), answer=ANY_TEXT)
def test_the_value_is_a_share_and_one_for_equal_texts(
    ratio: str, expected: str, answer: str
) -> None:
    """Any two texts give a value from 0 to 1, and a text is wholly similar to itself."""
    scorer = Fuzzy(text=expected, ratio=ratio)
    assert 0 <= (scorer.score(Exchange("?", Answer(answer, 0))).value or 0) <= 1
    if expected.strip("\u200b\ufeff"):
        assert scorer.score(Exchange("?", Answer(expected, 0))).value == 1


@pytest.mark.parametrize("ratio", RATIOS)
def test_two_huge_texts_are_compared_by_their_beginnings(judge: Judge, ratio: str) -> None:
    """Texts of a megabyte come back soon, and equal ones still score 1."""
    one = " ".join(f"word{n}" for n in range(100_000))
    other = " ".join(f"term{n}" for n in range(100_000))
    assert judge("fuzzy", one, text=one, ratio=ratio).value == 1
    assert (judge("fuzzy", other, text=one, ratio=ratio).value or 0) < 1


def test_characters_can_be_compared_as_they_are_written(judge: Judge) -> None:
    """Without normalisation case and punctuation count, and equal texts still score 1."""
    strict = {"text": "Pay 5 €!", "ratio": "ratio", "normalize": False}

    assert 1 == judge("fuzzy", "pay 5 €", text="Pay 5 €!", ratio="ratio").value
    assert 1 == judge("fuzzy", "Pay 5 €!", **strict).value
    assert (judge("fuzzy", "pay 5 €", **strict).value or 0) < 1
