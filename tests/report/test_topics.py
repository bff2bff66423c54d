"""The pass rate by tag."""

from __future__ import annotations

from harness.model.comparison import Change, ChangeKind
from harness.report.status import Status
from harness.report.topics import MOST, build_topics

from . import builders

GOOD, BAD = builders.Story("a", "b", "ppp ppp"), builders.Story("a", "b", "fff fff")


def changes_of(tag: str, fates: str) -> list[Change]:
    """Make a change for each letter: w worse, b better, = unchanged."""
    told = {
        "w": (ChangeKind.REGRESSED, GOOD, BAD),
        "b": (ChangeKind.IMPROVED, BAD, GOOD),
        "=": (ChangeKind.UNCHANGED, GOOD, GOOD),
    }
    return [
        builders.change(builders.make_case(f"{tag}-{number}", "Why?", tags=[tag, tag]), *told[fate])
        for number, fate in enumerate(fates)
    ]


def test_a_topic_counts_its_questions() -> None:
    """Pass rates, change and counts are of its questions; the lowest fall comes first."""
    topics = build_topics([*changes_of("down", "ww=="), *changes_of("up", "bbbbb")])
    assert topics
    down, up = topics.rows
    assert (down.name, down.questions, down.before, down.after) == ("down", 4, 1.0, 0.5)
    assert (down.worse, down.better, up.worse, up.better) == (2, 0, 0, 5)
    assert (up.status, up.change.value) == (Status.BETTER, 1.0)
    assert topics.lowest == 0.0


def test_an_unclear_move_is_called_so() -> None:
    """One of four questions fell: the interval holds zero."""
    topics = build_topics(changes_of("down", "w==="))
    assert topics
    assert topics.rows[0].status is Status.SAME


def test_a_topic_that_is_proven_worse_says_so() -> None:
    """By the list that was made of all tags, and nothing else."""
    changes = [*changes_of("down", "ww"), *changes_of("quiet", "====")]
    topics = build_topics(changes, frozenset({"down"}))
    assert topics
    assert {"down": True, "quiet": False} == {row.name: row.proven for row in topics.rows}


def test_a_single_question_is_no_topic() -> None:
    """Tags of one question, and questions without a tag, make no row."""
    assert build_topics(changes_of("alone", "w")) is None
    assert build_topics([]) is None


def test_the_topics_that_moved_most_are_shown() -> None:
    """Of many topics the unmoved ones are counted only."""
    quiet = [change for number in range(20) for change in changes_of(f"quiet-{number}", "==")]
    topics = build_topics([*quiet, *changes_of("down", "www")])
    assert topics
    assert len(topics.rows) == MOST
    assert topics.rows[0].name == "down"
    assert topics.left_out == 21 - MOST
