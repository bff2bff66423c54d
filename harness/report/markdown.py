"""The report as Markdown: a comment on a pull request, or the summary of a CI job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .banner import RuleResult
from .cards import Card
from .findings import Fate
from .linediff import diff_lines
from .mdmetrics import metric_lines
from .mdtext import code, fence, html_code, prose
from .slug import slug
from .status import Status
from .view import View
from .wording import count, counted, percent, points, score, signed

__all__ = ["COMMENT_LIMIT", "SUMMARY_LIMIT", "marker_of", "render_markdown"]

COMMENT_LIMIT = 60_000
"""Bytes; GitHub takes 65,536 characters in a comment."""
SUMMARY_LIMIT = 900_000
"""Bytes; GitHub drops a job summary over 1 MiB as a whole."""
ROWS = 20
"""So many rows stay when room is short."""
DIFFS = 3
"""So many differences of answers stay when room is short."""
SENTENCES = 8
KEYWORDS = 20
CELL = 120
"""Characters of a rule's name or figure."""
_RESULTS = {
    RuleResult.FAILED: "✕ failed",
    RuleResult.UNKNOWN: "? cannot say",
    RuleResult.PASSED: "✓ passed",
}


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of what may be left out is shown."""

    topics: bool = True
    better: bool = True
    unstable: bool = True
    diffs: int | None = None
    rows: int | None = None


_NO_GROUPS = _Room(topics=False, better=False, unstable=False)
_SHEDDING = (
    _Room(),
    _Room(topics=False),
    _Room(topics=False, better=False),
    _NO_GROUPS,
    replace(_NO_GROUPS, diffs=DIFFS),
    replace(_NO_GROUPS, diffs=DIFFS, rows=ROWS),
    replace(_NO_GROUPS, diffs=0, rows=ROWS),
    replace(_NO_GROUPS, diffs=0, rows=0),
)
"""What goes first when the text is too long."""


def render_markdown(view: View, *, limit: int = COMMENT_LIMIT, link: str = "") -> str:
    """Return the report as Markdown of at most `limit` bytes; what was left out is said.

    What strangers wrote stands in code, where GitHub and GitLab neither link nor notify.

    Args:
        view: what to show.
        limit: bytes of UTF-8.
        link: address of the whole report; must be our own caller's, not a stranger's.
    """
    text = ""
    for room in _SHEDDING:
        text = "\n".join(_lines(view, room, link))
        if len(text.encode("utf-8", "replace")) <= limit:
            return text
    whole = text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")
    return whole.rpartition("\n")[0]


def marker_of(view: View) -> str:
    """Return the hidden first line by which a comment on this suite and bot is found again."""
    return f"<!-- harness:diff:{slug(view.run.suite.name)}:{slug(view.run.bot.chatbot_id)} -->"


def _lines(view: View, room: _Room, link: str) -> Iterator[str]:
    worse = _cards(view, lambda card: card.status in {Status.WORSE, Status.ERROR} or card.look)
    yield marker_of(view)
    yield f"### {view.banner.symbol} {prose(view.banner.headline)}"
    yield ""
    yield " ".join(map(prose, view.banner.lead[:SENTENCES]))
    yield ""
    yield from _rules(view)
    yield from _figures(view)
    yield from _counts(view)
    yield from _table(view, worse, "", room.rows)
    yield from _inside(view, worse if room.diffs is None else worse[: room.diffs])
    yield from _folded(view, Status.FLAKY, shown=room.unstable)
    yield from _folded(view, Status.BETTER, shown=room.better)
    yield from _topics(view, shown=room.topics)
    yield from metric_lines(view.metrics if room.topics else ())
    yield from _notes(view)
    yield _end(view, worse, room, link)


def _rules(view: View) -> Iterator[str]:
    if not view.rules:
        return
    yield "| Release rule | Allowed | Measured | |"
    yield "|:--|--:|--:|:--|"
    for rule in view.rules:
        cells = (prose(part, limit=CELL) for part in (rule.name, rule.allowed, rule.measured))
        yield f"| {' | '.join(cells)} | {_RESULTS[rule.result]} |"
    yield ""


def _figures(view: View) -> Iterator[str]:
    """Return the key figures where no rule states them."""
    if view.rules:
        return
    for figure in view.figures:
        before = f"{prose(figure.before)} → " if figure.before else ""
        note = f" ({prose(figure.note)})" if figure.note else ""
        yield f"- {prose(figure.name)}: {before}{prose(figure.after)}{note}"
    yield ""


def _counts(view: View) -> Iterator[str]:
    parts = " · ".join(
        f"{count.words.symbol} {count.number:,} {count.words.counted.removeprefix('got ')}"
        for count in view.counts
    )
    if parts:
        yield f"**{parts}** ({prose(view.size.split('. ')[0].rstrip('.'))})"
        yield ""
    if view.cause:
        yield f"**Look here first:** {prose(view.cause.sentence)}"
        yield ""
    if view.look_at:
        shown = ", ".join(code(link.case_id) for link in view.look_at[:SENTENCES])
        more = len(view.look_at) - SENTENCES
        yield f"**Look at:** {shown}{f' and {count(more)} more' if more > 0 else ''}"
        yield ""


def _table(view: View, cards: Sequence[Card], title: str, rows: int | None) -> Iterator[str]:
    shown = cards if rows is None else cards[:rows]
    if not shown:
        return
    if title:
        yield title
        yield ""
    compared = bool(view.before)
    yield "| | Question | Before | After | Change |" if compared else "| | Question | Score |"
    yield "|:--|:--|--:|--:|--:|" if compared else "|:--|:--|--:|"
    for card in shown:
        vital = " **must not break**" if card.must_not_break else ""
        cells = [card.words.symbol, f"{code(card.case_id)}{vital}"]
        cells += [score(card.score_before)] if compared else []
        cells += [score(card.score_after)]
        cells += ["" if card.change is None else signed(card.change, 2)] if compared else []
        yield f"| {' | '.join(cells)} |"
    yield ""


def _inside(view: View, cards: Iterable[Card]) -> Iterator[str]:
    what = "what changed" if view.before else "what it answers"
    for card in cards:
        yield f"<details><summary>{html_code(card.case_id)}: {what}</summary>"
        yield ""
        yield from _answers(card)
        lost = [keyword.word for keyword in card.keywords if keyword.fate is Fate.LOST]
        if lost:
            yield f"Keywords lost: {', '.join(map(code, lost[:KEYWORDS]))}"
            yield ""
        if card.passage and view.training:
            heading = f" “{prose(card.passage.heading)}”" if card.passage.heading else ""
            name = code(view.training.after)
            yield f"Changed in the training text, and drawn on here: {name}{heading}"
            yield ""
        yield "</details>"
        yield ""


def _answers(card: Card) -> Iterator[str]:
    turn = card.turns[-1]
    yield f"Asked: {code(turn.question)}"
    yield ""
    lines = diff_lines(turn.before, turn.after)
    if lines:
        yield fence(lines, "diff")
        yield ""
    for failure in card.failures[:1]:
        yield f"No answer {failure.when}: {code(failure.message)}"
        yield ""
    if not card.failures:
        yield prose(card.reason)
        yield ""


def _folded(view: View, status: Status, *, shown: bool) -> Iterator[str]:
    cards = _cards(view, lambda card: card.status is status)
    if cards and shown:
        words = cards[0].words
        yield f"<details><summary>{words.symbol} {words.title} ({count(len(cards))})</summary>"
        yield ""
        yield from _table(view, cards, "", None)
        yield "</details>"
        yield ""


def _topics(view: View, *, shown: bool) -> Iterator[str]:
    if view.topics is None or not shown:
        return
    yield f"<details><summary>By topic ({count(len(view.topics.rows))})</summary>"
    yield ""
    yield "| Topic | Questions | Pass rate before | After | Change, points | Worse | Better |"
    yield "|:--|--:|--:|--:|--:|--:|--:|"
    for topic in view.topics.rows:
        change = topic.change
        moved = f"{points(change.value)} ({points(change.low)} to {points(change.high)})"
        rates = f"{percent(topic.before)} | {percent(topic.after)} | {moved}"
        proven = " ▼ proven" if topic.proven else ""
        counts = f"{count(topic.worse)}{proven} | {count(topic.better)}"
        yield f"| {code(topic.name)} | {count(topic.questions)} | {rates} | {counts} |"
    yield ""
    yield "</details>"
    yield ""


def _notes(view: View) -> Iterator[str]:
    notes = [prose(sentence) for sentence in view.warnings[:SENTENCES]]
    if view.unpaired:
        things = counted(len(view.unpaired), "question or setting", "questions or settings")
        ids = dict.fromkeys(row.case_id for row in view.unpaired)
        named = ", ".join(code(case_id) for case_id in list(ids)[:SENTENCES])
        notes.append(
            f"{things} could not be compared: {named}{'…' if len(ids) > SENTENCES else ''}"
        )
    for note in notes:
        yield f"- ! {note}"
    if notes:
        yield ""


def _end(view: View, worse: Sequence[Card], room: _Room, link: str) -> str:
    """Say what was left out, where the rest is, and what the report is of."""
    left = []
    if room.rows is not None and len(worse) > room.rows:
        left.append(f"{counted(len(worse) - room.rows, 'row')} of the table")
    if room.diffs is not None and len(worse) > room.diffs:
        left.append(f"{count(len(worse) - room.diffs)} of the differences")
    for status, kept, name in (
        (Status.FLAKY, room.unstable, "unstable"),
        (Status.BETTER, room.better, "better"),
    ):
        number = sum(card.status is status for group in view.groups for card in group.cards)
        if number and not kept:
            left.append(f"{count(number)} {name}")
    if view.topics and not room.topics:
        left.append(counted(len(view.topics.rows), "topic"))
    if view.metrics and not room.topics:
        left.append(counted(len(view.metrics), "metric"))
    said = f"Left out here for room: {', '.join(left)}. " if left else ""
    said += f"[Whole report]({link}). " if link else ""
    against = f" against {code(view.comparison.before.id)}" if view.comparison else ""
    return f"{said}Run {code(view.run.id)}{against}.\n"


def _cards(view: View, wanted: Callable[[Card], bool]) -> list[Card]:
    return [card for group in view.groups for card in group.cards if wanted(card)]
