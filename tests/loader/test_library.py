from __future__ import annotations

import pytest

from .conftest import Complain, Load, Write

CASE = "cases: [{id: a, prompt: x, expect: y}]"


def test_what_is_included_comes_first_and_counts_less(load: Load, write: Write) -> None:
    """Variables, shared expectations and cases of other files; the suite's own win."""
    write("lib/base.yaml", "include: deeper.yaml\nvars: {shop: base, days: '30'}\n")
    write(
        "lib/deeper.yaml",
        "vars: {days: '14'}\nexpectations: {kind: {keywords: '{{ shop }}'}}\n"
        "cases: [{id: first, prompt: '{{ days }}', expect: {use: kind}}]\n",
    )
    suite = load(
        "include: [lib/base.yaml, lib/deeper.yaml]\nvars: {shop: own}\n"
        "cases: [{id: second, prompt: y, expect: [z, {use: [kind]}]}]"
    )
    assert [(case.id, case.prompt) for case in suite.cases] == [("first", "30"), ("second", "y")]
    assert [
        [(one.scorer, dict(one.parameters)) for one in case.turns[0].expect] for case in suite.cases
    ] == [
        [("keywords", {"all": "own"})],
        [("says", {"text": "z"}), ("keywords", {"all": "own"})],
    ]


def test_cases_may_all_be_included(load: Load, write: Write) -> None:
    """A suite needs no cases of its own where an included file has some."""
    write("base.yaml", CASE)
    assert load("include: base.yaml\ntemperatures: 0.5\n").temperatures == (0.5,)


def test_files_may_include_each_other(load: Load, write: Write) -> None:
    """A file is taken in once, by whichever way it is reached."""
    write("b.yaml", "include: [shop.suite.yaml, b.yaml]\n" + CASE)
    assert len(load("include: b.yaml\n").cases) == 1


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ("", "b.yaml:1:1: the file is empty"),
        ("- a", "b.yaml:1:1: a file to be included is a mapping, not a list"),
        ("vars: {a: *b}", "b.yaml:1:11: no anchor '&b' comes before this alias"),
        (
            "a: b: c",
            "b.yaml:1:5: ': ' inside a text: put the text in quotes, or check the indentation",
        ),
        (
            "gate: {}",
            "b.yaml:1:1: there is no key 'gate' (known: description, include, vars, env",
        ),
        ("cases: [{id: a, prompt: x, expect: y}]", "2:14: the id 'a' is already used in"),
        ("env: {A: [b]}", "b.yaml:1:10: 'A' must be a text"),
        ("expectations: {a: }", "b.yaml:1:16: 'a' has no value"),
    ],
)
def test_mistakes_in_other_files_are_found_there(
    complain: Complain, write: Write, other: str, problem: str
) -> None:
    """Each has the name of its file, and the suite's own mistakes are told besides."""
    write("b.yaml", other)
    problems = complain(f"include: b.yaml\n{CASE}\nnam: x\n")
    assert any(problem in one for one in problems)
    assert "3:1: there is no key 'nam'; did you mean 'name'?" in problems


def test_shared_expectations_that_nobody_uses_are_a_warning(warn: Complain, write: Write) -> None:
    """Those of the suite itself; an included file may hold more than one suite needs."""
    write("b.yaml", "expectations: {c: x}\n")
    assert warn("include: b.yaml\nexpectations: {b: x}\n" + CASE) == [
        "2:16: no case uses the shared expectations 'b'"
    ]


@pytest.mark.parametrize(
    ("use", "problem"),
    [
        ("polit", "4:36: there are no shared expectations 'polit'; did you mean 'polite'?"),
        ("[polite, [x]]", "4:45: there are no shared expectations 'a list'"),
        ("loop", "1:43: the shared expectations 'loop' use themselves"),
        ("", "4:31: 'use' has no value"),
    ],
)
def test_wrong_uses_are_pointed_at(complain: Complain, use: str, problem: str) -> None:
    """Unknown names, no names, and blocks that use themselves."""
    text = "expectations: {polite: x, loop: [y, {use: loop}]}\n"
    cases = "- {id: b, prompt: x, expect: {use: polite}}\n- {id: a, prompt: y, expect: {use: "
    assert problem in complain(f"{text}cases:\n{cases}{use}}}}}\n")
