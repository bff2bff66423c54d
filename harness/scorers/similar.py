"""Similarity of meaning, by embeddings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import AfterValidator

from harness.errors import HarnessError
from harness.model.run import Exchange, Score
from harness.registry import Registry

from .optional import need
from .parameters import Text
from .scorer import Scorer, scorers
from .wording import percent

__all__ = ["Embedder", "Similar", "embedders"]

Vector = Sequence[float]


class Embedder(Protocol):
    """Makes a vector of each text; similar texts get vectors that point the same way."""

    def __call__(self, texts: Sequence[str], /) -> Sequence[Vector]:
        """Return one vector a text, all of one length."""
        ...


embedders: Registry[Embedder] = Registry("embedder", "harness.embedders")


@lru_cache(maxsize=1)
def _wordllama() -> Any:
    import warnings
    from importlib.resources import files

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its dependencies; nothing that a user could act on
        from wordllama import WordLlama

        # The package has the model, but looks for half of it in the folder of its cache only.
        return WordLlama.load(cache_dir=files("wordllama"), disable_download=True)


@embedders.register("wordllama")
def embed_by_wordllama(texts: Sequence[str]) -> Sequence[Vector]:
    """Embed with the model that is packed into wordllama: 256 numbers, no network."""
    vectors: Sequence[Vector] = _wordllama().embed(list(texts)).tolist()
    return vectors


def _known(name: str) -> str:
    try:
        embedders.get(name)
    except HarnessError as error:
        raise ValueError(str(error)) from None
    if name == "wordllama":
        need("similar", "wordllama", "similar")
    return name


@scorers.register("similar")
class Similar(Scorer):
    """The answer means about the same as a text: cosine of their embeddings.

    Good for paraphrases of the same length; blind for numbers and negations, so it is never the
    default and best stands beside keywords.
    """

    shorthand: ClassVar[str | None] = "text"
    answer_field: ClassVar[str | None] = "text"
    default_threshold: ClassVar[float] = 0.7
    graded: ClassVar[bool] = True

    text: Text
    """The text that the answer is compared with."""
    embedder: Annotated[str, AfterValidator(_known)] = "wordllama"
    """What makes the vectors; other packages add theirs under `harness.embedders`."""

    @cached_property
    def _embed(self) -> Embedder:
        return embedders.get(_known(self.embedder))

    @cached_property
    def _expected(self) -> Vector:
        return self._embed([self.text])[0]

    def score(self, exchange: Exchange) -> Score:
        """Score the cosine; what points away from each other is 0."""
        said = self._embed([exchange.answer.text])[0]
        value = _cosine(self._expected, said)
        return self.grade(value, f"{percent(value)} similar in meaning ({self.embedder})")


def _cosine(mine: Vector, its: Vector) -> float:
    """Return the cosine of two vectors, at least 0."""
    length = math.hypot(*mine) * math.hypot(*its)
    if not length or not math.isfinite(length):
        raise ValueError("the embedder makes no vector of this text")
    return min(1.0, max(0.0, math.fsum(a * b for a, b in zip(mine, its, strict=True)) / length))
