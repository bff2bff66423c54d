from __future__ import annotations

import pytest
from fakes import COLD, WARM, case, suite

from harness.errors import SettingsError
from harness.model.run import Setting
from harness.model.suite import Waiver
from harness.runner.plan import plan, read_shard, settings_of


def test_every_setting_has_its_own_repeats() -> None:
    """A suite asked twice at 0 and three times at 0.7 has five trials a case."""
    asked = suite(case("a"), case("b"), repeats={0.0: 2, 0.7: 3})

    keys = [task.key for task in plan(asked)]

    assert len(keys) == len(set(keys)) == 10
    assert 4 == sum(key.setting == COLD for key in keys)
    assert 6 == sum(key.setting == WARM for key in keys)


def test_repeats_come_one_after_the_other() -> None:
    """Every question is asked once before any is asked a second time."""
    asked = suite(case("a"), case("b"), repeats={0.0: 2, 0.7: 2})

    assert [0, 0, 0, 0, 1, 1, 1, 1] == [task.key.repeat for task in plan(asked)]


def test_what_is_done_is_not_planned_again() -> None:
    """Resume is the plan less the trials that are kept."""
    asked = suite(case("a"), case("b"))
    first = plan(asked)[0]

    left = plan(asked, {first.key: first.case.digest})

    assert plan(asked)[1:] == left


def test_a_case_that_changed_is_planned_again() -> None:
    """A kept trial of the same key counts only while the case's digest is the same."""
    asked = suite(case("a"))
    key = plan(asked)[0].key

    assert plan(asked) == plan(asked, {key: "another digest"})


def test_settings_carry_model_and_stream() -> None:
    """Model and streaming are part of what a trial was asked with."""
    asked = suite(case("a")).model_copy(update={"model": "gpt-x", "stream": True})

    (setting,) = settings_of(asked)

    assert ("gpt-x", True) == (setting.model, setting.stream)
    assert "gpt-x, temperature 0, streamed" == str(setting)


def test_a_case_may_be_asked_at_settings_of_its_own() -> None:
    """Temperatures, repeats and streaming of a case count for it instead of the suite's."""
    own = case("b").model_copy(update={"repeats": {0.7: 3}, "stream": True})
    asked = suite(case("a"), own, repeats={0.0: 2})
    streamed = Setting(0.7, stream=True)

    assert (COLD, streamed) == settings_of(asked)
    assert [("a", COLD, 0), ("b", streamed, 0), ("a", COLD, 1), ("b", streamed, 1)] == [
        (task.key.case_id, task.key.setting, task.key.repeat) for task in plan(asked)
    ][:4]
    assert 5 == len(plan(asked))


def test_a_skipped_case_is_not_asked() -> None:
    """The plan leaves it out, and a suite of nothing else has no setting."""
    skipped = case("b").model_copy(update={"skip": Waiver(reason="later")})

    assert {"a"} == {task.key.case_id for task in plan(suite(case("a"), skipped))}
    assert not plan(suite(skipped))
    assert not settings_of(suite(skipped))


def test_the_shards_together_are_the_plan() -> None:
    """No trial is in two shards, none is missing, and they differ in size by one at most."""
    asked = suite(*(case(f"c{n}") for n in range(7)), repeats={0.0: 2})
    parts = [plan(asked, shard=f"{number}/5") for number in range(1, 6)]
    assert sorted(task.key for part in parts for task in part) == sorted(
        task.key for task in plan(asked)
    )
    assert {2, 3} == {len(part) for part in parts}


def test_what_is_done_does_not_move_the_shards() -> None:
    """A shard that is gone on with keeps its own trials, however much of it is done."""
    asked = suite(*(case(f"c{n}") for n in range(9)), repeats={0.0: 1})
    first, *rest = plan(asked, shard="2/3")
    assert tuple(rest) == plan(asked, {first.key: first.case.digest}, shard="2/3")


@pytest.mark.parametrize("text", ["0/5", "6/5", "1", "a/b", "1/0", "-1/2", "1/5 "])
def test_a_shard_that_cannot_be_is_refused(text: str) -> None:
    """The message shows how to write one."""
    with pytest.raises(SettingsError, match="write 1/5 for the first of five"):
        read_shard(text)
