from __future__ import annotations

import pytest

from harness.scorers.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Within 30 days.", ["within", "30", "days"]),
        ("30-day", ["30", "day"]),
        ("3GB", ["3", "gb"]),
        ("5.5, .5 and 5.", ["5.5", ".5", "and", "5"]),
        ("€1,000.50", ["€", "1000.50"]),
        ("10:30, 24/7, 05/06/2024", ["10:30", "24/7", "05/06/2024"]),
        ("don't", ["don't"]),
        ("**30** _days_ `now`", ["30", "days", "now"]),
        ("snake_case v1.2.3 mp3", ["snake_case", "v1.2.3", "mp3"]),
        ("C++ is 5 % 👍", ["c", "+", "+", "is", "5", "%", "👍"]),
        ("?! … ()", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words_numbers_and_symbols(text: str, expected: list[str]) -> None:
    """Numbers stay whole, markup and punctuation go, symbols that mean something stay."""
    assert words(text) == expected
