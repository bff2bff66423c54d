"""Judging one answer: pure."""

from .scorer import Scorer, bind, score_trial, scorers

__all__ = ["Scorer", "bind", "score_trial", "scorers"]
