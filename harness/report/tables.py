"""Tables of a report as files: CSV for spreadsheets, JSON Lines and Parquet for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from harness.errors import SettingsError

from .cells import csv_cell
from .frames import changes_frame, scores_frame, trials_frame
from .view import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TABLES", "Table", "render_table"]


class Table(StrEnum):
    """What the rows of a table are."""

    TRIALS = "trials"
    SCORES = "scores"
    CHANGES = "changes"


def render_table(view: View, *, form: str, table: Table | None = None) -> bytes:
    """Return a table of a view as the bytes of a file; the same view gives the same bytes.

    Args:
        view: a comparison, whose trials are those of both runs, or a single run.
        form: one of `TABLES`.
        table: what the rows are; by default the changes of a comparison, the trials of a run.

    Raises:
        SettingsError: changes are asked of a single run, or a library for the form is missing.
    """
    return TABLES[form](_frame(view, table))


def _frame(view: View, table: Table | None) -> pd.DataFrame:
    comparison = view.comparison
    usual = Table.CHANGES if comparison else Table.TRIALS
    runs = (comparison.before, comparison.after) if comparison else (view.run,)
    match table or usual:
        case Table.TRIALS:
            return trials_frame(*runs)
        case Table.SCORES:
            return scores_frame(*runs)
        case Table.CHANGES if comparison:
            return changes_frame(comparison)
    raise SettingsError("a single run has no changes: name two runs, or write its trials")


def _csv(frame: pd.DataFrame) -> bytes:
    """Quote every field, and let no text begin a formula; numbers stay numbers."""
    safe = frame.copy()
    for name in safe.columns:
        if safe[name].dtype == "string":
            safe[name] = safe[name].map(csv_cell, na_action="ignore")
        elif safe[name].dtype == "boolean":
            safe[name] = safe[name].map({True: "true", False: "false"}, na_action="ignore")
    text = safe.to_csv(index=False, quoting=csv.QUOTE_ALL, lineterminator="\n")
    return text.encode()


def _jsonl(frame: pd.DataFrame) -> bytes:
    """Write exact numbers, null for what is unknown, and times in ISO 8601."""
    plain = frame.astype(object).where(frame.notna(), None)
    rows = plain.to_dict("records")
    lines = (json.dumps(row, ensure_ascii=False, default=_iso) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def _iso(value: Any) -> str:
    return str(value.isoformat())


def _parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    try:
        frame.to_parquet(out, index=False, engine="pyarrow")
    except ImportError:
        raise SettingsError(
            "Parquet needs pyarrow: pip install 'chatbot-harness[parquet]'"
        ) from None
    return out.getvalue()


TABLES: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
}
"""How a table becomes a file, by the name of the form."""
