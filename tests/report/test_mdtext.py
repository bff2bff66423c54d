"""Hostile text in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness.report.mdtext import code, fence, html_code, prose

from .strings import HOSTILE

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ACTING = re.compile(
    r"[@#*\[\]<>|\\`~$]|://|\b[Ww][Ww][Ww]\.|\bGH-\d|:\w+:|\b[0-9a-f]{7,40}\b|[!&%]\w"
)
"""What GitHub or GitLab could make something of, outside of code."""
REFERENCES = (
    "@org/team #1 GH-1 (GH-2) 0123456789abcdef0123456789abcdef01234567 https://x.example/y "
    "Fixes #1 :+1: www.x.example !12 &3 %4 ~bug $5 JIRA-12 a@b.example *bold* __init__ ~~no~~ "
    "<!-- harness:diff:x --> | a | \\| &lt; &#64; $$x$$ [x](y) ![x](y) `code`"
)


def inline(markdown: str) -> Iterator[Token]:
    """Yield the inline tokens of a text."""
    for token in PARSER.parse(markdown):
        yield from token.children or ()


def outside_code(markdown: str) -> str:
    """Return the words that a reader sees outside of code."""
    return " ".join(token.content for token in inline(markdown) if token.type == "text")


@given(st.text(max_size=80))
@example("1. a\n- b")
@example("`" * 5)
@example("a | b \\")
@pytest.mark.parametrize("made", [prose, code])
def test_any_text_is_words_and_code(made: object, text: str) -> None:
    """No text becomes a link, an image, emphasis, HTML, a list, a heading or a second line."""
    markdown = prose(text) if made is prose else code(text)
    assert "\n" not in markdown
    assert {token.type for token in PARSER.parse(markdown)} <= {
        "paragraph_open",
        "inline",
        "paragraph_close",
    }
    for token in inline(markdown):
        assert token.type in {"text", "code_inline", "html_inline"}
        if token.type == "html_inline":
            assert token.content in {"<code>", "</code>"}


@pytest.mark.parametrize("text", [*HOSTILE, REFERENCES, *REFERENCES.split(" ")])
def test_what_could_act_stands_in_code(text: str) -> None:
    """No mention, reference, address, emoji or hash stands outside of code."""
    text = text.encode("utf-8", "replace").decode()
    plain_html = re.sub(r"<code>.*?</code>", "", prose(text))
    assert not ACTING.search(outside_code(plain_html))


@given(st.text(alphabet="|\\`ab \n", max_size=30))
def test_a_text_in_a_table_is_one_cell(text: str) -> None:
    """Bars and backslashes end no cell and no row."""
    for made in (prose, code):
        tokens = PARSER.parse(f"| a | b |\n|:--|:--|\n| {made(text)} | end |\n")
        assert 4 == sum(token.type in {"th_open", "td_open"} for token in tokens)
        assert "end" == [token.content for token in tokens if token.type == "inline"][-1]


def test_what_is_harmless_stays_as_it_is() -> None:
    """Our own sentences read as they were written."""
    text = "2 answers (a, b) got worse: −1.4 to +5.9, 88 % or more. Was it loaded? 9% are missing."
    assert prose(text) == text
    assert "3 of `my_id` and `#7`" == prose("3 of my_id and #7")


def test_code_keeps_its_text() -> None:
    """A span of code says what the text says, in whatever way it is written."""
    assert "`a *b* @c`" == code("a *b* @c")
    assert "<code>a&#124;b &#96;c&#96;</code>" == code("a|b `c`") == html_code("a|b `c`")
    assert "`⟨U+202E⟩x`" == code("\u202ex")
    assert "`–`" == code(" \n ")
    assert 300 > len(code("x" * 5000))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_ends_a_fence(text: str) -> None:
    """Whatever its lines hold, a fence is one block."""
    text = text.encode("utf-8", "replace").decode()
    tokens = PARSER.parse(fence([*text.split("\n"), "```", "`````"], "diff") + "\n\nafter")
    kinds = [token.type for token in tokens]
    assert kinds == ["fence", "paragraph_open", "inline", "paragraph_close"]
