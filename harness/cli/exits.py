"""The exit codes: a promise to CI."""

from __future__ import annotations

__all__ = ["INTERRUPTED", "OF_DECISION", "UNKNOWN", "USAGE"]

USAGE = 2
"""What was typed, or the suite, is wrong."""
UNKNOWN = 3
"""It cannot be judged: no answers, nothing comparable, too little evidence."""
INTERRUPTED = 130
"""Ctrl+C."""

# By the decisions' values, because importing the nouns would slow down every start.
OF_DECISION = {"ship": 0, "do_not_ship": 1, "inconclusive": UNKNOWN}
