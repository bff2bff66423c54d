"""What a scorer is, where scorers are found, and the scoring of a trial by them."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from harness.model.run import Exchange, Score, Trial
from harness.model.suite import Case, Expectation
from harness.registry import Registry

from .built_in import BUILT_IN

__all__ = ["Scorer", "bind", "score_trial", "scorers"]

_LONGEST_FAILURE = 300
_TEXT = frozenset({str})


class Scorer(BaseModel, ABC):
    """An expectation made callable; its fields are the parameters that people write in YAML."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shorthand: ClassVar[str | None] = None
    """The field that a bare value stands for: `keywords: [a, b]` is `keywords: {all: [a, b]}`."""
    answer_field: ClassVar[str | None] = None
    """The field that holds a whole expected answer: accepting another answer replaces it."""
    default_threshold: ClassVar[float] = 1.0
    """The pass mark, 0..1, where nobody gives another."""
    graded: ClassVar[bool] = False
    """Whether the threshold of the case applies where the expectation gives none."""

    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1.0
    """The share in the score of the trial; 0: shown, but not counted."""
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    """The pass mark, 0..1."""
    metric: str = ""
    """A name to be averaged by over the suite."""

    _name: str = PrivateAttr(default="")

    def model_post_init(self, context: Any, /) -> None:
        """Keep the name under which `bind` found this scorer."""
        self._name = context["name"] if isinstance(context, dict) else type(self).__name__.lower()

    @abstractmethod
    def score(self, exchange: Exchange) -> Score:
        """Judge the answer of `exchange`; whatever is raised counts as "could not judge"."""

    def grade(self, value: float, reason: str, details: Mapping[str, Any] | None = None) -> Score:
        """Return the Score for `value` (0..1): passed when it reaches the pass mark.

        Args:
            value: How well the answer meets the expectation.
            reason: A sentence for people.
            details: Findings by name, JSON values only.

        Raises:
            ValueError: The value is not within 0..1.
        """
        if not 0 <= value <= 1:
            raise ValueError(f"a score is from 0 to 1, not {value}")
        mark = self.pass_mark
        return Score(
            scorer=self.name,
            value=float(value),  # a plug-in may have one of numpy's, which no store takes
            passed=bool(value >= mark),
            reason=reason,
            threshold=mark,
            weight=self.weight,
            details=details or {},
            metric=self.metric,
        )

    def abstain(self, reason: str) -> Score:
        """Return the Score of a scorer that cannot judge: no value, and so an errored trial."""
        return Score(
            scorer=self._name,
            value=None,
            passed=None,
            reason=reason[:_LONGEST_FAILURE],
            threshold=self.pass_mark,
            weight=self.weight,
            metric=self.metric,
        )

    def judge(self, exchange: Exchange) -> Score:
        """Return `score(exchange)`, or a Score without a value when that raises.

        An empty answer fails whatever is expected: a bot that says nothing says nothing wrong.
        """
        if not exchange.answer.text.strip():
            return self.grade(0, "the answer is empty")
        try:
            return _storable(self.score(exchange))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plug-in may raise anything; it must not look like a wrong answer, or end the run
            return self.abstain(f"the scorer failed: {type(error).__name__}: {error}")

    @cached_property
    def name(self) -> str:
        """The name by which the suite calls it."""
        return self._name

    @cached_property
    def pass_mark(self) -> float:
        """The value from which on an answer passes."""
        return self.default_threshold if self.threshold is None else self.threshold


def _storable(score: object) -> Score:
    """Return what a scorer returned; what no store could keep would lose the answer with it.

    Raises:
        TypeError: It is no Score, or its details are no JSON values.
    """
    if not isinstance(score, Score):
        raise TypeError(f"it returned {type(score).__name__}, no Score")
    if not _is_plain(score.details):
        json.dumps(score.details, default=_plain)
    return score


def _is_plain(details: Mapping[str, Any]) -> bool:
    """Tell quickly of texts by name, or lists of them, that they are JSON values: most are."""
    for name, value in details.items():
        texts = value if isinstance(value, list | tuple) else (value,)
        if type(name) is not str or not set(map(type, texts)) <= _TEXT:
            return False
    return True


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} in the details is no JSON value")


scorers: Registry[type[Scorer]] = Registry("scorer", "harness.scorers", BUILT_IN, base=Scorer)


def bind(
    expectation: Expectation,
    threshold: float | None = None,
    *,
    language: str | None = None,
    facts: str | None = None,
    depth: int | None = None,
) -> Scorer:
    """Return the scorer that an expectation names, with its parameters.

    Args:
        expectation: The name and the parameters, text or typed.
        threshold: The pass mark of the case; counts for graded scorers without their own.
        language: The language of the case, for scorers that know words and are told no other.
        facts: "compare" or "ignore", as the case says, for scorers that are told neither.
        depth: How many expectations this one stands inside of.

    Raises:
        UnknownPlugin: No scorer has this name.
        pydantic.ValidationError: The parameters are not those of the scorer.
    """
    kind = scorers.get(expectation.scorer)
    parameters = dict(expectation.parameters)
    given = {"threshold": threshold, "language": language, "facts": facts}
    for name, value in given.items():
        applies = name in kind.model_fields and (name != "threshold" or kind.graded)
        if applies and value is not None and parameters.get(name) is None:
            parameters[name] = value
    context = {"name": expectation.scorer, "depth": depth or 0, **given}
    return kind.model_validate(parameters, context=context)


def score_trial(case: Case, trial: Trial) -> Trial:
    """Return `trial` with each exchange scored by the expectations of its turn.

    Scores of an earlier scoring are replaced. An error stays; a trial that has fewer exchanges
    than the case has turns, and tells of no error, gets one: what was not asked did not pass.

    Raises:
        UnknownPlugin: The case names a scorer that is not installed.
        pydantic.ValidationError: Its parameters do not fit.
    """
    turns = [_bind_all(turn.expect, case) for turn in case.turns]
    missing = len(turns) - len(trial.exchanges)
    error = trial.error
    if missing > 0 and error is None:
        error = f"the conversation ended after {len(trial.exchanges)} of {len(turns)} questions"
    turns.extend([()] * -missing)
    exchanges = tuple(
        _scored(exchange, tuple([one.judge(exchange) for one in bound]))
        for exchange, bound in zip(trial.exchanges, turns, strict=False)
    )
    return Trial(trial.key, trial.case_digest, exchanges, trial.asked_at, error)


def _scored(exchange: Exchange, scores: tuple[Score, ...]) -> Exchange:
    return Exchange(exchange.prompt, exchange.answer, exchange.history, scores)


def _bind_all(expect: tuple[Expectation, ...], case: Case) -> tuple[Scorer, ...]:
    """Bind expectations, each once however many trials its case has."""
    return tuple(
        _bind_cached(
            scorers.get(one.scorer),
            one.scorer,
            one.written,
            case.threshold,
            case.language,
            case.facts,
        )
        for one in expect
    )


@lru_cache(maxsize=16_384)
def _bind_cached(
    kind: type[Scorer],  # noqa: ARG001 - a part of the key: the name may be registered anew
    name: str,
    parameters: str,
    threshold: float | None,
    language: str | None,
    facts: str | None,
) -> Scorer:
    expectation = Expectation(scorer=name, parameters=json.loads(parameters))
    return bind(expectation, threshold, language=language, facts=facts)
