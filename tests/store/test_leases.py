from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from harness.errors import StoreError
from harness.model.run import Run
from harness.store.beats import LEASE_SECONDS
from harness.store.leases import Claim, Leases
from harness.store.store import Store

NAMES = ("0", "1", "2")


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time, in seconds."""
        return self.now


@pytest.fixture
def pair(url: str, make_run: Callable[..., Run]) -> Iterator[tuple[Leases, Leases, Clock]]:
    """Return the leases of two processes, and the clock of the second."""
    clock = Clock()
    with Store(url) as one, Store(url) as two:
        one.begin_run(make_run())
        yield one.leases, Leases(two._access, clock=clock), clock


def test_a_piece_is_held_by_one(pair: tuple[Leases, Leases, Clock]) -> None:
    """What one has taken the other does not get; the rest it gets."""
    one, two, _ = pair
    assert one.claim("run-1", NAMES[:2]) == {"0": Claim.FRESH, "1": Claim.FRESH}
    assert two.claim("run-1", NAMES) == {"2": Claim.FRESH}
    assert one.claim("run-1", NAMES) == {"0": Claim.INHERITED, "1": Claim.INHERITED}


def test_what_is_given_back_can_be_taken(pair: tuple[Leases, Leases, Clock]) -> None:
    """A released piece is inherited: some of it may be done."""
    one, two, _ = pair
    one.claim("run-1", NAMES)
    one.release("run-1")
    assert two.claim("run-1", NAMES) == dict.fromkeys(NAMES, Claim.INHERITED)


def test_a_lease_without_beats_ends(pair: tuple[Leases, Leases, Clock]) -> None:
    """Not by the time of the day, but when no new beat was seen for long enough."""
    one, two, clock = pair
    one.claim("run-1", NAMES)
    assert two.claim("run-1", NAMES) == {}
    clock.now += LEASE_SECONDS - 1
    one.beat("run-1")
    assert two.claim("run-1", NAMES) == {}
    clock.now += LEASE_SECONDS - 1
    assert two.claim("run-1", NAMES) == {}
    clock.now += 1
    assert two.claim("run-1", NAMES) == dict.fromkeys(NAMES, Claim.INHERITED)
    assert one.claim("run-1", NAMES) == {}


def test_an_unknown_run_has_no_pieces(pair: tuple[Leases, Leases, Clock]) -> None:
    """Nothing is taken of a run that is not there."""
    with pytest.raises(StoreError, match="no run with the id 'run-9'"):
        pair[0].claim("run-9", NAMES)
