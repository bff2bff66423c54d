"""The scorer for a plain expected answer: does the bot say what was expected?"""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from harness.model.run import Exchange, Score

from .closeness import Expected
from .language import language
from .parameters import LanguageName, Text
from .said import Said
from .scorer import Scorer, scorers
from .wording import listed, percent

__all__ = ["Says"]


@scorers.register("says")
class Says(Scorer):
    """The answer says what is expected, in whatever words and however much besides.

    Agrees with people's judgements better than any single measure of similar texts. The default
    pass mark of 0.5 means about half of the words that matter.
    """

    shorthand: ClassVar[str | None] = "text"
    answer_field: ClassVar[str | None] = "text"
    default_threshold: ClassVar[float] = 0.5
    graded: ClassVar[bool] = True

    text: Text
    """The expected answer."""
    language: LanguageName | None = None
    """The language of stems and stop words; English if nobody says."""

    @cached_property
    def _expected(self) -> Expected:
        return Expected(self.text, language(self.language))

    def score(self, exchange: Exchange) -> Score:
        """Score how much of the expected text the answer says."""
        said = Said(exchange.answer.text, self._expected.language)
        found = self._expected.closeness(said, exchange.prompt)
        reason = f"says {percent(found.value)} of what was expected"
        if found.missing:
            reason += f"; missing: {listed(found.missing)}"
        return self.grade(found.value, reason, {"missing": list(found.missing)})
