"""Every error that harness raises on purpose.

    HarnessError
    ├── SuiteError            the YAML is wrong: file, line, column (all problems at once)
    ├── UnknownPlugin         no such name; did you mean …?
    ├── SettingsError         a setting is missing or cannot be
    ├── BotError              the chatbot could not be asked: the trial is errored, the run goes on
    │   ├── BotDown           so many errors in a row that asking on is vain: the run stops
    │   ├── ClusterLost       nobody is left who could ask: the run stops
    │   ├── BotUnreachable    no answer at all                       retried
    │   ├── BotUnavailable    429, 5xx; knows retry_after_seconds    retried
    │   ├── BotRefused        other 4xx: our request is wrong        never retried
    │   └── UnexpectedReply   200, but not what the API promises     never retried
    ├── BudgetReached         what the user allowed to spend is spent: the run ends, resumable
    ├── TooFewMarks           people marked too few answers to choose a pass mark by
    ├── RetrainError          the retrain failed, or did not take before the deadline
    └── StoreError            the run store cannot be read or written: the run stops
        ├── RunFileError      the file of a run is cut, damaged or no such file: file, line
        └── UnknownRun        no kept run has this id or label

Anything that is not a HarnessError is a bug.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self, TypeVar

__all__ = [
    "BotDown",
    "BotError",
    "BotRefused",
    "BotUnavailable",
    "BotUnreachable",
    "BudgetReached",
    "ClusterLost",
    "HarnessError",
    "Problem",
    "RetrainError",
    "RunFileError",
    "SettingsError",
    "StoreError",
    "SuiteError",
    "TooFewMarks",
    "UnexpectedReply",
    "UnknownPlugin",
    "UnknownRun",
    "did_you_mean",
]

E = TypeVar("E", bound="HarnessError")
_WIDEST = 100
"""So many characters of an offending line are shown."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'x'?" for the nearest known word, or an empty string."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


class HarnessError(Exception):
    """Something that a person can understand and act on; it can travel between processes."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Let pickle bring it back: what it was made of may be gone."""
        return _again, (type(self), self.args, self.__dict__)

    def bare(self) -> Self:
        """Return it without its way here, and its cause as words: that may hold a whole request.

        Some that pickle errors take along all that hangs on them.
        """
        error = _again(type(self), self.args, self.__dict__)
        cause = self.__cause__
        if cause is not None:
            with suppress(TypeError):  # some need more than words
                error.__cause__ = type(cause)(str(cause))
        return error


def _again(kind: type[E], args: tuple[Any, ...], state: dict[str, Any]) -> E:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str
    text: str = ""
    """The line, as it stands in the file; empty where it is not known."""
    warning: bool = False
    """Whether the suite can be used in spite of it."""

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.message}"

    @property
    def excerpt(self) -> tuple[str, ...]:
        """The offending line and a mark under its column; of a long line only what is near."""
        if not self.text.strip():
            return ()
        start = max(0, self.column - 1 - _WIDEST // 2) if len(self.text) > _WIDEST else 0
        part = self.text[start : start + _WIDEST].replace("\t", " ").rstrip()
        margin = f"{self.line:>6} | "
        return margin + part, " " * (len(margin) + self.column - 1 - start) + "^"


class SuiteError(HarnessError):
    """A suite file is wrong; carries every problem found in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        lines = [line for each in problems for line in (str(each), *each.excerpt)]
        super().__init__("\n".join(lines))
        self.problems = tuple(problems)


class UnknownPlugin(HarnessError):
    """Nothing is registered under this name."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        hint = did_you_mean(name, names) or f" (known: {', '.join(names)})"
        super().__init__(f"no {kind} is called '{name}'{hint}")
        self.kind = kind
        self.name = name


class SettingsError(HarnessError):
    """A setting is missing, or has a value that cannot be."""


class BotError(HarnessError):
    """The chatbot could not be asked."""

    @property
    def stops_the_run(self) -> bool:
        """Tell whether every other request would fail alike."""
        return False


class BotDown(BotError):
    """So many requests failed in a row, probes too, that asking on would be vain."""

    @property
    def stops_the_run(self) -> bool:
        """Tell that every other request would fail alike."""
        return True


class ClusterLost(BotError):
    """The cluster whose workers ask is gone, or has no workers any more."""

    @property
    def stops_the_run(self) -> bool:
        """Tell that every other request would fail alike."""
        return True


class BotUnreachable(BotError):
    """No answer came back at all: connection refused, name unknown, timed out, cut off."""


class BotUnavailable(BotError):
    """The server asks us to come back later (429) or failed (5xx)."""

    def __init__(
        self, message: str, *, status: int, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class BotRefused(BotError):
    """The server will not take this request; asking again would not help."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status

    @property
    def stops_the_run(self) -> bool:
        """Tell whether every other request would fail alike: 401 (key), 403 (plan or credits)."""
        return self.status in {401, 403}


class UnexpectedReply(BotError):
    """The server said 200, but not in a shape that any dialect of the API knows."""


class BudgetReached(HarnessError):
    """All that the user allowed to spend is spent; what was answered is kept."""


class RetrainError(HarnessError):
    """The retrain failed, or the bot went on answering from its old text."""


class StoreError(HarnessError):
    """The run store cannot be opened, read or written."""


class RunFileError(StoreError):
    """The file of a run cannot be read: it was cut off, damaged, or is none."""


class UnknownRun(StoreError):
    """No kept run has this id or label."""


class TooFewMarks(HarnessError):
    """People marked too few answers, or all alike; the message says what is missing."""
