"""The report as JSON, for programs: the verdict, its rules, the figures and every change."""

from __future__ import annotations

import json
from typing import Any

from harness.model.comparison import Change, Comparison, Estimate, Side, Unpaired, Verdict
from harness.model.run import Run

from .frames import storable
from .view import View

__all__ = ["FORMAT", "render_json"]

FORMAT = 1
"""Counts up when a name goes or means something else; new names may come at any time."""


def render_json(view: View) -> str:
    """Return a JSON object; its names are those of docs/outputs.md, unknown values are null.

    Shares and scores are 0..1. Answers are not in it: they are in the table of trials.
    """
    found: dict[str, Any] = {
        "format": FORMAT,
        "headline": view.banner.headline,
        "run": _run(view.run),
        "counts": {count.status.value: count.number for count in view.counts},
    }
    if view.comparison is not None and view.verdict is not None:
        found |= _comparison(view.comparison, view.verdict)
    return json.dumps(_storable(found), indent=2, ensure_ascii=False) + "\n"


def _comparison(comparison: Comparison, verdict: Verdict) -> dict[str, Any]:
    return {
        "run_before": _run(comparison.before),
        "verdict": {
            "decision": verdict.decision.value,
            "reasons": list(verdict.reasons),
            "look_at": list(verdict.look_at),
            "rules": [
                {
                    "name": rule.name,
                    "allowed": rule.allowed,
                    "measured": rule.measured,
                    "passed": rule.passed,
                }
                for rule in verdict.rules
            ],
        },
        "figures": {
            "pass_rate_before": _estimate(comparison.pass_rate_before),
            "pass_rate_after": _estimate(comparison.pass_rate_after),
            "pass_rate_change": _estimate(comparison.pass_rate_change),
            "score_before": _estimate(comparison.score_before),
            "score_after": _estimate(comparison.score_after),
            "score_change": _estimate(comparison.score_change),
        },
        "identical": comparison.identical,
        "mismatches": list(comparison.mismatches),
        "warnings": list(comparison.warnings),
        "changes": [_change(change) for change in comparison.changes],
        "unpaired": [_unpaired(found) for found in comparison.unpaired],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "label": run.label,
        "suite": run.suite.name,
        "suite_digest": run.suite.digest,
        "chatbot_id": run.bot.chatbot_id,
        "status": run.status.value,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "trials": len(run.trials),
        "planned": run.planned,
        "provenance": dict(run.provenance),
    }


def _change(change: Change) -> dict[str, Any]:
    case = change.case
    return {
        "case": case.id,
        "tags": list(case.tags),
        "must_not_break": case.must_not_break,
        "kind": change.kind.value,
        "suspect": change.suspect,
        "intended": change.intended,
        "reason": change.reason,
        "before": _side(change.before),
        "after": _side(change.after),
        "file": case.file or None,
        "line": case.line or None,
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "trials": len(side.trials),
        "judged": side.judged,
        "passed": side.passed,
        "pass_rate": side.pass_rate,
        "score": side.mean_score,
    }


def _unpaired(found: Unpaired) -> dict[str, Any]:
    return {
        "case": found.case_id,
        "setting": str(found.setting) if found.setting else None,
        "why": found.why,
    }


def _estimate(found: Estimate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n}


def _storable(value: Any) -> Any:
    """Spell out halves of surrogate pairs, which no file can hold, and round to nine digits.

    The last digits of a float depend on the version of Python.
    """
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, dict):
        return {storable(name): _storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return value
