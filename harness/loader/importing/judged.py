"""promptfoo's assertions that a model judges by a rubric, as the scorer `judge`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from harness.errors import HarnessError
from harness.model.suite import Expectation
from harness.scorers import bind

from .reading import many

__all__ = ["can_judge", "rubric_of"]

_USUAL: Mapping[str, str | None] = {
    "llm-rubric": None,
    "g-eval": "0.7",
    "model-graded-closedqa": None,
}
"""The pass mark of each where none is given; None: the model says whether it passes."""


def rubric_of(kind: str, assertion: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the expectation of a judge; None where there is no rubric in words."""
    value = assertion.get("value")
    lines = [line for line in many(value) if isinstance(line, str) and line.strip()]
    if kind not in _USUAL or not lines or len(lines) < len(many(value)):
        return None
    mark = assertion.get("threshold") or _USUAL[kind]
    marked = {} if mark is None else {"threshold": str(mark)}
    return {"judge": {"rubric": "\n".join(lines), **marked}}


def can_judge() -> bool:
    """Tell whether the environment names a model that judges."""
    try:
        bind(Expectation(scorer="judge", parameters={"rubric": "?"}))
    except (HarnessError, ValidationError):
        return False
    return True
