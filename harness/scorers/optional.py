"""Libraries that only some scorers need, and that are installed by an extra."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["need"]


def need(scorer: str, module: str, extra: str) -> None:
    """Raise ValueError, with the command that helps, where a scorer's library is not installed."""
    if find_spec(module) is None:
        raise ValueError(
            f"{scorer} needs the package {module}: pip install 'chatbot-harness[{extra}]'"
        )
