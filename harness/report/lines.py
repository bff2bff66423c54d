"""The drawings of topics and of the trend: dumbbells and a line with its band."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from markupsafe import Markup

from .clean import plain
from .svg import element, fill, fill_and_stroke, stroke, svg, tag, text
from .topics import Topic, Topics
from .trend import PastRun, Trend
from .wording import brief, day, moment, percent

__all__ = ["draw_topic", "draw_trend"]

TOPIC_WIDTH = 250
WIDTH = 1140
HEIGHT = 206
LEFT, RIGHT, TOP, BOTTOM = 46, 96, 22, 30
INDENT = 24
"""So far from the scale the first run stands."""
DATES = 5
"""At most so many dates stand below the trend."""


def draw_topic(topic: Topic, topics: Topics) -> Markup:
    """Draw one topic as a dumbbell: a ring before, a dot after."""

    def across(share: float) -> float:
        return 8 + (share - topics.lowest) / (1 - topics.lowest) * (TOPIC_WIDTH - 16)

    colour = topic.status
    old, new = across(topic.before), across(topic.after)
    shapes = [
        tag("line", x1=8, x2=TOPIC_WIDTH - 8, y1=11, y2=11, **stroke("line")),
        tag("line", x1=old, x2=new, y1=11, y2=11, **stroke(colour), stroke_width=3.5),
        tag("circle", cx=old, cy=11, r=5, **fill_and_stroke("surface", colour), stroke_width=2.2),
        tag("circle", cx=new, cy=11, r=6, **fill(colour)),
    ]
    label = f"{percent(topic.before)} before, {percent(topic.after)} after"
    return svg(TOPIC_WIDTH, 22, shapes, label=label)


def draw_trend(trend: Trend) -> Markup:
    """Draw the pass rates of the runs, oldest first, with band, marks and the lowest allowed."""
    newest = trend.runs[-1]
    label = f"Pass rate over {len(trend.runs)} runs, now {percent(newest.rate.value)}"
    shapes = [
        *_scale(trend),
        *_allowed(trend),
        *(shape for stretch in trend.stretches for shape in _stretch(trend, *stretch)),
        *(shape for place, run in enumerate(trend.runs) for shape in _run(trend, place, run)),
        *_dates(trend),
    ]
    return svg(WIDTH, HEIGHT, shapes, label=label)


def _across(trend: Trend, place: int) -> float:
    return LEFT + INDENT + place * (WIDTH - LEFT - INDENT - RIGHT) / (len(trend.runs) - 1)


def _up(trend: Trend, share: float) -> float:
    part = (min(1.0, max(trend.lowest, share)) - trend.lowest) / (1 - trend.lowest)
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP)


def _scale(trend: Trend) -> Iterable[Markup]:
    for step in range(3):
        share = trend.lowest + (1 - trend.lowest) * step / 2
        y = _up(trend, share)
        yield tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, **stroke("line"))
        yield text(LEFT - 7, y + 4, f"{share * 100:g} %", anchor="end")


def _allowed(trend: Trend) -> Iterable[Markup]:
    if trend.allowed is not None:
        y = _up(trend, trend.allowed)
        dashed = {**stroke("worse"), "stroke_dasharray": "5 4"}
        yield tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, **dashed)
        yield text(WIDTH - RIGHT + 6, y + 4, "lowest allowed", anchor="start", **fill("worse"))


def _stretch(trend: Trend, begin: int, end: int) -> Iterable[Markup]:
    """Draw line and band of the runs that one and the same suite joins."""
    places = range(begin, end + 1)
    if begin == end:
        return
    x = {place: _across(trend, place) for place in places}
    rates = {place: trend.runs[place].rate for place in places}
    above = [f"{x[p]:.1f},{_up(trend, rates[p].high):.1f}" for p in places]
    below = [f"{x[p]:.1f},{_up(trend, rates[p].low):.1f}" for p in reversed(places)]
    line = " ".join(f"{x[p]:.1f},{_up(trend, rates[p].value):.1f}" for p in places)
    yield tag("polygon", points=" ".join(above + below), **fill("better"), fill_opacity=".13")
    yield tag("polyline", points=line, fill="none", **stroke("better"), stroke_width=2.2)


def _run(trend: Trend, place: int, run: PastRun) -> Iterable[Markup]:
    x, y = _across(trend, place), _up(trend, run.rate.value)
    newest = place == len(trend.runs) - 1
    if run.mark:
        dashed = {**stroke("line2"), "stroke_dasharray": "2 3"}
        yield tag("line", x1=x, x2=x, y1=TOP, y2=HEIGHT - BOTTOM, **dashed)
        side = "start" if place < len(trend.runs) / 2 else "end"
        yield text(x, TOP - 8, plain(brief(run.mark, 24)), anchor=side)
    name = plain(brief(run.label or run.id, 60))
    title = f"{name}, {day(run.started_at)}: {percent(run.rate.value)}"
    colours = {**fill_and_stroke("better", "surface"), "stroke_width": 1.5}
    inside = [element("title", [title])]
    yield element("circle", inside, cx=x, cy=y, r=5.5 if newest else 3.5, **colours)
    if newest:
        said = f"now {run.rate.value * 100:.1f} %"
        yield text(x + 10, y + 4, said, **{"class": "t b"})


def _dates(trend: Trend) -> Iterable[Markup]:
    last = len(trend.runs) - 1
    begin, end = trend.runs[0].started_at, trend.runs[-1].started_at
    name = day if end - begin > timedelta(days=DATES) else moment
    steps = min(DATES - 1, last)
    for step in range(steps + 1):
        place = round(step * last / steps)
        x = _across(trend, place)
        yield text(x, HEIGHT - 8, name(trend.runs[place].started_at), anchor="middle")
