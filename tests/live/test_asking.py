from __future__ import annotations

from random import Random

import pytest
from fakes import ScriptedBot, case, run, suite
from twobots import both, two_bots

from harness.errors import BotRefused, BudgetReached
from harness.live.asking import Asker, Wanted
from harness.live.ledger import Ledger
from harness.live.question import questions_of
from harness.store.store import Store

ASKED = suite(case("a"), case("b"), repeats={0.7: 1})
QUESTIONS = questions_of(ASKED)
RIGHT = {"a?": "30 days", "b?": "30 days"}
WRONG = {"a?": "30 days", "b?": "no idea"}


async def test_each_answer_is_scored_kept_and_in_its_place(store: Store) -> None:
    """The trials come back in the order of asking, whoever answered first."""
    with two_bots(store, ASKED, ScriptedBot(RIGHT), ScriptedBot(WRONG)) as asker:
        found = await asker.get(both(QUESTIONS))

    assert ["passed", "passed", "passed", "failed"] == [each.outcome for each in found if each]
    assert 2 == len(store.load_run("after").trials)
    assert 4 == asker.asked


async def test_what_is_kept_costs_nothing(store: Store) -> None:
    """The same answers again are not asked again."""
    old, new = ScriptedBot(RIGHT), ScriptedBot(RIGHT)
    with two_bots(store, ASKED, old, new) as asker:
        assert await asker.get(both(QUESTIONS)) == await asker.get(both(QUESTIONS))
    assert (4, 2, 2) == (asker.asked, len(old.asked), len(new.asked))


async def test_no_more_is_sent_than_is_allowed(store: Store) -> None:
    """A spent budget ends it; what was paid for is kept."""
    old, new = ScriptedBot(RIGHT), ScriptedBot(RIGHT)
    with (
        two_bots(store, ASKED, old, new, max_requests=3) as asker,
        pytest.raises(BudgetReached, match="3 requests"),
    ):
        await asker.get(both(QUESTIONS))
    assert 3 == len(old.asked + new.asked)
    assert 3 == sum(len(store.load_run(side).trials) for side in ("before", "after"))


async def test_a_refused_key_ends_it(store: Store) -> None:
    """A bot that refuses every further question is an error, not a list of missing answers."""
    refused = ScriptedBot(dict.fromkeys(RIGHT, BotRefused("no credits", status=403)))
    with (
        two_bots(store, ASKED, ScriptedBot(RIGHT), refused) as asker,
        pytest.raises(BotRefused),
    ):
        await asker.get(both(QUESTIONS))


async def test_a_side_that_is_gone_is_not_asked(store: Store) -> None:
    """Of a bot that was overwritten there is what is kept, and nothing else."""
    gone = ScriptedBot(RIGHT)
    ledgers = {
        "before": Ledger.closed(store, run("before", ASKED, ()), gone),
        "after": Ledger.begin(store, run("after", ASKED, ()), ScriptedBot(RIGHT)),
    }
    with Asker(ledgers, 1, Random(1)) as asker:
        assert [None] == await asker.get([Wanted("before", QUESTIONS[0], 0)])
    assert [] == gone.asked
