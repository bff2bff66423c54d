"""Before and after: pairing, statistics and the gate; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .scores import judge_scores, run_plan

__all__ = ["judge_scores", "run_plan"]


def __getattr__(name: str) -> Any:
    # Late, because whoever imports one module of the package passes here.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import scores

    return getattr(scores, name)
