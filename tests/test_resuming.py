from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import Quiet, ScriptedBot, case, suite

from harness import sharing
from harness.comparing import compare_runs
from harness.errors import BotUnreachable, SettingsError
from harness.evaluation import evaluate
from harness.merging import merge
from harness.model.comparison import Decision
from harness.model.run import GOES_ON_FROM, BotState, Outcome, Run, RunStatus
from harness.model.suite import Suite, Waiver
from harness.resuming import look
from harness.runner.plan import plan
from harness.store.store import Store

A, B, C = case("a"), case("b"), case("c")
FIRST = suite(A, B, C)
EDITED = suite(A, case("b", expect="thirty days"), case("d"))
ANSWERS = {f"{name}?": "30 days" for name in "abcd"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as empty:
        yield empty


def bot(**more: str | BotUnreachable) -> ScriptedBot:
    """Return a bot that answers every question here."""
    return ScriptedBot({**ANSWERS, **{f"{name}?": reply for name, reply in more.items()}})


def asked(of: ScriptedBot) -> list[str]:
    """Return the questions that a bot was asked, sorted."""
    return sorted(question for question, _, _ in of.asked)


def is_whole(run: Run, of: Suite) -> bool:
    """Tell whether a run is complete, with exactly one trial for each key of the suite's plan."""
    keys = {(task.key, task.case.digest) for task in plan(of)}
    found = [(trial.key, trial.case_digest) for trial in run.trials]
    return (
        run.status is RunStatus.COMPLETE
        and run.planned == len(keys) == len(found)
        and set(found) == keys
    )


async def test_an_edited_suite_asks_what_is_changed_or_new(store: Store) -> None:
    """Unchanged cases keep their answers, removed ones leave the plan, the report has today's."""
    before = await evaluate(FIRST, bot(), store, label="before")
    again, watcher = bot(), Quiet()

    after = await evaluate(EDITED, again, store, resume=before.id, watcher=watcher)

    assert ["b?", "b?", "d?", "d?"] == asked(again)
    assert is_whole(after, EDITED)
    assert EDITED == after.suite
    assert "before" == after.label
    assert before.id == after.provenance[GOES_ON_FROM]
    assert [("before", 4)] == watcher.begun
    assert "1 case changed, 1 new, 1 removed: 4 of 6 trials to ask" in watcher.stages[0]


async def test_the_run_that_was_paid_for_stays_as_it_was(store: Store) -> None:
    """Its answers, its suite and its baseline's name are those from before the edit."""
    before = await evaluate(FIRST, bot(), store)
    store.baselines.set("main", before.id)

    after = await evaluate(EDITED, bot(), store, resume=before.id)

    assert after.id != before.id
    assert before == store.load_run("main")
    assert after == store.load_run("latest")


async def test_who_resumes_again_goes_on_with_the_same_successor(store: Store) -> None:
    """An edited run that was cut off is gone on with under both names; nothing is asked twice."""
    before = await evaluate(FIRST, bot(), store)
    cut = await evaluate(EDITED, bot(d=BotUnreachable("gone")), store, resume=before.id)
    found = look(store, before.id, EDITED)
    by_old, by_new = bot(), bot()

    whole = await evaluate(EDITED, by_old, store, resume=before.id)
    same = await evaluate(EDITED, by_new, store, resume=whole.id)

    assert cut.id == whole.id == same.id == found.run_id
    assert 2 == sum(found.done.get(task.key) != task.case.digest for task in found.whole)
    assert ["d?", "d?"] == asked(by_old)
    assert [] == asked(by_new)
    assert is_whole(whole, EDITED)


async def test_a_run_is_not_compared_with_what_goes_on_from_it(store: Store) -> None:
    """They share answers: an edit of an edit is still no second measurement, a new run is."""
    before = await evaluate(FIRST, bot(), store)
    after = await evaluate(EDITED, bot(), store, resume=before.id)
    last = await evaluate(suite(A, B), bot(), store, resume=after.id)
    anew = await evaluate(FIRST, bot(), store)

    for old, new in ((before, after), (before, last), (last, after)):
        comparison, verdict = compare_runs(store, old.id, new.id)
        assert Decision.INCONCLUSIVE is verdict.decision
        assert "Both runs hold answers of run" in comparison.mismatches[0]
    assert Decision.INCONCLUSIVE is not compare_runs(store, last.id, anew.id)[1].decision


async def test_what_errored_is_not_taken_over(store: Store) -> None:
    """An error is no answer: the successor asks it anew, and has one trial for it."""
    before = await evaluate(FIRST, bot(a=BotUnreachable("gone")), store)
    again = bot()

    edited = suite(A, case("b", expect="thirty days"), C)

    after = await evaluate(edited, again, store, resume=before.id)

    assert ["a?", "a?", "b?", "b?"] == asked(again)
    assert is_whole(after, edited)
    assert {Outcome.PASSED} == {t.outcome for t in after.trials if t.key.case_id == "a"}


async def test_other_settings_keep_what_is_asked_alike(store: Store) -> None:
    """More repeats and one more temperature ask only what they add; fewer leave it out."""
    before = await evaluate(FIRST, bot(), store)
    more, fewer = suite(A, B, C, repeats={0.0: 3, 0.7: 1}), suite(A, B, C, repeats={0.0: 1})
    again, none, watcher = bot(), bot(), Quiet()

    wide = await evaluate(more, again, store, resume=before.id, watcher=watcher)
    narrow = await evaluate(fewer, none, store, resume=before.id)

    assert sorted(["a?", "b?", "c?"] * 2) == asked(again)
    assert "other settings or repeats: 6 of 12" in watcher.stages[0]
    assert is_whole(wide, more)
    assert [] == asked(none)
    assert is_whole(narrow, fewer)


async def test_a_case_that_is_skipped_now_leaves_the_plan(store: Store) -> None:
    """It is told as removed, and nothing is asked."""
    before = await evaluate(FIRST, bot(), store)
    without = suite(A, B, C.model_copy(update={"skip": Waiver(reason="not now")}))
    again, watcher = bot(), Quiet()

    after = await evaluate(without, again, store, resume=before.id, watcher=watcher)

    assert [] == asked(again)
    assert is_whole(after, without)
    assert "1 case removed: 0 of 4" in watcher.stages[0]


async def test_an_order_or_a_tag_makes_no_other_run(store: Store) -> None:
    """What changes no question changes no plan, and every process has the order of the run."""
    before = await evaluate(FIRST, bot(), store)
    moved = suite(C, B, A.model_copy(update={"tags": ("new",)}))

    found = look(store, before.id, moved)

    assert before.id == found.run_id
    assert not found.sentence
    assert [task.key for task in plan(FIRST)] == [task.key for task in found.whole]
    assert ("new",) == found.whole[0].case.tags


async def test_where_nothing_can_be_kept_a_new_run_is_advised(store: Store) -> None:
    """Another suite altogether, and a run without answers, are nothing to go on with."""
    before = await evaluate(FIRST, bot(), store)

    with pytest.raises(SettingsError, match=r"no answer that could be kept.*start a new"):
        await evaluate(suite(case("a", expect="x")), bot(), store, resume=before.id)
    assert 1 == len(store.runs())


async def test_an_edit_does_not_hide_that_the_bot_changed(store: Store) -> None:
    """Answers of two versions are refused, and no successor is made."""
    trained = BotState("bot-1", last_trained_at="Monday")
    before = await evaluate(FIRST, ScriptedBot(ANSWERS, states=[trained]), store)
    later = ScriptedBot(ANSWERS, states=[replace(trained, last_trained_at="Tuesday")])

    with pytest.raises(SettingsError, match="last trained Monday → Tuesday"):
        await evaluate(EDITED, later, store, resume=before.id)
    assert 1 == len(store.runs())


async def test_answers_of_two_versions_are_not_taken_over(store: Store) -> None:
    """A run during which the bot changed is spoiled; editing its suite does not mend it."""
    states = [BotState("bot-1", characters=10), BotState("bot-1", characters=20)]
    spoiled = await evaluate(FIRST, ScriptedBot(ANSWERS, states=states), store)

    with pytest.raises(SettingsError, match="two versions of the bot"):
        await evaluate(
            EDITED,
            ScriptedBot(ANSWERS, states=[BotState("bot-1", characters=10)]),
            store,
            resume=spoiled.id,
        )


async def test_a_bot_known_by_its_answers_is_asked_what_is_unchanged(store: Store) -> None:
    """The probes of an edited suite are those of its unchanged cases; others prove nothing."""
    silent = [BotState("bot-1")]
    before = await evaluate(FIRST, ScriptedBot(ANSWERS, states=silent), store)
    other = ScriptedBot({**ANSWERS, "a?": "14 days"}, states=silent)

    after = await evaluate(EDITED, ScriptedBot(ANSWERS, states=silent), store, resume=before.id)

    assert before.bot.answers
    assert {"a"} == set(after.bot.answers or {})
    with pytest.raises(SettingsError, match="the bot has changed"):
        await evaluate(EDITED, other, store, resume=before.id)


async def test_a_bot_that_nothing_shows_to_be_the_same_is_refused(store: Store) -> None:
    """Where each probe is edited, nobody knows which version would answer."""
    silent = [BotState("bot-1")]
    first = suite(A, B, C, case("d"))
    before = await evaluate(first, ScriptedBot(ANSWERS, states=silent), store)

    with pytest.raises(SettingsError, match="nothing shows that the bot is still that of run"):
        await evaluate(
            suite(case("d")), ScriptedBot(ANSWERS, states=silent), store, resume=before.id
        )


async def test_two_that_go_on_with_an_edited_suite_share_its_plan(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They find the same successor, and each new key is asked by one of them."""
    monkeypatch.setattr(sharing, "PIECE", 4)
    monkeypatch.setattr(sharing, "LOOK_SECONDS", 0.01)
    cases = [case(f"c{number}") for number in range(60)]
    replies = {each.prompt: "30 days" for each in cases}
    once = {0.0: 1}
    before = await evaluate(suite(*cases[:20], repeats=once), ScriptedBot(replies), store)
    whole = suite(*cases, repeats=once)
    bots = ScriptedBot(replies), ScriptedBot(replies)

    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as other:
        runs = await asyncio.gather(
            *(
                evaluate(whole, each, where, resume=before.id, concurrency=2)
                for each, where in zip(bots, (store, other), strict=True)
            )
        )

    assert sorted(each.prompt for each in cases[20:]) == sorted(asked(bots[0]) + asked(bots[1]))
    assert runs[0].id == runs[1].id
    assert is_whole(store.load_run(runs[0].id), whole)


async def test_shards_keep_what_stays_theirs(store: Store) -> None:
    """A changed text moves nothing: the edited shards make the edited run."""
    edited = suite(A, case("b", expect="thirty days"), C)
    parts = [await evaluate(FIRST, bot(), store, shard=f"{n}/2") for n in (1, 2)]
    again = bot()

    after = [await evaluate(edited, again, store, resume=each.id) for each in parts]

    assert ["b?", "b?"] == asked(again)
    assert ["1/2", "2/2"] == [each.shard for each in after]
    assert is_whole(merge(after).run, edited)
    assert set(merge(parts).run.lineage) & set(merge(after).run.lineage)


async def test_a_shard_whose_trials_move_is_refused(store: Store) -> None:
    """What one shard has would be asked again by another: the merged run can be gone on with."""
    parts = [await evaluate(FIRST, bot(), store, shard=f"{n}/2") for n in (1, 2)]
    store.begin_run(merge(parts).run)
    again = bot()

    with pytest.raises(SettingsError, match="harness merge"):
        await evaluate(suite(case("d"), A, B, C), again, store, resume=parts[0].id)
    merged = merge(parts).run
    after = await evaluate(suite(case("d"), A, B, C), again, store, resume=merged.id)

    assert ["d?", "d?"] == asked(again)
    assert is_whole(after, suite(case("d"), A, B, C))
