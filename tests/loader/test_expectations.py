from __future__ import annotations

import pytest

from harness.model.run import Exchange, Score
from harness.scorers import Scorer, scorers

from .conftest import Complain, Load

CASE = "cases:\n  - id: a\n    prompt: x\n    expect: "


class Plain(Scorer):
    """A scorer without a short form."""

    depth: int

    def score(self, exchange: Exchange) -> Score:
        """Pass."""
        return self.grade(1, "fine")


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ("{keywrds: [a]}", "4:14: no scorer is called 'keywrds'; did you mean 'keywords'?"),
        ("[]", "4:13: nothing is expected here"),
        ("{}", "4:13: nothing is expected here"),
        ("[[a]]", "4:14: must be a text or a scorer with its parameters, not a list"),
        ("\n      -\n", "5:8: there is nothing after this '-'"),
        ("{says: }", "4:14: 'says' has no value"),
        ("' '", "4:13: says: 'text' is empty"),
        ("{keywords: {al: a}}", "4:25: keywords: there is no key 'al'; did you mean 'all'?"),
        (
            "{keywords: {all: a, weight: big}}",
            "4:41: keywords: 'weight' must be a number, not 'big'",
        ),
        (
            "{keywords: {all: a, threshold: 2}}",
            "4:44: keywords: 'threshold' must be at most 1, not '2'",
        ),
        (
            "{keywords: {all: [a, [b]]}}",
            "4:34: keywords: each of 'all' must be a text, or a mapping with a 'word'",
        ),
        (
            "{keywords: [a, [b]]}",
            "4:28: keywords: each of 'all' must be a text, or a mapping with a 'word'",
        ),
        ("{keywords: ''}", "4:24: keywords: 'all' is empty"),
        ("{keywords: {all: [a, '']}}", "4:34: keywords: each of 'all' is empty"),
        (
            "{keywords: {stem: no}}",
            "4:24: keywords: name at least one keyword under all, any or none",
        ),
        ("{exact: [a, b]}", "4:21: exact: 'text' must be a text, not a list"),
        ("{fuzzy: {ratio: ratio}}", "4:21: fuzzy: 'text' is missing"),
        (
            "{fuzzy: {text: a, ratio: tokenset_ratio}}",
            (
                "4:38: fuzzy: 'ratio': no ratio is called 'tokenset_ratio';"
                " did you mean 'token_set_ratio'?"
            ),
        ),
        (
            "{regex: 'a('}",
            "4:21: regex: 'pattern' is no regular expression: missing ) at character 3",
        ),
        (
            "{keywords: a, weight: 2}",
            "4:27: 'weight' goes inside its scorer: `keywords: {all: …, weight: …}`",
        ),
        (
            "{threshold: 0.5}",
            "4:14: 'threshold' goes inside its scorer: `says: {text: …, threshold: …}`",
        ),
        (
            "{plain: 3}",
            "4:21: plain: must be a mapping (weight, threshold, metric, depth), not a text",
        ),
    ],
)
def test_wrong_expectations_are_explained_where_they_stand(
    complain: Complain, monkeypatch: pytest.MonkeyPatch, expect: str, problem: str
) -> None:
    """Names and parameters of scorers are checked when the file is read, to the column."""
    monkeypatch.setitem(scorers._things, "plain", Plain)
    assert complain(CASE + expect) == [problem]


def test_a_list_may_mix_texts_and_scorers(load: Load) -> None:
    """Each text is one expectation, each mapping one for every scorer in it."""
    expect = load(CASE + "[one, {keywords: a, exact: b}, 'two: 2']").cases[0].turns[0].expect
    assert [one.scorer for one in expect] == ["says", "keywords", "exact", "says"]
    assert expect[3].parameters == {"text": "two: 2"}


def test_a_plugin_that_cannot_be_imported_is_a_problem_of_the_line(
    complain: Complain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken plug-in is named where it is asked for, with its own words."""

    def broken(name: str) -> type[Scorer]:
        raise ImportError("no module named torch")

    monkeypatch.setattr(scorers, "get", broken)
    assert complain(CASE + "{meaning: a}") == [
        "4:14: the scorer 'meaning' cannot be loaded: ImportError: no module named torch"
    ]


def test_scorers_have_opposites_and_hyphens(load: Load) -> None:
    """`not-contains` is `not` around `contains`; its weight is that of the whole."""
    (case,) = load(
        "cases: [{id: a, prompt: x, expect: [y, {not-contains: a, starts-with: b,"
        " not-regex: {pattern: c, weight: 2}}]}]"
    ).cases
    assert [(one.scorer, dict(one.parameters)) for one in case.turns[0].expect[1:]] == [
        ("not", {"of": [{"contains": {"text": "a"}}]}),
        ("starts_with", {"text": "b"}),
        ("not", {"of": [{"regex": {"pattern": "c"}}], "weight": "2"}),
    ]


def test_combined_scorers_hold_all_that_expect_does(load: Load) -> None:
    """Texts, lists, opposites and shared expectations stand inside of others."""
    (case,) = load(
        "expectations: {kind: {regex: please}}\n"
        "cases: [{id: a, prompt: x, expect: {at_least: {count: 2, weight: 3,"
        " of: [y, {use: kind}, {not: {exact: z}}]}, any_of: [v, w]}}]"
    ).cases
    assert [(one.scorer, dict(one.parameters)) for one in case.turns[0].expect] == [
        (
            "at_least",
            {
                "of": [
                    {"says": {"text": "y"}},
                    {"regex": {"pattern": "please"}},
                    {"not": {"of": [{"exact": {"text": "z"}}]}},
                ],
                "count": "2",
                "weight": "3",
            },
        ),
        ("any_of", {"of": [{"says": {"text": "v"}}, {"says": {"text": "w"}}]}),
    ]


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ("{not: {contanis: a}}", "4:20: no scorer is called 'contanis'; did you mean 'contains'?"),
        ("{any_of: [a, {regex: '('}]}", "4:34: regex: 'pattern' is no regular expression"),
        ("{at_least: {of: [a], count: many}}", "4:41: at_least: 'count' must be a whole number"),
        ("{not-contanis: a}", "4:14: no scorer is called 'not-contanis'"),
        ("{all_of: []}", "4:22: nothing is expected here"),
    ],
)
def test_mistakes_inside_of_others_have_their_place(
    complain: Complain, expect: str, problem: str
) -> None:
    """However deep a wrong part stands, it is pointed at."""
    (found,) = complain(CASE + expect)
    assert found.startswith(problem)
