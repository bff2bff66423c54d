"""Ask a chatbot before and after a retrain, and say honestly what got worse.

In a notebook: `harness.load_run("latest")` is a DataFrame of its trials, and
`harness.compare_runs("before", "after")` shows itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.notebook import compare_runs, load_run

__all__ = ["__version__", "compare_runs", "load_run"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what notebooks use when they use it: the command line must answer at once."""
    if name not in {"compare_runs", "load_run"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from harness import notebook

    return getattr(notebook, name)
