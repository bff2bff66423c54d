"""The release rules on pass rates: how far they fell, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from harness.model.comparison import Change, Comparison, Estimate, Rule, Side
from harness.model.proof import Method, Proof
from harness.model.run import Trial
from harness.model.suite import Gate

from .broken import counted
from .estimates import change_of, mean_of
from .kept import prove
from .phrases import interval, odds, percent, points

__all__ = ["drop_method", "rate_rules"]

LARGEST_UNSEEN = 0.30
"""Answers too few to rule out a fall of this size say nothing, strict or not."""


def rate_rules(comparison: Comparison, gate: Gate, *, strict: bool) -> Iterator[Rule]:
    """Judge change and level of the whole, of tags and of temperatures.

    Each rule on a drop takes its share of the chance of a false alarm, so that all together keep
    the promise.
    """
    changes = counted(comparison, gate)
    method = _method(comparison, gate)
    yield from _pair("Pass rate", comparison, changes, method, gate.min_pass_rate, strict=strict)
    for tag, limits in gate.tags.items():
        tagged = [change for change in changes if tag in change.case.tags]
        own = None if limits.max_drop is None else replace(method, margin=limits.max_drop)
        name = f"Pass rate of {tag}"
        yield from _pair(name, comparison, tagged, own, limits.min_pass_rate, strict=strict)
    for temperature, limits in gate.temperatures.items():
        there = [_at(change, temperature) for change in changes]
        own = None if limits.max_drop is None else replace(method, margin=limits.max_drop)
        name = f"Pass rate at temperature {temperature:g}"
        yield from _pair(name, comparison, there, own, limits.min_pass_rate, strict=strict)


def drop_method(method: Method, gate: Gate, *, grouped: bool) -> Method:
    """Return the parameters of one rule on a drop: its share of the chance of a false alarm.

    Args:
        method: the parameters of the whole comparison.
        gate: the rules.
        grouped: whether wordings of one question are judged together too.
    """
    alpha = method.alpha_mean
    if grouped:
        # The list of groups has the chance of a false alarm of the list of questions once more.
        alpha -= method.alpha_case
    limits = (*gate.tags.values(), *gate.temperatures.values())
    rules = 1 + sum(each.max_drop is not None for each in limits)
    return replace(method, margin=gate.max_drop, alpha_mean=alpha / rules)


def _method(comparison: Comparison, gate: Gate) -> Method:
    method = comparison.proof.method if comparison.proof else Method()
    grouped = any(change.case.group for change in comparison.changes)
    return drop_method(method, gate, grouped=grouped)


def _pair(
    name: str,
    comparison: Comparison,
    changes: Sequence[Change],
    method: Method | None,
    least: float | None,
    *,
    strict: bool,
) -> Iterator[Rule]:
    judged = [change for change in changes if change.before.judged and change.after.judged]
    if not judged and (method or least is not None):
        sentence = f"{name}: there is no answer to judge it by."
        yield Rule(name, "answers", "none", None, sentence)
    elif judged:
        if method is not None:
            yield _change(name, comparison, judged, method, strict=strict)
        if least is not None:
            yield _level(name, judged, least)


def _change(
    name: str, comparison: Comparison, changes: Sequence[Change], method: Method, *, strict: bool
) -> Rule:
    proof = _proof(comparison, changes, method)
    moved = change_of(changes, lambda side: side.pass_rate)
    fell = proof.odds_drop >= 1 / method.alpha_mean
    bound = f"{max(proof.drop_at_most, 0.0) * 100:.1f} points"
    within = proof.odds_ship >= 1 / method.alpha_ship
    told = f"{name} changed by {points(moved)}" if moved else name
    passed: bool | None = True
    if within:
        sentence = f"{told}: it fell by less than {bound} (95 % sure)."
    elif fell:
        passed, sentence = False, f"{told}, a clear fall: {odds(proof.odds_drop)} against chance."
    elif _is_fact(changes, comparison, proof.odds_ship):
        passed, sentence = False, _fact(name, moved, method.margin)
    elif proof.drop_at_most >= 1:
        passed = None
        sentence = f"{told}: too little was asked to say how far it fell at most."
    elif strict or proof.drop_at_most > LARGEST_UNSEEN:
        passed = None
        sentence = f"{told}: a fall of up to {bound} is not ruled out."
    else:
        sentence = f"{told}: no clear fall, though one of up to {bound} could be missed."
    most = f"{method.margin * 100:.3g} points"
    allowed = f"a fall under {most}, ruled out" if strict else f"no clear fall over {most}"
    return Rule(f"{name}, change", allowed, points(moved) if moved else "", passed, sentence)


def _proof(comparison: Comparison, changes: Sequence[Change], method: Method) -> Proof:
    """Prove what the changes show; of all questions of a plan, what its course has shown."""
    known, apart = comparison.proof, comparison.apart
    played = [change for change in changes if change.case.id not in apart]
    whole = len(played) == len(changes) == len(comparison.changes) - len(apart)
    if known is not None and known.course and whole:
        return known
    return prove(changes, comparison.steady, method)


def _is_fact(changes: Sequence[Change], comparison: Comparison, odds_ship: float) -> bool:
    """Tell whether all answers are facts, and show a fall of more than is allowed."""
    trials = [t for each in changes for side in (each.before, each.after) for t in side.trials]
    return odds_ship < 1 and all(trial.key.setting in comparison.steady for trial in trials)


def _fact(name: str, moved: Estimate | None, margin: float) -> str:
    """Say how far the pass rate fell; its interval is of other questions and would only confuse."""
    by = f"{-moved.value * 100:.1f} points" if moved else "more than is allowed"
    return (
        f"{name} fell by {by} on these questions, more than the {margin * 100:.3g} points allowed: "
        "the bot repeats itself word for word, so this is no chance."
    )


def _level(name: str, changes: Sequence[Change], least: float) -> Rule:
    rate = mean_of(changes, lambda change: change.after.pass_rate)
    assert rate is not None  # noqa: S101 (each of them is judged)
    passed = rate.value >= least
    sentence = (
        f"{name} after is {percent(rate.value)}, "
        f"{'not below' if passed else 'below'} the {percent(least)} demanded."
    )
    return Rule(f"{name}, level", f"{percent(least)} or more", interval(rate), passed, sentence)


def _at(change: Change, temperature: float) -> Change:
    def there(trials: Sequence[Trial]) -> Side:
        return Side(tuple(t for t in trials if t.key.setting.temperature == temperature))

    return replace(change, before=there(change.before.trials), after=there(change.after.trials))
