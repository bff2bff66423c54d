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
    shapes: list[Markup] = []
    for line, (name, groups) in enumerate(rows):
        shapes.append(text(0, 12 + 17 * line, name))
        shapes += _marks(groups, [groups for _, groups in rows], top=2 + 17 * line)
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


def _marks(
    groups: Sequence[tuple[Outcome, ...]],
    rows: Sequence[Sequence[tuple[Outcome, ...]]],
    *,
    top: float,
) -> list[Markup]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    space = STRIP_WIDTH - STRIP_LEFT - STRIP_GAP * (len(widths) - 1)
    pitch = min(MARK, space / max(1, sum(widths)))
    if pitch < SMALLEST_MARK:
        return _share_bars(groups, top=top)
    shapes: list[Markup] = []
    left = float(STRIP_LEFT)
    for group, width in zip(groups, widths, strict=True):
        shapes += _mark_group(group, left, top, pitch)
        left += width * pitch + STRIP_GAP
    return shapes


def _mark_group(group: Sequence[Outcome], left: float, top: float, pitch: float) -> list[Markup]:
    wide = pitch - 2
    drawn = {
        Outcome.PASSED: (f"h{wide + 0.6:.4g}v10h-{wide + 0.6:.4g}z", 0.0, fill("better")),
        Outcome.FAILED: (
            f"h{wide - 0.8:.4g}v8.6h-{wide - 0.8:.4g}z",
            0.7,
            {"fill": "none", **stroke("worse"), "stroke_width": 1.4},
        ),
        Outcome.ERRORED: (
            f"l{wide - 0.8:.4g} 7m0-7l-{wide - 0.8:.4g} 7",
            0.7,
            {"fill": "none", **stroke("error"), "stroke_width": 1.8},
        ),
    }
    shapes = []
    for outcome, (path, inset, paint) in drawn.items():
        down = top + inset + (0.8 if outcome is Outcome.ERRORED else 0)
        starts = [
            f"M{left + place * pitch + inset:.5g} {down:.4g}{path}"
            for place, found in enumerate(group)
            if found is outcome
        ]
        if starts:
            shapes.append(tag("path", d="".join(starts), **paint))
    return shapes


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
