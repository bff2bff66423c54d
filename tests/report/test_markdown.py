"""The report as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from harness.report.markdown import render_markdown
from harness.report.view import View, build_view

from . import builders
from .states import STATES
from .strings import HOSTILE

OURS = re.compile(r"</?(?:code|details|summary)>|<!-- harness:diff:[\w:-]+ -->")


def with_worse(number: int) -> View:
    """Make a view with so many worse questions, and the others of the usual state."""
    comparison, verdict = builders.do_not_ship()
    worst = comparison.changes[0]
    many = [
        replace(worst, case=worst.case.model_copy(update={"id": f"q{place}"}))
        for place in range(number)
    ]
    return build_view(builders.comparison_of([*many, *comparison.changes]), verdict)


def test_the_first_line_finds_the_comment_again() -> None:
    """The marker is of the suite and the bot, the same in each state, and safe."""
    first = {render_markdown(make()).split("\n")[0] for make in STATES.values()}
    assert first == {"<!-- harness:diff:bicycle-shop:bot-7 -->"}


def shed(view: View) -> list[str]:
    """Return the text with ever less room: each time one byte too little for the last one."""
    texts = [render_markdown(view, limit=10**6)]
    while len(texts) < 7:
        texts.append(render_markdown(view, limit=len(texts[-1].encode()) - 1))
    return texts


def test_room_is_made_in_a_fixed_order() -> None:
    """Topics go first, then better, unstable, the fourth difference, the 21st row, the rest."""
    whole, *less = shed(with_worse(40))
    assert "By topic" in whole
    assert not any("By topic" in text for text in less)
    found = [
        ("Got better" in text, "Unstable" in text, text.count("what changed"), "`q20`" in text)
        for text in less
    ]
    assert found == [
        (True, True, 44, True),
        (False, True, 44, True),
        (False, False, 44, True),
        (False, False, 3, True),
        (False, False, 3, False),
        (False, False, 0, False),
    ]
    assert all("`q19`" in text for text in less)


def test_what_was_left_out_is_said() -> None:
    """The last line counts it."""
    last = shed(with_worse(40))[-1].strip().split("\n")[-1]
    assert last.startswith(
        "Left out here for room: 24 rows of the table, 44 of the differences, 1 unstable, "
        "1 better, 3 topics."
    )


def test_no_limit_is_broken() -> None:
    """Whatever it takes: a server would drop a longer text as a whole."""
    view = build_view(*builders.hostile(HOSTILE * 5))
    for limit in (200, 5_000, 60_000):
        assert len(render_markdown(view, limit=limit).encode()) <= limit


def test_a_link_to_the_report_is_shown() -> None:
    """Where the caller knows an address."""
    text = render_markdown(STATES["ready"](), link="https://ci.example/report.html")
    assert "[Whole report](https://ci.example/report.html)" in text


def test_hostile_text_changes_no_structure() -> None:
    """No link, image or heading but ours, and no HTML but ours, whatever strangers write."""
    text = render_markdown(build_view(*builders.hostile(HOSTILE)), limit=10**6)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert 1 == sum(token.type == "heading_open" for token in tokens)
    assert not [child for child in inline if child.type in {"link_open", "image"}]
    markup = [one for one in [*tokens, *inline] if one.type.startswith("html")]
    assert markup
    for one in markup:
        left = OURS.sub("", one.content)
        assert "<" not in left
        assert "@" not in left
