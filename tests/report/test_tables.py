"""Tables as files."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest

from harness.errors import SettingsError
from harness.report.formats import formats
from harness.report.frames import TRIAL_COLUMNS
from harness.report.tables import TABLES, Table, render_table
from harness.report.view import build_run_view, build_view

from . import builders
from .strings import HOSTILE


def read(data: bytes, form: str) -> pd.DataFrame:
    """Read a table back."""
    if form == "parquet":
        return pd.read_parquet(io.BytesIO(data))
    if form == "jsonl":
        return pd.read_json(io.BytesIO(data), lines=True)
    return pd.read_csv(io.BytesIO(data))


@pytest.mark.parametrize("form", TABLES)
def test_a_comparison_has_changes_trials_and_scores(form: str) -> None:
    """Changes stand for it by default; trials and scores are those of both runs."""
    comparison, verdict = builders.do_not_ship()
    view = build_view(comparison, verdict)
    both = len(comparison.before.trials) + len(comparison.after.trials)
    rows = {table: len(read(render_table(view, form=form, table=table), form)) for table in Table}
    assert rows[Table.CHANGES] == len(comparison.changes)
    assert rows[Table.TRIALS] == both
    assert rows[Table.SCORES] > both
    assert formats.get(form)(view) == formats.get(f"changes.{form}")(view)


@pytest.mark.parametrize("form", TABLES)
def test_a_single_run_has_trials_but_no_changes(form: str) -> None:
    """Its trials stand for it; asking for changes says what to do instead."""
    view = build_run_view(builders.single_run())
    assert list(read(render_table(view, form=form), form)) == list(TRIAL_COLUMNS)
    with pytest.raises(SettingsError, match="name two runs"):
        render_table(view, form=form, table=Table.CHANGES)


@pytest.mark.parametrize("form", TABLES)
def test_the_same_view_gives_the_same_bytes(form: str) -> None:
    """No time and no order of its own gets into a file."""
    one, two = (build_view(*builders.do_not_ship()) for _ in range(2))
    assert render_table(one, form=form) == render_table(two, form=form)


@pytest.mark.parametrize("table", Table)
def test_no_cell_of_csv_is_a_formula(table: Table) -> None:
    """Whatever strangers write, no text begins a formula, and each row has all its cells."""
    starts = ["=1+1", "+1", "-3", "@x", "\t=1", "\r=1", " =1", "\x00=1", "=cmd|'/C calc'!A0"]
    view = build_view(*builders.hostile([*starts, *HOSTILE]))
    text = render_table(view, form="csv", table=table).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(rows[0])} == {len(row) for row in rows}
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "@", "-"))


def test_numbers_stay_numbers_and_what_is_unknown_is_empty() -> None:
    """A fall is a negative number in CSV, not a text; what was not measured is no 0."""
    view = build_view(*builders.do_not_ship())
    text = render_table(view, form="csv").decode()
    rows = {row["case"]: row for row in csv.DictReader(io.StringIO(text))}
    assert float(rows["bulbs"]["score_change"]) < 0
    assert rows["test-ride"]["score_after"] == ""
    lines = render_table(view, form="jsonl").decode().splitlines()
    silent = next(row for row in map(json.loads, lines) if row["case"] == "test-ride")
    assert silent["score_after"] is None


@pytest.mark.parametrize("form", TABLES)
def test_any_text_can_stand_in_a_file(form: str) -> None:
    """Half pairs, controls and quotes break no form."""
    view = build_view(*builders.hostile(HOSTILE))
    for table in Table:
        assert len(read(render_table(view, form=form, table=table), form))
