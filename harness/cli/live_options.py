"""Options of the verbs that ask two bots in turn, and the terms that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from harness.live.terms import Terms
    from harness.model.suite import Gate, Suite

__all__ = ["TERMS", "terms_from", "terms_options"]

F = TypeVar("F", bound=Callable[..., Any])

TERMS = ("preset", "rounds", "margin", "until", "seed")
"""The names of the options that make the terms."""

_OPTIONS = (
    click.option(
        "--preset",
        type=click.Choice(["quick", "normal", "thorough"]),
        default="normal",
        show_default=True,
        help="How far to go before giving up; `harness plan SUITE` shows what each costs.",
    ),
    click.option(
        "--rounds",
        type=click.IntRange(1, 1000),
        help="Ask all questions of both at most so often [default: the preset's].",
    ),
    click.option(
        "--margin",
        type=click.FloatRange(0, 100, min_open=True, max_open=True),
        metavar="POINTS",
        help="The drop of the pass rate that matters [default: the gate's max_drop].",
    ),
    click.option(
        "--until",
        type=click.Choice(["verdict", "labels"]),
        default="verdict",
        show_default=True,
        help="Stop at the verdict, or go on until each question is labelled.",
    ),
    click.option("--seed", type=int, help="Of the order of asking [default: a fresh one]."),
)


def terms_options(function: F) -> F:
    """Add the options that make the terms of a live comparison."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def terms_from(suite: Suite, usual: Gate, **options: Any) -> Terms:
    """Return the terms for a suite by these options; `usual` are the project's release rules."""
    from harness.compare.rates import drop_method
    from harness.live.presets import terms_of
    from harness.live.question import questions_of

    points = options["margin"]
    questions = questions_of(suite)
    # Facts at temperature 0 take one round; how many the others take is what counts.
    warm = sum(question.setting.temperature > 0 for question in questions)
    gate = suite.gate.over(usual)
    margin = gate.max_drop if points is None else points / 100
    terms = terms_of(
        options["preset"],
        max(1, warm or len(questions)),
        margin=margin,
        rounds=options["rounds"],
        until=options["until"],
        seed=options["seed"],
    )
    gate = gate.model_copy(update={"max_drop": margin})
    grouped = any(case.group for case in suite.cases)
    return replace(terms, method=drop_method(terms.method, gate, grouped=grouped))
