from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from harness.cli.api_showing import print_json, say, show_one, show_rows, shown
from harness.wire.leads import Lead

HOSTILE = "\x1b[2J\u202eevil\x7f"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, "–"),
        ("", "–"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        ({"plan": "é"}, '{"plan": "é"}'),
        (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "2026-03-02 09:30"),
        ("x" * 81, "x" * 79 + "…"),
    ],
)
def test_cells(value: object, cell: str) -> None:
    """What is missing is a dash, zero is zero, and long texts are cut."""
    assert shown(value) == cell


def test_no_output_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Names that people gave reach a terminal only without their control characters."""
    lead = Lead(id="1", name=HOSTILE)
    show_rows([lead], {"name": lambda row: row.name}, as_json=False, what="leads")
    show_rows([lead], {}, as_json=True, what="leads")
    show_one(lead, as_json=False)
    say(HOSTILE, {}, as_json=False)
    print_json({HOSTILE: HOSTILE})
    out = capsys.readouterr().out
    assert "evil" in out
    assert not set(out) & set("\x1b\u202e\x7f")


def test_json_is_one_document_with_all_that_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """Also with the fields that nobody promised, and with the very text."""
    lead = Lead.model_validate({"id": "1", "name": HOSTILE, "form": {"a": 1}})
    show_rows([lead], {}, as_json=True, what="leads")
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["name"], row["form"]) == (HOSTILE, {"a": 1})


def test_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty list is a sentence for people and an empty list for scripts."""
    for as_json in (False, True):
        show_rows([], {}, as_json=as_json, what="leads")
    assert capsys.readouterr().out == "No leads.\n[]\n"
