from __future__ import annotations

import asyncio

import pytest

from harness.client.window import Window


def test_trouble_halves_it_and_good_replies_widen_it_slowly() -> None:
    """From 8 to 4, and a whole window of good replies for each one more, never beyond 8."""
    window = Window(8)
    window.narrow()
    assert 4 == window.limit
    for _ in range(5):
        window.widen()
    assert 5 == window.limit
    for _ in range(100):
        window.widen()
    assert (8, 4) == (window.limit, window.narrowest)


def test_one_request_always_may_go() -> None:
    """However much trouble there was."""
    window = Window(8)
    for _ in range(20):
        window.narrow()

    assert 1 == window.limit


def test_other_processes_take_their_share() -> None:
    """A share is a limit of its own, and comes back."""
    window = Window(8)
    window.share(3)
    assert 3 == window.limit
    window.share(8)
    assert 8 == window.limit


def test_a_share_of_nothing_lets_nobody_in() -> None:
    """Where there are more processes than places, some wait; trouble never closes it so."""
    window = Window(8)
    window.share(0)
    window.narrow()

    assert 0 == window.limit
    assert not window.is_free


async def test_those_that_wait_are_wanted_too() -> None:
    """What others should leave to this process: all that it could have under way."""
    window = Window(2)
    await window.enter()
    await window.enter()
    waiting = asyncio.create_task(window.enter())
    await asyncio.sleep(0)

    assert 3 == window.wanted
    window.leave()
    await waiting
    assert 2 == window.wanted


def test_figures_begin_anew_without_what_others_took() -> None:
    """How narrow it was tells of trouble, not of the share."""
    window = Window(8)
    window.narrow()
    window.share(2)
    window.begin_anew()

    assert 4 == window.narrowest


async def test_places_go_to_those_who_wait_longest() -> None:
    """First come, first served; nobody overtakes."""
    window = Window(1)
    await window.enter()
    order: list[int] = []

    async def one(number: int) -> None:
        await window.enter()
        order.append(number)
        window.leave()

    tasks = [asyncio.create_task(one(number)) for number in range(3)]
    await asyncio.sleep(0)
    assert not window.is_free
    window.leave()
    await asyncio.gather(*tasks)

    assert ([0, 1, 2], 0) == (order, window.under_way)


@pytest.mark.parametrize("place_came", [False, True])
async def test_a_cancelled_wait_costs_no_place(
    place_came: bool,  # noqa: FBT001 (both)
) -> None:
    """Whether it was cancelled before its place came or in that moment."""
    window = Window(1)
    await window.enter()
    waiting = asyncio.create_task(window.enter())
    await asyncio.sleep(0)
    if place_came:
        window.leave()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    if not place_came:
        window.leave()

    assert (0, True) == (window.under_way, window.is_free)
