"""The drawing of every question as a mark: score before across, score after up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from .clean import plain
from .points import BAND, Point, Scatter
from .status import Status
from .svg import element, fill, fill_and_stroke, round_line, stroke, svg, tag, text
from .wording import brief, score

__all__ = ["draw_scatter"]

WIDTH = 560
HEIGHT = 386
LEFT, BOTTOM, TOP, RIGHT = 46, 44, 12, 12
NAMES_END = 0.735
"""The names of the worst stand left of here, as a share of the width: few marks do."""
NAME_STEP = 17
_SHAPES = {
    Status.WORSE: (-6.5, -5.0, "h13l-6.5 11z"),
    Status.BETTER: (-6.0, 5.0, "h12l-6-10.5z"),
    Status.FLAKY: (0.0, -6.0, "l6 6-6 6-6-6z"),
}
"""Where a shape begins, from its middle, and how it goes on."""


def draw_scatter(scatter: Scatter) -> Markup:
    """Draw the points; those that changed are links to their answers."""
    same = [point for point in scatter.points if point.status not in _SHAPES]
    changed = [point for point in scatter.points if point.status in _SHAPES]
    shapes = [
        *_ground(),
        _dots(same),
        *map(_mark, changed),
        *_names(scatter.named),
    ]
    return svg(
        WIDTH, HEIGHT, shapes, label="Score of every question before and after", role="group"
    )


def _across(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def _up(value: float) -> float:
    return HEIGHT - BOTTOM - value * (HEIGHT - BOTTOM - TOP)


def _ground() -> Iterable[Markup]:
    corners = ((0, 0), (0, BAND), (1 - BAND, 1), (1, 1), (1, 1 - BAND), (BAND, 0))
    points = " ".join(f"{_across(x):g},{_up(y):g}" for x, y in corners)
    yield tag("polygon", points=points, **fill("sunken"))
    grid = "".join(
        f"M{_across(at):g} {_up(0):g}V{_up(1):g}M{_across(0):g} {_up(at):g}H{_across(1):g}"
        for at in (0, 0.25, 0.5, 0.75, 1)
    )
    yield tag("path", d=grid, fill="none", **stroke("line"), stroke_width=0.7)
    for at in (0, 0.25, 0.5, 0.75, 1):
        yield text(_across(at), HEIGHT - BOTTOM + 17, f"{at:g}", anchor="middle")
        yield text(LEFT - 8, _up(at) + 4, f"{at:g}", anchor="end")
    diagonal = {"x1": _across(0), "y1": _up(0), "x2": _across(1), "y2": _up(1)}
    yield tag("line", **diagonal, **stroke("line2"))
    yield text(_across(0.5), HEIGHT - 6, "score before", anchor="middle")
    turn = f"rotate(-90 14 {_up(0.5):g})"
    yield text(14, _up(0.5), "score after", anchor="middle", transform=turn)
    yield text(_across(0.03), _up(0.955), "▲ better after", anchor="start", **_bold("better"))
    yield text(_across(0.97), _up(0.03), "▼ worse after", anchor="end", **_bold("worse"))


def _bold(colour: str) -> dict[str, object]:
    painted = fill(colour)
    return {**painted, "class": f"b {painted['class']}"}


def _dots(points: Sequence[Point]) -> Markup:
    """Draw all dots as one path: ten thousand elements would be slow, one is not."""
    places = sorted({(round(_across(p.before), 1), round(_up(p.after), 1)) for p in points})
    path = "".join(f"M{x:g} {y:g}h0" for x, y in places)
    line = {**stroke("same"), **round_line(6), "stroke_opacity": ".38"}
    return tag("path", d=path, fill="none", **line)


def _mark(point: Point) -> Markup:
    left, down, rest = _SHAPES[point.status]
    x, y = _across(point.before) + left, _up(point.after) + down
    title = f"{brief(point.question, 80)} {score(point.before)} to {score(point.after)}"
    colours = fill_and_stroke(point.status, "surface")
    inside = element("title", [plain(title)])
    shape = element("path", [inside], d=f"M{x:.1f} {y:.1f}{rest}", **colours)
    return element("a", [shape], href=f"#{point.anchor}")


def _names(points: Sequence[Point]) -> Iterable[Markup]:
    """Name the worst, from the lowest up, each above the last, with a line to its mark."""
    last = float(HEIGHT)
    end = _across(NAMES_END)
    for point in points:
        x, y = _across(point.before), _up(point.after)
        level = min(y, last - NAME_STEP)
        last = level
        right = x > end
        side, start, way = ("end", end, -1) if right else ("start", x + 22, 1)
        lead = f"M{x + 8 * way:.1f} {y:.1f}L{start - 4 * way:.1f} {level:.1f}"
        yield tag("path", d=lead, fill="none", **stroke("line2"), stroke_width=0.8)
        name = plain(brief(point.case_id, 28))
        yield text(start, level + 4, name, anchor=side, **{"class": "t"})
