"""The summary on the terminal: the result first and last, the rules, the worst answers."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from .banner import RuleResult, Tone
from .cards import Card
from .diffline import diff_line
from .findings import Fate
from .ink import Ink, Span, fit, pad, width_of
from .status import Status
from .textdiff import DiffKind, PieceKind
from .view import View
from .wording import brief, counted, score, signed

__all__ = ["render_text", "render_worst"]

WORST = 10
"""At most so many answers are shown."""
WITH_DIFF = 3
"""So many of them with what changed in them."""
NARROWEST = 40
LONGEST = 1_000
"""So many characters of a sentence are shown."""
RESULT_ROOM = 18
"""For the longest result and the gaps before it."""
_TONES = {Tone.STOP: "worse", Tone.GO: "better", Tone.LOOK: "look", Tone.NONE: "strong"}
_RESULTS = {
    RuleResult.FAILED: ("✕ failed", "worse"),
    RuleResult.UNKNOWN: ("? cannot say", "look"),
    RuleResult.PASSED: ("✓ passed", "better"),
}


def render_text(
    view: View, *, width: int = 80, colour: bool = False, unicode: bool = True, footer: str = ""
) -> str:
    """Return the summary as lines for a terminal or a log, without a line end after the last.

    What strangers wrote is shown harmless: no control character passes, and each line of it
    stands behind a mark, so that no line can be taken for a command to the CI server.

    Args:
        view: what to show.
        width: columns of the terminal.
        colour: with ANSI colours.
        unicode: false makes it pure ASCII.
        footer: a last line of the caller, such as the exit code.
    """
    ink = Ink(max(width, NARROWEST), colour=colour, unicode=unicode)
    result = Span(f"{view.banner.symbol} {_result(view)}", _TONES[view.banner.tone])
    lines = [
        ink.wrapped([result]),
        ink.wrapped([Span(_about(view), "muted")]),
        "",
        *(ink.wrapped([Span(f"│ {brief(sentence, LONGEST)}")]) for sentence in view.banner.lead),
        "",
        *_rules(view, ink),
        *_figures(view, ink),
        *_counts(view, ink),
        *_worst(view, ink),
        *_notes(view, ink),
        ink.wrapped([result]),
    ]
    if footer:
        lines.append(ink.wrapped([Span(footer, "muted")]))
    return "\n".join(lines)


def render_worst(view: View, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """Return all that got worse, has no answer or should be looked at, each in full.

    The arguments are those of `render_text`; the text is empty where there is nothing to show.
    """
    ink = Ink(max(width, NARROWEST), colour=colour, unicode=unicode)
    cards = _bad_cards(view)
    return "\n".join(line for card in cards for line in _card(card, ink, _room(cards, ink)))


def _result(view: View) -> str:
    """Return the headline, its fixed words in capitals: DO NOT SHIP v42."""
    headline, pill = view.banner.headline, view.banner.pill
    for words in (pill, "Ready to ship"):
        if headline.startswith(words):
            return words.upper() + headline[len(words) :]
    return headline


def _about(view: View) -> str:
    labels = f"{view.before} → {view.after}" if view.before else view.after
    size = view.size.split(". ")[0].rstrip(".")
    return f"│ {view.bot}, {labels}, {size}"


def _rules(view: View, ink: Ink) -> Iterable[str]:
    """Return the rules as a table, or as sentences where the table would be too wide."""
    if not view.rules:
        return
    heads = ("Release rule", "Allowed", "Measured")
    told = [[brief(text, LONGEST) for text in (r.name, r.allowed, r.measured)] for r in view.rules]
    cells = [tuple(map(ink.text, row)) for row in told]
    wide = [max(map(width_of, column)) for column in zip(heads, *cells, strict=True)]
    results = [_RESULTS[rule.result] for rule in view.rules]
    if sum(wide) + RESULT_ROOM > ink.width:
        for (name, allowed, measured), (result, style) in zip(cells, results, strict=True):
            words = f"{name}: {measured}; allowed: {allowed}"
            yield ink.wrapped([Span(pad(result, RESULT_ROOM - 4), style), Span(words)])
    else:
        yield ink.line([Span(_row(heads, wide) + "Result", "muted")])
        yield ink.line([Span("─" * (sum(wide) + RESULT_ROOM), "muted")])
        for row, (result, style) in zip(cells, results, strict=True):
            yield ink.line([Span(_row(row, wide)), Span(result, style)])
    yield ""


def _row(cells: Sequence[str], wide: Sequence[int]) -> str:
    name, allowed, measured = (
        pad(cell, room, right=place > 0)
        for place, (cell, room) in enumerate(zip(cells, wide, strict=True))
    )
    return f"{name}  {allowed}  {measured}  "


def _figures(view: View, ink: Ink) -> Iterable[str]:
    names = [figure.name.replace("95th percentile", "p95") for figure in view.figures]
    room = max(map(width_of, names), default=0)
    for figure, name in zip(view.figures, names, strict=True):
        before = f"{figure.before} → " if figure.before else ""
        spans = [
            Span(pad(name, room) + "  ", "muted"),
            Span(before + figure.after),
            Span(f"  {figure.word}" if figure.word else "", figure.status),
            Span(f"  {figure.note}", "muted"),
        ]
        yield ink.wrapped(spans)
    yield ""


def _counts(view: View, ink: Ink) -> Iterable[str]:
    spans: list[Span] = []
    for count in view.counts:
        words = count.words.counted.removeprefix("got ")
        style = count.status if count.number else "muted"
        spans.append(Span(f"{count.words.symbol} {count.number:,} {words}", style, whole=True))
        spans.append(Span("   ", whole=True))
    yield ink.wrapped(spans)
    yield from _bar(view, ink)
    yield ""


def _bar(view: View, ink: Ink) -> Iterable[str]:
    """Draw the counts as one bar, each fate by its own mark; one fate alone needs none."""
    counts = [count for count in view.counts if count.number]
    total = sum(count.number for count in counts)
    if len(counts) > 1:
        cells = [max(1, count.number * ink.width // total) for count in counts]
        cells[cells.index(max(cells))] += ink.width - sum(cells)
        marks = zip(counts, cells, strict=True)
        yield ink.line([Span(count.words.symbol * wide, count.status) for count, wide in marks])


def _bad_cards(view: View) -> list[Card]:
    return [
        card
        for group in view.groups
        if group.status in {Status.WORSE, Status.ERROR} or group.anchor == "g-look"
        for card in group.cards
    ]


def _room(cards: Iterable[Card], ink: Ink) -> int:
    """Return how many columns the ids of these cards take."""
    return min(max(width_of(ink.text(card.case_id)) for card in cards), 20)


def _worst(view: View, ink: Ink) -> Iterable[str]:
    cards = _bad_cards(view)
    if view.cause:
        yield ink.wrapped([Span("│ Look here first: ", "strong"), Span(view.cause.sentence)])
        yield ""
    if not cards:
        return
    yield ink.line([Span("Worst first", "strong")])
    shown = cards[:WORST]
    room = _room(shown, ink)
    for place, card in enumerate(shown):
        yield from _card(card, ink, room, in_full=place < WITH_DIFF)
    if len(cards) > WORST:
        yield ink.wrapped([Span(f"  {len(cards) - WORST} more: {_command(view)}", "muted")])
    yield ""


def _command(view: View) -> str:
    """Return what shows the rest."""
    if view.comparison is None:
        return shlex.join(["harness", "show", view.run.id])
    return shlex.join(["harness", "show", view.run.id, "--worse-than", view.comparison.before.id])


def _card(card: Card, ink: Ink, room: int, *, in_full: bool = True) -> Iterable[str]:
    after = "none" if card.score_after is None else score(card.score_after)
    change = "" if card.change is None else signed(card.change, 2)
    before = "" if card.score_before is None else f"{score(card.score_before)} → "
    numbers = ink.text(f"{before}{after}")
    wide = width_of(ink.text("0.00 → 0.00"))
    note = "must not break" if card.must_not_break else ""
    left = ink.width - 2 - room - 2 - 2 - wide - 2 - 5 - (2 + len(note) if note else 0)
    case_id = pad(fit(ink.text(card.case_id), room), room)
    question = pad(fit(ink.text(card.question), left), left)
    spans = [
        Span(f"{card.words.symbol} ", card.status),
        Span(case_id, "strong"),
        Span(f"  {question}  "),
        Span(f"{pad(numbers, wide, right=True)}  ", "muted"),
        Span(pad(change, 5, right=True), card.status),
        Span(f"  {note}" if note else "", "muted"),
    ]
    yield ink.line(spans)
    if in_full:
        yield from _inside(card, ink)


def _inside(card: Card, ink: Ink) -> Iterable[str]:
    turn = card.turns[-1]
    if turn.diff is not None and turn.diff.kind is DiffKind.REWRITTEN:
        for piece in turn.diff.pieces:
            mark = "-" if piece.kind is PieceKind.REMOVED else "+"
            yield ink.line([Span("    │ ", "muted"), Span(f"{mark} {piece.text}", piece.kind)])
    elif turn.diff is not None:
        yield ink.line([Span("    │ ", "muted"), *diff_line(turn.diff, ink)])
    for failure in card.failures[:1]:
        room = ink.width - 6
        message = fit(ink.text(failure.message), room)
        yield ink.line([Span("    │ ", "muted"), Span(message)])
    lost = [keyword.word for keyword in card.keywords if keyword.fate is Fate.LOST]
    if lost:
        words = ink.text(", ".join(lost))
        shown = fit(words, ink.width - 21)
        yield ink.line([Span("    │ keywords lost: ", "muted"), Span(shown, "worse")])
    if card.meant:
        yield ink.line([Span("    │ a change is meant here: ", "muted"), Span(card.meant)])
    if card.passage and card.passage.heading:
        heading = fit(ink.text(card.passage.heading), ink.width - 35)
        yield ink.line([Span("    │ changed in the training text: ", "muted"), Span(heading)])


def _notes(view: View, ink: Ink) -> Iterable[str]:
    if view.unpaired:
        things = counted(len(view.unpaired), "question or setting", "questions or settings")
        yield ink.wrapped([Span(f"! {things} could not be compared: see the report", "look")])
    for sentence in view.warnings:
        yield ink.wrapped([Span(f"! {brief(sentence, LONGEST)}", "look")])
    if view.unpaired or view.warnings:
        yield ""
