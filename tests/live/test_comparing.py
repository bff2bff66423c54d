from __future__ import annotations

import asyncio
from dataclasses import replace
from random import Random

import pytest
from fakes import ScriptedBot, case, suite
from twobots import Onlooker

from harness.compare.intended import EDITED
from harness.errors import BotRefused, BotUnreachable, SettingsError
from harness.live.again import terms_for_more
from harness.live.comparing import LiveJob, compare_live
from harness.live.presets import terms_of
from harness.live.recalling import compare_kept
from harness.live.verdict import conclude
from harness.model.comparison import ChangeKind, Decision
from harness.model.run import BotState, RunStatus, TrainingText
from harness.model.suite import Gate, Suite, Waiver
from harness.runner.budget import Budget
from harness.store.store import Store

NAMES = [f"q{number}" for number in range(12)]
WARM = suite(*(case(name) for name in NAMES), repeats={0.7: 1})
COLD = suite(*(case(name) for name in NAMES), repeats={0.0: 1})
RIGHT = {f"{name}?": "You have 30 days." for name in NAMES}
OLD, NEW = BotState("old"), BotState("new")


def bots(
    old: dict[str, str] | None = None, new: dict[str, str] | None = None
) -> tuple[ScriptedBot, ScriptedBot]:
    """Return two bots that answer rightly but for what is given."""
    return (
        ScriptedBot({**RIGHT, **(old or {})}, states=[OLD]),
        ScriptedBot({**RIGHT, **(new or {})}, states=[NEW]),
    )


def job(
    store: Store, asked: Suite, two: tuple[ScriptedBot, ScriptedBot], **more: object
) -> LiveJob:
    """Return a job with a seed."""
    terms = terms_of("normal", len(asked.cases), margin=0.05, seed=3)
    whole = LiveJob(asked, *two, store, Onlooker(), terms, concurrency=4)
    return replace(whole, **more)  # type: ignore[arg-type]


async def test_a_bot_that_did_not_change_ships(store: Store) -> None:
    """Steady answers on both sides rule the drop out within the rounds."""
    finding = await compare_live(job(store, WARM, bots()))

    comparison, verdict = conclude(finding)
    assert Decision.SHIP is verdict.decision
    assert {ChangeKind.UNCHANGED} == {change.kind for change in comparison.changes}
    assert finding.requests == finding.asked <= 2 * 100


async def test_a_broken_answer_blocks_and_is_named(store: Store) -> None:
    """It alone is asked again, of both in turn, until luck is ruled out."""
    finding = await compare_live(job(store, WARM, bots(new={"q4?": "14 days"})))

    comparison, verdict = conclude(finding)
    assert Decision.DO_NOT_SHIP is verdict.decision
    (broken,) = comparison.of_kind(ChangeKind.REGRESSED)
    assert "q4" == broken.case.id
    assert "to 1 against chance" in broken.reason
    assert broken.before.judged >= 6
    assert finding.requests < 2 * 12 + 20


async def test_at_temperature_0_a_changed_answer_is_a_fact(store: Store) -> None:
    """Nothing but the changed answer is asked again: four answers of each prove it."""
    finding = await compare_live(job(store, COLD, bots(new={"q4?": "14 days"})))

    comparison, verdict = conclude(finding)
    assert Decision.DO_NOT_SHIP is verdict.decision
    assert ["q4"] == [each.case.id for each in comparison.of_kind(ChangeKind.REGRESSED)]
    assert "this is no chance" in comparison.changes[0].reason
    assert finding.requests <= 2 * (12 + 3 * 2 + 3)


async def test_two_deterministic_bots_ship_after_one_answer_each(store: Store) -> None:
    """Facts need no repeats, but for the probes that show that they are facts."""
    finding = await compare_live(job(store, COLD, bots()))

    _, verdict = conclude(finding)
    assert Decision.SHIP is verdict.decision
    assert 2 * (12 + 3 * 2) == finding.requests


async def test_what_facts_leave_of_the_margin_is_for_the_others(store: Store) -> None:
    """Half the questions are known not to have changed: the others may have fallen twice as far."""
    both = suite(*(case(name) for name in NAMES), repeats={0.0: 1, 0.7: 1})

    finding = await compare_live(job(store, both, bots()))

    proof = finding.evidence.proof
    assert proof is not None
    assert 0.10 == pytest.approx(proof.margin)
    assert finding.evidence.drop_at_most == pytest.approx(proof.drop_at_most / 2)
    assert Decision.SHIP is finding.evidence.decision


async def test_a_flaky_suite_is_inconclusive_with_a_price(store: Store) -> None:
    """Half the answers are wrong by chance: neither proven lower nor proven equal."""
    dice = Random(1)
    old, new = (
        {question: dice.choices(["30 days", "no idea"], k=200) for question in RIGHT}
        for _ in range(2)
    )
    two = (ScriptedBot(old, states=[OLD]), ScriptedBot(new, states=[NEW]))

    finding = await compare_live(job(store, WARM, two))

    _, verdict = conclude(finding)
    assert Decision.INCONCLUSIVE is verdict.decision


async def test_a_budget_ends_it_and_more_goes_on(store: Store) -> None:
    """What was paid for is not asked twice, and the end is the same as without a pause."""
    begun = job(store, WARM, bots(new={"q4?": "14 days"}))
    whole = await compare_live(replace(begun, budget=Budget()))
    cut = await compare_live(replace(begun, budget=Budget(max_requests=11)))
    assert "11 requests" in cut.evidence.cut_short
    assert Decision.INCONCLUSIVE is conclude(cut)[1].decision

    kept = store.comparisons.get(cut.id)
    again = await compare_live(
        replace(begun, terms=terms_for_more(kept, {}), more=kept, watcher=(seen := Onlooker()))
    )

    assert "kept 11" in seen.stages
    assert whole.requests == again.requests == again.asked + 11
    assert whole.evidence.decision is again.evidence.decision


async def test_an_interruption_loses_nothing(store: Store) -> None:
    """Ctrl+C in the middle: all answers are kept, and none is asked again."""
    two = bots(new={"q4?": "14 days"})
    watcher = Onlooker(stop_after=9)
    begun = job(store, WARM, two, watcher=watcher)
    watcher.job = asyncio.ensure_future(compare_live(begun))
    with pytest.raises(asyncio.CancelledError):
        await watcher.job
    (kept,) = store.comparisons.between()
    answers = sum(len(store.load_run(each).trials) for each in (kept.before_id, kept.after_id))
    assert answers == len(two[0].asked) + len(two[1].asked)
    assert RunStatus.INTERRUPTED is store.load_run(kept.after_id).status

    terms = terms_for_more(kept, {})
    again = await compare_live(replace(begun, more=kept, terms=terms, watcher=Onlooker()))

    assert Decision.DO_NOT_SHIP is again.evidence.decision
    assert again.requests == again.asked + answers


async def test_a_refused_key_stops_it_and_keeps_what_was_answered(store: Store) -> None:
    """An error is no verdict."""
    refused = ScriptedBot({**RIGHT, "q4?": BotRefused("no credits", status=403)}, states=[NEW])
    with pytest.raises(BotRefused):
        await compare_live(job(store, WARM, (bots()[0], refused)))

    (kept,) = store.comparisons.between()
    assert RunStatus.STOPPED is store.load_run(kept.before_id).status
    assert {} == kept.verdict


async def test_starting_over_is_counted(store: Store) -> None:
    """The same two versions compared anew: that is seen, because it is how green is forced."""
    first = await compare_live(job(store, WARM, bots()))
    second = await compare_live(job(store, WARM, bots()))

    assert (0, 1) == (first.restarts, second.restarts)
    assert any("were compared once before" in each for each in conclude(second)[0].warnings)


async def test_another_version_is_no_restart(store: Store) -> None:
    """A bot that was trained since is compared for the first time."""
    await compare_live(job(store, WARM, bots()))
    old, new = bots()
    new.states = [replace(NEW, last_trained_at="Tuesday")]

    assert 0 == (await compare_live(job(store, WARM, (old, new)))).restarts


async def test_more_refuses_another_version(store: Store) -> None:
    """Answers of two versions must not be mixed."""
    first = await compare_live(job(store, WARM, bots()))
    kept = store.comparisons.get(first.id)
    old, new = bots()
    new.states = [replace(NEW, last_trained_at="Tuesday")]
    old.states = [replace(OLD, last_trained_at="Tuesday")]
    trained = replace(store.load_run(kept.after_id).bot, last_trained_at="Monday")
    assert trained.difference(new.states[0])

    with pytest.raises(SettingsError, match="asked another bot"):
        await compare_live(job(store, WARM, (new, old), more=kept))


def test_the_bet_may_not_change_afterwards(store: Store) -> None:
    """Margin, seed and preset were part of it; more rounds are welcome, fewer are not."""
    kept = asyncio.run(compare_live(job(store, WARM, bots())))
    comparison = store.comparisons.get(kept.id)

    assert 14 == terms_for_more(comparison, {}).method.rounds
    assert 12 == terms_for_more(comparison, {"rounds": 12}).method.rounds
    with pytest.raises(SettingsError, match="--margin would change the bet"):
        terms_for_more(comparison, {"margin": 10})
    with pytest.raises(SettingsError, match="9 rounds already"):
        terms_for_more(comparison, {"rounds": 3})


@pytest.mark.parametrize("asked", [WARM, COLD], ids=["evidence", "facts"])
@pytest.mark.parametrize("new", [{}, {"q4?": "14 days"}], ids=["same", "broken"])
async def test_a_kept_comparison_says_what_it_said(
    store: Store, asked: Suite, new: dict[str, str]
) -> None:
    """Compared again from the store, labels, odds, bound and verdict are the same."""
    finding = await compare_live(job(store, asked, bots(new=new)))
    comparison, verdict = conclude(finding)

    again, same = compare_kept(store, finding.before.id, finding.after.id)

    assert verdict == same
    assert comparison.changes == again.changes
    assert comparison.proof == again.proof


async def test_a_pair_that_was_not_asked_live_is_compared_by_its_answers(store: Store) -> None:
    """The other way round nothing is recalled: that is another comparison."""
    finding = await compare_live(job(store, WARM, bots(new={"q4?": "14 days"})))

    back, _ = compare_kept(store, finding.after.id, finding.before.id)

    assert back.proof is not None
    assert not back.proof.course


async def test_what_is_known_to_fail_blocks_nothing_and_is_asked_once(store: Store) -> None:
    """Of each version, so that it can be said when it passes at last."""
    known = case("q4").model_copy(update={"expected_failure": Waiver(reason="ticket 7")})
    asked = suite(*(case(name) for name in NAMES if name != "q4"), known, repeats={0.7: 1})

    finding = await compare_live(job(store, asked, bots(new={"q4?": "14 days"})))

    comparison, verdict = conclude(finding)
    assert Decision.SHIP is verdict.decision
    assert 1 == sum(trial.key.case_id == "q4" for trial in finding.after.trials)
    assert ["q4"] == [each.case_id for each in comparison.unpaired]


async def test_the_gate_of_the_suite_has_its_say(store: Store) -> None:
    """A level that is not reached blocks, however little has changed."""
    asked = WARM.model_copy(update={"gate": Gate(min_pass_rate=0.99)})
    wrong = {"q4?": "no idea"}

    finding = await compare_live(job(store, asked, bots(old=wrong, new=wrong)))

    _, verdict = conclude(finding)
    assert Decision.DO_NOT_SHIP is verdict.decision
    assert "demanded" in verdict.reasons[0]


async def test_a_question_without_an_answer_is_open_never_wrong(store: Store) -> None:
    """It is asked again, counts for neither side, and keeps the release open."""
    silent = ScriptedBot({**RIGHT, "q4?": BotUnreachable("gone")}, states=[NEW])

    finding = await compare_live(job(store, WARM, (bots()[0], silent)))

    comparison, verdict = conclude(finding)
    assert Decision.INCONCLUSIVE is verdict.decision
    assert ["q4"] == [each.case.id for each in comparison.of_kind(ChangeKind.NO_ANSWER)]
    assert () == comparison.of_kind(ChangeKind.REGRESSED)


async def test_replayed_answers_are_warned_of(store: Store) -> None:
    """Above temperature 0, repeats that are all alike may come from a cache."""
    finding = await compare_live(job(store, WARM, bots()))

    assert any("word for word" in each for each in conclude(finding)[0].warnings)


async def test_until_labels_names_all_that_changed(store: Store) -> None:
    """It does not stop at the first proof: everything that looks changed is proven or cleared."""
    two = bots(old={"q7?": "no idea"}, new={"q2?": "14 days", "q4?": "14 days"})
    terms = terms_of("normal", 12, margin=0.05, until="labels", seed=3)

    finding = await compare_live(job(store, WARM, two, terms=terms))

    comparison, verdict = conclude(finding)
    assert Decision.DO_NOT_SHIP is verdict.decision
    found = {kind: {each.case.id for each in comparison.of_kind(kind)} for kind in ChangeKind}
    assert {"q2", "q4"} == found[ChangeKind.REGRESSED]
    assert {"q7"} == found[ChangeKind.IMPROVED]


async def test_what_the_edit_explains_is_intended_live_too(store: Store) -> None:
    """With both texts at hand a broken answer on an edited passage is an intended change."""
    shop = "You have 30 days for q4.\nParcels of q5? cost 30 days."
    edited = shop.replace("You have 30 days for", "You have 14 days for")
    texts = (TrainingText("old", shop), TrainingText("new", edited))
    wrong = {"q4?": "14 days"}

    finding = await compare_live(job(store, WARM, bots(new=wrong), trainings=texts))

    comparison, _ = conclude(finding)
    intended = {change.case.id: change.intended for change in comparison.changes}
    assert EDITED == intended["q4"]
    assert intended["q5"] is None


SHOP = "\n".join(f"For {name} you have 30 days." for name in NAMES)
TEXTS = (
    TrainingText("old", SHOP),
    TrainingText("new", SHOP.replace("q4 you have 30", "q4 you have 14")),
)
COLLATERAL = Gate(collateral_regressions=0)
MEANT = {"q4?": "14 days"}


@pytest.mark.parametrize("asked", [WARM, COLD], ids=["evidence", "facts"])
async def test_an_intended_fall_does_not_stop_a_plan(store: Store, asked: Suite) -> None:
    """Under collateral_regressions it is asked once of each and shown; the others are proven."""
    asked = asked.model_copy(update={"gate": COLLATERAL})

    finding = await compare_live(job(store, asked, bots(new=MEANT), trainings=TEXTS))

    comparison, verdict = conclude(finding)
    assert Decision.SHIP is verdict.decision
    (meant,) = [change for change in comparison.changes if change.intended]
    assert "q4" == meant.case.id
    assert (1, 0) == (meant.before.passed, meant.after.passed)
    assert 1 == meant.before.judged == meant.after.judged
    assert {"q4"} == comparison.apart


async def test_a_verdict_does_not_hide_an_allowed_fall(store: Store) -> None:
    """What got worse as a fact is named in a verdict that ships all the same."""
    asked = COLD.model_copy(update={"gate": COLLATERAL})

    finding = await compare_live(job(store, asked, bots(new=MEANT), trainings=TEXTS))

    _, verdict = conclude(finding)
    assert Decision.SHIP is verdict.decision
    assert "(q4) got worse, which the rules allow" in verdict.reasons[0]


async def test_a_fall_beside_the_edit_stops_a_plan(store: Store) -> None:
    """What the edit does not explain is proven and blocks, as always."""
    asked = WARM.model_copy(update={"gate": COLLATERAL})
    two = bots(new={**MEANT, "q5?": "no idea"})

    comparison, verdict = conclude(await compare_live(job(store, asked, two, trainings=TEXTS)))

    assert Decision.DO_NOT_SHIP is verdict.decision
    assert ["q5"] == [each.case.id for each in comparison.of_kind(ChangeKind.REGRESSED)]


async def test_what_must_not_break_is_proven_though_the_edit_explains_it(store: Store) -> None:
    """The guard is stronger than the explanation."""
    gate = Gate(collateral_regressions=0, must_not_break=("q4",))
    asked = WARM.model_copy(update={"gate": gate})

    finding = await compare_live(job(store, asked, bots(new=MEANT), trainings=TEXTS))

    comparison, verdict = conclude(finding)
    assert Decision.DO_NOT_SHIP is verdict.decision
    assert ["q4"] == [each.case.id for each in comparison.of_kind(ChangeKind.REGRESSED)]
    assert frozenset() == comparison.apart


async def test_the_bound_of_a_plan_is_the_verdicts_without_the_intended(store: Store) -> None:
    """What the plan proved of the others is taken as it is, not proven anew from its answers."""
    asked = WARM.model_copy(update={"gate": COLLATERAL})

    finding = await compare_live(job(store, asked, bots(new=MEANT), trainings=TEXTS))

    comparison, verdict = conclude(finding)
    (rule,) = [rule for rule in verdict.rules if rule.name == "Pass rate, change"]
    bound = finding.evidence.drop_at_most
    assert bound is not None
    assert f"{max(bound, 0) * 100:.1f} points" in rule.sentence
    again, same = compare_kept(store, finding.before.id, finding.after.id)
    assert verdict == same
    assert comparison.apart == again.apart


async def test_the_rules_of_a_project_may_allow_what_is_intended(store: Store) -> None:
    """And what was left out at the beginning stays out when it is gone on with."""
    begun = job(store, WARM, bots(new=MEANT), trainings=TEXTS, usual=COLLATERAL)
    cut = await compare_live(replace(begun, budget=Budget(max_requests=11)))
    kept = store.comparisons.get(cut.id)

    again = await compare_live(
        replace(begun, terms=terms_for_more(kept, {}), more=kept, usual=Gate())
    )

    assert Decision.SHIP is conclude(again, usual=COLLATERAL)[1].decision
    assert "q4" not in {question.case_id for question in again.evidence.questions}


async def test_where_all_is_intended_nothing_is_decided(store: Store) -> None:
    """A plan without a question that counts leaves the release open."""
    one = suite(case("q4"), repeats={0.7: 1}).model_copy(update={"gate": COLLATERAL})

    finding = await compare_live(job(store, one, bots(new=MEANT), trainings=TEXTS))

    assert Decision.INCONCLUSIVE is conclude(finding)[1].decision
    assert 2 == finding.requests
