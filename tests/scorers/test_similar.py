from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from harness.scorers.similar import embedders

from .conftest import Judge


def test_a_paraphrase_is_nearer_than_another_topic(judge: Judge) -> None:
    """The packaged model works offline."""
    text = "You can send the product back within two weeks."
    near = judge("similar", "Items may be returned for fourteen days.", text=text).value
    far = judge("similar", "Our office is in Berlin.", text=text).value
    assert (near or 0) > (far or 0)
    assert judge("similar", text, text=text).value == pytest.approx(1)


def test_an_embedder_of_another_package_is_used(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is registered makes the vectors; what points away is 0."""

    def embed(texts: Sequence[str]) -> list[list[float]]:
        return [[1.0, 0.0] if "a" in text else [-1.0, 0.0] for text in texts]

    monkeypatch.setitem(embedders._things, "letters", embed)
    assert judge("similar", "a", text="a b", embedder="letters").value == 1
    assert judge("similar", "c", text="a b", embedder="letters").value == 0


def test_an_unknown_embedder_is_refused(judge: Judge) -> None:
    """A misspelt name is an error of the suite."""
    with pytest.raises(ValidationError, match="did you mean 'wordllama'"):
        judge("similar", "x", text="x", embedder="wordlama")
