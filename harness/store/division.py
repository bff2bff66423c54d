"""Dividing a limit among the processes that share it: who may take how many places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

__all__ = ["divide"]


def divide(limit: int, demands: Sequence[int]) -> list[int]:
    """Return how many places each process should have; together they are the limit.

    First each gets one, those that have nothing to ask last: where there are too few places, a
    process that works is never kept waiting by one that waits for it. Then each in turn gets one
    more up to its demand, and what nobody demands is divided evenly, so that whoever has new
    work can begin it at once.

    Args:
        limit: how many places there are, at least 1.
        demands: how many each process could use now, those that came first at the beginning.
    """
    places = sorted(
        (place > max(1, demand), place, demand == 0, process)
        for process, demand in enumerate(demands)
        for place in range(1, limit + 1)
    )
    taken = Counter(process for *_, process in places[:limit])
    return [taken[process] for process in range(len(demands))]
