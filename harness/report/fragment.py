"""The report as a short piece of HTML for a notebook: the verdict, the rules, the worst answers."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from .banner import RuleResult, RuleRow
from .cards import Card
from .clean import plain
from .figures import Figure
from .status import Status
from .textdiff import PieceKind
from .view import View
from .wording import brief, count, score, signed

__all__ = ["render_fragment"]

WORST = 20
LONGEST = 5_000
"""So many characters of a sentence, or of a piece of an answer, are shown."""
_RESULTS = {
    RuleResult.FAILED: "✕ failed",
    RuleResult.UNKNOWN: "? cannot say",
    RuleResult.PASSED: "✓ passed",
}
_TAGS = {PieceKind.SAME: "{}", PieceKind.REMOVED: "<del>{}</del>", PieceKind.ADDED: "<ins>{}</ins>"}


def render_fragment(view: View) -> str:
    """Return static HTML without script, style or address; the notebook's own style applies.

    The words of strangers are escaped, and their hidden characters named.
    """
    return "\n".join(
        [
            _filled("<h3>{} {}</h3>", view.banner.symbol, view.banner.headline),
            *(_filled("<p>{}</p>", sentence) for sentence in view.banner.lead),
            _table(("Release rule", "Allowed", "Measured", "Result"), map(_rule, view.rules)),
            _table(("Figure", "Before", "After", "Change", ""), map(_figure, view.figures)),
            _filled("<p>{}</p>", " · ".join(_counts(view))),
            *_answers(view),
            *(_filled("<p>! {}</p>", sentence) for sentence in view.warnings),
        ]
    )


def _rule(rule: RuleRow) -> tuple[str, ...]:
    return rule.name, rule.allowed, rule.measured, _RESULTS[rule.result]


def _figure(figure: Figure) -> tuple[str, ...]:
    return figure.name, figure.before, figure.after, figure.word, figure.note


def _filled(markup: str, *texts: object) -> Markup:
    shown = (escape(plain(brief(str(text), LONGEST))) for text in texts)
    return Markup(markup).format(*shown)  # noqa: S704 (our own markup)


def _counts(view: View) -> Iterable[str]:
    return (f"{one.words.symbol} {count(one.number)} {one.words.counted}" for one in view.counts)


def _answers(view: View) -> Iterable[Markup]:
    bad = {Status.WORSE, Status.ERROR}
    cards = [
        card for group in view.groups for card in group.cards if card.status in bad or card.look
    ]
    for card in cards[:WORST]:
        yield _answer(card)
    if len(cards) > WORST:
        yield _filled("<p>{} more are in the table of changes.</p>", count(len(cards) - WORST))


def _answer(card: Card) -> Markup:
    change = "" if card.change is None else signed(card.change, 2)
    numbers = f"{score(card.score_before)} → {score(card.score_after)} {change}"
    head = _filled(
        "<summary>{} <b>{}</b> {} <small>{}</small></summary>",
        card.words.symbol,
        card.case_id,
        card.question,
        numbers,
    )
    diff = card.turns[-1].diff
    pieces = diff.pieces if diff else ()
    inside = Markup().join(_filled(_TAGS[piece.kind], piece.text) for piece in pieces)
    missing = Markup().join(_filled("<p>{}</p>", found.message) for found in card.failures[:1])
    reason = _filled("<p>{}</p>", card.reason)
    return Markup("<details>{}<p>{}</p>{}{}</details>").format(head, inside, missing, reason)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    body = Markup().join(
        Markup("<tr>{}</tr>").format(Markup().join(_filled("<td>{}</td>", cell) for cell in row))
        for row in rows
    )
    if not body:
        return Markup()
    head = Markup().join(_filled("<th>{}</th>", text) for text in heads)
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)
