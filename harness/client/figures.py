"""What a client's pace was: latencies, and the time that limits took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil, exp, log

__all__ = ["Figures"]

FINENESS = 50
"""Latencies are kept to 1/50: so many steps for each factor of e, whatever their number."""
SHORTEST_SECONDS = 1e-6


class Figures:
    """Counts while requests go; takes no memory that grows with them."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Begin with nothing.

        Args:
            now: the time in seconds.
        """
        self._now = now
        self._steps: Counter[int] = Counter()
        self._holding = 0
        self._held_since = 0.0
        self._held_seconds = 0.0
        self.limited = 0
        """How many requests were answered 429."""
        self.failed = 0
        """How many found the server unreachable or failing."""

    def answered(self, seconds: float) -> None:
        """Note a good reply, and how long it took on the wire."""
        self._steps[round(log(max(seconds, SHORTEST_SECONDS)) * FINENESS)] += 1

    def quantile(self, share: float) -> float | None:
        """Return the seconds within which this share of the replies came, to about 1 %."""
        left = ceil(share * self._steps.total())
        for step, count in sorted(self._steps.items()):
            left -= count
            if left <= 0:
                return exp(step / FINENESS)
        return None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Count the time inside as lost to limits; what overlaps counts once."""
        if self._holding == 0:
            self._held_since = self._now()
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
            if self._holding == 0:
                self._held_seconds += self._now() - self._held_since

    @property
    def held_seconds(self) -> float:
        """For how long at least one request was held back."""
        going_on = self._now() - self._held_since if self._holding else 0.0
        return self._held_seconds + going_on

    def told(self, narrowest: int, most: int) -> Mapping[str, str]:
        """Return the figures as text by name, for the provenance of a run."""
        found = {}
        middle, late = self.quantile(0.5), self.quantile(0.95)
        if middle is not None and late is not None:
            found["latency"] = f"p50 {middle:.2f} s, p95 {late:.2f} s"
        if self.limited or self.failed or self.held_seconds >= 1:
            found["time lost to limits"] = (
                f"{self.held_seconds:.1f} s ({self.limited} × 429, {self.failed} × no answer, "
                f"down to {narrowest} of {most} at once)"
            )
        return found
