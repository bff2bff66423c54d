"""The report as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.report.json_form import render_json
from harness.report.view import build_view

from . import builders
from .states import STATES
from .strings import HOSTILE


def read(state: str) -> dict[str, Any]:
    """Return the object of a state."""
    found: dict[str, Any] = json.loads(render_json(STATES[state]()))
    return found


@pytest.mark.parametrize("state", [state for state in STATES if not state.startswith("single_run")])
def test_a_comparison_has_its_verdict_and_every_change(state: str) -> None:
    """What decides is there as data, not only as words."""
    view = STATES[state]()
    found = read(state)
    assert view.verdict is not None
    assert view.comparison is not None
    assert found["verdict"]["decision"] == view.verdict.decision.value
    assert len(found["changes"]) == len(view.comparison.changes)
    assert len(found["unpaired"]) == len(view.comparison.unpaired)


def test_what_is_unknown_is_null() -> None:
    """Neither 0 nor NaN, which JSON does not have."""
    found = read("do_not_ship")
    silent = next(change for change in found["changes"] if change["case"] == "test-ride")
    assert silent["after"] == {
        "trials": 6, "judged": 0, "passed": 0, "pass_rate": None, "score": None,
    }  # fmt: skip
    assert [rule["passed"] for rule in found["verdict"]["rules"]].count(None) == 1
    assert read("nothing_paired")["figures"]["pass_rate_after"] is None


def test_a_single_run_has_no_verdict() -> None:
    """It has nothing to be compared with."""
    found = read("single_run")
    assert "verdict" not in found
    assert found["run"]["id"] == "r-2041"


def test_hostile_text_is_read_back() -> None:
    """And can be written to a file."""
    text = render_json(build_view(*builders.hostile(HOSTILE)))
    assert json.loads(text)["verdict"]["reasons"][0] == HOSTILE[0]
    assert text.encode()
