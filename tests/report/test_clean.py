"""What a page and a terminal may be given of a stranger's text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from harness.report.clean import clean, clean_lines, name_of, pieces, plain

from .strings import HOSTILE

ANY_TEXT = st.text(st.characters())


def test_ordinary_text_is_left_alone() -> None:
    """Letters of any script, emoji, tabs and line ends pass unchanged."""
    text = "Größe 5 €, שלום, नमस्ते, 日本\n\tok 👩‍💻 می‌خواهم"
    assert plain(text) == text
    assert list(pieces(text)) == [(False, text)]


def test_hidden_characters_are_named() -> None:
    """A control or bidi character is shown by its code point."""
    assert list(pieces("a\u202eb\x00")) == [
        (False, "a"),
        (True, "U+202E"),
        (False, "b"),
        (True, "U+0000"),
    ]
    assert plain("a\u202eb") == "a⟨U+202E⟩b"
    assert name_of("\ud800") == "U+D800"


def test_many_of_the_same_are_counted() -> None:
    """A long run of one hidden character becomes one piece."""
    assert list(pieces("\x1b" * 1500)) == [(True, "U+001B × 1,500")]


def test_piled_up_accents_are_counted() -> None:
    """A letter keeps six accents; more would run over the lines around it."""
    assert plain("o" + "\u0301" * 500) == "o" + "\u0301" * 6 + "⟨U+0301 × 494⟩"
    assert plain("o" + "\u0301\u0308" * 10).endswith("⟨14 accents⟩")
    assert clean("\x1b" * 9) == "<U+001B x 9>"


def test_windows_line_ends_are_line_ends() -> None:
    """CRLF is one line end; a lone CR could overwrite a line and is named."""
    assert plain("a\r\nb\rc") == "a\nb⟨U+000D⟩c"


def test_a_joiner_beside_ascii_only_hides() -> None:
    """ZWJ stays between two characters of its own kind, and is named elsewhere."""
    assert plain("👩\u200d💻") == "👩\u200d💻"
    assert plain("pass\u200dword") == "pass⟨U+200D⟩word"
    assert plain("\u200c") == "⟨U+200C⟩"


@given(ANY_TEXT)
def test_whatever_is_shown_can_be_written(text: str) -> None:
    """No control, no half pair and no bidi override survives, whatever the text."""
    for shown in (plain(text), clean(text)):
        shown.encode("utf-8")
        for char in shown.replace("\n", "").replace("\t", ""):
            assert unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
            assert unicodedata.bidirectional(char) not in {"RLO", "LRO", "RLE", "LRE", "RLI"}


@given(ANY_TEXT)
def test_without_unicode_all_is_ascii(text: str) -> None:
    """A log in ASCII gets ASCII."""
    assert clean(text, unicode=False).isascii()


def test_escapes_are_visible() -> None:
    """ESC shows as ␛ and starts nothing."""
    assert clean("\x1b[2Jx\x9b\x7f") == "␛[2Jx<U+009B>␡"
    assert clean("\x1b[2J", unicode=False) == "<ESC>[2J"


def test_one_line_stays_one_line() -> None:
    """Every kind of line end becomes a blank."""
    assert clean("a\r\nb\nc\u2028d\x85e\x0bf\tg") == "a b c d e f g"
    assert clean_lines("a\nb") == ("a", "b")


def test_commands_to_ci_servers_are_broken() -> None:
    """`##vso[` and its kind do not stand in any line, wherever they began."""
    for text in HOSTILE:
        shown = clean(text)
        assert "##[" not in shown
        assert "##vso[" not in shown
        assert "##teamcity[" not in shown
    assert clean("## Heading") == "## Heading"
