"""Each state of a report in each form that is text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.report.formats import formats

from .states import STATES

FORMS = {
    "markdown": "md",
    "junit": "junit.xml",
    "annotations": "annotations",
    "codequality": "codequality.json",
    "csv": "csv",
    "json": "json",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", FORMS)
def test_each_state_reads_as_agreed_in_each_form(
    state: str,
    form: str,
    same_as_golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What people and CI servers read of a state stays as it is."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    made = formats.get(form)(STATES[state]())
    text = made.decode() if isinstance(made, bytes) else made
    same_as_golden(f"{state}.{FORMS[form]}", text)
