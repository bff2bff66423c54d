from __future__ import annotations

import pytest
import yaml

from harness.errors import SuiteError
from harness.loader.document import compose
from harness.loader.problems import Problems

from .conftest import Complain

MISFIT = "this does not fit the lines above: wrong indentation, a missing '-', or a stray quote"
CASE = "cases:\n  - id: a\n    prompt: x\n    expect: "


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="columns are libyaml's")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("cases:\n\t- id: a\n", "2:1: a tab; YAML is indented with spaces"),
        (
            "a: What: now?",
            "1:8: ': ' inside a text: put the text in quotes, or check the indentation",
        ),
        ('a: "x\nb: y\n', "1:4: this quoted text is never closed"),
        ("a: 'it's'\n", f"1:8: {MISFIT}"),
        ("a: [b, c\nd: e\n", "2:2: a ',' or a closing bracket is missing before this"),
        ("a: @b", "1:4: a text cannot begin with @: put the text in quotes"),
        ("a: `b`", "1:4: a text cannot begin with `: put the text in quotes"),
        (CASE + "**bold**", "4:14: a text cannot begin with *: put the text in quotes"),
        (CASE + "& more", "4:14: a text cannot begin with &: put the text in quotes"),
        (CASE + "> 5 days", "4:15: a text cannot begin with | or >: put the text in quotes"),
        ("cases:\n  - id: a\n   prompt: x\n", f"3:4: {MISFIT}"),
        (
            "a: b\nno colon\nc: d\n",
            "3:1: a key without ':', or a text of several lines without quotes",
        ),
        (
            'a: "\\d+"',
            "1:5: '\\' in double quotes is an escape; single quotes take it as it is",
        ),
        ('a: "\\xZZ"', "1:7: an escape in double quotes that YAML does not know"),
    ],
)
def test_mistakes_of_syntax_say_what_to_do(complain: Complain, text: str, problem: str) -> None:
    """The usual slips are explained at their place, in words that need no YAML standard."""
    assert complain(text) == [problem]


def test_other_mistakes_are_told_in_the_words_of_the_parser(complain: Complain) -> None:
    """What has no words of ours is still an error with a place."""
    (problem,) = complain("%YAML 3.0\n---\na: b\n")
    assert problem.startswith("1:1: not valid YAML: ")


def test_braces_without_quotes_are_explained() -> None:
    """Who forgets the quotes around a variable learns of them, in brackets and at the beginning."""
    with pytest.raises(SuiteError, match="needs quotes"):
        compose("a: [x {{ b }} y]", Problems("a.yaml"))
    problems = Problems("a.yaml")
    compose("a: {{ b }}", problems)
    assert [one.message for one in problems.errors()] == [
        "a key must be a text, not a mapping: put {{ }} in quotes"
    ]
