"""The report as GitLab's code quality: each broken case at its line of the suite's file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from .cards import Card, what_became_of
from .clean import plain
from .places import place_of
from .status import Status
from .view import View
from .wording import brief, score

__all__ = ["render_codequality"]

LONGEST = 1_000


def render_codequality(view: View) -> str:
    """Return a JSON list with one issue for each question to look at, the worst first.

    An issue keeps its fingerprint from run to run, so that GitLab tells new ones from old ones.
    A case that no file holds has the name of its suite for a path.
    """
    return json.dumps(list(_issues(view)), indent=2, ensure_ascii=False) + "\n"


def _issues(view: View) -> Iterator[dict[str, Any]]:
    for group in view.groups:
        for card in group.cards:
            severity = _severity(card)
            if severity:
                yield _issue(view, card, severity)


def _severity(card: Card) -> str:
    """Return how bad it is in GitLab's words; empty where there is nothing to look at."""
    if card.status is Status.WORSE:
        return "blocker" if card.must_not_break else "critical"
    if card.status is Status.ERROR:
        return "major"
    return "minor" if card.look else "info" if card.status is Status.FLAKY else ""


def _issue(view: View, card: Card, severity: str) -> dict[str, Any]:
    suite = view.run.suite
    case = suite.by_id.get(card.case_id)
    place = place_of(case) if case else None
    name = "look" if card.look else card.status.value
    numbers = f"{score(card.score_before)} → {score(card.score_after)}. " if view.before else ""
    said = f"{card.case_id}: {what_became_of(card)}. {numbers}{card.reason}"
    identity = json.dumps([suite.name, card.case_id, name])
    return {
        "type": "issue",
        "check_name": f"harness-{name}",
        "description": brief(plain(said), LONGEST),
        "severity": severity,
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest(),
        "location": {
            "path": place.path if place else plain(suite.name),
            "lines": {"begin": place.line if place else 1},
        },
    }
