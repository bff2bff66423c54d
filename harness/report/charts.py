"""The drawings of the report: marks, the bar of counts and the charts of the key figures."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from .cards import Count
from .figures import Chart, IntervalChart, PartsChart, SpanChart
from .status import Status
from .svg import fill, fill_and_stroke, round_line, stroke, svg, tag, text

__all__ = ["badge", "bar", "chart", "icon"]

_FILLED = {"▼": "M1 3h12L7 13z", "▲": "M1 11h12L7 1z"}
_DRAWN = {
    "≈": "M1 9.5C3 4 5 4 7 7s4 3 6-2.5",
    "=": "M2 5h10M2 9h10",
    "!": "M7 1v7M7 11v2",
    "✕": "M2.500 2.500l9 9m0-9l-9 9",
    "✓": "M1.500 7.500l4 4 7-8.500",
}
_BADGES = {
    "✕": "M12.500 12.500l13 13m0-13l-13 13",
    "✓": "M11 19.500l6 6 10.500-12.500",
    "!": "M19 9.500v12M19 27v.5",
    "=": "M12 15h14M12 23h14",
    "≠": "M12 15h14M12 23h14M23 10l-8 18",
}
_BADGE_CLASS = {"stop": "worse", "go": "better", "look": "look", "none": "text"}

BAR_WIDTH = 1140
WIDTH = 240
_PLOT = WIDTH / 2 - 14
_HATCH = Markup(
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="2.6" height="7" class="f-surface" '
    'fill="#fff" fill-opacity=".55"/></pattern></defs>'
)


def icon(symbol: str, status: Status) -> Markup:
    """Draw the mark of a status, as large as a letter; it says nothing to a screen reader."""
    if symbol in _FILLED:
        shape = tag("path", d=_FILLED[symbol], **fill(status))
    else:
        line = {**stroke(status), **round_line(2.4)}
        shape = tag("path", d=_DRAWN[symbol], fill="none", **line)
    return svg(14, 14, [shape], css="ic")


def badge(symbol: str, tone: str) -> Markup:
    """Draw the round sign of the banner."""
    colour = _BADGE_CLASS[tone]
    if symbol not in _BADGES:
        ring = tag("circle", cx=19, cy=19, r=15, fill="none", **stroke(colour), stroke_width=4)
        return svg(38, 38, [ring])
    disc = tag("circle", cx=19, cy=19, r=18, **fill(colour))
    sign = tag("path", d=_BADGES[symbol], fill="none", **stroke("surface"), **round_line(4))
    return svg(38, 38, [disc, sign])


def bar(counts: Sequence[Count]) -> Markup:
    """Draw the stacked bar of the counts; unstable ones are hatched as well."""
    total = sum(count.number for count in counts)
    shapes = [_HATCH]
    left = 0.0
    for count in counts:
        if count.number:
            width = max(count.number / total * (BAR_WIDTH - 8), 6.0)
            place = {"x": left, "y": 0, "width": width, "height": 22}
            faint = {"fill_opacity": ".35"} if count.status is Status.SAME else {}
            shapes.append(tag("rect", **place, **fill(count.status), **faint))
            if count.status is Status.FLAKY:
                shapes.append(tag("rect", **place, fill="url(#hatch)"))
            left += width + 2
    if not total:
        left = BAR_WIDTH + 2
        shapes.append(tag("rect", x=0, y=0, width=BAR_WIDTH, height=22, **fill("sunken")))
    return svg(left - 2, 22, shapes, css="seg", stretch=True)


def chart(drawn: Chart) -> Markup:
    """Draw the chart of a key figure."""
    if isinstance(drawn, IntervalChart):
        return _interval(drawn)
    return _parts(drawn) if isinstance(drawn, PartsChart) else _span(drawn)


def _interval(drawn: IntervalChart) -> Markup:
    def across(value: float) -> float:
        return WIDTH / 2 + value / drawn.reach * _PLOT

    band = across(0) - across(-drawn.allowed_fall)
    place = {"x": across(-drawn.allowed_fall), "y": 1, "width": band, "height": 16}
    shapes = [
        tag("rect", **place, **fill("sunken")),
        tag("line", x1=across(0), x2=across(0), y1=0, y2=18, **stroke("line2")),
        tag(
            "line",
            x1=across(drawn.low),
            x2=across(drawn.high),
            y1=9,
            y2=9,
            **stroke(drawn.status),
            **round_line(3),
        ),
        _dot(across(drawn.value), drawn.status),
        text(2, 29, f"−{drawn.reach:g}"),
        text(WIDTH / 2, 29, "0", anchor="middle"),
        text(WIDTH - 2, 29, f"+{drawn.reach:g}", anchor="end"),
    ]
    return svg(WIDTH, 30, shapes, label=drawn.label)


def _parts(drawn: PartsChart) -> Markup:
    total = drawn.new + drawn.kept + drawn.settled
    left = 0.0
    shapes: list[Markup] = []
    for number, paint in (
        (drawn.new, fill("flaky")),
        (drawn.kept, {**fill("flaky"), "fill_opacity": ".45"}),
        (drawn.settled, {"fill": "none", **stroke("flaky")}),
    ):
        if number:
            width = number / total * (WIDTH - 6)
            shapes.append(tag("rect", x=left + 0.5, y=3.5, width=width - 1, height=11, **paint))
            left += width + 2
    words = ", ".join(
        f"{number} {word}"
        for number, word in (
            (drawn.new, "new"),
            (drawn.kept, "as before"),
            (drawn.settled, "settled"),
        )
        if number
    )
    return svg(WIDTH, 30, [*shapes, text(0, 29, words)], label=drawn.label)


def _span(drawn: SpanChart) -> Markup:
    top = max(drawn.before, drawn.after) or 1.0
    old, new = (8 + value / top * (WIDTH - 16) for value in (drawn.before, drawn.after))
    shapes = [
        tag("line", x1=8, x2=WIDTH - 8, y1=9, y2=9, **stroke("line2"), stroke_width=0.7),
        tag("line", x1=old, x2=new, y1=9, y2=9, **stroke("same"), stroke_width=3),
        tag("circle", cx=old, cy=9, r=4.5, **fill_and_stroke("surface", "same"), stroke_width=2.2),
        _dot(new, Status.SAME),
        text(2, 29, "0 s"),
        text(WIDTH - 2, 29, "○ before, ● after", anchor="end"),
    ]
    return svg(WIDTH, 30, shapes, label=drawn.label)


def _dot(across: float, status: Status) -> Markup:
    return tag(
        "circle", cx=across, cy=9, r=5.5, **fill_and_stroke(status, "surface"), stroke_width=1.5
    )
