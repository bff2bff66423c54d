"""What would have to be written into a case so that it accepts an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.model.run import Trial
from harness.model.suite import Case, Expectation, Turn

from .scorer import score_trial, scorers

__all__ = ["Proposal", "propose", "with_texts"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Texts to replace in the expectations of a case, and what fails even so."""

    texts: Mapping[str, str]
    """The new expected text for each old one."""
    failing: tuple[str, ...]
    """Sentences on the expectations that the answer still does not meet."""
    missing: tuple[str, ...] = ()
    """Keywords that the answer does not hold, so that people may give others."""


def propose(case: Case, trial: Trial, given: Mapping[str, str] | None = None) -> Proposal:
    """Return what makes a case accept the answers of a trial.

    Each expected answer that the trial does not meet gives way to what the bot said in that turn.
    Keywords and patterns are no answers: they are replaced only by what people give.

    Args:
        case: as it expects today.
        trial: its answers; it must hold one for each turn.
        given: texts that people want replaced, such as keywords; they go before what is found.
    """
    texts = dict(given or {})
    for turn, exchange in zip(case.turns, score_trial(case, trial).exchanges, strict=False):
        for expectation, found in zip(turn.expect, exchange.scores, strict=True):
            old = _expected_answer(expectation)
            if old is not None and not found.passed:
                texts.setdefault(old, exchange.answer.text.strip())
    after = score_trial(with_texts(case, texts), trial)
    wrong = [found for found in after.scores if found.passed is not True and found.weight > 0]
    lost = (word for found in wrong for word in found.details.get("lost", ()))
    return Proposal(
        {old: new for old, new in texts.items() if old != new},
        tuple(f"{found.scorer}: {found.reason}" for found in wrong),
        tuple(dict.fromkeys(word for word in lost if isinstance(word, str))),
    )


def with_texts(case: Case, texts: Mapping[str, str]) -> Case:
    """Return the case with texts replaced wherever its expectations hold them whole."""
    turns = tuple(
        Turn(
            user=turn.user,
            expect=tuple(
                one.model_copy(update={"parameters": _replaced(one.parameters, texts)})
                for one in turn.expect
            ),
        )
        for turn in case.turns
    )
    return case.model_copy(update={"turns": turns})


def _expected_answer(expectation: Expectation) -> str | None:
    field = scorers.get(expectation.scorer).answer_field
    value = expectation.parameters.get(field) if field else None
    if isinstance(value, list | tuple) and value:
        value = value[0]  # one of several answers, each of which is good enough
    return value if isinstance(value, str) else None


def _replaced(value: object, texts: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return texts.get(value, value)
    if isinstance(value, Mapping):
        return {name: _replaced(part, texts) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(part, texts) for part in value]
    return value
