"""The language that an answer is in."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, model_validator
from stop_words import LANGUAGE_MAPPING

from harness.errors import did_you_mean
from harness.model.run import Exchange, Score

from .optional import need
from .scorer import Scorer, scorers
from .wording import percent

__all__ = ["AnswerLanguage"]

_CODES = {name: code for code, name in LANGUAGE_MAPPING.items()}
_LONGEST_READ = 5_000
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _code(name: str) -> str:
    """Return the two letters of a language that is given by them or by its English name."""
    return str(_CODES.get(name.strip().lower(), name.strip().lower()))


def _many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


@scorers.register("language")
class AnswerLanguage(Scorer):
    """The answer is in a language, or in one of several; found offline by py3langid.

    Very short answers ("OK") are of no certain language, and score low for each.
    """

    shorthand: ClassVar[str | None] = "code"
    default_threshold: ClassVar[float] = 0.5

    code: Annotated[tuple[Annotated[str, AfterValidator(_code)], ...], BeforeValidator(_many)]
    """Two letters (de) or the English name (german); a list: one of them."""

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        need("language", "py3langid", "scorers")
        if not self.code:
            raise ValueError("name at least one language")
        known = _identifier().labels
        for code in self.code:
            if code not in known:
                hint = did_you_mean(code, [*known, *_CODES])
                raise ValueError(f"no language has the code '{code[:40]}'{hint}")
        return self

    def score(self, exchange: Exchange) -> Score:
        """Score how probable it is that the answer is in one of the languages."""
        text = exchange.answer.text[:_LONGEST_READ]
        with _lock:
            ranked = [(str(code), float(share)) for code, share in _identifier().rank(text)]
        value = min(1.0, sum(share for code, share in ranked if code in self.code))
        found, share = ranked[0]
        reason = f"the answer is in '{found}' ({percent(share)} sure)"
        return self.grade(value, reason, {"language": found})
