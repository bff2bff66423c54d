from __future__ import annotations

from random import Random

from fakes import ScriptedBot, case, suite
from twobots import two_bots

from harness.errors import BotUnreachable
from harness.live.question import questions_of
from harness.live.steady import Steady, find_steady
from harness.store.store import Store

CASES = tuple(case(name) for name in "abcdef")
ASKED = suite(*CASES, repeats={0.0: 1})
RIGHT = {f"{each.id}?": "You have 30 days." for each in CASES}


async def found(store: Store, old: dict[str, object], new: dict[str, object]) -> list[Steady]:
    """Return the steady settings of two bots."""
    with two_bots(store, ASKED, ScriptedBot(old), ScriptedBot(new)) as asker:  # type: ignore[arg-type]
        return list(await find_steady(asker, questions_of(ASKED), Random(2)))


async def test_bots_that_repeat_themselves_are_steady(store: Store) -> None:
    """One answer of each side is enough, but for three questions that are probed."""
    old, new = ScriptedBot(RIGHT), ScriptedBot({**RIGHT, "b?": "It is 30 days."})
    with two_bots(store, ASKED, old, new) as asker:
        (steady,) = await find_steady(asker, questions_of(ASKED), Random(2))

    assert ((), ()) == (steady.fallen, steady.risen)
    assert ["b"] == [each.case_id for each in steady.reworded]
    assert 2 * (3 * 3 + 3) == asker.asked


async def test_an_answer_that_turned_is_a_fact(store: Store) -> None:
    """It is asked until each side gave four answers, all alike."""
    (steady,) = await found(store, {**RIGHT, "d?": "no"}, {**RIGHT, "c?": "14 days."})

    assert ["c"] == [each.case_id for each in steady.fallen]
    assert ["d"] == [each.case_id for each in steady.risen]


async def test_a_probe_with_two_answers_ends_it(store: Store) -> None:
    """A bot that words its answers differently at temperature 0 is not steady."""
    wavering = {question: ["30 days.", "It is 30 days."] for question in RIGHT}

    assert [] == await found(store, dict(RIGHT), dict(wavering))


async def test_a_turn_that_does_not_repeat_itself_ends_it(store: Store) -> None:
    """One answer that turned and then turns back shows that the probes saw too little."""
    turning = {question: ["14 days.", "30 days."] for question in ("a?", "b?", "c?", "d?")}
    asked = suite(*(case(name) for name in "abcd"), repeats={0.0: 1})
    old, new = ScriptedBot(RIGHT), ScriptedBot({**RIGHT, **turning})
    with two_bots(store, asked, old, new) as asker:
        assert () == await find_steady(asker, questions_of(asked), Random(2))


async def test_an_error_is_not_steadiness(store: Store) -> None:
    """What was not seen is not claimed."""
    failing = {question: BotUnreachable("gone") for question in RIGHT}

    assert [] == await found(store, dict(RIGHT), dict(failing))


async def test_above_temperature_0_nothing_is_steady(store: Store) -> None:
    """There, answers that repeat themselves are suspect, not steady; nothing is asked."""
    asked = suite(*CASES, repeats={0.7: 1})
    with two_bots(store, asked, ScriptedBot(RIGHT), ScriptedBot(RIGHT)) as asker:
        assert () == await find_steady(asker, questions_of(asked), Random(2))
        assert 0 == asker.asked
