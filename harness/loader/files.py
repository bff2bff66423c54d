"""The files that a suite names: other YAML, and rows of data."""

from __future__ import annotations

from pathlib import Path

from harness.errors import SuiteError

from .document import Node, compose
from .problems import Problems
from .rows import ROW_ENDINGS, read_rows
from .source import read_text, shown

__all__ = ["SCHEME", "Files"]

SCHEME = "file://"
_MOST = 1000
"""So many files may belong to one suite."""


class Files:
    """Reads what a suite names, each name starting from the file that it stands in."""

    def __init__(self, problems: Problems) -> None:
        """Start with the suite file alone."""
        self._problems = problems
        self._count = 0
        self._rows: dict[Path, Node | None] = {}

    def find(self, reference: Node) -> list[Path]:
        """Return the files that a text names, in the order of their names; * stands for any."""
        name = str(reference.value).removeprefix(SCHEME)
        folder = (reference.source or self._problems.source).folder
        try:
            path = folder / name
            if not any(mark in name for mark in "*?["):
                return [path]
            anchor = Path(path.anchor) if path.is_absolute() else folder
            pattern = str(path.relative_to(anchor)) if path.is_absolute() else name
            found = sorted(one for one in anchor.glob(pattern) if one.is_file())
        except (ValueError, NotImplementedError, OSError):
            found = []
        if not found:
            self._problems.add(reference, f"no file is called like '{name[:200]}'")
        return found

    def compose(self, path: Path, reference: Node) -> tuple[Node, Problems] | None:
        """Return the YAML document of a file, and where its problems go; None where it is wrong."""
        inner = self._open(path, reference)
        try:
            root = compose(read_text(path, inner), inner)
        except SuiteError:
            return None
        if root is None or root.nothing:
            inner.add_at(1, 1, "the file is empty")
            return None
        return root, inner

    def rows(self, reference: Node) -> list[Node]:
        """Return the rows of all files that a text names; none of a file that is wrong."""
        if not str(reference.value).startswith(SCHEME):
            self._problems.add(reference, f"rows come from a file: {SCHEME}name.csv")
            return []
        return [row for path in self.find(reference) for row in self._rows_of(path, reference)]

    def _rows_of(self, path: Path, reference: Node) -> list[Node]:
        if path not in self._rows:
            self._rows[path] = self._read_rows(path, reference)
        root = self._rows[path]
        return root.value if root is not None and isinstance(root.value, list) else []

    def _read_rows(self, path: Path, reference: Node) -> Node | None:
        ending = path.suffix.lower()
        if ending not in ROW_ENDINGS:
            known = ", ".join(ROW_ENDINGS)
            self._problems.add(reference, f"a file of rows ends with one of {known}")
            return None
        inner = self._open(path, reference)
        try:
            return read_rows(ending, read_text(path, inner), inner)
        except SuiteError:
            return None

    def _open(self, path: Path, reference: Node) -> Problems:
        self._count += 1
        if self._count > _MOST:
            message = f"more than {_MOST} files belong to this suite"
            self._problems.add(reference, message)
            raise SuiteError(self._problems.errors())
        return Problems(shown(path), self._problems, path.parent)
