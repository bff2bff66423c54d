from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import WARM, case, run, suite, trial, trials

from harness.model.run import BOT_CHANGED, BotState
from harness.model.suite import Suite
from harness.retraining.baseline import answers_on_file, with_baseline
from harness.store.store import Store

STATE = BotState("bot-1", "Shop", last_trained_at="Monday")
A, B = case("a"), case("b")
ASKED = suite(A, B, repeats={0.7: 3})
KEPT = {"harness": "1", "scoring packages": "x 1"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with one run of this version: four answers to a, one to b."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as kept:
        made = [*trials(A, "ppfp", setting=WARM), *trials(B, "pe", setting=WARM)]
        kept.begin_run(run("earlier", ASKED, made, bot=STATE, provenance=KEPT))
        yield kept


def found(store: Store, of: Suite = ASKED, state: BotState = STATE, **other: str) -> list[str]:
    """Return the answers on file as case and repeat."""
    kept = answers_on_file(store, of, state, {**KEPT, **other})
    return [f"{each.key.case_id}{each.key.repeat}" for each in kept]


def test_answers_of_this_version_have_their_places(store: Store) -> None:
    """As many as the plan wants, in the order of asking; errors are no answers."""
    assert ["a0", "a1", "a2", "b0"] == found(store)


def test_another_version_has_no_answers(store: Store) -> None:
    """Trained since, or another bot: nothing of it counts."""
    assert [] == found(store, state=replace(STATE, last_trained_at="Tuesday"))
    assert [] == found(store, state=replace(STATE, chatbot_id="bot-2"))


def test_a_version_that_cannot_be_told_has_no_answers(store: Store) -> None:
    """Where the API tells no time, nothing shows that the bot is the same."""
    assert [] == found(store, state=BotState("bot-1", "Shop"))


def test_an_edited_question_and_another_setting_have_no_answers(store: Store) -> None:
    """The question must be asked, expected and scored alike."""
    assert ["b0"] == found(store, suite(case("a", expect="14 days"), B, repeats={0.7: 3}))
    assert [] == found(store, suite(A, B, repeats={0.0: 3}))
    assert [] == found(store, harness="2")


def test_a_run_of_two_versions_is_left_alone(store: Store) -> None:
    """Nobody knows which of them gave which answer."""
    mixed = run(
        "mixed",
        ASKED,
        [trial(B, 0, setting=WARM)],
        bot=STATE,
        provenance={**KEPT, BOT_CHANGED: "x"},
    )
    store.begin_run(mixed)

    assert ["a0", "a1", "a2", "b0"] == found(store)


def test_small_suites_need_three_answers_before_and_large_ones_four() -> None:
    """Twice at temperature 0, where two show whether the bot repeats itself."""
    small = with_baseline(suite(A, repeats={0.0: 9, 0.7: 9}))
    large = with_baseline(suite(*(case(f"q{n}") for n in range(101)), repeats={0.7: 1}))

    assert {0.0: 2, 0.7: 3} == small.repeats
    assert {0.7: 4} == large.repeats
