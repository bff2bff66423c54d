"""GitLab's code quality."""

from __future__ import annotations

import json
from typing import Any

from harness.report.codequality import render_codequality
from harness.report.view import build_view

from . import builders
from .states import STATES
from .strings import HOSTILE


def issues(state: str) -> list[dict[str, Any]]:
    """Return the issues of a state."""
    found: list[dict[str, Any]] = json.loads(render_codequality(STATES[state]()))
    return found


def test_issues_name_the_line_of_the_case_the_worst_first() -> None:
    """File and line are the suite's; severities fall from blocker to info."""
    found = issues("do_not_ship")
    assert found[0]["location"] == {
        "path": "suites/bicycle-shop.suite.yaml",
        "lines": {"begin": 18},
    }
    assert [one["severity"] for one in found] == ["blocker", "critical", "major", "minor", "info"]


def test_a_fingerprint_is_of_the_case_alone() -> None:
    """The same trouble in another run is the same issue; no two issues share one."""
    both = [{one["fingerprint"] for one in issues(s)} for s in ("do_not_ship", "part_missing")]
    assert both[1] <= both[0]
    assert len(both[0]) == len(issues("do_not_ship"))


def test_nothing_to_look_at_is_an_empty_list() -> None:
    """GitLab takes an empty list for good news, and a missing file for none."""
    assert [] == issues("exactly_as_before")


def test_hostile_text_is_read_back() -> None:
    """Whatever strangers write, the file is JSON."""
    found = json.loads(render_codequality(build_view(*builders.hostile(HOSTILE))))
    assert all(len(one["description"]) <= 1000 for one in found)
