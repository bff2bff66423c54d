"""Overlap with a reference text, as translations and summaries are measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from rapidfuzz.distance import LCSseq, Levenshtein

from harness.model.run import Exchange, Score

from .language import language
from .normalize import normalize
from .optional import need
from .parameters import LanguageName, Text
from .scorer import Scorer, scorers
from .wording import percent
from .words import words

__all__ = ["Bleu", "Chrf", "Gleu", "LevenshteinRatio", "RougeL", "RougeN"]

_MOST_WORDS = 20_000
_LONGEST = 20_000


class _Reference(Scorer):
    """A text that the answer is compared with, from its first to its last word."""

    shorthand: ClassVar[str | None] = "text"
    answer_field: ClassVar[str | None] = "text"
    default_threshold: ClassVar[float] = 0.5
    graded: ClassVar[bool] = True

    text: Text
    """The reference text."""
    normalize: bool = True
    """Unify case, white space and typography; false: words are compared as they are written."""

    def _words(self, text: str) -> list[str]:
        return (words(text) if self.normalize else text.split())[:_MOST_WORDS]

    def _text(self, text: str) -> str:
        return (normalize(text) if self.normalize else text)[:_LONGEST]

    def _compare(self, answer: str) -> float:
        """Return the overlap, 0..1."""
        raise NotImplementedError

    def score(self, exchange: Exchange) -> Score:
        """Score the overlap of the answer with the reference."""
        value = min(max(self._compare(exchange.answer.text), 0.0), 1.0)
        return self.grade(value, f"{percent(value)} overlap with the reference ({self._name})")


class _Rouge(_Reference):
    measure: Literal["f1", "recall", "precision"] = "f1"
    """Share of the reference found (recall), of the answer that is in it (precision), or both."""
    stem: bool = True
    """Compare stems of words."""
    language: LanguageName | None = None
    """The language of the stems; English if nobody says."""

    def _tokens(self, text: str) -> list[str]:
        found = self._words(text)
        return [language(self.language).stem(word) for word in found] if self.stem else found

    def _measured(self, shared: int, reference: int, answer: int) -> float:
        if not reference or not answer:
            return float(reference == answer)
        recall, precision = shared / reference, shared / answer
        if self.measure != "f1":
            return recall if self.measure == "recall" else precision
        return 2 * shared / (reference + answer)


@scorers.register("rouge_n")
class RougeN(_Rouge):
    """The answer shares runs of n words with a reference: ROUGE-N (Lin 2004)."""

    n: Annotated[int, Field(ge=1, le=9)] = 1
    """So many words in a run."""

    def _compare(self, answer: str) -> float:
        mine, its = self._tokens(self.text), self._tokens(answer)
        # Of a text that is shorter than n words, the whole is the run.
        n = max(1, min(self.n, len(mine), len(its)))
        expected, said = _runs(mine, n), _runs(its, n)
        return self._measured((expected & said).total(), expected.total(), said.total())


@scorers.register("rouge_l")
class RougeL(_Rouge):
    """The answer has the words of a reference in their order: ROUGE-L (Lin 2004)."""

    def _compare(self, answer: str) -> float:
        mine, its = self._tokens(self.text), self._tokens(answer)
        return self._measured(LCSseq.similarity(mine, its), len(mine), len(its))


@scorers.register("gleu")
class Gleu(_Reference):
    """Runs of one to four words shared, by the smaller of recall and precision (Wu et al. 2016)."""

    def _compare(self, answer: str) -> float:
        mine, its = self._words(self.text), self._words(answer)
        expected: Counter[tuple[str, ...]] = Counter()
        said: Counter[tuple[str, ...]] = Counter()
        for n in range(1, 5):
            expected += _runs(mine, n)
            said += _runs(its, n)
        most = max(expected.total(), said.total())
        return (expected & said).total() / most if most else 1.0


class _SacreBleu(_Reference):
    @model_validator(mode="after")
    def _is_installed(self) -> Self:
        need(type(self).__name__.lower(), "sacrebleu", "scorers")
        return self


@scorers.register("bleu")
class Bleu(_SacreBleu):
    """BLEU of one sentence as sacrebleu has it, with effective order (Papineni et al. 2002)."""

    def _compare(self, answer: str) -> float:
        from sacrebleu.metrics.bleu import BLEU

        metric = BLEU(effective_order=True, tokenize="13a")
        said, expected = self._text(answer), self._text(self.text)
        return float(metric.sentence_score(said, [expected]).score) / 100


@scorers.register("chrf")
class Chrf(_SacreBleu):
    """chrF of one sentence as sacrebleu computes it: runs of characters (Popović 2015).

    It stands where METEOR would: both see forms of a word as alike, and chrF needs no dictionary.
    """

    word_order: Annotated[int, Field(ge=0, le=2)] = 0
    """2 makes it chrF++."""

    def _compare(self, answer: str) -> float:
        from sacrebleu.metrics.chrf import CHRF

        said, expected = self._text(answer), self._text(self.text)
        if said == expected:
            return 1.0
        return float(CHRF(word_order=self.word_order).sentence_score(said, [expected]).score) / 100


@scorers.register("levenshtein")
class LevenshteinRatio(_Reference):
    """So few letters must be put in, left out or changed to make the answer of a text."""

    default_threshold: ClassVar[float] = 0.8

    max_edits: Annotated[int, Field(ge=0)] | None = None
    """Pass with so many edits or fewer, whatever the length."""

    def score(self, exchange: Exchange) -> Score:
        """Score the share of letters that may stay; with `max_edits`, 1 for so few edits."""
        said, expected = self._text(exchange.answer.text), self._text(self.text)
        edits = Levenshtein.distance(expected, said)
        longest = max(len(said), len(expected), 1)
        reason, details = f"{edits} edits", {"edits": edits}
        if self.max_edits is None:
            return self.grade(1 - edits / longest, reason, details)
        few = edits <= self.max_edits
        value = 1.0 if few else self.pass_mark * self.max_edits / edits
        reason += f", at most {self.max_edits} were expected"
        return self.grade(value, reason, details)


def _runs(found: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(found[start:] for start in range(n)), strict=False))
