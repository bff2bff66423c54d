"""The proof that kept answers give: the plan's formulas on what two runs hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from math import fsum, log

from harness.model.comparison import Change, ChangeKind
from harness.model.proof import Decision, Method, Proof
from harness.model.run import Outcome, Setting

from .duplicates import merge_duplicates
from .evidence import drop_at_most, proven, to_odds
from .units import Together, Unit, units_of
from .wording import TINY, with_words

__all__ = ["groups_worse", "prove", "tags_worse", "weigh"]

ALPHA_TAGS = 0.10
"""Of all tags that are called worse, a share of this size at most is expected wrong."""


def prove(
    changes: Sequence[Change],
    steady: Collection[Setting],
    method: Method,
    weighed: Mapping[str, Sequence[Unit]] | None = None,
) -> Proof:
    """Weigh the answers of all changes together.

    Args:
        changes: the questions with their labels; the proof has one place for each, in order.
        steady: settings at which both versions repeat themselves: facts, not bets.
        method: the parameters.
        weighed: what `weigh` has made of them, where it has.
    """
    found = weigh(changes, steady) if weighed is None else weighed
    together = Together(chain.from_iterable(found.values()), method)
    sides = [
        [trial for change in changes for trial in change.before.trials],
        [trial for change in changes for trial in change.after.trials],
    ]
    errored = [sum(trial.outcome is Outcome.ERRORED for trial in trials) for trials in sides]
    suspects = tuple(place for place, change in enumerate(changes) if change.suspect)
    odds_ship = to_odds(together.log_ship(together.margin))
    proof = Proof(
        decision=Decision.INCONCLUSIVE,
        labels=tuple(change.kind for change in changes),
        requests=sum(map(len, sides)),
        drop_at_most=drop_at_most(together.log_ship, method.alpha_ship),
        reasons=(),
        odds_worse=tuple(change.odds_worse for change in changes),
        odds_better=tuple(change.odds_better for change in changes),
        odds_drop=together.odds_drop,
        odds_ship=odds_ship,
        margin=together.margin,
        suspects=suspects,
        missing=(errored[0], errored[1]),
        asked=(len(sides[0]), len(sides[1])),
        rounds=together.rounds,
        method=method,
    )
    return with_words(proof, _decide(proof, changes), "suspects" if suspects else "undecided")


def weigh(changes: Sequence[Change], steady: Collection[Setting]) -> dict[str, list[Unit]]:
    """Return what is weighed, by digest: duplicates as one question, with all answers."""
    return {
        digest: [
            replace(unit, weight=float(sum(_asked_at(one, unit.setting) for one in same.asked)))
            for unit in units_of(same, steady)
        ]
        for digest, same in merge_duplicates(changes).items()
    }


def _asked_at(change: Change, setting: Setting) -> bool:
    return setting in change.before.by_setting or setting in change.after.by_setting


def groups_worse(changes: Sequence[Change], method: Method) -> tuple[str, ...]:
    """Return the groups of wordings that are proven to be worse, whichever member it is.

    A group's evidence is half the mean of its members' (strong where one wording breaks) and half
    their product (strong where all fall a little; the answers are independent, given the version).
    It is a list of its own beside that of the questions.
    """
    wordings: dict[str, dict[str, list[float]]] = {}
    for change in changes:
        group = wordings.setdefault(change.case.group or f"\0{change.case.id}", {})
        group.setdefault(change.case.digest, []).append(change.odds_worse)
    # Duplicates share their answers: in a product they count once.
    members = {
        name: [fsum(odds) / len(odds) for odds in group.values()]
        for name, group in wordings.items()
    }
    together = [
        (fsum(odds) / len(odds) + to_odds(fsum(log(max(each, TINY)) for each in odds))) / 2
        for odds in members.values()
    ]
    flags = proven(together, method.alpha_case)
    return tuple(
        name
        for name, flag in zip(members, flags, strict=True)
        if flag and not name.startswith("\0")
    )


def tags_worse(
    changes: Sequence[Change], method: Method, weighed: Mapping[str, Sequence[Unit]] | None = None
) -> frozenset[str]:
    """Return the tags whose questions together are proven to be worse: for information.

    A tag's evidence is half the mean of its questions' (strong where one broke) and half that
    something fell among them (strong where all fell a little). The list is one of all tags: many
    may be looked at, and few are called worse by chance. A plan asks what looks worse again: there
    the mean stands alone, since answers that were chosen so have no order to be averaged over.

    Args:
        changes: the questions.
        method: the parameters.
        weighed: what `weigh` has made of them; None for a plan.
    """
    tagged: dict[str, list[Change]] = {}
    for change in changes:
        for tag in dict.fromkeys(change.case.tags):
            tagged.setdefault(tag, []).append(change)
    odds = [fsum(each.odds_worse for each in tag) / len(tag) for tag in tagged.values()]
    if weighed is not None:
        drops = [_odds_drop(tag, method, weighed) for tag in tagged.values()]
        odds = [(mean + drop) / 2 for mean, drop in zip(odds, drops, strict=True)]
    flags = proven(odds, ALPHA_TAGS)
    return frozenset(tag for tag, flag in zip(tagged, flags, strict=True) if flag)


def _odds_drop(
    changes: Sequence[Change], method: Method, weighed: Mapping[str, Sequence[Unit]]
) -> float:
    digests = dict.fromkeys(change.case.digest for change in changes)
    return Together(chain.from_iterable(map(weighed.__getitem__, digests)), method).odds_drop


def _decide(proof: Proof, changes: Sequence[Change]) -> Decision:
    method = proof.method
    broken = any(change.kind is ChangeKind.REGRESSED for change in changes)
    if broken or proof.odds_drop >= 1 / method.alpha_mean:
        return Decision.DO_NOT_SHIP
    if proof.suspects or any(change.kind is ChangeKind.NO_ANSWER for change in changes):
        return Decision.INCONCLUSIVE
    enough = proof.odds_ship >= 1 / method.alpha_ship
    return Decision.SHIP if enough else Decision.INCONCLUSIVE
