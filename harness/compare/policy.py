"""The plan: which answers to ask for next, and when to stop; pure, it asks nobody itself.

Every question is asked once of both versions, in batches of random order. A question that looks
worse is asked again, of both in turn, until the difference is proven or luck explains it. After
each complete round: ship, go on, or give up. Whoever drives it asks:

    policy = Policy(cases=200, seed=1)
    while asks := policy.next():
        for ask in asks:                       # in any order, and many at once
            policy.tell(ask, score_or_None)
    proof = policy.proof()

The same seed, history and answers lead to the same asks, so a plan that was cut off goes on by
telling a new one what is already answered.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from math import log

from harness.model.proof import Decision, Method, Proof, Until

from .course import Course
from .ledger import Ask, Asking, Ledger, Place
from .tally import SIDES, SideName, Tally
from .wording import TINY, summarize

__all__ = ["Ask", "Policy", "SideName"]

FUTILE = 1 / 3
"""Below this share of the evidence that the last round would need, going on is in vain."""
DEAF = 0.5
"""With a larger share of answers missing after the first batches, asking on is in vain."""


class Policy:
    """Decides by evidence what to ask next.

    Args:
        cases: how many questions there are.
        method: the parameters.
        seed: of the random order; None takes one from the system.
        history: scores of answers of the old version that are on file (same version, setting and
            scorers), a sequence a case: they are used before any new one is asked.
        askable: the versions that can be asked; without "before" only the history speaks for it.
        weights: how much each case counts in the ship evidence and in the lists.
        first: cases that are asked first, for instance those whose source text changed.

    Raises:
        ValueError: there is no case, or a sequence has another length than there are cases.
    """

    def __init__(
        self,
        cases: int,
        method: Method | None = None,
        *,
        seed: int | None = None,
        history: Sequence[Sequence[float]] = (),
        askable: Sequence[SideName] = SIDES,
        weights: Sequence[float] = (),
        first: Sequence[int] = (),
    ) -> None:
        if cases < 1:
            raise ValueError("a comparison needs at least one case")
        if any(len(given) not in {0, cases} for given in (history, weights)):
            raise ValueError(f"history and weights need one item for each of the {cases} cases")
        self.method = method or Method()
        self._askable = frozenset(askable)
        self._rounds = self.method.rounds
        if "before" not in self._askable:
            # Without an old answer there is no pair, and a round without all pairs proves less.
            self._rounds = min(self._rounds, min(map(len, history), default=0))
        self.tally = Tally(cases, self.method, history, weights)
        self.course = Course(
            self.tally.weights,
            tolerance=self.method.tolerance,
            margin=self.method.margin,
            pairs=cases * self._rounds,
            alpha=self.method.alpha_ship,
        )
        self.rounds = 0
        """Complete rounds."""
        self._labels = self.method.until is Until.LABELS
        self._capped: set[int] = set()
        self._mute: set[int] = set()
        self._random = random.Random(seed)
        self._first = frozenset(first)
        self._ledger = Ledger(self.method, self._askable)
        self._decision: Decision | None = None
        self._why = ""
        self._steps = self._plan()
        self._at_end = False

    @property
    def requests(self) -> int:
        """How many answers were asked for so far."""
        return self._ledger.requests

    @property
    def finished(self) -> bool:
        """Whether there is nothing more to ask."""
        return self._at_end

    def next(self) -> tuple[Ask, ...]:
        """Return the answers that are wanted now; none when the plan is at its end.

        While some of them are not told, the same ones are returned again, less those told.
        """
        ledger = self._ledger
        if not ledger.open and not self._at_end:
            ledger.open = dict.fromkeys(next(self._steps, ()))
            self._at_end = not ledger.open
        return tuple(ledger.open)

    def tell(self, ask: Ask, score: float | None) -> None:
        """Take the score (0..1) of an answer that was asked for; None if no answer came.

        Raises:
            ValueError: nobody asked for it, or the score is no number from 0 to 1.
        """
        self._ledger.tell(ask, score)

    def proof(self) -> Proof:
        """Return what is proven; before the end it is inconclusive."""
        return summarize(
            self.tally,
            self.course,
            self._decision or Decision.INCONCLUSIVE,
            requests=self.requests,
            rounds=self.rounds,
            suspects=self._waiting(),
            why=self._why,
        )

    def _plan(self) -> Iterator[list[Ask]]:
        """Yield what to ask, a list at a time; the answers are in `_told` on return."""
        for number in range(self._rounds):
            yield from self._round(number)
            if self._decision is None:
                self.rounds = number + 1
                self.course.close_round()
                self._judge_round()
            if self._decision is not None:
                return
        self._stop(Decision.INCONCLUSIVE, "rounds")

    def _round(self, number: int) -> Iterator[list[Ask]]:
        late: list[int] = []
        for batch in self._batches():
            changes = yield from self._pairs(batch, number)
            self._look()
            if self._labels:
                # All at once, at the end: each one that is proven lowers the bar of the others.
                late += self._suspicious(changes)
            elif self._decision is None:
                yield from self._chase(self._suspicious(changes))
            if self._decision is None and self._deaf():
                self._stop(Decision.INCONCLUSIVE, "missing")
            if self._decision is not None:
                return
        yield from self._chase(late)
        if self._decision is None:
            yield from self._ask(self.tally.unanswered())

    def _batches(self) -> list[list[int]]:
        order = list(range(self.tally.n))
        self._random.shuffle(order)
        order.sort(key=lambda case: case not in self._first)
        size = self.method.batch
        return [order[start : start + size] for start in range(0, len(order), size)]

    def _pairs(self, batch: list[int], number: int) -> Asking[Mapping[int, float]]:
        """Ask each case of both versions, or take the old answer from file; return the changes."""
        history = self.tally.history
        stakes = self.course.stake(batch)
        wanted: list[Place] = [("after", case) for case in batch]
        wanted += [("before", case) for case in batch if number >= len(history[case])]
        self._random.shuffle(wanted)
        found = yield from self._ask(wanted)
        changes: dict[int, float] = {}
        for case, bet in zip(batch, stakes, strict=True):
            old = found.get(("before", case))
            if number < len(history[case]):
                old = history[case][number]
            new = found.get(("after", case))
            if old is not None and new is not None:
                self.course.settle(case, bet, new - old)
                changes[case] = new - old
            self.course.see(case, (score for score in (old, new) if score is not None))
        return changes

    def _ask(self, wanted: Sequence[Place]) -> Asking[Mapping[Place, float | None]]:
        """Ask, count what came, and return it."""
        found = yield from self._ledger.ask(wanted)
        for (side, case), score in found.items():
            self.tally.add(side, case, score)
        if self._ledger.spent:
            self._stop(Decision.INCONCLUSIVE, "budget")
        return found

    def _suspicious(self, changes: Mapping[int, float]) -> list[int]:
        worse, better, give_up = self.tally.worse, self.tally.better, self.method.give_up
        return [
            case
            for case, change in changes.items()
            if (change < 0 and worse[case] >= give_up)
            or (self._labels and change > 0 and better[case] >= give_up)
        ]

    def _chase(self, suspects: list[int]) -> Iterator[list[Ask]]:
        """Ask suspects until each is proven, cleared or at the cap: the likeliest first, or all."""
        while suspects := [case for case in suspects if self._worth_asking(case)]:
            chosen = suspects if self._labels else [max(suspects, key=self.tally.worse.__getitem__)]
            turn = [(self._fewer(case), case) for case in chosen]
            found = yield from self._ask(turn)
            for (_, case), score in found.items():
                if score is not None:
                    self.course.see(case, (score,))
            self._look()
            if self._decision is not None:
                return
            mute = {case for side, case in turn if found.get((side, case)) is None}
            self._mute |= mute
            suspects = [case for case in suspects if case not in mute]

    def _fewer(self, case: int) -> SideName:
        old, new = self.tally.counts[0][case], self.tally.counts[1][case]
        return "before" if old < new and "before" in self._askable else "after"

    def _worth_asking(self, case: int) -> bool:
        """Tell whether a suspect is neither proven nor cleared, and keep those at the cap."""
        tally, method = self.tally, self.method
        up = tally.rose(case)
        evidence = tally.better[case] if up else tally.worse[case]
        alpha = method.alpha_improved if up else method.alpha_case
        if evidence < method.give_up or evidence >= self._bar(alpha, up=up):
            return False
        if tally.counts[1][case] >= method.cap:
            self._capped.add(case)
            return False
        return True

    def _bar(self, alpha: float, *, up: bool) -> float:
        """Return the evidence that proves a case now: it falls as more are proven."""
        flags = self.tally.proven_better() if up else self.tally.proven_worse()
        return self.tally.n / (alpha * max(1, sum(flags) + 1))

    def _look(self) -> None:
        """Block as soon as something is proven, if the verdict is all that is wanted."""
        if self._decision is None and not self._labels and self._broken():
            self._stop(Decision.DO_NOT_SHIP)

    def _broken(self) -> bool:
        if self.course.odds_drop >= 1 / self.method.alpha_mean:
            return True
        possible = max(self.tally.worse) * self.method.alpha_case >= 1 or self.tally.weights
        return bool(possible) and any(self.tally.proven_worse())

    def _judge_round(self) -> None:
        if self._broken():
            self._stop(Decision.DO_NOT_SHIP)
        elif self.course.log_ship(self.course.margin) >= -log(self.method.alpha_ship):
            self._ship()
        elif self.rounds >= self.method.patience and self._progress() < FUTILE:
            self._stop(Decision.INCONCLUSIVE, "futile")

    def _ship(self) -> None:
        if self.tally.too_much_missing():
            self._stop(Decision.INCONCLUSIVE, "missing")
        elif self.tally.unanswered():
            self._stop(Decision.INCONCLUSIVE, "unanswered")
        elif self._waiting():
            self._stop(Decision.INCONCLUSIVE, "suspects")
        else:
            self._stop(Decision.SHIP)

    def _waiting(self) -> tuple[int, ...]:
        """Return the suspects whose evidence keeps a release open."""
        worse, method = self.tally.worse, self.method
        capped = {case for case in self._capped if worse[case] >= method.open_at}
        mute = {case for case in self._mute if worse[case] >= method.give_up}
        return tuple(sorted(capped | mute))

    def _progress(self) -> float:
        """Project the evidence to the last round: 1 means that it will just do."""
        method, course = self.method, self.course
        ship = course.log_ship(course.margin) / -log(method.alpha_ship)
        drop = log(max(course.odds_drop, TINY)) / -log(method.alpha_mean)
        return max(ship, drop) * self._rounds / self.rounds

    def _deaf(self) -> bool:
        asked, missing = sum(self.tally.asked), sum(self.tally.missing)
        return asked >= 2 * min(self.method.batch, self.tally.n) and missing > DEAF * asked

    def _stop(self, decision: Decision, why: str = "") -> None:
        if self._decision is None:
            self._decision, self._why = decision, why
