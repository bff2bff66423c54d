"""The walk of a review: each changed answer is shown, and a key decides."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import HarnessError

from .accepting import Acceptance, prepare_acceptance, show_edit
from .console import say, say_text
from .keys import read_key

if TYPE_CHECKING:
    from harness.report.cards import Card
    from harness.report.view import View
    from harness.store.store import Store

__all__ = ["Review"]

KEYS = {"a": "accepted", "r": "rejected", "s": "skipped", "q": "quit"}


class Review:
    """One walk through the changed answers of a run."""

    def __init__(
        self,
        store: Store,
        before: str | None,
        after: str,
        *,
        by: str,
        suite: Path | None,
        again: bool,
    ) -> None:
        """Prepare a walk; `again` shows also what has been decided before."""
        self._store = store
        self._run = store.load_run(after)
        self._view = self._build(before, after)
        self._by = by
        self._suite = suite
        self._done = {} if again else dict(store.notes.all(self._scope))

    def walk(self) -> None:
        """Show each answer and do what the keys say, until the last one or `q`."""
        cards = [card for card in _changed(self._view) if card.case_id not in self._done]
        counts: Counter[str] = Counter()
        for number, card in enumerate(cards, start=1):
            self._show(card, f"{number} of {len(cards)}")
            decision = self._decide(card)
            if decision == "quit":
                break
            counts[decision] += 1
        said = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
        left = len(cards) - counts.total()
        say(f"{said or 'Nothing decided'}; {left} left." if cards else "Nothing is to review.")

    @property
    def _scope(self) -> str:
        return f"review {self._run.id}"

    def _build(self, before: str | None, after: str) -> View:
        from harness.live.recalling import compare_kept
        from harness.report.view import build_run_view, build_view

        if before is None:
            return build_run_view(self._run)
        return build_view(*compare_kept(self._store, before, after))

    def _show(self, card: Card, place: str) -> None:
        from harness.report.card_text import render_card

        say()
        say_text(
            render_card(
                card,
                place,
                width=shutil.get_terminal_size((80, 24)).columns,
                colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
                unicode="utf" in (sys.stdout.encoding or "ascii").lower(),
            )
        )

    def _decide(self, card: Card) -> str:
        while True:
            key = _key("[a]ccept  [r]eject  [s]kip  [q]uit ")
            decision = KEYS.get(key, "")
            if decision == "accepted" and not self._accept(card):
                continue
            if decision == "rejected":
                self._note(card, decision, "")
            if decision:
                return decision

    def _accept(self, card: Card) -> bool:
        """Show what would be written and write it if that is agreed to; tell whether it was."""
        try:
            reason = _line("why is it right? ") or "reviewed"
            found = self._prepare(card, reason, {})
            texts = _ask_for(found.proposal.missing)
            if texts:
                found = self._prepare(card, reason, texts)
            show_edit(found)
            if found.edit is None:
                say("Nothing in the case holds an expected answer: edit the file.")
                return False
            if _key(f"write to {found.edit.path}? [y]es [n]o ") != "y":
                return False
            found.edit.write()
        except HarnessError as error:
            say(str(error))
            return False
        self._note(card, "accepted", reason)
        return True

    def _prepare(self, card: Card, reason: str, texts: dict[str, str]) -> Acceptance:
        return prepare_acceptance(
            self._run, card.case_id, reason=reason, by=self._by, texts=texts, suite=self._suite
        )

    def _note(self, card: Card, decision: str, why: str) -> None:
        note = {
            "decision": decision,
            "by": self._by,
            "why": why,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._store.notes.set(self._scope, card.case_id, note)


def _changed(view: View) -> list[Card]:
    """Return the cards that a person can decide on: changed, and with an answer."""
    from harness.report.status import Status

    return [
        card
        for group in view.groups
        for card in group.cards
        if (card.look or card.status is not Status.SAME)
        and any(turn.after is not None for turn in card.turns)
    ]


def _ask_for(missing: tuple[str, ...]) -> dict[str, str]:
    """Ask what to expect in the place of each keyword that was not said."""
    texts = {}
    for word in missing:
        new = _line(f"instead of '{word}' (Enter leaves it): ").strip()
        if new:
            texts[word] = new
    return texts


def _line(question: str) -> str:
    from harness.report.clean import clean

    try:
        return input(clean(question))
    except EOFError:
        raise click.Abort from None


def _key(question: str) -> str:
    """Read one key, without Enter."""
    from harness.report.clean import clean

    key = read_key(clean(question))[:1]
    say_text(key if key.isprintable() else "")
    return key.lower()
