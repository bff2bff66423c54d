"""The tags whose questions together got worse."""

from __future__ import annotations

from dataclasses import replace

from fakes import WARM, case, run, suite, trials

from harness.compare.kept import tags_worse, weigh
from harness.compare.pairing import compare
from harness.model.comparison import ChangeKind, Comparison
from harness.model.proof import Method


def compared(fates: dict[str, tuple[str, str, str]]) -> Comparison:
    """Compare runs of these cases: each has a tag, and how its answers ended on both sides."""
    cases = {
        name: case(name, f"{name}?").model_copy(update={"tags": (tag,)})
        for name, (tag, _, _) in fates.items()
    }
    of = suite(*cases.values(), repeats={0.7: len(next(iter(fates.values()))[1])})
    sides = [
        [
            each
            for name in cases
            for each in trials(
                cases[name],
                fates[name][side],
                setting=WARM,
                texts=[f"{side} {number}" for number in range(len(fates[name][side]))],
            )
        ]
        for side in (1, 2)
    ]
    return compare(run("old", of, sides[0]), run("new", of, sides[1]))


def test_a_tag_is_proven_where_no_question_of_it_is() -> None:
    """Each of its questions fell a little, none beyond chance; together they did."""
    fell = {f"a{number}": ("fell", "ppppp", "pppff") for number in range(12)}
    same = {f"b{number}": ("same", "ppppf", "ppppf") for number in range(12)}

    found = compared({**fell, **same})

    assert () == found.of_kind(ChangeKind.REGRESSED)
    assert {"fell"} == found.worse_tags


def test_the_more_tags_are_looked_at_the_more_it_takes() -> None:
    """What proves one of two tags does not prove one of forty."""
    fell = {f"a{number}": ("fell", "ppppp", "pppff") for number in range(7)}

    def beside(tags: int) -> Comparison:
        others = {f"b{number}": (f"t{number}", "ppppf", "ppppf") for number in range(tags)}
        return compared({**fell, **others})

    assert {"fell"} == beside(1).worse_tags
    assert frozenset() == beside(400).worse_tags


def test_a_plan_proves_a_tag_by_its_questions_alone() -> None:
    """Answers that were asked because they looked worse are no evidence of a fall of the whole."""
    fell = {f"a{number}": ("fell", "ppppp", "pppff") for number in range(12)}
    found = compared(fell)

    assert frozenset() == tags_worse(found.changes, Method())
    broken = [replace(each, odds_worse=500.0) for each in found.changes]
    assert {"fell"} == tags_worse(broken, Method())


def test_questions_without_tags_make_no_list() -> None:
    """Nothing is asked of no tag."""
    found = compared({"a": ("x", "pppp", "ffff")})
    bare = [replace(c, case=c.case.model_copy(update={"tags": ()})) for c in found.changes]
    assert frozenset() == tags_worse(bare, Method(), weigh(bare, ()))
