"""Where the case of a question is written, as a path that CI servers find in the repository."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.model.suite import Case

from .clean import plain

__all__ = ["Place", "place_of", "repository_root"]

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""What GitHub's and GitLab's runners call the folder of the checkout."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file, from the root of the repository with slashes, and a line, which counts from 1."""

    path: str
    line: int


def repository_root(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the checkout that a CI server names, or else the current one."""
    named = next((environment[name] for name in _ROOTS if environment.get(name)), "")
    return Path(named) if named else Path.cwd()


def place_of(case: Case, root: Path | None = None) -> Place | None:
    """Return where a case is written; None where no file holds it.

    Args:
        case: its file is named from the current folder.
        root: the folder of the checkout; by default the one that the CI server names.
    """
    if not case.file:
        return None
    path = os.path.normpath(Path.cwd() / case.file)
    try:
        within = Path(path).relative_to(os.path.normpath(root or repository_root()))
    except ValueError:
        within = Path(case.file)
    return Place(plain(within.as_posix()), max(1, case.line))
