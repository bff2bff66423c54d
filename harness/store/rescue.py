"""Rescue files: where answers go that the store cannot take, until it can again.

An answer is paid when it comes, whether the disk is full or the database gone. Each run that is
being asked has a file beside the store with space reserved in it, so that a full disk still takes
the answers that are in flight; where that fails too, the folder for temporary files is tried.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from harness.errors import StoreError
from harness.model.run import Trial

from .lines import read_line, read_trial, trial_line
from .process import is_dead, myself
from .texts import dump

__all__ = ["Rescue", "RescueFile", "temporary_folder", "waiting_files"]

RESERVED_BYTES = 1 << 18
TRIALS_FROM = 2
"""The line of the first trial; before it stands whose file it is."""
OPEN, CLOSED = ".open", ".jsonl"
"""Endings: of a file that a living process may still write to, and of one that is done."""


class Rescue:
    """The rescue file of one run in this process; made at once, gone again if nobody needs it."""

    def __init__(self, folders: Sequence[Path], run_id: str, *, reserve: bool) -> None:
        """Prepare a file in the first folder; `reserve` takes space on its disk."""
        self._folders = tuple(folders)
        self._run_id = run_id
        self._file: _Open | None = None
        self.count = 0
        """How many trials were given."""
        if reserve:
            with suppress(OSError):
                self._file = _Open(self._folders[0], run_id, RESERVED_BYTES)

    @property
    def path(self) -> Path | None:
        """Where the trials are, if there are any."""
        return self._file.closed_path if self._file and self.count else None

    def keep(self, trials: Sequence[Trial]) -> Path:
        """Write trials durably; return the file's name after `close`.

        Raises:
            StoreError: no folder takes them; they are lost.
        """
        lines = b"".join(trial_line(trial).encode("ascii") + b"\n" for trial in trials)
        for attempt in self._places():
            try:
                file = attempt if isinstance(attempt, _Open) else _Open(attempt, self._run_id, 0)
                file.write(lines)
            except OSError:
                continue
            if self._file and self._file is not file:
                self._file.close(keep=self.count > 0)
            self._file = file
            self.count += len(trials)
            return file.closed_path
        tried = ", ".join(f"'{folder}'" for folder in self._folders)
        raise StoreError(f"no place takes the answers that the run store refuses: tried {tried}")

    def close(self) -> None:
        """Give back what was reserved; the file stays where it holds trials."""
        if self._file:
            self._file.close(keep=self.count > 0)
            self._file = None

    def _places(self) -> Iterator[_Open | Path]:
        if self._file:
            yield self._file
        yield from self._folders


class _Open:
    """An open rescue file."""

    def __init__(self, folder: Path, run_id: str, reserved: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder == temporary_folder() and folder.stat().st_uid != _user():
            raise PermissionError(f"{folder} is another user's")
        me = myself()
        stem = f"{_stem(run_id)}-{hashlib.sha256(me.encode()).hexdigest()[:8]}"
        self._path = folder / f"{stem}{OPEN}"
        self.closed_path = folder / f"{stem}{CLOSED}"
        self._number = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            if reserved and hasattr(os, "posix_fallocate"):
                os.posix_fallocate(self._number, 0, reserved)
            self._at = 0
            self.write(dump({"format": "harness rescue", "run_id": run_id, "owner": me}).encode())
            self.write(b"\n")
        except OSError:
            self.close(keep=False)
            raise

    def write(self, data: bytes) -> None:
        """Write at the end of what was written so far, through to the disk."""
        done = 0
        while done < len(data):
            os.lseek(self._number, self._at + done, os.SEEK_SET)
            done += os.write(self._number, data[done:])
        os.fsync(self._number)
        self._at += len(data)

    def close(self, *, keep: bool) -> None:
        """Cut off what was reserved and not needed, and name the file as done; or remove it."""
        with suppress(OSError):
            if keep:
                os.ftruncate(self._number, self._at)
                self._path.rename(self.closed_path)
            else:
                self._path.unlink()
        os.close(self._number)


class RescueFile:
    """A rescue file that someone left behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def trials(self) -> tuple[Trial, ...]:
        """Return the trials in it; a last line that was cut off is passed over: nobody counted it.

        Raises:
            StoreError: a line cannot be understood; names the file and the line.
        """
        found = []
        for number, line in enumerate(self._lines()[TRIALS_FROM - 1 :], start=TRIALS_FROM):
            try:
                found.append(read_trial(read_line(line.decode("utf-8"))))
            except ValueError as failure:
                raise StoreError(
                    f"{self.path}:{number}: {failure}: remove this line, then go on with the run"
                ) from None
        return tuple(found)

    def is_empty(self) -> bool:
        """Tell whether it holds no trial: space that a killed process had reserved."""
        return len(self._lines()) < TRIALS_FROM

    def is_free(self) -> bool:
        """Tell whether nobody writes to it any more."""
        if self.path.suffix == CLOSED:
            return True
        try:
            owner = str(read_line(self._lines()[0].decode("utf-8"))["owner"])
        except (LookupError, ValueError):
            return False
        return is_dead(owner)

    def remove(self) -> None:
        """Remove the file: its trials are in the store."""
        with suppress(OSError):
            self.path.unlink()

    def _lines(self) -> list[bytes]:
        """Return the whole lines; what was reserved is full of zeros."""
        *lines, _cut = self.path.read_bytes().split(b"\n")
        return lines


def waiting_files(folders: Sequence[Path], run_id: str | None = None) -> tuple[RescueFile, ...]:
    """Return the files that wait to be taken in, of one run or of all; only our own user's."""
    stem = "rescue-" if run_id is None else _stem(run_id)
    found = []
    for folder in folders:
        with suppress(OSError):
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            found += [
                RescueFile(Path(entry.path))
                for entry in entries
                if entry.name.startswith(stem)
                and entry.name.endswith((OPEN, CLOSED))
                and entry.is_file(follow_symlinks=False)
                and entry.stat(follow_symlinks=False).st_uid == _user()
            ]
    return tuple(file for file in found if file.is_free())


def temporary_folder() -> Path:
    """Return the folder that is tried last."""
    return Path(tempfile.gettempdir()) / f"harness-rescue-{_user()}"


def _user() -> int:
    """Return the number of our user; 0 where the system numbers none."""
    return os.getuid() if hasattr(os, "getuid") else 0


def _stem(run_id: str) -> str:
    """Return the beginning of the file's name; an id may hold anything."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in run_id)
    digest = hashlib.sha256(run_id.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"rescue-{plain[:40]}-{digest}"
