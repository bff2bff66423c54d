from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import SettingsError, SuiteError
from harness.loader import load_suite
from harness.loader.tuned import write_choice

SUITE = """\
# Ours.
name: Shop   # the name

cases:   # all of them
  - id: a
    prompt: "?"
    expect: [{says: yes it is}, {regex: x}]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a suite file without pass mark and weights."""
    file = tmp_path / "a.suite.yaml"
    file.write_text(SUITE, encoding="utf-8")
    return file


def test_new_keys_stand_before_the_cases_and_nothing_else_changes(path: Path) -> None:
    """Comments and layout stay; the difference holds only the new lines; the suite means it."""
    lines = write_choice(path, 0.62, {"says": 1.0, "regex": 0.0})

    added = [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]
    assert ["threshold: 0.62", "weights: {says: 1, regex: 0}"] == added
    assert not [line for line in lines if line.startswith("-") and not line.startswith("---")]
    suite = load_suite(path)
    assert 0.62 == suite.cases[0].threshold
    assert [1, 0] == [float(each.parameters["weight"]) for each in suite.cases[0].turns[0].expect]


def test_old_values_are_replaced_where_they_stand(path: Path) -> None:
    """A block of weights and a pass mark with a comment keep what stands around them."""
    path.write_text(
        "threshold: 0.5   # as always\nweights:\n  says: 1\n  regex: 1\n\n# next\n" + SUITE,
        encoding="utf-8",
    )

    write_choice(path, 0.7, {"says": 0.5, "regex": 1})

    text = path.read_text(encoding="utf-8")
    assert text.startswith(
        "threshold: 0.7   # as always\nweights:\n  {says: 0.5, regex: 1}\n\n# next"
    )
    assert text.endswith(SUITE)


def test_a_file_that_cannot_take_it_stays_as_it_is(path: Path, tmp_path: Path) -> None:
    """A wrong suite, and one in braces, are refused; not a byte of them changes."""
    wrong, flow = tmp_path / "w.yaml", tmp_path / "f.yaml"
    wrong.write_text("cases: []", encoding="utf-8")
    flow.write_text('{cases: [{id: a, prompt: "?", expect: x}]}', encoding="utf-8")

    with pytest.raises(SuiteError):
        write_choice(wrong, 0.7, {})
    with pytest.raises(SettingsError, match=r"threshold: 0\.7"):
        write_choice(flow, 0.7, {})
    with pytest.raises(SuiteError):
        write_choice(path, 0.7, {"sayz": 1})

    assert SUITE == path.read_text(encoding="utf-8")
    assert "cases: []" == wrong.read_text(encoding="utf-8")
    assert {"a.suite.yaml", "w.yaml", "f.yaml"} == {each.name for each in tmp_path.iterdir()}
