from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.errors import RunFileError
from harness.model.run import Run, TrainingText, Trial
from harness.store.runfile import is_run_file, read_run_file, run_lines, write_run_file
from harness.store.texts import dump, load

TEXT = TrainingText("shop.md", "Returns: 30 days.\x00\ud800")


@pytest.mark.parametrize("name", ["run.jsonl", "run.jsonl.gz"])
def test_a_run_comes_back_from_its_file(tmp_path: Path, full_run: Run, name: str) -> None:
    """Everything in it is read back equal, packed or not, with shard and training text."""
    whole = replace(full_run, shard="2/5", training=TEXT)
    write_run_file(tmp_path / name, whole)
    assert read_run_file(tmp_path / name) == whole


def test_the_same_run_makes_the_same_bytes(tmp_path: Path, full_run: Run) -> None:
    """Neither the time of writing nor the file's name is in it."""
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        write_run_file(tmp_path / name, full_run)
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_packed_is_known_by_what_it_is(tmp_path: Path, full_run: Run) -> None:
    """A file that was unpacked, or is named otherwise, is read all the same."""
    write_run_file(tmp_path / "run.jsonl.gz", full_run)
    (tmp_path / "run.jsonl.gz").rename(tmp_path / "run.jsonl")
    assert read_run_file(tmp_path / "run.jsonl") == full_run


def test_files_are_told_from_runs_of_the_store() -> None:
    """By their endings: no id and no label that people give looks so."""
    assert is_run_file("a.jsonl")
    assert is_run_file("artifacts/a.jsonl.gz")
    assert not is_run_file("20260301-120000-ab12")


@pytest.mark.parametrize("name", ["run.jsonl", "run.jsonl.gz"])
def test_a_cut_file_is_refused(tmp_path: Path, full_run: Run, name: str) -> None:
    """Wherever it was cut, it is never read as a smaller run; the message names file and line."""
    file = tmp_path / name
    write_run_file(file, full_run)
    data = file.read_bytes()
    for size in range(0, len(data), max(len(data) // 40, 1)):
        file.write_bytes(data[:size])
        with pytest.raises(RunFileError, match=name):
            read_run_file(file)
    file.write_bytes(data[:-1])
    with pytest.raises(RunFileError, match=rf"{name}:\d+: it is (cut off|damaged)"):
        read_run_file(file)


def test_a_damaged_packed_file_is_refused(tmp_path: Path, full_run: Run) -> None:
    """A flipped bit anywhere is found."""
    file = tmp_path / "run.jsonl.gz"
    write_run_file(file, full_run)
    data = file.read_bytes()
    for place in range(12, len(data), 37):
        file.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        with pytest.raises(RunFileError):
            read_run_file(file)


@pytest.mark.parametrize(
    ("line", "text", "sentence"),
    [
        (1, '{"format":"harness run","version":99}', "a newer harness wrote it (version 99"),
        (1, '{"format":"other"}', "it is nothing that 'harness export' wrote"),
        (1, "[]", "it is no object"),
        (1, "id,label", "it is no JSON (column 1"),
        (1, "[" * 100_000, "it is nested too deeply"),
        (2, '{"transcript":7}', "it has no transcript"),
        (2, '{"transcript":{"exchanges":[{"prompt":NaN}]}}', "it holds NaN"),
        (3, '{"end":{"trials":0}}', "it should hold 0 trials, but 1 are there"),
        (3, '{"end":7}', "this line is of another kind"),
    ],
)
def test_a_hostile_file_is_refused(
    tmp_path: Path, full_run: Run, line: int, text: str, sentence: str
) -> None:
    """What no harness wrote is refused in one line with its place, and never half read."""
    lines = list(run_lines(full_run))
    lines[line - 1] = text
    file = tmp_path / "run.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(RunFileError) as caught:
        read_run_file(file)
    assert f"{file}:{line}: {sentence}" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("change", [{"value": 7}, {"value": "x"}, {"passed": None}, {"weight": -1}])
def test_a_score_that_cannot_be_is_refused(
    tmp_path: Path, full_run: Run, change: dict[str, object]
) -> None:
    """A file cannot bring in a score beyond 1, or one that contradicts itself."""
    lines = list(run_lines(full_run))
    place = next(number for number, line in enumerate(lines) if '"exact"' in line and number)
    value = json.loads(lines[place])
    value["transcript"]["exchanges"][0]["scores"][0] |= change
    lines[place] = json.dumps(value)
    file = tmp_path / "run.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(RunFileError, match=rf"run\.jsonl:{place + 1}: "):
        read_run_file(file)


@pytest.mark.parametrize(
    ("line", "change", "sentence"),
    [
        (1, {"id": ""}, "its id is empty"),
        (1, {"planned": -1}, "it cannot have -1 planned trials"),
        (1, {"planned": 10**30}, "it cannot have 1e+30 planned trials"),
        (1, {"shard": "9/3"}, "there is no shard '9/3'"),
        (1, {"settings": [{"temperature": 1e3}]}, "a temperature is 1000, not from 0 to 1"),
        (1, {"started_at": "9999-12-31T23:59:59-14:00"}, "none that a calendar has"),
        (2, {"repeat": -1}, "there is no repeat -1"),
        (2, {"repeat": 10**12}, "there is no repeat 1e+12"),
        (2, {"setting": '{"temperature":1e999}'}, "a temperature is inf"),
        (2, {"transcript": {"exchanges": [], "error": None}}, "neither an answer nor an error"),
    ],
)
def test_what_no_run_can_hold_is_refused(
    tmp_path: Path, full_run: Run, line: int, change: dict[str, object], sentence: str
) -> None:
    """A file cannot bring in what a database refuses, or a pass without an answer."""
    lines = list(run_lines(full_run))
    lines[line - 1] = dump({**load(lines[line - 1]), **change})
    file = tmp_path / "run.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(RunFileError) as caught:
        read_run_file(file)
    assert sentence in str(caught.value)
    assert f"run.jsonl:{line}: " in str(caught.value)


def test_an_answer_that_took_no_time_that_is_one_is_refused(tmp_path: Path, full_run: Run) -> None:
    """A file cannot bring in a latency below zero, or one without end."""
    lines = list(run_lines(full_run))
    for seconds in ("-1", "1e999"):
        file = tmp_path / "run.jsonl"
        wrong = re.sub(r'"seconds":[0-9.e-]+', f'"seconds":{seconds}', lines[1])
        file.write_text("\n".join((lines[0], wrong, *lines[2:])) + "\n", encoding="utf-8")
        with pytest.raises(RunFileError, match="an answer cannot take"):
            read_run_file(file)


def test_a_case_that_stands_twice_is_refused(tmp_path: Path, full_run: Run) -> None:
    """A file cannot make one question count as two."""
    head, *rest = run_lines(full_run)
    value = load(head)
    value["suite"]["cases"] *= 2
    file = tmp_path / "run.jsonl"
    file.write_text("\n".join((dump(value), *rest)) + "\n", encoding="utf-8")
    with pytest.raises(RunFileError, match=r"run\.jsonl:1: a case of its suite is there twice"):
        read_run_file(file)


def test_a_trial_that_stands_twice_is_refused(tmp_path: Path, full_run: Run) -> None:
    """A file cannot make one answer count as two."""
    head, first, *rest = run_lines(full_run)
    file = tmp_path / "run.jsonl"
    file.write_text("\n".join((head, first, first, *rest)) + "\n", encoding="utf-8")
    with pytest.raises(RunFileError, match=r"run\.jsonl:3: this trial is there twice"):
        read_run_file(file)


def test_what_a_later_version_adds_is_passed_over(tmp_path: Path, full_run: Run) -> None:
    """New entries of the same format do no harm."""
    lines = [dump({**load(line), "later": 1}) for line in run_lines(full_run)]
    file = tmp_path / "run.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read_run_file(file).id == full_run.id


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Missing, a folder, or empty: one sentence each."""
    (tmp_path / "empty.jsonl").touch()
    for name, why in (("no.jsonl", "cannot be read"), ("empty.jsonl", "is empty")):
        with pytest.raises(RunFileError, match=rf"{name} {why}"):
            read_run_file(tmp_path / name)
    with pytest.raises(RunFileError, match="cannot be read"):
        read_run_file(tmp_path)


def test_a_line_without_end_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small packed file of one endless line is refused at the limit."""
    monkeypatch.setattr("harness.store.runfile.LONGEST_LINE", 1 << 20)
    file = tmp_path / "bomb.jsonl.gz"
    file.write_bytes(gzip.compress(b"[" * (8 << 20)))
    with pytest.raises(RunFileError, match=r"bomb\.jsonl\.gz:1: this line is longer than 1 MB"):
        read_run_file(file)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), cut=st.integers(0, 3000))
def test_no_bytes_are_a_crash(
    tmp_path: Path, make_run: Callable[..., Run], make_trial: Callable[..., Trial],
    data: bytes, cut: int,
) -> None:  # fmt: skip
    """Any bytes at any place are a RunFileError or a run, never anything else."""
    file = tmp_path / "run.jsonl"
    whole = "\n".join(run_lines(make_run(trials=(make_trial(),)))).encode()
    file.write_bytes(whole[:cut] + data + whole[cut:] + b"\n")
    with suppress(RunFileError):
        read_run_file(file)
