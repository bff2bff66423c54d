"""The passages of a training text."""

from __future__ import annotations

from itertools import pairwise
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.compare.passages import Passage, Sources, changes_between, read_passages

OLD = """# Shop

## Returns
Send it back within 30 days.

Keep the label on.

## Delivery
It takes 2 days.

## Gifts
We wrap them.
"""
NEW = """# Shop

## Delivery
It takes   2
days.

## Returns
Send it back within 14 days.

Keep the label on.

## Parking
Behind the house.
"""


def headings(before: str, after: str) -> list[tuple[str, bool, bool]]:
    """Return heading, and on which sides it stands, of each change."""
    changes = changes_between(read_passages(before), read_passages(after))
    return [(found.heading, bool(found.before), bool(found.after)) for found in changes]


def test_edits_additions_and_removals_are_found() -> None:
    """A passage that moved, or is only broken into other lines, has not changed."""
    assert [
        ("Returns", True, True),
        ("Parking", False, True),
        ("Gifts", True, False),
    ] == headings(OLD, NEW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# A\nb\n\nc\n\n## D\ne", [("A", "b\n\nc"), ("D", "e")]),
        ("A\n===\nb\n\nC\n---\n\nd", [("A", "b"), ("C", "d")]),
        ("**A:**\n\nb", [("A:", "b")]),
        ("Q: A?\nA: b", [("A?", "A: b")]),
        ("Where?\n\nHere.\r\n\r\nWhen?\n\nNow.", [("Where?", "Here."), ("When?", "Now.")]),
        ("One.\n\nTwo.\n", [("", "One."), ("", "Two.")]),
        ("", []),
    ],
)  # fmt: skip
def test_headings_of_many_kinds_cut_a_text(text: str, found: list[tuple[str, str]]) -> None:
    """Without any heading each block is a passage of its own."""
    assert found == [(passage.heading, passage.text) for passage in read_passages(text)]


@given(st.text(st.sampled_from("# ?\n*ab=-")))
def test_no_text_is_lost(text: str) -> None:
    """Every letter stands in a heading or a passage, unless a heading has nothing below it."""
    passages = read_passages(text)
    kept = "".join(passage.heading + passage.text for passage in passages)
    assert len(kept) <= len(text)
    assert not changes_between(passages, passages)


def test_a_renamed_heading_is_an_edit() -> None:
    """Half of the words in common make two passages one; less makes two."""
    assert [("B", True, True)] == headings("# A\none two three four", "# B\none two three five")
    found = headings("# A\none two three four", "# B\nfive six seven eight")
    assert sorted(found) == [("A", True, False), ("B", False, True)]


def test_many_passages_are_told_apart_by_heading() -> None:
    """Where comparing all with all would take too long, the headings decide."""
    old, new = ("\n\n".join(f"# {n}\n{word} {n}" for n in range(600)) for word in ("old", "new"))
    found = headings(old, new)
    assert len(found) == 600
    assert all(before and after for _, before, after in found)


def test_an_answer_draws_on_the_passage_that_holds_it() -> None:
    """A sentence of the text leads to its passage; small talk leads nowhere."""
    passages = read_passages(OLD)
    sources = Sources(passages)
    drawn = sources.drawn_on("You can send it back within 30 days, if you keep the label on.")
    assert ["Returns"] == [passages[place].heading for place in drawn]
    assert {} == sources.drawn_on("I am sorry, I cannot help with that question.")
    assert {} == sources.drawn_on("")


def test_the_shares_of_an_answer_are_shares() -> None:
    """Where all words stand in one passage its share is 1, and better passages come with more."""
    sources = Sources(read_passages("One two three.\n\nOne two four.\n\nSeven."))
    drawn = sources.drawn_on("one two three")
    assert drawn[0] == 1.0
    assert all(0 < share <= 1 for share in drawn.values())
    assert all(first < second for first, second in pairwise(drawn))


@given(
    texts=st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=8), min_size=1, max_size=8),
    said=st.lists(st.sampled_from("abcdefghxy"), min_size=1, max_size=8),
)
def test_no_passage_is_given_up_too_early(texts: list[list[str]], said: list[str]) -> None:
    """Every passage with half of an answer's weight is found, as if all had been weighed whole."""
    held = [set(text) for text in texts]
    weights = {word: log(1 + len(held) / (0.5 + sum(word in one for one in held))) for word in said}
    total = sum(weights.values())
    shares = [sum(weights[word] for word in weights if word in one) / total for one in held]
    floor = max(0.5, 0.85 * max(shares))

    drawn = Sources([Passage("", " ".join(text)) for text in texts]).drawn_on(" ".join(said))

    sure = {place for place, share in enumerate(shares) if share > floor + 1e-9}
    perhaps = {place for place, share in enumerate(shares) if share >= floor - 1e-9}
    assert sure <= drawn.keys() <= perhaps
    assert drawn == pytest.approx({place: shares[place] for place in drawn})
