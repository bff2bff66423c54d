"""Writing trials: into the database, and where that cannot take them into a rescue file."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import URL, Connection

from harness.errors import StoreError, UnknownRun
from harness.model.run import Trial

from . import queries
from .access import Access
from .records import trial_row
from .rescue import Rescue, RescueFile, temporary_folder, waiting_files

__all__ = ["TrialWriter", "rescue_folders"]

OUR_FOLDER = Path(".harness")


def rescue_folders(url: URL) -> tuple[Path, ...]:
    """Return the folders where rescue files of a store may be, the best first."""
    is_file = url.get_backend_name() == "sqlite" and not url.query.get("uri")
    return (Path(url.database or "").parent if is_file else OUR_FOLDER, temporary_folder())


class TrialWriter:
    """Writes trials of any runs; several threads may use one."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._folders = rescue_folders(access.url)
        # A server's disk is another one than ours: nothing needs to be reserved then.
        self._reserve = access.url.get_backend_name() == "sqlite"
        self._rescues: dict[str, Rescue] = {}
        self._failed: dict[str, StoreError] = {}
        self._turn = threading.Lock()

    def add(self, run_id: str, trials: Iterable[Trial]) -> None:
        """Keep trials, all in one transaction; durable when this returns.

        Raises:
            StoreError: they cannot be written; they are in a rescue file then, unless the message
                says otherwise.
        """
        given = tuple(trials)
        rescue = self._rescue(run_id)
        if run_id not in self._failed:
            try:
                self._access.write(lambda connection: _insert(connection, run_id, given))
            except UnknownRun:
                raise  # nobody could take the answers in: there is no run to go on with
            except StoreError as failure:
                self._failed[run_id] = failure
                # The run ends now: nothing else needs to wait as long once more.
                self._access.patience_seconds = 0
            else:
                return
        with self._turn:
            path = rescue.keep(given)
        raise StoreError(
            f"{self._failed[run_id]}. The answers that came meanwhile are in {path}; they are "
            "taken in when the run is gone on with"
        ) from None

    def end(self, run_id: str) -> bool:
        """Note that no more trials of a run come; tell whether all were written."""
        with self._turn:
            if rescue := self._rescues.pop(run_id, None):
                rescue.close()
            return self._failed.pop(run_id, None) is None

    def close(self) -> None:
        """End all runs."""
        for run_id in tuple(self._rescues):
            self.end(run_id)

    def waiting(self, run_id: str | None = None) -> tuple[RescueFile, ...]:
        """Return the rescue files that wait, of one run or of all."""
        return waiting_files(self._folders, run_id)

    def take_in(self, run_id: str) -> int:
        """Add what waits in rescue files of a run, and remove them; return how many trials.

        Raises:
            StoreError: a file cannot be read, or the store does not take them yet.
        """
        count = 0
        for file in self.waiting(run_id):
            found = file.trials()
            self._access.write(
                lambda connection, found=found: _insert(connection, run_id, found)  # type: ignore[misc]
            )
            file.remove()
            count += len(found)
        return count

    def _rescue(self, run_id: str) -> Rescue:
        with self._turn:
            if run_id not in self._rescues:
                for left in waiting_files(self._folders[:1]):
                    if left.is_empty():
                        left.remove()
                made = Rescue(self._folders, run_id, reserve=self._reserve)
                self._rescues[run_id] = made
            return self._rescues[run_id]


def _insert(connection: Connection, run_id: str, trials: tuple[Trial, ...]) -> None:
    if connection.scalar(queries.KNOW_RUN, {"run_id": run_id}) is None:
        raise UnknownRun(f"the run store holds no run with the id '{run_id}'")
    if trials:
        connection.execute(queries.KEEP_TRIAL, [trial_row(run_id, trial) for trial in trials])
