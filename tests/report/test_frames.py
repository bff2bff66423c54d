"""Runs and comparisons as tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from harness.report.frames import (
    CHANGE_COLUMNS,
    SCORE_COLUMNS,
    TRIAL_COLUMNS,
    changes_frame,
    scores_frame,
    trials_frame,
)

from . import builders
from .strings import HOSTILE


def test_every_trial_is_a_row() -> None:
    """One row a trial, in order, with all that was measured."""
    run = builders.single_run()
    frame = trials_frame(run)
    assert len(frame) == len(run.trials)
    first = frame.iloc[0]
    assert (first["case"], first["tags"], first["outcome"]) == (
        "repair-days",
        "repair,core",
        "failed",
    )
    assert (first["seconds"], first["repeat"], first["temperature"]) == (1.7, 0, 0.0)
    talk = frame[frame["case"] == "bulbs"].iloc[0]
    assert (talk["seconds"], talk["attempts"]) == (3.4, 2)


def test_what_is_not_known_is_not_a_number() -> None:
    """A missing answer has neither score nor time: NA, and neither 0 nor NaN."""
    frame = trials_frame(builders.single_run())
    silent = frame[frame["outcome"] == "errored"].iloc[0]
    for name in ("score", "seconds", "attempts", "characters", "answer"):
        assert silent[name] is pd.NA
    assert "504" in silent["error"]


def test_columns_and_types_do_not_depend_on_the_data() -> None:
    """An empty run or comparison has the same columns of the same types as a full one."""
    run = builders.single_run()
    comparison, _ = builders.do_not_ship()
    for full, empty, columns in (
        (scores_frame(run), scores_frame(replace(run, trials=())), SCORE_COLUMNS),
        (trials_frame(run), trials_frame(replace(run, trials=())), TRIAL_COLUMNS),
        (
            changes_frame(comparison),
            changes_frame(replace(comparison, changes=())),
            CHANGE_COLUMNS,
        ),
    ):
        assert list(full.columns) == list(columns)
        assert list(full.dtypes) == list(empty.dtypes)
        assert len(empty) == 0


def test_every_change_is_a_row() -> None:
    """Counts, rates and scores stand beside each other, before and after."""
    frame = changes_frame(builders.do_not_ship()[0]).set_index("case")
    assert list(frame.loc["repair-days", ["kind", "passed_before", "passed_after"]]) == [
        "regressed",
        6,
        1,
    ]
    assert frame.loc["test-ride", "pass_rate_after"] is pd.NA
    assert bool(frame.loc["voucher", "suspect"]) is True


def test_any_text_can_stand_in_a_table() -> None:
    """Half pairs are spelled out, so that the table can be written to a file."""
    comparison, _ = builders.hostile(HOSTILE)
    frame = trials_frame(comparison.after)
    assert any("\\ud800" in text for text in frame["answer"].dropna())
    frame.to_csv().encode("utf-8")
    changes_frame(comparison).to_csv().encode("utf-8")


def test_every_score_is_a_row() -> None:
    """One row a scorer and answer, with what it found; runs stand below each other."""
    comparison, _ = builders.do_not_ship()
    frame = scores_frame(comparison.before, comparison.after)
    assert list(frame["label"].unique()) == ["v41", "v42"]
    bulbs = frame[(frame["case"] == "bulbs") & (frame["label"] == "v42")]
    assert (len(bulbs), set(bulbs["turn"])) == (12, {1})
    assert list(bulbs.iloc[1][["scorer", "value", "threshold"]]) == ["similar", 0.34, 0.7]


def test_every_column_is_explained() -> None:
    """The documentation names each column of each table."""
    text = (Path(__file__).parents[2] / "docs/outputs.md").read_text(encoding="utf-8")
    for column in {**TRIAL_COLUMNS, **SCORE_COLUMNS, **CHANGE_COLUMNS}:
        assert f"`{column}`" in text
