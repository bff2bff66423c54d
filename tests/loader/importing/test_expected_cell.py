from __future__ import annotations

from typing import Any

import pytest

from harness.loader.importing.expected_cell import read_cell


@pytest.mark.parametrize(
    ("cell", "assertion"),
    [
        ("30 days", {"type": "equals", "value": "30 days"}),
        ("contains: 30 days", {"type": "contains", "value": "30 days"}),
        ("not-icontains:x", {"type": "not-icontains", "value": "x"}),
        ("similar(0.8): ja", {"type": "similar", "threshold": "0.8", "value": "ja"}),
        ("contains-any: a, b", {"type": "contains-any", "value": ["a", "b"]}),
        ("is-json", {"type": "is-json"}),
        ("latency(2000)", {"type": "latency", "threshold": "2000"}),
        ("grade: is kind", {"type": "llm-rubric", "value": "is kind"}),
        ("fn: output.length > 1", {"type": "javascript", "value": "output.length > 1"}),
        ("note: this is text", {"type": "equals", "value": "note: this is text"}),
        ("contains", {"type": "equals", "value": "contains"}),
    ],
)
def test_a_cell_is_an_assertion(cell: str, assertion: dict[str, Any]) -> None:
    """A known type with a colon is that assertion; anything else is the whole answer."""
    assert read_cell(cell) == assertion
