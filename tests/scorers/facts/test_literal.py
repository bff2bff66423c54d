from __future__ import annotations

import pytest

from harness.scorers.facts.literal import find_literals

from .conftest import Compare


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("See https://a.example/b?c=d.", "address", "https://a.example/b?c=d"),
        ("(www.a.example)", "address", "www.a.example"),
        ("write to help@a.example.", "e-mail", "help@a.example"),
        ("call +49 30 1234567 now", "phone number", "+49 30 1234567"),
        ("use v1.2", "version", "v1.2"),
        ("use 1.2.3!", "version", "1.2.3"),
        ("run `pip install x`", "code", "`pip install x`"),
        ("in /etc/hosts, say", "path", "/etc/hosts"),
        (r"in C:\temp\x", "path", r"C:\temp\x"),
    ],
)
def test_literals_are_found_without_what_is_around(text: str, kind: str, shown: str) -> None:
    """Punctuation after them is not theirs."""
    assert [(kind, shown)] == [(one.kind, one.shown) for one in find_literals(text)]


@pytest.mark.parametrize(
    "text", ["24/7 and/or", "5.5 %", "2024-05-18", "e.g. this", "10 - 20", "a -- b"]
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    """Fractions, decimals, dates and abbreviations are not addresses."""
    assert [] == list(find_literals(text))


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("https://a.example/help/", "HTTP://www.a.example/help"),
        ("`pip  install x`", "`PIP INSTALL x`"),
        ("v1.2.3", "version 1.2.3"),
    ],
)
def test_dressing_makes_no_difference(compare: Compare, expected: str, answer: str) -> None:
    """Scheme, case, and the slash at the end are not what an address says."""
    assert () == compare(expected, answer).contradictions


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("https://a.example/help", "https://a.example/help-old"),
        ("help@a.example", "sales@a.example"),
        ("`pip install x`", "`pip install y`"),
        ("version 1.2.3", "v1.2.4"),
        ("/etc/hosts", "/etc/passwd"),
        ("+49 30 1234567", "+49 30 1234568"),
    ],
)
def test_another_of_the_kind_contradicts(compare: Compare, expected: str, answer: str) -> None:
    """An address is right to the letter or it is another one."""
    assert compare(expected, answer).contradictions
