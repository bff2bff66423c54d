"""Marking answers: a walk on the terminal, and the table that keeps the marks."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.report.cells import csv_text

from .console import say
from .writing import write_text

if TYPE_CHECKING:
    from harness.loader.marks import MarkKey
    from harness.model.run import Trial

__all__ = ["key_of", "most_telling_first", "walk", "write_marks"]

COLUMNS = ("case", "setting", "repeat", "question", "answer", "passed", "score", "mark")
KEYS = "r right · w wrong · s skip · b back · q stop here"


def key_of(trial: Trial) -> MarkKey:
    """Return what names a trial in the table; repeats count from 1 there."""
    return (trial.key.case_id, str(trial.key.setting), str(trial.key.repeat + 1))


def write_marks(path: Path, trials: Sequence[Trial], marks: Mapping[MarkKey, bool]) -> None:
    """Write the table of all answers, with the marks that there are, whole or not at all."""
    from harness.model.run import Outcome

    rows = [
        {
            **dict(zip(COLUMNS, key_of(trial), strict=False)),
            "question": trial.exchanges[-1].prompt,
            "answer": trial.exchanges[-1].answer.text,
            "passed": trial.outcome is Outcome.PASSED,
            "score": trial.score,
            "mark": _word(marks.get(key_of(trial))),
        }
        for trial in trials
    ]
    write_text(path, csv_text(COLUMNS, rows))


def most_telling_first(trials: Sequence[Trial]) -> list[Trial]:
    """Return the answers in the order in which marks tell most: those near a pass mark first.

    The same text to the same question comes once: marking it again tells nothing.
    """
    seen: set[tuple[str, str]] = set()
    unlike = []
    for trial in trials:
        text = (trial.key.case_id, trial.exchanges[-1].answer.text)
        if text not in seen:
            seen.add(text)
            unlike.append(trial)
    return sorted(unlike, key=lambda trial: (_distance(trial), trial.key))


def walk(
    path: Path, trials: Sequence[Trial], marks: Mapping[MarkKey, bool]
) -> Mapping[MarkKey, bool]:
    """Show one unmarked answer after the other, and keep each mark as soon as it is given."""
    kept = dict(marks)
    todo = [each for each in most_telling_first(trials) if key_of(each) not in kept]
    index = 0
    while index < len(todo):
        _show(todo[index], f"{index + 1} of {len(todo)}")
        key = _press()
        if key == "q":
            break
        if key in "rw":
            kept[key_of(todo[index])] = key == "r"
            write_marks(path, trials, kept)
        index = max(index - 1, 0) if key == "b" else index + 1
    return kept


def _press() -> str:
    """Wait for one of the keys; the end of the input stops."""
    while True:
        say(KEYS, err=True)
        try:
            key = click.getchar()[:1].lower()
        except EOFError:
            return "q"
        if key in set("rwsbq"):
            return key
        if key in {"", "\x03", "\x04"} or not sys.stdin.isatty():
            return "q"


def _show(trial: Trial, where: str) -> None:
    say("", err=True)
    say(f"{where} · {trial.key.case_id} ({trial.key.setting})", err=True)
    for exchange in trial.exchanges:
        say(f"  > {exchange.prompt}", err=True)
        for line in exchange.answer.text.splitlines() or [""]:
            say(f"  │ {line}", err=True)
    for score in trial.scores:
        value = "none" if score.value is None else f"{score.value:.2f}"
        say(f"    {score.scorer} {value}: {score.reason}", err=True)


def _word(mark: bool | None) -> str:  # noqa: FBT001 (a mark is right, wrong or none)
    return "" if mark is None else ("right" if mark else "wrong")


def _distance(trial: Trial) -> float:
    """Return how far the nearest graded value is from its pass mark; far for all-or-nothing."""
    gaps = [
        abs(score.value - score.threshold)
        for score in trial.scores
        if score.value is not None and score.threshold is not None and 0 < score.value < 1
    ]
    return min(gaps, default=1.0)
