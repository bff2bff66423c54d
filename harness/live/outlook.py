"""The outlook: what a comparison will cost and can find, by playing it many times without a bot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, isqrt, lgamma
from random import Random
from statistics import fmean

from harness.compare.policy import Policy
from harness.model.comparison import Decision
from harness.model.proof import Method, Until

from .steady import CONFIRMED, PROBED, PROBES
from .terms import Terms

__all__ = ["Outlook", "Prospect", "look_ahead"]

STEADY, FAILING, FLAKY = 0.7, 0.1, 0.2
"""The bot that is imagined where nothing is known of it: shares of questions that are always
right, always wrong, and right now and then (Beta(1.5, 1.5))."""
BETA = 1.5
GAMES = 60
"""So many comparisons are played for a figure; in the search for a drop a third of it."""
LARGE = 300
"""Larger suites vary less: they are played less often."""
POWER = 0.8
"""A drop is called detectable if so large a share of the comparisons finds it."""
STEPS = 5
"""Halvings in the search for the smallest drop that is found."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is to be compared.

    Attributes:
        cold: how many questions stand at temperature 0.
        warm: how many stand above it.
        turns: mean number of requests for one answer.
        known: of warm questions, right answers and answers so far; the others are imagined.
        on_file: answers of the old version that are all there is of it; 0: it can be asked.
    """

    cold: int
    warm: int
    turns: float = 1.0
    known: tuple[tuple[int, int], ...] = ()
    on_file: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to expect; shares are 0..1, requests are means."""

    ships: float
    """Chance that an unchanged bot ships."""
    requests: float
    """Requests if nothing has changed."""
    finds_one: float
    """Chance that one question which was always right and is always wrong blocks."""
    requests_one: float
    """Requests then."""
    drop: float | None
    """The smallest fall of all pass rates that blocks in four of five comparisons; None: none."""


def look_ahead(prospect: Prospect, terms: Terms, *, games: int = GAMES, seed: int = 0) -> Outlook:
    """Play a comparison many times, and return what came of it.

    Of temperature 0 it is assumed that the bot repeats itself, so that answers there are facts.
    """
    if prospect.warm > LARGE:
        games = max(games // 4, 6)
    facts = _facts(prospect)
    if not prospect.warm:
        confirmed = facts + prospect.turns * 2 * (CONFIRMED - 1)
        return Outlook(1.0, facts, 1.0, confirmed, None)
    player = _Player(prospect, terms, games, seed)
    same, same_requests = player.play(Decision.SHIP, lambda rate, _: rate)
    one, one_requests = player.play(Decision.DO_NOT_SHIP, _broken)
    return Outlook(
        ships=same,
        requests=facts + same_requests,
        finds_one=one,
        requests_one=facts + one_requests,
        drop=_smallest_drop(replace(player, games=max(games // 3, 6))),
    )


def _facts(prospect: Prospect) -> float:
    """Return the requests that facts at temperature 0 take."""
    sides = 1 if prospect.on_file else 2
    probed = min(prospect.cold, max(PROBED, isqrt(prospect.cold)))
    return prospect.turns * sides * (prospect.cold + probed * (PROBES - 1))


def _broken(rate: float, place: int) -> float:
    return 0.0 if place == 0 else rate


def _smallest_drop(player: _Player) -> float | None:
    """Search by halving, on the same imagined bots each time."""

    def found(drop: float) -> bool:
        share, _ = player.play(Decision.DO_NOT_SHIP, lambda rate, _: max(0.0, rate - drop))
        return share >= POWER

    low, high = 0.0, 0.64
    if not found(high):
        return None
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if found(middle) else (middle, high)
    return high


@dataclass(frozen=True, slots=True)
class _Player:
    """Plays comparisons of imagined bots."""

    prospect: Prospect
    terms: Terms
    games: int
    seed: int

    def play(self, wanted: Decision, after: Callable[[float, int], float]) -> tuple[float, float]:
        """Return how often the decision was the wanted one, and the mean of the requests.

        Args:
            wanted: the decision to count.
            after: gives the new rate of a question by its old one and its place.
        """
        ends = [self._game(Random(f"{self.seed}/{game}"), after) for game in range(self.games)]
        share = fmean(decision is wanted for decision, _ in ends)
        return share, self.prospect.turns * fmean(requests for _, requests in ends)

    def _game(self, dice: Random, after: Callable[[float, int], float]) -> tuple[Decision, int]:
        prospect = self.prospect
        old = list(_rates(prospect, dice))
        old[0] = 1.0 if after is _broken else old[0]
        rates = {"before": old, "after": [after(rate, i) for i, rate in enumerate(old)]}
        history = [_answers(rate, prospect.on_file, dice) for rate in old]
        policy = Policy(
            prospect.warm,
            self._method(),
            seed=dice.getrandbits(32),
            history=history,
            askable=("after",) if prospect.on_file else ("before", "after"),
        )
        while asks := policy.next():
            for ask in asks:
                policy.tell(ask, float(dice.random() < rates[ask.side][ask.case]))
        proof = policy.proof()
        return proof.decision, proof.requests

    def _method(self) -> Method:
        method = self.terms.method
        total = self.prospect.cold + self.prospect.warm
        margin = min(0.9, method.margin * total / self.prospect.warm)
        return replace(method, margin=margin, until=Until.VERDICT, max_requests=None)


def _rates(prospect: Prospect, dice: Random) -> Iterator[float]:
    """Imagine the bot: a rate for each warm question, in the light of what is known of it."""
    known = (*prospect.known, *[(0, 0)] * prospect.warm)[: prospect.warm]
    for right, answers in known:
        weights = (
            STEADY * (right == answers),
            FAILING * (right == 0),
            FLAKY * _likelihood(right, answers),
        )
        kind = dice.choices((1.0, 0.0, None), weights)[0]
        wrong = answers - right
        yield dice.betavariate(BETA + right, BETA + wrong) if kind is None else kind


def _likelihood(right: int, answers: int) -> float:
    """Return how likely a flaky question gives these answers, in one order."""
    wrong = answers - right
    return exp(_log_beta(BETA + right, BETA + wrong) - _log_beta(BETA, BETA))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _answers(rate: float, number: int, dice: Random) -> Sequence[float]:
    return [float(dice.random() < rate) for _ in range(number)]
