"""Writing SVG."""

from __future__ import annotations

from harness.report.svg import fill, svg, tag, text


def test_words_and_attributes_are_escaped() -> None:
    """Nothing that is drawn can end its element or its attribute."""
    assert text(1, 2, "<b>&") == '<text x="1" y="2">&lt;b&gt;&amp;</text>'
    drawn = svg(1, 1, [], label='"><script>')
    assert '"><script>' not in drawn
    assert 'aria-label="&#34;&gt;&lt;script&gt;"' in drawn


def test_shapes_keep_their_colour_without_a_style_sheet() -> None:
    """Each shape has a class and a presentation attribute, and no style attribute."""
    assert tag("rect", **fill("worse")) == '<rect class="f-worse" fill="#ad3a00"/>'


def test_numbers_are_short() -> None:
    """Two decimals are enough for a drawing."""
    assert tag("rect", x=1 / 3, width=2.0, stroke_width=3) == (
        '<rect x="0.33" width="2" stroke-width="3"/>'
    )


def test_a_drawing_is_named_or_hidden() -> None:
    """A screen reader hears the label, or nothing at all."""
    assert 'role="img" aria-label="two of three"' in svg(1, 1, [], label="two of three")
    assert 'aria-hidden="true"' in svg(1, 1, [])
