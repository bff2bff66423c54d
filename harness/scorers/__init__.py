"""Judging one answer: pure."""

from . import fuzzy, keywords, match, says
from .scorer import Scorer, bind, score_trial, scorers

__all__ = ["Scorer", "bind", "fuzzy", "keywords", "match", "says", "score_trial", "scorers"]
