from __future__ import annotations

from fakes import ScriptedBot, case, run, suite, trial
from twobots import both, two_bots

from harness.errors import BotUnreachable
from harness.live.ledger import Ledger
from harness.live.question import questions_of
from harness.model.run import BOT_CHANGED, BotState, Outcome, RunStatus
from harness.store.store import Store

ASKED = suite(case("a"), case("b"), repeats={0.7: 1})
QUESTIONS = questions_of(ASKED)
RIGHT = {"a?": "30 days", "b?": "30 days"}


async def test_an_error_is_kept_and_asked_again_later(store: Store) -> None:
    """What errored is no answer: who goes on with the run may get one."""
    failing = ScriptedBot({**RIGHT, "a?": BotUnreachable("gone")})
    with two_bots(store, ASKED, failing, ScriptedBot(RIGHT)) as asker:
        trial, *_ = await asker.get(both(QUESTIONS))

    assert trial is not None
    assert Outcome.ERRORED is trial.outcome
    again = Ledger.reopen(store, store.load_run("before"), ScriptedBot(RIGHT))
    assert again.asked(QUESTIONS[0], 0) is None
    assert again.asked(QUESTIONS[1], 0) is not None


async def test_an_adaptive_run_knows_its_size_at_its_end(store: Store) -> None:
    """It is complete with the trials that it has, few or many."""
    with two_bots(store, ASKED, ScriptedBot(RIGHT), ScriptedBot(RIGHT)) as asker:
        await asker.get(both(QUESTIONS[:1]))
        ended = await asker.ledgers["before"].finish(RunStatus.COMPLETE, {"plan": "adaptive"})

    assert (RunStatus.COMPLETE, 1, 1) == (ended.status, ended.planned, len(ended.trials))
    assert "adaptive" == ended.provenance["plan"]


async def test_a_bot_that_changes_meanwhile_is_noted(store: Store) -> None:
    """Answers of two versions must not pass for one."""
    states = [BotState("bot-1", last_trained_at="Tuesday")]
    began = run("r", ASKED, (), bot=BotState("bot-1", last_trained_at="Monday"))
    ledger = Ledger.begin(store, began, ScriptedBot(RIGHT, states=states))

    ended = await ledger.finish(RunStatus.COMPLETE, {})

    assert "last trained Monday → Tuesday" == ended.provenance[BOT_CHANGED]


def test_answers_to_a_changed_question_do_not_count(store: Store) -> None:
    """Whoever edits a case asks it anew."""
    edited = suite(case("a", expect="14 days"), case("b"), repeats={0.7: 1})
    old = trial(case("a"), setting=QUESTIONS[0].setting)
    ledger = Ledger.closed(store, run("kept", edited, [old]), ScriptedBot(RIGHT))

    assert ledger.asked(questions_of(edited)[0], 0) is None
