"""Where the runs are that a command names: in the store, or in files that were exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .options import settings_from

if TYPE_CHECKING:
    from harness.comparing import Runs
    from harness.model.run import Run

__all__ = ["open_runs"]


class _Files:
    def load_run(self, ref: str) -> Run:
        from harness.store.runfile import read_run_file

        return read_run_file(Path(ref))


@contextmanager
def open_runs(store: str | None, *refs: str) -> Iterator[Runs]:
    """Open what these references need; where all are files, no store is made or touched."""
    from harness.store.runfile import is_run_file

    if all(is_run_file(ref) for ref in refs):
        yield _Files()
        return
    from harness.store.store import Store

    with Store(settings_from(store=store).store) as kept:
        yield kept
