"""The scorer for a plain expected answer: does the bot say what was expected?"""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Literal, NamedTuple

from harness.model.run import Exchange, Score

from .closeness import Closeness, Expected
from .facts.facts import NOTHING, ExpectedFacts, Finding
from .facts.said import Said, read
from .language import language
from .parameters import LanguageName, Texts
from .scorer import Scorer, scorers
from .wording import listed, percent

__all__ = ["Says"]

_MARGIN = 0.02
"""So much closer must an answer come to the expected text than to a wrong one."""
_CONTRADICTED = 0.5
"""The share of the pass mark that an answer gets at most when it contradicts a fact."""
_MOST_SAID = 3
"""So many contradictions stand in the reason; all of them in the details."""


class _Judged(NamedTuple):
    value: float
    found: Closeness
    facts: Finding


@scorers.register("says")
class Says(Scorer):
    """The answer says what is expected, in whatever words and however much besides.

    Agrees with people's judgements better than any single measure of similar texts. The default
    pass mark of 0.5 means about half of the words that matter. But numbers, dates, negations,
    addresses and code are never half right: an answer that has another one in place of the
    expected one does not pass, however close its words are.
    """

    shorthand: ClassVar[str | None] = "text"
    answer_field: ClassVar[str | None] = "text"
    default_threshold: ClassVar[float] = 0.5
    graded: ClassVar[bool] = True

    text: Texts
    """The expected answer; of several, any one is enough."""
    wrong: Texts = ()
    """Known wrong answers: one that comes as close to them as to the expected one fails."""
    facts: Literal["compare", "ignore"] = "compare"
    """Whether numbers, dates, negations, addresses and code are compared strictly."""
    language: LanguageName | None = None
    """The language of stems, stop words and negations; English if nobody says."""

    @cached_property
    def _expected(self) -> tuple[tuple[Expected, ExpectedFacts | None], ...]:
        spoken, strict = language(self.language), self.facts == "compare"
        return tuple(
            (Expected(text, spoken), ExpectedFacts(text, spoken) if strict else None)
            for text in self.text
        )

    @cached_property
    def _mistakes(self) -> tuple[Expected, ...]:
        return tuple(Expected(text, language(self.language)) for text in self.wrong)

    def score(self, exchange: Exchange) -> Score:
        """Score how much of the expected text the answer says."""
        said = read(exchange.answer.text, self._expected[0][0].language)
        judged = [
            self._judge(said, exchange.prompt, expected, facts)
            for expected, facts in self._expected
        ]
        best = judged[0] if len(judged) == 1 else max(judged, key=lambda one: one.value)
        value, mistake = best.value, 0.0
        if self._mistakes:
            mistake = max(one.closeness(said, exchange.prompt).value for one in self._mistakes)
            value = self._less_mistake(value, mistake)
        details = {"missing": list(best.found.missing)}
        if best.facts.contradictions:
            details["contradictions"] = list(best.facts.contradictions)
        return self.grade(value, _reason(best, mistake if value < best.value else 0), details)

    def _judge(
        self, said: Said, question: str, expected: Expected, facts: ExpectedFacts | None
    ) -> _Judged:
        finding = facts.compare(said) if facts else NOTHING
        found = expected.closeness(said, question, finding.known)
        value = found.value
        if finding.contradictions:
            value = min(value, self.pass_mark * _CONTRADICTED)
        return _Judged(value, found, finding)

    def _less_mistake(self, value: float, mistake: float) -> float:
        """Lower a value so that it passes only where it is above that of the wrong answer."""
        return max(0.0, min(value, self.pass_mark + (value - mistake - _MARGIN) / 2))


def _reason(judged: _Judged, mistake: float) -> str:
    found = judged.found
    reason = f"says {percent(found.value)} of what was expected"
    if said := judged.facts.contradictions:
        reason = "; ".join((*said[:_MOST_SAID], reason))
    if mistake:
        reason += f"; comes to {percent(mistake)} of a wrong answer"
    if found.missing:
        reason += f"; missing: {listed(found.missing)}"
    return reason
