"""Presets: how much to ask before giving up on a decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from harness.model.proof import Method, Until

from .terms import Terms

__all__ = ["PRESETS", "Preset", "terms_of"]


@dataclass(frozen=True, slots=True)
class Preset:
    """A name for how far to go.

    `rounds` is how often all questions are asked of both sides at the most; `pairs`, where it
    gives more, how many pairs of answers all questions together may take: a small suite has to
    be asked more often before anything can be proven of its mean.
    """

    name: str
    rounds: int
    pairs: int


PRESETS = {
    "quick": Preset("quick", 2, 0),
    "normal": Preset("normal", 5, 100),
    "thorough": Preset("thorough", 8, 400),
}
"""Quick finds what is broken, and seldom proves that all is well; normal proves that of a steady
suite, thorough of a small and wavering one too."""
PATIENCE = 1 / 2
"""Before this share of the rounds nothing is given up: a broken question that wavered before may
not have shown itself yet. Giving up after a third saved a quarter of the requests of an unchanged
bot and missed 7 of 100 such questions more (13 questions, half of them wavering)."""


def terms_of(
    preset: str,
    questions: int,
    *,
    margin: float,
    rounds: int | None = None,
    until: str = Until.VERDICT,
    seed: int | None = None,
) -> Terms:
    """Return the terms of a preset for so many questions, as changed by what else is given.

    Args:
        preset: the name of one of `PRESETS`.
        questions: how many there are, at least 1.
        margin: the mean drop that matters, 0..1.
        rounds: at most so many rounds, instead of the preset's.
        until: "verdict", or "labels" to go on until each question is labelled.
        seed: of the order in which is asked; None takes a fresh one.
    """
    chosen = PRESETS[preset]
    usual = max(chosen.rounds, ceil(chosen.pairs / questions))
    most = rounds or usual
    method = replace(
        Method(),
        margin=margin,
        rounds=most,
        until=Until(until),
        patience=max(2, int(most * PATIENCE)),
    )
    return Terms(method, preset=preset) if seed is None else Terms(method, seed, preset)
