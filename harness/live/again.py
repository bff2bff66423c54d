"""Going on with a comparison: the same evidence, the same chance, more to spend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from harness.errors import SettingsError
from harness.model.proof import Method, Until
from harness.store.comparisons import KeptComparison

from .terms import Terms

__all__ = ["MORE_ROUNDS", "terms_for_more"]

MORE_ROUNDS = 5
"""So many rounds more, where nobody says and the last ones did not decide."""


def terms_for_more(kept: KeptComparison, given: Mapping[str, Any]) -> Terms:
    """Return the terms to go on with: those of the comparison, with more rounds.

    Args:
        kept: the comparison.
        given: what was said anew: `rounds` counts from the beginning of the comparison, `until`
            may change; margin and seed may not, because they were part of the bet.

    Raises:
        SettingsError: something was said anew that may not change, or not enough rounds.
    """
    if fixed := sorted({"margin", "seed", "preset"} & given.keys()):
        raise SettingsError(
            f"a comparison goes on by its own terms: --{fixed[0]} would change the bet afterwards; "
            "compare anew for that"
        )
    method = Method.from_dict(kept.method)
    decided = bool(kept.verdict) and not kept.verdict.get("cut_short")
    usual = method.rounds + MORE_ROUNDS if decided else method.rounds
    rounds = given.get("rounds") or usual
    if rounds < method.rounds:
        raise SettingsError(
            f"the comparison has {method.rounds} rounds already: --rounds counts from its beginning"
        )
    until = Until(given.get("until", method.until))
    method = replace(method, rounds=rounds, until=until)
    return Terms(method, int(kept.evidence["seed"]), str(kept.evidence.get("preset", "")))
