from __future__ import annotations

import pytest

from .conftest import Compare


@pytest.mark.parametrize(
    ("expected", "answer", "spoken"),
    [
        ("14 days", "two weeks", "english"),
        ("14 days", "fourteen days", "english"),
        ("1,500 dollars", "$1.5k", "english"),
        ("3 million users", "3,000,000 users", "english"),
        ("€5", "5 euros", "english"),
        ("5 EUR", "€5", "english"),
        ("5 %", "five percent", "english"),
        ("3 GB", "3000 MB", "english"),
        ("one year", "12 months", "english"),
        ("90 minutes", "1.5 hours", "english"),
        ("30-day trial", "a trial of 30 days", "english"),
        ("1.000,50 Euro", "1000,5 €", "german"),
        ("14 Tage", "zwei Wochen", "german"),
        ("15 jours", "quinze jours", "french"),
        ("14 días", "dos semanas", "spanish"),
        ("14 dias", "catorze dias", "portuguese"),
        ("14 giorni", "due settimane", "italian"),
        ("14 dagen", "twee weken", "dutch"),
    ],
)
def test_equal_amounts_are_said(compare: Compare, expected: str, answer: str, spoken: str) -> None:
    """Words, digits, separators, scales and units of one kind make no difference."""
    finding = compare(f"x {expected}", answer, spoken)
    assert () == finding.contradictions
    assert finding.known


@pytest.mark.parametrize(
    ("expected", "answer", "spoken"),
    [
        ("14 days", "5 days", "english"),
        ("14 working days", "5 days", "english"),
        ("14 days", "3 weeks", "english"),
        ("€5", "6 euros", "english"),
        ("5 %", "15 %", "english"),
        ("3 GB", "4 GB", "english"),
        ("port 22000", "port 8080", "english"),
        ("Python 3.10", "Python 3.1", "english"),
        ("3 files", "4 files", "english"),
        ("in 1964", "in 1965", "english"),
        ("one day", "2 days", "english"),
        ("14 Tage", "5 Tage", "german"),
        ("1.000 Euro", "1,5 Euro", "german"),
        ("quinze jours", "14 jours", "french"),
    ],
)
def test_other_amounts_contradict(
    compare: Compare, expected: str, answer: str, spoken: str
) -> None:
    """Another value of the same unit, noun or label stands in place of the expected one."""
    assert compare(f"x {expected}", answer, spoken).contradictions


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("14 days", "it costs 5 euros"),
        ("3 files", "10 projects"),
        ("port 22000", "1964"),
        ("one of them", "two of them"),
    ],
)
def test_numbers_of_other_things_do_not_contradict(
    compare: Compare, expected: str, answer: str
) -> None:
    """A number that counts something else is another fact."""
    assert () == compare(f"x {expected}", answer).contradictions
