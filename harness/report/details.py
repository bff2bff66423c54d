"""Run details: what the two runs were, and whether they differ only as they should."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from harness.model.run import Outcome, Run

from .wording import count, counted, duration, moment

__all__ = ["Compared", "Detail", "build_details", "command_for"]


class Compared(StrEnum):
    """What a difference between the runs means for their comparison."""

    SAME = "same"
    MEANT = "meant"
    """It differs, as it should after a retrain."""
    DIFFERS = "differs"
    NOTHING = ""
    """It always differs, and means nothing."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One row: a name, its text before and after (empty in a single run), and what that means."""

    name: str
    before: str
    after: str
    compared: Compared


_Row = tuple[str, Callable[[Run], str | None], Compared]
"""A name, how to read it from a run, and what a difference means."""

_MEANT_TO_DIFFER = frozenset({"training text"})
"""Provenance entries that a retrain changes."""
_OF_ONE_RUN = frozenset(
    {
        "asked",
        "bot after the run",
        "compared with",
        "latency",
        "limit shared",
        "retrain",
        "time lost to limits",
    }
)
"""Entries that tell of one run only, and say nothing of whether two can be compared."""


def build_details(before: Run | None, after: Run) -> tuple[Detail, ...]:
    """Return the rows of the run details; what neither run tells is left out."""
    rows: list[_Row] = [*_ROWS, *_provenance(before, after)]
    found = []
    for name, read, meaning in rows:
        old, new = (read(before) if before else None), read(after)
        if old is not None or new is not None:
            compared = _compared(old, new, meaning) if before else Compared.NOTHING
            found.append(Detail(name, _told(old, before), _told(new, after), compared))
    return tuple(found)


def command_for(before: Run | None, after: Run) -> str:
    """Return the command that makes the report again, quoted for a shell."""
    ids = [run.id for run in (before, after) if run is not None]
    return shlex.join(["harness", "report", *ids])


def _compared(old: str | None, new: str | None, meaning: Compared) -> Compared:
    if meaning is Compared.NOTHING:
        return meaning
    return Compared.SAME if old == new else meaning


def _told(value: str | None, run: Run | None) -> str:
    return "" if run is None else "not told" if value is None else value


def _provenance(before: Run | None, after: Run) -> Iterable[_Row]:
    names = dict.fromkeys((*(before.provenance if before else ()), *after.provenance))
    for name in sorted(names):
        yield name[:1].upper() + name[1:], _entry(name), _meaning(name)


def _meaning(name: str) -> Compared:
    if name in _OF_ONE_RUN:
        return Compared.NOTHING
    return Compared.MEANT if name in _MEANT_TO_DIFFER else Compared.DIFFERS


def _entry(name: str) -> Callable[[Run], str | None]:
    return lambda run: run.provenance.get(name)


def _length(run: Run) -> str | None:
    return duration(run.finished_at - run.started_at) if run.finished_at else None


def _answers(run: Run) -> str:
    good = sum(trial.outcome is not Outcome.ERRORED for trial in run.trials)
    planned = max(run.planned, len(run.trials))
    text = f"{count(good)} of {count(planned)}"
    failed = len(run.trials) - good
    return f"{text}, {counted(failed, 'failed try', 'failed tries')}" if failed else text


def _missing(run: Run) -> str:
    good = sum(trial.outcome is not Outcome.ERRORED for trial in run.trials)
    return count(max(run.planned, len(run.trials)) - good)


def _characters(run: Run) -> str | None:
    characters = run.bot.characters
    return None if characters is None else count(characters)


def _instructions(run: Run) -> str | None:
    text = run.bot.instructions
    if text is None:
        return None
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{counted(len(text), 'character')}, sha256 {digest}…"


_ROWS: tuple[_Row, ...] = (
    ("Run", lambda run: run.id, Compared.NOTHING),
    ("Label", lambda run: run.label, Compared.NOTHING),
    ("Bot", lambda run: run.bot.chatbot_id, Compared.DIFFERS),
    ("Bot name", lambda run: run.bot.name, Compared.DIFFERS),
    ("Bot status", lambda run: run.bot.status, Compared.DIFFERS),
    ("Last trained", lambda run: run.bot.last_trained_at, Compared.MEANT),
    ("Training characters", _characters, Compared.MEANT),
    ("Model", lambda run: run.bot.model, Compared.DIFFERS),
    ("Instructions", _instructions, Compared.DIFFERS),
    ("Started", lambda run: moment(run.started_at), Compared.NOTHING),
    ("Duration", _length, Compared.NOTHING),
    ("Run status", lambda run: run.status.value, Compared.DIFFERS),
    ("Answers", _answers, Compared.NOTHING),
    ("Missing answers", _missing, Compared.DIFFERS),
    ("Suite", lambda run: run.suite.name, Compared.DIFFERS),
    ("Suite digest", lambda run: run.suite.digest, Compared.DIFFERS),
    ("Settings", lambda run: "; ".join(map(str, run.settings)), Compared.DIFFERS),
)
