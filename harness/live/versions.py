"""Which two versions are compared by what: so that starting over until it is green is seen."""

from __future__ import annotations

from collections.abc import Iterable

from harness.model.run import BotState
from harness.model.suite import Suite
from harness.store.comparisons import KeptComparison

__all__ = ["pair_of", "started_before", "version_of"]


def version_of(state: BotState) -> str:
    """Return what tells this version of a bot from others, as far as the API tells."""
    told = (state.last_trained_at, state.characters, state.model, state.instructions)
    return "\n".join([state.chatbot_id, *("" if each is None else str(each) for each in told)])


def pair_of(suite: Suite, before: str, after: str) -> dict[str, str]:
    """Return what two comparisons have in common when the second only tries its luck again."""
    return {"suite": suite.digest, "before": before, "after": after}


def started_before(pair: dict[str, str], kept: Iterable[KeptComparison]) -> int:
    """Count the comparisons of the same two versions by the same questions that are kept."""
    return sum(one.evidence.get("pair") == pair for one in kept)
