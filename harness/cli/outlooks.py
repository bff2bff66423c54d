"""Saying what a comparison will cost and can find, before anything is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .console import say

if TYPE_CHECKING:
    from harness.live.outlook import Outlook, Prospect
    from harness.live.terms import Terms

__all__ = ["percent", "points", "print_outlook"]

GAMES = 16
"""So often a comparison is played for the few lines before it: enough for round numbers."""


def print_outlook(prospect: Prospect, terms: Terms) -> None:
    """Say what to expect of a comparison, in three lines."""
    from harness.live.outlook import look_ahead

    found = look_ahead(prospect, terms, games=GAMES)
    say(
        f"  about {_round(found.requests)} requests if nothing has changed; an unchanged bot ships "
        f"in {percent(found.ships)} of the comparisons, the others stay inconclusive",
        err=True,
    )
    say(f"  {_sees(found, prospect)}", err=True)


def _sees(found: Outlook, prospect: Prospect) -> str:
    one = f"one broken question is found after about {_round(found.requests_one)} requests"
    if not prospect.warm:
        return f"{one}; at temperature 0 every changed answer is seen"
    return f"{one}, a fall of all pass rates by {points(found.drop)} in four of five comparisons"


def percent(share: float) -> str:
    """Return a share as a round number of per cent: it comes of few games."""
    return f"about {round(share * 20) * 5} %"


def points(drop: float | None) -> str:
    """Return the smallest drop that is found."""
    return "64 points or more" if drop is None else f"{drop * 100:.0f} points"


def _round(number: float) -> str:
    """Return a number with two digits that mean something."""
    rounded = int(float(f"{number:.2g}"))
    return f"{rounded:,}"
