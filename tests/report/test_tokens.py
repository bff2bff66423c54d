"""How text of any script is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.report.tokens import is_word, sentences, tokens, units

ANY_TEXT = st.text(st.characters())


@given(ANY_TEXT)
def test_nothing_is_lost(text: str) -> None:
    """Joined, the tokens, units and sentences give the text back."""
    assert "".join(tokens(text)) == text
    assert "".join(units(text)) == text
    assert "".join(sentences(units(text))) == text


def test_numbers_keep_their_separators() -> None:
    """A number is one token with its commas, points and colons."""
    assert tokens("55,000,000 at 10:30, 2.5") == [
        "55,000,000",
        " ",
        "at",
        " ",
        "10:30",
        ",",
        " ",
        "2.5",
    ]


def test_words_keep_apostrophes_and_accents() -> None:
    """An apostrophe or a combining mark does not cut a word."""
    assert tokens("don't l’été cafe\u0301 हिन्दी") == [
        "don't",
        " ",
        "l’été",
        " ",
        "cafe\u0301",
        " ",
        "हिन्दी",
    ]


def test_scripts_without_spaces_go_by_character() -> None:
    """Han, Kana and Thai are cut at each character; Thai marks stay on theirs."""
    assert tokens("三十天") == ["三", "十", "天"]
    assert tokens("ที่นี่") == ["ที่", "นี่"]


def test_an_emoji_is_one_mark() -> None:
    """Joiners and skin tones belong to their emoji, which is no word."""
    assert tokens("👩‍💻👍🏽") == ["👩‍💻", "👍🏽"]
    assert not is_word("👍🏽")
    assert is_word("3rd")


def test_units_carry_the_space_before_them() -> None:
    """White space goes with the token after it; at the end it stands alone."""
    assert units("a  b.\n") == ["a", "  b", ".", "\n"]


def test_sentences_end_where_people_end_them() -> None:
    """A full stop with a space, a CJK full stop and a new line end a sentence; 2.5 does not."""
    assert sentences(units("It is 2.5 m. Is it? Yes\nNo")) == [
        "It is 2.5 m.",
        " Is it?",
        " Yes",
        "\nNo",
    ]
    assert sentences(units("是。不是。")) == ["是。", "不是。"]
