"""Two scripted bots and an asker of both, for the tests that compare them live."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from fakes import ScriptedBot, run

from harness.live.asking import Asker, Wanted
from harness.live.ledger import Ledger
from harness.live.question import Question
from harness.model.suite import Suite
from harness.runner.budget import Budget
from harness.store.store import Store

__all__ = ["both", "two_bots"]


def two_bots(
    store: Store,
    of: Suite,
    old: ScriptedBot,
    new: ScriptedBot,
    *,
    max_requests: int | None = None,
) -> Asker:
    """Return an asker of two bots whose runs `before` and `after` have begun."""
    ledgers = {
        side: Ledger.begin(store, run(side, of, ()), bot)
        for side, bot in (("before", old), ("after", new))
    }
    return Asker(ledgers, 4, Random(1), budget=Budget(max_requests))


def both(questions: Sequence[Question], number: int = 0) -> list[Wanted]:
    """Want one answer of each side to each question."""
    return [Wanted(side, each, number) for each in questions for side in ("before", "after")]
