from __future__ import annotations

import pytest

from .conftest import Compare


@pytest.mark.parametrize(
    ("expected", "answer", "spoken"),
    [
        ("May 18, 2018", "18 May 2018", "english"),
        ("May 18, 2018", "2018-05-18", "english"),
        ("May 18, 2018", "18.05.2018", "english"),
        ("May 18, 2018", "5/18/2018", "english"),
        ("May 18, 2018", "the 18th of May", "english"),
        ("9 am", "9:00", "english"),
        ("17:00", "5 p.m.", "english"),
        ("Sept 3", "3rd September", "english"),
        ("3. Mai 2024", "2024-05-03", "german"),
        ("3 de mayo", "el 3 mayo", "spanish"),
    ],
)
def test_the_same_point_is_said(compare: Compare, expected: str, answer: str, spoken: str) -> None:
    """Parts that both have agree, in whatever order and form."""
    finding = compare(f"x {expected}", answer, spoken)
    assert () == finding.contradictions
    assert finding.known


@pytest.mark.parametrize(
    ("expected", "answer", "spoken"),
    [
        ("May 18, 2018", "19 May 2018", "english"),
        ("May 18, 2018", "2018-06-18", "english"),
        ("May 18, 2018", "May 18, 2019", "english"),
        ("17:00", "6 pm", "english"),
        ("Saturday", "Sunday", "english"),
        ("Dienstag", "Mittwoch", "german"),
        ("3 mars", "3 avril", "french"),
    ],
)
def test_another_point_contradicts(
    compare: Compare, expected: str, answer: str, spoken: str
) -> None:
    """A part that is written otherwise makes another date, time or weekday."""
    assert compare(f"x {expected}", answer, spoken).contradictions


def test_a_word_that_is_also_a_month_is_no_date(compare: Compare) -> None:
    """The words of "you may" and "march on" say nothing of the calendar."""
    assert () == compare("It starts in June", "You may march on").contradictions
