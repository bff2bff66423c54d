"""The strip of marks that shows how each sample of a question ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from harness.model.run import Outcome

from .cards import Group
from .findings import Samples
from .svg import fill, stroke, svg, tag, text

__all__ = ["is_narrow", "strip"]

STRIP_WIDTH = 232
NARROW_WIDTH = 140
STRIP_LEFT = 52
STRIP_GAP = 6
MARK = 9
SMALLEST_MARK = 3.5


def is_narrow(groups: Iterable[Group]) -> bool:
    """Tell whether all strips of a report fit into the narrow column."""
    return all(
        STRIP_LEFT + _natural_width(card.samples) <= NARROW_WIDTH
        for group in groups
        for card in group.cards
    )


def strip(samples: Sequence[Samples], *, narrow: bool = False) -> Markup:
    """Draw a mark for each sample, before over after: filled passes, hollow fails, × is missing.

    Too many samples for marks are drawn as one bar for each setting.
    """
    rows = _rows(samples)
    width = NARROW_WIDTH if narrow else STRIP_WIDTH
    label = "; ".join(f"{name}: {_spoken(groups)}" for name, groups in rows)
    named = rows if len(rows) > 1 else []
    shapes = [text(0, 12 + 17 * line, name) for line, (name, _) in enumerate(named)]
    shapes += _drawn([groups for _, groups in rows])
    height = 17 * len(rows)
    return svg(width, height, shapes, css="strip", label=label)


def _natural_width(samples: Sequence[Samples]) -> float:
    marks = sum(max(len(setting.before), len(setting.after)) for setting in samples)
    return marks * MARK + max(0, len(samples) - 1) * STRIP_GAP


def _rows(samples: Sequence[Samples]) -> list[tuple[str, list[tuple[Outcome, ...]]]]:
    before = [setting.before for setting in samples]
    after = [setting.after for setting in samples]
    if not any(before):
        return [("samples", after)] if any(after) else []
    return [("before", before), ("after", after)]


def _spoken(groups: Sequence[tuple[Outcome, ...]]) -> str:
    outcomes = [outcome for group in groups for outcome in group]
    said = f"{outcomes.count(Outcome.PASSED)} of {len(outcomes)} samples pass"
    missing = outcomes.count(Outcome.ERRORED)
    return f"{said}, {missing} without an answer" if missing else said


def _drawn(rows: Sequence[Sequence[tuple[Outcome, ...]]]) -> list[Markup]:
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    space = STRIP_WIDTH - STRIP_LEFT - STRIP_GAP * (len(widths) - 1)
    pitch = min(MARK, space / max(1, sum(widths)))
    if pitch >= SMALLEST_MARK:
        return _marks(rows, widths, pitch)
    bars = (_share_bars(groups, top=2 + 17 * line) for line, groups in enumerate(rows))
    return [shape for row in bars for shape in row]


def _marks(
    rows: Sequence[Sequence[tuple[Outcome, ...]]], widths: Sequence[int], pitch: float
) -> list[Markup]:
    """Draw one path for each outcome: a page has many strips, and each element costs."""
    wide = pitch - 1.4
    paths: dict[Outcome, list[str]] = {}
    for line, groups in enumerate(rows):
        top, left = 2 + 17 * line, float(STRIP_LEFT)
        for group, width in zip(groups, widths, strict=True):
            for place, outcome in enumerate(group):
                mark = _mark(outcome, left + place * pitch, top, wide)
                paths.setdefault(outcome, []).append(mark)
            left += width * pitch + STRIP_GAP
    return [
        tag("path", d="".join(paths[outcome]), fill="none", **stroke(colour), stroke_width=line)
        for outcome, colour, line in (
            (Outcome.PASSED, "better", wide),
            (Outcome.FAILED, "worse", 1.4),
            (Outcome.ERRORED, "error", 1.8),
        )
        if outcome in paths
    ]


def _mark(outcome: Outcome, left: float, top: float, wide: float) -> str:
    """Return a filled square (a broad line), a hollow one or a cross."""
    if outcome is Outcome.PASSED:
        return f"M{left + wide / 2:.5g} {top:.4g}v10"
    inner, x = wide - 1.4, left + 0.7
    if outcome is Outcome.FAILED:
        return f"M{x:.5g} {top + 0.7:.4g}h{inner:.4g}v8.6h-{inner:.4g}z"
    return f"M{x:.5g} {top + 1.5:.4g}l{inner:.4g} 7m0-7l-{inner:.4g} 7"


def _share_bars(groups: Sequence[tuple[Outcome, ...]], *, top: float) -> list[Markup]:
    """Draw one bar a group, or one for all where even those would be too narrow."""
    narrow = (STRIP_WIDTH - STRIP_LEFT) / max(1, len(groups)) < STRIP_GAP * 3
    shown = [tuple(outcome for group in groups for outcome in group)] if narrow else groups
    each = (STRIP_WIDTH - STRIP_LEFT - STRIP_GAP * (len(shown) - 1)) / max(1, len(shown)) - 1
    shapes: list[Markup] = []
    for place, group in enumerate(shown):
        left = STRIP_LEFT + place * (each + STRIP_GAP)
        total = max(1, len(group))
        good = each * group.count(Outcome.PASSED) / total
        gone = each * group.count(Outcome.ERRORED) / total
        frame = {"x": left, "y": top + 0.7, "width": each, "height": 8.6}
        shapes.append(tag("rect", **frame, fill="none", **stroke("worse"), stroke_width=1.4))
        shapes.append(tag("rect", x=left, y=top, width=good, height=10, **fill("better")))
        right = left + each - gone
        shapes.append(tag("rect", x=right, y=top, width=gone, height=10, **fill("error")))
    return shapes
