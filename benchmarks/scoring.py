"""How fast the default scorer is, beside rapidfuzz's bare token_set_ratio on the same pairs.

    python benchmarks/scoring.py                 100,000 answers of 200 characters

Every expected text has facts in it (a number, a date, a time, a negation). Answers that state
them are the usual case; a contradiction is looked at closely, and takes several times as long. So
there are two measures: all answers right, and one in four saying another fact. One process, one
thread; the best of some rounds. The aim is no less than a fifth of the bare ratio's pace.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz import fuzz

from harness.model.run import Answer, Exchange
from harness.model.suite import Expectation
from harness.scorers import Scorer, bind

ROUNDS = 5
LENGTH = 200
FACTS = (
    ("You can send it back within {} days", "14", "5"),
    ("The refund takes {} working days", "10", "3"),
    ("We are open until {} on weekdays", "17:30", "16:00"),
    ("The sale ends on {}", "3 May 2024", "9 May 2024"),
    ("You {} change the address later", "cannot", "can"),
    ("Delivery costs {} euros in Europe", "4.90", "7.50"),
    ("Please write to {}", "help@shop.example", "sales@shop.example"),
    ("The warranty covers zips and seams for {} years", "two", "three"),
)
FILLING = """
    Thanks for asking, happy to help with that. Just open your account, choose the order and print
    the label that we have prepared for you. The parcel travels to our warehouse, where colleagues
    look at it. After that you get a message with all details. If anything is unclear our team is
    here for you. Many customers also like the pick-up points near their home, which are simple.
""".split()


class Pair(NamedTuple):
    """An expected text, and an answer to be held against it."""

    expected: str
    answer: str


def make_pairs(count: int, wrong_share: float = 1 / 4, seed: int = 1) -> list[Pair]:
    """Return pairs, of which a share says another fact than was expected."""
    chance = random.Random(seed)
    pairs = []
    for number in range(count):
        frame, right, wrong = FACTS[number % len(FACTS)]
        said = frame.format(wrong if chance.random() < wrong_share else right)
        before = chance.randrange(len(FILLING))
        words = FILLING[before:] + FILLING[:before]
        text = f"{said}. {' '.join(words)}"[:LENGTH]
        pairs.append(Pair(frame.format(right) + ".", text))
    return pairs


def best(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the quickest round: other work on the machine does not count."""
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def judged(pairs: list[Pair], **parameters: str) -> Callable[[], object]:
    """Return the work of scoring all pairs by the default scorer."""
    bound: dict[str, Scorer] = {}
    for pair in pairs:
        if pair.expected not in bound:
            made = Expectation(scorer="says", parameters={"text": pair.expected, **parameters})
            bound[pair.expected] = bind(made)
    question = "What do I need to know about this?"
    work = [(bound[pair.expected], Exchange(question, Answer(pair.answer, 0))) for pair in pairs]

    gc.freeze()  # a run never holds so many answers at once for the collector to look through

    def run() -> None:
        for scorer, exchange in work:
            scorer.judge(exchange)

    return run


def measure(title: str, pairs: list[Pair]) -> None:
    """Print the paces on some pairs."""

    def bare() -> None:
        for pair in pairs:
            fuzz.token_set_ratio(pair.expected, pair.answer)

    reference = best(bare)
    print(f"{len(pairs)} answers of {LENGTH} characters, {title}")
    print(f"  token_set_ratio      {len(pairs) / reference:10,.0f} a second")
    for name, parameters in (("says", {}), ("says, facts ignored", {"facts": "ignore"})):
        seconds = best(judged(pairs, **parameters))
        print(
            f"  {name:20} {len(pairs) / seconds:10,.0f} a second, {reference / seconds:.2f} of it"
        )


def main() -> None:
    """Print answers a second and their ratio to the bare one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--answers", type=int, default=100_000)
    given = parser.parse_args()
    for title, share in (("all answers right", 0.0), ("a quarter of them wrong", 1 / 4)):
        measure(title, make_pairs(given.answers, share))


if __name__ == "__main__":
    main()
