"""A whole store in one file: its runs one after the other, then baselines and comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .comparisons import KeptComparison
from .runfile import VERSION, check_version, read_run_file, reading, run_lines, write_lines
from .store import Store
from .texts import dump

__all__ = ["Imported", "export_store", "import_any", "import_store"]

FORMAT = "harness store"


@dataclass(slots=True)
class Imported:
    """What came into a store, and what was there already."""

    runs: int = 0
    known: int = 0
    """Runs whose id the store has: they were left as they are."""
    baselines: int = 0
    comparisons: int = 0


def export_store(store: Store, path: Path) -> int:
    """Write a store to a file, one run at a time; return how many runs.

    Raises:
        RunFileError: the file cannot be written.
        StoreError: the store cannot be read.
    """
    ids = [summary.id for summary in reversed(store.runs())]
    write_lines(path, _lines(store, ids))
    return len(ids)


def import_store(store: Store, path: Path) -> Imported:
    """Take in a file of a store; runs come in whole, one after the other.

    What the store has already is left alone, so that it can be done again after a failure.

    Raises:
        RunFileError: the file is cut, damaged or of another kind; the runs before that place are
            in the store.
        StoreError: the store cannot be written.
    """
    done = Imported()
    known = {summary.id for summary in store.runs()}
    with reading(path) as lines:
        count = lines.next(_count)
        for _ in range(count):
            run = lines.run()
            if run.id in known:
                done.known += 1
            else:
                store.begin_run(run)
                done.runs += 1
        while take := lines.next(_rest):
            take(store, done)
        lines.end()
    return done


def import_any(store: Store, path: Path) -> Imported:
    """Take in a file of a store or of a single run.

    Raises:
        RunFileError: as `import_store` does.
        StoreError: the store cannot be written.
    """
    with reading(path) as lines:
        kind = lines.next(lambda value: value.get("format"))
    if kind == FORMAT:
        return import_store(store, path)
    run = read_run_file(path)
    if run.id in {summary.id for summary in store.runs()}:
        return Imported(known=1)
    store.begin_run(run)
    return Imported(runs=1)


def _lines(store: Store, ids: list[str]) -> Iterator[str]:
    yield dump({"format": FORMAT, "version": VERSION, "runs": len(ids)})
    for run_id in ids:
        yield from run_lines(store.load_run(run_id))
    for name, run_id in store.baselines.all().items():
        yield dump({"baseline": name, "run_id": run_id})
    for kept in store.comparisons.between():
        fields = {name: getattr(kept, name) for name in KeptComparison.__slots__}
        yield dump({"comparison": {**fields, "created_at": kept.created_at.isoformat()}})
    yield dump({"end": {}})


def _count(value: Mapping[str, Any]) -> int:
    check_version(value, FORMAT, "harness store export")
    return int(value["runs"])


def _rest(value: Mapping[str, Any]) -> Callable[[Store, Imported], None] | None:
    """Return what takes in a line after the runs; None for the last one."""
    if "end" in value:
        return None
    if "baseline" in value:
        name, run_id = str(value["baseline"]), str(value["run_id"])
        return lambda store, done: _take_baseline(store, done, name, run_id)
    fields = dict(value["comparison"])
    fields["created_at"] = datetime.fromisoformat(fields["created_at"])
    kept = KeptComparison(**{name: fields[name] for name in KeptComparison.__slots__})
    return lambda store, done: _take_comparison(store, done, kept)


def _take_baseline(store: Store, done: Imported, name: str, run_id: str) -> None:
    if name not in store.baselines.all():
        store.baselines.set(name, run_id)
        done.baselines += 1


def _take_comparison(store: Store, done: Imported, kept: KeptComparison) -> None:
    if kept.id not in {each.id for each in store.comparisons.between(kept.before_id)}:
        store.comparisons.keep(kept)
        done.comparisons += 1
