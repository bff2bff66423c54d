"""An expectation in one cell of a table: `type(threshold): value`; a bare value means equals."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["read_cell"]

_FORM = re.compile(
    r"\s*(not-)?([a-z][a-z-]*[a-z])(?:\s*\(\s*([0-9.]+)\s*\))?\s*(?::(.*))?\s*", re.DOTALL
)
_NEEDS_NOTHING = {
    "is-json", "contains-json", "is-xml", "contains-xml", "is-html", "contains-html", "is-sql",
    "contains-sql", "is-refusal", "latency",
}  # fmt: skip
_TYPES = _NEEDS_NOTHING | {
    "equals", "contains", "icontains", "contains-any", "contains-all", "icontains-any",
    "icontains-all", "starts-with", "regex", "word-count", "levenshtein", "rouge-n", "bleu", "gleu",
    "meteor", "similar", "javascript", "python", "llm-rubric", "factuality", "answer-relevance",
    "g-eval", "webhook", "model-graded-closedqa", "perplexity", "cost",
}  # fmt: skip
_SHORT = {"grade": "llm-rubric", "fn": "javascript", "eval": "javascript"}


def read_cell(cell: str) -> dict[str, Any]:
    """Return the assertion that a cell stands for."""
    match = _FORM.fullmatch(cell)
    kind = match and _SHORT.get(match[2], match[2])
    if match is None or kind not in _TYPES or (match[4] is None and kind not in _NEEDS_NOTHING):
        return {"type": "equals", "value": cell.strip()}
    made: dict[str, Any] = {"type": (match[1] or "") + str(kind)}
    if match[3]:
        made["threshold"] = match[3]
    if match[4] is not None and match[4].strip():
        value = match[4].strip()
        listed = str(kind).endswith(("-any", "-all"))
        made["value"] = [part.strip() for part in value.split(",")] if listed else value
    return made
