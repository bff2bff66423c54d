"""Accepting an answer: from what the bot said in a run to a change of the suite's file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import SettingsError, did_you_mean

from .console import say

if TYPE_CHECKING:
    from harness.loader.acceptance import Edit
    from harness.model.run import Run, Trial
    from harness.scorers.proposal import Proposal

__all__ = ["Acceptance", "author", "prepare_acceptance", "show_edit"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An answer that could be accepted, and what would have to be written for it."""

    proposal: Proposal
    edit: Edit | None
    """None where nothing in the case holds an expected answer that the bot's could replace."""


def prepare_acceptance(
    run: Run,
    case_id: str,
    *,
    reason: str,
    by: str,
    texts: Mapping[str, str] | None = None,
    suite: Path | None = None,
) -> Acceptance:
    """Work out the change that makes a case accept the most common answer of a run.

    Args:
        run: where the bot answered.
        case_id: the case.
        reason: why the answer is right; stands in the note.
        by: who says so.
        texts: texts to replace besides, such as keywords.
        suite: the suite's file, where it is not where it was when the run was made.

    Raises:
        SuiteError: the suite's file is not sound.
        SettingsError: the run has no such case or no answer to it, the case was edited since, or
            its expectations stand elsewhere.
    """
    from harness.loader import load_suite
    from harness.loader.acceptance import edit_case
    from harness.report.clean import plain
    from harness.scorers.proposal import propose

    trial = _answered(run, case_id)
    path = suite or _file_of(run, case_id)
    case = load_suite(path).by_id.get(case_id)
    if case is not None and case.digest != run.suite.by_id[case_id].digest:
        raise SettingsError(
            f"case '{case_id}' was edited in {path} since run {run.id} asked it: "
            "run the suite again"
        )
    proposal = propose(case or run.suite.by_id[case_id], trial, texts)
    if not proposal.texts:
        return Acceptance(proposal, None)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    note = " ".join(plain(f"{day} by {by}: {reason} (run {run.id})").split())
    return Acceptance(proposal, edit_case(path, case_id, proposal.texts, note))


def show_edit(acceptance: Acceptance) -> None:
    """Print the change line by line, and what the answer would fail even so."""
    if acceptance.edit is not None:
        for line in acceptance.edit.lines():
            say(f"│ {line}")
    for sentence in acceptance.proposal.failing:
        say(f"! still fails: {sentence}")
    if acceptance.proposal.missing:
        words = ", ".join(f"'{word}'" for word in acceptance.proposal.missing)
        say(f"! expected but not said: {words}")


def author() -> str:
    """Return the name that git knows, or else that of the system."""
    try:
        found = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 (any git)
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
        name = found.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        name = ""
    return name or os.environ.get("USER") or os.environ.get("USERNAME") or "somebody"


def _answered(run: Run, case_id: str) -> Trial:
    from harness.model.comparison import Side
    from harness.report.answers import most_common

    if case_id not in run.suite.by_id:
        hint = did_you_mean(case_id, run.suite.by_id)
        raise SettingsError(f"run {run.id} has no question '{case_id}'{hint}")
    trials = tuple(trial for trial in run.trials if trial.key.case_id == case_id)
    found = most_common(Side(trials))
    if found is None:
        raise SettingsError(f"run {run.id} has no answer to '{case_id}' that could be accepted")
    return found


def _file_of(run: Run, case_id: str) -> Path:
    # A case may stand in a file that its suite includes: the suite is what can be read again.
    named = run.provenance.get("suite file", "") or run.suite.by_id[case_id].file
    if not named:
        raise SettingsError(f"run {run.id} does not say which file its suite is in: give --suite")
    if not Path(named).exists():
        raise SettingsError(f"{named}, which run {run.id} was made with, is not here: give --suite")
    return Path(named)
