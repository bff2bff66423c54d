"""Lines for a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from harness.report.ink import Ink, Span, fit, pad

PLAIN = Ink(40, colour=False, unicode=True)
ANY_TEXT = st.text(st.characters(), max_size=200)


@given(ANY_TEXT, st.integers(0, 30))
def test_fitted_text_is_never_too_wide(text: str, room: int) -> None:
    """Whatever the text, it takes no more than its columns."""
    assert cell_len(fit(PLAIN.text(text), room)) <= room


def test_what_was_cut_says_so() -> None:
    """A cut shows; wide characters count twice; what fits is untouched."""
    assert fit("abcdef", 4) == "abc…"
    assert fit("日本語", 4) == "日…"
    assert fit("abcd", 4) == "abcd"
    assert fit("o" + "\u0301" * 10_000, 5).endswith("…")
    assert pad("ab", 4) + "|" + pad("ab", 4, right=True) == "ab  |  ab"


@given(st.lists(ANY_TEXT))
def test_lines_keep_to_the_width(texts: list[str]) -> None:
    """Neither a line nor wrapped lines are ever wider than the terminal."""
    spans = [Span(text) for text in texts]
    assert "\n" not in PLAIN.line(spans)
    for line in [PLAIN.line(spans), *PLAIN.wrapped(spans).split("\n")]:
        assert cell_len(line) <= 40


def test_wrapped_lines_begin_with_a_bar() -> None:
    """No word of the text can come to stand at the beginning of a further line."""
    words = PLAIN.wrapped([Span("x " * 15 + "::error::boom " * 5)])
    first, *others = words.split("\n")
    assert first.startswith("x")
    assert others
    assert all(line.startswith("│ ") for line in others)


@given(st.lists(st.text("ab", min_size=1, max_size=12), min_size=1))
def test_wrapping_loses_no_word(words: list[str]) -> None:
    """Every word stands whole on one of the lines, wherever the width ends."""
    text = " ".join(words)
    assert PLAIN.wrapped([Span(text)]).replace("\n│ ", " ") == text


def test_what_belongs_together_is_not_broken() -> None:
    """A whole span goes to the next line as one."""
    lines = PLAIN.wrapped([Span("a" * 30), Span("  ", whole=True), Span("two words", whole=True)])
    assert lines.split("\n") == ["a" * 30, "│ two words"]


def test_colour_is_put_on_and_taken_off() -> None:
    """A styled span is coloured and reset, neighbours of one style together; without, plain."""
    spans = [Span("a", "worse"), Span("b", "worse"), Span("c")]
    assert Ink(40, colour=True, unicode=True).line(spans) == "\x1b[38;5;208;1mab\x1b[0mc"
    assert PLAIN.line(spans) == "abc"


@given(ANY_TEXT)
def test_ascii_is_ascii(text: str) -> None:
    """Without Unicode every line is ASCII, our own marks too."""
    ink = Ink(40, colour=False, unicode=False)
    assert ink.line([Span(f"▼ {text} → 1 − 2")]).isascii()
    assert ink.line([Span("▼ ≈ → −")]) == "v ~ -> -"
