from __future__ import annotations

from typing import Any

import pytest

from harness.loader.importing.account import Account
from harness.loader.importing.assertions import translate
from harness.scorers import scorers

NATIVE = pytest.mark.skipif("contains" not in scorers, reason="these scorers are not here")
VERBATIM = {"normalize": "no"}


@NATIVE
@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ({"type": "contains", "value": "a"}, {"contains": {"text": "a", **VERBATIM}}),
        (
            {"type": "not-icontains", "value": "a"},
            {"not": {"icontains": {"text": "a", **VERBATIM}}},
        ),
        (
            {"type": "contains-any", "value": "a, b"},
            {"contains_any": {"text": ["a", "b"], **VERBATIM}},
        ),
        (
            {"type": "starts-with", "value": "a"},
            {"starts_with": {"text": "a", "case_sensitive": "yes", **VERBATIM}},
        ),
        (
            {"type": "word-count", "value": {"min": "1", "max": "9"}},
            {"word_count": {"min": "1", "max": "9"}},
        ),
        (
            {"type": "levenshtein", "value": "abc"},
            {"levenshtein": {"text": "abc", "max_edits": "5", **VERBATIM}},
        ),
        ({"type": "latency", "threshold": "2500"}, {"latency": "2.5"}),
        ({"type": "is-refusal"}, {"refusal": {}}),
        (
            {"type": "javascript", "value": "output.length < 10 && !output.includes('x')"},
            {
                "all_of": {
                    "of": [
                        {"char_count": {"max": "9"}},
                        {"not": {"contains": {"text": "x", **VERBATIM}}},
                    ]
                }
            },
        ),
        (
            {"type": "python", "value": "'x' in output.lower()"},
            {"icontains": {"text": "x", **VERBATIM}},
        ),
        (
            {
                "type": "assert-set",
                "threshold": "0.5",
                "assert": [{"type": "equals", "value": "a"}, {"type": "regex", "value": "b"}],
            },
            {
                "at_least": {
                    "count": 1,
                    "of": [{"exact": {"text": "a", **VERBATIM}}, {"regex": "b"}],
                }
            },
        ),
    ],
)
def test_assertions_with_a_counterpart_are_translated(
    assertion: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Texts letter by letter, milliseconds as seconds, edits as edits, sets as counts."""
    assert translate(assertion, Account()) == [expected]


@pytest.mark.parametrize(
    ("assertion", "said"),
    [
        ({"type": "webhook", "value": "http://x"}, "webhook: there is no such scorer here"),
        ({"type": "javascript", "value": "fetch('x')"}, "its value has no counterpart"),
        ({"type": "python", "value": "file://a.py"}, "its value has no counterpart"),
        ({"type": "g-eval", "value": "x"}, "needs a judging model"),
        ({"type": "regex", "value": "("}, "does not take it"),
        ({"value": "x"}, "without a type"),
        ({"type": "equals", "value": "x", "transform": "y"}, "its 'transform'"),
    ],
)
def test_assertions_without_a_counterpart_are_in_the_account(
    assertion: dict[str, Any], said: str
) -> None:
    """Programs, web hooks, judges and wrong patterns are left out and said."""
    account = Account()
    translate(assertion, account)
    assert any(said in note for note in account.left_out)


def test_what_means_something_else_is_said() -> None:
    """Embeddings become words, and the account says so."""
    account = Account()
    assert translate({"type": "similar", "value": "a"}, account) == [{"says": "a"}]
    assert any(note.startswith("assertion similar → says") for note in account.changed)
    translate({"type": "factuality", "value": "a"}, account)
    assert len(account.changed) == 2
