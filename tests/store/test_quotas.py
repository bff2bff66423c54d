from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.store import beats
from harness.store.beats import BEAT_SECONDS, LEASE_SECONDS
from harness.store.quotas import Member, Quota, Use
from harness.store.store import Store

LIMIT = 6


@dataclass
class Process:
    """One that shares a limit: has so many places, and so many requests under way."""

    member: Member
    places: int = 0
    under_way: int = 0
    demand: int = 20

    def look(self) -> Quota:
        """Look, and take what there is; places that were not used may have been used meanwhile."""
        held = max(self.places, self.under_way)
        quota = self.member.look(Use(held, self.demand))
        self.places = quota.places
        return quota

    def ask(self) -> None:
        """Begin as many requests as it may."""
        self.under_way = max(self.under_way, self.places)

    def end(self) -> None:
        """Let all requests come to their end."""
        self.under_way = 0

    def leave(self) -> None:
        """End in good order."""
        self.end()
        self.member.leave()


def join(store: Store, most: int = LIMIT, per_second: float | None = None) -> Process:
    """Return one more process; it has no place before it looks."""
    return Process(store.quotas.member("limit", most, per_second))


def settle(processes: list[Process]) -> None:
    """Let all work and look until nothing changes any more."""
    for _ in range(2 * len(processes) + 2):
        for process in processes:
            process.end()
            process.look()
            process.ask()


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["join", "look", "ask", "end", "idle", "leave"]), st.integers(0, 3)),
    max_size=40,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(actions=ACTIONS)
def test_never_more_than_the_limit_is_under_way(
    store: Store, actions: list[tuple[str, int]]
) -> None:
    """Whoever comes, goes, works and looks in whatever order: together they keep to it, always."""
    processes: list[Process] = []
    try:
        for action, number in actions:
            if action == "join" or number >= len(processes):
                if len(processes) < 4:
                    processes.append(join(store))
            elif action == "leave":
                processes.pop(number).leave()
            elif action == "idle":
                processes[number].demand = 20 - processes[number].demand
            else:
                getattr(processes[number], action)()
            assert sum(max(one.places, one.under_way) for one in processes) <= LIMIT
        for process in processes:
            process.demand = 20
        settle(processes)
        if processes:
            places = [process.places for process in processes]
            assert LIMIT == sum(places)
            assert max(places) - min(places) <= 1
    finally:
        for process in processes:
            process.leave()


def test_the_least_of_all_limits_counts(store: Store) -> None:
    """Of the places and of the requests a second."""
    wide, narrow = join(store, 20, None), join(store, 4, 2.5)
    settle([wide, narrow])

    quota = wide.look()

    assert (4, 2.5, 2) == (quota.limit, quota.per_second, quota.members)
    assert [2, 2] == [wide.places, narrow.places]


def test_a_place_is_free_only_when_it_was_given_back(store: Store) -> None:
    """The newcomer gets nothing while the first one has everything under way."""
    first, second = join(store), join(store)
    first.look()
    first.ask()
    assert 0 == second.look().places

    assert 3 == first.look().fair
    assert 0 == second.look().places
    first.under_way = 4
    first.look()

    assert 2 == second.look().places


def test_what_a_dead_process_had_goes_to_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once where it was one of this machine."""
    dead, left = join(store), join(store)
    settle([dead, left])
    assert 3 == left.look().places
    monkeypatch.setattr(beats, "is_dead", lambda owner: True)

    assert LIMIT == left.look().places


def test_what_a_silent_process_of_another_machine_had_is_taken_over(store: Store) -> None:
    """After so long without a beat by a clock that cannot jump; one that beats keeps its own."""
    now = 0.0
    far, near = (
        Process(store.quotas.member("limit", LIMIT, None, clock=lambda: now)) for _ in range(2)
    )
    settle([far, near])
    now += LEASE_SECONDS - 1
    assert 3 == near.look().places
    far.look()
    now += BEAT_SECONDS
    assert 3 == near.look().places
    now += LEASE_SECONDS

    assert LIMIT == near.look().places


def test_a_pause_that_the_server_asked_for_reaches_the_others_once(store: Store) -> None:
    """As seconds from now on, for clocks differ; and nobody passes it on."""
    first, second = join(store), join(store)
    settle([first, second])
    first.member.look(Use(first.places, 20, pause_seconds=7.5))

    heard, again = second.look(), second.look()

    assert (7.5, 0.0) == (heard.pause_seconds, again.pause_seconds)
    assert 0.0 == first.look().pause_seconds


def test_other_limits_are_other_limits(store: Store) -> None:
    """Who asks another server, or with another key, takes nothing away."""
    one, other = join(store), Process(store.quotas.member("another", LIMIT, None))
    settle([one, other])

    assert [LIMIT, LIMIT] == [one.places, other.places]


def test_one_that_is_alone_writes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual case costs a look at the table a second, and no flush of the disk."""
    alone = join(store)
    alone.look()
    monkeypatch.setattr(store._access, "writing", None)
    monkeypatch.setattr(store._access, "write", None)

    assert [LIMIT] * 3 == [alone.look().places for _ in range(3)]
