from __future__ import annotations

import pytest

from .conftest import Complain


@pytest.mark.parametrize(
    ("case", "warning"),
    [
        (
            "prompt: Do I need the receipt?, expect: {keywords: [receipt]}",
            "1:69: 'receipt' stands in the question: a bot that repeats it passes",
        ),
        (
            "prompt: x, expect: {keywords: {none: [a]}}",
            "1:36: an answer that says nothing would pass: say too what must be there",
        ),
        (
            "prompt: x, expect: {says: {text: y, threshold: 0}}",
            "1:64: with a pass mark of 0 this cannot fail",
        ),
        (
            "prompt: x, expect: [y, {regex: '.*'}]",
            "1:48: this pattern is found in every text: it cannot fail",
        ),
        (
            f"prompt: x, expect: {'y ' * 201}",
            (
                "1:36: the expected answer has 401 characters: long ones score badly with every"
                " scorer; prefer keywords for what must be there"
            ),
        ),
    ],
)
def test_what_proves_little_is_a_warning(warn: Complain, case: str, warning: str) -> None:
    """Echoes, empty answers, marks and patterns that cannot fail, and long answers are said."""
    assert warning in warn(f"cases: [{{id: a, {case}}}]")


@pytest.mark.parametrize(
    "case",
    [
        "prompt: Receipts?, expect: {keywords: [receipt, 30 days]}",
        "prompt: x, expect: [y, {keywords: {none: [a]}}]",
        "prompt: x, expect: {regex: '^$|a'}",
        "prompt: x, expect: {regex: 'a*b'}",
        "turns: [{user: x, expect: {keywords: {none: [a]}}}, {user: y, expect: z}]",
    ],
)
def test_what_proves_something_is_no_warning(warn: Complain, case: str) -> None:
    """A sound expectation beside a weak one is enough; words are compared whole."""
    assert warn(f"cases: [{{id: a, {case}}}]") == []


def test_the_same_question_twice_is_a_warning(warn: Complain) -> None:
    """Cases that differ only in case and space ask the same; with another history they do not."""
    assert warn(
        "cases:\n"
        "  - {id: a, prompt: How long?, expect: x}\n"
        "  - {id: b, prompt: HOW  long?, expect: y}\n"
        "  - {id: c, prompt: How long?, expect: y, history: [{user: z}]}\n"
    ) == ["3:21: 'a' in line 2 asks the same"]


def test_a_canary_that_answers_itself_is_a_warning(warn: Complain) -> None:
    """A bot that repeats the question must not look retrained."""
    text = (
        "canaries: [{ask: Is it 60 days?, expect: 60 days}]\ncases: [{id: a, prompt: x, expect: y}]"
    )
    assert warn(text) == ["1:42: '60 days' stands in the question: an echo would be taken for it"]


def test_a_language_without_negations_is_a_warning(warn: Complain) -> None:
    """Where polarity cannot be compared it is said once; known languages, ignored facts are not."""
    says = "{id: %s, prompt: x, expect: {says: {text: y, language: %s, facts: %s}}}"
    rows = [("a", "finnish", "ignore"), ("b", "german", "compare")]
    rows += [("c", "finnish", "compare"), ("d", "finnish", "compare")]
    found = warn("cases:\n" + "".join(f"  - {says % row}\n" for row in rows))
    told = [one for one in found if "negations" in one]
    assert [one.partition(":")[0] for one in told] == ["4"]
    assert "no negations are known for finnish" in told[0]
