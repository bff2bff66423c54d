from __future__ import annotations

import re

import pytest
from command import Harness

from .kept import FILE, SUITE, keep_two_runs


@pytest.fixture
def kept(harness: Harness) -> Harness:
    """Return the command line in a folder with two runs."""
    keep_two_runs()
    return harness


def test_an_answer_becomes_the_expected_one(kept: Harness) -> None:
    """With a note above it; all else in the file stays, and the change was shown."""
    said = kept("accept", "returns", "--run", "after", "--reason", "new law", "--by", "Ada", "-y")
    assert 0 == said.code, said.err
    text = FILE.read_text(encoding="utf-8")
    note = re.search(r"    # accepted (\d{4}-\d\d-\d\d) by Ada: new law \(run r-2\)\n", text)
    assert note
    old = "    expect: You can return it within 30 days.\n"
    new = f"{note.group()}    expect: Returns must reach us in two weeks.\n"
    assert text == SUITE.replace(old, new)
    for line in (old, new):
        assert line.strip().split("\n")[-1] in said.out


def test_without_consent_nothing_is_written(kept: Harness) -> None:
    """Nobody is there to agree: the change is shown, and --yes asked for."""
    said = kept("accept", "returns", "--reason", "new law")
    assert 2 == said.code
    assert "│ +    expect: Returns must reach us in two weeks." in said.out
    assert "--yes" in said.err
    assert SUITE == FILE.read_text(encoding="utf-8")


def test_a_keyword_is_replaced_when_someone_says_by_what(kept: Harness) -> None:
    """By itself no answer holds a keyword; what fails is said."""
    said = kept("accept", "label", "--reason", "codes", "-y")
    assert 2 == said.code
    assert "expected but not said: 'receipt'" in said.out
    assert '--replace "OLD=NEW"' in said.err
    said = kept("accept", "label", "--reason", "codes", "--replace", "receipt=code", "-y")
    assert 0 == said.code, said.err
    assert "- keywords: [code, label]   # both" in FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("return",), "has no question 'return'; did you mean 'returns'?"),
        (("hours",), "accepts this answer already"),
        (("label", "--replace", "receipt"), "OLD=NEW"),
        (("label", "--replace", "recipe=code"), "does not hold the expected text 'recipe'"),
        (("returns", "--suite", "nowhere.yaml"), "there is no such file"),
    ],
)
def test_what_cannot_be_accepted_is_wrong_usage(
    kept: Harness, arguments: tuple[str, ...], why: str
) -> None:
    """The reason is said, and the file stays."""
    said = kept("accept", *arguments, "--reason", "x", "-y")
    assert 2 == said.code
    assert why in said.err
    assert SUITE == FILE.read_text(encoding="utf-8")


def test_a_case_that_was_edited_since_is_not_overwritten(kept: Harness) -> None:
    """The answer was given to another expectation."""
    FILE.write_text(SUITE.replace("30 days", "40 days"), encoding="utf-8")
    said = kept("accept", "returns", "--reason", "x", "-y")
    assert 2 == said.code
    assert "was edited" in said.err


def test_a_suite_that_has_moved_must_be_named(kept: Harness) -> None:
    """Its old place is said."""
    moved = FILE.rename("moved.suite.yaml")
    said = kept("accept", "returns", "--reason", "x", "-y")
    assert (2, True) == (said.code, "give --suite" in said.err)
    said = kept("accept", "returns", "--reason", "x", "-y", "--suite", moved)
    assert 0 == said.code, said.err
