"""The run store: runs and their trials, kept in SQLite or PostgreSQL as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, RowMapping

from harness.errors import StoreError, UnknownRun
from harness.model.run import Run, RunStatus, Trial, TrialKey

from . import queries
from .access import Access
from .baselines import Baselines
from .comparisons import Comparisons
from .database import read_url
from .history import History
from .leases import Leases
from .newrun import add_run, hand_over
from .notes import Notes
from .quotas import Quotas
from .records import read_key, read_run, run_row, trial_row
from .redaction import Redaction
from .references import find
from .runfile import is_run_file, read_run_file
from .summary import RunSummary
from .upkeep import Upkeep
from .writer import TrialWriter

__all__ = ["Store"]


class Store:
    """Runs, kept; one store may be used from several threads, one file by several processes.

    Beside the runs it holds `baselines`, `comparisons`, `leases`, `notes` and `quotas`; `history`
    tells of all runs of a suite, `upkeep` looks after everything.
    What `add` was given survives the death of the process as soon as `add` has returned.
    Every method raises StoreError where the store cannot be read or written.
    """

    def __init__(self, url: str, redaction: Redaction | None = None) -> None:
        """Open the store at a URL, and make or migrate its tables.

        Args:
            url: `sqlite:///path.db` (its folder is made) or
                `postgresql+psycopg://user:password@host/database`.
            redaction: what to blot out of all that is written.

        Raises:
            StoreError: there is no store, it cannot be used, or a newer harness made it.
        """
        self.redaction = redaction or Redaction()
        self._access = Access(read_url(url))
        self.baselines = Baselines(self._access)
        self.comparisons = Comparisons(self._access)
        self.history = History(self._access)
        self.leases = Leases(self._access)
        self.notes = Notes(self._access)
        self.quotas = Quotas(self._access)
        self.upkeep = Upkeep(self._access)
        self._trials = TrialWriter(self._access)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; the next use would open new ones."""
        self._trials.close()
        self._access.close()

    def begin_run(self, run: Run) -> None:
        """Keep a new run, and the trials that it has already.

        Raises:
            StoreError: there is a run with this id.
        """
        row = self._row(run)
        run = self.redaction.run(run)
        with self._access.writing() as connection:
            if connection.scalar(queries.KNOWN, {"run_id": run.id}) is not None:
                raise StoreError(f"there is a run '{run.id}' already: give the new one another id")
            add_run(connection, row, run.training)
            if run.trials:
                rows = [trial_row(run.id, trial) for trial in run.trials]
                connection.execute(queries.ADD_TRIAL, rows)

    def succeed_run(self, run_id: str, heir: Run, wanted: Mapping[TrialKey, str]) -> None:
        """Keep a run that takes over from another those good answers that it wants.

        The other run stays as it is. A successor that is there already is reopened, and gets what
        it still lacks.

        Args:
            run_id: whose answers they are.
            heir: the successor; trials of its own do not count.
            wanted: the digests of the cases that the answers must be of, by key.

        Raises:
            StoreError: there is no run with this id.
        """
        row, training = self._row(heir), self.redaction.run(heir).training
        self._trials.take_in(run_id)

        def change(connection: Connection) -> None:
            _hold(
                connection, run_id
            )  # so two that make the same successor come one after the other
            if connection.scalar(queries.KNOWN, {"run_id": heir.id}) is None:
                add_run(connection, row, training)
            hand_over(connection, run_id, heir.id, wanted, self.redaction)

        with _understood(run_id):
            self._access.write(change)
        self.reopen_run(heir.id)

    def add(self, run_id: str, trial: Trial) -> None:
        """Keep a trial; it is durable when this returns.

        It takes the place of an older trial of the same key, but an errored one never that of
        one that did not error.

        Raises:
            StoreError: there is no run with this id, or the trial cannot be written.
        """
        self.add_many(run_id, (trial,))

    def add_many(self, run_id: str, trials: Iterable[Trial]) -> None:
        """Keep trials as `add` does, all or none, at the price of one: a flush of the disk.

        Raises:
            StoreError: there is no run with this id, or the trials cannot be written; then they
                are in a rescue file, and are taken in when the run is gone on with.
        """
        self._trials.add(run_id, [self.redaction.trial(trial) for trial in trials])

    def finish_run(
        self,
        run_id: str,
        status: RunStatus,
        finished_at: datetime,
        provenance: Mapping[str, str] | None = None,
        *,
        planned: int | None = None,
    ) -> None:
        """Note how and when a run ended, and add to its provenance.

        With `planned`, note as well how many trials it has when it is complete: an adaptive run
        knows that only at its end.

        Where its trials could not be written, that was told already: then this may fail silently.

        Raises:
            StoreError: there is no run with this id.
        """
        all_written = self._trials.end(run_id)
        added = self.redaction.provenance(provenance or {})

        def change(connection: Connection) -> None:
            merged = {**_hold(connection, run_id), **added}
            size = {} if planned is None else {"planned": planned}
            order = queries.CHANGE_RUN.values(
                status=status.value, finished_at=finished_at, provenance=merged, **size
            )
            connection.execute(order, {"run_id": run_id})

        with nullcontext() if all_written else suppress(StoreError):
            self._access.write(change)

    def _row(self, run: Run) -> dict[str, Any]:
        """Return the row of a run as it may be kept."""
        suite = self.redaction.suite(run.suite) if self.redaction.has_work else None
        return run_row(self.redaction.run(run), suite)

    def reopen_run(self, run_id: str) -> None:
        """Note that a run goes on, and take in what a rescue file holds of it.

        Raises:
            StoreError: there is no run with this id.
        """
        self._trials.take_in(run_id)

        def change(connection: Connection) -> None:
            _hold(connection, run_id)
            order = queries.CHANGE_RUN.values(status=RunStatus.RUNNING.value, finished_at=None)
            connection.execute(order, {"run_id": run_id})

        self._access.write(change)

    def done(self, run_id: str) -> Mapping[TrialKey, str]:
        """Return the case digests of the trials that did not error, by key.

        Raises:
            StoreError: there is no run with this id.
        """
        with self._access.reading() as connection:
            if connection.scalar(queries.KNOWN, {"run_id": run_id}) is None:
                raise _no_run(run_id)
            rows = connection.execute(queries.DONE, {"run_id": run_id}).mappings().all()
        with _understood(run_id):
            return {read_key(row): row["case_digest"] for row in rows}

    def answered(self, run_id: str) -> int:
        """Return how many trials of a run did not error."""
        with self._access.reading() as connection:
            return connection.scalar(queries.ANSWERED, {"run_id": run_id}) or 0

    def load_run(self, ref: str, *, bare: bool = False) -> Run:
        """Return the run that `ref` means, with all trials: case by case, setting, repeat.

        What a rescue file holds of the run is taken in before, if that can be. A `bare` run
        comes without its trials: they may be too many for the memory.

        Raises:
            StoreError: `ref` means no run, or what is kept of it cannot be understood.
            RunFileError: `ref` names a file that cannot be read as a run.
        """
        if is_run_file(ref):
            return read_run_file(Path(ref))
        run_id = self.resolve(ref)
        with suppress(StoreError):
            self._trials.take_in(run_id)
        with _understood(run_id), self._access.reading() as connection:
            row = connection.execute(queries.RUN, {"run_id": run_id}).mappings().one()
            of_run = {"run_id": run_id}
            kept = () if bare else connection.execute(queries.TRIALS, of_run).mappings()
            return read_run(row, kept, _text(connection, row["training"]))

    def resolve(self, ref: str) -> str:
        """Return the id of the run that is meant.

        People write an id or its beginning, `latest`, the name of a baseline, or a label. The
        name of a run's file is returned as it is: `load_run` reads it.

        Raises:
            StoreError: `ref` means no run, or several; the message names near ones.
        """
        if is_run_file(ref):
            return ref
        with self._access.reading() as connection:
            known = [(row.id, row.label) for row in connection.execute(queries.NAMES)]
        return find(ref, known, self.baselines.all())

    def runs(self, limit: int | None = None) -> tuple[RunSummary, ...]:
        """Return the runs, newest first, with counts of their trials."""
        with self._access.reading() as connection:
            rows = connection.execute(queries.summaries(limit)).mappings().all()
        return tuple(_summary(row) for row in rows)


def _hold(connection: Connection, run_id: str) -> dict[str, str]:
    """Keep other writers from a run until the transaction ends; return its provenance."""
    row = connection.execute(queries.HOLD_RUN, {"run_id": run_id}).first()
    if row is None:
        raise _no_run(run_id)
    return dict(row.provenance)


def _text(connection: Connection, training: Mapping[str, str] | None) -> str | None:
    """Return the kept text of a run, or None where it has none or it was removed."""
    if training is None:
        return None
    text: str | None = connection.scalar(queries.TEXT, {"text_digest": training["digest"]})
    return text


def _no_run(run_id: str) -> UnknownRun:
    return UnknownRun(f"the run store holds no run with the id '{run_id}'")


def _summary(row: RowMapping) -> RunSummary:
    with _understood(row["id"]):
        values = dict(zip(row.keys(), row.values(), strict=True))
        return RunSummary(**{**values, "status": RunStatus(row["status"])})


@contextmanager
def _understood(run_id: str) -> Iterator[None]:
    """Raise StoreError where what is kept of a run is not what this version would write."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as failure:
        raise StoreError(
            f"what is kept of the run '{run_id}' cannot be understood "
            f"({type(failure).__name__}): upgrade harness, or restore the run store from a copy"
        ) from failure
